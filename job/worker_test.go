package job

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/model"
)

// progress is the state of the runs of tests: the last effect.
type progress struct{ N int64 }

// next is a step of a run that has an effect for each number up to most, and ends
// with the last.
func next(ctx context.Context, run *Run, most int64) error {
	var p progress
	if err := run.State(&p); err != nil {
		return err
	}
	p.N++
	if p.N == most {
		return run.End(ctx, func(tx *db.Tx) error { return effect(tx, run.OperationID, p.N) })
	}
	return run.Step(ctx, p, func(tx *db.Tx) error { return effect(tx, run.OperationID, p.N) })
}

func numbers(most int64) (all []int64) {
	for n := range most {
		all = append(all, n+1)
	}
	return all
}

// TestSteps carries out runs of two kinds, step by step, by two workers, and
// leaves alone those of a kind that neither knows.
func TestSteps(t *testing.T) {
	t.Parallel()
	dbtest.EachPartitioned(t, func(t *testing.T, url string) {
		b := newBench(t, url)
		other := b.another(url)
		handler := func(most int64) Handler {
			return func(ctx context.Context, run *Run) error {
				if actor := model.ActorOf(ctx); actor.AccountID != run.AccountID {
					t.Errorf("the run of account %d is done for %d", run.AccountID, actor.AccountID)
				}
				return next(ctx, run, most)
			}
		}
		handlers := map[string]Handler{"short": handler(1), "long": handler(7)}
		var short, long []string
		for account := range int64(6) {
			integration := account
			short = append(short, b.start(Spec{Account: account, Kind: "short", Integration: &integration}))
			long = append(long, b.start(Spec{Account: account, Kind: "long"}))
		}
		unknown := b.start(Spec{Account: 1, Kind: "unknown"})
		b.running(b.worker(quick(), handlers))
		b.running(other.worker(quick(), handlers))
		for _, id := range slices.Concat(short, long) {
			b.untilEnded(id)
		}
		for _, id := range short {
			if found := b.effects(id); !slices.Equal(found, numbers(1)) {
				t.Errorf("a short run had the effects %v", found)
			}
		}
		for _, id := range long {
			if found := b.effects(id); !slices.Equal(found, numbers(7)) {
				t.Errorf("a long run had the effects %v", found)
			}
		}
		if b.stored(unknown).Token != 0 {
			t.Error("a run of an unknown kind was taken")
		}
	})
}

// TestNoHandlers has a worker without handlers return at once.
func TestNoHandlers(t *testing.T) {
	t.Parallel()
	NewWorker(nil, nil, nil, Options{}).Run(t.Context())
}

// TestDueOrder takes runs in the order in which they are due, and none too soon.
func TestDueOrder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		b := newBench(t, url)
		w := b.worker(quick(), map[string]Handler{"read": nil})
		order := []time.Duration{3 * time.Hour, time.Hour, 4 * time.Hour, 2 * time.Hour, 5 * time.Hour, 0}
		ids := make(map[time.Duration]string)
		for i, wait := range order {
			ids[wait] = b.start(Spec{Account: int64(i), Kind: "read", After: wait})
		}
		b.pass(4*time.Hour + time.Minute)
		slices.Sort(order)
		for _, wait := range order[:5] {
			if run := b.took(w); run.OperationID != ids[wait] {
				t.Fatalf("what is due after %v was not taken in its turn", wait)
			}
		}
		if b.take(w) != nil {
			t.Error("a run was taken before it was due")
		}
	})
}

