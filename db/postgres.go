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
	"github.com/pressly/goose/v3/lock"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"omnimap/internal/turns"
)

// maxPostgresConnections bounds a replica's share of the server's connections,
// of which PostgreSQL allows 100 by default. Some are for light reads alone, and
// half are for sessions.
const (
	maxPostgresConnections = 20
	postgresLight          = 5
	postgresSessions       = maxPostgresConnections / 2
)

func openPostgres(ctx context.Context, url string, as access, log *slog.Logger) (*Store, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read DATABASE_URL: %w", err)
	}
	pool := postgresPool(config, maxPostgresConnections-postgresLight)
	if err := preparePostgres(ctx, pool, as, log); err != nil {
		pool.Close()
		return nil, err
	}
	g, err := gorm.Open(postgres.New(postgres.Config{Conn: pool}), gormConfig(log))
	if err != nil {
		pool.Close()
		return nil, err
	}
	s := &Store{gorm: g, sql: pool, sessions: turns.New[int64](postgresSessions, postgresSessions), listen: config, log: log, dialect: dialect{
		name:       "postgres",
		keyText:    `text COLLATE "C"`,
		decimal:    "numeric",
		number:     "bigint",
		rowNumber:  "bigint NOT NULL",
		moreMemory: []string{"SET work_mem = '64MB'"},
		// Temporary tables are dropped too: their statistics would be wrong for the
		// rows of the next session.
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
			// Such a plan must not be reused when there are many rows.
			"plan_cache_mode": "force_custom_plan",
		},
		// A transaction that is read-only may make no temporary tables.
		snapshot:  sql.TxOptions{Isolation: sql.LevelRepeatableRead},
		each:      eachPostgres,
		timeLimit: setTimeout,
		bulk:      copyFrom,
	}}
	s.makeLanes(postgresPool(config, postgresLight))
	return s, nil
}

// setTimeout limits the milliseconds of a transaction's statements, as SET LOCAL
// does, with an argument.
const setTimeout = "SELECT set_config('statement_timeout', $1, true)"

func postgresPool(config *pgx.ConnConfig, connections int) *sql.DB {
	pool := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(withoutJIT))
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	return pool
}

// withoutJIT turns the compilation of statements off, which takes longer than
// they do. See ADR 1.
func withoutJIT(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, "SET jit = off")
	return err
}

// preparePostgres checks the schema and, unless it is only to be read, brings
// it up to date.
func preparePostgres(ctx context.Context, pool *sql.DB, as access, log *slog.Logger) error {
	if as == toRead {
		return checkSchema(ctx, pool, postgresSchema)
	}
	// Tried every second, for ten minutes: another process may be migrating.
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 600))
	if err != nil {
		return fmt.Errorf("prepare the migration lock: %w", err)
	}
	return prepareSchema(ctx, pool, postgresSchema, sequenceLocker{locker}, log)
}

// A sequenceLocker also moves the sequence of the table of versions behind its
// rows, before any is added: a logical subscription copies rows and leaves
// sequences behind.
type sequenceLocker struct{ lock.SessionLocker }

const moveSequence = `DO $$
BEGIN
    IF to_regclass('goose_db_version') IS NOT NULL THEN
        PERFORM setval(pg_get_serial_sequence('goose_db_version', 'id'), v.id) FROM (SELECT max(id) AS id FROM goose_db_version) v
        WHERE v.id > coalesce(pg_sequence_last_value(pg_get_serial_sequence('goose_db_version', 'id')), 0);
    END IF;
END
$$`

// SessionLock takes the lock.
func (l sequenceLocker) SessionLock(ctx context.Context, conn *sql.Conn) error {
	if err := l.SessionLocker.SessionLock(ctx, conn); err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, moveSequence); err != nil {
		return errors.Join(fmt.Errorf("number the versions: %w", err), l.SessionUnlock(context.WithoutCancel(ctx), conn))
	}
	return nil
}

// eachPostgres bypasses database/sql, which would convert every value twice.
// Like database/sql it retries if the connection turns out to be closed before
// anything was sent.
func eachPostgres(ctx context.Context, pool *sql.DB, query statement, each func(Row) error) error {
	for {
		err := eachOnce(ctx, pool, query, each)
		if !errors.Is(err, driver.ErrBadConn) {
			return err
		}
	}
}

func eachOnce(ctx context.Context, pool *sql.DB, query statement, each func(Row) error) error {
	conn, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.Raw(func(raw any) error {
		err := query.run(ctx, raw.(*stdlib.Conn).Conn(), each)
		if pgconn.SafeToRetry(err) {
			return driver.ErrBadConn
		}
		return err
	})
}

// run runs the query. A time limit is sent along with it: one round trip and
// one transaction, with whose end the limit ends.
func (query statement) run(ctx context.Context, conn *pgx.Conn, each func(Row) error) error {
	if query.limit == 0 {
		rows, err := conn.Query(ctx, query.text, query.args...)
		if err != nil {
			return err
		}
		return eachRow(rows, each)
	}
	batch := new(pgx.Batch)
	batch.Queue(setTimeout, milliseconds(query.limit))
	batch.Queue(query.text, query.args...)
	results := conn.SendBatch(ctx, batch)
	defer results.Close()
	if _, err := results.Exec(); err != nil {
		return err
	}
	rows, err := results.Query()
	if err != nil {
		return err
	}
	return eachRow(rows, each)
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

// discard closes the connection instead of returning it to the pool.
func (s *Session) discard() {
	_ = s.conn.Raw(func(any) error { return driver.ErrBadConn })
}
