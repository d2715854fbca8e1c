package e2e

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"omnimap/internal/dbtest"
)

// restores are the ways of docs/operate.md to dump a database and to restore
// it.
var restores = map[string]func(t *testing.T, from, to string){
	"plain": func(t *testing.T, from, to string) {
		file := filepath.Join(t.TempDir(), "omnimap.sql")
		postgresTool(t, "pg_dump", "-d", from, "-f", file)
		psql(t, to, "-1", "-f", file)
	},
	"custom": func(t *testing.T, from, to string) {
		file := filepath.Join(t.TempDir(), "omnimap.dump")
		postgresTool(t, "pg_dump", "-Fc", "-d", from, "-f", file)
		postgresTool(t, "pg_restore", "--exit-on-error", "-d", to, file)
	},
	"data alone": func(t *testing.T, from, to string) {
		start(t, to).stop(t) // It makes the tables.
		file := filepath.Join(t.TempDir(), "omnimap.dump")
		postgresTool(t, "pg_dump", "-Fc", "--data-only", "--exclude-table=goose_db_version", "-d", from, "-f", file)
		postgresTool(t, "pg_restore", "--exit-on-error", "-d", to, file)
	},
}

// TestRestore dumps a database in each way and restores it into an empty one,
// which is then verified and used.
func TestRestore(t *testing.T) {
	t.Parallel()
	postgresTools(t)
	from := dbtest.Postgres(t)
	fillFrom(t, from)
	for name, restore := range restores {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			to := dbtest.EmptyPostgres(t)
			restore(t, from, to)
			useCopy(t, to)
		})
	}
	t.Run("partitioned", func(t *testing.T) {
		t.Parallel()
		from, to := dbtest.Partitioned(t), dbtest.EmptyPostgres(t)
		fillFrom(t, from)
		restores["custom"](t, from, to)
		useCopy(t, to)
	})
	t.Run("data alone into partitions", func(t *testing.T) {
		t.Parallel()
		to := dbtest.Partitioned(t)
		restores["data alone"](t, from, to)
		useCopy(t, to)
	})
	t.Run("another schema", func(t *testing.T) {
		t.Parallel()
		from, to := dbtest.EmptyPostgres(t), dbtest.EmptyPostgres(t)
		psql(t, from, "-c", `CREATE SCHEMA "Shop"`)
		const inShop = "&search_path=%22Shop%22"
		fillFrom(t, from+inShop)
		restores["custom"](t, from, to)
		useCopy(t, to+inShop)
	})
}

// fillFrom fills a database with the sample, and with mappings that were deleted
// and made by hand.
func fillFrom(t *testing.T, databaseURL string) {
	t.Helper()
	s := start(t, databaseURL, "-sample")
	id := s.sampleID(t)
	s.mutate(t, "deleteAllMappings", variables{"integrationId": id, "confirm": "Amazon UK (sample)"}, "deleted")
	checkJSON(t, s.mutate(t, "importProducts", variables{"integrationId": id}, "summary {mappingsCreated} userErrors {code}"),
		`{"summary": {"mappingsCreated": 131}, "userErrors": []}`)
	s.stop(t)
}

// useCopy verifies a copy of what fillFrom made and goes on from there.
func useCopy(t *testing.T, databaseURL string) {
	t.Helper()
	checkVerify(t, databaseURL)
	s := start(t, databaseURL)
	id := s.sampleID(t)
	s.wantMapped(t, id, 131)
	checkJSON(t, s.ask(t, `{omniProducts(search: "fm-hood") {totalCount}}`, nil), `{"omniProducts": {"totalCount": 1}}`)
	checkJSON(t, s.ask(t, `query($id: ID!) {amazonListings(integrationId: $id, filter: {search: "swool sc"}) {totalCount}}`, variables{"id": id}),
		`{"amazonListings": {"totalCount": 4}}`)
	checkJSON(t, s.mutate(t, "deleteAllMappings", variables{"integrationId": id, "confirm": "Amazon UK (sample)"}, "deleted userErrors {code}"),
		`{"deleted": 131, "userErrors": []}`)
	checkJSON(t, s.mutate(t, "importProducts", variables{"integrationId": id}, "summary {mappingsCreated} userErrors {code}"),
		`{"summary": {"mappingsCreated": 131}, "userErrors": []}`)
	checkJSON(t, s.mutate(t, "upsertAmazonListings", variables{"integrationId": id, "listings": []variables{{"sku": "NEW", "title": "Größe", "createdAt": "2026-01-31T12:00:00Z"}}},
		"summary {created} userErrors {code}"), `{"summary": {"created": 1}, "userErrors": []}`)
	checkJSON(t, s.ask(t, `query($id: ID!) {amazonListings(integrationId: $id, filter: {search: "GRÖ"}) {totalCount}}`, variables{"id": id}),
		`{"amazonListings": {"totalCount": 1}}`)
	s.stop(t)
	checkVerify(t, databaseURL)
}

// TestRestoreFormer restores a dump that was made before the functions could be
// restored, in the way that docs/operate.md tells.
func TestRestoreFormer(t *testing.T) {
	t.Parallel()
	postgresTools(t)
	from, to := dbtest.Postgres(t), dbtest.EmptyPostgres(t)
	fillFrom(t, from)
	migrateDown(t, from, 10)
	dump := postgresTool(t, "pg_dump", "-d", from)
	const without, with = "set_config('search_path', '', false)", "set_config('search_path', 'public', false)"
	if !strings.Contains(dump, without) {
		t.Fatal("the dump sets no search_path")
	}
	file := filepath.Join(t.TempDir(), "omnimap.sql")
	if err := os.WriteFile(file, []byte(strings.ReplaceAll(dump, without, with)), 0o600); err != nil {
		t.Fatal(err)
	}
	psql(t, to, "-1", "-f", file)
	start(t, to).stop(t) // It brings the schema up to date.
	useCopy(t, to)
}

// migrateDown takes a database of PostgreSQL back to a version of the schema.
func migrateDown(t *testing.T, databaseURL string, version int64) {
	t.Helper()
	pool, err := sql.Open("pgx", databaseURL)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	migrations, err := goose.NewProvider(goose.DialectPostgres, pool, os.DirFS("../db/migrations/postgres"), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := migrations.DownTo(context.Background(), version); err != nil {
		t.Fatal(err)
	}
}

// TestIncomplete starts the program on a database of which a restore left
// something out: it says so, and what to do.
func TestIncomplete(t *testing.T) {
	t.Parallel()
	for statement, word := range map[string]string{
		"DROP FUNCTION to_decimal":    "function to_decimal",
		"DROP TABLE goose_db_version": "table goose_db_version",
	} {
		t.Run(word, func(t *testing.T) {
			t.Parallel()
			url := dbtest.Postgres(t)
			run(t, openPostgres(t, url), statement)
			for _, args := range [][]string{nil, {"verify"}} {
				stdout, stderr, status := runProgram(t, []string{"DATABASE_URL=" + url}, args...)
				if stdout != "" || status != 1 {
					t.Errorf("omnimap %v: status %d, %q", args, status, stdout)
				}
				checkWords(t, stderr, "the database is incomplete", word, "Restore the whole backup into an empty database", "docs/operate.md")
			}
		})
	}
}
