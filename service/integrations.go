package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/idempotency"
	"omnimap/service/internal/operation"
	"omnimap/service/internal/status"
)

// NewIntegration is the input of CreateIntegration.
type NewIntegration struct {
	Name          string
	SellerID      string
	MarketplaceID string
	// Fulfilment is ANY where it is empty.
	Fulfilment      model.Fulfilment
	ProductsEnabled bool
}

// CreateIntegration creates an integration. Its name, and its seller with its
// marketplace and fulfilment, must be unique in the account; one of ANY has its
// seller and marketplace for itself. The second of a pair gets the parents of the
// first. The actor must be an admin.
func (s *Service) CreateIntegration(ctx context.Context, actor model.Actor, in NewIntegration) (*model.Integration, error) {
	if kept, err := idempotency.Kept[model.Integration](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleAdmin); err != nil {
		return nil, err
	}
	created := &model.Integration{AccountID: actor.AccountID, Fulfilment: cmp.Or(in.Fulfilment, model.FulfilmentAny)}
	given := IntegrationChange{Name: &in.Name, SellerID: &in.SellerID, MarketplaceID: &in.MarketplaceID, ProductsEnabled: &in.ProductsEnabled}
	if err := given.apply(created); err != nil {
		return nil, err
	}
	created, err := changeAccountOnce(ctx, s, func(tx *db.Tx) (*model.Integration, error) {
		lock := tx.LockAccount
		if created.Fulfilment == model.FulfilmentAny {
			lock = tx.ShareAccount
		}
		if err := lock(actor.AccountID); err != nil {
			return nil, err
		}
		if err := insertIntegration(tx, created); err != nil {
			return nil, err
		}
		return created, copyParents(tx, created)
	})
	if err != nil {
		return nil, model.Wrap("create integration", err)
	}
	return created, nil
}

// insertIntegration numbers an integration and inserts it. The account's lock
// must be held: exclusively where the integration may be one of a pair.
func insertIntegration(tx *db.Tx, created *model.Integration) error {
	// The counter's lock keeps others from creating integrations meanwhile.
	last, err := tx.NextIDs(created.AccountID, "integration", 1)
	if err != nil {
		return err
	}
	created.ID = last + 1
	if created.CreatedAt, err = tx.Now(); err != nil {
		return err
	}
	if err := refuseTaken(tx, created); err != nil {
		return err
	}
	return refuseDuplicate(tx.Omit("CounterpartID").Create(created).Error)
}

// refuseDuplicate refuses what the database found to be taken: another request
// took the name, or the seller with the marketplace, at the same time.
func refuseDuplicate(err error) error {
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return model.Refuse(model.CodeTaken, "Another integration has this name, or this seller and marketplace, since just now.", "input", "name")
	}
	return err
}

// refuseTaken refuses an integration whose name another one has, or beside whose
// seller and marketplace it cannot be.
func refuseTaken(tx *db.Tx, integration *model.Integration) error {
	if err := refuseName(tx, integration); err != nil {
		return err
	}
	var others []model.Integration
	err := tx.Where("account_id = ? AND id <> ? AND seller_id = ? AND marketplace_id = ?",
		integration.AccountID, integration.ID, integration.SellerID, integration.MarketplaceID).
		Order("id").Find(&others).Error
	if err != nil {
		return err
	}
	return refuseBeside(integration, others)
}

// refuseName refuses an integration whose name another one has.
func refuseName(tx *db.Tx, integration *model.Integration) error {
	var others []model.Integration
	err := tx.Where("account_id = ? AND id <> ? AND name = ?", integration.AccountID, integration.ID, integration.Name).Find(&others).Error
	if err != nil || len(others) == 0 {
		return err
	}
	return model.Refuse(model.CodeTaken, fmt.Sprintf("Another integration is named %s. Choose another name.", model.Quote(integration.Name)), "input", "name")
}

// IntegrationChange is what to change of an integration; nil fields stay as
// they are.
type IntegrationChange struct {
	Name            *string
	SellerID        *string
	MarketplaceID   *string
	ProductsEnabled *bool
}

// apply changes an integration.
func (c IntegrationChange) apply(to *model.Integration) error {
	if c.ProductsEnabled != nil {
		to.ProductsEnabled = *c.ProductsEnabled
	}
	for _, field := range []struct {
		dst, value *string
		path, what string
	}{
		{&to.Name, c.Name, "name", "name"},
		{&to.SellerID, c.SellerID, "sellerId", "seller id"},
		{&to.MarketplaceID, c.MarketplaceID, "marketplaceId", "marketplace id"},
	} {
		if field.value == nil {
			continue
		}
		var clean cleaner
		*field.dst = clean.required(field.what, *field.value)
		if clean.err != nil {
			return model.Refuse(model.CodeInvalid, clean.err.Error(), "input", field.path)
		}
	}
	return nil
}

// UpdateIntegration updates an integration's name, seller, marketplace or
// settings. The two of a pair change seller and marketplace together. The actor
// must be an admin.
func (s *Service) UpdateIntegration(ctx context.Context, actor model.Actor, id int64, change IntegrationChange) (*model.Integration, error) {
	if kept, err := idempotency.Kept[model.Integration](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleAdmin); err != nil {
		return nil, err
	}
	changed, err := changeAccountOnce(ctx, s, func(tx *db.Tx) (*model.Integration, error) {
		lock := tx.ShareAccount
		if change.SellerID != nil || change.MarketplaceID != nil {
			lock = tx.LockAccount
		}
		if err := lock(actor.AccountID); err != nil {
			return nil, err
		}
		locked, err := lockPair(tx, actor.AccountID, id, "input", "id")
		if err != nil {
			return nil, err
		}
		changed := locked.of(id)
		return changed, change.update(tx, locked, changed)
	})
	if err != nil {
		return nil, model.Wrap("update integration", err)
	}
	return changed, nil
}

