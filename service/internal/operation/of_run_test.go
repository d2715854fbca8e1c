package operation

import (
	"errors"
	"strings"
	"testing"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/job"
	"omnimap/model"
)

// testEditor begins the runs of these tests.
var testEditor = model.Actor{AccountID: 1, Name: "editor", Role: model.RoleEditor}

// begin starts a run and its operation.
func begin(t *testing.T, r *Runner, kind model.OperationKind) (op *model.Operation) {
	t.Helper()
	inTx(t, r, func(tx *db.Tx) error {
		id, _, err := job.Start(tx, job.Spec{Account: 1, Kind: string(kind)})
		if err != nil {
			return err
		}
		op, err = Begin(tx, testEditor, id, Spec{Kind: kind})
		return err
	})
	return op
}

func inTx(t *testing.T, r *Runner, fn func(*db.Tx) error) {
	t.Helper()
	if err := r.store.Change(t.Context(), fn); err != nil {
		t.Fatal(err)
	}
}

// TestRunEvents subscribes to the operations of runs: their beginning, each
// report and their end are told, also by other processes, and not what was
// rolled back.
func TestRunEvents(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		r := newTestRunner(t, url)
		watchers := []*Runner{r}
		if strings.HasPrefix(url, "postgres") {
			watchers = append(watchers, newTestRunner(t, url))
		}
		var subs []*Subscription
		for _, watcher := range watchers {
			sub, err := watcher.Subscribe(testEditor, nil)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(sub.Close)
			subs = append(subs, sub)
		}
		told := func(state model.OperationState, phase model.OperationPhase, done int64) *model.Operation {
			t.Helper()
			var last *model.Operation
			for _, sub := range subs {
				op, err := sub.Next(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if op.State != state || op.Phase != phase || op.Done != done {
					t.Fatalf("told %+v, want it %s in %s with %d done", op, state, phase, done)
				}
				last = op
			}
			return last
		}
		for _, ends := range []bool{true, false} {
			op := begin(t, r, model.OperationLoadOmni)
			if first := told(model.StateRunning, model.PhaseWaiting, 0); first.ID != op.ID || first.Actor != "editor" {
				t.Errorf("%+v has begun", first)
			}
			rolledBack := r.store.Change(t.Context(), func(tx *db.Tx) error {
				return errors.Join(Report(tx, &model.Operation{AccountID: 1, ID: op.ID, Phase: model.PhaseDeleting, Done: 77}), errors.New("rolled back"))
			})
			if rolledBack == nil {
				t.Error("it was not rolled back")
			}
			total := int64(9)
			op.Phase, op.Done, op.Total = model.PhaseReading, 4, &total
			inTx(t, r, func(tx *db.Tx) error { return Report(tx, op) })
			told(model.StateRunning, model.PhaseReading, 4)
			if ends {
				op.Created = 3
				inTx(t, r, func(tx *db.Tx) error { return Succeed(tx, op) })
				if last := told(model.StateSucceeded, model.PhaseReading, 9); last.Created != 3 || last.FinishedAt == nil {
					t.Errorf("it ended as %+v", last)
				}
			} else {
				inTx(t, r, func(tx *db.Tx) error { return Fail(tx, 1, op.ID, "It was cancelled.") })
				if last := told(model.StateFailed, model.PhaseReading, 4); last.Error == nil || *last.Error != "It was cancelled." {
					t.Errorf("it failed as %+v", last)
				}
			}
			inTx(t, r, func(tx *db.Tx) error {
				_, err := tx.Run("UPDATE runs SET ended_at = 1")
				return err
			})
		}
	})
}

// TestEndedOperation refuses reports of a run whose operation has ended, or is
// gone; such an end changes nothing.
func TestEndedOperation(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		r := newTestRunner(t, url)
		op := begin(t, r, model.OperationLoadOmni)
		inTx(t, r, func(tx *db.Tx) error { return Fail(tx, 1, op.ID, "first") })
		gone := &model.Operation{AccountID: 2, ID: op.ID}
		inTx(t, r, func(tx *db.Tx) error {
			for _, ended := range []*model.Operation{op, gone} {
				if err := Report(tx, ended); !errors.Is(err, ErrEnded) {
					t.Errorf("a report of what has ended: %v", err)
				}
				if err := Succeed(tx, ended); !errors.Is(err, ErrEnded) {
					t.Errorf("a success of what has ended: %v", err)
				}
			}
			return errors.Join(Fail(tx, 1, op.ID, "second"), Fail(tx, 2, op.ID, "another account's"))
		})
		found, err := r.Operation(t.Context(), testEditor, op.ID)
		if err != nil || found.State != model.StateFailed || *found.Error != "first" {
			t.Errorf("%+v, %v", found, err)
		}
	})
}

// TestReapLeavesRuns ends what a dead process left, and leaves runs alone until
// they have ended.
func TestReapLeavesRuns(t *testing.T) {
	t.Parallel()
	dbtest.EachPartitioned(t, func(t *testing.T, url string) {
		r := newTestRunner(t, url)
		run, abandoned := begin(t, r, model.OperationLoadOmni), begin(t, r, model.OperationLoadAmazon)
		inTx(t, r, func(tx *db.Tx) error {
			_, err := tx.Run("DELETE FROM runs WHERE kind = 'LOAD_AMAZON'")
			return err
		})
		want := func(op *model.Operation, state model.OperationState) {
			t.Helper()
			found, err := r.Operation(t.Context(), testEditor, op.ID)
			if err != nil || found.State != state {
				t.Errorf("the %s is %+v, %v; want it %s", op.Kind, found, err, state)
			}
		}
		if err := r.ReapAbandoned(t.Context()); err != nil {
			t.Fatal(err)
		}
		want(run, model.StateRunning)
		want(abandoned, model.StateFailed)
		inTx(t, r, func(tx *db.Tx) error {
			_, err := tx.Run("UPDATE runs SET ended_at = 1")
			return err
		})
		if err := r.ReapAbandoned(t.Context()); err != nil {
			t.Fatal(err)
		}
		want(run, model.StateFailed)
	})
}
