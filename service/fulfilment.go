package service

import (
	"context"
	"fmt"
	"slices"

	"omnimap/db"
	"omnimap/model"
)

// sides are the integrations of one seller and marketplace, in the order of
// their ids: one of ANY, or one or both of a pair. Their listings are one
// catalogue, of which each holds its part. See ADR 23.
type sides []*model.Integration

// lockSides takes the locks for a change of listings: the account's shared, then
// those of the integration and its counterpart. While the account's is held, no
// counterpart comes, but one may have gone.
func (s *Service) lockSides(tx *db.Tx, actor model.Actor, id int64, field ...string) (sides, error) {
	if err := tx.ShareAccount(actor.AccountID); err != nil {
		return nil, err
	}
	return lockPair(tx, actor.AccountID, id, field...)
}

// lockPair takes the locks of an integration and its counterpart, after the
// account's.
func lockPair(tx *db.Tx, account, id int64, field ...string) (sides, error) {
	var counterpart []int64
	err := tx.Raw(`SELECT o.id FROM integrations i JOIN integrations o
ON o.account_id = ? AND o.seller_id = i.seller_id AND o.marketplace_id = i.marketplace_id AND o.id <> i.id
WHERE i.account_id = ? AND i.id = ?`, account, account, id).Scan(&counterpart).Error
	if err != nil {
		return nil, fmt.Errorf("find the counterpart: %w", err)
	}
	ids := slices.Sorted(slices.Values(append([]int64{id}, counterpart...)))
	var locked sides
	for _, side := range ids {
		integration, err := tx.LockIntegration(account, side)
		switch {
		case err == nil:
			locked = append(locked, integration)
		case isNotFound(err) && side == id:
			return nil, noIntegration(field...)
		case !isNotFound(err):
			return nil, err
		}
	}
	if len(locked) == 1 {
		locked[0].CounterpartID = nil
	}
	return locked, nil
}

// counterpartOf reads the other integration of a pair, by itself; nil if there is
// none. It may come or go before the locks are taken.
func (s *Service) counterpartOf(ctx context.Context, actor model.Actor, id *int64) (*int64, error) {
	if id == nil {
		return nil, nil
	}
	found, err := s.IntegrationsByID(ctx, actor, []int64{*id})
	if err != nil || found[*id] == nil {
		return nil, err
	}
	return found[*id].CounterpartID, nil
}

// of is the side with an id.
func (s sides) of(id int64) *model.Integration {
	return s[slices.IndexFunc(s, func(side *model.Integration) bool { return side.ID == id })]
}

// other is the other side than the one with an id; nil if there is none.
func (s sides) other(id int64) *model.Integration {
	for _, side := range s {
		if side.ID != id {
			return side
		}
	}
	return nil
}

// parted reports whether each side holds a part of the listings, by their
// channels.
func (s sides) parted() bool { return s[0].Fulfilment != model.FulfilmentAny }

// in is the SQL condition that a row is one of the sides'. Statements name them
// as @integration and @counterpart.
func (s sides) in(alias string) string {
	if len(s) == 1 {
		return alias + ".account_id = @account AND " + alias + ".integration_id = @integration"
	}
	return alias + ".account_id = @account AND " + alias + ".integration_id IN (@integration, @counterpart)"
}

// holds is the SQL condition that some side holds listings of a channel, a
// column or an expression.
func (s sides) holds(channel string) string {
	if !s.parted() || len(s) == 2 {
		return "1 = 1"
	}
	return fits(s[0].Fulfilment, channel)
}

// isParent is the SQL condition that a SKU belongs to every side, whatever its
// channel: a listing that some side holds by its channel names it as its parent.
func (s sides) isParent(sku string) string {
	return "EXISTS (SELECT 1 FROM listings c WHERE " + s.in("c") + " AND c.parent_sku = " + sku + " AND " + s.holds("c.fulfillment_channel") + ")"
}

// fits is the SQL condition that a channel, a column or an expression, is of a
// fulfilment: Amazon's begin with AMAZON_; all others, and none, are the
// seller's.
func fits(fulfilment model.Fulfilment, channel string) string {
	amazon := "coalesce(substr(" + channel + ", 1, 7), '') = 'AMAZON_'"
	switch fulfilment {
	case model.FulfilmentAmazon:
		return amazon
	case model.FulfilmentMerchant:
		return "NOT (" + amazon + ")"
	}
	return "1 = 1"
}

// refuseBeside refuses an integration beside others of its seller and
// marketplace, unless it makes a pair with the only one.
func refuseBeside(integration *model.Integration, others []model.Integration) error {
	for _, other := range others {
		var message string
		switch {
		case other.Fulfilment == integration.Fulfilment:
			what := "seller, marketplace and fulfilment"
			if !(sides{integration}).parted() {
				what = "seller and marketplace"
			}
			message = fmt.Sprintf("The integration %s already has this %s. Use that one, or delete it first.", model.Quote(other.Name), what)
		case other.Fulfilment == model.FulfilmentAny:
			message = fmt.Sprintf("The integration %s already has all listings of this seller and marketplace. Split it instead.", model.Quote(other.Name))
		case integration.Fulfilment == model.FulfilmentAny:
			message = fmt.Sprintf("The integration %s already has a part of the listings of this seller and marketplace. Create the other part (fulfilment) instead.", model.Quote(other.Name))
		default:
			continue
		}
		return model.Refuse(model.CodeTaken, message, "input", "sellerId")
	}
	return nil
}

// refuseMove refuses to change the seller and marketplace of the sides to those
// of another integration: integrations that hold listings make no pair.
func refuseMove(tx *db.Tx, sides sides, moved *model.Integration) error {
	ids := make([]int64, len(sides))
	for i, side := range sides {
		ids[i] = side.ID
	}
	var others []model.Integration
	err := tx.Where("account_id = ? AND id NOT IN ? AND seller_id = ? AND marketplace_id = ?", moved.AccountID, ids, moved.SellerID, moved.MarketplaceID).
		Order("id").Limit(1).Find(&others).Error
	if err != nil || len(others) == 0 {
		return err
	}
	return model.Refuse(model.CodeTaken, fmt.Sprintf("The integration %s already has this seller and marketplace. Use that one, or delete it first.", model.Quote(others[0].Name)), "input", "sellerId")
}

// errNotAny refuses to split an integration that is a part already.
func errNotAny(integration *model.Integration) error {
	return model.Refuse(model.CodeInvalid, fmt.Sprintf("The integration %s holds only a part of the seller's listings already (%s). Only one that holds all of them can be split.",
		model.Quote(integration.Name), integration.Fulfilment), "input", "integrationId")
}
