package status

import (
	"database/sql"
	"fmt"

	"omnimap/db"
	"omnimap/model"
)

// RebuildAll rebuilds all statuses from the catalogues and the mappings.
func (s *Statuses) RebuildAll() error {
	if err := s.dropPrevious(); err != nil {
		return err
	}
	// Without statistics the planner takes a catalogue that was just loaded for
	// empty, and would walk it for every listing.
	var listings int64
	if err := s.Tx.Read(fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM listings WHERE %s LIMIT %d) l", InIntegration("listings"), analyzeFrom), s.Args(), &listings); err != nil {
		return fmt.Errorf("count listings: %w", err)
	}
	if err := s.Analyze(listings, "listings", "omni_products", "omni_options", "omni_sizes"); err != nil {
		return err
	}
	err := s.RunAll(
		db.Step{What: "delete statuses", Query: "DELETE FROM listing_statuses WHERE " + InIntegration("listing_statuses")},
		db.Step{What: "match listings", Query: `INSERT INTO listing_statuses (` + columns + `)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), 0, j.sku, j.family_sku, j.decided_status, j.decided_status, j.is_parent, j.rank, j.product_id, j.option_id, j.size_id
FROM (` + Decide(s.match("listings l", "1 = 1"), nothingMapped()) + `) j ORDER BY j.sku`},
		db.Step{What: "delete counts", Query: "DELETE FROM listing_status_counts WHERE " + InIntegration("listing_status_counts")},
		db.Step{What: "count statuses if nothing were mapped", Query: `INSERT INTO listing_status_counts (` + countColumns + `)
SELECT c.account_id, c.integration_id, c.unmapped_status, c.listings, c.listings, c.parents, c.parents, c.stocked, c.stocked, c.stock_value, c.stock_value FROM (
  SELECT g.account_id, g.integration_id, g.unmapped_status, ` + s.countRows() + `
  FROM ` + rowsInStock + ` AND g.snapshot = 0 GROUP BY g.account_id, g.integration_id, g.unmapped_status
) c`},
	)
	if err != nil {
		return err
	}
	if err := s.Analyze(listings, "listing_statuses"); err != nil {
		return err
	}
	var anyMapped bool
	if err := s.Tx.Read("SELECT EXISTS (SELECT 1 FROM mappings WHERE "+InIntegration("mappings")+")", s.Args(), &anyMapped); err != nil {
		return fmt.Errorf("look for mappings: %w", err)
	}
	if !anyMapped {
		return s.setSnapshot(0)
	}
	return s.rebuildSnapshot()
}

