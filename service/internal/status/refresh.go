package status

import (
	"fmt"

	"omnimap/db"
)

// rebuildShare is the share of an integration's listings, one in so many, from
// which on it is cheaper to work all statuses out anew than to restate those
// that a load changed.
const rebuildShare = 4

// CreateRefreshTables empties the tables in which loads note what they change. What
// could be undone at once before, must be judged from now on.
func (s *Statuses) CreateRefreshTables() error {
	if err := s.dropPrevious(); err != nil {
		return err
	}
	if err := s.CreateDirtyTables(); err != nil {
		return err
	}
	return s.Tx.CreateTempTables(
		db.TempTable{Name: "changed_skus", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "rematched", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY, family_sku KEYTEXT NOT NULL, is_parent boolean NOT NULL, rank smallint NOT NULL, product_id bigint, option_id bigint, size_id bigint"},
		db.TempTable{Name: "unmapped_statuses", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY, unmapped_status smallint NOT NULL"},
	)
}

// Refresh brings the statuses up to date with the catalogues, of which
// changed_skus names the listings that are new, gone, of another family, that
// became or ceased to be parents, or whose SKU is a key that came, went or
// names another target. What mappings were deleted must have been dirty.
func (s *Statuses) Refresh() error {
	many, err := s.ChangedMany()
	if err != nil {
		return err
	}
	if many {
		return s.RebuildAll()
	}
	if err := s.rematch(); err != nil {
		return err
	}
	return s.updateDirty()
}

func (s *Statuses) ChangedMany() (bool, error) {
	var changed int64
	if err := s.Tx.Read("SELECT count(*) FROM changed_skus", nil, &changed); err != nil {
		return false, fmt.Errorf("count changed listings: %w", err)
	}
	return s.isMany(changed)
}

// rematch writes what the catalogues say now of the changed listings into
// snapshot 0, having noted how all that this may change stood before.
func (s *Statuses) rematch() error {
	if err := s.Tx.Analyze("changed_skus"); err != nil {
		return err
	}
	const old = `changed_skus c CROSS JOIN listing_statuses g
WHERE g.account_id = @account AND g.integration_id = @integration AND g.snapshot = 0 AND g.sku = c.sku`
	err := s.RunAll(
		db.Step{What: "match changed listings", Query: `INSERT INTO rematched (sku, family_sku, is_parent, rank, product_id, option_id, size_id)
` + Match("changed_skus c CROSS JOIN listings l", "l.sku = c.sku")},
		db.Step{What: "note former families", Query: "INSERT INTO dirty_families SELECT DISTINCT g.family_sku FROM " + old + " ON CONFLICT DO NOTHING"},
		db.Step{What: "note former matches", Query: "INSERT INTO dirty_products SELECT DISTINCT g.product_id FROM " + old + " AND g.product_id IS NOT NULL ON CONFLICT DO NOTHING"},
		db.Step{What: "note new families", Query: "INSERT INTO dirty_families SELECT DISTINCT family_sku FROM rematched WHERE 1 = 1 ON CONFLICT DO NOTHING"},
		db.Step{What: "note new matches", Query: "INSERT INTO dirty_products SELECT DISTINCT product_id FROM rematched WHERE product_id IS NOT NULL ON CONFLICT DO NOTHING"},
	)
	if err != nil {
		return err
	}
	if err := s.SelectDirty(); err != nil {
		return err
	}
	return s.RunAll(
		db.Step{What: "note changed listings", Query: s.insertDirty(old)},
		db.Step{What: "note new listings", Query: "INSERT INTO dirty_listings (sku) SELECT sku FROM rematched WHERE 1 = 1 ON CONFLICT DO NOTHING"},
		db.Step{What: "remove former matches", Query: `DELETE FROM listing_statuses
WHERE ` + InIntegration("listing_statuses") + ` AND snapshot = 0 AND sku IN (SELECT sku FROM changed_skus)`},
		db.Step{What: "write new matches", Query: `INSERT INTO listing_statuses (` + columns + `)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), 0, sku, family_sku, ` + NoMatch + `, ` + NoMatch + `, is_parent, rank, product_id, option_id, size_id FROM rematched`},
		db.Step{What: "judge as if nothing were mapped", Query: `INSERT INTO unmapped_statuses (sku, unmapped_status)
SELECT j.sku, j.decided_status FROM (` + Decide(DirtyRows, nothingMapped()) + `) j`},
		db.Step{What: "write statuses if nothing were mapped", Query: s.writeUnmappedStatuses()},
	)
}

// writeUnmappedStatuses sets unmapped_status, and with it a status that is not the one that holds.
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
