package status

// This file is where the status of a listing is decided, in the order of
// docs/rules.md. Previews, imports, lists and loads read what it decided, and
// decide nothing themselves.

// Conditions says how to ask whether a listing r, its family, or the Omni product
// of its match has a mapping, and whether its target is taken otherwise. joins
// are what the conditions need beside the rows.
type Conditions struct {
	joins, Listing, Family, product, Target string
}

// nothingMapped is for the status that a listing would have if nothing were
// mapped.
func nothingMapped() Conditions {
	return Conditions{Listing: "1 = 0", Family: "1 = 0", product: "1 = 0", Target: "1 = 0"}
}

// JoinMapped joins the families and the Omni products that have a mapping, as
// statuses noted them. To look them up for each listing would take the square
// of a family's size.
func JoinMapped() Conditions {
	return Conditions{
		joins: `
LEFT JOIN mappings ml ON ml.account_id = @account AND ml.integration_id = @integration AND ml.sku = r.sku
LEFT JOIN mapped_families mf ON mf.family_sku = r.family_sku
LEFT JOIN mapped_products mp ON mp.product_id = r.product_id`,
		Listing: "ml.sku IS NOT NULL",
		Family:  "mf.family_sku IS NOT NULL",
		product: "mp.product_id IS NOT NULL",
		Target:  "1 = 0",
	}
}

// MappedProducts are the Omni products that have a mapping.
const MappedProducts = `SELECT DISTINCT m.product_id FROM mappings m WHERE m.account_id = @account AND m.integration_id = @integration`

// mappedFamilies are the families that have a mapping.
const mappedFamilies = `SELECT DISTINCT f.family_sku FROM mappings m CROSS JOIN listing_statuses f
WHERE m.account_id = @account AND m.integration_id = @integration
AND f.account_id = @account AND f.integration_id = @integration AND f.snapshot = 0 AND f.sku = m.sku`

// Decide gives every column of rows, a query for rows shaped like snapshot 0
// of statuses, and their status, as judged. rows must hold, of each target
// that it names, every listing that could claim it: all listings, or all of
// some Omni products.
func Decide(rows string, conditions Conditions) string {
	return `WITH unclaimed AS MATERIALIZED (
SELECT r.*, CASE
  WHEN ` + conditions.Listing + ` THEN ` + Mapped + `
  WHEN ` + conditions.Family + ` THEN ` + PartiallyMapped + `
  WHEN r.rank = 0 THEN ` + NoMatch + `
  WHEN r.product_id IS NULL THEN ` + AmbiguousMatch + `
  WHEN ` + conditions.product + ` THEN ` + OmniProductMapped + `
  WHEN ` + conditions.Target + ` THEN ` + MatchTaken + `
END AS fixed_status
FROM (` + rows + `) r` + conditions.joins + `
)
SELECT u.*, coalesce(u.fixed_status, CASE WHEN row_number() OVER (
  PARTITION BY u.fixed_status, u.product_id, u.option_id, u.size_id ORDER BY u.is_parent, u.rank
) = 1 THEN ` + Mappable + ` ELSE ` + MatchTaken + ` END) AS decided_status
FROM unclaimed u`
}

// Match gives what the catalogues alone say of listings, in the shape of
// snapshot 0 of statuses, less status and unmapped_status. from and condition choose
// the listings l.
func Match(from, condition string) string {
	return `WITH wanted AS MATERIALIZED (
SELECT l.sku, l.family_sku FROM ` + from + ` WHERE l.account_id = @account AND l.integration_id = @integration AND ` + condition + `
), ` + BestHits("sku", len(MatchKeys())) + `
SELECT w.sku, w.family_sku,
  EXISTS (SELECT 1 FROM listings c
    WHERE c.account_id = @account AND c.integration_id = @integration AND c.parent_sku = w.sku) AS is_parent,
  coalesce(b.rank, 0) AS rank,
  CASE WHEN b.targets = 1 THEN b.product_id END AS product_id,
  CASE WHEN b.targets = 1 THEN b.option_id END AS option_id,
  CASE WHEN b.targets = 1 THEN b.size_id END AS size_id
FROM wanted w LEFT JOIN best b ON b.sku = w.sku`
}
