package status

import (
	"database/sql"
	"fmt"

	"omnimap/db"
	"omnimap/model"
)

// Statuses updates the stored statuses of an integration's listings, in a
// transaction that holds the integration's lock; see docs/status.md. Changes
// mark dirty what they affect, then update the dirty statuses.
type Statuses struct {
	// Statements may name @account, @integration and @snapshot, the current one.
	*db.Statements
	snapshot int64
	// counterpart is the other integration of a pair; nil if there is none. Its
	// listings, too, make parents.
	counterpart *int64
	// previousSnapshot is the snapshot that an undo of PreviousOperation restores;
	// 0 if there is none.
	previousSnapshot  int64
	PreviousOperation *string
	// without is the table of mappings that count as deleted, and cleared that of
	// families and Omni products that have no others; empty for none.
	without, cleared string
	// decided says that updated_statuses has statuses that are not written.
	decided bool
}

// New returns the statuses of an integration as LockIntegration read it.
func New(tx *db.Tx, integration *model.Integration) *Statuses {
	return &Statuses{
		Statements: db.NewStatements(tx, sql.Named("account", integration.AccountID), sql.Named("integration", integration.ID),
			sql.Named("snapshot", integration.Snapshot)),
		snapshot:          integration.Snapshot,
		counterpart:       integration.CounterpartID,
		previousSnapshot:  integration.PreviousSnapshot,
		PreviousOperation: integration.PreviousSnapshotOperation,
	}
}

// columns are all columns of listing_statuses.
const columns = "account_id, integration_id, snapshot, sku, family_sku, status, unmapped_status, is_parent, rank, product_id, option_id, size_id"

// InIntegration is the condition that a row is the integration's.
func InIntegration(alias string) string {
	return alias + ".account_id = @account AND " + alias + ".integration_id = @integration"
}

// Without has the mappings whose SKUs are in a table count as deleted, where
// statuses are decided. cleared is a table of families and Omni products, as
// Connected reaches them, that have no other mappings, or empty.
func (s *Statuses) Without(table, cleared string) { s.without, s.cleared = table, cleared }

// WithAll has all mappings count again.
func (s *Statuses) WithAll() { s.Without("", "") }

// IsMapping is the condition that a row of mappings is one of the integration's,
// and counts.
func (s *Statuses) IsMapping(alias string) string {
	if s.without == "" {
		return InIntegration(alias)
	}
	return InIntegration(alias) + " AND NOT EXISTS (SELECT 1 FROM " + s.without + " w WHERE w.sku = " + alias + ".sku)"
}

// analyzeFrom is how many rows of a shared table must have changed before its
// statistics are refreshed.
const analyzeFrom = 1000

// FewRows is how many rows may change for ExpectFew: few rows are looked up by
// their keys.
const FewRows = 5000

// Analyze refreshes the planner's statistics of shared tables in which so many
// rows changed.
func (s *Statuses) Analyze(changed int64, tables ...string) error {
	if changed < analyzeFrom {
		return s.Tx.AnalyzeGrown(tables...)
	}
	return s.Tx.AnalyzeShared(tables...)
}

