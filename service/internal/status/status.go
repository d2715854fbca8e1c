package status

import (
	"database/sql"
	"fmt"

	"omnimap/db"
	"omnimap/model"
)

// Statuses keeps, in a transaction that holds the integration's lock, what is
// remembered of how its listings stand; see docs/status.md. Operations that
// change mappings or catalogues say what they dirty and then have it
// updated_statuses.
type Statuses struct {
	// Its statements may name @account, @integration and @snapshot, the one
	// that holds.
	*db.Statements
	snapshot int64
	// previousSnapshot is the snapshot to which the undoing of formerOperation can go
	// back; 0 where there is none.
	previousSnapshot  int64
	PreviousOperation *string
}

func New(tx *db.Tx, integration *model.Integration) *Statuses {
	return &Statuses{
		Statements: db.NewStatements(tx, sql.Named("account", integration.AccountID), sql.Named("integration", integration.ID),
			sql.Named("snapshot", integration.Snapshot)),
		snapshot:          integration.Snapshot,
		previousSnapshot:  integration.PreviousSnapshot,
		PreviousOperation: integration.PreviousSnapshotOperation,
	}
}

// columns are what the generations of a listing's row share.
const columns = "account_id, integration_id, snapshot, sku, family_sku, status, unmapped_status, is_parent, rank, product_id, option_id, size_id"

// InIntegration limits a table to the integration.
func InIntegration(alias string) string {
	return alias + ".account_id = @account AND " + alias + ".integration_id = @integration"
}

// analyzeFrom is how many rows must have changed for the statistics of a table
// that all accounts share to be worth refreshing.
const analyzeFrom = 1000

// FewRows is how many rows may change for each to be looked up by its keys;
// beyond, the planner is told what there is, and chooses.
const FewRows = 5000

// Analyze refreshes the planner's statistics of shared tables of which so many
// rows changed.
func (s *Statuses) Analyze(changed int64, tables ...string) error {
	if changed < analyzeFrom {
		return nil
	}
	return s.Tx.AnalyzeShared(tables...)
}

