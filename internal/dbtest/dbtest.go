// Package dbtest gives tests databases of both dialects. PostgreSQL is taken from
// TEST_DATABASE_URL; else a private cluster is started from the machine's own
// binaries, or, where there are none, from those that embedded-postgres brings.
package dbtest

import (
	"os"
	"path/filepath"
	"testing"
)

// The patterns of the names of folders with databases.
const (
	clusterFolder = "omnimap-postgres-*"
	sqliteFolder  = "omnimap-sqlite-*"
)

// Main runs a package's tests and then removes what they made here for all of
// them; TestMain calls it.
func Main(m *testing.M) {
	code := m.Run()
	for _, t := range []*template{&migrated, &partitionedSchema} {
		t.drop()
	}
	if server.stop != nil {
		server.stop()
	}
	os.Exit(code)
}

// Each runs a test on a database of each dialect, both at once: each has the
// schema, and no rows.
func Each(t *testing.T, test func(t *testing.T, databaseURL string)) {
	t.Helper()
	each(t, test, []source{{"sqlite", SQLite}, {"postgres", Postgres}})
}

// EachPartitioned is Each, and runs the test on a partitioned schema too.
func EachPartitioned(t *testing.T, test func(t *testing.T, databaseURL string)) {
	t.Helper()
	each(t, test, []source{{"sqlite", SQLite}, {"postgres", Postgres}, {"partitioned", Partitioned}})
}

// EachEmpty is Each on databases without a schema.
func EachEmpty(t *testing.T, test func(t *testing.T, databaseURL string)) {
	t.Helper()
	each(t, test, []source{{"sqlite", EmptySQLite}, {"postgres", EmptyPostgres}})
}

// A source gives the URL of a database of its kind.
type source struct {
	name string
	url  func(testing.TB) string
}

func each(t *testing.T, test func(t *testing.T, databaseURL string), sources []source) {
	t.Helper()
	for _, source := range sources {
		t.Run(source.name, func(t *testing.T) {
			t.Parallel()
			test(t, source.url(t))
		})
	}
}

// SQLite gives the URL of a database that has the schema, and no rows.
func SQLite(tb testing.TB) string {
	tb.Helper()
	content, err := migratedSQLite()
	if err != nil {
		tb.Fatalf("make a database to test on: %v", err)
	}
	path := sqlitePath(tb)
	if err := os.WriteFile(path, content, 0o644); err != nil {
		tb.Fatal(err)
	}
	return "sqlite:" + path
}

// EmptySQLite gives the URL of a database that does not exist yet.
func EmptySQLite(tb testing.TB) string {
	tb.Helper()
	return "sqlite:" + sqlitePath(tb)
}

func sqlitePath(tb testing.TB) string {
	tb.Helper()
	folder, err := os.MkdirTemp(memoryFolder(), sqliteFolder) //nolint:usetesting // TempDir is on the disk.
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			tb.Error(err)
		}
	})
	return filepath.Join(folder, "test.db")
}

// Postgres gives the URL of a database that has the schema and no rows. It is
// dropped when the test ends. A PostgreSQL that cannot be had fails the test.
func Postgres(tb testing.TB) string {
	tb.Helper()
	return migrated.copy(tb)
}

// EmptyPostgres is Postgres without a schema.
func EmptyPostgres(tb testing.TB) string {
	tb.Helper()
	return copyOf(tb, "template0")
}