// update changes one of the sides, and the seller and marketplace of both.
func (c IntegrationChange) update(tx *db.Tx, sides sides, changed *model.Integration) error {
	if err := c.apply(changed); err != nil {
		return err
	}
	if c.Name != nil {
		if err := refuseName(tx, changed); err != nil {
			return err
		}
	}
	if c.SellerID != nil || c.MarketplaceID != nil {
		if err := refuseMove(tx, sides, changed); err != nil {
			return err
		}
	}
	for _, side := range sides {
		side.SellerID, side.MarketplaceID = changed.SellerID, changed.MarketplaceID
		if err := refuseDuplicate(tx.Model(side).Where("account_id = ? AND id = ?", side.AccountID, side.ID).
			Select("name", "seller_id", "marketplace_id", "products_enabled").Updates(side).Error); err != nil {
			return err
		}
	}
	return nil
}

// DeleteIntegration deletes an integration with its listings, mappings and
// operations if confirm is its name, and returns it as it was. Its counterpart
// stays, with the operations of both. The actor must be an admin.
func (s *Service) DeleteIntegration(ctx context.Context, actor model.Actor, id int64, confirm string) (*model.Integration, error) {
	if kept, err := idempotency.Kept[model.Integration](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleAdmin); err != nil {
		return nil, err
	}
	// A wrong confirmation waits for no lock. It is checked again under the locks.
	if found, err := s.IntegrationsByID(ctx, actor, []int64{id}); err != nil {
		return nil, err
	} else if known := found[id]; known != nil {
		if err := checkConfirmation(known, confirm); err != nil {
			return nil, err
		}
	}
	deleted, err := changeAccountOnce(ctx, s, func(tx *db.Tx) (*model.Integration, error) {
		locked, err := s.lockSides(tx, actor, id, "input", "id")
		if err != nil {
			return nil, err
		}
		deleted := locked.of(id)
		if err := checkConfirmation(deleted, confirm); err != nil {
			return nil, err
		}
		return deleted, deleteSide(tx, locked, deleted)
	})
	if err != nil {
		return nil, model.Wrap("delete integration", err)
	}
	return deleted, nil
}

// deleteSide deletes an integration, and what its counterpart held because of
// it.
func deleteSide(tx *db.Tx, sides sides, gone *model.Integration) error {
	other := sides.other(gone.ID)
	if other != nil {
		if err := releaseParents(tx, gone, other); err != nil {
			return err
		}
	}
	for _, table := range []string{"deleted_products", "deleted_options"} {
		if err := tx.Exec("DELETE FROM "+table+" WHERE account_id = ? AND operation_id IN (SELECT id FROM operations WHERE account_id = ? AND integration_id = ?)",
			gone.AccountID, gone.AccountID, gone.ID).Error; err != nil {
			return fmt.Errorf("delete from %s: %w", table, err)
		}
	}
	for _, table := range []string{"operations", "runs", "mappings", "deleted_mappings", "listing_statuses", "listing_status_counts", "listings", "ignored_listings",
		"rejected_suggestions", "suggestions", "suggestion_states"} {
		if err := tx.Exec("DELETE FROM "+table+" WHERE account_id = ? AND integration_id = ?", gone.AccountID, gone.ID).Error; err != nil {
			return fmt.Errorf("delete from %s: %w", table, err)
		}
	}
	if err := tx.Exec("DELETE FROM integrations WHERE account_id = ? AND id = ?", gone.AccountID, gone.ID).Error; err != nil {
		return err
	}
	if other != nil {
		other.CounterpartID = nil
		if err := status.New(tx, other).RebuildAll(); err != nil {
			return err
		}
	}
	// Other operations may have deleted mappings of this integration alone.
	if err := updateAllRestored(tx, gone.AccountID); err != nil {
		return err
	}
	return operation.CountChange(tx, gone.AccountID)
}

// checkConfirmation refuses a confirmation that is not the integration's name.
func checkConfirmation(integration *model.Integration, confirm string) error {
	if confirm == integration.Name {
		return nil
	}
	return model.Refuse(model.CodeConfirmationMismatch,
		fmt.Sprintf("The confirmation is %s; give the integration's name, %s, to confirm.", model.Quote(confirm), model.Quote(integration.Name)), "input", "confirm")
}

// Integrations lists the account's integrations, oldest first.
func (s *Service) Integrations(ctx context.Context, actor model.Actor) ([]*model.Integration, error) {
	var found []*model.Integration
	err := s.store.Read(ctx, func(g *gorm.DB) error {
		return g.Select(db.IntegrationColumns, actor.AccountID).Where("account_id = ?", actor.AccountID).Order("id").Find(&found).Error
	})
	if err != nil {
		return nil, fmt.Errorf("list integrations: %w", err)
	}
	return found, nil
}

// IntegrationsByID reads some of the account's integrations at once. Unknown
// ids are left out.
func (s *Service) IntegrationsByID(ctx context.Context, actor model.Actor, ids []int64) (map[int64]*model.Integration, error) {
	var found []*model.Integration
	err := s.store.Read(ctx, func(g *gorm.DB) error {
		return g.Select(db.IntegrationColumns, actor.AccountID).Where("account_id = ? AND id IN ?", actor.AccountID, ids).Find(&found).Error
	})
	if err != nil {
		return nil, fmt.Errorf("read integrations: %w", err)
	}
	byID := make(map[int64]*model.Integration, len(found))
	for _, integration := range found {
		byID[integration.ID] = integration
	}
	return byID, nil
}
