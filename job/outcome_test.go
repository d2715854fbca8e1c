package job

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/model"
)

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
