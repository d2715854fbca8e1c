package service

import (
	"database/sql"
	"strings"

	"omnimap/db"
	"omnimap/model"
)

// writeParted is write where each side holds a part: a listing stands on the
// side of its channel, and a parent on every side.
func (c *listingChange) writeParted() error {
	if err := c.updateParted(); err != nil {
		return err
	}
	for _, side := range c.sides {
		added, err := c.addListings(side, fits(side.Fulfilment, givenChannel))
		if err != nil {
			return err
		}
		c.summary.Created += added
	}
	if err := c.removeMissing(); err != nil {
		return err
	}
	// What is removed makes no parents.
	if err := c.addLoneParents(); err != nil {
		return err
	}
	if err := c.touchAfterWrite(); err != nil {
		return err
	}
	if err := c.arrive(); err != nil {
		return err
	}
	if err := c.leave(); err != nil {
		return err
	}
	return c.countParted()
}

// updateParted updates the listings on every side, and notes those that differ:
// one on both sides counts once.
func (c *listingChange) updateParted() error {
	if c.first {
		return nil
	}
	if _, err := c.Run("note listings to update", `INSERT INTO updated_listings (sku)
SELECT s.sku FROM staged_listings s JOIN listings l ON `+c.sides.in("l")+` AND l.sku = s.sku WHERE `+differsIn("l")+`
ON CONFLICT DO NOTHING`); err != nil {
		return err
	}
	if err := c.Tx.Analyze("updated_listings"); err != nil {
		return err
	}
	_, err := c.updateListings("s.sku IN (SELECT sku FROM updated_listings)")
	return err
}

// addLoneParents adds the new parents that a side without a counterpart holds
// whatever their channel is.
func (c *listingChange) addLoneParents() error {
	if len(c.sides) > 1 {
		return nil
	}
	added, err := c.addListings(c.sides[0], c.sides.isParent("s.sku")+" AND NOT "+fits(c.sides[0].Fulfilment, givenChannel))
	c.summary.Created += added
	return err
}

// touchAfterWrite notes the parents that touched listings have now; of a first
// load, all parents.
func (c *listingChange) touchAfterWrite() error {
	if !c.first {
		return c.touchParents()
	}
	return c.RunAll(db.Step{What: "note parents", Query: `INSERT INTO touched_listings (sku)
SELECT DISTINCT l.parent_sku FROM listings l WHERE ` + c.sides.in("l") + ` AND l.parent_sku IS NOT NULL`})
}

// listingColumns are the columns of a listing that its copy on the other side
// has, too.
func listingColumns(alias string) string {
	var columns []string
	for _, v := range listingValues() {
		columns = append(columns, alias+v.column)
	}
	return strings.Join(columns, ", ")
}

// arrive copies the touched listings that belong to a side to it from the other
// one. There they are new.
func (c *listingChange) arrive() error {
	for _, side := range c.sides {
		other := c.sides.other(side.ID)
		if other == nil {
			return nil
		}
		if err := c.Tx.Analyze("touched_listings"); err != nil {
			return err
		}
		if _, err := c.Run("copy listings to their side", `INSERT INTO listings (account_id, integration_id, sku, first_seen_at, `+listingColumns("")+`)
SELECT CAST(@account AS bigint), CAST(@side AS bigint), l.sku, CAST(@now AS bigint), `+listingColumns("l.")+`
FROM touched_listings t CROSS JOIN listings l WHERE l.account_id = @account AND l.integration_id = @other AND l.sku = t.sku
AND NOT EXISTS (SELECT 1 FROM listings k WHERE k.account_id = @account AND k.integration_id = @side AND k.sku = t.sku)
AND (`+fits(side.Fulfilment, "l.fulfillment_channel")+" OR "+c.sides.isParent("t.sku")+`)`,
			sql.Named("side", side.ID), sql.Named("other", other.ID)); err != nil {
			return err
		}
	}
	return nil
}

// leave removes the touched listings from the sides that they do not belong to.
func (c *listingChange) leave() error {
	for _, side := range c.sides {
		n, err := leaveSide(c.Statements, c.sides, side)
		if err != nil {
			return err
		}
		// Without another side it is gone.
		if len(c.sides) == 1 {
			c.summary.Removed += n
		}
	}
	return nil
}

// leaveSide removes the listings in touched_listings that do not belong to a
// side from it, and returns their number.
func leaveSide(s *db.Statements, sides sides, side *model.Integration) (int64, error) {
	return s.Run("remove listings of another side", `DELETE FROM listings WHERE account_id = @account AND integration_id = @side AND sku IN (
SELECT t.sku FROM touched_listings t CROSS JOIN listings l WHERE l.account_id = @account AND l.integration_id = @side AND l.sku = t.sku
AND NOT `+fits(side.Fulfilment, "l.fulfillment_channel")+" AND NOT "+sides.isParent("t.sku")+`)`, sql.Named("side", side.ID))
}

// countParted counts the updated listings that some side has, and the rows that
// none has.
func (c *listingChange) countParted() error {
	const held = "EXISTS (SELECT 1 FROM listings l WHERE "
	if err := c.Tx.Read("SELECT count(*) FROM updated_listings u WHERE "+held+c.sides.in("l")+" AND l.sku = u.sku)", c.Args(), &c.summary.Updated); err != nil {
		return err
	}
	if len(c.sides) > 1 {
		return nil
	}
	return c.Tx.Read("SELECT count(*) FROM staged_listings s WHERE "+c.unknown(), c.Args(), &c.summary.LeftOut)
}