// TestPlaces has a worker take no more runs at once than it has places, nor more
// than half for one account, and others as places become free.
func TestPlaces(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		b := newBench(t, url)
		var mu sync.Mutex
		held, most, ofAccount := 0, 0, map[int64]int{}
		goOn := make(chan struct{})
		handler := func(ctx context.Context, run *Run) error {
			mu.Lock()
			held++
			ofAccount[run.AccountID]++
			most = max(most, held)
			if held > 4 || ofAccount[run.AccountID] > 2 {
				t.Errorf("%d runs at once, of accounts %v", held, ofAccount)
			}
			mu.Unlock()
			<-goOn
			mu.Lock()
			held--
			ofAccount[run.AccountID]--
			mu.Unlock()
			return next(ctx, run, 1)
		}
		var ids []string
		for i := range int64(8) {
			ids = append(ids, b.start(Spec{Account: 1, Kind: "read", Integration: &i}))
		}
		for i := range int64(4) {
			ids = append(ids, b.start(Spec{Account: 2, Kind: "read", Integration: &i}))
		}
		options := quick()
		options.AtOnce = 4
		w := b.worker(options, map[string]Handler{"read": handler})
		b.running(w)
		b.until("all places are taken", func() bool { mu.Lock(); defer mu.Unlock(); return most == 4 })
		if kinds := w.RunningKinds(); len(kinds) != 4 || kinds[0] != "read" {
			t.Errorf("%v are running", kinds)
		}
		close(goOn)
		for _, id := range ids {
			b.untilEnded(id)
		}
	})
}

// TestSnooze has a run wait for as long as it says; that is no fault.
func TestSnooze(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		b := newBench(t, url)
		id := b.start(Spec{Account: 1, Kind: "wait"})
		w := b.worker(quick(), map[string]Handler{"wait": func(context.Context, *Run) error { return fmt.Errorf("as told: %w", Snooze(time.Hour)) }})
		for range 3 {
			began := b.now()
			w.carryOut(t.Context(), b.took(w))
			found := b.stored(id)
			if wait := found.DueAt.Sub(began.Time); wait < time.Hour || wait > time.Hour+time.Minute || found.Attempts != 0 || found.Faults != 0 || found.LeaseUntil.UnixMicro() != 0 {
				t.Fatalf("it waits for %v: %+v", wait, found)
			}
			if b.take(w) != nil {
				t.Fatal("it was taken before its time")
			}
			b.pass(time.Hour)
		}
	})
}

// TestFaults has a run wait longer and longer after faults, a panic and an idle
// handler among them, until its state changes.
func TestFaults(t *testing.T) {
	t.Parallel()
	faults := []Handler{
		func(context.Context, *Run) error { return errors.New("a fault") },
		func(context.Context, *Run) error { panic("a fault") },
		func(context.Context, *Run) error { return nil },
		func(ctx context.Context, run *Run) error {
			return run.Step(ctx, nil, func(*db.Tx) error { return errors.New("a fault") })
		},
		func(ctx context.Context, run *Run) error { // Something was done, but it has come no further.
			if err := run.Step(ctx, nil, nil); err != nil {
				return err
			}
			return errors.New("a fault")
		},
	}
	dbtest.Each(t, func(t *testing.T, url string) {
		b := newBench(t, url)
		id := b.start(Spec{Account: 1, Kind: "fail"})
		options := quick()
		options.Pause = func(attempts int64) time.Duration { return time.Duration(attempts) * time.Hour }
		for i, fault := range faults {
			w := b.worker(options, map[string]Handler{"fail": fault})
			began := b.now()
			run := b.took(w)
			if run.Attempts != int64(i) {
				t.Errorf("after %d faults it has %d attempts", i, run.Attempts)
			}
			w.carryOut(t.Context(), run)
			found, want := b.stored(id), time.Duration(i+1)*time.Hour
			if wait := found.DueAt.Sub(began.Time); wait < want || wait > want+time.Minute || found.Attempts != int64(i+1) || found.Faults != int64(i+1) {
				t.Fatalf("after %d faults it waits for %v: %+v", i+1, wait, found)
			}
			b.pass(want)
		}
		w := b.worker(options, map[string]Handler{"fail": func(ctx context.Context, run *Run) error {
			if err := run.Step(ctx, progress{1}, nil); err != nil {
				return err
			}
			return errors.New("a fault")
		}})
		w.carryOut(t.Context(), b.took(w))
		if found := b.stored(id); found.Attempts != 1 || found.Faults != int64(len(faults)+1) {
			t.Errorf("after a step and another fault: %+v", found)
		}
	})
}