// CreateDirtyTables empties the tables in which operations note what they touch.
func (s *Statuses) CreateDirtyTables() error {
	return s.Tx.CreateTempTables(
		db.TempTable{Name: "dirty_families", Columns: "family_sku KEYTEXT NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "dirty_products", Columns: "product_id bigint NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "dirty_listings", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY, status smallint, unmapped_status smallint"},
		db.TempTable{Name: "updated_statuses", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY, status smallint NOT NULL, unmapped_status smallint NOT NULL"},
	)
}

// MarkMappingsDirty notes the families and Omni products of the mappings m that
// from and condition choose. They must exist now: before they are deleted, or
// after they were made.
func (s *Statuses) MarkMappingsDirty(from, condition string, args ...sql.NamedArg) error {
	chosen := " WHERE " + condition + " AND " + InIntegration("m")
	// With DISTINCT, SQLite would walk an index that holds all mappings in the
	// order of what is selected.
	if _, err := s.Run("note touched families", `INSERT INTO dirty_families
SELECT g.family_sku FROM `+from+` CROSS JOIN listing_statuses g`+chosen+`
AND `+InIntegration("g")+` AND g.snapshot = 0 AND g.sku = m.sku ON CONFLICT DO NOTHING`, args...); err != nil {
		return err
	}
	_, err := s.Run("note touched Omni products", "INSERT INTO dirty_products SELECT m.product_id FROM "+from+chosen+" ON CONFLICT DO NOTHING", args...)
	return err
}

// Update brings the statuses of the dirty families and Omni products, and
// of all that they can change, up to date with the mappings. All rivals for a
// target lie in its Omni product; so the families, and the products that they
// match, and all listings of both, are a set that nothing outside depends on.
func (s *Statuses) Update() error {
	if err := s.SelectDirty(); err != nil {
		return err
	}
	return s.updateDirty()
}

// UpdateAfterInsert brings the statuses up to date with so many mappings m just made,
// which from and condition choose: in the way that is cheaper.
func (s *Statuses) UpdateAfterInsert(inserted int64, from, condition string, args ...sql.NamedArg) error {
	many, err := s.isMany(inserted)
	if err != nil {
		return err
	}
	if many {
		if err := s.Analyze(inserted, "mappings"); err != nil {
			return err
		}
		return s.rebuildSnapshot()
	}
	return s.UpdateInserted(inserted, from, condition, args...)
}

// isMany tells whether so many changes are a large part of the integration's
// listings.
func (s *Statuses) isMany(changed int64) (bool, error) {
	var listings int64
	err := s.Tx.Read("SELECT coalesce(sum(unmapped_listings), 0) FROM listing_status_counts WHERE "+InIntegration("listing_status_counts"), s.Args(), &listings)
	if err != nil {
		return false, fmt.Errorf("count listings: %w", err)
	}
	return changed > 0 && changed*rebuildShare >= listings, nil
}

// UpdateInserted restates what so many mappings m, which from and condition
// selectMappings and which were just made, change. They are few beside what was there,
// by which the planner may go on.
func (s *Statuses) UpdateInserted(inserted int64, from, condition string, args ...sql.NamedArg) error {
	if err := s.Tx.ExpectFew(inserted <= FewRows); err != nil {
		return err
	}
	if inserted > FewRows {
		if err := s.Analyze(inserted, "mappings"); err != nil {
			return err
		}
	}
	if err := s.CreateDirtyTables(); err != nil {
		return err
	}
	if err := s.MarkMappingsDirty(from, condition, args...); err != nil {
		return err
	}
	return s.Update()
}

// SelectDirty gathers the listings that may stand otherwise now, and how they
// stood.
func (s *Statuses) SelectDirty() error {
	if err := s.Tx.Analyze("dirty_families", "dirty_products"); err != nil {
		return err
	}
	return s.RunAll(
		db.Step{What: "note the products that touched families match", Query: `INSERT INTO dirty_products
SELECT DISTINCT g.product_id FROM dirty_families f CROSS JOIN listing_statuses g
WHERE ` + InIntegration("g") + ` AND g.snapshot = 0 AND g.family_sku = f.family_sku AND g.product_id IS NOT NULL
ON CONFLICT DO NOTHING`},
		// Most are of both, and are looked up once.
		db.Step{What: "note touched listings", Query: s.insertDirty(`(SELECT g.sku, g.status, g.unmapped_status FROM dirty_families f CROSS JOIN listing_statuses g
WHERE ` + InIntegration("g") + ` AND g.snapshot = 0 AND g.family_sku = f.family_sku
UNION SELECT g.sku, g.status, g.unmapped_status FROM dirty_products p CROSS JOIN listing_statuses g
WHERE ` + InIntegration("g") + ` AND g.snapshot = 0 AND g.product_id = p.product_id) g WHERE 1 = 1`)},
	)
}

// insertDirty notes listings of snapshot 0, as g, with how they stand.
func (s *Statuses) insertDirty(from string) string {
	return `INSERT INTO dirty_listings (sku, status, unmapped_status)
SELECT g.sku, ` + s.CurrentStatus() + `, g.unmapped_status FROM ` + from + `
ON CONFLICT DO NOTHING`
}

// CurrentStatus is how g, a row of snapshot 0, stands.
func (s *Statuses) CurrentStatus() string {
	if s.snapshot == 0 {
		return "g.status"
	}
	return `coalesce((SELECT c.status FROM listing_statuses c
  WHERE ` + InIntegration("c") + ` AND c.snapshot = @snapshot AND c.sku = g.sku), ` + Mapped + `)`
}

// DirtyRows are the rows of snapshot 0 of the dirty listings.
const DirtyRows = `SELECT g.* FROM dirty_listings t CROSS JOIN listing_statuses g
WHERE g.account_id = @account AND g.integration_id = @integration AND g.snapshot = 0 AND g.sku = t.sku`

// updateDirty judges the dirty listings, writes those that changed, and
// moves the counts by the differences.
func (s *Statuses) updateDirty() error {
	if err := s.Tx.Analyze("dirty_listings"); err != nil {
		return err
	}
	if err := s.SelectBatch(DirtyRows); err != nil {
		return err
	}
	if err := s.RunAll(db.Step{What: "judge touched listings", Query: `INSERT INTO updated_statuses (sku, status, unmapped_status)
SELECT j.sku, j.decided_status, j.unmapped_status FROM (` + Decide(BatchRows, JoinMapped()) + `) j`}); err != nil {
		return err
	}
	if err := s.Tx.Analyze("updated_statuses"); err != nil {
		return err
	}
	steps := append(s.writeUpdated(), db.Step{What: "move the counts", Query: `INSERT INTO listing_status_counts (account_id, integration_id, status, listings, unmapped_listings)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), status, sum(listings), sum(unmapped_listings) FROM (
  SELECT status, 1 AS listings, 0 AS unmapped_listings FROM updated_statuses
  UNION ALL SELECT unmapped_status, 0, 1 FROM updated_statuses
  UNION ALL SELECT status, -1, 0 FROM dirty_listings WHERE status IS NOT NULL
  UNION ALL SELECT unmapped_status, 0, -1 FROM dirty_listings WHERE unmapped_status IS NOT NULL
) d WHERE 1 = 1 GROUP BY status HAVING sum(listings) <> 0 OR sum(unmapped_listings) <> 0
ON CONFLICT (account_id, integration_id, status) DO UPDATE SET
  listings = listing_status_counts.listings + excluded.listings,
  unmapped_listings = listing_status_counts.unmapped_listings + excluded.unmapped_listings`})
	return s.RunAll(steps...)
}

// writeUpdated writes what was judged into the snapshot that holds: each
// listing's status in snapshot 0, or a row for just those not mapped in a
// later one.
func (s *Statuses) writeUpdated() []db.Step {
	if s.snapshot == 0 {
		return []db.Step{{What: "write statuses", Query: `INSERT INTO listing_statuses (` + columns + `)
SELECT g.account_id, g.integration_id, g.snapshot, g.sku, g.family_sku, n.status, g.unmapped_status, g.is_parent, g.rank, g.product_id, g.option_id, g.size_id
FROM updated_statuses n CROSS JOIN listing_statuses g
WHERE ` + InIntegration("g") + ` AND g.snapshot = 0 AND g.sku = n.sku AND g.status <> n.status
ON CONFLICT (account_id, integration_id, snapshot, sku) DO UPDATE SET status = excluded.status`}}
	}
	return []db.Step{
		{What: "remove statuses that changed", Query: `DELETE FROM listing_statuses
WHERE ` + InIntegration("listing_statuses") + ` AND snapshot = @snapshot AND sku IN (SELECT sku FROM dirty_listings)`},
		{What: "write statuses", Query: `INSERT INTO listing_statuses (` + columns + `)
SELECT g.account_id, g.integration_id, CAST(@snapshot AS bigint), g.sku, g.family_sku, n.status, g.unmapped_status, g.is_parent, g.rank, g.product_id, g.option_id, g.size_id
FROM updated_statuses n CROSS JOIN listing_statuses g
WHERE ` + InIntegration("g") + ` AND g.snapshot = 0 AND g.sku = n.sku AND n.status <> ` + Mapped},
	}
}
