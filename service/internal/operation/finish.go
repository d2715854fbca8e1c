package operation

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"omnimap/db"
	"omnimap/model"
)

// finishTimeout bounds how long the end of an operation may take to record,
// after its request has ended.
const finishTimeout = 30 * time.Second

// faultMessage is the error of an operation that failed; the fault itself is
// only logged.
const faultMessage = "An internal fault stopped it. Nothing was changed; try again."

// refusedMessage is what subscriptions get for an operation whose rows were
// refused.
const refusedMessage = "It was refused, and nothing was changed. The answer to the request says why."

// goneMessage is the error of an operation whose client went away or whose time
// ran out.
const goneMessage = "The request was given up before it was done. Nothing was changed; try again."

// finish deletes the row of an operation that was refused or changed nothing,
// and updates that of one that failed. It returns why the operation failed; nil
// if the connection was lost after the change had been committed.
func (r *Runner) finish(ctx context.Context, run *Run, cause error) error {
	if cause == nil && run.Op.State == model.StateSucceeded {
		return nil
	}
	message := failureMessage(ctx, cause)
	// The request's context may have ended; the row must still be updated.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTimeout)
	defer cancel()
	var refusal *model.UserError
	discarded := cause == nil || errors.As(cause, &refusal)
	succeeded := false
	end := func(tx *db.Tx) (err error) {
		failed := *run.Op // It may turn out to have succeeded.
		run.Progress.write(&failed)
		succeeded, err = fail(tx, &failed, message)
		return err
	}
	if discarded {
		end = func(tx *db.Tx) error { return run.discard(tx, refusal) }
	}
	err := run.Session.Change(ctx, end)
	if err != nil {
		// The fault may have been the connection's: try another one.
		err = r.store.Change(ctx, end)
	}
	switch {
	case err != nil:
		r.unfinished.add(run.Op.ID, end)
		return errors.Join(cause, fmt.Errorf("finish the operation: %w", err))
	case succeeded:
		run.Op.State = model.StateSucceeded
		return nil
	}
	return cause
}

// failureMessage is the error of an operation that failed.
func failureMessage(ctx context.Context, cause error) string {
	if ctx.Err() != nil {
		return goneMessage
	}
	if fault := model.FaultOf(cause); fault != nil {
		return fault.Message + " Nothing was changed."
	}
	return faultMessage
}

// discard deletes a refused operation and sends its end to subscriptions.
// refusal says why; it is nil if rows were refused.
func (r *Run) discard(tx *db.Tx, refusal *model.UserError) error {
	now, err := tx.Now()
	if err != nil {
		return err
	}
	end := &ending{At: now, Error: refusedMessage, Kind: r.Op.Kind, Actor: r.Op.Actor, StartedAt: r.Op.StartedAt}
	if refusal != nil {
		end.Error = refusal.Message
	}
	if err := running(tx, r.Op).Delete(&model.Operation{}).Error; err != nil {
		return err
	}
	return send(tx, r.Op, end)
}

// fail updates a running operation to FAILED, as far as it has come. It reports
// whether the operation had succeeded.
func fail(tx *db.Tx, op *model.Operation, message string) (succeeded bool, err error) {
	now, err := tx.Now()
	if err != nil {
		return false, err
	}
	result := running(tx, op).Updates(map[string]any{"state": model.StateFailed, "finished_at": now, "error": message, "done": op.Done, "total": op.Total})
	if result.Error != nil {
		return false, result.Error
	}
	if result.RowsAffected > 0 {
		return false, send(tx, op, nil)
	}
	var n int64
	err = tx.Model(&model.Operation{}).Where("account_id = ? AND id = ? AND state = ?", op.AccountID, op.ID, model.StateSucceeded).Count(&n).Error
	return n > 0, err
}

// unfinished are operations whose end could not be recorded, for the database
// was away or full. They are RUNNING until it can.
type unfinished struct {
	mu   sync.Mutex
	ends map[string]func(*db.Tx) error
}

func (u *unfinished) add(id string, end func(*db.Tx) error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.ends == nil {
		u.ends = make(map[string]func(*db.Tx) error)
	}
	u.ends[id] = end
}

func (u *unfinished) has(id string) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.ends[id] != nil
}

// drain removes and returns them.
func (u *unfinished) drain() map[string]func(*db.Tx) error {
	u.mu.Lock()
	defer u.mu.Unlock()
	ends := u.ends
	u.ends = nil
	return ends
}

// stopTracking forgets the progress of an operation, unless it is still to be
// told as running.
func (r *Runner) stopTracking(id string) {
	if !r.unfinished.has(id) {
		r.running.remove(id)
	}
}

// finishLate records the ends that could not be recorded before.
func (r *Runner) finishLate(ctx context.Context) error {
	var failed error
	for id, end := range r.unfinished.drain() {
		ctx, cancel := context.WithTimeout(ctx, finishTimeout)
		if err := r.store.Change(ctx, end); err != nil {
			r.unfinished.add(id, end)
			failed = fmt.Errorf("finish an operation: %w", err)
		}
		r.stopTracking(id)
		cancel()
	}
	return failed
}
