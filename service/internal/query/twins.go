package query

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/status"
)

// MaxTwins is how many twins of a listing are read at most: Amazon wants one
// offer for each way of sending, and a condition.
const MaxTwins = 20

// twinKey is what twins share: the seller and marketplace, as one of its
// integrations is asked, and the ASIN.
type twinKey struct {
	integration int64
	asin        string
}

// Twins reads the other listings of the same seller, marketplace and ASIN of
// each of some listings, in the order of their SKUs. A parent, which both
// integrations of a pair hold, is read once: from that of the listing.
func (r *Reader) Twins(ctx context.Context, actor model.Actor, listings []*model.AmazonListing) (map[*model.AmazonListing][]*model.AmazonListing, error) {
	asins, integrations := make(map[string]bool), make(map[int64]bool)
	for _, l := range listings {
		if l.ASIN != nil {
			asins[*l.ASIN], integrations[l.IntegrationID] = true, true
		}
	}
	if len(asins) == 0 {
		return nil, nil
	}
	found := make(map[twinKey][]*model.AmazonListing)
	query := fmt.Sprintf(`SELECT l.owner, %scoalesce(s.status, %s) FROM (
  SELECT o.id AS owner, i.snapshot, l.*, row_number() OVER (PARTITION BY o.id, l.asin ORDER BY l.sku) AS nth
  FROM integrations o JOIN integrations i ON i.account_id = ? AND i.seller_id = o.seller_id AND i.marketplace_id = o.marketplace_id
  JOIN listings l ON l.account_id = ? AND l.integration_id = i.id
  WHERE o.account_id = ? AND o.id IN ? AND l.asin IN ? AND (i.id = o.id OR NOT EXISTS (SELECT 1 FROM listings k
    WHERE k.account_id = ? AND k.integration_id = o.id AND k.sku = l.sku))
) l LEFT JOIN listing_statuses s ON s.account_id = ? AND s.integration_id = l.integration_id AND s.snapshot = l.snapshot AND s.sku = l.sku
WHERE l.nth <= %d ORDER BY l.owner, l.sku`, listingColumns, status.Mapped, MaxTwins+1)
	var owner int64
	var read model.AmazonListing
	fields := append([]any{&owner}, append(listingFields(&read), &read.StatusNumber)...)
	account := actor.AccountID
	args := []any{account, account, account, slices.Sorted(maps.Keys(integrations)), slices.Sorted(maps.Keys(asins)), account, account}
	err := r.store.Each(ctx, query, args, func(row db.Row) error {
		if err := row.Scan(fields...); err != nil {
			return err
		}
		twin := read
		key := twinKey{owner, *twin.ASIN}
		found[key] = append(found[key], &twin)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read twins: %w", err)
	}
	return twinsOf(listings, found), nil
}

// twinsOf gives each listing the others of its key.
func twinsOf(listings []*model.AmazonListing, found map[twinKey][]*model.AmazonListing) map[*model.AmazonListing][]*model.AmazonListing {
	twins := make(map[*model.AmazonListing][]*model.AmazonListing, len(listings))
	for _, l := range listings {
		if l.ASIN == nil {
			continue
		}
		for _, other := range found[twinKey{l.IntegrationID, *l.ASIN}] {
			if other.SKU != l.SKU && len(twins[l]) < MaxTwins {
				twins[l] = append(twins[l], other)
			}
		}
	}
	return twins
}
