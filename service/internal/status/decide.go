package status

import "fmt"

// The status of a listing is decided in this file alone, in the order of
// docs/rules.md. Previews, imports, lists and loads read the statuses.

// Conditions are SQL conditions on rows r of snapshot 0 that say which mappings
// exist.
type Conditions struct {
	// Joins are what the conditions need joined to r.
	Joins string
	// Listing, Family and Product are true if the listing itself, its family, or
	// the Omni product of its match has a mapping; Target, if its target is taken
	// in another way.
	Listing, Family, Product, Target string
	// Apart is a column of the rows, with a comma: rows in which it differs are
	// no rivals. It is empty where all are.
	Apart string
}

// nothingMapped are the conditions for the status that a listing has if nothing
// is mapped.
func nothingMapped() Conditions {
	return Conditions{Listing: "1 = 0", Family: "1 = 0", Product: "1 = 0", Target: "1 = 0"}
}

// JoinMapped are the conditions by the tables that SelectMapped fills. Looking
// the mappings up for each listing would take the square of a family's size.
func (s *Statuses) JoinMapped() Conditions {
	joins, listing := " LEFT JOIN mappings ml ON "+InIntegration("ml")+" AND ml.sku = r.sku", "ml.sku IS NOT NULL"
	if s.without != "" {
		// A condition in the join would have PostgreSQL look at all mappings.
		joins, listing = joins+" LEFT JOIN "+s.without+" mw ON mw.sku = r.sku", listing+" AND mw.sku IS NULL"
	}
	return Conditions{
		Joins: joins + `
LEFT JOIN mapped_families mf ON mf.family_sku = r.family_sku
LEFT JOIN mapped_products mp ON mp.product_id = r.product_id`,
		Listing: listing,
		Family:  "mf.family_sku IS NOT NULL",
		Product: "mp.product_id IS NOT NULL",
		Target:  "1 = 0",
	}
}

// MappedProducts is a query for the Omni products that have a mapping.
const MappedProducts = `SELECT DISTINCT m.product_id FROM mappings m WHERE m.account_id = @account AND m.integration_id = @integration`

// mappedFamilies is a query for the families that have a mapping.
const mappedFamilies = `SELECT DISTINCT f.family_sku FROM mappings m CROSS JOIN listing_statuses f
WHERE m.account_id = @account AND m.integration_id = @integration
AND f.account_id = @account AND f.integration_id = @integration AND f.snapshot = 0 AND f.sku = m.sku`

// isIgnored is the condition that a row of snapshot 0, or of Match, is of an
// ignored listing: being ignored does not depend on what is mapped.
func isIgnored(alias string) string { return alias + ".unmapped_status = " + Ignored }

// unmappedStatus is an unmapped_status that only says whether the listing with
// the SKU of a row is ignored.
func unmappedStatus(alias string) string {
	return `CASE WHEN EXISTS (SELECT 1 FROM ignored_listings i
    WHERE i.account_id = @account AND i.integration_id = @integration AND i.sku = ` + alias + `.sku) THEN ` + Ignored + ` ELSE ` + NoMatch + ` END`
}

// Decide is a query for the columns of rows and their decided_status. rows is a
// query for rows of snapshot 0. For each target it must select every listing
// that matches it: all listings, or all of some Omni products.
func Decide(rows string, conditions Conditions) string {
	return `WITH fixed AS MATERIALIZED (
SELECT r.*, CASE
  WHEN ` + conditions.Listing + ` THEN ` + Mapped + `
  WHEN ` + isIgnored("r") + ` THEN ` + Ignored + `
  WHEN ` + conditions.Family + ` THEN ` + PartiallyMapped + `
  WHEN r.rank = 0 THEN ` + NoMatch + `
  WHEN r.product_id IS NULL THEN ` + AmbiguousMatch + `
  WHEN ` + conditions.Product + ` THEN ` + OmniProductMapped + `
  WHEN ` + conditions.Target + ` THEN ` + MatchTaken + `
END AS fixed_status
FROM (` + rows + `) r` + conditions.Joins + `
)
SELECT f.*, coalesce(f.fixed_status, CASE WHEN row_number() OVER (
  PARTITION BY ` + conditions.Apart + `f.fixed_status, f.product_id, f.option_id, f.size_id ORDER BY f.is_parent, f.rank
) = 1 THEN ` + Mappable + ` ELSE ` + MatchTaken + ` END) AS decided_status
FROM fixed f`
}

// IsParent is the SQL condition that a listing of the integration or of its
// counterpart names a SKU as its parent.
func (s *Statuses) IsParent(sku string) string {
	integrations := "= @integration"
	if s.counterpart != nil {
		integrations = fmt.Sprintf("IN (@integration, %d)", *s.counterpart)
	}
	return `EXISTS (SELECT 1 FROM listings c
    WHERE c.account_id = @account AND c.integration_id ` + integrations + ` AND c.parent_sku = ` + sku + `)`
}

// match is a query for the columns of snapshot 0 that the catalogues alone
// decide: all but the statuses. unmapped_status only says whether the listing is
// ignored. from and condition select listings l.
func (s *Statuses) match(from, condition string) string {
	return `WITH wanted AS MATERIALIZED (
SELECT l.sku, l.family_sku FROM ` + from + ` WHERE l.account_id = @account AND l.integration_id = @integration AND ` + condition + `
), ` + BestHits("sku", len(MatchKeys())) + `
SELECT w.sku, w.family_sku,
  ` + s.IsParent("w.sku") + ` AS is_parent,
  coalesce(b.rank, 0) AS rank,
  CASE WHEN b.targets = 1 THEN b.product_id END AS product_id,
  CASE WHEN b.targets = 1 THEN b.option_id END AS option_id,
  CASE WHEN b.targets = 1 THEN b.size_id END AS size_id,
  ` + unmappedStatus("w") + ` AS unmapped_status
FROM wanted w LEFT JOIN best b ON b.sku = w.sku`
}
