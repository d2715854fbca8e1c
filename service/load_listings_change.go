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
	*status.Statuses
	op *model.Operation
	// enter says what the operation does from now on.
	enter func(model.OperationPhase)
	at    model.Time
	// first says that the integration had no listing before, and many that so
	// many changed that all statuses are worked out anew.
	first, many bool
}

func (c *listingChange) apply(l *loading, load listingLoad) (*LoadResult, error) {
	var summary model.LoadSummary
	c.enter(model.PhaseChecking)
	if err := c.CreateRefreshTables(); err != nil {
		return nil, err
	}
	if err := c.prepareTables(); err != nil {
		return nil, err
	}
	if load.requireCreatedAt {
		if err := c.refuseUndated(l); err != nil {
			return nil, err
		}
	}
	summary.RemovalsSkipped = load.RemoveMissing && l.keepsAll()
	removes := load.RemoveMissing && !c.first && !summary.RemovalsSkipped
	if removes {
		if err := c.selectMissing(load.FileLoad); err != nil {
			return nil, err
		}
	}
	if err := c.selectChanged(); err != nil {
		return nil, err
	}
	c.enter(model.PhaseWriting)
	if err := c.subtractStock(); err != nil {
		return nil, err
	}
	if err := c.write(&summary); err != nil {
		return nil, err
	}
	if removes {
		if err := c.remove(&summary); err != nil {
			return nil, err
		}
		if err := c.checkMappings(l, load.FileLoad, summary); err != nil {
			return nil, err
		}
	}
	c.enter(model.PhaseMatching)
	if err := c.updateStatuses(); err != nil {
		return nil, err
	}
	return l.complete(c.Tx, summary)
}

