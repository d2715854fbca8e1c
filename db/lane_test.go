package db_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/model"
)

func open(t *testing.T, url string) *db.Store {
	t.Helper()
	store, err := db.Open(t.Context(), url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

// asking is the context of an account's reads.
func asking(t *testing.T, account int64, effort model.Effort) context.Context {
	t.Helper()
	return model.WithEffort(model.WithActor(t.Context(), model.Actor{AccountID: account}), effort)
}

// A reader has reads last until release is closed.
type reader struct {
	store   *db.Store
	release chan struct{}
	all     sync.WaitGroup
}

// hold begins reads in a lane that last, and waits until they have begun.
func (r *reader) hold(t *testing.T, n int, read func(context.Context, string, []any, func(db.Row) error) error, ctx context.Context) {
	t.Helper()
	begun := make(chan struct{}, n)
	for range n {
		r.all.Go(func() {
			err := read(ctx, "SELECT 1", nil, func(db.Row) error {
				begun <- struct{}{}
				<-r.release
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	for range n {
		<-begun
	}
}

// TestLanes has one account fill all lanes but that of light reads, with
// hundreds of reads waiting: light reads and a ping come through at once.
func TestLanes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		store := open(t, url)
		r := &reader{store: store, release: make(chan struct{})}
		heavy := asking(t, 1, model.EffortHeavy)
		r.hold(t, db.HeavyAtOnce(), store.Each, heavy)
		r.hold(t, db.MaxStreamsOfAccount, store.Stream, heavy)
		for range 300 {
			r.all.Go(func() {
				if _, err := db.SelectOne[int](heavy, store, "SELECT 1", nil); err != nil {
					t.Error(err)
				}
			})
		}
		for account := range int64(3) {
			n, err := db.SelectOne[int](asking(t, account, model.EffortLight), store, "SELECT 1", nil)
			if err != nil || n != 1 {
				t.Errorf("a light read gives %d, error %v", n, err)
			}
		}
		if err := store.Ping(t.Context()); err != nil {
			t.Error(err)
		}
		if late(t, store, 2) == nil {
			t.Error("a heavy read beside as many as may be did not wait")
		}
		close(r.release)
		r.all.Wait()
	})
}

// late is what a heavy read of an account gives that does not get its turn soon.
func late(t *testing.T, store *db.Store, account int64) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(asking(t, account, model.EffortHeavy), 20*time.Millisecond)
	defer cancel()
	_, err := db.SelectOne[int](ctx, store, "SELECT 1", nil)
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	return err
}

// TestHeavyBeside leaves a processor while another account is active.
func TestHeavyBeside(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		store := open(t, url)
		if _, err := db.SelectOne[int](asking(t, 2, model.EffortLight), store, "SELECT 1", nil); err != nil {
			t.Fatal(err)
		}
		r := &reader{store: store, release: make(chan struct{})}
		r.hold(t, db.HeavyBeside(), store.Each, asking(t, 1, model.EffortHeavy))
		if late(t, store, 1) == nil {
			t.Error("one more heavy read did not wait, though another account is active")
		}
		close(r.release)
		r.all.Wait()
		if _, err := db.SelectOne[int](asking(t, 1, model.EffortHeavy), store, "SELECT 1", nil); err != nil {
			t.Error(err)
		}
	})
}

// TestStreams wants the streams of an account to be bounded, and those of all.
func TestStreams(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		store := open(t, url)
		store.SetPatience(20 * time.Millisecond)
		r := &reader{store: store, release: make(chan struct{})}
		busy := func(account int64) bool {
			err := store.Stream(asking(t, account, model.EffortLight), "SELECT 1", nil, func(db.Row) error { return nil })
			return errors.Is(err, db.ErrBusy)
		}
		r.hold(t, db.MaxStreamsOfAccount, store.Stream, asking(t, 1, model.EffortLight))
		if !busy(1) || busy(2) {
			t.Error("an account's streams must have a bound of their own")
		}
		r.hold(t, db.MaxStreams-db.MaxStreamsOfAccount, store.Stream, asking(t, 2, model.EffortLight))
		if !busy(3) {
			t.Error("all streams must have a bound")
		}
		close(r.release)
		r.all.Wait()
		if busy(1) || busy(3) {
			t.Error("a stream that ended must leave its place")
		}
	})
}

// endless is a query that takes hours, by dialect.
var endless = map[string]string{
	"postgres": "SELECT count(*) FROM generate_series(1, 1000000000) a CROSS JOIN generate_series(1, 1000000) b",
	"sqlite":   "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
}

// TestTimeLimit wants a statement to end with its context, in the database too,
// and the limit with the statement.
func TestTimeLimit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		store := open(t, url)
		ctx, cancel := context.WithTimeout(asking(t, 1, model.EffortHeavy), 300*time.Millisecond)
		defer cancel()
		if _, err := db.SelectOne[int64](ctx, store, endless[store.Dialect()], nil); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("an endless query gives %v", err)
		}
		if store.Dialect() != "postgres" {
			return
		}
		const setting = "SELECT current_setting('statement_timeout')"
		limited, cancel := context.WithTimeout(asking(t, 1, model.EffortHeavy), time.Minute)
		defer cancel()
		if text, err := db.SelectOne[string](limited, store, setting, nil); err != nil || text == "0" {
			t.Errorf("with a limit statement_timeout is %s, error %v", text, err)
		}
		if text, err := db.SelectOne[string](asking(t, 1, model.EffortHeavy), store, setting, nil); err != nil || text != "0" {
			t.Errorf("without one, afterwards, it is %s, error %v", text, err)
		}
		waitUntil(t, func() (bool, error) {
			n, err := db.SelectOne[int64](t.Context(), store, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE '%generate_series%' AND pid <> pg_backend_pid()", nil)
			return n == 0, err
		})
	})
}

// waitUntil waits until something holds.
func waitUntil(t *testing.T, holds func() (bool, error)) {
	t.Helper()
	tick, late := time.NewTicker(20*time.Millisecond), time.After(30*time.Second)
	defer tick.Stop()
	for {
		done, err := holds()
		if err != nil {
			t.Fatal(err)
		}
		if done {
			return
		}
		select {
		case <-tick.C:
		case <-late:
			t.Fatal(fmt.Errorf("it did not come to hold"))
		}
	}
}
