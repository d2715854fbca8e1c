package db

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"runtime"
	"strings"
	"unicode/utf8"

	"github.com/gofrs/flock"
	"github.com/libtnb/sqlite"
	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"gorm.io/gorm"
	modernc "modernc.org/sqlite"

	"omnimap/internal/turns"
)

// init registers the functions that the migrations create on PostgreSQL. The
// driver registers functions for the whole process.
func init() {
	modernc.MustRegisterDeterministicScalarFunction("fold", 1, fold)
	modernc.MustRegisterDeterministicScalarFunction("to_decimal", 1, toDecimal)
	modernc.MustRegisterDeterministicScalarFunction("listing_text", 3, listingText)
	modernc.MustRegisterDeterministicScalarFunction("omni_text", 3, omniText)
}

// fold is a text in lower case by Unicode's rules, for searches; SQLite's lower
// knows ASCII only. A final sigma is folded to the other one, since a search
// may end within a word.
func fold(_ *modernc.FunctionContext, args []driver.Value) (driver.Value, error) {
	text, ok := args[0].(string)
	if !ok {
		return nil, nil
	}
	return lower(text), nil
}

func lower(text string) string {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return strings.ReplaceAll(cases.Lower(language.Und).String(text), "ς", "σ")
		}
	}
	return strings.ToLower(text)
}

// toDecimal is the decimal number of a load, which SQLite stores as text; the
// empty text clears.
func toDecimal(_ *modernc.FunctionContext, args []driver.Value) (driver.Value, error) {
	if text, ok := args[0].(string); ok && text != "" {
		return text, nil
	}
	return nil, nil
}

