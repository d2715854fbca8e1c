package db_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"strings"
	"testing"

	"omnimap/db"
	"omnimap/internal/dbtest"
)

// damages are what a restore leaves out, or what another version leaves, with
// words of what is said of it.
var damages = []struct {
	name, statement string
	words           []string
	onlyPostgres    bool
}{
	{"a newer schema", "INSERT INTO goose_db_version (version_id, is_applied) VALUES (90001, true)", []string{"version 90001", "newer"}, false},
	{"no versions", "DELETE FROM goose_db_version", []string{"incomplete", "goose_db_version", "no rows", "docs/operate.md"}, false},
	{"no table of versions", "DROP TABLE goose_db_version", []string{"incomplete", "goose_db_version", "is missing", "docs/operate.md"}, false},
	{"a version less", "DELETE FROM goose_db_version WHERE version_id = 4", []string{"incomplete", "lacks the versions [4]"}, false},
	{"no table", "DROP TABLE counters", []string{"incomplete", "these are missing: table counters"}, false},
	{"no column", "ALTER TABLE omni_products DROP COLUMN brand", []string{"incomplete", "column omni_products.brand"}, false},
	{"no index", "DROP INDEX mappings_target", []string{"incomplete", "index mappings_target"}, false},
	{"no primary key", "ALTER TABLE mappings DROP CONSTRAINT mappings_pkey", []string{"incomplete", "index mappings_pkey"}, true},
	{"no function", "DROP FUNCTION to_decimal", []string{"incomplete", "function to_decimal"}, true},
	{"no view", "DROP VIEW omni_texts", []string{"incomplete", "view omni_texts"}, true},
	{"none of its tables", "DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE TABLE goose_db_version (version_id bigint, is_applied boolean); INSERT INTO goose_db_version VALUES (1, true)",
		[]string{"incomplete", "none of the tables"}, true},
	{"no accounts", "INSERT INTO integrations (account_id, id, name, seller_id, marketplace_id, products_enabled, created_at) VALUES (1, 1, 'UK', 'S', 'M', true, 0)",
		[]string{"incomplete", "accounts has no rows, and integrations has some", "counters has no rows"}, false},
	{"an account less", "INSERT INTO accounts (id, name, created_at) VALUES (1, 'default', 0); INSERT INTO counters (account_id, name, last) VALUES (2, 'integration', 1); " +
		"INSERT INTO integrations (account_id, id, name, seller_id, marketplace_id, products_enabled, created_at) VALUES (2, 1, 'UK', 'S', 'M', true, 0)",
		[]string{"incomplete", "accounts that are not in accounts"}, false},
}

// TestRefusedSchemas damages databases: neither a server nor a command that
// reads opens them, and neither changes them.
func TestRefusedSchemas(t *testing.T) {
	t.Parallel()
	for _, damage := range damages {
		t.Run(damage.name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, url string) {
				if damage.onlyPostgres && strings.HasPrefix(url, "sqlite:") {
					t.Skip("SQLite cannot be damaged so")
				}
				pool, _, err := db.OpenMigrations(url)
				if err != nil {
					t.Fatal(err)
				}
				defer pool.Close()
				if _, err := pool.Exec(damage.statement); err != nil {
					t.Fatal(err)
				}
				before := schemaText(t, pool, url)
				for name, err := range openAll(url) {
					if err == nil {
						t.Fatalf("%s opens it", name)
					}
					for _, word := range damage.words {
						if !strings.Contains(err.Error(), word) {
							t.Errorf("%s says %q, not %q", name, err, word)
						}
					}
				}
				checkSame(t, "the schema after it was refused", schemaText(t, pool, url), before)
			})
		})
	}
}

// openAll opens a database in each way, and gives the errors.
func openAll(url string) map[string]error {
	errs := make(map[string]error)
	for name, open := range map[string]func(context.Context, string, *slog.Logger) (*db.Store, error){
		"Open": db.Open, "OpenToServe": db.OpenToServe, "OpenExisting": db.OpenExisting} {
		store, err := open(context.Background(), url, slog.New(slog.DiscardHandler))
		if err == nil {
			err = store.Close()
		}
		errs[name] = err
	}
	return errs
}

// TestOpenExisting makes nothing where there is nothing, and migrates nothing.
func TestOpenExisting(t *testing.T) {
	t.Parallel()
	log := slog.New(slog.DiscardHandler)
	dbtest.EachEmpty(t, func(t *testing.T, url string) {
		ctx := context.Background()
		refused := func(words ...string) error {
			t.Helper()
			store, err := db.OpenExisting(ctx, url, log)
			if err == nil {
				store.Close()
				t.Fatal("it opens")
			}
			for _, word := range words {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("it says %q, not %q", err, word)
				}
			}
			return err
		}
		if err := refused("no database of omnimap", "DATABASE_URL"); !errors.Is(err, db.ErrNoDatabase) {
			t.Errorf("the error %v is no ErrNoDatabase", err)
		}
		path, isSQLite := strings.CutPrefix(url, "sqlite:")
		if isSQLite {
			if _, err := os.Stat(path); !os.IsNotExist(err) {
				t.Errorf("after it was looked for, the file's error is %v", err)
			}
		}
		store, err := db.Open(ctx, url, log)
		if err != nil {
			t.Fatal(err)
		}
		store.Close()
		if store, err = db.OpenExisting(ctx, url, log); err != nil {
			t.Fatal(err)
		}
		store.Close()
		pool, migrations := migrateTo(t, url, 10)
		before := schemaText(t, pool, url)
		refused("version 10", "start the server")
		checkSame(t, "the schema after it was refused", schemaText(t, pool, url), before)
		up(t, migrations)
	})
}

// TestSequence migrates a PostgreSQL database whose rows of versions were copied
// without their sequence.
func TestSequence(t *testing.T) {
	t.Parallel()
	url := dbtest.Postgres(t)
	pool, _ := migrateTo(t, url, 10)
	if _, err := pool.Exec("ALTER SEQUENCE goose_db_version_id_seq RESTART"); err != nil {
		t.Fatal(err)
	}
	store, err := db.Open(context.Background(), url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	store.Close()
}
