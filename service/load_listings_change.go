package service

import (
	"database/sql"
	"fmt"
	"strings"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/status"
)

// listingChange is a load of listings within its transaction.
type listingChange struct {
	// Statements may name @account, @integration, @counterpart and @now, the time
	// of the load.
	*db.Statements
	sides sides
	op    *model.Operation
	load  listingLoad
	// first says that there was no listing before, and many that so many changed
	// that all statuses are worked out anew.
	first, many bool
	summary     model.LoadSummary
}

func newListingChange(tx *db.Tx, sides sides, op *model.Operation, load listingLoad) (*listingChange, error) {
	at, err := tx.Tick(sides...)
	if err != nil {
		return nil, err
	}
	args := []sql.NamedArg{sql.Named("account", op.AccountID), sql.Named("now", at), sql.Named("integration", sides[0].ID)}
	if len(sides) > 1 {
		args = append(args, sql.Named("counterpart", sides[1].ID))
	}
	return &listingChange{Statements: db.NewStatements(tx, args...), sides: sides, op: op, load: load}, nil
}

func (c *listingChange) apply(l *loading) (*LoadResult, error) {
	l.run.Enter(model.PhaseChecking)
	if err := c.prepareTables(); err != nil {
		return nil, err
	}
	if c.load.requireCreatedAt {
		if err := c.refuseUndated(l); err != nil {
			return nil, err
		}
	}
	c.summary.RemovalsSkipped = c.load.RemoveMissing && l.keepsAll()
	if c.load.RemoveMissing && !c.first && !c.summary.RemovalsSkipped {
		if err := c.selectMissing(); err != nil {
			return nil, err
		}
	}
	if err := c.selectTouched(); err != nil {
		return nil, err
	}
	l.run.Enter(model.PhaseWriting)
	if err := c.subtractStock(); err != nil {
		return nil, err
	}
	if err := c.write(); err != nil {
		return nil, err
	}
	l.run.Enter(model.PhaseMatching)
	for _, side := range c.sides {
		if err := c.refresh(l, side); err != nil {
			return nil, err
		}
	}
	return l.complete(c.Tx, c.summary)
}

