package service_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/job"
	"omnimap/model"
	"omnimap/service"
	"omnimap/service/internal/operation"
)

// counting is the kind of the runs of these tests, a capability that ignores one
// listing after the other.
const counting = "count"

// countState is how far such a run is, of three steps.
type countState struct{ Done int64 }

// runs is a service whose runs a test carries out.
type runs struct {
	*service.Service
	t           *testing.T
	actor       model.Actor
	integration int64
}

func openRuns(t *testing.T, url string) *runs {
	t.Helper()
	s, actor, integration := open(t, url)
	return &runs{s, t, actor, integration}
}

// start starts a run, or finds the one that is under way.
func (r *runs) start() (op *model.Operation, already bool) {
	r.t.Helper()
	err := r.Store().Change(context.Background(), func(tx *db.Tx) (err error) {
		op, already, err = service.StartRun(tx, r.actor, counting, operation.Spec{Kind: model.OperationIgnore, Integration: &r.integration}, countState{})
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return op, already
}

// count is a step of a run: it reports how far the run is, and ends it after
// three.
func (r *runs) count(ctx context.Context, run *job.Run) error {
	var c countState
	if err := run.State(&c); err != nil {
		return err
	}
	c.Done++
	total := int64(3)
	report := func(tx *db.Tx) error {
		op, err := service.OperationOf(tx, run.AccountID, run.OperationID)
		if err != nil || op == nil {
			return errors.Join(err, job.Final(errors.New("the operation is gone")))
		}
		op.Phase, op.Done, op.Total = model.PhaseWriting, c.Done, &total
		if c.Done == total {
			return service.SucceedRun(tx, op)
		}
		return service.ReportRun(tx, op)
	}
	if c.Done == total {
		return run.End(ctx, report)
	}
	return run.Step(ctx, c, report)
}

// carryOut has a worker carry out runs until the test ends, or stop is called.
func (r *runs) carryOut(handler job.Handler) (stop func()) {
	w := job.NewWorker(r.Store(), slog.New(slog.DiscardHandler), r.FailRun, job.Options{Poll: 10 * time.Millisecond})
	w.Handle(counting, handler)
	ctx, cancel := context.WithCancel(context.Background())
	var working sync.WaitGroup
	working.Go(func() { w.Run(ctx) })
	stop = sync.OnceFunc(func() { cancel(); working.Wait() })
	r.t.Cleanup(stop)
	return stop
}

func (r *runs) find(id string) *model.Operation {
	r.t.Helper()
	op, err := r.Operation(context.Background(), r.actor, id)
	if err != nil {
		r.t.Fatal(err)
	}
	return op
}

// TestRun carries out a run of a capability: it is an operation like any other,
// of which subscribers hear, and a second one is told that it is under way.
func TestRun(t *testing.T) {
	t.Parallel()
	dbtest.EachPartitioned(t, func(t *testing.T, url string) {
		r := openRuns(t, url)
		watched(t, r.Service)
		sub := subscribed(t, r.Service, r.actor, &r.integration)
		op, already := r.start()
		if again, there := r.start(); already || !there || again.ID != op.ID || again.State != model.StateRunning {
			t.Errorf("the second start was told %+v, %v", again, there)
		}
		if err := r.ReapAbandoned(t.Context()); err != nil {
			t.Fatal(err)
		}
		if first := receive(t, sub); first.ID != op.ID || first.State != model.StateRunning {
			t.Errorf("%+v has begun", first)
		}
		r.carryOut(r.count)
		if last := receiveUntil(t, sub, model.StateSucceeded); last.ID != op.ID || last.Done != 3 {
			t.Errorf("it ended as %+v", last)
		}
		verified(t, r.Service)
		if next, already := r.start(); already || next.ID == op.ID {
			t.Error("there is no second run after the end of the first")
		}
	})
}

// TestRunFailures wants of each cause what a reader of the operation is told.
func TestRunFailures(t *testing.T) {
	t.Parallel()
	causes := map[string]error{
		"no access any more":                          job.Final(fmt.Errorf("a run: %w", model.Refuse(model.CodeInvalid, "There is no access any more."))),
		"An internal fault stopped it":                job.Final(errors.New("index out of range")),
		"room":                                        job.Final(fmt.Errorf("write: %w", syscall.ENOSPC)),
		"it only waited":                              &job.StuckError{For: time.Hour},
		"The last fault: An internal fault":           &job.StuckError{For: time.Hour, Err: errors.New("index out of range")},
		"The last fault: The database is not availab": &job.StuckError{For: time.Hour, Err: model.ErrUnavailable},
		"cancelled":                                   job.ErrCancelled,
	}
	dbtest.Each(t, func(t *testing.T, url string) {
		r := openRuns(t, url)
		for want, cause := range causes {
			op, _ := r.start()
			stop := r.carryOut(func(ctx context.Context, run *job.Run) error {
				return run.End(ctx, func(tx *db.Tx) error { return r.FailRun(tx, run.AccountID, run.OperationID, cause) })
			})
			until(t, "the run fails", func() bool { return r.find(op.ID).State == model.StateFailed })
			stop()
			if found := r.find(op.ID); !strings.Contains(*found.Error, want) || strings.Contains(*found.Error, "index") {
				t.Errorf("it failed for %q, want %q", *found.Error, want)
			}
		}
		verified(t, r.Service)
	})
}

// TestCancelRun cancels runs, one that waits and one that is in a step, and
// refuses what is none, has ended, or is not the actor's to cancel.
func TestCancelRun(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		r := openRuns(t, url)
		op, _ := r.start()
		for name, wrong := range map[string]struct {
			actor model.Actor
			id    string
		}{
			"a reader":        {model.Actor{AccountID: r.actor.AccountID, Role: model.RoleViewer}, op.ID},
			"another account": {model.Actor{AccountID: r.actor.AccountID + 1, Role: model.RoleAdmin}, op.ID},
			"an unknown id":   {r.actor, "01a22b8e-551b-712e-b6ba-70f573f58985"},
			"no id":           {r.actor, "x"},
		} {
			if _, err := r.CancelRun(t.Context(), wrong.actor, wrong.id); err == nil {
				t.Errorf("%s has cancelled it", name)
			}
		}
		cancel := func() {
			if found, err := r.CancelRun(context.Background(), r.actor, op.ID); err != nil || found.ID != op.ID {
				t.Errorf("cancelling gave %+v, %v", found, err)
			}
		}
		cancelled := func(done int64) {
			t.Helper()
			until(t, "the run ends", func() bool { return r.find(op.ID).State == model.StateFailed })
			if found := r.find(op.ID); found.Done != done || !strings.Contains(*found.Error, "cancelled") || found.FinishedAt == nil {
				t.Errorf("it ended as %+v", found)
			}
			var refusal *model.UserError
			if _, err := r.CancelRun(t.Context(), r.actor, op.ID); !errors.As(err, &refusal) || refusal.Code != model.CodeInvalid {
				t.Errorf("cancelling it again: %v", err)
			}
		}
		cancel()
		r.carryOut(func(ctx context.Context, run *job.Run) error {
			cancel()
			return r.count(ctx, run)
		})
		cancelled(0)
		op, _ = r.start()
		cancelled(1)
		verified(t, r.Service)
	})
}

// TestRunAway ends a run whose operation an older server has taken for abandoned,
// and one whose integration is deleted while it is in a step.
func TestRunAway(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		r := openRuns(t, url)
		op, _ := r.start()
		err := r.Store().Change(t.Context(), func(tx *db.Tx) error { return operation.Fail(tx, r.actor.AccountID, op.ID, "abandoned") })
		if err != nil {
			t.Fatal(err)
		}
		stop := r.carryOut(r.count)
		until(t, "another run may start", func() bool {
			next, already := r.start()
			op = next
			return !already
		})
		until(t, "it ends", func() bool { return r.find(op.ID).State == model.StateSucceeded })
		stop()
		op, _ = r.start()
		told := make(chan error, 1)
		r.carryOut(func(ctx context.Context, run *job.Run) error {
			if _, err := r.DeleteIntegration(ctx, r.actor, r.integration, "UK"); err != nil {
				return job.Final(err)
			}
			err := r.count(ctx, run)
			told <- err
			return err
		})
		if err := <-told; !errors.Is(err, job.ErrLost) {
			t.Errorf("the step of a deleted integration: %v", err)
		}
		if r.find(op.ID) != nil {
			t.Error("its operation is there")
		}
		verified(t, r.Service)
	})
}
