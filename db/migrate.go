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
