package query

import (
	"context"
	"database/sql"
	"fmt"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/status"
)

// MaxHolders is how many listings HeldBy returns of each: an Omni product can
// have thousands of options.
const MaxHolders = 100

// namedSnapshot is CurrentSnapshot by the names @account and @integration.
const namedSnapshot = "(SELECT i.snapshot FROM integrations i WHERE i.account_id = @account AND i.id = @integration)"

// HeldBy reads, for listings with these SKUs, the listings that hold what each
// one matches: for one whose Omni product is mapped, those that are mapped to
// it, that of the very target first, then by SKU; for one whose match is taken,
// the one that goes before it. Others have none.
func (r *Reader) HeldBy(ctx context.Context, actor model.Actor, integration int64, skus []string) (map[string][]*model.AmazonListing, error) {
	args := []sql.NamedArg{sql.Named("account", actor.AccountID), sql.Named("integration", integration),
		sql.Named("skus", skus), sql.Named("most", MaxHolders)}
	holders := make(map[string][]*model.AmazonListing)
	var of string
	var read model.AmazonListing
	fields := append([]any{&of}, append(listingFields(&read), &read.StatusNumber)...)
	err := r.store.Each(ctx, selectHolders, db.Used(selectHolders, args), func(row db.Row) error {
		if err := row.Scan(fields...); err != nil {
			return err
		}
		holder := read
		holders[of] = append(holders[of], &holder)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read who holds matches: %w", err)
	}
	return holders, nil
}

// selectHolders reads holders. held are the listings with their status and
// their targets, which snapshot 0 has.
var selectHolders = `WITH held AS MATERIALIZED (
SELECT g.sku, g.product_id, g.option_id, g.size_id, s.status FROM listing_statuses g CROSS JOIN listing_statuses s
WHERE ` + status.InIntegration("g") + ` AND g.snapshot = 0 AND g.sku IN @skus
AND ` + status.InIntegration("s") + ` AND s.snapshot = ` + namedSnapshot + ` AND s.sku = g.sku
), holders AS MATERIALIZED (
SELECT h.sku AS held_sku, m.sku, row_number() OVER (PARTITION BY h.sku
  ORDER BY CASE WHEN m.option_id = h.option_id AND m.size_id = h.size_id THEN 0 ELSE 1 END, m.sku) AS place
FROM held h CROSS JOIN mappings m
WHERE h.status = ` + status.OmniProductMapped + ` AND ` + status.InIntegration("m") + ` AND m.product_id = h.product_id
UNION ALL
SELECT h.sku, g.sku, 1 FROM held h CROSS JOIN listing_statuses g CROSS JOIN listing_statuses s
WHERE h.status = ` + status.MatchTaken + ` AND ` + status.InIntegration("g") + ` AND g.snapshot = 0
AND g.product_id = h.product_id AND g.option_id = h.option_id AND g.size_id = h.size_id
AND ` + status.InIntegration("s") + ` AND s.snapshot = ` + namedSnapshot + ` AND s.sku = g.sku AND s.status = ` + status.Mappable + `
)
SELECT k.held_sku, ` + listingColumns + `coalesce(s.status, ` + status.Mapped + `) FROM holders k CROSS JOIN listings l
LEFT JOIN listing_statuses s ON ` + status.InIntegration("s") + ` AND s.snapshot = ` + namedSnapshot + ` AND s.sku = l.sku
WHERE k.place <= @most AND ` + status.InIntegration("l") + ` AND l.sku = k.sku ORDER BY k.held_sku, k.place`
