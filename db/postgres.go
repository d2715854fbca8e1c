package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// maxPostgresConnections bounds one replica's share of the server's
// connections, of which PostgreSQL allows 100 by default.
const maxPostgresConnections = 20

func openPostgres(ctx context.Context, url string, log *slog.Logger) (*Store, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read DATABASE_URL: %w", err)
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(maxPostgresConnections)
	pool.SetMaxIdleConns(maxPostgresConnections)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	if err := migratePostgres(ctx, pool, log); err != nil {
		pool.Close()
		return nil, err
	}
	g, err := gorm.Open(postgres.New(postgres.Config{Conn: pool}), gormConfig(log))
	if err != nil {
		pool.Close()
		return nil, err
	}
	return &Store{gorm: g, sql: pool, listen: config, log: log, dialect: dialect{
		name:      "postgres",
		keyText:   `text COLLATE "C"`,
		decimal:   "numeric",
		now:       "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)",
		greatest:  "greatest",
		forShare:  "FOR SHARE",
		forUpdate: "FOR UPDATE",
		claim:     "SELECT pg_advisory_lock(hashtextextended(?, 0))",
		tryClaim:  "SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))",
		release:   "SELECT pg_advisory_unlock_all()",
		listen:    "LISTEN omnimap",
		notify:    "SELECT pg_notify('omnimap', ?)",
		bulk:      copyFrom,
	}}, nil
}

func migratePostgres(ctx context.Context, pool *sql.DB, log *slog.Logger) error {
	// Asked for every second, for ten minutes: others may be migrating.
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 600))
	if err != nil {
		return fmt.Errorf("prepare the migration lock: %w", err)
	}
	return migrate(ctx, database.DialectPostgres, pool, "migrations/postgres", locker, log)
}

// copyFrom writes rows by COPY.
func copyFrom(ctx context.Context, conn *sql.Conn, table string, columns []string, rows [][]any) error {
	return conn.Raw(func(raw any) error {
		_, err := raw.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromRows(rows))
		return err
	})
}

// discard closes the connection instead of giving it back to the pool.
func (s *Session) discard() {
	_ = s.conn.Raw(func(any) error { return driver.ErrBadConn })
}
