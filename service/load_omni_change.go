package service

import (
	"database/sql"
	"fmt"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/operation"
	"omnimap/service/internal/status"
)

// omniChange is a load of Omni products within its transaction, which holds
// the account's lock.
type omniChange struct {
	// Its statements may name @account.
	*db.Statements
	account int64
	op      *model.Operation
	// enter says what the operation does from now on.
	enter func(model.OperationPhase)
	// keepsAll says that no product, option or size is removed.
	keepsAll bool
	// listed says that the account has listings, to which keys matter.
	listed bool
	// markDirty notes, of each integration, what else was touched; it may be nil.
	markDirty func(*status.Statuses) error
}

func newOmniChange(tx *db.Tx, run *operation.Run) *omniChange {
	return &omniChange{Statements: db.NewStatements(tx, sql.Named("account", run.Op.AccountID)), account: run.Op.AccountID, op: run.Op, enter: run.Enter}
}

// number reads one number.
func (c *omniChange) number(what, query string) (n int64, err error) {
	if err := c.Tx.Read(query, c.Args(), &n); err != nil {
		return 0, fmt.Errorf("%s: %w", what, err)
	}
	return n, nil
}

func (c *omniChange) apply(l *omniLoading, load FileLoad) (*LoadResult, error) {
	var summary model.LoadSummary
	c.enter(model.PhaseChecking)
	if err := c.makeTables(); err != nil {
		return nil, err
	}
	if err := c.Tx.Analyze("staged_products (row_number, reference, code)", "staged_options (product_row, place)",
		"staged_sizes (product_row, option_place, place)"); err != nil {
		return nil, err
	}
	if err := c.rejectDoubled(l); err != nil {
		return nil, err
	}
	c.keepsAll = l.keepsAll()
	if l.file {
		if err := c.selectAdopted(); err != nil {
			return nil, err
		}
		if err := c.keepUnknown(load); err != nil {
			return nil, err
		}
	}
	summary.RemovalsSkipped = c.keepsAll
	if load.RemoveMissing && !c.keepsAll {
		if err := c.selectMissing(load); err != nil {
			return nil, err
		}
	}
	rejectUncertain := func() error { return c.rejectUncertain(l) }
	for _, step := range []func() error{c.mergeProducts, c.pairOptions, c.pairSizes, rejectUncertain, c.selectReplaced,
		c.mergeOptions, c.mergeSizes, c.checkListings, c.selectChanged} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if err := c.summarize(&summary); err != nil {
		return nil, err
	}
	c.enter(model.PhaseWriting)
	for _, step := range []func() error{c.write, c.addProducts, c.remove, c.selectNewKeys} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	c.enter(model.PhaseMatching)
	if err := c.refreshIntegrations(&summary); err != nil {
		return nil, err
	}
	if err := c.checkMappings(&l.loading, load, summary); err != nil {
		return nil, err
	}
	return l.complete(c.Tx, summary)
}

// itemTypes are the columns of an option or a size as they are staged, and
// writtenTypes as they are written.
const (
	itemTypes    = "reference KEYTEXT, code KEYTEXT, barcode KEYTEXT, name text, price text, cost text, stock text"
	writtenTypes = "reference KEYTEXT, code KEYTEXT, barcode KEYTEXT, name text NOT NULL, price DECIMALTYPE, cost DECIMALTYPE, stock DECIMALTYPE, is_new boolean NOT NULL, rekeyed boolean NOT NULL"
)

