package operation

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"omnimap/db"
	"omnimap/model"
)

// Runner runs operations, tells how far they are, and reads their records. It
// is safe for concurrent use.
type Runner struct {
	store *db.Store
	log   *slog.Logger
	// check refuses early what would be refused under the locks, so that no
	// operation shows up for it.
	check   func(context.Context, model.Actor, Spec) error
	running *runningOperations
	// subscriptions are those of this process's clients, and reads what they
	// read together.
	subscriptions *subscriptions
	reads         *batchReader
}

// NewRunner gives a Runner on store. check is asked before an operation begins.
func NewRunner(store *db.Store, log *slog.Logger, check func(context.Context, model.Actor, Spec) error) *Runner {
	r := &Runner{store: store, log: log, check: check, running: newRunning(), subscriptions: newSubscriptions()}
	r.reads = &batchReader{read: r.readOperations}
	return r
}

// A Run is an operation that is being done, on a connection of its own. Its
// row is there, RUNNING, from the beginning, for all to see.
type Run struct {
	Session  *db.Session
	Op       *model.Operation
	Progress *Progress
	// DryRun says that it is a dry run: it has no row, and its change is
	// taken back.
	DryRun bool
}

// An Spec says which operation begins.
type Spec struct {
	Kind model.OperationKind
	// Integration is nil for an operation on the whole account. An unknown one
	// is refused.
	Integration *int64
	// CreatesMappings says that the operation makes mappings, for which Products must
	// be turned on.
	CreatesMappings bool
	// DryRun has the work done and taken back; no operation is recorded.
	DryRun bool
}

// Do does an operation. do is to end with work.change, whose function is
// to end with work.finish: thus the change and the operation's success are one
// transaction. Where do changes nothing, or is refused, no operation stays;
// after a fault it stays as FAILED. The actor must be an editor.
func (r *Runner) Do(ctx context.Context, actor model.Actor, spec Spec, do func(context.Context, *Run) error) error {
	if err := actor.Require(model.RoleEditor); err != nil {
		return err
	}
	if err := r.check(ctx, actor, spec); err != nil {
		return err
	}
	return r.store.Session(ctx, func(session *db.Session) error {
		if spec.DryRun {
			return do(ctx, &Run{Session: session, Op: new(model.Operation), Progress: new(Progress), DryRun: true})
		}
		run, err := r.start(ctx, session, actor, spec)
		if err != nil {
			return err
		}
		defer r.running.remove(run.Op.ID)
		err = do(ctx, run)
		return errors.Join(err, r.finish(ctx, run, err))
	})
}

// start writes the operation down as running.
func (r *Runner) start(ctx context.Context, session *db.Session, actor model.Actor, spec Spec) (*Run, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return nil, fmt.Errorf("make an operation's id: %w", err)
	}
	op := &model.Operation{AccountID: actor.AccountID, ID: id.String(), Kind: spec.Kind, IntegrationID: spec.Integration,
		State: model.StateRunning, Actor: actor.Name}
	if err := session.Lock(ctx, op.ID); err != nil {
		return nil, err
	}
	err = session.Change(ctx, func(tx *db.Tx) error {
		if op.StartedAt, err = tx.Now(); err != nil {
			return err
		}
		if err := tx.Omit("Restorable").Create(op).Error; err != nil {
			return err
		}
		return send(tx, op, nil)
	})
	if err != nil {
		return nil, fmt.Errorf("record the operation: %w", err)
	}
	return &Run{Session: session, Op: op, Progress: r.running.add(op)}, nil
}

// ErrUnchanged ends a change of which nothing is to stay, and that is no fault.
var ErrUnchanged = errors.New("nothing is to be changed")

// Change runs fn in the one transaction of the operation. Where fn gives
// errUnchanged, or it is a dry run, nothing of it stays.
func (r *Run) Change(ctx context.Context, fn func(*db.Tx) error) error {
	err := r.Session.Change(ctx, func(tx *db.Tx) error {
		err := fn(tx)
		if err == nil && r.DryRun {
			return ErrUnchanged
		}
		return err
	})
	if err != nil {
		r.Op.State = model.StateRunning
	}
	if errors.Is(err, ErrUnchanged) {
		return nil
	}
	return err
}

