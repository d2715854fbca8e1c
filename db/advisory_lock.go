package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
)

// Lock takes the advisory lock with that name. The connection holds it until
// the session ends or the process dies; Tx.IsLocked sees it. If one process
// serves the database, Lock does nothing.
func (s *Session) Lock(ctx context.Context, name string) error {
	if !s.store.Shared() {
		return nil
	}
	s.locked = true
	if err := s.gorm.WithContext(ctx).Exec(s.store.dialect.lock, name).Error; err != nil {
		return fmt.Errorf("lock %s: %w", name, err)
	}
	return nil
}

// IsLocked reports whether some session holds the advisory lock with that name.
// If one process serves the database, it reports false.
func (tx *Tx) IsLocked(name string) (bool, error) {
	if tx.dialect.tryTxLock == "" {
		return false, nil
	}
	var free bool
	if err := tx.Raw(tx.dialect.tryTxLock, name).Row().Scan(&free); err != nil {
		return false, fmt.Errorf("check the lock %s: %w", name, err)
	}
	return !free, nil
}

// end drops and unlocks what the session holds before its connection goes back
// to the pool, even if its context has ended. A connection on which that fails
// is closed.
func (s *Session) end(ctx context.Context) {
	_ = s.await()
	var statements []string
	for _, table := range s.staged {
		statements = append(statements, "DROP TABLE IF EXISTS "+table)
	}
	if s.moreMemory {
		statements = append(statements, s.store.dialect.lessMemory...)
	}
	if s.locked {
		statements = append(statements, s.store.dialect.unlockAll)
	}
	for _, statement := range statements {
		if err := s.gorm.WithContext(ctx).Exec(statement).Error; err != nil {
			discard(s.conn)
			return
		}
	}
}

// discard closes a connection instead of returning it to its pool.
func discard(conn *sql.Conn) {
	_ = conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = conn.Close()
}
