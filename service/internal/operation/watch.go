package operation

import (
	"context"
	"fmt"
	"sync"
	"time"

	"omnimap/db"
	"omnimap/model"
)

// sendEvery is how often progress is sent, and reapEvery how often abandoned
// operations are looked for.
const (
	sendEvery = 500 * time.Millisecond
	reapEvery = 5 * time.Second
)

// abandonedMessage is the error of an operation whose process died.
const abandonedMessage = "The server stopped before it was done. Nothing was changed; try again."

// Watch sends the progress of this process's operations, receives the events of
// all processes on the database, and ends abandoned operations, until ctx ends.
func (r *Runner) Watch(ctx context.Context) {
	var listening sync.WaitGroup
	listening.Go(func() { r.store.Listen(ctx, db.Listener{Received: r.receive, Missed: r.missed(ctx)}) })
	defer listening.Wait()
	sendTick, reapTick := time.NewTicker(sendEvery), time.NewTicker(reapEvery)
	defer sendTick.Stop()
	defer reapTick.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-sendTick.C:
			err = r.sendProgress(ctx)
		case <-reapTick.C:
			err = r.reapOwn(ctx)
		}
		if err != nil && ctx.Err() == nil {
			r.log.WarnContext(ctx, "watch operations", "error", err)
		}
	}
}

// sendProgress updates the progress of operations and sends their events, each
// in its own transaction, since one may have to wait for another change of its
// operation.
func (r *Runner) sendProgress(ctx context.Context) error {
	for _, op := range r.running.pending() {
		if !r.store.Shared() {
			r.subscriptions.receive(event{Account: op.AccountID, Integration: op.IntegrationID, Counterpart: op.CounterpartID, Operation: op.ID})
			continue
		}
		err := r.store.Change(ctx, func(tx *db.Tx) error {
			result := running(tx, op).Select("done", "total", "phase").Updates(op)
			if result.Error != nil || result.RowsAffected == 0 {
				return result.Error
			}
			return send(tx, op, nil)
		})
		if err != nil {
			return fmt.Errorf("send progress: %w", err)
		}
	}
	return nil
}

// reapOwn records the ends that this process could not record, and ends what
// other processes left. If one process serves the database, there are none.
func (r *Runner) reapOwn(ctx context.Context) error {
	err := r.finishLate(ctx)
	if err != nil || !r.store.Shared() {
		return err
	}
	return r.ReapAbandoned(ctx)
}

// isRun is the condition that an operation is a run that has not ended: another
// server goes on with it.
const isRun = "EXISTS (SELECT 1 FROM runs r WHERE r.account_id = operations.account_id AND r.operation_id = operations.id AND r.ended_at IS NULL)"

// ReapAbandoned ends the operations whose processes died as FAILED, but for runs,
// which outlive them. A server calls it when it starts.
func (r *Runner) ReapAbandoned(ctx context.Context) error {
	err := r.store.Change(ctx, func(tx *db.Tx) error {
		var found []*model.Operation
		if err := tx.Where("state = ? AND NOT "+isRun, model.StateRunning).Order("account_id, id").Find(&found).Error; err != nil {
			return err
		}
		for _, op := range found {
			if err := r.reap(tx, op); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("reap abandoned operations: %w", err)
	}
	return nil
}

func (r *Runner) reap(tx *db.Tx, op *model.Operation) error {
	alive, err := tx.IsLocked(op.ID)
	if err != nil || alive {
		return err
	}
	r.log.Warn("ended an abandoned operation", "operation", op.ID, "kind", op.Kind)
	_, err = fail(tx, op, abandonedMessage)
	return err
}
