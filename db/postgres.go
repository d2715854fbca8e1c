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

const (
	// maxPostgresConnections bounds a replica's share of the server's connections,
	// of which PostgreSQL allows 100 by default. Some are for light reads alone, and
	// half are for sessions. Three more listen, ask for signs of life, and hold the
	// locks of idempotent requests.
	maxPostgresConnections = 20
	postgresLight          = 5
	postgresSessions       = maxPostgresConnections / 2
	// connectTimeout is how long it may take to open one.
	connectTimeout = 10 * time.Second
)

func openPostgres(ctx context.Context, url string, as access, log *slog.Logger) (*Store, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read DATABASE_URL: %w", err)
	}
	network := newNetwork()
	config.DialFunc = network.dial
	if config.ConnectTimeout == 0 || config.ConnectTimeout > connectTimeout {
		config.ConnectTimeout = connectTimeout
	}
	d := postgresDialect()
	h := &health{dialect: d, log: log, network: network}
	opens := stdlib.GetConnector(*config, stdlib.OptionAfterConnect(setUp))
	pool, light := newGrowingPools(opens, h, maxPostgresConnections-postgresLight, postgresLight)
	h.pool = onePool(&connector{Connector: &patientConnector{opens, nil, pool.makeRoom}, dialect: d, health: h})
	side := onePool(&connector{Connector: &patientConnector{opens, h.errIfSilent, pool.makeRoom}, dialect: d, health: h})
	s := &Store{sql: pool.DB, sessions: turns.New[int64](postgresSessions, postgresSessions), listen: config, log: log, dialect: d, health: h,
		growing: []*growingPool{pool, light}, claims: &claims{side, d}}
	if err := preparePostgres(ctx, pool.DB, as, log); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if s.gorm, err = gorm.Open(postgres.New(postgres.Config{Conn: pool.DB}), gormConfig(log)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.makeLanes(light.DB)
	return s, nil
}

// onePool is a pool of one connection, for what must not wait for requests.
func onePool(opens driver.Connector) *sql.DB {
	pool := sql.OpenDB(opens)
	pool.SetMaxOpenConns(1)
	return pool
}

func postgresDialect() dialect {
	return dialect{
		name:       "postgres",
		keyText:    `text COLLATE "C"`,
		decimal:    "numeric",
		number:     "bigint",
		rowNumber:  "bigint NOT NULL",
		moreMemory: []string{"SET work_mem = '64MB'"},
		// Temporary tables are dropped too: their statistics would be wrong for the
		// rows of the next session.
		lessMemory:    []string{"DISCARD TEMP", "RESET work_mem"},
		now:           "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS bigint)",
		greatest:      "greatest",
		forShare:      "FOR SHARE",
		forUpdate:     "FOR UPDATE",
		forUpdateFree: "FOR UPDATE SKIP LOCKED",
		lock:          "SELECT pg_advisory_lock(hashtextextended(?, 0))",
		tryLock:       "SELECT pg_try_advisory_lock(hashtextextended($1, 0))",
		tryTxLock:     "SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))",
		unlock:        "SELECT pg_advisory_unlock(hashtextextended($1, 0))",
		unlockAll:     "SELECT pg_advisory_unlock_all()",
		listen:        "LISTEN omnimap",
		notify:        "SELECT pg_notify('omnimap', ?)",
		fewRows: map[string]string{
			"enable_hashjoin": "off", "enable_mergejoin": "off", "enable_seqscan": "off",
			// Such a plan must not be reused when there are many rows.
			"plan_cache_mode": "force_custom_plan",
		},
		// A transaction that is read-only may make no temporary tables.
		snapshot:  sql.TxOptions{Isolation: sql.LevelRepeatableRead},
		each:      eachPostgres,
		timeLimit: setTimeout,
		idleLimit: "SELECT set_config('idle_in_transaction_session_timeout', ?, true)",
		bulk:      copyFrom,
		condition: conditionOfPostgres,
		readOnly:  "SELECT current_setting('transaction_read_only') = 'on'",
		tryWrite:  tryWritePostgres,
	}
}

// setTimeout limits the milliseconds of a transaction's statements, as SET LOCAL
// does, with an argument.
const setTimeout = "SELECT set_config('statement_timeout', $1, true)"

// setUp prepares a connection. The compilation of statements takes longer than
// they do (ADR 1). The server notices within ten seconds that the client is
// gone, and lets go of what it has locked.
func setUp(ctx context.Context, conn *pgx.Conn) error {
	if _, err := conn.Exec(ctx, `SET jit = off; SET tcp_keepalives_idle = 3; SET tcp_keepalives_interval = 2;
SET tcp_keepalives_count = 2; SET tcp_user_timeout = 7000`); err != nil {
		return err
	}
	// On some systems there is no such check.
	_, err := conn.Exec(ctx, "SET client_connection_check_interval = '2s'")
	if errors.As(err, new(*pgconn.PgError)) {
		return nil
	}
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
	session, err := pool.Conn(ctx)
	if err != nil {
		return err
	}
	defer session.Close()
	return session.Raw(func(raw any) error {
		c := raw.(*conn)
		err := query.run(ctx, c.Conn.(*stdlib.Conn).Conn(), each)
		if pgconn.SafeToRetry(err) {
			return driver.ErrBadConn
		}
		return c.explain(ctx, err)
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
func copyFrom(ctx context.Context, session *sql.Conn, table string, columns []string, rows [][]any) error {
	return session.Raw(func(raw any) error {
		c := raw.(*conn)
		_, err := c.Conn.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromRows(rows))
		return c.explain(ctx, err)
	})
}
