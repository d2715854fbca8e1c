package job

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"omnimap/db"
	"omnimap/internal/dbtest"
)

// TestTakenOnce has workers of two servers take the same runs at once: each is
// taken by one.
func TestTakenOnce(t *testing.T) {
	t.Parallel()
	dbtest.EachPartitioned(t, func(t *testing.T, url string) {
		b := newBench(t, url)
		var workers []*Worker
		for _, server := range []*bench{b, b.another(url)} {
			for range 3 {
				workers = append(workers, server.worker(quick(), map[string]Handler{"read": nil}))
			}
		}
		const rounds = 20
		for round := range int64(rounds) {
			b.start(Spec{Account: round, Kind: "read"})
			candidates, err := workers[0].due(t.Context())
			if err != nil || len(candidates) != 1 {
				t.Fatalf("%d runs are due, %v", len(candidates), err)
			}
			var taken atomic.Int64
			var racing sync.WaitGroup
			for _, w := range workers {
				racing.Go(func() {
					run, err := w.take(context.Background(), candidates[0])
					if err != nil {
						t.Error(err)
					}
					if run != nil {
						taken.Add(1)
					}
				})
			}
			racing.Wait()
			if taken.Load() != 1 {
				t.Fatalf("in round %d it was taken %d times", round, taken.Load())
			}
		}
	})
}

// TestTakenOver lets the lease of a paused worker run out. Another worker takes
// the run: nothing that the first one then writes stays, while the other goes on,
// and after it has ended.
func TestTakenOver(t *testing.T) {
	t.Parallel()
	dbtest.EachPartitioned(t, func(t *testing.T, url string) {
		b := newBench(t, url)
		paused := b.worker(quick(), map[string]Handler{"read": nil})
		other := b.another(url).worker(quick(), map[string]Handler{"read": nil})
		id := b.start(Spec{Account: 1, Kind: "read"})
		lost := b.took(paused)
		if b.take(other) != nil {
			t.Fatal("it was taken while it was held")
		}
		b.pass(quick().Lease)
		held := b.took(other)
		if held.Attempts != 1 || b.stored(id).Faults != 1 {
			t.Errorf("the lease that ran out counts %d attempts", held.Attempts)
		}
		writes := map[string]func() error{
			"a step":     func() error { return next(t.Context(), lost, 9) },
			"the end":    func() error { return next(t.Context(), lost, 1) },
			"a renewal":  func() error { return paused.renew(t.Context(), lost, time.Now()) },
			"a fault":    func() error { return paused.settle(t.Context(), lost, errors.New("a fault")) },
			"a snooze":   func() error { return paused.settle(t.Context(), lost, Snooze(time.Hour)) },
			"a failure":  func() error { return paused.settle(t.Context(), lost, Final(errors.New("broken"))) },
			"being told": func() error { return paused.settle(t.Context(), lost, ErrCancelled) },
		}
		refused := func() {
			t.Helper()
			before, effects := b.stored(id), b.effects(id)
			for name, write := range writes {
				if err := write(); !errors.Is(err, ErrLost) {
					t.Errorf("%s of a worker that lost the run: %v", name, err)
				}
			}
			if after := b.stored(id); !sameRow(before, after) || !slices.Equal(effects, b.effects(id)) {
				t.Errorf("%+v, %v became %+v, %v", before, effects, after, b.effects(id))
			}
		}
		refused()
		if err := next(t.Context(), held, 2); err != nil {
			t.Fatal(err)
		}
		refused()
		if err := next(t.Context(), held, 2); err != nil {
			t.Fatal(err)
		}
		refused()
		if !slices.Equal(b.effects(id), numbers(2)) {
			t.Errorf("the effects are %v", b.effects(id))
		}
	})
}

func sameRow(a, b stored) bool {
	return a.Token == b.Token && a.DueAt == b.DueAt && a.LeaseUntil == b.LeaseUntil && a.Attempts == b.Attempts && a.Faults == b.Faults &&
		a.State == b.State && (a.EndedAt == nil) == (b.EndedAt == nil)
}

