package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"gorm.io/gorm"

	"omnimap/internal/turns"
	"omnimap/model"
)

// Store is an open database, brought to the newest schema. It is safe for
// concurrent use.
type Store struct {
	gorm    *gorm.DB
	sql     *sql.DB
	dialect dialect
	// writer holds a token for the one writer of SQLite, so that writers queue
	// in order and do not time out polling for the file's lock. It is nil for
	// PostgreSQL.
	writer chan struct{}
	// lanes are for reads outside of transactions.
	lanes lanes
	// sessions are the turns of sessions: as many as half of the connections.
	// Sessions wait for each other's locks, and reads must not wait with them.
	sessions *turns.Turns[int64]
	// listen is how to open the listening connection. It is nil if one process
	// serves the database; then local are its listeners.
	listen *pgx.ConnConfig
	local  localListeners
	// file is that of SQLite; nil for PostgreSQL.
	file   *sqliteFile
	log    *slog.Logger
	health *health
	// growing are the pools, of which that of sql is the first; none for SQLite,
	// whose pools do not change.
	growing []*growingPool
	// claims holds this process's advisory locks of Store.TryLock; nil if one
	// process serves the database.
	claims *claims
}

// dialect is what differs between the two databases.
type dialect struct {
	name string
	// keyText is the type of a text that is compared by code point, and decimal
	// that of an exact decimal number.
	keyText, decimal string
	// now is the time in microseconds since 1970.
	now string
	// number is the type of a whole number: SQLite uses a primary key as the row
	// id only if its type is integer. rowNumber is the type of the number of a
	// staged row, which is SQLite's row id.
	number, rowNumber string
	// keyed follows the columns of a temporary table with a key.
	keyed string
	// moreMemory are statements that let a connection sort many rows, and
	// lessMemory those that undo it.
	moreMemory, lessMemory []string
	// greatest is the function for the larger of two values.
	greatest string
	// forShare and forUpdate lock the rows that a query reads; forUpdateFree leaves
	// those out that are locked.
	forShare, forUpdate, forUpdateFree string
	// lock takes an advisory lock by its name for the connection; tryLock does so
	// if it is free, and tryTxLock takes one, if it is free, for the transaction.
	// They are empty if one process serves the database.
	lock, tryLock, tryTxLock string
	// unlock releases an advisory lock of a connection, and unlockAll all of them.
	unlock, unlockAll string
	// fewRows are the planner's settings when few rows are expected.
	fewRows map[string]string
	// each runs a query and calls each for its rows, in the fastest way.
	each func(ctx context.Context, pool *sql.DB, query statement, each func(Row) error) error
	// timeLimit limits, for a transaction, the milliseconds of its statements. It
	// is empty if the end of a context interrupts them.
	timeLimit string
	// idleLimit limits, for a transaction, the milliseconds in which its process
	// does nothing. It is empty if one process serves the database.
	idleLimit string
	// listen starts listening, and notify sends a text. They are empty if one
	// process serves the database.
	listen, notify string
	// snapshot begins a transaction that reads one state of the database.
	snapshot sql.TxOptions
	// bulk writes rows to a table in the fastest way.
	bulk func(ctx context.Context, conn *sql.Conn, table string, columns []string, rows [][]any) error
	// condition says what an error means for the database; nil if it is about a
	// statement.
	condition func(error) *condition
	// readOnly asks whether the database takes no writes, and tryWrite tries one.
	readOnly string
	tryWrite func(context.Context, *Store) error
}

// table returns the column list of a temporary table with the types of the
// dialect, and what follows it.
func (d dialect) table(columns string) string {
	columns = strings.NewReplacer("KEYTEXT", d.keyText, "DECIMALTYPE", d.decimal, "ROWNUMBER", d.rowNumber, "bigint", d.number).Replace(columns)
	if !strings.Contains(columns, "PRIMARY KEY") || strings.Contains(columns, d.number+" NOT NULL PRIMARY KEY") {
		return "(" + columns + ")"
	}
	return "(" + columns + ")" + d.keyed
}

// gormConfig is common to both dialects.
func gormConfig(log *slog.Logger) *gorm.Config {
	return &gorm.Config{
		Logger:                 statementLogger{log},
		SkipDefaultTransaction: true,
		TranslateError:         true,
		NowFunc:                func() time.Time { return time.Now().UTC() },
	}
}

// Close closes all connections.
func (s *Store) Close() error {
	err := errors.Join(s.health.pool.Close(), s.sql.Close())
	if s.lanes.light.pool != nil {
		err = errors.Join(err, s.lanes.light.pool.Close())
	}
	if s.claims != nil {
		err = errors.Join(err, s.claims.pool.Close())
	}
	if s.file != nil {
		err = errors.Join(err, s.file.close())
	}
	return err
}

// Ping reports whether the database answers. It has a connection of its own.
func (s *Store) Ping(ctx context.Context) error {
	return s.health.check(ctx)
}