func openSQLite(ctx context.Context, path string, as access, log *slog.Logger) (*Store, error) {
	file, err := findSQLiteFile(path, as, log)
	if err != nil {
		return nil, err
	}
	opens, err := file.connect(ctx, as, log)
	if err != nil {
		return nil, errors.Join(err, file.close())
	}
	d := sqliteDialect(file.real)
	h := &health{dialect: d, log: log}
	explained := &connector{Connector: opens, dialect: d, health: h}
	h.pool = onePool(explained)
	// Readers do not wait for the one writer; more connections than these only
	// cost memory.
	sessions := 2 + runtime.NumCPU()
	s := &Store{sql: sqlitePool(explained, sessions+MaxStreams+heavyAtOnce()+1), sessions: turns.New[int64](sessions, sessions),
		file: file, log: log, writer: make(chan struct{}, 1), dialect: d, health: h}
	if s.gorm, err = gorm.Open(sqlite.New(sqlite.Config{Conn: s.sql}), gormConfig(log)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.makeLanes(sqlitePool(explained, 2+runtime.NumCPU()))
	return s, nil
}

func sqliteDialect(path string) dialect {
	return dialect{
		name:      "sqlite",
		keyText:   "text",
		decimal:   "text",
		number:    "integer",
		rowNumber: "integer PRIMARY KEY",
		keyed:     " WITHOUT ROWID",
		// Not the cache of temporary tables: after it is reduced again, SQLite
		// reports them as malformed.
		moreMemory: []string{"PRAGMA cache_size = -12288"},
		lessMemory: []string{"PRAGMA cache_size = -2048", "PRAGMA shrink_memory"},
		now:        "CAST(unixepoch('subsec') * 1000 AS integer) * 1000",
		greatest:   "max",
		// Without it a transaction takes the writer's lock when it begins.
		snapshot:  sql.TxOptions{ReadOnly: true},
		each:      eachSQLite,
		bulk:      insertBatches,
		condition: conditionOfSQLite,
		tryWrite:  tryWriteSQLite(path),
		readOnly:  "SELECT count(*) < 0 FROM (SELECT 1 FROM accounts LIMIT 1)",
	}
}

func sqlitePool(connector driver.Connector, connections int) *sql.DB {
	pool := sql.OpenDB(connector)
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return pool
}

// connect gives connections to the file, once its schema is as it must be.
func (f *sqliteFile) connect(ctx context.Context, as access, log *slog.Logger) (driver.Connector, error) {
	if as == toRead {
		return f.connectToRead(ctx)
	}
	if err := f.migrate(ctx, log); err != nil {
		return nil, err
	}
	connector, err := modernc.NewConnector(sqliteDSN(f.path, journalMode))
	if err != nil || as != toServe {
		return connector, err
	}
	pool := sql.OpenDB(connector)
	if f.watch, err = watchFile(ctx, f, pool, log); err != nil {
		pool.Close()
		return nil, err
	}
	return watchedConnector{connector, f.watch}, nil
}

// connectToRead gives connections to a file whose schema is this program's.
func (f *sqliteFile) connectToRead(ctx context.Context) (driver.Connector, error) {
	connector, err := modernc.NewConnector(sqliteDSN(f.path))
	if err != nil {
		return nil, err
	}
	pool := sql.OpenDB(connector)
	defer pool.Close()
	return connector, checkSchema(ctx, pool, sqliteSchema)
}

// migrate brings the schema up to date. It holds a file lock: SQLite has no lock
// over the several transactions of a migration.
func (f *sqliteFile) migrate(ctx context.Context, log *slog.Logger) error {
	lock := flock.New(f.real + "-migrate")
	if err := lock.Lock(); err != nil {
		return fmt.Errorf("lock %s for migration: %w", f.path, err)
	}
	defer lock.Unlock()
	pool, err := sql.Open(sqlite.DriverName, sqliteDSN(f.path))
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := prepareSchema(ctx, pool, sqliteSchema, nil, log); err != nil {
		return err
	}
	// Only now: another program's file stays as it is.
	if _, err := pool.ExecContext(ctx, "PRAGMA "+journalMode); err != nil {
		return fmt.Errorf("set the mode of the journal: %w", err)
	}
	return nil
}

// journalMode has writers append to a file beside, so that readers go on. The
// database's file remembers it.
const journalMode = "journal_mode(WAL)"

// sqliteDSN makes writers take the lock when they begin, so that no transaction
// fails halfway because another one wrote first. Each connection has a cache of
// its own, so these are small; the operating system caches the file too. No
// connection makes a file that is not there.
func sqliteDSN(path string, pragmas ...string) string {
	params := url.Values{
		"mode":    {"rw"},
		"_txlock": {"immediate"},
		"_pragma": append([]string{"busy_timeout(30000)", "cache_size(-2048)", "analysis_limit(1000)"}, pragmas...),
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + params.Encode()
}

func eachSQLite(ctx context.Context, pool *sql.DB, query statement, each func(Row) error) error {
	rows, err := pool.QueryContext(ctx, query.text, query.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := each(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// insertRows is how many rows one INSERT has.
const insertRows = 50

// insertBatches writes rows by prepared INSERTs of many rows, in one
// transaction. The tables are temporary, so it does not lock the database.
func insertBatches(ctx context.Context, conn *sql.Conn, table string, columns []string, rows [][]any) error {
	// Canceled between the two, the connection would go back to the pool within a
	// transaction.
	whole := context.WithoutCancel(ctx)
	if _, err := conn.ExecContext(whole, "BEGIN"); err != nil {
		return err
	}
	err := insertAll(ctx, conn, table, columns, rows)
	if err == nil {
		_, err = conn.ExecContext(whole, "COMMIT")
	}
	if err != nil {
		// A full disk may have ended the transaction already.
		_, _ = conn.ExecContext(whole, "ROLLBACK")
	}
	return err
}

func insertAll(ctx context.Context, conn *sql.Conn, table string, columns []string, rows [][]any) error {
	row := "(?" + strings.Repeat(", ?", len(columns)-1) + ")"
	insert := func(n int) string {
		return "INSERT INTO " + table + " (" + strings.Join(columns, ", ") + ") VALUES " + row + strings.Repeat(", "+row, n-1)
	}
	full, err := conn.PrepareContext(ctx, insert(insertRows))
	if err != nil {
		return err
	}
	defer full.Close()
	args := make([]any, 0, insertRows*len(columns))
	for len(rows) >= insertRows {
		args = args[:0]
		for _, r := range rows[:insertRows] {
			args = append(args, r...)
		}
		if _, err := full.ExecContext(ctx, args...); err != nil {
			return err
		}
		rows = rows[insertRows:]
	}
	if len(rows) == 0 {
		return nil
	}
	args = args[:0]
	for _, r := range rows {
		args = append(args, r...)
	}
	_, err = conn.ExecContext(ctx, insert(len(rows)), args...)
	return err
}
