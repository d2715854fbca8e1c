package db

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
)

// An access is what a database is opened for.
type access int

const (
	// toRead makes nothing and migrates nothing.
	toRead access = iota
	// toChange makes the database if there is none, and migrates it.
	toChange
	// toServe is toChange by the one server that a SQLite file may have.
	toServe
)

// ErrNoDatabase is the error of OpenExisting where there is no database, or an
// empty one.
var ErrNoDatabase = errors.New("there is no database of omnimap")

// Open opens the database at url, "postgres://…" or "sqlite:PATH". It makes the
// database if there is none, and brings its schema up to date, under a lock.
// Statements are logged at debug level.
func Open(ctx context.Context, url string, log *slog.Logger) (*Store, error) {
	return open(ctx, url, toChange, log)
}

// OpenToServe is Open for a server. A SQLite file that another server has open
// is refused with that server's process id, until its Store is closed or its
// process ends.
func OpenToServe(ctx context.Context, url string, log *slog.Logger) (*Store, error) {
	return open(ctx, url, toServe, log)
}

// OpenExisting is Open for a database that is there already, with the schema of
// this program. It makes nothing and migrates nothing; a server may run beside
// it.
func OpenExisting(ctx context.Context, url string, log *slog.Logger) (*Store, error) {
	return open(ctx, url, toRead, log)
}

func open(ctx context.Context, url string, as access, log *slog.Logger) (*Store, error) {
	var s *Store
	var err error
	switch path, isSQLite := strings.CutPrefix(url, "sqlite:"); {
	case isSQLite:
		s, err = openSQLite(ctx, path, as, log)
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		s, err = openPostgres(ctx, url, as, log)
	default:
		return nil, errors.New("open database: DATABASE_URL must begin with sqlite: or postgres://")
	}
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	return s, nil
}