// Pool is the pool of connections for all but light reads, for its statistics.
func (s *Store) Pool() *sql.DB {
	return s.sql
}

// LightPool is the pool of connections for light reads, for its statistics.
func (s *Store) LightPool() *sql.DB {
	return s.lanes.light.pool
}

// Dialect is "postgres" or "sqlite".
func (s *Store) Dialect() string {
	return s.dialect.name
}

// Shared reports whether other processes may serve the same database.
func (s *Store) Shared() bool {
	return s.dialect.lock != ""
}

// Reader returns a handle for what the server itself reads outside of a
// transaction, at any time. What a request reads is for Read and Each.
func (s *Store) Reader(ctx context.Context) *gorm.DB {
	return s.gorm.WithContext(ctx)
}

// A Row is a row of a query's result.
type Row interface{ Scan(dst ...any) error }

// Change runs fn in one transaction on its own connection. It commits if fn
// returns nil, and rolls back after an error or a panic.
func (s *Store) Change(ctx context.Context, fn func(*Tx) error) error {
	return s.session(ctx, func(session *Session) error {
		return session.Change(ctx, fn)
	})
}

// A Session is one connection held for some time, so that rows can be staged in
// temporary tables before the transaction that uses them takes its locks.
type Session struct {
	store *Store
	conn  *sql.Conn
	gorm  *gorm.DB
	// staged are the temporary tables to drop when the session ends, and locked
	// says whether it may hold advisory locks.
	staged []string
	locked bool
	// moreMemory says that useMemory was called.
	moreMemory bool
	// writing receives the result of the write in progress; nil if there is none.
	writing chan error
}

// Session runs fn with its own connection, once fewer than half of the
// connections are used so and it is the turn of the context's account. The
// staging tables of fn are dropped afterwards.
func (s *Store) Session(ctx context.Context, fn func(*Session) error) error {
	leave, err := s.sessions.Take(ctx, model.ActorOf(ctx).AccountID)
	if err != nil {
		return fmt.Errorf("wait for other changes: %w", err)
	}
	defer leave()
	return s.session(ctx, fn)
}

// ReadSession is Session for what waits for no lock. It waits for no other session.
func (s *Store) ReadSession(ctx context.Context, fn func(*Session) error) error {
	return s.session(ctx, fn)
}

func (s *Store) session(ctx context.Context, fn func(*Session) error) error {
	conn, err := s.sql.Conn(ctx)
	if err != nil {
		return fmt.Errorf("open a connection: %w", err)
	}
	defer conn.Close()
	g := s.gorm.Session(&gorm.Session{NewDB: true, Context: ctx})
	g.Statement.ConnPool = conn
	session := &Session{store: s, conn: conn, gorm: g}
	defer session.end(context.WithoutCancel(ctx))
	return fn(session)
}

// Change runs fn in one transaction on the session's connection. If ctx ends
// before fn returns, it rolls back; a commit that has begun is finished.
func (s *Session) Change(ctx context.Context, fn func(*Tx) error) error {
	// If staging was canceled, the error of its last write does not matter.
	_ = s.await()
	if s.store.writer != nil {
		select {
		case s.store.writer <- struct{}{}:
			defer func() { <-s.store.writer }()
		case <-ctx.Done():
			return fmt.Errorf("wait for other changes: %w", ctx.Err())
		}
	}
	var tx *Tx
	err := s.gorm.WithContext(context.WithoutCancel(ctx)).Transaction(func(g *gorm.DB) error {
		tx = &Tx{DB: g.WithContext(ctx), dialect: s.store.dialect}
		if err := fn(tx); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		return s.store.checkFile()
	})
	if err != nil {
		return err
	}
	if len(tx.events) > 0 {
		s.store.local.send(tx.events)
	}
	if tx.isWork {
		s.store.health.recordWrite()
	}
	return nil
}

// Snapshot runs fn in one transaction that reads one state of the database and
// writes temporary tables only, which are no part of that: it takes no lock that
// another transaction waits for, and waits for none. See ADR 4.
func (s *Session) Snapshot(ctx context.Context, fn func(*Tx) error) error {
	_ = s.await()
	options := s.store.dialect.snapshot
	return s.gorm.WithContext(context.WithoutCancel(ctx)).Transaction(func(g *gorm.DB) error {
		return fn(&Tx{DB: g.WithContext(ctx), dialect: s.store.dialect})
	}, &options)
}

// Exec executes a statement on the session's connection, outside of any
// transaction.
func (s *Session) Exec(statement string) error {
	return s.gorm.Exec(statement).Error
}

// Row runs a query for one row on the session's connection.
func (s *Session) Row(query string) *sql.Row {
	return s.gorm.Raw(query).Row()
}

// Query runs a query on the session's connection.
func (s *Session) Query(query string) (*sql.Rows, error) {
	return s.gorm.Raw(query).Rows()
}