// rebuildSnapshot decides the status of every unmapped listing by the matches
// in snapshot 0, and writes a new snapshot.
func (s *Statuses) rebuildSnapshot() error {
	var mapped, listings int64
	if err := s.Tx.Read(`SELECT (SELECT count(*) FROM mappings WHERE `+InIntegration("mappings")+`),
(SELECT coalesce(sum(unmapped_listings), 0) FROM listing_status_counts WHERE `+InIntegration("listing_status_counts")+`)`, s.Args(), &mapped, &listings); err != nil {
		return fmt.Errorf("count mappings: %w", err)
	}
	const unmapped = `FROM listing_statuses g WHERE g.account_id = @account AND g.integration_id = @integration AND g.snapshot = 0
AND NOT EXISTS (SELECT 1 FROM mappings o WHERE o.account_id = @account AND o.integration_id = @integration AND o.sku = g.sku)`
	if listings-mapped >= mapped {
		if err := s.SelectMapped(mappedFamilies, MappedProducts); err != nil {
			return err
		}
		return s.WriteSnapshot("SELECT g.* "+unmapped, s.JoinMapped())
	}
	// The unmapped listings are few, and selected several times below.
	if err := s.Tx.CreateTempTables(db.TempTable{Name: "listings_without_mapping", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY"}); err != nil {
		return err
	}
	if err := s.RunAll(db.Step{What: "select unmapped listings", Query: "INSERT INTO listings_without_mapping SELECT g.sku " + unmapped}); err != nil {
		return err
	}
	if err := s.Tx.Analyze("listings_without_mapping"); err != nil {
		return err
	}
	const rows = `SELECT g.* FROM listings_without_mapping t CROSS JOIN listing_statuses g
WHERE g.account_id = @account AND g.integration_id = @integration AND g.snapshot = 0 AND g.sku = t.sku`
	if err := s.SelectBatch(rows); err != nil {
		return err
	}
	return s.WriteSnapshot(BatchRows, s.JoinMapped())
}

// BatchRows is a query for the rows of snapshot 0 that SelectBatch selected.
const BatchRows = "SELECT * FROM batch"

// SelectBatch selects rows, a query for rows of snapshot 0, into a temporary
// table, and records which of their families and matched Omni products have a
// mapping. They are read several times when statuses are decided.
func (s *Statuses) SelectBatch(rows string) error {
	if err := s.Tx.CreateTempTables(
		db.TempTable{Name: "batch", Columns: "account_id bigint NOT NULL, integration_id bigint NOT NULL, snapshot bigint NOT NULL, sku KEYTEXT NOT NULL, family_sku KEYTEXT NOT NULL, " +
			"status smallint NOT NULL, unmapped_status smallint NOT NULL, is_parent boolean NOT NULL, rank smallint NOT NULL, product_id bigint, option_id bigint, size_id bigint"},
		db.TempTable{Name: "batch_families", Columns: "family_sku KEYTEXT NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "batch_products", Columns: "product_id bigint NOT NULL PRIMARY KEY"},
	); err != nil {
		return err
	}
	if err := s.RunAll(
		db.Step{What: "select rows for the batch", Query: "INSERT INTO batch (" + columns + ") SELECT " + columns + " FROM (" + rows + ") r"},
		db.Step{What: "select the batch's families", Query: "INSERT INTO batch_families SELECT DISTINCT family_sku FROM batch"},
		db.Step{What: "select the batch's Omni products", Query: "INSERT INTO batch_products SELECT DISTINCT product_id FROM batch WHERE product_id IS NOT NULL"},
	); err != nil {
		return err
	}
	if err := s.Tx.Analyze("batch (family_sku, product_id, option_id, size_id)", "batch_families", "batch_products"); err != nil {
		return err
	}
	families, products := "", ""
	if s.cleared != "" {
		families = " AND NOT EXISTS (SELECT 1 FROM " + s.cleared + " n WHERE n.family_sku = w.family_sku AND n.product_id = 0)"
		products = " AND NOT EXISTS (SELECT 1 FROM " + s.cleared + " n WHERE n.family_sku = '' AND n.product_id = w.product_id)"
	}
	return s.SelectMapped(`SELECT DISTINCT w.family_sku FROM batch_families w CROSS JOIN listing_statuses f CROSS JOIN mappings m
WHERE `+InIntegration("f")+` AND f.snapshot = 0 AND f.family_sku = w.family_sku AND `+s.IsMapping("m")+` AND m.sku = f.sku`+families,
		`SELECT DISTINCT w.product_id FROM batch_products w CROSS JOIN mappings m
WHERE `+s.IsMapping("m")+` AND m.product_id = w.product_id`+products)
}

// SelectMapped records the families and the Omni products that have a mapping,
// each given by a query, in tables with keys: SQLite would walk a subquery for
// every listing. JoinMapped joins them.
func (s *Statuses) SelectMapped(families, products string) error {
	if err := s.Tx.CreateTempTables(
		db.TempTable{Name: "mapped_families", Columns: "family_sku KEYTEXT NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "mapped_products", Columns: "product_id bigint NOT NULL PRIMARY KEY"},
	); err != nil {
		return err
	}
	if err := s.RunAll(
		db.Step{What: "select mapped families", Query: "INSERT INTO mapped_families " + families},
		db.Step{What: "select mapped Omni products", Query: "INSERT INTO mapped_products " + products},
	); err != nil {
		return err
	}
	return s.Tx.Analyze("mapped_families", "mapped_products")
}

// WriteSnapshot writes the next snapshot and makes it current: the decided
// statuses of rows, which must include all unmapped listings. Its cost depends
// on rows alone, however many listings became mapped.
func (s *Statuses) WriteSnapshot(rows string, conditions Conditions) error {
	if err := s.dropPrevious(); err != nil {
		return err
	}
	previous, next := s.snapshot, s.snapshot+1
	written, err := s.Run("decide unmapped listings", `INSERT INTO listing_statuses (`+columns+`)
SELECT j.account_id, j.integration_id, CAST(@next AS bigint), j.sku, j.family_sku, j.decided_status, j.unmapped_status, j.is_parent, j.rank, j.product_id, j.option_id, j.size_id
FROM (`+Decide(rows, conditions)+`) j WHERE j.decided_status <> `+Mapped, sql.Named("next", next))
	if err != nil {
		return err
	}
	// Without statistics of the new snapshot the planner takes any index for as
	// good as any other.
	if err := s.Analyze(written, "listing_statuses"); err != nil {
		return err
	}
	if err := s.setSnapshot(next); err != nil {
		return err
	}
	if previous > 0 {
		if _, err := s.Run("delete the previous snapshot", `DELETE FROM listing_statuses
WHERE `+InIntegration("listing_statuses")+` AND snapshot = @previous`, sql.Named("previous", previous)); err != nil {
			return err
		}
	}
	return s.countSnapshot()
}

// rowsInStock are the rows g of the integration's statuses, each with its
// listing l if that is in stock.
var rowsInStock = `listing_statuses g LEFT JOIN listings l ON l.account_id = g.account_id AND l.integration_id = g.integration_id AND l.sku = g.sku AND l.quantity > 0
WHERE ` + InIntegration("g")

// countRows counts rowsInStock.
func (s *Statuses) countRows() string {
	return "count(*) AS listings, count(CASE WHEN g.is_parent THEN 1 END) AS parents, count(l.sku) AS stocked, " + s.Tx.Worth("l.quantity", "l.price") + " AS stock_value"
}

// countSnapshot counts the listings by status in a snapshot other than 0.
func (s *Statuses) countSnapshot() error {
	return s.RunAll(
		db.Step{What: "forget the counts of listings", Query: "UPDATE listing_status_counts SET listings = 0, parents = 0, stocked = 0, stock_value = " + s.Tx.ZeroDecimal() + " WHERE " + InIntegration("listing_status_counts")},
		db.Step{What: "count unmapped listings", Query: `INSERT INTO listing_status_counts (account_id, integration_id, status, listings, unmapped_listings, parents, unmapped_parents, stocked, stock_value)
SELECT c.account_id, c.integration_id, c.status, c.listings, 0, c.parents, 0, c.stocked, c.stock_value FROM (
  SELECT g.account_id, g.integration_id, g.status, ` + s.countRows() + `
  FROM ` + rowsInStock + ` AND g.snapshot = @snapshot GROUP BY g.account_id, g.integration_id, g.status
) c WHERE 1 = 1
ON CONFLICT (account_id, integration_id, status) DO UPDATE SET listings = excluded.listings, parents = excluded.parents,
  stocked = excluded.stocked, stock_value = excluded.stock_value`},
		db.Step{What: "count mapped listings", Query: `INSERT INTO listing_status_counts (account_id, integration_id, status, listings, unmapped_listings, parents, unmapped_parents)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), ` + Mapped + `,
  coalesce(sum(unmapped_listings), 0) - coalesce(sum(listings), 0), 0, coalesce(sum(unmapped_parents), 0) - coalesce(sum(parents), 0), 0
FROM listing_status_counts WHERE ` + InIntegration("listing_status_counts") + ` AND status <> ` + Mapped + `
ON CONFLICT (account_id, integration_id, status) DO UPDATE SET listings = excluded.listings, parents = excluded.parents`},
	)
}

// ResetToUnmapped makes snapshot 0 current, with the statuses as if nothing is
// mapped. It keeps the previous snapshot, so that op can be undone cheaply
// until something else changes.
func (s *Statuses) ResetToUnmapped(op *model.Operation) error {
	err := s.RunAll(
		db.Step{What: "reset statuses", Query: `UPDATE listing_statuses SET status = unmapped_status
WHERE ` + InIntegration("listing_statuses") + ` AND snapshot = 0 AND status <> unmapped_status`},
		db.Step{What: "reset the counts", Query: `UPDATE listing_status_counts SET listings = unmapped_listings, parents = unmapped_parents,
  stocked = unmapped_stocked, stock_value = unmapped_stock_value WHERE ` + InIntegration("listing_status_counts")},
	)
	if err != nil || s.snapshot == 0 {
		return err
	}
	if err := s.keepPrevious(s.snapshot, &op.ID); err != nil {
		return err
	}
	return s.setSnapshot(0)
}

// RestorePrevious makes the previous snapshot current again. The same mappings
// must be back, and the matches in snapshot 0 must be unchanged.
func (s *Statuses) RestorePrevious() error {
	if err := s.setSnapshot(s.previousSnapshot); err != nil {
		return err
	}
	if err := s.keepPrevious(0, nil); err != nil {
		return err
	}
	return s.countSnapshot()
}

// dropPrevious deletes the previous snapshot. Loads and new snapshots make it
// obsolete.
func (s *Statuses) dropPrevious() error {
	if s.previousSnapshot == 0 {
		return nil
	}
	if _, err := s.Run("delete the previous snapshot", "DELETE FROM listing_statuses WHERE "+InIntegration("listing_statuses")+" AND snapshot = @previous",
		sql.Named("previous", s.previousSnapshot)); err != nil {
		return err
	}
	return s.keepPrevious(0, nil)
}

// keepPrevious records the snapshot to restore if the operation is undone; 0
// for none.
func (s *Statuses) keepPrevious(snapshot int64, operation *string) error {
	s.previousSnapshot, s.PreviousOperation = snapshot, operation
	_, err := s.Run("record the previous snapshot", `UPDATE integrations SET previous_snapshot = @previous, previous_snapshot_operation = `+s.Tx.UUID("@operation")+`
WHERE account_id = @account AND id = @integration`, sql.Named("previous", snapshot), sql.Named("operation", operation))
	return err
}

// setSnapshot makes a snapshot current.
func (s *Statuses) setSnapshot(snapshot int64) error {
	s.snapshot = snapshot
	s.Set("snapshot", snapshot)
	_, err := s.Run("set the snapshot", "UPDATE integrations SET snapshot = @snapshot WHERE account_id = @account AND id = @integration")
	return err
}
