package db

import (
	"context"
	"fmt"
)

// Lock marks the work of that name as being done on this connection. The mark
// goes with the session, and with the process where that dies, which
// Tx.Claimed then sees. Where one process serves the database it is nothing.
func (s *Session) Lock(ctx context.Context, name string) error {
	if !s.store.Shared() {
		return nil
	}
	s.locked = true
	if err := s.gorm.WithContext(ctx).Exec(s.store.dialect.lock, name).Error; err != nil {
		return fmt.Errorf("claim %s: %w", name, err)
	}
	return nil
}

// TryLock claims the work of that name unless another session is at it, and
// tells whether it did. Where one process serves the database it always does.
func (s *Session) TryLock(ctx context.Context, name string) (bool, error) {
	if !s.store.Shared() {
		return true, nil
	}
	var free bool
	s.locked = true
	if err := s.gorm.WithContext(ctx).Raw(s.store.dialect.tryLock, name).Row().Scan(&free); err != nil {
		return false, fmt.Errorf("claim %s: %w", name, err)
	}
	return free, nil
}

// IsLocked tells whether some process is at the work of that name. Where one
// process serves the database, and it has just started, none is.
func (tx *Tx) IsLocked(name string) (bool, error) {
	if tx.dialect.tryTxLock == "" {
		return false, nil
	}
	var free bool
	if err := tx.Raw(tx.dialect.tryTxLock, name).Row().Scan(&free); err != nil {
		return false, fmt.Errorf("look whether %s is claimed: %w", name, err)
	}
	return !free, nil
}

// end gives back what the session holds, even where its context has ended,
// since the connection goes back to the pool. One that cannot is broken and is
// closed instead.
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
			s.discard()
			return
		}
	}
}
