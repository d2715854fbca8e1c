package db_test

import (
	"context"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// beforeIgnoring and ignoring are the versions of the schema before and with
// ignored listings.
const (
	beforeIgnoring = ignoring - 1
	ignoring       = 13
)

// rowsBeforeIgnoring are an integration in snapshot 3, in which A1 and the
// parent P3 are mapped, and one in snapshot 0, in which the parent Q1 is.
var rowsBeforeIgnoring = []string{
	`INSERT INTO integrations (account_id, id, name, seller_id, marketplace_id, products_enabled, created_at, clock, snapshot, last_mapping_id, previous_snapshot) VALUES
(1, 1, 'UK', 'S', 'M1', true, 1, 1, 3, 2, 0), (1, 2, 'DE', 'S', 'M2', true, 1, 1, 0, 1, 0)`,
	`INSERT INTO listing_statuses (account_id, integration_id, snapshot, sku, family_sku, status, unmapped_status, is_parent, rank, product_id, option_id, size_id) VALUES
(1, 1, 0, 'A1', 'P1', 7, 7, false, 1, 7, 8, 0), (1, 1, 0, 'A2', 'P1', 3, 3, false, 0, NULL, NULL, NULL), (1, 1, 0, 'P1', 'P1', 3, 3, true, 0, NULL, NULL, NULL),
(1, 1, 0, 'P2', 'P2', 3, 3, true, 0, NULL, NULL, NULL), (1, 1, 0, 'P3', 'P3', 7, 7, true, 1, 9, 9, 0), (1, 1, 0, 'B1', 'B1', 4, 4, false, 2, NULL, NULL, NULL),
(1, 1, 3, 'A2', 'P1', 2, 3, false, 0, NULL, NULL, NULL), (1, 1, 3, 'P1', 'P1', 2, 3, true, 0, NULL, NULL, NULL),
(1, 1, 3, 'P2', 'P2', 3, 3, true, 0, NULL, NULL, NULL), (1, 1, 3, 'B1', 'B1', 4, 4, false, 2, NULL, NULL, NULL),
(1, 2, 0, 'Q1', 'Q1', 1, 7, true, 1, 7, 8, 0), (1, 2, 0, 'Q2', 'Q2', 3, 3, true, 0, NULL, NULL, NULL)`,
	`INSERT INTO listing_status_counts (account_id, integration_id, status, listings, unmapped_listings) VALUES
(1, 1, 1, 2, 0), (1, 1, 2, 2, 0), (1, 1, 3, 1, 3), (1, 1, 4, 1, 1), (1, 1, 7, 0, 2), (1, 2, 1, 1, 0), (1, 2, 3, 1, 1), (1, 2, 7, 0, 1)`,
	`INSERT INTO mappings (account_id, integration_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at) VALUES
(1, 1, 1, 'A1', 7, 8, 0, 2, 1, 1, 1), (1, 1, 2, 'P3', 9, 9, 0, 2, 1, 1, 1), (1, 2, 1, 'Q1', 7, 8, 0, 2, 1, 1, 1)`,
}

// ignoreSome ignores A2, of a family with a mapping, and B1, an ambiguous one.
var ignoreSome = []string{
	`INSERT INTO ignored_listings (account_id, integration_id, sku, ignored_at, actor, note) VALUES (1, 1, 'A2', 5, 'local', 'why'), (1, 1, 'B1', 5, 'local', NULL)`,
	`UPDATE listing_statuses SET unmapped_status = 8, status = 8 WHERE account_id = 1 AND integration_id = 1 AND sku IN ('A2', 'B1')`,
	`DELETE FROM listing_status_counts WHERE account_id = 1 AND integration_id = 1 AND status = 4`,
	`UPDATE listing_status_counts SET listings = 1 WHERE account_id = 1 AND integration_id = 1 AND status = 2`,
	`UPDATE listing_status_counts SET unmapped_listings = 2 WHERE account_id = 1 AND integration_id = 1 AND status = 3`,
	`INSERT INTO listing_status_counts (account_id, integration_id, status, listings, unmapped_listings, parents, unmapped_parents) VALUES (1, 1, 8, 2, 2, 0, 0)`,
	`INSERT INTO operations (account_id, id, kind, integration_id, state, actor, started_at, done, created, deleted, all_restored) VALUES
(1, '01890000-0000-7000-8000-000000000001', 10, 1, 2, 'local', 5, 2, 0, 0, false), (1, '01890000-0000-7000-8000-000000000002', 3, 1, 2, 'local', 6, 1, 1, 0, false)`,
}

// TestIgnoringMigration counts the parents of what there was, and takes back
// what was ignored when it is undone: the former release knows no such status.
func TestIgnoringMigration(t *testing.T) {
	t.Parallel()
	dbtest.EachPartitioned(t, func(t *testing.T, url string) {
		pool, migrations := migrateTo(t, url, beforeIgnoring)
		run := func(statements []string) {
			t.Helper()
			for _, statement := range statements {
				if _, err := pool.Exec(statement); err != nil {
					t.Fatalf("%s: %v", statement, err)
				}
			}
		}
		read := func(query string) string {
			t.Helper()
			return strings.Join(readRows(t, pool, query, func(column string) string { return column }), "\n")
		}
		const counts = "SELECT integration_id AS i, status AS s, listings AS l, unmapped_listings AS u FROM listing_status_counts WHERE listings + unmapped_listings > 0 ORDER BY integration_id, status"
		const statuses = "SELECT * FROM listing_statuses ORDER BY integration_id, snapshot, sku"
		run(rowsBeforeIgnoring)
		countsBefore, statusesBefore := read(counts), read(statuses)
		upTo(t, pool, migrations, ignoring)
		checkSame(t, "parents", readRows(t, pool, `SELECT integration_id AS i, status AS s, parents AS p, unmapped_parents AS u FROM listing_status_counts
WHERE parents + unmapped_parents > 0 ORDER BY integration_id, status`, func(column string) string { return column }), []string{
			"i=1 s=1 p=1 u=0 ", "i=1 s=2 p=1 u=0 ", "i=1 s=3 p=1 u=2 ", "i=1 s=7 p=0 u=1 ",
			"i=2 s=1 p=1 u=0 ", "i=2 s=3 p=1 u=1 ", "i=2 s=7 p=0 u=1 ",
		})
		run(ignoreSome)
		if _, err := migrations.DownTo(context.Background(), beforeIgnoring); err != nil {
			t.Fatal(err)
		}
		if got := read(statuses); got != statusesBefore {
			t.Errorf("statuses are\n%s\nand were\n%s", got, statusesBefore)
		}
		if got := read(counts); got != countsBefore {
			t.Errorf("counts are\n%s\nand were\n%s", got, countsBefore)
		}
		if got := read("SELECT kind FROM operations"); got != "kind=3 " {
			t.Errorf("operations are of the kinds %s", got)
		}
	})
}
