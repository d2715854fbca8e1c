package job

import (
	"context"
	"errors"
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
