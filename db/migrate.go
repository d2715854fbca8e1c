package db

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations
var migrations embed.FS

// prepareSchema checks the schema and applies the missing migrations. A database
// that is newer, incomplete or another program's is refused untouched. locker
// may be nil if the caller holds a lock.
func prepareSchema(ctx context.Context, pool *sql.DB, of schema, locker lock.SessionLocker, log *slog.Logger) error {
	found, err := readSchema(ctx, pool, of)
	if err != nil {
		return err
	}
	if err := of.refuse(found); err != nil {
		return err
	}
	if found.version() < of.newest() {
		if err := migrate(ctx, of.dialect, pool, of.migrations, locker, log); err != nil {
			return err
		}
		if found, err = readSchema(ctx, pool, of); err != nil {
			return err
		}
		if err := of.refuse(found); err != nil {
			return err
		}
	}
	if missing := of.missing(found, true); len(missing) > 0 {
		log.WarnContext(ctx, "searches walk the catalogue: their indexes are missing, or the extensions that they need", "missing", missing)
	}
	return checkRows(ctx, pool)
}

// checkSchema wants a schema of this program's version, and changes nothing.
func checkSchema(ctx context.Context, pool *sql.DB, of schema) error {
	found, err := readSchema(ctx, pool, of)
	if err != nil {
		return err
	}
	if err := of.refuse(found); err != nil {
		return err
	}
	switch version := found.version(); {
	case version == 0:
		return fmt.Errorf("%w: the database is empty. Set DATABASE_URL to the right one, or start the server, which makes the tables", ErrNoDatabase)
	case version < of.newest():
		return fmt.Errorf("the database has version %d of the schema, and this omnimap needs version %d: start the server, which brings it up to date", version, of.newest())
	}
	return checkRows(ctx, pool)
}

// migrate applies the missing migrations, each in its own transaction. locker
// may be nil if the caller holds a lock.
func migrate(ctx context.Context, dialect database.Dialect, pool *sql.DB, folder string, locker lock.SessionLocker, log *slog.Logger) error {
	provider, err := newProvider(dialect, pool, folder, locker)
	if err != nil {
		return err
	}
	applied, err := provider.Up(ctx)
	if err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	for _, m := range applied {
		log.InfoContext(ctx, "migrated database", "migration", m.Source.Path, "took", m.Duration)
	}
	return nil
}

// newProvider reads the migrations of a folder for a database.
func newProvider(dialect database.Dialect, pool *sql.DB, folder string, locker lock.SessionLocker) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, folder)
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	options := []goose.ProviderOption{goose.WithDisableGlobalRegistry(true)}
	if locker != nil {
		options = append(options, goose.WithSessionLocker(locker))
	}
	provider, err := goose.NewProvider(dialect, pool, files, options...)
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return provider, nil
}