// TestPause wants pauses to grow, within their bounds.
func TestPause(t *testing.T) {
	t.Parallel()
	for attempts, want := range map[int64]time.Duration{1: 5 * time.Second, 2: 10 * time.Second, 3: 20 * time.Second, 8: 640 * time.Second, 9: 15 * time.Minute, 1 << 40: 15 * time.Minute} {
		for range 100 {
			if found := pause(attempts); found < want || found > want+want/4 {
				t.Errorf("after %d faults the pause is %v, want %v and up to a quarter more", attempts, found, want)
			}
		}
	}
}

// TestFailures ends runs that fail, with their operations: at once if the fault
// is final, else once nothing has moved for a day.
func TestFailures(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	stuck := func(err error) func(error) bool {
		return func(cause error) bool {
			var found *StuckError
			return errors.As(cause, &found) && found.For >= 24*time.Hour && found.Err == err && found.Error() != ""
		}
	}
	for name, test := range map[string]struct {
		result error
		is     func(error) bool
		// last is after which of the times it fails.
		last time.Duration
	}{
		"final":         {Final(broken), func(cause error) bool { return errors.Is(cause, broken) }, 0},
		"a user error":  {model.Refuse(model.CodeInvalid, "no"), func(cause error) bool { return errors.As(cause, new(*model.UserError)) }, 0},
		"only faults":   {broken, stuck(broken), 25 * time.Hour},
		"only snoozing": {Snooze(time.Minute), stuck(nil), 25 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, url string) {
				b := newBench(t, url)
				id := b.start(Spec{Account: 1, Kind: "fail"})
				var cause error
				w := b.worker(quick(), map[string]Handler{"fail": func(context.Context, *Run) error { return test.result }})
				w.fail = func(tx *db.Tx, account int64, operationID string, err error) error {
					cause = err
					return failEffect(tx, account, operationID, err)
				}
				for _, passed := range []time.Duration{0, 23 * time.Hour, 25 * time.Hour} {
					w.carryOut(t.Context(), b.took(w))
					found := b.stored(id)
					if failed := found.EndedAt != nil; failed != (passed >= test.last) {
						t.Fatalf("%v after its last step it has failed: %v", passed, failed)
					}
					if found.EndedAt != nil {
						break
					}
					b.pass(map[time.Duration]time.Duration{0: 23 * time.Hour, 23 * time.Hour: 2 * time.Hour}[passed])
				}
				if !test.is(cause) || !slices.Equal(b.effects(id), []int64{failed}) || b.stored(id).Cancelled {
					t.Errorf("it failed for %v, with the effects %v", cause, b.effects(id))
				}
				b.start(Spec{Account: 1, Kind: "fail"})
			})
		})
	}
}

// TestFailureNotRecorded keeps a run whose operation cannot be ended.
func TestFailureNotRecorded(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		b := newBench(t, url)
		id := b.start(Spec{Account: 1, Kind: "fail"})
		w := b.worker(quick(), map[string]Handler{"fail": func(context.Context, *Run) error { return Final(errors.New("broken")) }})
		w.fail = func(tx *db.Tx, account int64, operationID string, cause error) error {
			return errors.Join(failEffect(tx, account, operationID, cause), errors.New("the database is away"))
		}
		w.carryOut(t.Context(), b.took(w))
		if b.stored(id).EndedAt != nil || len(b.effects(id)) > 0 {
			t.Fatal("the run has ended, and its operation has not")
		}
		w.fail = failEffect
		b.pass(quick().Lease)
		w.carryOut(t.Context(), b.took(w))
		if b.stored(id).EndedAt == nil || !slices.Equal(b.effects(id), []int64{failed}) {
			t.Errorf("it has not ended later, with the effects %v", b.effects(id))
		}
	})
}

