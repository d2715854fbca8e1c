package db

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"
)

// claimTimeout bounds a statement that takes or releases a lock, and the wait for
// the connection. It does not end with its caller's context, since then the
// connection would be closed, and all locks on it released.
const claimTimeout = crowdedPatience + 10*time.Second

// claims takes advisory locks of this process, all on one connection, so that
// who holds one needs no connection for it. If it is lost, so are the locks.
type claims struct {
	pool    *sql.DB
	dialect dialect
}

// TryLock takes the advisory lock with that name unless another process holds
// it, and reports whether it did; unlock releases it. Callers make sure that two
// of one process do not take the same. If one process serves the database, it
// always succeeds.
func (s *Store) TryLock(ctx context.Context, name string) (unlock func(), free bool, err error) {
	if s.claims == nil {
		return func() {}, true, nil
	}
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	if free, err = s.claims.run(ctx, s.dialect.tryLock, name); err != nil {
		return nil, false, fmt.Errorf("lock %s: %w", name, err)
	}
	return sync.OnceFunc(func() {
		// Where that fails the connection is closed, which releases it too.
		_, _ = s.claims.run(ctx, s.dialect.unlock, name)
	}), free, nil
}

// run runs a statement on the connection, and gives what it answers.
func (c *claims) run(ctx context.Context, statement, name string) (done bool, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), claimTimeout)
	defer cancel()
	err = c.pool.QueryRowContext(ctx, statement, name).Scan(&done)
	if err != nil && ctx.Err() != nil {
		err = isCrowded.fault(err)
	}
	return done, err
}
