package db_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"omnimap/db"
	"omnimap/internal/dbtest"
)

// TestLimitIdle throws a transaction out that does nothing for too long, so that
// another one gets what it has locked, and until then leaves that out.
func TestLimitIdle(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	store, err := db.Open(ctx, dbtest.Postgres(t), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if err := store.Reader(ctx).Exec("INSERT INTO accounts (id, name, created_at) VALUES (1, 'A', 0)").Error; err != nil {
		t.Fatal(err)
	}
	err = store.Change(ctx, func(idle *db.Tx) error {
		if err := idle.LimitIdle(300 * time.Millisecond); err != nil {
			t.Error(err)
		}
		if err := idle.LockAccount(1); err != nil {
			t.Error(err)
		}
		return store.Change(ctx, func(tx *db.Tx) error {
			var free []int64
			if err := tx.Select("SELECT id FROM accounts "+tx.ForUpdateFree(), nil, &free); err != nil || len(free) > 0 {
				t.Errorf("%v are not locked, %v", free, err)
			}
			return tx.LockAccount(1)
		})
	})
	if err == nil {
		t.Error("the idle transaction was committed")
	}
}
