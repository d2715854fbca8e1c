package service

// This file is where the status of a listing is decided, in the order of
// docs/rules.md. Previews, imports, lists and loads read what it decided, and
// decide nothing themselves.

// mapped says how to ask whether a listing r, its family, or the Omni product
// of its match has a mapping, and whether its target is taken otherwise. joins
// are what the conditions need beside the rows.
type mapped struct {
	joins, listing, family, product, target string
}

// nothingMapped is for the standing that a listing would have if nothing were
// mapped.
func nothingMapped() mapped {
	return mapped{listing: "1 = 0", family: "1 = 0", product: "1 = 0", target: "1 = 0"}
}

// joinMapped joins the families and the Omni products that have a mapping, as
// standings noted them. To look them up for each listing would take the square
// of a family's size.
func joinMapped() mapped {
	return mapped{
		joins: `
LEFT JOIN mappings ml ON ml.account_id = @account AND ml.integration_id = @integration AND ml.sku = r.sku
LEFT JOIN mapped_families mf ON mf.family_sku = r.family_sku
LEFT JOIN mapped_products mp ON mp.product_id = r.product_id`,
		listing: "ml.sku IS NOT NULL",
		family:  "mf.family_sku IS NOT NULL",
		product: "mp.product_id IS NOT NULL",
		target:  "1 = 0",
	}
}

// productsOfMappings are the Omni products that have a mapping.
const productsOfMappings = `SELECT DISTINCT m.product_id FROM mappings m WHERE m.account_id = @account AND m.integration_id = @integration`

// familiesOfMappings are the families that have a mapping.
const familiesOfMappings = `SELECT DISTINCT f.family_sku FROM mappings m CROSS JOIN standings f
WHERE m.account_id = @account AND m.integration_id = @integration
AND f.account_id = @account AND f.integration_id = @integration AND f.snapshot = 0 AND f.sku = m.sku`

// judge gives every column of rows, a query for rows shaped like snapshot 0
// of standings, and their standing, as judged. rows must hold, of each target
// that it names, every listing that could claim it: all listings, or all of
// some Omni products.
func judge(rows string, m mapped) string {
	return `WITH unclaimed AS MATERIALIZED (
SELECT r.*, CASE
  WHEN ` + m.listing + ` THEN 1
  WHEN ` + m.family + ` THEN 2
  WHEN r.rank = 0 THEN 3
  WHEN r.product_id IS NULL THEN 4
  WHEN ` + m.product + ` THEN 5
  WHEN ` + m.target + ` THEN 6
END AS decided
FROM (` + rows + `) r` + m.joins + `
)
SELECT u.*, coalesce(u.decided, CASE WHEN row_number() OVER (
  PARTITION BY u.decided, u.product_id, u.option_id, u.size_id ORDER BY u.is_parent, u.rank
) = 1 THEN 7 ELSE 6 END) AS judged
FROM unclaimed u`
}

// match gives what the catalogues alone say of listings, in the shape of
// snapshot 0 of standings, less status and base. from and condition choose
// the listings l.
func match(from, condition string) string {
	return `WITH wanted AS MATERIALIZED (
SELECT l.sku, l.family_sku FROM ` + from + ` WHERE l.account_id = @account AND l.integration_id = @integration AND ` + condition + `
), ` + bestHits("sku", len(omniKeys())) + `
SELECT w.sku, w.family_sku,
  EXISTS (SELECT 1 FROM listings c
    WHERE c.account_id = @account AND c.integration_id = @integration AND c.parent_sku = w.sku) AS is_parent,
  coalesce(b.rank, 0) AS rank,
  CASE WHEN b.targets = 1 THEN b.product_id END AS product_id,
  CASE WHEN b.targets = 1 THEN b.option_id END AS option_id,
  CASE WHEN b.targets = 1 THEN b.size_id END AS size_id
FROM wanted w LEFT JOIN best b ON b.sku = w.sku`
}