// Recorded gives the operation for the answer; nil where there is none.
func (r *Run) Recorded() *model.Operation {
	if r.Op.State != model.StateSucceeded {
		return nil
	}
	return r.Op
}

// errAbandoned ends a change whose operation another process wrote off: its
// success could not be told any more.
var errAbandoned = errors.New("the operation was taken for dead meanwhile")

// Succeed writes the operation down as succeeded, with the change itself.
func (r *Run) Succeed(tx *db.Tx) error {
	if r.DryRun {
		return nil
	}
	now, err := tx.Now()
	if err != nil {
		return err
	}
	op := r.Op
	op.State, op.FinishedAt = model.StateSucceeded, &now
	if op.Total != nil {
		op.Done = *op.Total
	}
	result := running(tx, op).
		Select("state", "finished_at", "done", "total", "created", "deleted", "summary", "rejected_rows").Updates(op)
	if result.Error != nil {
		return fmt.Errorf("record the operation: %w", result.Error)
	}
	if result.RowsAffected == 0 {
		return errAbandoned
	}
	op.Restorable = op.Deleted > 0
	return send(tx, op, nil)
}

// faultMessage is what an operation that failed says; the fault itself is in
// the log.
const faultMessage = "An internal fault stopped it. Nothing was changed; try again."

// refusedMessage is what subscriptions say of an operation whose rows were
// refused.
const refusedMessage = "It was refused, and nothing was changed. The answer to the request says why."

// goneMessage is what an operation says whose client went away, or that took
// longer than the server lets a request take.
const goneMessage = "The request was given up before it was done. Nothing was changed; try again."

// finish ends the record of an operation that did not succeed.
func (r *Runner) finish(ctx context.Context, run *Run, cause error) error {
	if cause == nil && run.Op.State == model.StateSucceeded {
		return nil
	}
	message := faultMessage
	if ctx.Err() != nil {
		message = goneMessage
	}
	// The request may have ended; what it leaves is still put in order.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	var refusal *model.UserError
	discarded := cause == nil || errors.As(cause, &refusal)
	end := func(tx *db.Tx) error { return fail(tx, run.Op, message) }
	if discarded {
		end = func(tx *db.Tx) error { return run.discard(tx, refusal) }
	}
	err := run.Session.Change(ctx, end)
	if err != nil {
		// The fault may have been that of the connection.
		err = r.store.Change(ctx, end)
	}
	if err != nil {
		return fmt.Errorf("settle the operation: %w", err)
	}
	return nil
}

// discard deletes an operation that was refused, and tells whoever saw it begin.
// refusal says why; it is nil where its rows were refused.
func (r *Run) discard(tx *db.Tx, refusal *model.UserError) error {
	now, err := tx.Now()
	if err != nil {
		return err
	}
	end := &ending{At: now, Error: refusedMessage}
	if refusal != nil {
		end.Error = refusal.Message
	}
	if err := running(tx, r.Op).Delete(&model.Operation{}).Error; err != nil {
		return err
	}
	return send(tx, r.Op, end)
}

// running chooses an operation's row while it is running.
func running(tx *db.Tx, op *model.Operation) *gorm.DB {
	return tx.Model(&model.Operation{}).Where("account_id = ? AND id = ? AND state = ?", op.AccountID, op.ID, model.StateRunning)
}

// fail writes an operation that was running down as failed.
func fail(tx *db.Tx, op *model.Operation, message string) error {
	now, err := tx.Now()
	if err != nil {
		return err
	}
	result := running(tx, op).Updates(map[string]any{"state": model.StateFailed, "finished_at": now, "error": message})
	if result.Error != nil {
		return result.Error
	}
	return send(tx, op, nil)
}