// makeTables makes the tables in which the load is worked out: for known
// products, their options and sizes, what is given and known and which belong
// together, then the rows to write (new, or other than they are known), and what
// goes; for new products, where their options go.
func (c *omniChange) makeTables() error {
	return c.Tx.CreateTempTables(
		db.TempTable{Name: "missing_products", Columns: "id bigint NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "doubled_products", Columns: "row_number bigint NOT NULL PRIMARY KEY, code KEYTEXT NOT NULL, known KEYTEXT NOT NULL"},
		db.TempTable{Name: "adopted_products", Columns: "row_number bigint NOT NULL PRIMARY KEY, id bigint NOT NULL, keeps_reference boolean NOT NULL"},
		db.TempTable{Name: "takeovers", Columns: "row_number bigint NOT NULL PRIMARY KEY, id bigint NOT NULL"},
		db.TempTable{Name: "replaced_products", Columns: "id bigint NOT NULL PRIMARY KEY, new_id bigint NOT NULL"},
		db.TempTable{Name: "replaced_options", Columns: "product_id bigint NOT NULL, id bigint NOT NULL PRIMARY KEY, new_product_id bigint NOT NULL, new_id bigint NOT NULL"},
		db.TempTable{Name: "merged_products", Columns: "row_number bigint NOT NULL PRIMARY KEY, id bigint NOT NULL, is_new boolean NOT NULL, has_options boolean NOT NULL, incomplete boolean NOT NULL"},
		db.TempTable{Name: "written_products", Columns: "id bigint NOT NULL PRIMARY KEY, reference KEYTEXT NOT NULL, code KEYTEXT, barcode KEYTEXT, name text NOT NULL, brand text, category text, rekeyed boolean NOT NULL"},
		db.TempTable{Name: "new_options", Columns: "product_row bigint NOT NULL, place bigint NOT NULL, product_id bigint NOT NULL, id bigint NOT NULL, position bigint NOT NULL, PRIMARY KEY (product_row, place)"},
		db.TempTable{Name: "given_options", Columns: "parent_id bigint NOT NULL, place bigint NOT NULL, product_row bigint NOT NULL, option_place bigint NOT NULL, has_sizes boolean NOT NULL, " + itemTypes + ", PRIMARY KEY (parent_id, place)"},
		db.TempTable{Name: "known_options", Columns: "parent_id bigint NOT NULL, id bigint NOT NULL PRIMARY KEY, place bigint NOT NULL, reference KEYTEXT, code KEYTEXT, barcode KEYTEXT, name text"},
		db.TempTable{Name: "paired_options", Columns: "parent_id bigint NOT NULL, place bigint NOT NULL, id bigint NOT NULL, PRIMARY KEY (parent_id, place), UNIQUE (id)"},
		db.TempTable{Name: "written_options", Columns: "product_id bigint NOT NULL, id bigint NOT NULL PRIMARY KEY, position bigint NOT NULL, " + writtenTypes},
		db.TempTable{Name: "gone_options", Columns: "product_id bigint NOT NULL, id bigint NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "given_sizes", Columns: "parent_id bigint NOT NULL, product_id bigint NOT NULL, place bigint NOT NULL, " + itemTypes + ", PRIMARY KEY (parent_id, place)"},
		db.TempTable{Name: "known_sizes", Columns: "parent_id bigint NOT NULL, product_id bigint NOT NULL, id bigint NOT NULL PRIMARY KEY, place bigint NOT NULL, reference KEYTEXT, code KEYTEXT, barcode KEYTEXT, name text"},
		db.TempTable{Name: "paired_sizes", Columns: "parent_id bigint NOT NULL, place bigint NOT NULL, id bigint NOT NULL, PRIMARY KEY (parent_id, place), UNIQUE (id)"},
		db.TempTable{Name: "written_sizes", Columns: "product_id bigint NOT NULL, option_id bigint NOT NULL, id bigint NOT NULL PRIMARY KEY, position bigint NOT NULL, " + writtenTypes},
		db.TempTable{Name: "gone_sizes", Columns: "product_id bigint NOT NULL, option_id bigint NOT NULL, id bigint NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "moved_sizes", Columns: "id bigint NOT NULL PRIMARY KEY, product_id bigint NOT NULL, option_id bigint NOT NULL, product_row bigint NOT NULL, option_place bigint NOT NULL, size_place bigint NOT NULL, how bigint NOT NULL"},
		db.TempTable{Name: "folded_options", Columns: "id bigint NOT NULL PRIMARY KEY, product_id bigint NOT NULL, product_row bigint NOT NULL, row_count bigint NOT NULL, alike bigint NOT NULL, sizes bigint NOT NULL, has_reference boolean NOT NULL"},
		db.TempTable{Name: "uncertain_products", Columns: "id bigint NOT NULL, why bigint NOT NULL"},
		db.TempTable{Name: "changed_products", Columns: "id bigint NOT NULL PRIMARY KEY, rekeyed boolean NOT NULL"},
		db.TempTable{Name: "changed_keys", Columns: "key KEYTEXT NOT NULL"},
	)
}

// selectMissing notes the products that a whole catalogue lacks, and that all
// their options go. Those that were downloaded are not the file's to lack.
func (c *omniChange) selectMissing(load FileLoad) error {
	missing, err := c.Run("find missing products", `INSERT INTO missing_products (id)
SELECT p.id FROM omni_products p WHERE p.account_id = @account AND NOT p.downloaded
AND NOT EXISTS (SELECT 1 FROM staged_products s WHERE s.reference = p.reference)
AND p.id NOT IN (SELECT id FROM adopted_products)
AND p.reference NOT IN (SELECT reference FROM refused_products)`)
	if err != nil {
		return err
	}
	known, err := c.number("count products", "SELECT count(*) FROM omni_products WHERE account_id = @account AND NOT downloaded")
	if err != nil {
		return err
	}
	if err := checkShrinks(load, "Omni products", missing, known); err != nil {
		return err
	}
	return c.RunAll(db.Step{What: "note options of missing products", Query: `INSERT INTO gone_options (product_id, id)
SELECT o.product_id, o.id FROM missing_products p CROSS JOIN omni_options o WHERE o.account_id = @account AND o.product_id = p.id`})
}

// checkListings notes whether the account has any listings.
func (c *omniChange) checkListings() error {
	n, err := c.number("look for listings", "SELECT count(*) FROM (SELECT 1 FROM listings WHERE account_id = @account LIMIT 1) l")
	c.listed = n > 0
	return err
}

// selectChanged notes which known products are other than they were, and the
// keys that these have: those that come, go, or may name another target.
func (c *omniChange) selectChanged() error {
	return c.RunAll(db.Step{What: "note changed products", Query: `INSERT INTO changed_products (id, rekeyed)
SELECT id, max(CASE WHEN rekeyed THEN 1 ELSE 0 END) = 1 FROM (
  SELECT id, rekeyed FROM written_products
  UNION ALL SELECT product_id, rekeyed FROM written_options
  UNION ALL SELECT product_id, rekeyed FROM written_sizes
  UNION ALL SELECT product_id, 1 = 1 FROM gone_options
  UNION ALL SELECT product_id, 1 = 1 FROM gone_sizes
) x GROUP BY id`}, c.selectKeys("note former keys", "changed_products", "c.rekeyed"))
}

// selectNewKeys notes the keys of known products that changed, as they are now,
// and those of new ones.
func (c *omniChange) selectNewKeys() error {
	return c.RunAll(c.selectKeys("note changed keys", "changed_products", "c.rekeyed"), c.selectKeys("note new keys", "merged_products", "c.is_new"))
}

// selectKeys notes the keys of products c, which from and condition choose, if
// there are listings to match them. An absent key is made empty within, since
// SQLite would take "IS NOT NULL" as a call to walk the whole index of keys for
// every product.
func (c *omniChange) selectKeys(what, from, condition string) db.Step {
	if !c.listed {
		condition = "1 = 0"
	}
	query := "INSERT INTO changed_keys (key)\nSELECT key FROM ("
	for i, key := range status.MatchKeys() {
		if i > 0 {
			query += "\nUNION ALL "
		}
		query += fmt.Sprintf("SELECT coalesce(r.%s, '') AS key FROM %s c CROSS JOIN %s r WHERE %s AND r.account_id = @account AND %s = c.id",
			key.Column, from, key.Table, condition, key.Product)
	}
	return db.Step{What: what, Query: query + "\n) k WHERE key <> ''"}
}

// summarize counts before anything is written.
func (c *omniChange) summarize(summary *model.LoadSummary) error {
	var err error
	if summary.Created, err = c.number("count new products", "SELECT count(*) FROM merged_products WHERE is_new"); err != nil {
		return err
	}
	if summary.Removed, err = c.number("count missing products", "SELECT count(*) FROM missing_products WHERE id NOT IN (SELECT id FROM replaced_products)"); err != nil {
		return err
	}
	summary.Updated, err = c.number("count changed products", "SELECT count(*) FROM changed_products WHERE id NOT IN (SELECT id FROM missing_products)")
	return err
}

// write writes what is new or other of known products.
func (c *omniChange) write() error {
	return c.RunAll(
		db.Step{What: "write products", Query: `INSERT INTO omni_products (account_id, id, reference, code, barcode, name, brand, category)
SELECT CAST(@account AS bigint), id, reference, code, barcode, name, brand, category FROM written_products WHERE 1 = 1
ON CONFLICT (account_id, id) DO UPDATE SET reference = excluded.reference, downloaded = excluded.downloaded,
  code = excluded.code, barcode = excluded.barcode, name = excluded.name, brand = excluded.brand, category = excluded.category`},
		db.Step{What: "write options", Query: `INSERT INTO omni_options (account_id, product_id, id, position, ` + itemColumns + `)
SELECT CAST(@account AS bigint), product_id, id, position, ` + itemColumns + ` FROM written_options WHERE 1 = 1
ON CONFLICT (account_id, product_id, id) DO UPDATE SET ` + setItem},
		db.Step{What: "write sizes", Query: `INSERT INTO omni_sizes (account_id, product_id, option_id, id, position, ` + itemColumns + `)
SELECT CAST(@account AS bigint), product_id, option_id, id, position, ` + itemColumns + ` FROM written_sizes WHERE 1 = 1
ON CONFLICT (account_id, product_id, option_id, id) DO UPDATE SET ` + setItem},
	)
}

// addProducts adds the new products with all that is given of them. There is
// nothing to compare, so they go straight from where they were staged to where
// they stay.
func (c *omniChange) addProducts() error {
	if err := c.RunAll(db.Step{What: "add products", Query: `INSERT INTO omni_products (account_id, id, reference, code, barcode, name, brand, category)
SELECT CAST(@account AS bigint), m.id, g.reference, ` + given("code") + `, ` + given("barcode") + `, ` + given("name") + `, ` + given("brand") + `, ` + given("category") + `
FROM merged_products m JOIN staged_products g ON g.row_number = m.row_number WHERE m.is_new ORDER BY m.row_number`}); err != nil {
		return err
	}
	if err := c.addItems("options", "SELECT count(*) FROM merged_products m JOIN staged_options g ON g.product_row = m.row_number WHERE m.is_new",
		db.Step{What: "number options", Query: `INSERT INTO new_options (product_row, place, product_id, id, position)
SELECT g.product_row, g.place, m.id, CAST(@last AS bigint) + row_number() OVER (ORDER BY g.product_row, g.place),
  row_number() OVER (PARTITION BY g.product_row ORDER BY g.place) - 1
FROM merged_products m JOIN staged_options g ON g.product_row = m.row_number WHERE m.is_new`},
		db.Step{What: "add options", Query: `INSERT INTO omni_options (account_id, product_id, id, position, ` + itemColumns + `)
SELECT CAST(@account AS bigint), n.product_id, n.id, n.position, ` + givenItem() + `
FROM new_options n JOIN staged_options g ON g.product_row = n.product_row AND g.place = n.place ORDER BY n.product_row, n.place`}); err != nil {
		return err
	}
	const newSizes = "FROM new_options n JOIN staged_sizes g ON g.product_row = n.product_row AND g.option_place = n.place"
	return c.addItems("sizes", "SELECT count(*) "+newSizes, db.Step{What: "add sizes", Query: `INSERT INTO omni_sizes (account_id, product_id, option_id, id, position, ` + itemColumns + `)
SELECT CAST(@account AS bigint), n.product_id, n.id, CAST(@last AS bigint) + row_number() OVER (ORDER BY g.product_row, g.option_place, g.place),
  row_number() OVER (PARTITION BY g.product_row, g.option_place ORDER BY g.place) - 1, ` + givenItem() + `
` + newSizes + ` ORDER BY g.product_row, g.option_place, g.place`})
}

// addItems adds the new options, or sizes, that count counts, by steps that
// number them from @last.
func (c *omniChange) addItems(items, count string, steps ...db.Step) error {
	n, err := c.number("count new "+items, count)
	if err != nil || n == 0 {
		return err
	}
	last, err := c.Tx.NextIDs(c.account, "omni", n)
	if err != nil {
		return err
	}
	if err := c.With(sql.Named("last", last)).RunAll(steps...); err != nil {
		return err
	}
	return c.Tx.Analyze("new_options")
}

// remove removes what goes, which is remembered so that a restore knows it when
// it comes back.
func (c *omniChange) remove() error {
	return c.RunAll(
		db.Step{What: "pair options of replaced products", Query: pairReplaced},
		db.Step{What: "remember removed products", Query: `INSERT INTO removed_products (account_id, id, reference, new_id)
SELECT p.account_id, p.id, p.reference, r.new_id FROM missing_products m JOIN omni_products p ON p.account_id = @account AND p.id = m.id
LEFT JOIN replaced_products r ON r.id = p.id`},
		db.Step{What: "remember removed options", Query: `INSERT INTO removed_options (account_id, product_id, id, reference, code, last_id, new_id)
SELECT o.account_id, o.product_id, o.id, o.reference, o.code, ` + lastOmniID + `, r.new_id
FROM gone_options x JOIN omni_options o ON o.account_id = @account AND o.product_id = x.product_id AND o.id = x.id
LEFT JOIN replaced_options r ON r.id = o.id`},
		db.Step{What: "remember removed sizes", Query: `INSERT INTO removed_sizes (account_id, product_id, option_id, id, reference, code, last_id)
SELECT z.account_id, z.product_id, z.option_id, z.id, z.reference, z.code, ` + lastOmniID + `
FROM gone_sizes x JOIN omni_sizes z ON z.account_id = @account AND z.product_id = x.product_id AND z.option_id = x.option_id AND z.id = x.id`},
		db.Step{What: "remove sizes", Query: `DELETE FROM omni_sizes WHERE account_id = @account
AND (product_id, option_id, id) IN (SELECT product_id, option_id, id FROM gone_sizes)`},
		db.Step{What: "remove options", Query: `DELETE FROM omni_options WHERE account_id = @account
AND (product_id, id) IN (SELECT product_id, id FROM gone_options)`},
		db.Step{What: "mark operations as not restored", Query: markProductsGone("missing_products")},
		db.Step{What: "remove products", Query: "DELETE FROM omni_products WHERE account_id = @account AND id IN (SELECT id FROM missing_products)"},
	)
}

// lastOmniID is the last id that the Omni catalogue was given.
const lastOmniID = "(SELECT c.last FROM counters c WHERE c.account_id = @account AND c.name = 'omni')"

const setItem = `position = excluded.position, reference = excluded.reference, code = excluded.code, barcode = excluded.barcode,
name = excluded.name, price = excluded.price, cost = excluded.cost, stock = excluded.stock`

// refreshIntegrations deletes the mappings whose targets are gone, in every
// integration of the account, and brings the statuses up to date.
func (c *omniChange) refreshIntegrations(summary *model.LoadSummary) error {
	if err := c.Tx.Analyze("changed_keys", "gone_options", "gone_sizes"); err != nil {
		return err
	}
	var integrations []int64
	if err := c.Tx.Raw("SELECT id FROM integrations WHERE account_id = ? ORDER BY id", c.account).Scan(&integrations).Error; err != nil {
		return fmt.Errorf("list integrations: %w", err)
	}
	for _, id := range integrations {
		deleted, err := c.refreshIntegration(id)
		if err != nil {
			return err
		}
		summary.MappingsDeleted += deleted
	}
	return nil
}

func (c *omniChange) refreshIntegration(id int64) (deleted int64, err error) {
	integration, err := c.Tx.LockIntegration(c.account, id)
	if err != nil {
		return 0, err
	}
	s := status.New(c.Tx, integration)
	if err := s.CreateRefreshTables(); err != nil {
		return 0, err
	}
	if c.markDirty != nil {
		if err := c.markDirty(s); err != nil {
			return 0, err
		}
	}
	if err := moveToReplacements(s); err != nil {
		return 0, err
	}
	for _, gone := range []struct{ from, condition string }{
		{"gone_options x CROSS JOIN mappings m", "m.product_id = x.product_id AND m.option_id = x.id AND m.size_id = 0"},
		{"gone_sizes x CROSS JOIN mappings m", "m.product_id = x.product_id AND m.option_id = x.option_id AND m.size_id = x.id"},
	} {
		if err := s.MarkMappingsDirty(gone.from, gone.condition); err != nil {
			return 0, err
		}
		n, err := deleteMappings(s, c.op, gone.from, gone.condition)
		if err != nil {
			return 0, err
		}
		deleted += n
	}
	if _, err := s.Run("note listings of changed keys", `INSERT INTO changed_skus (sku)
SELECT l.sku FROM changed_keys k CROSS JOIN listings l WHERE `+status.InIntegration("l")+` AND l.sku = k.key
ON CONFLICT DO NOTHING`); err != nil {
		return 0, err
	}
	return deleted, s.Refresh()
}
