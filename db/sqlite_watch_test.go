package db_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"

	"omnimap/db"
	"omnimap/internal/dbtest"
)

// TestFileGone deletes a served database's file in the middle of a change, which
// is then not committed, and everything after it is refused.
func TestFileGone(t *testing.T) {
	t.Parallel()
	ctx, url := context.Background(), dbtest.SQLite(t)
	store, err := db.OpenToServe(ctx, url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	addAccount := func(remove string) error {
		return store.Change(ctx, func(tx *db.Tx) error {
			if err := tx.Exec("INSERT INTO accounts (id, name, created_at) VALUES (1, 'a', 0)").Error; err != nil {
				return err
			}
			return os.Remove(remove)
		})
	}
	if err := addAccount(strings.TrimPrefix(url, "sqlite:")); !errors.Is(err, db.ErrUnavailable) {
		t.Errorf("a change in whose middle the file goes gives the error %v", err)
	}
	var n int
	for what, err := range map[string]error{
		"a change": addAccount("nothing"),
		"a query":  store.Reader(ctx).Raw("SELECT count(*) FROM accounts").Row().Scan(&n),
		"rows":     store.Each(ctx, "SELECT id FROM accounts", nil, func(db.Row) error { return nil }),
		"a ping":   store.Ping(ctx),
	} {
		if !errors.Is(err, db.ErrUnavailable) {
			t.Errorf("%s gives the error %v", what, err)
		}
	}
}

// TestOneServer opens a SQLite file to serve it, twice: the second one is told
// which process has it, until that one closes it. Others open it beside.
func TestOneServer(t *testing.T) {
	t.Parallel()
	ctx, url, log := context.Background(), dbtest.SQLite(t), slog.New(slog.DiscardHandler)
	for range 2 {
		store, err := db.OpenToServe(ctx, url, log)
		if err != nil {
			t.Fatal(err)
		}
		if second, err := db.OpenToServe(ctx, url, log); err == nil || !strings.Contains(err.Error(), fmt.Sprintf("served by the process %d already", os.Getpid())) {
			t.Errorf("a second server: %v, error %v", second, err)
		}
		beside, err := db.OpenExisting(ctx, url, log)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(beside.Close(), store.Close()); err != nil {
			t.Error(err)
		}
	}
}
