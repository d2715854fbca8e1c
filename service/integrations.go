package service

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/idempotency"
)

// NewIntegration is the input of CreateIntegration.
type NewIntegration struct {
	Name            string
	SellerID        string
	MarketplaceID   string
	ProductsEnabled bool
}

// CreateIntegration creates an integration. Its name, and its seller with its
// marketplace, must be unique in the account. The actor must be an admin.
func (s *Service) CreateIntegration(ctx context.Context, actor model.Actor, in NewIntegration) (*model.Integration, error) {
	if kept, err := idempotency.Kept[model.Integration](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleAdmin); err != nil {
		return nil, err
	}
	created := &model.Integration{AccountID: actor.AccountID}
	given := IntegrationChange{Name: &in.Name, SellerID: &in.SellerID, MarketplaceID: &in.MarketplaceID, ProductsEnabled: &in.ProductsEnabled}
	if _, err := given.apply(created); err != nil {
		return nil, err
	}
	created, err := changeAccountOnce(ctx, s, func(tx *db.Tx) (*model.Integration, error) {
		last, err := tx.NextIDs(actor.AccountID, "integration", 1)
		if err != nil {
			return nil, err
		}
		created.ID = last + 1
		if created.CreatedAt, err = tx.Now(); err != nil {
			return nil, err
		}
		if err := refuseTaken(tx, created); err != nil {
			return nil, err
		}
		return created, refuseDuplicate(tx.Create(created).Error)
	})
	if err != nil {
		return nil, model.Wrap("create integration", err)
	}
	return created, nil
}

// refuseDuplicate refuses what the database found to be taken: another request
// took the name, or the seller with the marketplace, at the same time.
func refuseDuplicate(err error) error {
	if errors.Is(err, gorm.ErrDuplicatedKey) {
		return model.Refuse(model.CodeTaken, "Another integration has this name, or this seller and marketplace, since just now.", "input", "name")
	}
	return err
}

// refuseTaken refuses an integration whose name, or whose seller with its
// marketplace, another one has.
func refuseTaken(tx *db.Tx, integration *model.Integration) error {
	var others []model.Integration
	err := tx.Where("account_id = ? AND id <> ? AND (name = ? OR (seller_id = ? AND marketplace_id = ?))",
		integration.AccountID, integration.ID, integration.Name, integration.SellerID, integration.MarketplaceID).
		Order("id").Find(&others).Error
	if err != nil {
		return err
	}
	for _, other := range others {
		if other.Name == integration.Name {
			return model.Refuse(model.CodeTaken, fmt.Sprintf("Another integration is named %s. Choose another name.", model.Quote(other.Name)), "input", "name")
		}
	}
	for _, other := range others {
		return model.Refuse(model.CodeTaken, fmt.Sprintf("The integration %s already has this seller and marketplace. Use that one, or delete it first.", model.Quote(other.Name)), "input", "sellerId")
	}
	return nil
}

// IntegrationChange is what to change of an integration; nil fields stay as
// they are.
type IntegrationChange struct {
	Name            *string
	SellerID        *string
	MarketplaceID   *string
	ProductsEnabled *bool
}

// apply changes an integration, and reports whether what must be unique of it
// was given.
func (c IntegrationChange) apply(to *model.Integration) (keys bool, err error) {
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
		keys, *field.dst = true, clean.required(field.what, *field.value)
		if clean.err != nil {
			return keys, model.Refuse(model.CodeInvalid, clean.err.Error(), "input", field.path)
		}
	}
	return keys, nil
}

// UpdateIntegration updates an integration's name, seller, marketplace or
// settings. The actor must be an admin.
func (s *Service) UpdateIntegration(ctx context.Context, actor model.Actor, id int64, change IntegrationChange) (*model.Integration, error) {
	if kept, err := idempotency.Kept[model.Integration](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleAdmin); err != nil {
		return nil, err
	}
	changed, err := changeAccountOnce(ctx, s, func(tx *db.Tx) (*model.Integration, error) {
		changed, err := s.lockIntegrationAt(tx, actor, id, "input", "id")
		if err != nil {
			return nil, err
		}
		keys, err := change.apply(changed)
		if err != nil {
			return nil, err
		}
		if keys {
			if err := refuseTaken(tx, changed); err != nil {
				return nil, err
			}
		}
		return changed, refuseDuplicate(tx.Model(changed).Where("account_id = ? AND id = ?", actor.AccountID, id).
			Select("name", "seller_id", "marketplace_id", "products_enabled").Updates(changed).Error)
	})
	if err != nil {
		return nil, model.Wrap("update integration", err)
	}
	return changed, nil
}

// DeleteIntegration deletes an integration with its listings, mappings and
// operations if confirm is its name, and returns it as it was. The actor must
// be an admin.
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
		deleted, err := s.lockIntegrationAt(tx, actor, id, "input", "id")
		if err != nil {
			return nil, err
		}
		if err := checkConfirmation(deleted, confirm); err != nil {
			return nil, err
		}
		for _, table := range []string{"mappings", "deleted_mappings", "listing_statuses", "listing_status_counts", "listings", "ignored_listings", "operations"} {
			if err := tx.Exec("DELETE FROM "+table+" WHERE account_id = ? AND integration_id = ?", actor.AccountID, id).Error; err != nil {
				return nil, fmt.Errorf("delete from %s: %w", table, err)
			}
		}
		if err := tx.Exec("DELETE FROM integrations WHERE account_id = ? AND id = ?", actor.AccountID, id).Error; err != nil {
			return nil, err
		}
		// A load of the Omni catalogue may have deleted mappings of this
		// integration alone.
		return deleted, updateAllRestored(tx, actor.AccountID)
	})
	if err != nil {
		return nil, model.Wrap("delete integration", err)
	}
	return deleted, nil
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
		return g.Where("account_id = ?", actor.AccountID).Order("id").Find(&found).Error
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
		return g.Where("account_id = ? AND id IN ?", actor.AccountID, ids).Find(&found).Error
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
