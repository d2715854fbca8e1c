package e2e

import (
	"context"
	"database/sql"
	"log/slog"
	"testing"
	"time"

	"omnimap/db"
)

// execute changes a database beside the server.
func execute(t *testing.T, url, statement string) {
	t.Helper()
	store, err := db.Open(context.Background(), url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if done := store.Reader(context.Background()).Exec(statement); done.Error != nil || done.RowsAffected != 1 {
		t.Fatalf("%s: %d rows, error %v", statement, done.RowsAffected, done.Error)
	}
}

// openBeside opens a server's database beside it.
func openBeside(t *testing.T, url string) *db.Store {
	t.Helper()
	store, err := db.Open(context.Background(), url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

func change(t *testing.T, store *db.Store, statement string) {
	t.Helper()
	if err := store.Reader(context.Background()).Exec(statement).Error; err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// lockAccount locks the first account, so that every change waits until release
// is called. The server makes that account for its first request.
func lockAccount(t *testing.T, store *db.Store) (release func()) {
	t.Helper()
	change(t, store, "INSERT INTO accounts (id, name, created_at) VALUES (1, 'default', 0) ON CONFLICT DO NOTHING")
	locked, released, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- store.Change(context.Background(), func(tx *db.Tx) error {
			err := tx.LockAccount(1)
			close(locked)
			<-released
			return err
		})
	}()
	<-locked
	return func() {
		t.Helper()
		close(released)
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
}

// awaitOperation waits until the server has begun an operation. On SQLite that
// cannot be seen from outside.
func awaitOperation(t *testing.T, store *db.Store) {
	t.Helper()
	if store.Dialect() == "sqlite" {
		return
	}
	eventually(t, "the work has begun", func() bool {
		var begun int
		if err := store.Reader(context.Background()).Raw("SELECT count(*) FROM operations").Row().Scan(&begun); err != nil {
			t.Fatal(err)
		}
		return begun > 0
	})
}

// lockIntegrations has every change of an integration wait until release is
// called.
func lockIntegrations(t *testing.T, url string) (release func()) {
	t.Helper()
	return holdLock(t, url, "SELECT 1 FROM integrations FOR UPDATE")
}

// holdLock holds the lock that a statement takes until release is called.
func holdLock(t *testing.T, url, statement string) (release func()) {
	t.Helper()
	pool, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	tx, err := pool.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(statement); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := tx.Rollback(); err != nil {
			t.Error(err)
		}
	}
}

// cutListeners has PostgreSQL end the connections that listen for events, and
// waits until there is one.
func cutListeners(t *testing.T, url string) {
	t.Helper()
	cut := 0
	for deadline := time.Now().Add(patience); cut == 0; {
		if time.Now().After(deadline) {
			t.Fatal("no connection listens")
		}
		cut = queryInt(t, url, `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN omnimap' AND pid <> pg_backend_pid()`)
	}
}

// queryInt reads a number from a database beside the server.
func queryInt(t *testing.T, url, query string) int {
	t.Helper()
	pool, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	var n int
	if err := pool.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
