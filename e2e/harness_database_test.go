package e2e

import (
	"context"
	"database/sql"
	"log/slog"
	"testing"
	"time"

	"omnimap/db"
)

// execute changes a database behind the program's back.
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

// lockAccount has the database keep every change waiting until released.
func lockAccount(t *testing.T, store *db.Store) (release func()) {
	t.Helper()
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

// awaitOperation waits until the server is at work, as far as can be told from
// outside: SQLite shows nothing of what waits.
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

// lockIntegrations has whoever changes an integration wait until it is let go.
func lockIntegrations(t *testing.T, url string) (release func()) {
	t.Helper()
	return holdLock(t, url, "SELECT 1 FROM integrations FOR UPDATE")
}

// holdLock has whoever wants what a statement locks wait until it is let go.
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

// cutListeners has PostgreSQL end the connections that listen, of which there
// may be none just now.
func cutListeners(t *testing.T, url string) {
	t.Helper()
	cut := 0
	for deadline := time.Now().Add(patience); cut == 0; {
		if time.Now().After(deadline) {
			t.Fatal("nobody listens")
		}
		cut = queryInt(t, url, `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN omnimap' AND pid <> pg_backend_pid()`)
	}
}

// queryInt reads a number from a database behind the program's back.
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
