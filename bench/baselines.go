package main

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// A floor is a database with the product's tables, keys and indexes, in which
// the same rows are written by as few and plain statements as can be.
type floor struct {
	db     *sql.DB
	loader loader
	// integration is the one whose listings it holds.
	integration int64
	keysReady   bool
	// What the dialects write otherwise: the type of keys, which are compared
	// by code point, and a cast to the type of an operation's id.
	keyType, uuid string
}

// A loader fills the floor's tables in its dialect's fastest way.
type loader interface {
	// gather takes the rows of the tables from the product's database and
	// keeps them ready. It is not measured.
	gather(ctx context.Context, productURL string, tables []floorTable) error
	// load writes what was gathered, in one transaction.
	load(ctx context.Context, tables []floorTable) error
	close() error
}

// A floorTable is a table as a load fills it.
type floorTable struct {
	name, condition, order string
	// staged rows arrive in no order, go to a temporary table and from there
	// into the table, by its key, as a load does it that must look at what it
	// is given. Others are derived: they are written into the table at once,
	// in order.
	staged bool
}

var omniTables = []floorTable{
	{name: "omni_products", condition: "1 = 1", order: "account_id, id", staged: true},
	{name: "omni_options", condition: "1 = 1", order: "account_id, product_id, id", staged: true},
	{name: "omni_sizes", condition: "1 = 1", order: "account_id, product_id, option_id, id", staged: true},
}

func listingTables(integration int64) []floorTable {
	condition := fmt.Sprintf("integration_id = %d", integration)
	return []floorTable{
		{name: "listings", condition: condition, order: "account_id, integration_id, sku", staged: true},
		{name: "standings", condition: condition, order: "account_id, integration_id, generation, sku"},
		{name: "standing_counts", condition: condition, order: "account_id, integration_id, status"},
	}
}

func openFloor(ctx context.Context, d *dialect, databaseURL, folder string) (*floor, error) {
	if err := migrateDatabase(ctx, databaseURL); err != nil {
		return nil, fmt.Errorf("prepare the floor's database: %w", err)
	}
	db, err := d.connect(databaseURL)
	if err != nil {
		return nil, err
	}
	f := &floor{db: db}
	if d.name == sqlite {
		f.loader, f.keyType = &sqliteLoader{dialect: d, db: db}, "text"
		return f, nil
	}
	f.keyType, f.uuid = `text COLLATE "C"`, "::uuid"
	f.loader, err = newPostgresLoader(ctx, databaseURL, folder)
	if err != nil {
		db.Close()
		return nil, err
	}
	return f, nil
}

func (f *floor) close() error {
	if err := f.loader.close(); err != nil {
		return err
	}
	return f.db.Close()
}

// run executes statements in one transaction and gives the rows that the first
// wrote.
func (f *floor) run(ctx context.Context, statements ...string) (int64, error) {
	tx, err := f.db.BeginTx(ctx, nil)
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

// readyKeys makes the table that the floor's import joins: every key of the
// Omni catalogue that names one target, with it. It is not measured.
func (f *floor) readyKeys(ctx context.Context) error {
	if f.keysReady {
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
	_, err := f.run(ctx,
		"CREATE TABLE floor_keys (key "+f.keyType+" NOT NULL PRIMARY KEY, rank integer, product_id bigint, option_id bigint, size_id bigint)",
		`INSERT INTO floor_keys SELECT key, min(rank), min(product_id), min(option_id), min(size_id)
FROM (SELECT h.*, rank() OVER (PARTITION BY key ORDER BY rank) AS place FROM (`+hits+`) h) b WHERE place = 1 GROUP BY key HAVING count(*) = 1`,
		"ANALYZE")
	f.keysReady = err == nil
	return err
}

// importAll maps by one statement that joins the ready keys.
func (f *floor) importAll(ctx context.Context) (int64, error) {
	return f.run(ctx, fmt.Sprintf(`INSERT INTO mappings (account_id, integration_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at)
SELECT account_id, integration_id, row_number() OVER (ORDER BY sku), sku, product_id, option_id, size_id,
  CASE rank WHEN 1 THEN 3 WHEN 4 THEN 3 WHEN 2 THEN 2 WHEN 5 THEN 2 ELSE 1 END, CASE WHEN rank <= 3 THEN 1 ELSE 2 END, 1, %d
FROM (
  SELECT l.account_id, l.integration_id, l.sku, k.rank, k.product_id, k.option_id, k.size_id,
    row_number() OVER (PARTITION BY k.product_id, k.option_id, k.size_id ORDER BY k.rank, l.sku) AS place
  FROM listings l JOIN floor_keys k ON k.key = l.sku
) m WHERE place = 1`, time.Now().UnixMicro()))
}

const (
	mappingColumns = "account_id, integration_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at"
	someOperation  = "'00000000-0000-0000-0000-000000000001'"
)

// deleteAll moves all mappings into the history.
func (f *floor) deleteAll(ctx context.Context) (int64, error) {
	return f.run(ctx, "INSERT INTO deleted_mappings (operation_id, "+mappingColumns+") SELECT "+someOperation+f.uuid+", "+mappingColumns+" FROM mappings",
		"DELETE FROM mappings")
}

// restoreAll moves them back.
func (f *floor) restoreAll(ctx context.Context) (int64, error) {
	return f.run(ctx, "INSERT INTO mappings ("+mappingColumns+") SELECT "+mappingColumns+" FROM deleted_mappings", "DELETE FROM deleted_mappings")
}

// insertPairs writes n mappings one by one in one transaction, by a prepared
// statement.
func (f *floor) insertPairs(ctx context.Context, n int) error {
	tx, err := f.db.BeginTx(ctx, nil)
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
		if _, err := insert.ExecContext(ctx, f.integration, floorPairs+i, fmt.Sprintf("NEW-%07d", i), floorPairs+i); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// floorPairs is above every id that the floor's tables hold.
const floorPairs = 1 << 40

func (f *floor) removePairs(ctx context.Context) error {
	_, err := f.run(ctx, fmt.Sprintf("DELETE FROM mappings WHERE integration_id = %d AND id >= %d", f.integration, floorPairs))
	return err
}
