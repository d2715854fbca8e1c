package db_test

import (
	"context"
	"fmt"
	"log/slog"
	"sort"
	"strings"
	"sync"
	"testing"

	"omnimap/db"
	"omnimap/internal/dbtest"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

// TestSchemas compares what the migrations of the two dialects make: the same
// tables, columns, nullability, and the same indexes, save what is searched in:
// columns with indexes here, tables there.
func TestSchemas(t *testing.T) {
	t.Parallel()
	sqlite := describe(t, dbtest.SQLite(t), `SELECT m.name || '.' || c.name || ' ' || CASE c.type WHEN 'INTEGER' THEN 'integer' ELSE lower(c.type) END
  || CASE WHEN c."notnull" = 1 OR c.pk > 0 THEN ' not null' ELSE '' END
FROM sqlite_master m JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'goose%' AND m.name NOT LIKE 'sqlite%'
AND m.name NOT LIKE '%!_texts' ESCAPE '!' AND m.name NOT LIKE '%!_search%' ESCAPE '!'`,
		`SELECT m.name || ' ' || i.name || ' ' || i."unique" FROM sqlite_master m JOIN pragma_index_list(m.name) i
WHERE m.type = 'table' AND i.origin = 'c' AND m.name NOT LIKE 'goose%' AND m.name NOT LIKE '%!_texts' ESCAPE '!'`)
	postgres := describe(t, dbtest.Postgres(t), `SELECT table_name || '.' || column_name || ' ' ||
  CASE data_type WHEN 'bigint' THEN 'integer' WHEN 'smallint' THEN 'integer' WHEN 'numeric' THEN 'text' WHEN 'uuid' THEN 'text' WHEN 'bytea' THEN 'blob' ELSE data_type END
  || CASE is_nullable WHEN 'NO' THEN ' not null' ELSE '' END
FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'goose%'
AND table_name NOT LIKE '%!_texts' ESCAPE '!' AND column_name <> 'search_text'`,
		`SELECT t.relname || ' ' || i.relname || ' ' || CASE WHEN x.indisunique THEN '1' ELSE '0' END FROM pg_index x
JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE n.nspname = 'public' AND NOT x.indisprimary AND t.relname NOT LIKE 'goose%' AND i.relname NOT LIKE '%_search'`)
	if sqlite != postgres {
		t.Errorf("SQLite has\n%s\nPostgreSQL has\n%s", sqlite, postgres)
	}
}

func describe(t *testing.T, url string, queries ...string) string {
	t.Helper()
	store, err := db.Open(context.Background(), url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	var all []string
	for _, query := range queries {
		var lines []string
		if err := store.Reader(context.Background()).Raw(query).Scan(&lines).Error; err != nil {
			t.Fatal(err)
		}
		if len(lines) == 0 {
			t.Fatal("nothing was described")
		}
		all = append(all, lines...)
	}
	sort.Strings(all)
	return strings.Join(all, "\n")
}

// TestOpenAtOnce has several replicas start on an empty database at once.
func TestOpenAtOnce(t *testing.T) {
	t.Parallel()
	dbtest.EachEmpty(t, func(t *testing.T, url string) {
		var group sync.WaitGroup
		errs := make([]error, 5)
		for i := range errs {
			group.Go(func() {
				store, err := db.Open(context.Background(), url, slog.New(slog.DiscardHandler))
				if err == nil {
					err = store.Close()
				}
				errs[i] = err
			})
		}
		group.Wait()
		if text := fmt.Sprint(errs); strings.Contains(text, " ") && text != "[<nil> <nil> <nil> <nil> <nil>]" {
			t.Error(text)
		}
	})
}
