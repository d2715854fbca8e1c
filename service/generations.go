package service

import (
	"database/sql"
	"fmt"

	"omnimap/db"
	"omnimap/model"
)

// rebuild works out everything anew from the catalogues and the mappings.
func (s *standings) rebuild() error {
	if err := s.forget(); err != nil {
		return err
	}
	// A planner that still takes a catalogue just loaded for empty would walk
	// it for every listing.
	var listings int64
	if err := s.Tx.Read(fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM listings WHERE %s LIMIT %d) l", ofScope("listings"), analyzeFrom), s.Args(), &listings); err != nil {
		return fmt.Errorf("count listings: %w", err)
	}
	if err := s.analyze(listings, "listings", "omni_products", "omni_options", "omni_sizes"); err != nil {
		return err
	}
	err := s.RunAll(
		db.Step{What: "remove standings", Query: "DELETE FROM standings WHERE " + ofScope("standings")},
		db.Step{What: "match listings", Query: `INSERT INTO standings (` + standingColumns + `)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), 0, j.sku, j.family_sku, j.judged, j.judged, j.is_parent, j.rank, j.product_id, j.option_id, j.size_id
FROM (` + judge(match("listings l", "1 = 1"), nothingMapped()) + `) j ORDER BY j.sku`},
		db.Step{What: "remove counts", Query: "DELETE FROM standing_counts WHERE " + ofScope("standing_counts")},
		db.Step{What: "count standings if nothing were mapped", Query: `INSERT INTO standing_counts (account_id, integration_id, status, listings, base_listings)
SELECT account_id, integration_id, base, count(*), count(*) FROM standings
WHERE ` + ofScope("standings") + ` AND snapshot = 0 GROUP BY account_id, integration_id, base`},
	)
	if err != nil {
		return err
	}
	if err := s.analyze(listings, "standings"); err != nil {
		return err
	}
	var anyMapped bool
	if err := s.Tx.Read("SELECT EXISTS (SELECT 1 FROM mappings WHERE "+ofScope("mappings")+")", s.Args(), &anyMapped); err != nil {
		return fmt.Errorf("look for mappings: %w", err)
	}
	if !anyMapped {
		return s.hold(0)
	}
	return s.renewAll()
}