// prepareTables creates the tables of a load: touched_listings are the SKUs that
// are new, missing, of another family or channel, and the parents that they had
// and have.
func (c *listingChange) prepareTables() error {
	if err := c.Tx.CreateTempTables(
		db.TempTable{Name: "missing_listings", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "restocked_listings", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "touched_listings", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "updated_listings", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "gone_listings", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY"},
	); err != nil {
		return err
	}
	if err := c.Tx.Read("SELECT NOT EXISTS (SELECT 1 FROM listings l WHERE "+c.sides.in("l")+")", c.Args(), &c.first); err != nil {
		return fmt.Errorf("look for listings: %w", err)
	}
	return c.Tx.Analyze("staged_listings (sku)")
}

// unknown is the condition that no side has the listing of a staged row.
func (c *listingChange) unknown() string {
	return "NOT EXISTS (SELECT 1 FROM listings l WHERE " + c.sides.in("l") + " AND l.sku = s.sku)"
}

// refuseUndated takes out the new listings that lack the time at which they
// were made.
func (c *listingChange) refuseUndated(l *loading) error {
	undated := "s.created_at IS NULL AND " + c.unknown()
	var found []struct {
		RowNumber int
		SKU       string
	}
	if err := c.Tx.Select("SELECT s.row_number, s.sku FROM staged_listings s WHERE "+undated+" ORDER BY s.row_number", c.Args(), &found); err != nil {
		return fmt.Errorf("find listings without createdAt: %w", err)
	}
	rejected := make([]model.RejectedRow, len(found))
	for i, row := range found {
		rejected[i] = model.RejectedRow{Row: row.RowNumber, SKU: &row.SKU, Code: model.CodeInvalid,
			Message: "The listing is new and has no createdAt. Give the time at which it was made on Amazon."}
	}
	l.merge(int64(len(rejected)), rejected)
	_, err := c.Run("take out listings without createdAt", `DELETE FROM staged_listings WHERE sku IN (
SELECT s.sku FROM staged_listings s WHERE `+undated+`)`)
	return err
}

// selectMissing notes the listings that a whole catalogue lacks. Each side has
// its own guard, and that of either refuses the load.
func (c *listingChange) selectMissing() error {
	missing, err := c.Run("find missing listings", `INSERT INTO missing_listings (sku)
SELECT DISTINCT l.sku FROM listings l WHERE `+c.sides.in("l")+`
AND NOT EXISTS (SELECT 1 FROM staged_listings s WHERE s.sku = l.sku)
AND l.sku NOT IN (SELECT sku FROM refused_listings)`)
	if err != nil {
		return err
	}
	c.summary.Removed = missing
	for _, side := range c.sides {
		var known, gone int64
		args := c.Args(sql.Named("side", side.ID))
		if err := c.Tx.Read(`SELECT count(*), count(x.sku) FROM listings l LEFT JOIN missing_listings x ON x.sku = l.sku
WHERE l.account_id = @account AND l.integration_id = @side`, args, &known, &gone); err != nil {
			return fmt.Errorf("count listings: %w", err)
		}
		what := "listings"
		if c.sides.parted() {
			what = "listings of " + model.Quote(side.Name)
		}
		if err := checkShrinks(c.load.FileLoad, what, gone, known); err != nil {
			return err
		}
	}
	return nil
}

// selectTouched notes the listings that are new, of another family or channel,
// or missing, and, unless they are many, the parents that they had. Of a first
// load all are new, which needs no note.
func (c *listingChange) selectTouched() error {
	if c.first {
		c.many = true
		return nil
	}
	decisive := []string{"parent_sku"}
	if c.sides.parted() {
		decisive = append(decisive, "fulfillment_channel")
	}
	err := c.RunAll(
		db.Step{What: "note changed listings", Query: `INSERT INTO touched_listings (sku)
SELECT s.sku FROM staged_listings s LEFT JOIN listings l ON ` + c.sides.in("l") + ` AND l.sku = s.sku
WHERE l.sku IS NULL OR ` + differsIn("l", decisive...) + ` ON CONFLICT DO NOTHING`},
		db.Step{What: "note missing listings", Query: "INSERT INTO touched_listings (sku) SELECT sku FROM missing_listings WHERE 1 = 1 ON CONFLICT DO NOTHING"},
	)
	if err != nil {
		return err
	}
	if !c.sides.parted() {
		if c.many, err = status.New(c.Tx, c.sides[0]).IsMany("touched_listings"); c.many || err != nil {
			return err
		}
	}
	return c.touchParents()
}

// touchParents notes the parents of the touched listings.
func (c *listingChange) touchParents() error {
	if err := c.Tx.Analyze("touched_listings"); err != nil {
		return err
	}
	return c.RunAll(db.Step{What: "note parents of changed listings", Query: `INSERT INTO touched_listings (sku)
SELECT DISTINCT l.parent_sku FROM touched_listings t CROSS JOIN listings l
WHERE ` + c.sides.in("l") + ` AND l.sku = t.sku AND l.parent_sku IS NOT NULL
ON CONFLICT DO NOTHING`})
}

// write updates the known listings that differ, adds the new ones, removes the
// missing ones, and puts each on its side.
func (c *listingChange) write() error {
	if c.sides.parted() {
		return c.writeParted()
	}
	var err error
	if !c.first {
		if c.summary.Updated, err = c.updateListings("1 = 1"); err != nil {
			return err
		}
	}
	if c.summary.Created, err = c.addListings(c.sides[0], "1 = 1"); err != nil {
		return err
	}
	if err := c.removeMissing(); err != nil || c.many {
		return err
	}
	return c.touchParents()
}

func (c *listingChange) removeMissing() error {
	if c.summary.Removed == 0 {
		return nil
	}
	_, err := c.Run("remove listings", `DELETE FROM listings
WHERE `+c.sides.in("listings")+` AND sku IN (SELECT sku FROM missing_listings)`)
	return err
}

// subtractStock notes the listings that get another quantity or price, are
// missing, or may leave a side, and takes what they are worth from the counts. If
// so many changed that all are counted anew, it does nothing.
func (c *listingChange) subtractStock() error {
	if c.many {
		return nil
	}
	query := `INSERT INTO restocked_listings (sku)
SELECT s.sku FROM staged_listings s JOIN listings l ON ` + c.sides.in("l") + ` AND l.sku = s.sku
WHERE ` + differsIn("l", "price", "quantity") + `
UNION SELECT sku FROM missing_listings`
	if c.sides.parted() {
		query += " UNION SELECT sku FROM touched_listings"
	}
	if err := c.RunAll(db.Step{What: "note listings of other stock", Query: query}); err != nil {
		return err
	}
	if err := c.Tx.Analyze("restocked_listings"); err != nil {
		return err
	}
	for _, side := range c.sides {
		if err := status.New(c.Tx, side).SubtractStock("restocked_listings"); err != nil {
			return err
		}
	}
	return nil
}

// refresh deletes the mappings of a side's listings that went, and brings its
// statuses up to date.
func (c *listingChange) refresh(l *loading, side *model.Integration) error {
	s := status.New(c.Tx, side)
	if err := s.CreateRefreshTables(); err != nil {
		return err
	}
	if !c.first && (c.sides.parted() || c.summary.Removed > 0) {
		if err := c.deleteMappings(l, s, side); err != nil {
			return err
		}
	}
	if c.many {
		return s.RebuildAll()
	}
	if err := s.AddStock("restocked_listings"); err != nil {
		return err
	}
	if _, err := s.Run("note changed statuses", `INSERT INTO changed_skus (sku)
SELECT t.sku FROM touched_listings t LEFT JOIN listings l ON `+status.InIntegration("l")+` AND l.sku = t.sku
LEFT JOIN listing_statuses g ON `+status.InIntegration("g")+` AND g.snapshot = 0 AND g.sku = t.sku
WHERE (l.sku IS NULL) <> (g.sku IS NULL) OR l.family_sku <> g.family_sku
OR l.sku IS NOT NULL AND g.is_parent <> `+s.IsParent("t.sku")); err != nil {
		return err
	}
	return s.Refresh()
}

// deleteMappings deletes the mappings of the listings that a side has no more.
func (c *listingChange) deleteMappings(l *loading, s *status.Statuses, side *model.Integration) error {
	if err := s.RunAll(
		db.Step{What: "empty the listings that went", Query: "DELETE FROM gone_listings"},
		db.Step{What: "note listings that went", Query: `INSERT INTO gone_listings (sku)
SELECT t.sku FROM touched_listings t CROSS JOIN listing_statuses g WHERE ` + status.InIntegration("g") + ` AND g.snapshot = 0 AND g.sku = t.sku
AND NOT EXISTS (SELECT 1 FROM listings l WHERE ` + status.InIntegration("l") + ` AND l.sku = t.sku)`},
	); err != nil {
		return err
	}
	const from, condition = "gone_listings x CROSS JOIN mappings m", "m.sku = x.sku"
	if err := s.MarkMappingsDirty(from, condition); err != nil {
		return err
	}
	deleted, err := deleteMappings(s, c.op, from, condition)
	if err != nil {
		return err
	}
	c.summary.MappingsDeleted += deleted
	return c.checkMappings(l, s, side, deleted)
}

// checkMappings refuses a file that deletes more than a tenth of a side's
// mappings.
func (c *listingChange) checkMappings(l *loading, s *status.Statuses, side *model.Integration, deleted int64) error {
	count := func() (n int64, err error) {
		err = s.Tx.Read("SELECT count(*) FROM mappings m WHERE "+status.InIntegration("m"), s.Args(), &n)
		return n, err
	}
	what := "the integration"
	if c.sides.parted() {
		what += " " + model.Quote(side.Name)
	}
	return l.checkMappingsShrink(c.load.FileLoad, deleted, count, what, c.whyListingsGo)
}

// whyListingsGo says why a side's listings went.
func (c *listingChange) whyListingsGo() (string, error) {
	var missing, moved int64
	if err := c.Tx.Read("SELECT count(x.sku), count(*) - count(x.sku) FROM gone_listings g LEFT JOIN missing_listings x ON x.sku = g.sku", nil, &missing, &moved); err != nil {
		return "", fmt.Errorf("count what goes: %w", err)
	}
	var reasons []string
	if missing > 0 {
		reasons = append(reasons, "the file lacks "+model.Count(missing, "listing"))
	}
	if moved > 0 {
		reasons = append(reasons, "it loses "+model.Count(moved, "listing")+" by the channel")
	}
	return strings.Join(reasons, "; "), nil
}
