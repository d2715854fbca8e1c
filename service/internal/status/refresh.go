package status

import (
	"fmt"

	"omnimap/db"
)

// rebuildShare: if one in so many listings of an integration changed, all
// statuses are rebuilt, which is cheaper then than updating the dirty ones.
const rebuildShare = 4

// CreateRefreshTables creates the empty tables in which a load, or an operation
// that ignores listings, records what it changes. It drops the previous snapshot,
// which that makes obsolete.
func (s *Statuses) CreateRefreshTables() error {
	if err := s.dropPrevious(); err != nil {
		return err
	}
	if err := s.CreateDirtyTables(); err != nil {
		return err
	}
	return s.Tx.CreateTempTables(
		db.TempTable{Name: "changed_skus", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "rematched", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY, family_sku KEYTEXT NOT NULL, is_parent boolean NOT NULL, rank smallint NOT NULL, " +
			"product_id bigint, option_id bigint, size_id bigint, unmapped_status smallint NOT NULL"},
		db.TempTable{Name: "unmapped_statuses", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY, unmapped_status smallint NOT NULL"},
	)
}

// Refresh updates the statuses to the catalogues. changed_skus must name the
// listings that are new, gone or in another family, that became or ceased to be
// parents, and whose match may differ. Deleted mappings must have been marked
// dirty.
func (s *Statuses) Refresh() error {
	many, err := s.IsMany("changed_skus")
	if err != nil {
		return err
	}
	if many {
		return s.RebuildAll()
	}
	if err := s.rematch(); err != nil {
		return err
	}
	if err := s.decideUnmapped(dirtyRows); err != nil {
		return err
	}
	return s.updateDirty(dirtyRows)
}

// IsMany reports whether a table, such as changed_skus, names a large part of
// the integration's listings.
func (s *Statuses) IsMany(table string) (bool, error) {
	var changed int64
	if err := s.Tx.Read("SELECT count(*) FROM "+table, nil, &changed); err != nil {
		return false, fmt.Errorf("count changed listings: %w", err)
	}
	return s.isMany(changed)
}

// rematch writes the matches of the changed listings into snapshot 0. Before,
// it selects as dirty all listings whose status this can change.
func (s *Statuses) rematch() error {
	if err := s.Tx.Analyze("changed_skus"); err != nil {
		return err
	}
	const old = `changed_skus c CROSS JOIN listing_statuses g
WHERE g.account_id = @account AND g.integration_id = @integration AND g.snapshot = 0 AND g.sku = c.sku`
	err := s.RunAll(
		db.Step{What: "match changed listings", Query: `INSERT INTO rematched (sku, family_sku, is_parent, rank, product_id, option_id, size_id, unmapped_status)
` + s.match("changed_skus c CROSS JOIN listings l", "l.sku = c.sku")},
		db.Step{What: "mark previous families dirty", Query: "INSERT INTO dirty_families SELECT DISTINCT g.family_sku FROM " + old + " ON CONFLICT DO NOTHING"},
		db.Step{What: "mark previously matched products dirty", Query: "INSERT INTO dirty_products SELECT DISTINCT g.product_id FROM " + old + " AND g.product_id IS NOT NULL ON CONFLICT DO NOTHING"},
		db.Step{What: "mark new families dirty", Query: "INSERT INTO dirty_families SELECT DISTINCT family_sku FROM rematched WHERE 1 = 1 ON CONFLICT DO NOTHING"},
		db.Step{What: "mark newly matched products dirty", Query: "INSERT INTO dirty_products SELECT DISTINCT product_id FROM rematched WHERE product_id IS NOT NULL ON CONFLICT DO NOTHING"},
	)
	if err != nil {
		return err
	}
	if err := s.SelectDirty(); err != nil {
		return err
	}
	return s.RunAll(
		db.Step{What: "mark changed listings dirty", Query: s.insertDirty(old) + " ON CONFLICT DO NOTHING"},
		db.Step{What: "mark new listings dirty", Query: "INSERT INTO dirty_listings (sku) SELECT sku FROM rematched WHERE 1 = 1 ON CONFLICT DO NOTHING"},
		db.Step{What: "delete previous matches", Query: `DELETE FROM listing_statuses
WHERE ` + InIntegration("listing_statuses") + ` AND snapshot = 0 AND sku IN (SELECT sku FROM changed_skus)`},
		db.Step{What: "insert new matches", Query: `INSERT INTO listing_statuses (` + columns + `)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), 0, sku, family_sku, ` + NoMatch + `, unmapped_status, is_parent, rank, product_id, option_id, size_id FROM rematched`},
	)
}

// decideUnmapped decides the statuses that the dirty listings would have if
// nothing were mapped. rows is a query for their rows of snapshot 0.
func (s *Statuses) decideUnmapped(rows string) error {
	return s.RunAll(
		db.Step{What: "decide statuses if nothing were mapped", Query: `INSERT INTO unmapped_statuses (sku, unmapped_status)
SELECT j.sku, j.decided_status FROM (` + Decide(rows, nothingMapped()) + `) j`},
		db.Step{What: "update statuses if nothing were mapped", Query: s.writeUnmappedStatuses()},
	)
}

// writeUnmappedStatuses updates unmapped_status in snapshot 0, and status too
// while another snapshot is current.
func (s *Statuses) writeUnmappedStatuses() string {
	status := "g.status"
	if s.snapshot > 0 {
		status = "n.unmapped_status"
	}
	return `INSERT INTO listing_statuses (` + columns + `)
SELECT g.account_id, g.integration_id, g.snapshot, g.sku, g.family_sku, ` + status + `, n.unmapped_status, g.is_parent, g.rank, g.product_id, g.option_id, g.size_id
FROM unmapped_statuses n CROSS JOIN listing_statuses g
WHERE ` + InIntegration("g") + ` AND g.snapshot = 0 AND g.sku = n.sku AND (g.unmapped_status <> n.unmapped_status OR g.status <> ` + status + `)
ON CONFLICT (account_id, integration_id, snapshot, sku) DO UPDATE SET unmapped_status = excluded.unmapped_status, status = excluded.status`
}
