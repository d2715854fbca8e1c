package db

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"omnimap/model"
)

// TestConditionOfPostgres says what PostgreSQL's errors mean. Nil is for what
// is about a statement.
func TestConditionOfPostgres(t *testing.T) {
	refused := func(code string) error { return fmt.Errorf("load: %w", &pgconn.PgError{Code: code}) }
	tests := []struct {
		err  error
		want *condition
	}{
		{refused("53100"), &isFull},
		{refused("53400"), &isOverLimit},
		{refused("53300"), &isCrowded},
		{refused("53200"), &isFailing},
		{refused("25006"), &isReadOnly},
		{refused("55P03"), &isLocked},
		{refused("08006"), &isAway},
		{refused("57P01"), &isAway},
		{refused("57P02"), &isAway},
		{refused("57P03"), &isAway},
		{refused("58030"), &isFailing},
		{refused("XX000"), &isBroken},
		{refused("XX001"), &isBroken},
		{fmt.Errorf("load: %w", lost(io.EOF)), &isAway},
		{fmt.Errorf("load: %w", lost(net.ErrClosed)), &isAway},
		{fmt.Errorf("load: %w", driver.ErrBadConn), &isAway},
		{fmt.Errorf("load: %w", pgconn.ErrConnClosed), &isAway},
		{refused("57014"), nil}, // canceled
		{refused("40P01"), nil}, // a deadlock
		{refused("23505"), nil},
		{refused("42P01"), nil},
		{io.EOF, nil},
		{io.ErrUnexpectedEOF, nil},
		{context.Canceled, nil},
		{errors.New("another error"), nil},
	}
	for _, test := range tests {
		if got := conditionOfPostgres(test.err); got != test.want {
			t.Errorf("%v means %+v, want %+v", test.err, got, test.want)
		}
	}
}

// TestConditionOfConnecting opens connections that PostgreSQL, or the way to it,
// refuses.
func TestConditionOfConnecting(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	for _, url := range []string{"postgres://shop:geheim@" + address + "/shop?sslmode=disable", "postgres://shop@/shop?host=" + t.TempDir()} {
		_, err := pgx.Connect(t.Context(), url)
		if got := conditionOfPostgres(err); got != &isAway {
			t.Errorf("%v means %+v", err, got)
		}
	}
}

// TestConditionOfSQLite has SQLite itself make each error.
func TestConditionOfSQLite(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "shop.db")
	store, err := openSQLite(t.Context(), path, toChange, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	tests := []struct {
		name       string
		want       *condition
		statements string
	}{
		{"full", &isFull, "PRAGMA max_page_count = 1; CREATE TABLE many AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9999) SELECT i FROM n"},
		{"read-only", &isReadOnly, "PRAGMA query_only = 1; DELETE FROM accounts"},
		{"locked", &isLocked, "PRAGMA busy_timeout = 1; ATTACH 'file:" + path + "' AS again; BEGIN; DELETE FROM accounts; DELETE FROM again.accounts"},
		{"no file", &isNoFile, "ATTACH '" + filepath.Join(folder, "missing", "shop.db") + "' AS missing"},
		{"no such table", nil, "DELETE FROM nothing"},
		{"a duplicate", nil, "INSERT INTO accounts SELECT * FROM (SELECT 1, 'a', 1 UNION ALL SELECT 1, 'b', 1)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			conn, err := store.sql.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer discard(conn)
			_, err = conn.ExecContext(t.Context(), test.statements)
			if got := conditionOfSQLite(err); got != test.want || err == nil {
				t.Errorf("%v means %+v, want %+v", err, got, test.want)
			}
			fault := model.FaultOf(err)
			if (fault != nil) != (test.want != nil) || fault != nil && (!errors.Is(err, test.want.kind) || fault.Message != test.want.message) {
				t.Errorf("%v is the fault %+v", err, fault)
			}
		})
	}
}

// TestConditionsSay wants every condition to say what is wrong and what to do.
func TestConditionsSay(t *testing.T) {
	for _, found := range []*condition{&isAway, &isReadOnly, &isCrowded, &isLocked, &isFailing, &isBroken, &isNoFile, &isDamaged, &isOverLimit, &isFull} {
		if found.kind != ErrUnavailable && found.kind != ErrDiskFull || strings.Count(found.message, ". ")+strings.Count(found.message, ", ") == 0 || !strings.HasSuffix(found.message, ".") {
			t.Errorf("%+v", found)
		}
	}
}
