package status

import (
	"database/sql"
	"fmt"

	"omnimap/db"
	"omnimap/model"
)

// Ignore ignores listings that are not ignored yet, and returns their number. A
// query selects their SKUs, which changed_skus names afterwards. Their mappings,
// if they have any, must be deleted before UpdateIgnored.
func (s *Statuses) Ignore(skus string, by model.Ignored) (int64, error) {
	if _, err := s.Run("select listings to ignore", "INSERT INTO changed_skus (sku) "+skus); err != nil {
		return 0, err
	}
	n, err := s.Run("ignore listings", `INSERT INTO ignored_listings (account_id, integration_id, sku, ignored_at, actor, note)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), c.sku, CAST(@at AS bigint), @actor, CAST(@note AS text) FROM changed_skus c`,
		sql.Named("at", by.At), sql.Named("actor", by.Actor), sql.Named("note", by.Note))
	if err != nil {
		return 0, err
	}
	return n, s.Analyze(n, "ignored_listings")
}

// TakeBack ends the ignoring of the listings whose SKUs a query selects, and
// returns their number. changed_skus names them afterwards.
func (s *Statuses) TakeBack(skus string, args ...sql.NamedArg) (int64, error) {
	if _, err := s.Run("select listings that are not ignored any more", "INSERT INTO changed_skus (sku) "+skus, args...); err != nil {
		return 0, err
	}
	return s.Run("end the ignoring", `DELETE FROM ignored_listings
WHERE `+InIntegration("ignored_listings")+` AND sku IN (SELECT sku FROM changed_skus)`)
}

// Lift ends the ignoring of listings that the newly inserted mappings m, which
// from and condition select, map, and reports whether there were any. If so,
// the tables of a refresh are there and changed_skus names those listings.
func (s *Statuses) Lift(inserted int64, from, condition string, args ...sql.NamedArg) (bool, error) {
	ignored, err := s.countIgnored()
	if err != nil || ignored == 0 {
		return false, err
	}
	mapped := from + " CROSS JOIN ignored_listings i WHERE " + condition + " AND " + InIntegration("m") + " AND " + InIntegration("i") + " AND i.sku = m.sku"
	if ignored <= inserted {
		// No ignored listing had a mapping before.
		mapped = "ignored_listings i CROSS JOIN mappings m WHERE " + InIntegration("i") + " AND " + InIntegration("m") + " AND m.sku = i.sku"
	}
	var any bool
	if err := s.Tx.Read("SELECT EXISTS (SELECT 1 FROM "+mapped+")", s.Args(args...), &any); err != nil {
		return false, fmt.Errorf("look for ignored listings: %w", err)
	}
	if !any {
		return false, nil
	}
	if err := s.CreateRefreshTables(); err != nil {
		return false, err
	}
	_, err = s.TakeBack("SELECT i.sku FROM "+mapped, args...)
	return true, err
}

// countIgnored counts the ignored listings of the catalogue.
func (s *Statuses) countIgnored() (n int64, err error) {
	err = s.Tx.Read("SELECT coalesce(sum(unmapped_listings), 0) FROM listing_status_counts WHERE "+InIntegration("listing_status_counts")+" AND status = "+Ignored, s.Args(), &n)
	if err != nil {
		return 0, fmt.Errorf("count ignored listings: %w", err)
	}
	return n, nil
}

// UpdateIgnored updates the statuses of the listings in changed_skus, which
// became or ceased to be ignored, and of their rivals; and of what is dirty, as
// Update does. Being ignored changes nothing for the rest of a family.
func (s *Statuses) UpdateIgnored() error {
	s.decided = false
	many, err := s.IsMany("changed_skus")
	if err != nil {
		return err
	}
	if many {
		return s.RebuildAll()
	}
	if err := s.Tx.Analyze("changed_skus"); err != nil {
		return err
	}
	const changed = `changed_skus c CROSS JOIN listing_statuses g
WHERE g.account_id = @account AND g.integration_id = @integration AND g.snapshot = 0 AND g.sku = c.sku`
	if _, err := s.Run("mark the matched products dirty", "INSERT INTO dirty_products SELECT g.product_id FROM "+changed+" AND g.product_id IS NOT NULL ON CONFLICT DO NOTHING"); err != nil {
		return err
	}
	if err := s.SelectDirty(); err != nil {
		return err
	}
	if err := s.RunAll(db.Step{What: "mark ignored listings dirty", Query: s.insertDirty(changed) + " ON CONFLICT DO NOTHING"}); err != nil {
		return err
	}
	// The rows still say of the changed listings what was before.
	if err := s.decideUnmapped(`SELECT g.sku, g.family_sku, g.is_parent, g.rank, g.product_id, g.option_id, g.size_id, ` + unmappedStatus("g") + ` AS unmapped_status
FROM dirty_listings t CROSS JOIN listing_statuses g WHERE g.account_id = @account AND g.integration_id = @integration AND g.snapshot = 0 AND g.sku = t.sku`); err != nil {
		return err
	}
	return s.updateDirty(dirtyRows)
}
