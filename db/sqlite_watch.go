package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"os"
	"sync/atomic"
)

// A fileWatch finds out whether a served database's files are still the ones
// that were opened. SQLite itself goes on with files that were deleted, and
// mixes what was copied over one with what it remembers.
type fileWatch struct {
	log *slog.Logger
	// paths and known are the files and what they were at the start.
	paths []string
	known []fs.FileInfo
	// pinned keeps a connection open, so that SQLite keeps the files too.
	pinned *sql.DB
	// header reads the beginning of the file, which has the mark of this start
	// once SQLite has written it there.
	header *os.File
	mark   uint32
	marked atomic.Bool
	gone   atomic.Bool
}

// The beginning of a SQLite file, and where the number stands that programs may
// set by PRAGMA user_version.
const (
	sqliteMagic   = "SQLite format 3\x00"
	userVersionAt = 60
)

// watchFile begins to look after a file. pool becomes the watch's own, with one
// connection.
func watchFile(ctx context.Context, file *sqliteFile, pool *sql.DB, log *slog.Logger) (*fileWatch, error) {
	w := &fileWatch{log: log, pinned: pool, mark: rand.Uint32N(1<<31-1) + 1}
	pool.SetMaxOpenConns(1)
	var busy, frames, written int
	if _, err := pool.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", w.mark)); err != nil {
		return nil, fmt.Errorf("mark the database's file: %w", err)
	}
	// Beside a command that reads, the mark is not written yet.
	if err := pool.QueryRowContext(ctx, "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &frames, &written); err != nil {
		return nil, fmt.Errorf("mark the database's file: %w", err)
	}
	for _, path := range file.all() {
		// There are no others where the file's system cannot have them.
		if info, err := os.Stat(path); err == nil {
			w.paths, w.known = append(w.paths, path), append(w.known, info)
		}
	}
	var err error
	w.header, err = os.Open(file.path)
	return w, err
}

// check returns an ErrUnavailable once a file was deleted or replaced, until it
// is back. It logs when that changes.
func (w *fileWatch) check() error {
	fault := w.fault()
	if fault == "" {
		if w.gone.CompareAndSwap(true, false) {
			w.log.Info("the database's file is back", "file", w.paths[0])
		}
		return nil
	}
	if w.gone.CompareAndSwap(false, true) {
		w.log.Error("the database's file was deleted or replaced under the server, which answers nothing from now on: "+
			"put the file back, or stop the server and start it again", "file", w.paths[0], "fault", fault)
	}
	return isNoFile.fault(fmt.Errorf("%w: %s", ErrUnavailable, fault))
}

// fault says what happened to the files; it is empty where nothing did.
func (w *fileWatch) fault() string {
	for i, path := range w.paths {
		info, err := os.Stat(path)
		if err != nil {
			return err.Error()
		}
		if !os.SameFile(info, w.known[i]) {
			return path + " is another file"
		}
	}
	var head [userVersionAt + 4]byte
	if n, _ := w.header.ReadAt(head[:], 0); n < len(head) || string(head[:len(sqliteMagic)]) != sqliteMagic {
		return w.paths[0] + " was overwritten"
	}
	switch binary.BigEndian.Uint32(head[userVersionAt:]) {
	case w.mark:
		w.marked.Store(true)
	default:
		if w.marked.Load() {
			return w.paths[0] + " was overwritten"
		}
	}
	return ""
}

func (w *fileWatch) close() error {
	err := w.pinned.Close()
	// Only now: closing a file ends the locks that SQLite has on it.
	if closeErr := w.header.Close(); err == nil {
		err = closeErr
	}
	return err
}

// A watchedConnector connects to a file as long as it is the one that was
// opened.
type watchedConnector struct {
	driver.Connector
	watch *fileWatch
}

// sqliteConn is what the driver's connections can do for database/sql.
type sqliteConn interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
}

// Connect opens a connection, and none to a file that took the other's place.
func (c watchedConnector) Connect(ctx context.Context) (driver.Conn, error) {
	if err := c.watch.check(); err != nil {
		return nil, err
	}
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	return watchedConn{conn.(sqliteConn), c.watch}, nil
}

// A watchedConn is a connection that is given up before its next use if its
// file is gone. Connecting anew then tells the user why.
type watchedConn struct {
	sqliteConn
	watch *fileWatch
}

// ResetSession is called before a connection of the pool is used again.
func (c watchedConn) ResetSession(ctx context.Context) error {
	if c.watch.check() != nil {
		return driver.ErrBadConn
	}
	return c.sqliteConn.ResetSession(ctx)
}

// checkFile returns an ErrUnavailable if the database's file is gone.
func (s *Store) checkFile() error {
	if s.file == nil || s.file.watch == nil {
		return nil
	}
	return s.file.watch.check()
}
