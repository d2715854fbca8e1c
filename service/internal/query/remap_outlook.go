package query

import (
	"context"
	"database/sql"
	"fmt"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/status"
)

// RemapOutlooks tells, of listings with these SKUs, what a remap of each one's
// family would do.
func (r *Reader) RemapOutlooks(ctx context.Context, actor model.Actor, integration int64, skus []string) (map[string]model.RemapOutlook, error) {
	return r.remapOutlooks(ctx, actor, integration, skus, outlookQuery("CAST(0 AS bigint)", "1 = 1"))
}

// MatchRemapOutlooks tells, of listings with these SKUs, what a remap of each
// one's family together with the Omni product of its match would do: nothing if
// the listing itself would stay unmapped.
func (r *Reader) MatchRemapOutlooks(ctx context.Context, actor model.Actor, integration int64, skus []string) (map[string]model.RemapOutlook, error) {
	return r.remapOutlooks(ctx, actor, integration, skus, outlookQuery("coalesce(g.product_id, 0)", "c.sku = w.sku"))
}

func (r *Reader) remapOutlooks(ctx context.Context, actor model.Actor, integration int64, skus []string, query string) (map[string]model.RemapOutlook, error) {
	args := []sql.NamedArg{sql.Named("account", actor.AccountID), sql.Named("integration", integration), sql.Named("skus", skus)}
	outlooks := make(map[string]model.RemapOutlook, len(skus))
	err := r.store.Each(ctx, query, db.Used(query, args), func(row db.Row) error {
		var sku string
		var creates, loses bool
		if err := row.Scan(&sku, &creates, &loses); err != nil {
			return err
		}
		outlooks[sku] = outlookOf(creates, loses)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look ahead to remaps: %w", err)
	}
	return outlooks, nil
}

// outlookQuery is a query for the steps of a remap (docs/rules.md) from each of
// some listings, with whether it creates and whether it loses a mapping. product
// is the Omni product that is named beside the family of a row g; 0 for none.
// counts is the condition on a created mapping c that counts for a listing w.
//
// Listings that name the same begin one remap, the start of the first of them.
// Remaps of different starts see nothing of each other.
func outlookQuery(product, counts string) string {
	return `WITH RECURSIVE wanted AS MATERIALIZED (
SELECT g.sku, g.family_sku, ` + product + ` AS product_id, min(g.sku) OVER (PARTITION BY g.family_sku, ` + product + `) AS start
FROM listing_statuses g WHERE ` + status.InIntegration("g") + ` AND g.snapshot = 0 AND g.sku IN @skus
), ` + status.Connected(`SELECT start, family_sku, CAST(0 AS bigint) FROM wanted
UNION SELECT start, CASE WHEN 1 = 0 THEN family_sku ELSE '' END, product_id FROM wanted WHERE product_id <> 0`) + `, families AS MATERIALIZED (
SELECT start, family_sku FROM reached WHERE product_id = 0
), products AS MATERIALIZED (
SELECT start, product_id FROM reached WHERE product_id <> 0
), deleted AS MATERIALIZED (
SELECT p.start, m.sku, m.product_id, m.option_id, m.size_id, m.source = ` + status.SourceCustom + ` AS custom
FROM products p CROSS JOIN mappings m WHERE ` + status.InIntegration("m") + ` AND m.product_id = p.product_id
), matched AS MATERIALIZED (
SELECT start, product_id FROM products
UNION SELECT f.start, g.product_id FROM families f CROSS JOIN listing_statuses g
WHERE ` + status.InIntegration("g") + ` AND g.snapshot = 0 AND g.family_sku = f.family_sku AND g.product_id IS NOT NULL
), mapped AS MATERIALIZED (
SELECT s.start, s.sku, s.product_id, s.option_id, s.size_id FROM (` + status.Decide(rivals, afterDeletion()) + `) s
LEFT JOIN families f ON f.start = s.start AND f.family_sku = s.family_sku
LEFT JOIN products p ON p.start = s.start AND p.product_id = s.product_id
WHERE s.decided_status = ` + status.Mappable + ` AND (f.start IS NOT NULL OR p.start IS NOT NULL)
), created AS MATERIALIZED (
SELECT x.start, x.sku FROM mapped x
LEFT JOIN deleted d ON d.start = x.start AND d.sku = x.sku AND d.product_id = x.product_id AND d.option_id = x.option_id AND d.size_id = x.size_id
WHERE d.sku IS NULL
), lost AS MATERIALIZED (
SELECT DISTINCT d.start FROM deleted d
JOIN mapped x ON x.start = d.start AND x.product_id = d.product_id AND x.option_id = d.option_id AND x.size_id = d.size_id
LEFT JOIN mapped y ON y.start = d.start AND y.sku = d.sku
WHERE NOT d.custom AND y.sku IS NULL
)
SELECT w.sku, EXISTS (SELECT 1 FROM created c WHERE c.start = w.start AND ` + counts + `), EXISTS (SELECT 1 FROM lost l WHERE l.start = w.start) FROM wanted w`
}

// rivals is a query for the rows of all listings that match an Omni product of
// a remap, with their current status.
const rivals = `SELECT p.start, g.*, coalesce(c.status, ` + status.Mapped + `) AS current_status
FROM matched p CROSS JOIN listing_statuses g
LEFT JOIN listing_statuses c ON c.account_id = @account AND c.integration_id = @integration AND c.sku = g.sku
AND c.snapshot = ` + namedSnapshot + `
WHERE g.account_id = @account AND g.integration_id = @integration AND g.snapshot = 0 AND g.product_id = p.product_id`

// afterDeletion are the conditions once a remap has deleted its set's mappings
// and put back the custom ones. A family out of the set has a mapping if its
// listing that has none is partially mapped now.
func afterDeletion() status.Conditions {
	return status.Conditions{
		Joins: `
LEFT JOIN mappings ml ON ml.account_id = @account AND ml.integration_id = @integration AND ml.sku = r.sku
LEFT JOIN deleted ds ON ds.start = r.start AND ds.sku = r.sku
LEFT JOIN families fs ON fs.start = r.start AND fs.family_sku = r.family_sku
LEFT JOIN products ps ON ps.start = r.start AND ps.product_id = r.product_id
LEFT JOIN deleted dt ON dt.custom AND dt.start = r.start AND dt.product_id = r.product_id AND dt.option_id = r.option_id AND dt.size_id = r.size_id`,
		Listing: "ml.sku IS NOT NULL AND (ds.sku IS NULL OR ds.custom)",
		Family:  "fs.start IS NULL AND r.current_status = " + status.PartiallyMapped,
		Product: `ps.start IS NULL AND EXISTS (SELECT 1 FROM mappings mp WHERE mp.account_id = @account AND mp.integration_id = @integration AND mp.product_id = r.product_id)`,
		Target:  "dt.start IS NOT NULL",
		Apart:   "f.start, ",
	}
}

func outlookOf(creates, loses bool) model.RemapOutlook {
	switch {
	case !creates:
		return model.RemapNothing
	case loses:
		return model.RemapLoses
	}
	return model.RemapSafe
}
