package service

import (
	"context"
	"fmt"
	"time"

	"omnimap/db"
	"omnimap/model"
)

// How often other processes are told of progress, and how often the operations
// of dead ones are looked for.
const (
	tellEvery    = 500 * time.Millisecond
	recoverEvery = 5 * time.Second
)

// deathMessage is what an operation says whose process died.
const deathMessage = "The server stopped before it was done. Nothing was changed; try again."

// Watch tells the other processes that serve the same database how far this
// one's operations are, and settles those of processes that died, until ctx
// ends. Where the database serves one process there is nothing to do.
func (s *Service) Watch(ctx context.Context) {
	if !s.store.Shared() {
		return
	}
	tell, look := time.NewTicker(tellEvery), time.NewTicker(recoverEvery)
	defer tell.Stop()
	defer look.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-tell.C:
			err = s.tellProgress(ctx)
		case <-look.C:
			err = s.Recover(ctx)
		}
		if err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "watch operations", "error", err)
		}
	}
}

// tellProgress writes what changed of the progress of this process's
// operations.
func (s *Service) tellProgress(ctx context.Context) error {
	for _, op := range s.running.untold() {
		err := s.store.Reader(ctx).Model(&model.Operation{}).
			Where("account_id = ? AND id = ? AND state = ?", op.AccountID, op.ID, model.StateRunning).
			Select("done", "total").Updates(op).Error
		if err != nil {
			return fmt.Errorf("tell progress: %w", err)
		}
	}
	return nil
}

// Recover settles the operations that died with their processes, so that none
// is RUNNING for ever. A server calls it when it starts.
func (s *Service) Recover(ctx context.Context) error {
	err := s.store.Change(ctx, func(tx *db.Tx) error {
		var found []*model.Operation
		if err := tx.Where("state = ?", model.StateRunning).Order("account_id, id").Find(&found).Error; err != nil {
			return err
		}
		for _, op := range found {
			if err := s.recoverOne(tx, op); err != nil {
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

func (s *Service) recoverOne(tx *db.Tx, op *model.Operation) error {
	alive, err := tx.Claimed(op.ID)
	if err != nil || alive {
		return err
	}
	s.log.Warn("found an operation whose server died", "operation", op.ID, "kind", op.Kind)
	return fail(tx, op, deathMessage)
}