// CreateDirtyTables creates the empty tables in which an operation marks what
// is dirty.
func (s *Statuses) CreateDirtyTables() error {
	return s.Tx.CreateTempTables(
		db.TempTable{Name: "dirty_families", Columns: "family_sku KEYTEXT NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "dirty_products", Columns: "product_id bigint NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "dirty_listings", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY, status smallint, unmapped_status smallint, is_parent boolean"},
		db.TempTable{Name: "updated_statuses", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY, status smallint NOT NULL, unmapped_status smallint NOT NULL, is_parent boolean NOT NULL"},
	)
}

// MarkMappingsDirty marks the families and Omni products of the mappings m that
// from and condition select. Call it while they exist: before they are deleted,
// or after they were inserted.
func (s *Statuses) MarkMappingsDirty(from, condition string, args ...sql.NamedArg) error {
	chosen := " WHERE " + condition + " AND " + InIntegration("m")
	// With DISTINCT, SQLite would walk an index of all mappings in the order of
	// the selected column.
	if _, err := s.Run("mark families dirty", `INSERT INTO dirty_families
SELECT g.family_sku FROM `+from+` CROSS JOIN listing_statuses g`+chosen+`
AND `+InIntegration("g")+` AND g.snapshot = 0 AND g.sku = m.sku ON CONFLICT DO NOTHING`, args...); err != nil {
		return err
	}
	_, err := s.Run("mark Omni products dirty", "INSERT INTO dirty_products SELECT m.product_id FROM "+from+chosen+" ON CONFLICT DO NOTHING", args...)
	return err
}

// Update updates the statuses of the dirty families and Omni products and of
// all that they can change: the products that the families match, and all
// listings of both. Nothing else depends on them, since all rivals for a target
// match its Omni product.
func (s *Statuses) Update() error {
	s.decided = false
	if err := s.SelectDirty(); err != nil {
		return err
	}
	return s.updateDirty(selectedRows)
}

// UpdateAfterInsert updates the statuses to newly inserted mappings m, which
// from and condition select, in the cheapest way. If listings that they map were
// ignored, they are not any more.
func (s *Statuses) UpdateAfterInsert(inserted int64, from, condition string, args ...sql.NamedArg) error {
	lifted, err := s.Lift(inserted, from, condition, args...)
	if err != nil {
		return err
	}
	many, err := s.isMany(inserted)
	if err != nil {
		return err
	}
	switch {
	case many:
		if err := s.Analyze(inserted, "mappings"); err != nil {
			return err
		}
		if lifted {
			return s.RebuildAll()
		}
		return s.rebuildSnapshot()
	case lifted:
		if err := s.expectInserted(inserted); err != nil {
			return err
		}
		if err := s.MarkMappingsDirty(from, condition, args...); err != nil {
			return err
		}
		return s.UpdateIgnored()
	}
	return s.UpdateInserted(inserted, from, condition, args...)
}

// isMany reports whether so many changes are a large part of the integration's
// listings.
func (s *Statuses) isMany(changed int64) (bool, error) {
	var listings int64
	err := s.Tx.Read("SELECT coalesce(sum(unmapped_listings), 0) FROM listing_status_counts WHERE "+InIntegration("listing_status_counts"), s.Args(), &listings)
	if err != nil {
		return false, fmt.Errorf("count listings: %w", err)
	}
	return changed > 0 && changed*rebuildShare >= listings, nil
}

// UpdateInserted updates the dirty statuses after the mappings m, which from
// and condition select, were inserted. They must be few beside those that were
// there.
func (s *Statuses) UpdateInserted(inserted int64, from, condition string, args ...sql.NamedArg) error {
	if err := s.expectInserted(inserted); err != nil {
		return err
	}
	if err := s.CreateDirtyTables(); err != nil {
		return err
	}
	if err := s.MarkMappingsDirty(from, condition, args...); err != nil {
		return err
	}
	return s.Update()
}

// expectInserted prepares the planner for so many new mappings.
func (s *Statuses) expectInserted(inserted int64) error {
	if err := s.Tx.ExpectFew(inserted <= FewRows); err != nil || inserted <= FewRows {
		return err
	}
	return s.Analyze(inserted, "mappings")
}

// The rows g of snapshot 0 of the listings that SelectDirty selects. A listing of
// a dirty family that has a match is selected by its match.
const (
	matchingNothing = `dirty_families f CROSS JOIN listing_statuses g
WHERE g.account_id = @account AND g.integration_id = @integration AND g.snapshot = 0 AND g.family_sku = f.family_sku AND g.product_id IS NULL`
	matchingDirty = `dirty_products p CROSS JOIN listing_statuses g
WHERE g.account_id = @account AND g.integration_id = @integration AND g.snapshot = 0 AND g.product_id = p.product_id`

	// selectedRows is a query for them.
	selectedRows = "SELECT g.* FROM " + matchingNothing + " UNION ALL SELECT g.* FROM " + matchingDirty
)

// SelectDirty selects the listings whose status may change, with their current
// status.
func (s *Statuses) SelectDirty() error {
	if err := s.Tx.Analyze("dirty_families", "dirty_products"); err != nil {
		return err
	}
	return s.RunAll(
		db.Step{What: "mark the products that dirty families match", Query: `INSERT INTO dirty_products
SELECT DISTINCT g.product_id FROM dirty_families f CROSS JOIN listing_statuses g
WHERE ` + InIntegration("g") + ` AND g.snapshot = 0 AND g.family_sku = f.family_sku AND g.product_id IS NOT NULL
ON CONFLICT DO NOTHING`},
		db.Step{What: "mark listings that match nothing dirty", Query: s.insertDirty(matchingNothing)},
		db.Step{What: "mark listings that match dirty", Query: s.insertDirty(matchingDirty)},
	)
}

// insertDirty inserts rows g of snapshot 0 into dirty_listings, with their
// current status. The snapshot is joined: where rows are many, PostgreSQL reads
// it once.
func (s *Statuses) insertDirty(from string) string {
	status, joined := "g.status", ""
	if s.snapshot != 0 {
		status = "coalesce(c.status, " + Mapped + ")"
		joined = " LEFT JOIN listing_statuses c ON " + InIntegration("c") + " AND c.snapshot = @snapshot AND c.sku = g.sku"
	}
	return `INSERT INTO dirty_listings (sku, status, unmapped_status, is_parent)
SELECT g.sku, ` + status + `, g.unmapped_status, g.is_parent FROM (SELECT g.* FROM ` + from + `) g` + joined + `
WHERE 1 = 1`
}

// CurrentStatus is the current status of g, a row of snapshot 0, in SQL.
func (s *Statuses) CurrentStatus() string {
	if s.snapshot == 0 {
		return "g.status"
	}
	return `coalesce((SELECT c.status FROM listing_statuses c
  WHERE ` + InIntegration("c") + ` AND c.snapshot = @snapshot AND c.sku = g.sku), ` + Mapped + `)`
}

// dirtyRows is a query for the rows of snapshot 0 of the dirty listings, where
// there are others than those that SelectDirty selected.
const dirtyRows = `SELECT g.* FROM dirty_listings t CROSS JOIN listing_statuses g
WHERE g.account_id = @account AND g.integration_id = @integration AND g.snapshot = 0 AND g.sku = t.sku`

// updateDirty decides the statuses of the dirty listings, writes those that
// changed, and updates the counts by the differences. rows is a query for the
// rows of snapshot 0 of the dirty listings.
func (s *Statuses) updateDirty(rows string) error {
	if err := s.decideDirty(rows); err != nil {
		return err
	}
	return s.writeDirty()
}

// DecideDirty decides the dirty listings as Update does, but writes nothing. It
// is for what comes before the change itself: DecidedStatus tells what it found.
func (s *Statuses) DecideDirty() error {
	if err := s.SelectDirty(); err != nil {
		return err
	}
	s.decided = true
	return s.decideDirty(selectedRows)
}

// DecidedStatus is CurrentStatus as DecideDirty found it.
func (s *Statuses) DecidedStatus() string {
	if !s.decided {
		return s.CurrentStatus()
	}
	return "coalesce((SELECT u.status FROM updated_statuses u WHERE u.sku = g.sku), " + s.CurrentStatus() + ")"
}

// decideDirty decides the dirty listings into updated_statuses.
func (s *Statuses) decideDirty(rows string) error {
	if err := s.Tx.Analyze("dirty_listings"); err != nil {
		return err
	}
	if err := s.SelectBatch(rows); err != nil {
		return err
	}
	if err := s.RunAll(db.Step{What: "decide dirty listings", Query: `INSERT INTO updated_statuses (sku, status, unmapped_status, is_parent)
SELECT j.sku, j.decided_status, j.unmapped_status, j.is_parent FROM (` + Decide(BatchRows, s.JoinMapped()) + `) j`}); err != nil {
		return err
	}
	return s.Tx.Analyze("updated_statuses")
}

// writeDirty writes the decided statuses of the dirty listings, and the counts.
func (s *Statuses) writeDirty() error {
	var written int64
	for _, step := range s.writeUpdated() {
		n, err := s.Run(step.What, step.Query)
		if err != nil {
			return err
		}
		written = n
	}
	if err := s.RunAll(db.Step{What: "update the counts", Query: s.updateCounts()}); err != nil {
		return err
	}
	return s.analyzeSnapshot(written)
}

// analyzeSnapshot is Analyze for a snapshot in which so many rows were written,
// if these are half of it: the planner took it for smaller, and each look-up in
// it may have walked all of it.
func (s *Statuses) analyzeSnapshot(written int64) error {
	if written < analyzeFrom || s.snapshot == 0 {
		return nil
	}
	var rows int64
	err := s.Tx.Read("SELECT coalesce(sum(listings), 0) FROM listing_status_counts WHERE "+InIntegration("listing_status_counts")+" AND status <> "+Mapped, s.Args(), &rows)
	if err != nil {
		return fmt.Errorf("count unmapped listings: %w", err)
	}
	if 2*written < rows {
		return nil
	}
	return s.Tx.AnalyzeShared("listing_statuses")
}

// writeUpdated writes the decided statuses into the current snapshot: as
// statuses in snapshot 0, or in a later one as rows of the listings that are
// not mapped.
func (s *Statuses) writeUpdated() []db.Step {
	if s.snapshot == 0 {
		return []db.Step{{What: "write statuses", Query: `INSERT INTO listing_statuses (` + columns + `)
SELECT g.account_id, g.integration_id, g.snapshot, g.sku, g.family_sku, n.status, g.unmapped_status, g.is_parent, g.rank, g.product_id, g.option_id, g.size_id
FROM updated_statuses n CROSS JOIN listing_statuses g
WHERE ` + InIntegration("g") + ` AND g.snapshot = 0 AND g.sku = n.sku AND g.status <> n.status
ON CONFLICT (account_id, integration_id, snapshot, sku) DO UPDATE SET status = excluded.status`}}
	}
	return []db.Step{
		{What: "delete statuses of dirty listings", Query: `DELETE FROM listing_statuses
WHERE ` + InIntegration("listing_statuses") + ` AND snapshot = @snapshot AND sku IN (SELECT sku FROM dirty_listings)`},
		{What: "write statuses", Query: `INSERT INTO listing_statuses (` + columns + `)
SELECT g.account_id, g.integration_id, CAST(@snapshot AS bigint), g.sku, g.family_sku, n.status, g.unmapped_status, g.is_parent, g.rank, g.product_id, g.option_id, g.size_id
FROM updated_statuses n CROSS JOIN listing_statuses g
WHERE ` + InIntegration("g") + ` AND g.snapshot = 0 AND g.sku = n.sku AND n.status <> ` + Mapped},
	}
}
