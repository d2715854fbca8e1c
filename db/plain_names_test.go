package db_test

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"omnimap/db"
	"omnimap/internal/dbtest"
)

// beforePlainNames is the last version of the schema with the old names, and
// plainNames the first with the new ones.
const (
	beforePlainNames = 8
	plainNames       = 9
)

// rowsBeforePlainNames fills every table that the migration to plain names
// changes: with and without nulls, and with a previous snapshot.
var rowsBeforePlainNames = []string{
	`INSERT INTO integrations (account_id, id, name, seller_id, marketplace_id, products_enabled, created_at, last_import_at, clock, generation, last_mapping_id, former_generation, former_operation) VALUES
(1, 1, 'UK', 'S', 'M1', true, 1000, 2000, 3000, 0, 4, 2, '01890000-0000-7000-8000-000000000001'),
(1, 2, 'DE', 'S', 'M2', false, 1001, NULL, 0, 3, 0, 0, NULL)`,
	`INSERT INTO standings (account_id, integration_id, generation, sku, family_sku, status, base, is_parent, rank, product_id, option_id, size_id) VALUES
(1, 1, 0, 'a', 'p', 4, 3, false, 1, 7, 8, 0), (1, 1, 0, 'é', 'é', 5, 5, true, 0, NULL, NULL, NULL), (1, 1, 2, 'a', 'p', 5, 3, false, 2, 7, 8, 9), (1, 2, 0, 'a', 'a', 7, 7, false, 3, 7, 9, 0)`,
	`INSERT INTO standing_counts (account_id, integration_id, status, listings, base_listings) VALUES (1, 1, 1, 12, 0), (1, 1, 7, 3, 15), (1, 2, 7, 0, 1)`,
	`INSERT INTO operations (account_id, id, kind, integration_id, state, actor, started_at, finished_at, done, total, created, deleted, error, summary, rejected_rows, all_back) VALUES
(1, '01890000-0000-7000-8000-000000000001', 6, 1, 2, 'local', 1500, 1600, 12, 12, 0, 12, NULL, NULL, NULL, false),
(1, '01890000-0000-7000-8000-000000000002', 5, 1, 2, 'local', 1700, 1800, 2, 2, 0, 2, NULL, '{"a": 1}', '[]', true),
(1, '01890000-0000-7000-8000-000000000003', 1, NULL, 1, 'key', 1900, NULL, 0, NULL, 0, 0, 'stopped', NULL, NULL, false)`,
	`INSERT INTO idempotent_answers (account_id, api_key_id, field, key, fingerprint, answer, created_at) VALUES
(1, '', 'importProducts', 'k1', CAST('0123' AS BLOBTYPE), CAST('{"deleted": 3}' AS BLOBTYPE), 1500), (1, 'KEY', 'deleteMappings', 'k1', CAST('4567' AS BLOBTYPE), CAST('null' AS BLOBTYPE), 1600)`,
}

// plainTables and plainColumns have the new names by the old ones.
var (
	plainTables = map[string]string{
		"integrations": "integrations", "standings": "listing_statuses", "standing_counts": "listing_status_counts",
		"operations": "operations", "idempotent_answers": "idempotent_responses",
	}
	plainColumns = map[string]string{
		"integrations.generation": "snapshot", "integrations.former_generation": "previous_snapshot", "integrations.former_operation": "previous_snapshot_operation",
		"standings.generation": "snapshot", "standings.base": "unmapped_status", "standing_counts.base_listings": "unmapped_listings",
		"operations.all_back": "all_restored", "idempotent_answers.answer": "response",
	}
)

