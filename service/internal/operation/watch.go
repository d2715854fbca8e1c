package operation

import (
	"context"
	"fmt"
	"sync"
	"time"

	"omnimap/db"
	"omnimap/model"
)

// How often other processes are told of progress, and how often the operations
// of dead ones are looked for.
const (
	sendEvery = 500 * time.Millisecond
	reapEvery = 5 * time.Second
)

// abandonedMessage is what an operation says whose process died.
const abandonedMessage = "The server stopped before it was done. Nothing was changed; try again."

// Watch tells how far this process's operations are, hears what the processes
// that serve the same database tell, and settles the operations of those that
// died, until ctx ends. Where the database serves one process, none of another
// can have died.
func (r *Runner) Watch(ctx context.Context) {
	var listening sync.WaitGroup
	listening.Go(func() { r.store.Listen(ctx, db.Listener{Heard: r.receive, Missed: r.missed(ctx)}) })
	defer listening.Wait()
	sendTick, reapTick := time.NewTicker(sendEvery), time.NewTicker(reapEvery)
	defer sendTick.Stop()
	defer reapTick.Stop()
	if !r.store.Shared() {
		reapTick.Stop()
	}
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-sendTick.C:
			err = r.sendProgress(ctx)
		case <-reapTick.C:
			err = r.ReapAbandoned(ctx)
		}
		if err != nil && ctx.Err() == nil {
			r.log.WarnContext(ctx, "watch operations", "error", err)
		}
	}
}

// sendProgress writes what changed of the progress of this process's
// operations, each in a transaction of its own, since one may have to wait for
// another change of its operation.
func (r *Runner) sendProgress(ctx context.Context) error {
	for _, op := range r.running.pending() {
		if !r.store.Shared() {
			r.subscriptions.receive(event{Account: op.AccountID, Integration: op.IntegrationID, Operation: op.ID})
			continue
		}
		err := r.store.Change(ctx, func(tx *db.Tx) error {
			result := running(tx, op).Select("done", "total").Updates(op)
			if result.Error != nil || result.RowsAffected == 0 {
				return result.Error
			}
			return send(tx, op, nil)
		})
		if err != nil {
			return fmt.Errorf("tell progress: %w", err)
		}
	}
	return nil
}

// ReapAbandoned settles the operations that died with their processes, so that none
// is RUNNING for ever. A server calls it when it starts.
func (r *Runner) ReapAbandoned(ctx context.Context) error {
	err := r.store.Change(ctx, func(tx *db.Tx) error {
		var found []*model.Operation
		if err := tx.Where("state = ?", model.StateRunning).Order("account_id, id").Find(&found).Error; err != nil {
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
		return fmt.Errorf("recover operations: %w", err)
	}
	return nil
}

func (r *Runner) reap(tx *db.Tx, op *model.Operation) error {
	alive, err := tx.IsLocked(op.ID)
	if err != nil || alive {
		return err
	}
	r.log.Warn("found an operation whose server died", "operation", op.ID, "kind", op.Kind)
	return fail(tx, op, abandonedMessage)
}
