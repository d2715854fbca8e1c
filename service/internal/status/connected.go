package status

// Connected is a recursive query for connected sets: of each start, the
// families and Omni products named, and all that mappings tie to them. A mapping
// ties its listing's family to its target's product. named is a query for the
// start, family_sku and product_id of what is named: a family, with 0, or a
// product, with the empty text. Its name is reached. No index is asked for the
// product 0: it would be once for each listing of a family.
func Connected(named string) string {
	return `reached (start, family_sku, product_id) AS (
` + named + `
UNION
SELECT t.start, CASE WHEN t.product_id = 0 THEN '' ELSE h.family_sku END, CASE WHEN t.product_id = 0 THEN m.product_id ELSE 0 END
FROM reached t
LEFT JOIN listing_statuses g ON ` + InIntegration("g") + ` AND g.snapshot = 0 AND g.family_sku = t.family_sku
LEFT JOIN mappings m ON ` + InIntegration("m") + ` AND m.sku = g.sku
LEFT JOIN mappings n ON ` + InIntegration("n") + ` AND n.product_id = nullif(t.product_id, 0)
LEFT JOIN listing_statuses h ON ` + InIntegration("h") + ` AND h.snapshot = 0 AND h.sku = n.sku
WHERE m.sku IS NOT NULL OR h.sku IS NOT NULL
)`
}