// TestPlainNames migrates a filled database of the last version with the old
// names one version up, to the newest, down and up again: each time every row is
// there, under the names of the version, and the schema that is come back to is
// the one that was left.
func TestPlainNames(t *testing.T) {
	dbtest.EachPartitioned(t, func(t *testing.T, url string) {
		pool, migrations := migrateTo(t, url, beforePlainNames)
		blob := "bytea"
		if strings.HasPrefix(url, "sqlite:") {
			blob = "blob"
		}
		for _, statement := range rowsBeforePlainNames {
			if _, err := pool.Exec(strings.ReplaceAll(statement, "BLOBTYPE", blob)); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
		oldRows, oldSchema := namedRows(t, pool, false), schemaText(t, pool, url)
		checkSame(t, "the rows renamed", namedRows(t, upTo(t, pool, migrations, plainNames), true), oldRows)
		newSchema := schemaText(t, pool, url)
		if slices.Equal(newSchema, oldSchema) {
			t.Error("the schema is as it was")
		}
		if _, err := migrations.DownTo(context.Background(), beforePlainNames); err != nil {
			t.Fatal(err)
		}
		checkSame(t, "the rows named back", namedRows(t, pool, false), oldRows)
		checkSame(t, "the schema named back", schemaText(t, pool, url), oldSchema)
		checkSame(t, "the rows renamed again", namedRows(t, upTo(t, pool, migrations, plainNames), true), oldRows)
		checkSame(t, "the schema renamed again", schemaText(t, pool, url), newSchema)
		// Partitions keep their names, which are the owner's.
		if left := leftOver(newSchema); len(left) > 0 && !strings.HasSuffix(t.Name(), "/partitioned") {
			t.Errorf("old names are left over: %q", left)
		}
	})
}

// migrateTo opens a database and migrates it to a version, be it older or newer.
func migrateTo(t *testing.T, url string, version int64) (*sql.DB, *goose.Provider) {
	t.Helper()
	pool, migrations, err := db.OpenMigrations(url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	// A connection of PostgreSQL's keeps plans of queries, which renaming breaks.
	pool.SetMaxIdleConns(-1)
	if _, err := migrations.UpTo(context.Background(), version); err != nil {
		t.Fatal(err)
	}
	if _, err := migrations.DownTo(context.Background(), version); err != nil {
		t.Fatal(err)
	}
	return pool, migrations
}

// upTo migrates to a newer version.
func upTo(t *testing.T, pool *sql.DB, migrations *goose.Provider, version int64) *sql.DB {
	t.Helper()
	if _, err := migrations.UpTo(context.Background(), version); err != nil {
		t.Fatal(err)
	}
	return pool
}

// up migrates to the newest version.
func up(t *testing.T, migrations *goose.Provider) {
	t.Helper()
	if _, err := migrations.Up(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func checkSame(t *testing.T, what string, got, want []string) {
	t.Helper()
	if slices.Equal(got, want) {
		return
	}
	without := func(lines, others []string) string {
		return strings.Join(slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return slices.Contains(others, line) }), "\n")
	}
	t.Errorf("%s differ: there is\n%s\nand should be\n%s", what, without(got, want), without(want, got))
}

// namedRows are the rows of the tables of plainTables, in order, each with the
// new names of its table and columns. Where plain is set the tables must have
// those names, else the old ones.
func namedRows(t *testing.T, pool *sql.DB, plain bool) []string {
	t.Helper()
	var all []string
	for old, renamed := range plainTables {
		table := old
		if plain {
			table = renamed
		}
		found := readRows(t, pool, "SELECT * FROM "+table, func(column string) string {
			if name, ok := plainColumns[old+"."+column]; ok && !plain {
				return name
			}
			return column
		})
		if len(found) < 2 {
			t.Errorf("%s has only %d rows", table, len(found))
		}
		for _, row := range found {
			all = append(all, renamed+": "+row)
		}
	}
	slices.Sort(all)
	return all
}

// readRows reads rows as texts of names and values.
func readRows(t *testing.T, pool *sql.DB, query string, name func(column string) string) []string {
	t.Helper()
	rows, err := pool.Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	var all []string
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		var row strings.Builder
		for i, column := range columns {
			if text, ok := values[i].([]byte); ok {
				values[i] = string(text)
			}
			fmt.Fprintf(&row, "%s=%#v ", name(column), values[i])
		}
		all = append(all, row.String())
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// schemaText describes tables, columns, constraints and indexes, and what
// SQLite's planner takes the tables for.
func schemaText(t *testing.T, pool *sql.DB, url string) []string {
	t.Helper()
	queries := []string{
		// Renaming a table puts its name in quotes.
		`SELECT type, name, tbl_name, replace(sql, '"', '') AS sql FROM sqlite_master WHERE name NOT LIKE 'goose%'`,
		`SELECT tbl, idx, stat FROM sqlite_stat1`,
	}
	if !strings.HasPrefix(url, "sqlite:") {
		queries = []string{
			`SELECT table_name, column_name, data_type, is_nullable, column_default, collation_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'goose%'`,
			`SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'goose%'`,
			`SELECT conrelid::regclass::text AS "table", conname, pg_get_constraintdef(oid) AS def FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'goose%'`,
		}
	}
	var all []string
	for _, query := range queries {
		all = append(all, readRows(t, pool, query, func(column string) string { return column })...)
	}
	slices.Sort(all)
	return all
}

// sqlComment is one within a text that is written as Go writes texts.
var sqlComment = regexp.MustCompile(`-- .*?\\n`)

// leftOver are the lines of a schema with an old name, apart from comments.
func leftOver(schema []string) []string {
	var left []string
	for _, line := range schema {
		line = sqlComment.ReplaceAllString(line, "")
		for _, old := range []string{"standing", "generation=", "generation\"", "former_", "all_back", "operations_back", "idempotent_answer", "\"base\"", "base_listings"} {
			if strings.Contains(line, old) {
				left = append(left, line)
				break
			}
		}
	}
	return left
}

// TestPlanner finds the indexes that SQLite's planner is told of, and has it
// read a page by status from the index that is made for it, on a new database
// and on one that was migrated with rows in it.
func TestPlanner(t *testing.T) {
	t.Run("new", func(t *testing.T) { checkPlanner(t, dbtest.SQLite(t)) })
	t.Run("migrated", func(t *testing.T) {
		url := dbtest.SQLite(t)
		pool, migrations := migrateTo(t, url, beforePlainNames)
		for _, statement := range rowsBeforePlainNames {
			if _, err := pool.Exec(strings.ReplaceAll(statement, "BLOBTYPE", "blob")); err != nil {
				t.Fatal(err)
			}
		}
		up(t, migrations)
		checkPlanner(t, url)
	})
}

func checkPlanner(t *testing.T, url string) {
	t.Helper()
	pool, _, err := db.OpenMigrations(url)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	column := func(column string) string { return column }
	// The primary key of a table without rowids goes by the table's name.
	if gone := readRows(t, pool, `SELECT tbl, idx FROM sqlite_stat1 s WHERE NOT EXISTS (SELECT 1 FROM sqlite_master m
WHERE m.tbl_name = s.tbl AND m.name = s.idx AND (m.type = 'index' OR m.type = 'table' AND m.sql LIKE '%WITHOUT ROWID'))`, column); len(gone) > 0 {
		t.Errorf("the planner is told of indexes that are not there: %q", gone)
	}
	if told := readRows(t, pool, "SELECT idx FROM sqlite_stat1 WHERE tbl = 'listing_statuses'", column); len(told) != 6 {
		t.Errorf("of listing_statuses the planner is told %q, want its key and five indexes", told)
	}
	const current = "(SELECT i.snapshot FROM integrations i WHERE i.account_id = 1 AND i.id = 1)"
	const page = "SELECT s.sku, s.status FROM listing_statuses s WHERE s.account_id = 1 AND s.integration_id = 1 AND s.snapshot = " + current + " AND s.status = 5 AND s.sku > 'a'"
	for query, index := range map[string]string{
		page + " ORDER BY s.sku LIMIT 51":                     "listing_statuses_page",
		page + " AND NOT s.is_parent ORDER BY s.sku LIMIT 51": "listing_statuses_page",
		page + " AND s.is_parent ORDER BY s.sku LIMIT 51":     "listing_statuses_page",
		"SELECT l.* FROM listing_statuses g CROSS JOIN listings l WHERE l.account_id = 1 AND l.integration_id = 1 AND g.account_id = 1 AND g.integration_id = 1 AND g.snapshot = 0" +
			" AND g.is_parent AND l.sku = g.sku ORDER BY g.sku LIMIT 51": "listing_statuses_parents",
		"SELECT l.sku FROM listings l WHERE l.account_id = 1 AND l.integration_id = 1 AND l.asin = 'B0' ORDER BY l.sku":                  "listings_asin",
		"SELECT * FROM operations WHERE account_id = 1 AND kind = 9 ORDER BY id DESC LIMIT 51":                                           "operations_kind",
		"SELECT g.sku FROM listing_statuses g WHERE g.account_id = 1 AND g.integration_id = 1 AND g.snapshot = 0 AND g.family_sku = 'p'": "listing_statuses_family",
		"SELECT id FROM operations WHERE account_id = 1 AND all_restored":                                                                "operations_all_restored",
	} {
		plan := strings.Join(readRows(t, pool, "EXPLAIN QUERY PLAN "+query, column), "\n")
		if !strings.Contains(plan, index+" (") || strings.Contains(plan, "TEMP B-TREE") {
			t.Errorf("%s does not go by %s in its order:\n%s", query, index, plan)
		}
	}
}