func (c *listingChange) prepareTables() error {
	if err := c.Tx.CreateTempTables(
		db.TempTable{Name: "missing_listings", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "restocked_listings", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "dirty_parents", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY"},
	); err != nil {
		return err
	}
	if err := c.Tx.Read("SELECT NOT EXISTS (SELECT 1 FROM listings l WHERE "+status.InIntegration("l")+")", c.Args(), &c.first); err != nil {
		return fmt.Errorf("look for listings: %w", err)
	}
	return c.Tx.Analyze("staged_listings (sku)")
}

// refuseUndated takes out the new listings that lack the time at which they
// were made.
func (c *listingChange) refuseUndated(l *loading) error {
	const undated = `s.created_at IS NULL AND NOT EXISTS (SELECT 1 FROM listings l
WHERE l.account_id = @account AND l.integration_id = @integration AND l.sku = s.sku)`
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

// selectMissing notes the listings that a whole catalogue lacks.
func (c *listingChange) selectMissing(load FileLoad) error {
	missing, err := c.Run("find missing listings", `INSERT INTO missing_listings (sku)
SELECT l.sku FROM listings l WHERE `+status.InIntegration("l")+`
AND NOT EXISTS (SELECT 1 FROM staged_listings s WHERE s.sku = l.sku)
AND l.sku NOT IN (SELECT sku FROM refused_listings)`)
	if err != nil {
		return err
	}
	var known int64
	if err := c.Tx.Read("SELECT count(*) FROM listings l WHERE "+status.InIntegration("l"), c.Args(), &known); err != nil {
		return fmt.Errorf("count listings: %w", err)
	}
	return checkShrinks(load, "listings", missing, known)
}

// givenParent is the parent SKU that a staged row gives, null for none: the
// listing's own SKU counts as none.
const givenParent = "nullif(nullif(s.parent_sku, ''), s.sku)"

// selectChanged notes the listings that are new, of another family, or missing,
// and, unless they are many, the parents that they had. Of a first load all are
// new, which needs no note.
func (c *listingChange) selectChanged() error {
	if c.first {
		c.many = true
		return nil
	}
	err := c.RunAll(
		db.Step{What: "note changed listings", Query: `INSERT INTO changed_skus (sku)
SELECT s.sku FROM staged_listings s LEFT JOIN listings l ON ` + status.InIntegration("l") + ` AND l.sku = s.sku
WHERE l.sku IS NULL OR (s.parent_sku IS NOT NULL AND l.parent_sku IS DISTINCT FROM ` + givenParent + `)`},
		db.Step{What: "note missing listings", Query: "INSERT INTO changed_skus (sku) SELECT sku FROM missing_listings WHERE 1 = 1 ON CONFLICT DO NOTHING"},
	)
	if err != nil {
		return err
	}
	if c.many, err = c.ChangedMany(); c.many || err != nil {
		return err
	}
	return c.RunAll(db.Step{What: "note former parents", Query: selectParentsOfChanged})
}

const selectParentsOfChanged = `INSERT INTO dirty_parents (sku)
SELECT DISTINCT l.parent_sku FROM changed_skus c CROSS JOIN listings l
WHERE l.account_id = @account AND l.integration_id = @integration AND l.sku = c.sku AND l.parent_sku IS NOT NULL
ON CONFLICT DO NOTHING`

// givenQuantity is the quantity that a staged row gives.
const givenQuantity = "CAST(nullif(s.quantity, '') AS bigint)"

// A listingValue is a column that a load gives of a listing: how, in SQL, it is
// made of what is staged (s), where empty clears; and what a new listing has
// where it is absent, if not null.
type listingValue struct{ column, given, absent string }

func listingValues() []listingValue {
	return []listingValue{
		{column: "parent_sku", given: givenParent},
		{column: "asin", given: "nullif(s.asin, '')"},
		{column: "barcode", given: "nullif(s.barcode, '')"},
		{column: "title", given: "s.title", absent: "''"},
		{column: "price", given: "to_decimal(s.price)"},
		{column: "quantity", given: givenQuantity},
		{column: "listing_status", given: "nullif(s.listing_status, '')"},
		{column: "fulfillment_channel", given: "nullif(s.fulfillment_channel, '')"},
		{column: "created_at", given: "s.created_at", absent: "CAST(@now AS bigint)"},
	}
}

// write adds the new listings and updates the known ones that differ.
func (c *listingChange) write(summary *model.LoadSummary) error {
	var err error
	if !c.first {
		if summary.Updated, err = c.updateListings(); err != nil {
			return err
		}
	}
	summary.Created, err = c.addListings()
	return err
}

// addListings adds the new listings in the order of their SKUs, in which lists
// are read. They are sorted: by the index of what is staged, PostgreSQL would
// read its pages over and over.
func (c *listingChange) addListings() (int64, error) {
	var columns, values []string
	for _, v := range listingValues() {
		value := v.given
		if v.absent != "" {
			value = "coalesce(" + v.given + ", " + v.absent + ")"
		}
		columns, values = append(columns, v.column), append(values, value)
	}
	added := "1 = 1"
	if !c.first {
		added = "NOT EXISTS (SELECT 1 FROM listings l WHERE " + status.InIntegration("l") + " AND l.sku = s.sku)"
	}
	return c.Run("add listings", `INSERT INTO listings (account_id, integration_id, sku, first_seen_at, `+strings.Join(columns, ", ")+`)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), s.sku, CAST(@now AS bigint), `+strings.Join(values, ", ")+`
FROM staged_listings s WHERE `+added+` ORDER BY s.sku || ''`, sql.Named("now", c.at))
}

// updateListings updates the known listings that differ from what is given of
// them; what is absent leaves.
func (c *listingChange) updateListings() (int64, error) {
	var sets, differs []string
	for _, v := range listingValues() {
		sets = append(sets, fmt.Sprintf("%s = CASE WHEN s.%[1]s IS NULL THEN listings.%[1]s ELSE %s END", v.column, v.given))
		differs = append(differs, fmt.Sprintf("s.%s IS NOT NULL AND listings.%[1]s IS DISTINCT FROM %s", v.column, v.given))
	}
	return c.Run("update listings", "UPDATE listings SET "+strings.Join(sets, ", ")+"\nFROM staged_listings s WHERE "+status.InIntegration("listings")+
		" AND listings.sku = s.sku AND (\n  "+strings.Join(differs, "\n  OR ")+")")
}

// remove takes the missing listings away, and their mappings with them.
func (c *listingChange) remove(summary *model.LoadSummary) error {
	const from, condition = "missing_listings x CROSS JOIN mappings m", "m.sku = x.sku"
	if err := c.MarkMappingsDirty(from, condition); err != nil {
		return err
	}
	var err error
	if summary.MappingsDeleted, err = deleteMappings(c.Statuses, c.op, from, condition); err != nil {
		return err
	}
	summary.Removed, err = c.Run("remove listings", `DELETE FROM listings
WHERE `+status.InIntegration("listings")+` AND sku IN (SELECT sku FROM missing_listings)`)
	return err
}

// checkMappings refuses a file that deletes more than a tenth of the
// integration's mappings.
func (c *listingChange) checkMappings(l *loading, load FileLoad, summary model.LoadSummary) error {
	count := func() (n int64, err error) {
		err = c.Tx.Read("SELECT count(*) FROM mappings m WHERE "+status.InIntegration("m"), c.Args(), &n)
		return n, err
	}
	return l.checkMappingsShrink(load, summary.MappingsDeleted, count, "the integration", func() (string, error) {
		return "the file lacks " + model.Count(summary.Removed, "listing"), nil
	})
}

// subtractStock notes the listings that get another quantity or price, or are
// missing, and takes what they are worth from the counts. If so many changed that
// all are counted anew, it does nothing.
func (c *listingChange) subtractStock() error {
	if c.many {
		return nil
	}
	if err := c.RunAll(db.Step{What: "note listings of other stock", Query: `INSERT INTO restocked_listings (sku)
SELECT s.sku FROM staged_listings s JOIN listings l ON ` + status.InIntegration("l") + ` AND l.sku = s.sku
WHERE ` + differs("price", "to_decimal(s.price)") + ` OR ` + differs("quantity", givenQuantity) + `
UNION ALL SELECT sku FROM missing_listings`}); err != nil {
		return err
	}
	if err := c.Tx.Analyze("restocked_listings"); err != nil {
		return err
	}
	return c.SubtractStock("restocked_listings")
}

// differs is the condition that what is given of a column of a listing l is
// other than it has.
func differs(column, given string) string {
	return fmt.Sprintf("(s.%s IS NOT NULL AND l.%[1]s IS DISTINCT FROM %s)", column, given)
}

// updateStatuses brings the statuses up to date.
func (c *listingChange) updateStatuses() error {
	if c.many {
		return c.RebuildAll()
	}
	if err := c.AddStock("restocked_listings"); err != nil {
		return err
	}
	if err := c.markParents(); err != nil {
		return err
	}
	return c.Refresh()
}

// markParents notes the listings that became parents, or are none any more.
func (c *listingChange) markParents() error {
	return c.RunAll(
		db.Step{What: "note new parents", Query: selectParentsOfChanged},
		db.Step{What: "note changed parents", Query: `INSERT INTO changed_skus (sku)
SELECT p.sku FROM dirty_parents p CROSS JOIN listing_statuses g
WHERE ` + status.InIntegration("g") + ` AND g.snapshot = 0 AND g.sku = p.sku
AND g.is_parent <> EXISTS (SELECT 1 FROM listings l WHERE ` + status.InIntegration("l") + ` AND l.parent_sku = p.sku)
ON CONFLICT DO NOTHING`},
	)
}
