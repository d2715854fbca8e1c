package job

import (
	"context"
	"database/sql"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/model"
)

// patience is how long a test waits for what has to happen.
const patience = 30 * time.Second

func TestMain(m *testing.M) {
	if url := os.Getenv(childURL); url != "" {
		os.Exit(child(url))
	}
	dbtest.Main(m)
}

// A bench is a database with runs, and a table of what their steps did.
type bench struct {
	*testing.T
	store *db.Store
}

func newBench(t *testing.T, url string) *bench {
	t.Helper()
	b := &bench{T: t, store: openStore(t, url)}
	b.change(func(tx *db.Tx) error {
		_, err := tx.Run("CREATE TABLE effects (operation_id " + b.idType() + " NOT NULL, n bigint NOT NULL, PRIMARY KEY (operation_id, n))")
		return err
	})
	return b
}

// another is the bench of another server on the same database.
func (b *bench) another(url string) *bench { return &bench{T: b.T, store: openStore(b.T, url)} }

func openStore(t *testing.T, url string) *db.Store {
	t.Helper()
	store, err := db.Open(context.Background(), url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

func (b *bench) idType() string {
	if b.store.Shared() {
		return "uuid"
	}
	return "text"
}

// quick are times in which a test need not wait, but for a lease: pass lets that
// run out.
func quick() Options {
	return Options{Lease: time.Hour, Renew: 200 * time.Millisecond, Poll: 20 * time.Millisecond,
		Pause: func(int64) time.Duration { return time.Millisecond }}
}

// worker is one that is driven by hand, or runs by running. Its failures are
// rows of effects with a negative number.
func (b *bench) worker(options Options, handlers map[string]Handler) *Worker {
	w := NewWorker(b.store, slog.New(slog.DiscardHandler), failEffect, options)
	for kind, handler := range handlers {
		w.Handle(kind, handler)
	}
	return w
}

// failed is the number of the effect of a run's failure.
const failed = -1

func failEffect(tx *db.Tx, account int64, operationID string, cause error) error {
	return effect(tx, operationID, failed)
}

// effect records that a step did something. Doing it twice is an error.
func effect(tx *db.Tx, operationID string, n int64) error {
	_, err := tx.Run("INSERT INTO effects (operation_id, n) VALUES (@operation, @n)", sql.Named("operation", operationID), sql.Named("n", n))
	return err
}

// running has a worker run until stop is called, or the test ends.
func (b *bench) running(w *Worker) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	var working sync.WaitGroup
	working.Go(func() { w.Run(ctx) })
	stop = sync.OnceFunc(func() { cancel(); working.Wait() })
	b.Cleanup(stop)
	return stop
}

func (b *bench) change(fn func(tx *db.Tx) error) {
	b.Helper()
	if err := b.store.Change(context.Background(), fn); err != nil {
		b.Fatal(err)
	}
}

// start starts a run that is none of a kind that is under way.
func (b *bench) start(spec Spec) (operationID string) {
	b.Helper()
	b.change(func(tx *db.Tx) (err error) {
		var already bool
		operationID, already, err = Start(tx, spec)
		if already {
			b.Errorf("a run of %+v is there already", spec)
		}
		return err
	})
	return operationID
}

// take takes the first run that is due; nil if there is none.
func (b *bench) take(w *Worker) *Run {
	b.Helper()
	candidates, err := w.due(context.Background())
	if err != nil {
		b.Fatal(err)
	}
	for _, candidate := range candidates {
		run, err := w.take(context.Background(), candidate)
		if err != nil {
			b.Fatal(err)
		}
		if run != nil {
			return run
		}
	}
	return nil
}

// took is take where one must be due.
func (b *bench) took(w *Worker) *Run {
	b.Helper()
	run := b.take(w)
	if run == nil {
		b.Fatal("no run is due")
	}
	return run
}

// A stored is a whole row of runs.
type stored struct {
	DueAt, LeaseUntil, MovedAt model.Time
	Token, Attempts, Faults    int64
	Cancelled                  bool
	EndedAt                    *model.Time
	State                      string
}

func (b *bench) stored(operationID string) stored {
	b.Helper()
	var found []stored
	err := b.store.Reader(context.Background()).Raw("SELECT * FROM runs WHERE operation_id = ?", operationID).Scan(&found).Error
	if err != nil || len(found) != 1 {
		b.Fatalf("the run %s: %d rows, %v", operationID, len(found), err)
	}
	return found[0]
}

// effects are the numbers of what a run's steps did.
func (b *bench) effects(operationID string) (found []int64) {
	b.Helper()
	err := b.store.Reader(context.Background()).Raw("SELECT n FROM effects WHERE operation_id = ? ORDER BY n", operationID).Scan(&found).Error
	if err != nil {
		b.Fatal(err)
	}
	return found
}

// allEffects counts the steps that all runs have done.
func (b *bench) allEffects() (n int) {
	b.Helper()
	if err := b.store.Reader(context.Background()).Raw("SELECT count(*) FROM effects").Scan(&n).Error; err != nil {
		b.Fatal(err)
	}
	return n
}

// pass lets time pass for all runs: whatever is to come is so much nearer.
func (b *bench) pass(d time.Duration) {
	b.Helper()
	b.change(func(tx *db.Tx) error {
		_, err := tx.Run(`UPDATE runs SET due_at = due_at - @d, moved_at = moved_at - @d, lease_until = CASE WHEN lease_until = 0 THEN 0 ELSE lease_until - @d END`,
			sql.Named("d", d.Microseconds()))
		return err
	})
}

// now is the database's time.
func (b *bench) now() (now model.Time) {
	b.Helper()
	b.change(func(tx *db.Tx) (err error) {
		now, err = tx.Now()
		return err
	})
	return now
}

// until waits for a condition.
func (b *bench) until(what string, is func() bool) {
	b.Helper()
	b.untilWithin(patience, what, is)
}

func (b *bench) untilWithin(patience time.Duration, what string, is func() bool) {
	b.Helper()
	for deadline := time.Now().Add(patience); !is(); time.Sleep(2 * time.Millisecond) { //nolint:forbidigo // this is the wait for a condition
		if time.Now().After(deadline) {
			b.Fatalf("%s: not within %v", what, patience)
		}
	}
}

func (b *bench) untilEnded(operationID string) {
	b.Helper()
	b.until("the run ends", func() bool { return b.stored(operationID).EndedAt != nil })
}
