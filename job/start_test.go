package job

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"omnimap/db"
	"omnimap/internal/dbtest"
)

// TestOneOfAKind has many start runs of the same kinds at once: one of each
// begins, the others are told its operation, and once it has ended another one
// may begin.
func TestOneOfAKind(t *testing.T) {
	t.Parallel()
	dbtest.EachPartitioned(t, func(t *testing.T, url string) {
		b := newBench(t, url)
		servers := []*bench{b, b.another(url)}
		one, two := int64(1), int64(2)
		specs := []Spec{{Account: 1, Kind: "read"}, {Account: 1, Kind: "read", Integration: &one}, {Account: 1, Kind: "read", Integration: &two},
			{Account: 1, Kind: "write", Integration: &one}, {Account: 2, Kind: "read", Integration: &one}}
		w := b.worker(quick(), map[string]Handler{"read": nil, "write": nil})
		for range 3 {
			var mu sync.Mutex
			started, told := make([]map[string]int, len(specs)), make([]map[string]int, len(specs))
			var starting sync.WaitGroup
			for i, spec := range specs {
				started[i], told[i] = map[string]int{}, map[string]int{}
				for n := range 6 {
					starting.Go(func() {
						err := servers[n%2].store.Change(context.Background(), func(tx *db.Tx) error {
							id, already, err := Start(tx, spec)
							mu.Lock()
							defer mu.Unlock()
							if !already {
								started[i][id]++
							}
							told[i][id]++
							return err
						})
						if err != nil {
							t.Error(err)
						}
					})
				}
			}
			starting.Wait()
			for i, spec := range specs {
				if len(started[i]) != 1 || len(told[i]) != 1 {
					t.Fatalf("of %+v, %v were started and %v told", spec, started[i], told[i])
				}
			}
			for range specs {
				if err := b.took(w).End(t.Context(), func(*db.Tx) error { return nil }); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}

// TestStartWhileEnding starts runs of a kind while that of the kind ends: each is
// started, or told one that had not ended when it was asked for.
func TestStartWhileEnding(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		b := newBench(t, url)
		w := b.worker(quick(), map[string]Handler{"read": nil})
		b.start(Spec{Account: 1, Kind: "read"})
		for range 40 {
			run := b.took(w)
			var both sync.WaitGroup
			both.Go(func() {
				if err := run.End(context.Background(), func(*db.Tx) error { return nil }); err != nil {
					t.Error(err)
				}
			})
			var told string
			var already bool
			b.change(func(tx *db.Tx) (err error) {
				told, already, err = Start(tx, Spec{Account: 1, Kind: "read"})
				return err
			})
			both.Wait()
			if already != (told == run.OperationID) {
				t.Fatalf("%s was told as already there: %v; the one that ended was %s", told, already, run.OperationID)
			}
			if already {
				b.start(Spec{Account: 1, Kind: "read"})
			}
		}
	})
}

// TestStartNotCommitted leaves nothing of a start whose transaction is rolled
// back.
func TestStartNotCommitted(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		b := newBench(t, url)
		err := b.store.Change(t.Context(), func(tx *db.Tx) error {
			if _, _, err := Start(tx, Spec{Account: 1, Kind: "read"}); err != nil {
				t.Error(err)
			}
			return context.Canceled
		})
		if err == nil || b.take(b.worker(quick(), map[string]Handler{"read": nil})) != nil {
			t.Errorf("a start was rolled back with %v, and there is a run", err)
		}
		b.start(Spec{Account: 1, Kind: "read"})
	})
}

// TestStartLater starts a run that is to wait first.
func TestStartLater(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		b := newBench(t, url)
		w := b.worker(quick(), map[string]Handler{"read": nil})
		b.start(Spec{Account: 1, Kind: "read", After: time.Hour})
		if b.take(w) != nil {
			t.Error("it was taken at once")
		}
		b.pass(time.Hour)
		b.took(w)
	})
}

// TestState goes on from the state that was committed last, of which it refuses
// one that is too large.
func TestState(t *testing.T) {
	t.Parallel()
	type state struct{ Text string }
	dbtest.Each(t, func(t *testing.T, url string) {
		b := newBench(t, url)
		err := b.store.Change(t.Context(), func(tx *db.Tx) error {
			_, _, err := Start(tx, Spec{Account: 1, Kind: "read", State: state{strings.Repeat("x", MaxState)}})
			return err
		})
		if err == nil {
			t.Error("a state that is too large was taken")
		}
		w := b.worker(quick(), map[string]Handler{"read": nil})
		id := b.start(Spec{Account: 1, Kind: "read", State: state{"began"}})
		run := b.took(w)
		want := func(text string) {
			t.Helper()
			var found state
			if err := run.State(&found); err != nil || found.Text != text {
				t.Errorf("the state is %+v, %v; want %q", found, err, text)
			}
		}
		want("began")
		s := &state{}
		if err := run.Step(t.Context(), s, func(*db.Tx) error { s.Text = "stepped"; return nil }); err != nil {
			t.Fatal(err)
		}
		want("stepped")
		if err := run.Step(t.Context(), nil, func(tx *db.Tx) error { return effect(tx, id, 1) }); err != nil {
			t.Fatal(err)
		}
		if err := run.Step(t.Context(), state{"rolled back"}, func(tx *db.Tx) error { return effect(tx, id, 1) }); err == nil {
			t.Error("an effect was doubled")
		}
		for _, refused := range []any{state{strings.Repeat("x", MaxState)}, make(chan int)} {
			if err := run.Step(t.Context(), refused, nil); err == nil {
				t.Error("a state that cannot be kept was taken")
			}
		}
		want("stepped")
		b.pass(quick().Lease)
		run = b.took(w)
		want("stepped")
		if err := run.State(new(int)); err == nil {
			t.Error("it was decoded as a number")
		}
	})
}
