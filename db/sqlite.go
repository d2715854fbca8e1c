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
	"github.com/pressly/goose/v3/database"
	"golang.org/x/text/cases"
	"golang.org/x/text/language"
	"gorm.io/gorm"
	modernc "modernc.org/sqlite"
)

// The functions that the migrations make in PostgreSQL. The driver takes
// functions for the whole process, so this is done once, at its start.
func init() {
	modernc.MustRegisterDeterministicScalarFunction("fold", 1, fold)
	modernc.MustRegisterDeterministicScalarFunction("to_decimal", 1, toDecimal)
	modernc.MustRegisterDeterministicScalarFunction("listing_text", 3, listingText)
	modernc.MustRegisterDeterministicScalarFunction("omni_text", 3, omniText)
}

// fold is the text in lower case by Unicode's rules, for searching: SQLite's
// own lower knows ASCII only. A sigma is the same wherever it stands in a word,
// since what is searched for may be a part of one.
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

// toDecimal is what a load gives as a decimal number, which SQLite holds as
// text; the empty text clears.
func toDecimal(_ *modernc.FunctionContext, args []driver.Value) (driver.Value, error) {
	if text, ok := args[0].(string); ok && text != "" {
		return text, nil
	}
	return nil, nil
}

func openSQLite(ctx context.Context, path string, log *slog.Logger) (*Store, error) {
	pool, err := sql.Open(sqlite.DriverName, sqliteDSN(path))
	if err != nil {
		return nil, err
	}
	// Readers go on beside the one writer; more connections than this only
	// cost memory.
	pool.SetMaxOpenConns(4 + 2*runtime.NumCPU())
	pool.SetMaxIdleConns(4 + 2*runtime.NumCPU())
	if err := migrateSQLite(ctx, pool, path, log); err != nil {
		pool.Close()
		return nil, err
	}
	g, err := gorm.Open(sqlite.New(sqlite.Config{Conn: pool}), gormConfig(log))
	if err != nil {
		pool.Close()
		return nil, err
	}
	return &Store{gorm: g, sql: pool, log: log, writer: make(chan struct{}, 1), dialect: dialect{
		name:      "sqlite",
		keyText:   "text",
		decimal:   "text",
		number:    "integer",
		rowNumber: "integer PRIMARY KEY",
		keyed:     " WITHOUT ROWID",
		// Not that of the temporary tables: they are found malformed after it was
		// lowered again.
		moreMemory: []string{"PRAGMA cache_size = -12288"},
		lessMemory: []string{"PRAGMA cache_size = -2048", "PRAGMA shrink_memory"},
		now:        "CAST(unixepoch('subsec') * 1000 AS integer) * 1000",
		greatest:   "max",
		each:       eachSQLite,
		bulk:       insertBatches,
	}}, nil
}

// sqliteDSN has writers take the lock when they begin, so that a transaction
// never fails halfway because another one wrote first. The caches are small,
// since each connection has one of its own, of which a page takes twice its
// size, and the operating system keeps the file's pages, too.
func sqliteDSN(path string) string {
	params := url.Values{
		"_txlock": {"immediate"},
		"_pragma": {"busy_timeout(30000)", "journal_mode(WAL)", "cache_size(-2048)", "analysis_limit(1000)"},
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + params.Encode()
}

// migrateSQLite holds a file's lock meanwhile: SQLite itself has none that
// spans the several transactions of a migration.
func migrateSQLite(ctx context.Context, pool *sql.DB, path string, log *slog.Logger) error {
	lock := flock.New(path + "-migrate")
	if err := lock.Lock(); err != nil {
		return fmt.Errorf("lock %s for migration: %w", path, err)
	}
	defer lock.Unlock()
	return migrate(ctx, database.DialectSQLite3, pool, "migrations/sqlite", nil, log)
}

func eachSQLite(ctx context.Context, pool *sql.DB, query string, args []any, each func(Row) error) error {
	rows, err := pool.QueryContext(ctx, query, args...)
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

// insertRows is how many rows one INSERT holds.
const insertRows = 50

// insertBatches writes rows by prepared INSERTs of many rows each, in one
// transaction. The tables are temporary, so that it does not lock the database.
func insertBatches(ctx context.Context, conn *sql.Conn, table string, columns []string, rows [][]any) error {
	// Given up between the two, the connection would go back to the pool within
	// a transaction.
	whole := context.WithoutCancel(ctx)
	if _, err := conn.ExecContext(whole, "BEGIN"); err != nil {
		return err
	}
	end := "COMMIT"
	err := insertAll(ctx, conn, table, columns, rows)
	if err != nil {
		end = "ROLLBACK"
	}
	_, endErr := conn.ExecContext(whole, end)
	return errors.Join(err, endErr)
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
