package graph

import (
	"context"

	"omnimap/model"
)

// heldLoaders load, of an integration's listings that an import leaves, who
// holds what they match and what a remap would do. Only listings of which there
// is something to tell are primed.
type heldLoaders struct {
	holders       *loader[string, []*model.AmazonListing]
	outlooks      *loader[string, model.RemapOutlook]
	matchOutlooks *loader[string, model.RemapOutlook]
}

func (l *loaders) heldOf(id int64) *heldLoaders {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held[id] == nil {
		l.held[id] = &heldLoaders{
			holders: newLoader(func(ctx context.Context, skus []string) (map[string][]*model.AmazonListing, error) {
				found, err := l.service.HeldBy(ctx, l.actor, id, skus)
				var holders []string
				for _, listings := range found {
					for _, listing := range listings {
						holders = append(holders, listing.SKU)
					}
				}
				l.primeTargets(id, holders)
				return found, err
			}),
			outlooks: newLoader(func(ctx context.Context, skus []string) (map[string]model.RemapOutlook, error) {
				return l.service.RemapOutlooks(ctx, l.actor, id, skus)
			}),
			matchOutlooks: newLoader(func(ctx context.Context, skus []string) (map[string]model.RemapOutlook, error) {
				return l.service.MatchRemapOutlooks(ctx, l.actor, id, skus)
			}),
		}
	}
	return l.held[id]
}

func (h *heldLoaders) prime(listings []*model.AmazonListing) {
	for _, listing := range listings {
		switch {
		case isHeld(listing):
			h.holders.prime(listing.SKU)
			h.matchOutlooks.prime(listing.SKU)
		case listing.StatusNumber == model.StatusPartiallyMapped:
			h.outlooks.prime(listing.SKU)
		}
	}
}

// isHeld tells whether another listing holds what this one matches.
func isHeld(listing *model.AmazonListing) bool {
	return listing.StatusNumber == model.StatusOmniProductMapped || listing.StatusNumber == model.StatusMatchTaken
}

// outlookFrom loads an outlook; nil where there is none, as of a listing that is
// gone since it was read.
func outlookFrom(ctx context.Context, outlooks *loader[string, model.RemapOutlook], sku string) (*model.RemapOutlook, error) {
	outlook, err := outlooks.load(ctx, sku)
	if err != nil || outlook == "" {
		return nil, err
	}
	return &outlook, nil
}