// renewAll judges every listing that is not mapped anew, on what snapshot 0
// says of them. Those that are mapped claim nothing.
func (s *standings) renewAll() error {
	var mapped, listings int64
	if err := s.Tx.Read(`SELECT (SELECT count(*) FROM mappings WHERE `+ofScope("mappings")+`),
(SELECT coalesce(sum(base_listings), 0) FROM standing_counts WHERE `+ofScope("standing_counts")+`)`, s.Args(), &mapped, &listings); err != nil {
		return fmt.Errorf("count mappings: %w", err)
	}
	const unmapped = `FROM standings g WHERE g.account_id = @account AND g.integration_id = @integration AND g.snapshot = 0
AND NOT EXISTS (SELECT 1 FROM mappings o WHERE o.account_id = @account AND o.integration_id = @integration AND o.sku = g.sku)`
	if listings-mapped >= mapped {
		if err := s.noteMapped(familiesOfMappings, productsOfMappings); err != nil {
			return err
		}
		return s.renew("SELECT g.* "+unmapped, joinMapped())
	}
	// They are few, and needed several times.
	if err := s.Tx.CreateTempTables(db.TempTable{Name: "open_listings", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY"}); err != nil {
		return err
	}
	if err := s.RunAll(db.Step{What: "note open listings", Query: "INSERT INTO open_listings SELECT g.sku " + unmapped}); err != nil {
		return err
	}
	if err := s.Tx.Analyze("open_listings"); err != nil {
		return err
	}
	const open = `SELECT g.* FROM open_listings t CROSS JOIN standings g
WHERE g.account_id = @account AND g.integration_id = @integration AND g.snapshot = 0 AND g.sku = t.sku`
	if err := s.takeRows(open); err != nil {
		return err
	}
	return s.renew(takenRows, joinMapped())
}

// takenRows are the rows of snapshot 0 that were taken to be judged.
const takenRows = "SELECT * FROM taken_rows"

// takeRows takes rows, a query for rows of snapshot 0, to be judged, and
// notes which of their families, and of their matches' Omni products, have a
// mapping. They are needed several times, and read from standings once.
func (s *standings) takeRows(rows string) error {
	if err := s.Tx.CreateTempTables(
		db.TempTable{Name: "taken_rows", Columns: "account_id bigint NOT NULL, integration_id bigint NOT NULL, snapshot bigint NOT NULL, sku KEYTEXT NOT NULL, family_sku KEYTEXT NOT NULL, " +
			"status smallint NOT NULL, base smallint NOT NULL, is_parent boolean NOT NULL, rank smallint NOT NULL, product_id bigint, option_id bigint, size_id bigint"},
		db.TempTable{Name: "judged_families", Columns: "family_sku KEYTEXT NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "judged_products", Columns: "product_id bigint NOT NULL PRIMARY KEY"},
	); err != nil {
		return err
	}
	if err := s.RunAll(
		db.Step{What: "take rows to be judged", Query: "INSERT INTO taken_rows (" + standingColumns + ") SELECT " + standingColumns + " FROM (" + rows + ") r"},
		db.Step{What: "note families to be judged", Query: "INSERT INTO judged_families SELECT DISTINCT family_sku FROM taken_rows"},
		db.Step{What: "note Omni products to be judged", Query: "INSERT INTO judged_products SELECT DISTINCT product_id FROM taken_rows WHERE product_id IS NOT NULL"},
	); err != nil {
		return err
	}
	if err := s.Tx.Analyze("taken_rows (family_sku, product_id, option_id, size_id)", "judged_families", "judged_products"); err != nil {
		return err
	}
	return s.noteMapped(`SELECT DISTINCT w.family_sku FROM judged_families w CROSS JOIN standings f CROSS JOIN mappings m
WHERE `+ofScope("f")+` AND f.snapshot = 0 AND f.family_sku = w.family_sku AND `+ofScope("m")+` AND m.sku = f.sku`,
		`SELECT DISTINCT w.product_id FROM judged_products w CROSS JOIN mappings m
WHERE `+ofScope("m")+` AND m.product_id = w.product_id`)
}

// noteMapped notes the families and the Omni products that have a mapping, each
// a query, in tables with keys: SQLite would walk a subquery for every listing.
func (s *standings) noteMapped(families, products string) error {
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

// renew makes the next snapshot hold: rows, which include all listings that
// are not mapped, judged anew. It costs as much as there are rows, and leaves
// snapshot 0 as it is, however many listings became mapped.
func (s *standings) renew(rows string, m mapped) error {
	if err := s.forget(); err != nil {
		return err
	}
	old, next := s.snapshot, s.snapshot+1
	written, err := s.Run("judge open listings", `INSERT INTO standings (`+standingColumns+`)
SELECT j.account_id, j.integration_id, CAST(@next AS bigint), j.sku, j.family_sku, j.judged, j.base, j.is_parent, j.rank, j.product_id, j.option_id, j.size_id
FROM (`+judge(rows, m)+`) j WHERE j.judged <> 1`, sql.Named("next", next))
	if err != nil {
		return err
	}
	// A planner that has never seen the snapshot takes any way to its rows
	// for as good as any other.
	if err := s.analyze(written, "standings"); err != nil {
		return err
	}
	if err := s.hold(next); err != nil {
		return err
	}
	if old > 0 {
		if _, err := s.Run("remove the old snapshot", `DELETE FROM standings
WHERE `+ofScope("standings")+` AND snapshot = @old`, sql.Named("old", old)); err != nil {
			return err
		}
	}
	return s.countGeneration()
}

// countGeneration counts the listings by how they stand in a snapshot that is
// not 0.
func (s *standings) countGeneration() error {
	return s.RunAll(
		db.Step{What: "count open listings", Query: `UPDATE standing_counts SET listings = (SELECT count(*) FROM standings g
WHERE ` + ofScope("g") + ` AND g.snapshot = @snapshot AND g.status = standing_counts.status)
WHERE ` + ofScope("standing_counts")},
		db.Step{What: "count open listings", Query: `INSERT INTO standing_counts (account_id, integration_id, status, listings, base_listings)
SELECT g.account_id, g.integration_id, g.status, count(*), 0 FROM standings g
WHERE ` + ofScope("g") + ` AND g.snapshot = @snapshot
GROUP BY g.account_id, g.integration_id, g.status
ON CONFLICT (account_id, integration_id, status) DO NOTHING`},
		db.Step{What: "count mapped listings", Query: `INSERT INTO standing_counts (account_id, integration_id, status, listings, base_listings)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), 1, coalesce(sum(base_listings), 0) - coalesce(sum(listings), 0), 0
FROM standing_counts WHERE ` + ofScope("standing_counts") + ` AND status <> 1
ON CONFLICT (account_id, integration_id, status) DO UPDATE SET listings = excluded.listings`},
	)
}

// revert goes back to snapshot 0 as it is if nothing is mapped. The
// snapshot that held is kept, for if the operation is undone before anything
// else changes.
func (s *standings) revert(op *model.Operation) error {
	err := s.RunAll(
		db.Step{What: "revert standings", Query: `UPDATE standings SET status = base
WHERE ` + ofScope("standings") + ` AND snapshot = 0 AND status <> base`},
		db.Step{What: "revert the counts", Query: "UPDATE standing_counts SET listings = base_listings WHERE " + ofScope("standing_counts")},
	)
	if err != nil || s.snapshot == 0 {
		return err
	}
	if err := s.keep(s.snapshot, &op.ID); err != nil {
		return err
	}
	return s.hold(0)
}

// goBack makes the snapshot hold again that did before all mappings were
// deleted. The same mappings must be back, and snapshot 0 must say the same
// of the listings.
func (s *standings) goBack() error {
	if err := s.hold(s.former); err != nil {
		return err
	}
	if err := s.keep(0, nil); err != nil {
		return err
	}
	return s.countGeneration()
}

// forget removes the snapshot that is kept to go back to. Loads do so, and
// whatever makes a new snapshot.
func (s *standings) forget() error {
	if s.former == 0 {
		return nil
	}
	if _, err := s.Run("remove the former snapshot", "DELETE FROM standings WHERE "+ofScope("standings")+" AND snapshot = @former",
		sql.Named("former", s.former)); err != nil {
		return err
	}
	return s.keep(0, nil)
}

// keep notes the snapshot to go back to when an operation is undone.
func (s *standings) keep(snapshot int64, operation *string) error {
	s.former, s.formerOperation = snapshot, operation
	_, err := s.Run("note the former snapshot", `UPDATE integrations SET former_generation = @former, former_operation = `+s.Tx.UUID("@operation")+`
WHERE account_id = @account AND id = @integration`, sql.Named("former", snapshot), sql.Named("operation", operation))
	return err
}

// hold makes a snapshot the one that holds.
func (s *standings) hold(snapshot int64) error {
	s.snapshot = snapshot
	s.Set("snapshot", snapshot)
	_, err := s.Run("set the snapshot", "UPDATE integrations SET snapshot = @snapshot WHERE account_id = @account AND id = @integration")
	return err
}
