package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"

	"omnimap/db"
	"omnimap/internal/pgcluster"
)

// clusterSettings are the private PostgreSQL's settings beside its defaults. It
// keeps its durability, so that the results hold in production.
var clusterSettings = []string{
	"max_connections=100", "shared_buffers=1GB", "effective_cache_size=4GB", "random_page_cost=1.1",
	"max_wal_size=4GB", "checkpoint_timeout=15min",
}

// A dialect is a database server, or a folder of SQLite files, that makes
// databases.
type dialect struct {
	name string
	// url is that of PostgreSQL, folder that of SQLite's files.
	url, folder string
	stop        func()
	made        int
}

const (
	postgres = "postgres"
	sqlite   = "sqlite"
)

func openDialect(ctx context.Context, name, folder string) (*dialect, error) {
	d := &dialect{name: name, folder: folder, stop: func() {}}
	switch name {
	case sqlite:
		return d, nil
	case postgres:
	default:
		return nil, fmt.Errorf("there is no database %q; there are postgres and sqlite", name)
	}
	if d.url = os.Getenv("TEST_DATABASE_URL"); d.url != "" {
		return d, nil
	}
	bin := pgcluster.Installed()
	if bin == "" {
		return nil, errors.New("there is no PostgreSQL on this machine; install it, or set TEST_DATABASE_URL")
	}
	// A socket's path must be short, so it cannot be in d.folder.
	folder, err := os.MkdirTemp("", "omnimap-bench-")
	if err != nil {
		return nil, err
	}
	var stop func()
	if d.url, stop, err = pgcluster.Start(bin, folder, clusterSettings...); err != nil {
		os.RemoveAll(folder)
		return nil, err
	}
	d.stop = func() {
		stop()
		os.RemoveAll(folder)
	}
	if err := d.await(ctx, 30*time.Second); err != nil {
		d.stop()
		return nil, err
	}
	return d, nil
}

// openPostgres opens PostgreSQL, and begins the results of what is measured on it.
func (s *settings) openPostgres(ctx context.Context) (*dialect, *results, error) {
	d, err := openDialect(ctx, postgres, s.out)
	if err != nil {
		return nil, nil, err
	}
	version, err := d.version(ctx)
	if err != nil {
		d.stop()
		return nil, nil, err
	}
	about := &results{At: time.Now().UTC(), Machine: aboutMachine()}
	about.Machine.Versions = append(about.Machine.Versions, postgres+" "+version)
	return d, about, nil
}

// await waits until PostgreSQL accepts a statement.
func (d *dialect) await(ctx context.Context, limit time.Duration) error {
	deadline := time.Now().Add(limit)
	for {
		err := d.execute(ctx, "SELECT 1")
		if err == nil || ctx.Err() != nil || time.Now().After(deadline) {
			return err
		}
		select {
		case <-ctx.Done():
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// execute runs a statement on PostgreSQL as a whole.
func (d *dialect) execute(ctx context.Context, statement string) error {
	pool, err := sql.Open("pgx", d.url)
	if err != nil {
		return err
	}
	defer pool.Close()
	if _, err := pool.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("%s: %w", statement, err)
	}
	return nil
}

// checkpoint writes PostgreSQL's dirty buffers, so that the next measurement does
// not pay for the last one. A refused CHECKPOINT is ignored.
func (d *dialect) checkpoint(ctx context.Context) {
	if d.name == postgres {
		_ = d.execute(ctx, "CHECKPOINT")
	}
}

// make makes an empty database, and returns its URL and what drops it.
func (d *dialect) make(ctx context.Context, purpose string) (databaseURL string, drop func(), err error) {
	d.made++
	name := fmt.Sprintf("omnimap_bench_%s_%d_%d", purpose, os.Getpid(), d.made)
	if d.name == sqlite {
		path := filepath.Join(d.folder, name+".db")
		return "sqlite:" + path, func() {
			files, _ := filepath.Glob(path + "*")
			for _, file := range files {
				os.Remove(file)
			}
		}, nil
	}
	if err := d.execute(ctx, "CREATE DATABASE "+name+" ENCODING 'UTF8' TEMPLATE template0"); err != nil {
		return "", nil, err
	}
	u, err := url.Parse(d.url)
	if err != nil {
		return "", nil, fmt.Errorf("read TEST_DATABASE_URL: %w", err)
	}
	u.Path = "/" + name
	return u.String(), func() { _ = d.execute(context.WithoutCancel(ctx), "DROP DATABASE "+name+" WITH (FORCE)") }, nil
}

// migrateDatabase gives an empty database the product's tables.
func migrateDatabase(ctx context.Context, databaseURL string) error {
	store, err := db.Open(ctx, databaseURL, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	store.Close()
	return nil
}

// connect opens a database as the product does.
func (d *dialect) connect(databaseURL string) (*sql.DB, error) {
	if d.name == postgres {
		return sql.Open("pgx", databaseURL)
	}
	const scheme = "sqlite:"
	params := url.Values{
		"_txlock": {"immediate"},
		"_pragma": {"busy_timeout(30000)", "journal_mode(WAL)", "cache_size(-8192)"},
	}
	return sql.Open("sqlite", "file:"+(&url.URL{Path: databaseURL[len(scheme):]}).EscapedPath()+"?"+params.Encode())
}

// version is the database's own name for itself.
func (d *dialect) version(ctx context.Context) (string, error) {
	query, databaseURL := "SHOW server_version", d.url
	if d.name == sqlite {
		query, databaseURL = "SELECT sqlite_version()", "sqlite::memory:"
	}
	pool, err := d.connect(databaseURL)
	if err != nil {
		return "", err
	}
	defer pool.Close()
	var version string
	if err := pool.QueryRowContext(ctx, query).Scan(&version); err != nil {
		return "", errors.Join(fmt.Errorf("ask %s for its version: %w", d.name, err))
	}
	return version, nil
}
