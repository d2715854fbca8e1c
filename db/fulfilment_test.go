package db_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// fulfilment is the version of the schema that has pairs of integrations.
const fulfilment = 15

// TestFulfilmentMigration migrates a pair and an operation of both down and up
// again: the integration that was the second of the pair stays, beside the first,
// and the schema is the one that was left.
func TestFulfilmentMigration(t *testing.T) {
	dbtest.EachPartitioned(t, func(t *testing.T, url string) {
		pool, migrations := migrateTo(t, url, fulfilment-1)
		oldSchema := schemaText(t, pool, url)
		newSchema := schemaText(t, upTo(t, pool, migrations, fulfilment), url)
		for _, statement := range []string{
			`INSERT INTO integrations (account_id, id, name, seller_id, marketplace_id, products_enabled, created_at, fulfilment) VALUES
(1, 1, 'UK', 'S', 'M1', true, 1, 2), (1, 2, 'UK FBA', 'S', 'M1', true, 2, 3), (1, 3, 'DE', 'S', 'M2', true, 3, 3)`,
			`INSERT INTO operations (account_id, id, kind, integration_id, counterpart_id, state, actor, started_at, done, created, deleted) VALUES
(1, '01890000-0000-7000-8000-000000000001', 12, 1, 2, 2, 'local', 1, 0, 0, 0), (1, '01890000-0000-7000-8000-000000000002', 2, 1, 2, 2, 'local', 1, 0, 0, 0)`,
		} {
			if _, err := pool.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := pool.Exec(`INSERT INTO integrations (account_id, id, name, seller_id, marketplace_id, products_enabled, created_at, fulfilment) VALUES (1, 4, 'other', 'S', 'M1', true, 1, 3)`); err == nil {
			t.Error("two integrations have one seller, marketplace and fulfilment")
		}
		if _, err := migrations.DownTo(context.Background(), fulfilment-1); err != nil {
			t.Fatal(err)
		}
		left := readRows(t, pool, "SELECT marketplace_id FROM integrations ORDER BY id", func(column string) string { return column })
		if got := strings.Join(left, ""); got != `marketplace_id="M1" marketplace_id="M1 AMAZON" marketplace_id="M2" ` {
			t.Errorf("the marketplaces are %s", got)
		}
		if left := readRows(t, pool, "SELECT kind FROM operations", func(column string) string { return column }); len(left) != 1 {
			t.Errorf("the operations are %q", left)
		}
		checkSame(t, "the schemas before", schemaText(t, pool, url), oldSchema)
		checkSame(t, "the schemas after", schemaText(t, upTo(t, pool, migrations, fulfilment), url), newSchema)
		if slices.Equal(oldSchema, newSchema) {
			t.Error("the schema is as it was")
		}
	})
}
