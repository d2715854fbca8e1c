package db_test

import (
	"testing"

	"omnimap/internal/dbtest"
)

// stockCounts is the version of the schema that counts the listings in stock.
const stockCounts = 16

// rowsBeforeStockCounts are listings of a snapshot in which A1 is mapped: with
// and without a quantity and a price, and one of an integration without others.
var rowsBeforeStockCounts = []string{
	`INSERT INTO integrations (account_id, id, name, seller_id, marketplace_id, products_enabled, created_at, clock, snapshot, last_mapping_id, previous_snapshot) VALUES
(1, 1, 'UK', 'S', 'M1', true, 1, 1, 3, 1, 0), (1, 2, 'DE', 'S', 'M2', true, 1, 1, 0, 0, 0)`,
	`INSERT INTO listings (account_id, integration_id, sku, title, price, quantity, created_at, first_seen_at) VALUES
(1, 1, 'A1', '', '10.01', 4, 1, 1), (1, 1, 'A2', '', '0.11', 3, 1, 1), (1, 1, 'A3', '', '12.25', 3, 1, 1), (1, 1, 'A4', '', NULL, 5, 1, 1),
(1, 1, 'A5', '', '7.00', 0, 1, 1), (1, 1, 'A6', '', '7.00', NULL, 1, 1), (1, 2, 'A2', '', '99.99', 1, 1, 1)`,
	`INSERT INTO listing_statuses (account_id, integration_id, snapshot, sku, family_sku, status, unmapped_status, is_parent, rank) VALUES
(1, 1, 0, 'A1', 'P', 3, 3, false, 0), (1, 1, 0, 'A2', 'P', 3, 3, false, 0), (1, 1, 0, 'A3', 'A3', 3, 3, false, 0), (1, 1, 0, 'A4', 'A4', 3, 3, false, 0),
(1, 1, 0, 'A5', 'A5', 3, 3, false, 0), (1, 1, 0, 'A6', 'A6', 3, 3, false, 0), (1, 1, 3, 'A2', 'P', 2, 3, false, 0), (1, 1, 3, 'A3', 'A3', 3, 3, false, 0),
(1, 1, 3, 'A4', 'A4', 3, 3, false, 0), (1, 1, 3, 'A5', 'A5', 3, 3, false, 0), (1, 1, 3, 'A6', 'A6', 3, 3, false, 0), (1, 2, 0, 'A2', 'A2', 3, 3, false, 0)`,
	`INSERT INTO listing_status_counts (account_id, integration_id, status, listings, unmapped_listings) VALUES
(1, 1, 1, 1, 0), (1, 1, 2, 1, 0), (1, 1, 3, 4, 6), (1, 2, 3, 1, 1)`,
}

// TestStockCountsMigration counts the listings in stock of what there was, and
// what they are worth exactly: 0.11 × 3 and 12.25 × 3, and nothing for one
// without a price.
func TestStockCountsMigration(t *testing.T) {
	t.Parallel()
	dbtest.EachPartitioned(t, func(t *testing.T, url string) {
		pool, migrations := migrateTo(t, url, stockCounts-1)
		for _, statement := range rowsBeforeStockCounts {
			if _, err := pool.Exec(statement); err != nil {
				t.Fatalf("%s: %v", statement, err)
			}
		}
		upTo(t, pool, migrations, stockCounts)
		const counts = `SELECT integration_id AS i, status AS s, stocked AS n, CAST(stock_value AS text) AS v,
unmapped_stocked AS un, CAST(unmapped_stock_value AS text) AS uv FROM listing_status_counts ORDER BY integration_id, status`
		checkSame(t, "stock", readRows(t, pool, counts, func(column string) string { return column }), []string{
			`i=1 s=1 n=0 v="0" un=0 uv="0" `,
			`i=1 s=2 n=1 v="0.33" un=0 uv="0" `,
			`i=1 s=3 n=2 v="36.75" un=4 uv="77.12" `,
			`i=2 s=3 n=1 v="99.99" un=1 uv="99.99" `,
		})
	})
}