// TestTakenOverInStep has another worker take the run while a step is in its
// transaction: of the two, one commits.
func TestTakenOverInStep(t *testing.T) {
	t.Parallel()
	// SQLite's writer is the step's: nothing can take the run.
	b := newBench(t, dbtest.Postgres(t))
	slow, other := b.worker(quick(), map[string]Handler{"read": nil}), b.worker(quick(), map[string]Handler{"read": nil})
	id := b.start(Spec{Account: 1, Kind: "read"})
	lost := b.took(slow)
	err := lost.Step(t.Context(), progress{1}, func(tx *db.Tx) error {
		b.pass(quick().Lease)
		if err := b.took(other).End(t.Context(), func(tx *db.Tx) error { return effect(tx, id, 2) }); err != nil {
			t.Error(err)
		}
		return effect(tx, id, 1)
	})
	if !errors.Is(err, ErrLost) || !slices.Equal(b.effects(id), []int64{2}) {
		t.Errorf("the step ended with %v and the effects %v", err, b.effects(id))
	}
}

// TestLeaseOutlived has a worker whose lease has run out go on, if no other one
// has taken the run.
func TestLeaseOutlived(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		b := newBench(t, url)
		w := b.worker(quick(), map[string]Handler{"read": nil})
		id := b.start(Spec{Account: 1, Kind: "read"})
		run := b.took(w)
		b.pass(time.Hour)
		if err := next(t.Context(), run, 2); err != nil {
			t.Fatal(err)
		}
		if b.take(w) != nil {
			t.Error("the step did not renew the lease")
		}
		b.pass(time.Hour)
		if err := next(t.Context(), run, 2); err != nil || !slices.Equal(b.effects(id), numbers(2)) {
			t.Errorf("the end: %v, with the effects %v", err, b.effects(id))
		}
	})
}

// TestRenewed keeps a run while its handler works, between steps and in one, for
// longer than a lease, though another worker looks for runs all the time. The
// lease is one that a busy machine can renew.
func TestRenewed(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		b := newBench(t, url)
		other := b.another(url)
		options := Options{Lease: 2 * time.Second, Renew: 100 * time.Millisecond, Poll: 20 * time.Millisecond}
		id := b.start(Spec{Account: 1, Kind: "slow"})
		// pause waits until the database's time has gone on by more than a lease.
		pause := func(now func() time.Time) {
			end := now().Add(options.Lease + options.Lease/4)
			b.until("a lease has passed", func() bool { return now().After(end) })
		}
		b.running(b.worker(options, map[string]Handler{"slow": func(ctx context.Context, run *Run) error {
			pause(func() time.Time { return b.now().Time })
			err := run.Step(ctx, progress{1}, func(tx *db.Tx) error {
				pause(func() time.Time {
					now, err := tx.Now()
					if err != nil {
						t.Error(err)
					}
					return now.Time
				})
				return effect(tx, id, 1)
			})
			if err != nil {
				return err
			}
			return run.End(ctx, func(tx *db.Tx) error { return effect(tx, id, 2) })
		}}))
		b.until("it is taken", func() bool { return b.stored(id).Token > 0 })
		b.running(other.worker(options, map[string]Handler{"slow": func(context.Context, *Run) error {
			t.Error("it was taken over")
			return Final(errors.New("taken over"))
		}}))
		b.untilEnded(id)
		if found := b.stored(id); found.Token != 1 || found.Faults != 0 || !slices.Equal(b.effects(id), numbers(2)) {
			t.Errorf("it ended as %+v, with the effects %v", found, b.effects(id))
		}
	})
}

// TestTold ends the context of a handler whose run another worker has taken, and
// leaves the run to that one.
func TestTold(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		b := newBench(t, url)
		options := quick()
		options.Renew = 10 * time.Millisecond
		other := b.another(url).worker(options, map[string]Handler{"read": nil})
		id := b.start(Spec{Account: 1, Kind: "read"})
		var held *Run
		var told error
		w := b.worker(options, map[string]Handler{"read": func(ctx context.Context, run *Run) error {
			b.until("another worker takes it", func() bool {
				b.pass(options.Lease)
				held = b.take(other)
				return held != nil
			})
			<-ctx.Done()
			told = context.Cause(ctx)
			return Snooze(time.Hour)
		}})
		w.carryOut(t.Context(), b.took(w))
		if !errors.Is(told, ErrLost) {
			t.Errorf("the handler was told %v", told)
		}
		if err := held.End(t.Context(), func(tx *db.Tx) error { return effect(tx, id, 1) }); err != nil {
			t.Error(err)
		}
	})
}

