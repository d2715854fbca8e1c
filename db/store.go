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
)

// Store is an open database, brought to the newest schema. It is safe for
// concurrent use.
type Store struct {
	gorm    *gorm.DB
	sql     *sql.DB
	dialect dialect
	// writer holds one token where the database bears one writer at a time,
	// so that writers queue here, in order, and do not time out polling for
	// the file's lock. Nil where writers do not wait for each other.
	writer chan struct{}
	// sessions holds a token for every session: half of the connections. They
	// wait for each other's locks, and what is only read must not wait with
	// them.
	sessions chan struct{}
	// listen says how to make the connection that hears what other processes
	// tell. Where it is nil there are none, and local are this one's listeners.
	listen *pgx.ConnConfig
	local  localListeners
	log    *slog.Logger
}

// dialect is what is said differently to the two databases.
type dialect struct {
	name string
	// keyText is the type of a text that is compared by code point, and
	// decimal that of an exact decimal number.
	keyText, decimal string
	// now is the time in microseconds since 1970.
	now string
	// number is the type of a whole number: SQLite makes a key that is one the
	// row's own place only where it is called integer. rowNumber is that of the
	// number of a staged row, by which SQLite also finds it.
	number, rowNumber string
	// keyed is what follows the columns of a temporary table with a key.
	keyed string
	// moreMemory lets a connection sort much at once, and lessMemory has it be
	// as frugal again as others.
	moreMemory, lessMemory []string
	// greatest is the function that gives the larger of two values.
	greatest string
	// forShare and forUpdate lock the rows that a query reads.
	forShare, forUpdate string
	// lock takes a lock by a text, for as long as the connection lives;
	// claimFree does so if it is free, and tryClaim takes one, if it is free,
	// that the transaction would give back. They are empty where one process
	// serves the database.
	lock, tryLock, tryTxLock string
	// unlockAll gives all of a connection's claims back.
	unlockAll string
	// fewRows are the planner's settings where few rows are expected.
	fewRows map[string]string
	// each runs a query and hands over its rows in the way that is fastest.
	each func(ctx context.Context, pool *sql.DB, query string, args []any, each func(Row) error) error
	// listen begins to hear what is told, and notify tells a text. They are
	// empty where one process serves the database.
	listen, notify string
	// bulk writes rows to a table in the way that is fastest.
	bulk func(ctx context.Context, conn *sql.Conn, table string, columns []string, rows [][]any) error
}

// table gives the list of columns of a temporary table, with the dialect's own
// types in it, and what follows.
func (d dialect) table(columns string) string {
	columns = strings.NewReplacer("KEYTEXT", d.keyText, "DECIMALTYPE", d.decimal, "ROWNUMBER", d.rowNumber, "bigint", d.number).Replace(columns)
	if !strings.Contains(columns, "PRIMARY KEY") || strings.Contains(columns, d.number+" NOT NULL PRIMARY KEY") {
		return "(" + columns + ")"
	}
	return "(" + columns + ")" + d.keyed
}

// Open opens the database at url, "postgres://…" or "sqlite:PATH", and brings
// its schema up to date, under a lock where others may be doing the same.
// Statements are logged to log at debug level.
func Open(ctx context.Context, url string, log *slog.Logger) (*Store, error) {
	var s *Store
	var err error
	switch path, isSQLite := strings.CutPrefix(url, "sqlite:"); {
	case isSQLite:
		s, err = openSQLite(ctx, path, log)
	case strings.HasPrefix(url, "postgres://"), strings.HasPrefix(url, "postgresql://"):
		s, err = openPostgres(ctx, url, log)
	default:
		return nil, errors.New("open database: DATABASE_URL must begin with sqlite: or postgres://")
	}
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	s.sessions = make(chan struct{}, s.sql.Stats().MaxOpenConnections/2)
	return s, nil
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
	return s.sql.Close()
}

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	return s.sql.PingContext(ctx)
}

// Pool is the pool of connections, for its statistics.
func (s *Store) Pool() *sql.DB {
	return s.sql
}

// Dialect is "postgres" or "sqlite".
func (s *Store) Dialect() string {
	return s.dialect.name
}

// Shared tells whether other processes may serve the same database beside this
// one.
func (s *Store) Shared() bool {
	return s.dialect.lock != ""
}

// Reader gives a handle for queries outside of a transaction.
func (s *Store) Reader(ctx context.Context) *gorm.DB {
	return s.gorm.WithContext(ctx)
}

// A Row is a row of a query's result.
type Row interface{ Scan(dst ...any) error }

// Each runs a query outside of any transaction, with arguments as GORM takes
// them, and hands over its rows one after the other.
func (s *Store) Each(ctx context.Context, query string, args []any, each func(Row) error) error {
	built := s.Reader(ctx).Raw(query, args...).Statement
	text, began, rows := built.SQL.String(), time.Now(), int64(0)
	err := s.dialect.each(ctx, s.sql, text, built.Vars, func(row Row) error {
		rows++
		return each(row)
	})
	s.gorm.Logger.Trace(ctx, began, func() (string, int64) { return s.gorm.Explain(text, built.Vars...), rows }, err)
	return err
}

// Change runs fn in one transaction, on a connection of its own. What fn
// returns decides: nil commits, an error or a panic rolls back.
func (s *Store) Change(ctx context.Context, fn func(*Tx) error) error {
	return s.session(ctx, func(session *Session) error {
		return session.Change(ctx, fn)
	})
}

// A Session is one connection held for some time, so that rows can be staged
// in temporary tables before the transaction that uses them takes its locks.
type Session struct {
	store *Store
	conn  *sql.Conn
	gorm  *gorm.DB
	// staged are the temporary tables to drop when the session ends, and
	// claimed whether it holds claims to give back.
	staged []string
	locked bool
	// moreMemory says that the connection was given more than others.
	moreMemory bool
	// writing gives what came of the staged rows that are being written; nil
	// where none are.
	writing chan error
}

// Session runs fn with a connection of its own, once fewer than half of the
// connections are taken so. Tables that fn stages are gone afterwards.
func (s *Store) Session(ctx context.Context, fn func(*Session) error) error {
	select {
	case s.sessions <- struct{}{}:
		defer func() { <-s.sessions }()
	case <-ctx.Done():
		return fmt.Errorf("wait for other changes: %w", ctx.Err())
	}
	return s.session(ctx, fn)
}

func (s *Store) session(ctx context.Context, fn func(*Session) error) error {
	conn, err := s.sql.Conn(ctx)
	if err != nil {
		return fmt.Errorf("take a connection: %w", err)
	}
	defer conn.Close()
	g := s.gorm.Session(&gorm.Session{NewDB: true, Context: ctx})
	g.Statement.ConnPool = conn
	session := &Session{store: s, conn: conn, gorm: g}
	defer session.end(context.WithoutCancel(ctx))
	return fn(session)
}

// Change runs fn in one transaction on the session's connection. Where ctx ends
// before fn has, nothing stays; what is already being committed is committed.
func (s *Session) Change(ctx context.Context, fn func(*Tx) error) error {
	// Where staging was given up halfway, its last rows are of no interest.
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
		return ctx.Err()
	})
	if err == nil && len(tx.events) > 0 {
		s.store.local.send(tx.events)
	}
	return err
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
