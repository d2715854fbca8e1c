package status

import (
	"database/sql"
	"fmt"

	"omnimap/db"
	"omnimap/model"
)

// RebuildAll works out everything anew from the catalogues and the mappings.
func (s *Statuses) RebuildAll() error {
	if err := s.dropPrevious(); err != nil {
		return err
	}
	// A planner that still takes a catalogue just loaded for empty would walk
	// it for every listing.
	var listings int64
	if err := s.Tx.Read(fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM listings WHERE %s LIMIT %d) l", InIntegration("listings"), analyzeFrom), s.Args(), &listings); err != nil {
		return fmt.Errorf("count listings: %w", err)
	}
	if err := s.Analyze(listings, "listings", "omni_products", "omni_options", "omni_sizes"); err != nil {
		return err
	}
	err := s.RunAll(
		db.Step{What: "remove statuses", Query: "DELETE FROM listing_statuses WHERE " + InIntegration("listing_statuses")},
		db.Step{What: "match listings", Query: `INSERT INTO listing_statuses (` + columns + `)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), 0, j.sku, j.family_sku, j.decided_status, j.decided_status, j.is_parent, j.rank, j.product_id, j.option_id, j.size_id
FROM (` + Decide(Match("listings l", "1 = 1"), nothingMapped()) + `) j ORDER BY j.sku`},
		db.Step{What: "remove counts", Query: "DELETE FROM listing_status_counts WHERE " + InIntegration("listing_status_counts")},
		db.Step{What: "count statuses if nothing were mapped", Query: `INSERT INTO listing_status_counts (account_id, integration_id, status, listings, unmapped_listings)
SELECT account_id, integration_id, unmapped_status, count(*), count(*) FROM listing_statuses
WHERE ` + InIntegration("listing_statuses") + ` AND snapshot = 0 GROUP BY account_id, integration_id, unmapped_status`},
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

// rebuildSnapshot judges every listing that is not mapped anew, on what snapshot 0
// says of them. Those that are mapped claim nothing.
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
		return s.WriteSnapshot("SELECT g.* "+unmapped, JoinMapped())
	}
	// They are few, and needed several times.
	if err := s.Tx.CreateTempTables(db.TempTable{Name: "listings_without_mapping", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY"}); err != nil {
		return err
	}
	if err := s.RunAll(db.Step{What: "note open listings", Query: "INSERT INTO listings_without_mapping SELECT g.sku " + unmapped}); err != nil {
		return err
	}
	if err := s.Tx.Analyze("listings_without_mapping"); err != nil {
		return err
	}
	const open = `SELECT g.* FROM listings_without_mapping t CROSS JOIN listing_statuses g
WHERE g.account_id = @account AND g.integration_id = @integration AND g.snapshot = 0 AND g.sku = t.sku`
	if err := s.SelectBatch(open); err != nil {
		return err
	}
	return s.WriteSnapshot(BatchRows, JoinMapped())
}

// BatchRows are the rows of snapshot 0 that were taken to be judged.
const BatchRows = "SELECT * FROM batch"

// SelectBatch takes rows, a query for rows of snapshot 0, to be judged, and
// notes which of their families, and of their matches' Omni products, have a
// mapping. They are needed several times, and read from statuses once.
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
		db.Step{What: "take rows to be judged", Query: "INSERT INTO batch (" + columns + ") SELECT " + columns + " FROM (" + rows + ") r"},
		db.Step{What: "note families to be judged", Query: "INSERT INTO batch_families SELECT DISTINCT family_sku FROM batch"},
		db.Step{What: "note Omni products to be judged", Query: "INSERT INTO batch_products SELECT DISTINCT product_id FROM batch WHERE product_id IS NOT NULL"},
	); err != nil {
		return err
	}
	if err := s.Tx.Analyze("batch (family_sku, product_id, option_id, size_id)", "batch_families", "batch_products"); err != nil {
		return err
	}
	return s.SelectMapped(`SELECT DISTINCT w.family_sku FROM batch_families w CROSS JOIN listing_statuses f CROSS JOIN mappings m
WHERE `+InIntegration("f")+` AND f.snapshot = 0 AND f.family_sku = w.family_sku AND `+InIntegration("m")+` AND m.sku = f.sku`,
		`SELECT DISTINCT w.product_id FROM batch_products w CROSS JOIN mappings m
WHERE `+InIntegration("m")+` AND m.product_id = w.product_id`)
}

