package db

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"omnimap/model"
)

// How much room there must be beside a database of SQLite after it was full, and
// in the folder for temporary files.
const (
	roomOfDatabase  = 1 << 20
	roomOfTemporary = 64 << 10
)

// tryWriteSQLite writes a file beside the database, since what is written to the
// database may find room in the file of its log, and a page of the database.
func tryWriteSQLite(path string) func(context.Context, *Store) error {
	return func(ctx context.Context, s *Store) error {
		if err := tryRoom(filepath.Dir(path), roomOfDatabase); err != nil {
			return fmt.Errorf("look for room beside the database: %w", err)
		}
		select {
		case s.writer <- struct{}{}:
			defer func() { <-s.writer }()
		case <-ctx.Done():
			return ctx.Err()
		}
		_, err := s.health.pool.ExecContext(ctx, "UPDATE accounts SET name = name WHERE id = (SELECT min(id) FROM accounts)")
		return err
	}
}

// tryRoom writes a file of some bytes in a folder and removes it.
func tryRoom(folder string, bytes int) error {
	file, err := os.CreateTemp(folder, "omnimap-room-")
	if err != nil {
		return err
	}
	_, err = file.Write(make([]byte, bytes))
	return errors.Join(err, file.Close(), os.Remove(file.Name()))
}

// isTemporaryFull reports whether the folder for temporary files has no room.
func isTemporaryFull() bool {
	return model.FaultOf(tryRoom(os.TempDir(), roomOfTemporary)) != nil
}

// temporaryFolder knows whether the folder for temporary files has room: uploads
// and spreadsheets go there, and what a database sorts may.
type temporaryFolder struct {
	mu      sync.Mutex
	triedAt time.Time
	err     error
}

// check looks for room, at most once a second, and waits until ctx ends.
func (t *temporaryFolder) check(ctx context.Context) error {
	found := make(chan error, 1)
	go func() { found <- t.try() }()
	select {
	case err := <-found:
		return err
	case <-ctx.Done():
		return fmt.Errorf("look for room for temporary files: %w", ctx.Err())
	}
}

func (t *temporaryFolder) try() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if time.Since(t.triedAt) < checkEvery {
		return t.err
	}
	t.err = nil
	if err := tryRoom(os.TempDir(), roomOfTemporary); err != nil {
		t.err = fmt.Errorf("look for room for temporary files: %w", err)
	}
	t.triedAt = time.Now()
	return t.err
}
