package status

// countColumns are all columns of listing_status_counts. stocked are listings
// that show a quantity above 0, and stock_value what that is worth at their
// prices; both are 0 for mapped ones.
const countColumns = `account_id, integration_id, status, listings, unmapped_listings, parents, unmapped_parents,
  stocked, unmapped_stocked, stock_value, unmapped_stock_value`

// updateCounts adds the differences between the dirty listings and their
// updated statuses to the counts. Most listings do not differ. What is in stock
// is added by what the listings show now.
func (s *Statuses) updateCounts() string {
	return s.addToCounts(`WITH differing AS MATERIALIZED (
SELECT t.status AS old_status, t.unmapped_status AS old_unmapped, CASE WHEN t.is_parent THEN 1 ELSE 0 END AS old_parent,
  n.status AS new_status, n.unmapped_status AS new_unmapped, CASE WHEN n.is_parent THEN 1 ELSE 0 END AS new_parent, l.quantity, l.price
FROM dirty_listings t LEFT JOIN updated_statuses n ON n.sku = t.sku LEFT JOIN listings l ON ` + InIntegration("l") + ` AND l.sku = t.sku AND l.quantity > 0
WHERE t.status IS DISTINCT FROM n.status OR t.unmapped_status IS DISTINCT FROM n.unmapped_status OR t.is_parent IS DISTINCT FROM n.is_parent
)
SELECT d.status, sum(d.listings) AS listings, sum(d.unmapped_listings) AS unmapped_listings,
  sum(d.listings * d.parent) AS parents, sum(d.unmapped_listings * d.parent) AS unmapped_parents, ` + s.sumStock("d") + `
FROM (
  SELECT new_status AS status, 1 AS listings, 0 AS unmapped_listings, new_parent AS parent, CASE WHEN new_status <> ` + Mapped + ` THEN quantity END AS quantity, price FROM differing
  UNION ALL SELECT new_unmapped, 0, 1, new_parent, quantity, price FROM differing
  UNION ALL SELECT old_status, -1, 0, old_parent, CASE WHEN old_status <> ` + Mapped + ` THEN quantity END, price FROM differing
  UNION ALL SELECT old_unmapped, 0, -1, old_parent, quantity, price FROM differing
) d WHERE d.status IS NOT NULL GROUP BY d.status`)
}

// sumStock sums what is in stock of differences d: an alias has the quantity,
// null where nothing is to be counted, and the price.
func (s *Statuses) sumStock(alias string) string {
	quantity, price := alias+".quantity", alias+".price"
	listings, unmapped := "CASE WHEN "+quantity+" IS NULL THEN 0 ELSE d.listings END", "CASE WHEN "+quantity+" IS NULL THEN 0 ELSE d.unmapped_listings END"
	return "sum(" + listings + ") AS stocked, sum(" + unmapped + ") AS unmapped_stocked, " +
		s.Tx.Worth(listings+" * "+quantity, price) + " AS stock_value, " + s.Tx.Worth(unmapped+" * "+quantity, price) + " AS unmapped_stock_value"
}

// addToCounts adds the sums that a query selects, with the columns of the counts,
// to the counts.
func (s *Statuses) addToCounts(sums string) string {
	return `INSERT INTO listing_status_counts (` + countColumns + `)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), c.status, c.listings, c.unmapped_listings, c.parents, c.unmapped_parents,
  c.stocked, c.unmapped_stocked, c.stock_value, c.unmapped_stock_value FROM (` + sums + `) c WHERE 1 = 1
ON CONFLICT (account_id, integration_id, status) DO UPDATE SET
  listings = listing_status_counts.listings + excluded.listings,
  unmapped_listings = listing_status_counts.unmapped_listings + excluded.unmapped_listings,
  parents = listing_status_counts.parents + excluded.parents,
  unmapped_parents = listing_status_counts.unmapped_parents + excluded.unmapped_parents,
  stocked = listing_status_counts.stocked + excluded.stocked,
  unmapped_stocked = listing_status_counts.unmapped_stocked + excluded.unmapped_stocked,
  stock_value = ` + s.Tx.AddDecimals("listing_status_counts.stock_value", "excluded.stock_value") + `,
  unmapped_stock_value = ` + s.Tx.AddDecimals("listing_status_counts.unmapped_stock_value", "excluded.unmapped_stock_value")
}

// SubtractStock takes what is in stock of the listings whose SKUs a table has
// from the counts, before a load changes their quantities and prices or removes
// them. AddStock adds it again afterwards.
func (s *Statuses) SubtractStock(table string) error { return s.countStock(table, "-1") }

// AddStock is the other half of SubtractStock.
func (s *Statuses) AddStock(table string) error { return s.countStock(table, "1") }

func (s *Statuses) countStock(table, sign string) error {
	_, err := s.Run("count what is in stock", s.addToCounts(`SELECT d.status, 0 AS listings, 0 AS unmapped_listings, 0 AS parents, 0 AS unmapped_parents, `+s.sumStock("l")+`
FROM (
  SELECT g.sku, `+s.CurrentStatus()+` AS status, `+sign+` AS listings, 0 AS unmapped_listings FROM `+table+` x CROSS JOIN listing_statuses g
  WHERE `+InIntegration("g")+` AND g.snapshot = 0 AND g.sku = x.sku
  UNION ALL SELECT g.sku, g.unmapped_status, 0, `+sign+` FROM `+table+` x CROSS JOIN listing_statuses g
  WHERE `+InIntegration("g")+` AND g.snapshot = 0 AND g.sku = x.sku
) d CROSS JOIN listings l WHERE `+InIntegration("l")+` AND l.sku = d.sku AND l.quantity > 0 AND d.status <> `+Mapped+`
GROUP BY d.status`))
	return err
}
