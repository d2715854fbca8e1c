package status

// countColumns are all columns of listing_status_counts. stocked are listings
// that show a quantity above 0, and stock_value what that is worth at their
// prices; both are 0 for mapped ones.
const countColumns = `account_id, integration_id, status, listings, unmapped_listings, parents, unmapped_parents,
  stocked, unmapped_stocked, stock_value, unmapped_stock_value`

// updateCounts adds the differences between the dirty listings and their
// updated statuses to the counts.
func (s *Statuses) updateCounts() string {
	return s.addCounts(`SELECT sku, status, 1 AS listings, 0 AS unmapped_listings, CASE WHEN is_parent THEN 1 ELSE 0 END AS parent FROM updated_statuses
  UNION ALL SELECT sku, unmapped_status, 0, 1, CASE WHEN is_parent THEN 1 ELSE 0 END FROM updated_statuses
  UNION ALL SELECT sku, status, -1, 0, CASE WHEN is_parent THEN 1 ELSE 0 END FROM dirty_listings WHERE status IS NOT NULL
  UNION ALL SELECT sku, unmapped_status, 0, -1, CASE WHEN is_parent THEN 1 ELSE 0 END FROM dirty_listings WHERE unmapped_status IS NOT NULL`)
}

// addCounts adds differences to the counts: rows with a SKU, a status, how many
// listings and unmapped_listings to add, and whether it is a parent. What is in
// stock is added by what the listings show now.
func (s *Statuses) addCounts(differences string) string {
	return s.addToCounts(`SELECT d.status, sum(d.listings) AS listings, sum(d.unmapped_listings) AS unmapped_listings,
  sum(d.listings * d.parent) AS parents, sum(d.unmapped_listings * d.parent) AS unmapped_parents, ` + s.sumStock() + `
FROM (
  ` + differences + `
) d LEFT JOIN listings l ON ` + InIntegration("l") + ` AND l.sku = d.sku AND l.quantity > 0 AND d.status <> ` + Mapped + `
GROUP BY d.status`)
}

// sumStock sums what is in stock of differences d and their listings l.
func (s *Statuses) sumStock() string {
	const listings, unmapped = "CASE WHEN l.sku IS NULL THEN 0 ELSE d.listings END", "CASE WHEN l.sku IS NULL THEN 0 ELSE d.unmapped_listings END"
	return "sum(" + listings + ") AS stocked, sum(" + unmapped + ") AS unmapped_stocked, " +
		s.Tx.Worth(listings+" * l.quantity", "l.price") + " AS stock_value, " + s.Tx.Worth(unmapped+" * l.quantity", "l.price") + " AS unmapped_stock_value"
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
	_, err := s.Run("count what is in stock", s.addToCounts(`SELECT d.status, 0 AS listings, 0 AS unmapped_listings, 0 AS parents, 0 AS unmapped_parents, `+s.sumStock()+`
FROM (
  SELECT g.sku, `+s.CurrentStatus()+` AS status, `+sign+` AS listings, 0 AS unmapped_listings FROM `+table+` x CROSS JOIN listing_statuses g
  WHERE `+InIntegration("g")+` AND g.snapshot = 0 AND g.sku = x.sku
  UNION ALL SELECT g.sku, g.unmapped_status, 0, `+sign+` FROM `+table+` x CROSS JOIN listing_statuses g
  WHERE `+InIntegration("g")+` AND g.snapshot = 0 AND g.sku = x.sku
) d CROSS JOIN listings l WHERE `+InIntegration("l")+` AND l.sku = d.sku AND l.quantity > 0 AND d.status <> `+Mapped+`
GROUP BY d.status`))
	return err
}