// TestCancel cancels runs: one that waits, one that is in a step, which is
// committed, one whose handler snoozes, and one that ends in this very step.
func TestCancel(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		handler Handler
		early   bool
		want    []int64
	}{
		"waiting": {func(ctx context.Context, run *Run) error { return next(ctx, run, 5) }, true, []int64{failed}},
		"in a step": {func(ctx context.Context, run *Run) error {
			if err := next(ctx, run, 5); !errors.Is(err, ErrCancelled) {
				return Final(fmt.Errorf("the step is told %w", err))
			}
			return ErrCancelled
		}, false, []int64{failed, 1}},
		"snoozing":        {func(context.Context, *Run) error { return Snooze(time.Hour) }, false, []int64{failed}},
		"in the last one": {func(ctx context.Context, run *Run) error { return next(ctx, run, 1) }, false, []int64{1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, url string) {
				b := newBench(t, url)
				id := b.start(Spec{Account: 1, Kind: "read", After: time.Hour})
				cancel := func(account int64) (found bool) {
					b.change(func(tx *db.Tx) (err error) {
						found, err = Cancel(tx, account, id)
						return err
					})
					return found
				}
				w := b.worker(quick(), map[string]Handler{"read": func(ctx context.Context, run *Run) error {
					if !test.early && !cancel(1) {
						t.Error("it was not cancelled")
					}
					return test.handler(ctx, run)
				}})
				switch {
				case cancel(2):
					t.Error("another account has cancelled it")
				case test.early:
					cancel(1)
				default:
					b.pass(time.Hour)
				}
				w.carryOut(t.Context(), b.took(w))
				found := b.stored(id)
				if found.EndedAt == nil || !slices.Equal(b.effects(id), test.want) || found.Cancelled != (test.want[0] == failed) {
					t.Errorf("it ended as %+v, with the effects %v", found, b.effects(id))
				}
				if cancel(1) {
					t.Error("it was cancelled after its end")
				}
			})
		})
	}
}

// TestCancelWhileSnoozing cancels a run in the moment in which it is given back:
// it is due at once all the same.
func TestCancelWhileSnoozing(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		b := newBench(t, url)
		w := b.worker(quick(), map[string]Handler{"read": func(context.Context, *Run) error { return Snooze(time.Hour) }})
		for range 20 {
			id := b.start(Spec{Account: 1, Kind: "read"})
			run := b.took(w)
			var both sync.WaitGroup
			both.Go(func() { w.carryOut(context.Background(), run) })
			b.change(func(tx *db.Tx) error {
				_, err := Cancel(tx, 1, id)
				return err
			})
			both.Wait()
			if b.stored(id).EndedAt == nil {
				w.carryOut(t.Context(), b.took(w))
			}
			if found := b.stored(id); found.EndedAt == nil || !found.Cancelled {
				t.Fatalf("it is %+v", found)
			}
		}
	})
}

// TestStop stops a worker: the step under way is committed and no other one is
// begun; one that takes too long is told to end. Both runs are due at once.
func TestStop(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		b := newBench(t, url)
		short, long := b.start(Spec{Account: 1, Kind: "short"}), b.start(Spec{Account: 2, Kind: "long"})
		var working atomic.Int64
		var told error
		options := quick()
		options.Grace = time.Second
		stop := b.running(b.worker(options, map[string]Handler{
			"short": func(ctx context.Context, run *Run) error {
				working.Add(1)
				<-run.stopping
				return next(ctx, run, 5)
			},
			"long": func(ctx context.Context, run *Run) error {
				working.Add(1)
				<-ctx.Done()
				told = context.Cause(ctx)
				return ctx.Err()
			},
		}))
		b.until("both are under way", func() bool { return working.Load() == 2 })
		stop()
		if !errors.Is(told, ErrStopping) {
			t.Errorf("the long step was told %v", told)
		}
		if found := b.effects(short); !slices.Equal(found, numbers(1)) || working.Load() != 2 {
			t.Errorf("the short run had the effects %v", found)
		}
		for _, id := range []string{short, long} {
			if found := b.stored(id); found.LeaseUntil.UnixMicro() != 0 || found.Faults != 0 || found.DueAt.After(b.now().Time) {
				t.Errorf("the run was left as %+v", found)
			}
		}
	})
}