// TestAway ends the context of a handler once its lease could not be renewed for
// so long that another server may have taken the run.
func TestAway(t *testing.T) {
	t.Parallel()
	// Nothing but this process can take a run of SQLite's.
	address := dbtest.Postgres(t)
	b := newBench(t, address)
	away := b.another(address)
	options := Options{Lease: 2 * time.Second, Renew: 50 * time.Millisecond}
	b.start(Spec{Account: 1, Kind: "read"})
	w := away.worker(options, map[string]Handler{"read": func(ctx context.Context, run *Run) error {
		began := time.Now()
		away.store.Close()
		<-ctx.Done()
		if held := time.Since(began); !errors.Is(context.Cause(ctx), ErrLost) || held < options.Lease/4 {
			t.Errorf("the handler was told %v after %v", context.Cause(ctx), held)
		}
		return ctx.Err()
	}})
	w.carryOut(t.Context(), b.took(w))
	b.until("another worker takes it", func() bool { return b.take(b.worker(options, map[string]Handler{"read": nil})) != nil })
}

// TestDatabaseTime works on databases whose clocks differ from this process's by
// an hour: all that is kept is the database's time, and the process's decides
// nothing.
func TestDatabaseTime(t *testing.T) {
	t.Parallel()
	for name, ahead := range map[string]string{"ahead": "+ interval '1 hour'", "behind": "- interval '1 hour'"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			// SQLite's time is that of its process.
			address := dbtest.Postgres(t)
			first := openStore(t, address)
			for _, statement := range []string{"CREATE SCHEMA skewed",
				"CREATE FUNCTION skewed.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT pg_catalog.clock_timestamp() " + ahead + " $$"} {
				if err := first.Change(t.Context(), func(tx *db.Tx) error { return tx.Exec(statement).Error }); err != nil {
					t.Fatal(err)
				}
			}
			separator := "?"
			if strings.Contains(address, "?") {
				separator = "&"
			}
			b := newBench(t, address+separator+"search_path="+url.QueryEscape("public,skewed,pg_catalog"))
			if skew := time.Since(b.now().Time).Abs(); skew < 59*time.Minute {
				t.Fatalf("the clocks differ by %v", skew)
			}
			options := Options{Pause: func(int64) time.Duration { return 10 * time.Minute }}
			id := b.start(Spec{Account: 1, Kind: "read"})
			near := func(what string, found time.Time, in time.Duration) {
				t.Helper()
				if off := found.Sub(b.now().Time) - in; off.Abs() > 20*time.Second {
					t.Errorf("%s is %v off", what, off)
				}
			}
			var result error
			w := b.worker(options, map[string]Handler{"read": func(ctx context.Context, run *Run) error {
				near("the lease", b.stored(id).LeaseUntil.Time, 30*time.Second)
				if b.take(b.worker(options, map[string]Handler{"read": nil})) != nil {
					t.Error("it was taken over")
				}
				if err := run.Step(ctx, progress{run.token}, nil); err != nil {
					return err
				}
				near("the last move", b.stored(id).MovedAt.Time, 0)
				return result
			}})
			for wait, err := range map[time.Duration]error{10 * time.Minute: errors.New("a fault"), 7 * time.Minute: Snooze(7 * time.Minute)} {
				result = err
				w.carryOut(t.Context(), b.took(w))
				near("the next step", b.stored(id).DueAt.Time, wait)
				if b.take(w) != nil {
					t.Error("it was taken before its time")
				}
				b.pass(wait)
			}
			if err := b.took(w).End(t.Context(), func(*db.Tx) error { return nil }); err != nil {
				t.Fatal(err)
			}
			near("the end", b.stored(id).EndedAt.Time, 0)
		})
	}
}
