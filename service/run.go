package service

import (
	"context"
	"errors"
	"fmt"

	"omnimap/db"
	"omnimap/job"
	"omnimap/model"
	"omnimap/service/internal/operation"
)

// startRun starts a run of a kind of package job, and inserts its operation, in
// the transaction that decides on it; state is what its handler starts from. If
// a run of the kind is under way already, it gives that one's operation. The
// caller has checked the actor and the spec.
func startRun(tx *db.Tx, actor model.Actor, kind string, spec operation.Spec, state any) (op *model.Operation, already bool, err error) {
	id, already, err := job.Start(tx, job.Spec{Account: actor.AccountID, Kind: kind, Integration: spec.Integration, State: state})
	if err != nil {
		return nil, false, err
	}
	if already {
		op, err = operation.Of(tx, actor.AccountID, id)
	} else {
		op, err = operation.Begin(tx, actor, id, spec)
	}
	return op, already, err
}

// RunsDue receives when this process has started runs since it last did.
func (s *Service) RunsDue() <-chan struct{} { return s.runsDue }

func (s *Service) wakeRuns() {
	select {
	case s.runsDue <- struct{}{}:
	default:
	}
}

// CancelRun makes a run end as cancelled, at its next step, and returns its
// operation as it is. One that is not under way is refused. The actor must be an
// editor.
func (s *Service) CancelRun(ctx context.Context, actor model.Actor, operationID string) (*model.Operation, error) {
	if err := actor.Require(model.RoleToChange); err != nil {
		return nil, err
	}
	op, err := s.Operation(ctx, actor, operationID)
	if err != nil {
		return nil, err
	}
	if op == nil {
		return nil, model.Refuse(model.CodeNotFound, "There is no such operation. Ask for the list of operations and use an id from it.", "input", "operationId")
	}
	cancelled := false
	err = s.store.Change(ctx, func(tx *db.Tx) (err error) {
		cancelled, err = job.Cancel(tx, actor.AccountID, operationID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("cancel a run: %w", err)
	}
	if !cancelled {
		return nil, model.Refuse(model.CodeInvalid, "This operation is not a run that is under way, so there is nothing to cancel.", "input", "operationId")
	}
	return op, nil
}

// FailRun ends the operation of a run that failed, in the transaction that ends
// the run. It is what a job.Worker is given.
func (s *Service) FailRun(tx *db.Tx, account int64, operationID string, cause error) error {
	return operation.Fail(tx, account, operationID, runFailure(cause))
}

// runFailure is the error of a run that failed. What its steps did stays done.
func runFailure(cause error) string {
	if errors.Is(cause, job.ErrCancelled) {
		return "It was cancelled. What it had done stays done."
	}
	reason := "An internal fault stopped it."
	var refusal *model.UserError
	if errors.As(cause, &refusal) {
		reason = refusal.Message
	} else if fault := model.FaultOf(cause); fault != nil {
		reason = fault.Message
	}
	var stuck *job.StuckError
	switch {
	case !errors.As(cause, &stuck):
		return reason
	case stuck.Err == nil:
		return "It was given up, for it only waited. Try again."
	}
	return "It was given up, for nothing moved any more. The last fault: " + reason
}

// reportRun records in a step how far a run is: its operation's phase, done and
// total. It comes after the locks of account and integration, since it locks the
// operation. If the operation has ended, so does the run.
func reportRun(tx *db.Tx, op *model.Operation) error {
	return endedIsFinal(operation.Report(tx, op))
}

// succeedRun records in the last step of a run what it did.
func succeedRun(tx *db.Tx, op *model.Operation) error {
	return endedIsFinal(operation.Succeed(tx, op))
}

// endedIsFinal makes a run fail whose operation has ended: a server of an older
// release knows no runs, and takes their operations for abandoned.
func endedIsFinal(err error) error {
	if errors.Is(err, operation.ErrEnded) {
		return job.Final(err)
	}
	return err
}
