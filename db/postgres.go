package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
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
	pool := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(withoutJIT))
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
		name:       "postgres",
		keyText:    `text COLLATE "C"`,
		decimal:    "numeric",
		number:     "bigint",
		rowNumber:  "bigint NOT NULL",
		moreMemory: []string{"SET work_mem = '64MB'"},
		// The temporary tables go, too: what the planner knows of them is wrong
		// for the next who fills them.
		lessMemory: []string{"DISCARD TEMP", "RESET work_mem"},
		now:        "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)",
		greatest:   "greatest",
		forShare:   "FOR SHARE",
		forUpdate:  "FOR UPDATE",
		lock:       "SELECT pg_advisory_lock(hashtextextended(?, 0))",
		tryLock:    "SELECT pg_try_advisory_lock(hashtextextended(?, 0))",
		tryTxLock:  "SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))",
		unlockAll:  "SELECT pg_advisory_unlock_all()",
		listen:     "LISTEN omnimap",
		notify:     "SELECT pg_notify('omnimap', ?)",
		fewRows: map[string]string{
			"enable_hashjoin": "off", "enable_mergejoin": "off", "enable_seqscan": "off",
			// A plan made so must not be kept for when there are many.
			"plan_cache_mode": "force_custom_plan",
		},
		each: eachPostgres,
		bulk: copyFrom,
	}}, nil
}

// withoutJIT keeps PostgreSQL from compiling statements: it takes a statement
// over sets for long where it guesses many rows, and compiles for a second what
// runs for a tenth of one.
func withoutJIT(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, "SET jit = off")
	return err
}

func migratePostgres(ctx context.Context, pool *sql.DB, log *slog.Logger) error {
	// Asked for every second, for ten minutes: others may be migrating.
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 600))
	if err != nil {
		return fmt.Errorf("prepare the migration lock: %w", err)
	}
	return migrate(ctx, database.DialectPostgres, pool, "migrations/postgres", locker, log)
}

// eachPostgres goes past database/sql, which would convert every value twice. As
// database/sql does, it asks again where the connection turns out to be gone
// before anything was sent.
func eachPostgres(ctx context.Context, pool *sql.DB, query string, args []any, each func(Row) error) error {
	for {
		err := eachOnce(ctx, pool, query, args, each)
		if !errors.Is(err, driver.ErrBadConn) {
			return err
		}
	}
}

func eachOnce(ctx context.Context, pool *sql.DB, query string, args []any, each func(Row) error) error {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(raw any) error {
		rows, err := raw.(*stdlib.Conn).Conn().Query(ctx, query, args...)
		if err == nil {
			err = eachRow(rows, each)
		}
		if pgconn.SafeToRetry(err) {
			return driver.ErrBadConn
		}
		return err
	})
}

func eachRow(rows pgx.Rows, each func(Row) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
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
