package main

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// A baseline is a database with the product's tables, keys and indexes, into
// which the same rows are written by few plain statements.
type baseline struct {
	db     *sql.DB
	loader loader
	// integration is the key of the integration whose listings it holds.
	integration int64
	keysReady   bool
	// keyType is the type of a text compared by code point, and uuid a cast to
	// the type of an operation's id.
	keyType, uuid string
}

// A loader fills the baseline's tables in its dialect's fastest way.
type loader interface {
	// gather reads the rows of the tables from the product's database. It is
	// not measured.
	gather(ctx context.Context, productURL string, tables []baselineTable) error
	// load writes the gathered rows, in one transaction.
	load(ctx context.Context, tables []baselineTable) error
	close() error
}

// A baselineTable is a table that a load fills.
type baselineTable struct {
	name, condition, order string
	// staged rows are written unordered into a temporary table, and from there
	// by key into the table, as in a load. Others are derived rows, which are
	// written into the table at once, in order.
	staged bool
}

var omniTables = []baselineTable{
	{name: "omni_products", condition: "1 = 1", order: "account_id, id", staged: true},
	{name: "omni_options", condition: "1 = 1", order: "account_id, product_id, id", staged: true},
	{name: "omni_sizes", condition: "1 = 1", order: "account_id, product_id, option_id, id", staged: true},
}

func listingTables(integration int64) []baselineTable {
	condition := fmt.Sprintf("integration_id = %d", integration)
	return []baselineTable{
		{name: "listings", condition: condition, order: "account_id, integration_id, sku", staged: true},
		{name: "listing_statuses", condition: condition, order: "account_id, integration_id, snapshot, sku"},
		{name: "listing_status_counts", condition: condition, order: "account_id, integration_id, status"},
	}
}

func openBaseline(ctx context.Context, d *dialect, databaseURL, folder string) (*baseline, error) {
	if err := migrateDatabase(ctx, databaseURL); err != nil {
		return nil, fmt.Errorf("prepare the baseline's database: %w", err)
	}
	db, err := d.connect(databaseURL)
	if err != nil {
		return nil, err
	}
	b := &baseline{db: db}
	if d.name == sqlite {
		b.loader, b.keyType = &sqliteLoader{dialect: d, db: db}, "text"
		return b, nil
	}
	b.keyType, b.uuid = `text COLLATE "C"`, "::uuid"
	b.loader, err = newPostgresLoader(ctx, databaseURL, folder)
	if err != nil {
		db.Close()
		return nil, err
	}
	return b, nil
}

func (b *baseline) close() error {
	if err := b.loader.close(); err != nil {
		return err
	}
	return b.db.Close()
}

// run executes statements in one transaction and returns how many rows the first
// one wrote.
func (b *baseline) run(ctx context.Context, statements ...string) (int64, error) {
	tx, err := b.db.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	var first int64
	for i, statement := range statements {
		result, err := tx.ExecContext(ctx, statement)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", statement, err)
		}
		if n, _ := result.RowsAffected(); i == 0 {
			first = n
		}
	}
	return first, tx.Commit()
}

// readyKeys makes the table that the baseline's import joins: each key of the
// Omni catalogue that has one target. It is not measured.
func (b *baseline) readyKeys(ctx context.Context) error {
	if b.keysReady {
		return nil
	}
	const defaultOption = "(SELECT o.id FROM omni_options o WHERE o.account_id = r.account_id AND o.product_id = r.id AND o.position = 0)"
	hits, rank := "", 0
	for _, column := range []string{"code", "barcode"} {
		for _, kind := range []struct{ table, product, option, size string }{
			{"omni_sizes", "product_id", "option_id", "r.id"},
			{"omni_options", "product_id", "id", "0"},
			{"omni_products", "id", defaultOption, "0"},
		} {
			if rank++; rank > 1 {
				hits += " UNION ALL "
			}
			hits += fmt.Sprintf("SELECT %s AS key, %d AS rank, %s AS product_id, %s AS option_id, CAST(%s AS bigint) AS size_id FROM %s r WHERE %[1]s IS NOT NULL",
				column, rank, kind.product, kind.option, kind.size, kind.table)
		}
	}
	_, err := b.run(ctx,
		"CREATE TABLE baseline_keys (key "+b.keyType+" NOT NULL PRIMARY KEY, rank integer, product_id bigint, option_id bigint, size_id bigint)",
		`INSERT INTO baseline_keys SELECT key, min(rank), min(product_id), min(option_id), min(size_id)
FROM (SELECT h.*, rank() OVER (PARTITION BY key ORDER BY rank) AS place FROM (`+hits+`) h) b WHERE place = 1 GROUP BY key HAVING count(*) = 1`,
		"ANALYZE")
	b.keysReady = err == nil
	return err
}

// importAll maps by one statement that joins the ready keys.
func (b *baseline) importAll(ctx context.Context) (int64, error) {
	return b.run(ctx, fmt.Sprintf(`INSERT INTO mappings (account_id, integration_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at)
SELECT account_id, integration_id, row_number() OVER (ORDER BY sku), sku, product_id, option_id, size_id,
  CASE rank WHEN 1 THEN 3 WHEN 4 THEN 3 WHEN 2 THEN 2 WHEN 5 THEN 2 ELSE 1 END, CASE WHEN rank <= 3 THEN 1 ELSE 2 END, 1, %d
FROM (
  SELECT l.account_id, l.integration_id, l.sku, k.rank, k.product_id, k.option_id, k.size_id,
    row_number() OVER (PARTITION BY k.product_id, k.option_id, k.size_id ORDER BY k.rank, l.sku) AS place
  FROM listings l JOIN baseline_keys k ON k.key = l.sku
) m WHERE place = 1`, time.Now().UnixMicro()))
}

const (
	mappingColumns = "account_id, integration_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at"
	someOperation  = "'00000000-0000-0000-0000-000000000001'"
)

// deleteAll moves all mappings into the history.
func (b *baseline) deleteAll(ctx context.Context) (int64, error) {
	return b.run(ctx, "INSERT INTO deleted_mappings (operation_id, "+mappingColumns+") SELECT "+someOperation+b.uuid+", "+mappingColumns+" FROM mappings",
		"DELETE FROM mappings")
}

// restoreAll moves them back.
func (b *baseline) restoreAll(ctx context.Context) (int64, error) {
	return b.run(ctx, "INSERT INTO mappings ("+mappingColumns+") SELECT "+mappingColumns+" FROM deleted_mappings", "DELETE FROM deleted_mappings")
}

// insertPairs writes n mappings one by one in one transaction, by a prepared
// statement.
func (b *baseline) insertPairs(ctx context.Context, n int) error {
	tx, err := b.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	insert, err := tx.PrepareContext(ctx, "INSERT INTO mappings ("+mappingColumns+") VALUES (1, $1, $2, $3, $4, 1, 0, 2, 0, 2, 1)")
	if err != nil {
		return err
	}
	defer insert.Close()
	for i := range n {
		if _, err := insert.ExecContext(ctx, b.integration, baselinePairs+i, fmt.Sprintf("NEW-%07d", i), baselinePairs+i); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// baselinePairs is above every id in the baseline's tables.
const baselinePairs = 1 << 40

func (b *baseline) removePairs(ctx context.Context) error {
	_, err := b.run(ctx, fmt.Sprintf("DELETE FROM mappings WHERE integration_id = %d AND id >= %d", b.integration, baselinePairs))
	return err
}