// SelectMapped notes the families and the Omni products that have a mapping, each
// a query, in tables with keys: SQLite would walk a subquery for every listing.
func (s *Statuses) SelectMapped(families, products string) error {
	if err := s.Tx.CreateTempTables(
		db.TempTable{Name: "mapped_families", Columns: "family_sku KEYTEXT NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "mapped_products", Columns: "product_id bigint NOT NULL PRIMARY KEY"},
	); err != nil {
		return err
	}
	if err := s.RunAll(
		db.Step{What: "note mapped families", Query: "INSERT INTO mapped_families " + families},
		db.Step{What: "note mapped Omni products", Query: "INSERT INTO mapped_products " + products},
	); err != nil {
		return err
	}
	return s.Tx.Analyze("mapped_families", "mapped_products")
}

// WriteSnapshot makes the next snapshot hold: rows, which include all listings that
// are not mapped, judged anew. It costs as much as there are rows, and leaves
// snapshot 0 as it is, however many listings became mapped.
func (s *Statuses) WriteSnapshot(rows string, conditions Conditions) error {
	if err := s.dropPrevious(); err != nil {
		return err
	}
	previous, next := s.snapshot, s.snapshot+1
	written, err := s.Run("judge open listings", `INSERT INTO listing_statuses (`+columns+`)
SELECT j.account_id, j.integration_id, CAST(@next AS bigint), j.sku, j.family_sku, j.decided_status, j.unmapped_status, j.is_parent, j.rank, j.product_id, j.option_id, j.size_id
FROM (`+Decide(rows, conditions)+`) j WHERE j.decided_status <> `+Mapped, sql.Named("next", next))
	if err != nil {
		return err
	}
	// A planner that has never seen the snapshot takes any way to its rows
	// for as good as any other.
	if err := s.Analyze(written, "listing_statuses"); err != nil {
		return err
	}
	if err := s.setSnapshot(next); err != nil {
		return err
	}
	if previous > 0 {
		if _, err := s.Run("remove the old snapshot", `DELETE FROM listing_statuses
WHERE `+InIntegration("listing_statuses")+` AND snapshot = @old`, sql.Named("old", previous)); err != nil {
			return err
		}
	}
	return s.countSnapshot()
}

// countSnapshot counts the listings by how they stand in a snapshot that is
// not 0.
func (s *Statuses) countSnapshot() error {
	return s.RunAll(
		db.Step{What: "count open listings", Query: `UPDATE listing_status_counts SET listings = (SELECT count(*) FROM listing_statuses g
WHERE ` + InIntegration("g") + ` AND g.snapshot = @snapshot AND g.status = listing_status_counts.status)
WHERE ` + InIntegration("listing_status_counts")},
		db.Step{What: "count open listings", Query: `INSERT INTO listing_status_counts (account_id, integration_id, status, listings, unmapped_listings)
SELECT g.account_id, g.integration_id, g.status, count(*), 0 FROM listing_statuses g
WHERE ` + InIntegration("g") + ` AND g.snapshot = @snapshot
GROUP BY g.account_id, g.integration_id, g.status
ON CONFLICT (account_id, integration_id, status) DO NOTHING`},
		db.Step{What: "count mapped listings", Query: `INSERT INTO listing_status_counts (account_id, integration_id, status, listings, unmapped_listings)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), ` + Mapped + `, coalesce(sum(unmapped_listings), 0) - coalesce(sum(listings), 0), 0
FROM listing_status_counts WHERE ` + InIntegration("listing_status_counts") + ` AND status <> ` + Mapped + `
ON CONFLICT (account_id, integration_id, status) DO UPDATE SET listings = excluded.listings`},
	)
}

// ResetToUnmapped goes back to snapshot 0 as it is if nothing is mapped. The
// snapshot that held is kept, for if the operation is undone before anything
// else changes.
func (s *Statuses) ResetToUnmapped(op *model.Operation) error {
	err := s.RunAll(
		db.Step{What: "revert statuses", Query: `UPDATE listing_statuses SET status = unmapped_status
WHERE ` + InIntegration("listing_statuses") + ` AND snapshot = 0 AND status <> unmapped_status`},
		db.Step{What: "revert the counts", Query: "UPDATE listing_status_counts SET listings = unmapped_listings WHERE " + InIntegration("listing_status_counts")},
	)
	if err != nil || s.snapshot == 0 {
		return err
	}
	if err := s.keepPrevious(s.snapshot, &op.ID); err != nil {
		return err
	}
	return s.setSnapshot(0)
}

// RestorePrevious makes the snapshot hold again that did before all mappings were
// deleted. The same mappings must be back, and snapshot 0 must say the same
// of the listings.
func (s *Statuses) RestorePrevious() error {
	if err := s.setSnapshot(s.previousSnapshot); err != nil {
		return err
	}
	if err := s.keepPrevious(0, nil); err != nil {
		return err
	}
	return s.countSnapshot()
}

// dropPrevious removes the snapshot that is kept to go back to. Loads do so, and
// whatever makes a new snapshot.
func (s *Statuses) dropPrevious() error {
	if s.previousSnapshot == 0 {
		return nil
	}
	if _, err := s.Run("remove the former snapshot", "DELETE FROM listing_statuses WHERE "+InIntegration("listing_statuses")+" AND snapshot = @former",
		sql.Named("former", s.previousSnapshot)); err != nil {
		return err
	}
	return s.keepPrevious(0, nil)
}

// keepPrevious notes the snapshot to go back to when an operation is undone.
func (s *Statuses) keepPrevious(snapshot int64, operation *string) error {
	s.previousSnapshot, s.PreviousOperation = snapshot, operation
	_, err := s.Run("note the former snapshot", `UPDATE integrations SET previous_snapshot = @former, previous_snapshot_operation = `+s.Tx.UUID("@operation")+`
WHERE account_id = @account AND id = @integration`, sql.Named("former", snapshot), sql.Named("operation", operation))
	return err
}

// setSnapshot makes a snapshot the one that holds.
func (s *Statuses) setSnapshot(snapshot int64) error {
	s.snapshot = snapshot
	s.Set("snapshot", snapshot)
	_, err := s.Run("set the snapshot", "UPDATE integrations SET snapshot = @snapshot WHERE account_id = @account AND id = @integration")
	return err
}
