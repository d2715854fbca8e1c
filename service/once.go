package service

import (
	"context"
	"errors"

	"omnimap/db"
	"omnimap/service/internal/idempotency"
	"omnimap/service/internal/operation"
)

// WithIdempotency returns a context for DoIdempotent and for the mutation that
// it carries out, so that what the mutation does is stored in its transaction.
func WithIdempotency(ctx context.Context) context.Context { return idempotency.WithClaim(ctx) }

// changeOnce runs work in the one transaction of an operation, and stores its
// result there for repeats of an idempotent request. If another attempt has
// answered that request, the change is rolled back.
func changeOnce[T any](ctx context.Context, run *operation.Run, work func(*db.Tx) (*T, error)) (result *T, err error) {
	err = run.Change(ctx, func(tx *db.Tx) error {
		if result, err = work(tx); err != nil || run.DryRun {
			return err
		}
		tx.IsWork()
		if err := idempotency.Keep(ctx, tx, result); !errors.Is(err, idempotency.ErrAnswered) {
			return err
		}
		return operation.ErrUnchanged
	})
	return result, err
}

// changeAccountOnce is changeOnce for a change that is no operation.
func changeAccountOnce[T any](ctx context.Context, s *Service, work func(*db.Tx) (*T, error)) (result *T, err error) {
	err = s.change(ctx, func(tx *db.Tx) error {
		if result, err = work(tx); err != nil {
			return err
		}
		tx.IsWork()
		return idempotency.Keep(ctx, tx, result)
	})
	if errors.Is(err, idempotency.ErrAnswered) {
		return result, nil
	}
	return result, err
}
