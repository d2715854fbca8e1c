package dbtest

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"omnimap/db"
)

// A template is a database of PostgreSQL that has a schema, made when it is first
// asked for. Tests have copies of it, which cost less than migrating.
type template struct {
	name    string
	migrate func(url string) error

	once sync.Once
	made bool
	err  error
}

var (
	migrated          = template{name: "migrated", migrate: migrate}
	partitionedSchema = template{name: "partitioned", migrate: migratePartitioned}
)

// database is the template's name in the server, which other processes may use
// at the same time.
func (t *template) database() string {
	return fmt.Sprintf("omnimap_template_%d_%s", os.Getpid(), t.name)
}

func (t *template) make() error {
	if err := server.execute(createDatabase(t.database(), "template0")); err != nil {
		return err
	}
	t.made = true
	url, err := server.databaseURL(t.database())
	if err != nil {
		return err
	}
	return t.migrate(url)
}

// copy gives the URL of a copy of the template.
func (t *template) copy(tb testing.TB) string {
	tb.Helper()
	server.need(tb)
	t.once.Do(func() { t.err = t.make() })
	if t.err != nil {
		tb.Fatalf("make the %s template database: %v", t.name, t.err)
	}
	return copyOf(tb, t.database())
}

// drop drops a template that was made.
func (t *template) drop() {
	if !t.made {
		return
	}
	if err := server.execute(dropDatabase(t.database())); err != nil {
		fmt.Fprintf(os.Stderr, "drop the %s template database: %v\n", t.name, err)
	}
}

// copyOf gives the URL of a new database like another one of the server, which
// is dropped when the test ends.
func copyOf(tb testing.TB, original string) string {
	tb.Helper()
	server.need(tb)
	name := fmt.Sprintf("omnimap_test_%d_%d", os.Getpid(), server.databases.Add(1))
	if err := server.execute(createDatabase(name, original)); err != nil {
		tb.Fatalf("make a database to test on: %v", err)
	}
	tb.Cleanup(func() {
		if err := server.execute(dropDatabase(name)); err != nil {
			tb.Errorf("drop the database: %v", err)
		}
	})
	url, err := server.databaseURL(name)
	if err != nil {
		tb.Fatal(err)
	}
	return url
}

func createDatabase(name, original string) string {
	return "CREATE DATABASE " + name + " ENCODING 'UTF8' TEMPLATE " + original
}

func dropDatabase(name string) string {
	return "DROP DATABASE " + name + " WITH (FORCE)"
}

// migrate gives a database the schema.
func migrate(url string) error {
	store, err := db.Open(context.Background(), url, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	return store.Close()
}

// migratedSQLite is the content of a database file that has the schema.
var migratedSQLite = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "omnimap-sqlite-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "migrated.db")
	if err := migrate("sqlite:" + path); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})
