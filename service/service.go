// Package service is what omnimap does: it loads the two catalogues, decides
// which listings can be mapped, maps them, shows and deletes mappings. It
// knows neither GraphQL nor HTTP. Methods are safe for concurrent use.
package service

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"gorm.io/gorm"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/idempotency"
	"omnimap/service/internal/operation"
	"omnimap/service/internal/query"
)

// MaxList is how many entries a list in a request may hold.
const MaxList = 10_000

// Service is everything that omnimap does. Lists are read by its Reader,
// operations run by its Runner, and responses to idempotent requests kept by
// its ResponseStore; their methods are the Service's own.
type Service struct {
	*reader
	*runner
	*responseStore
	store *db.Store
	log   *slog.Logger
}

// Embedded by these names, the parts are not seen from outside.
type (
	reader        = query.Reader
	runner        = operation.Runner
	responseStore = idempotency.ResponseStore
)

// New gives a Service on store.
func New(store *db.Store, log *slog.Logger) *Service {
	s := &Service{reader: query.NewReader(store), responseStore: idempotency.NewResponseStore(store, log), store: store, log: log}
	s.runner = operation.NewRunner(store, log, s.checkSpec)
	return s
}

// checkSpec refuses early what would be refused under the locks, so that no
// operation shows up for it.
func (s *Service) checkSpec(ctx context.Context, actor model.Actor, spec operation.Spec) error {
	if spec.Integration == nil {
		return nil
	}
	found, err := s.IntegrationsByID(ctx, actor, []int64{*spec.Integration})
	if err != nil {
		return err
	}
	integration := found[*spec.Integration]
	switch {
	case integration == nil:
		return noIntegration("input", "integrationId")
	case spec.CreatesMappings:
		return requireProducts(integration)
	}
	return nil
}

func isNotFound(err error) bool { return errors.Is(err, gorm.ErrRecordNotFound) }

// lockIntegration takes the locks of a change of an integration: the account's
// shared, then the integration's own. An unknown integration is refused.
func (s *Service) lockIntegration(tx *db.Tx, actor model.Actor, id int64) (*model.Integration, error) {
	return s.lockIntegrationAt(tx, actor, id, "input", "integrationId")
}

// lockIntegrationAt is lockIntegration for an id that stands elsewhere in the
// arguments.
func (s *Service) lockIntegrationAt(tx *db.Tx, actor model.Actor, id int64, field ...string) (*model.Integration, error) {
	if err := tx.ShareAccount(actor.AccountID); err != nil {
		return nil, err
	}
	integration, err := tx.LockIntegration(actor.AccountID, id)
	if isNotFound(err) {
		return nil, noIntegration(field...)
	}
	return integration, err
}

// lockToMap is lockIntegration for what makes mappings, which needs Products
// turned on.
func (s *Service) lockToMap(tx *db.Tx, actor model.Actor, id int64) (*model.Integration, error) {
	integration, err := s.lockIntegration(tx, actor, id)
	if err != nil {
		return nil, err
	}
	return integration, requireProducts(integration)
}

func noIntegration(field ...string) error {
	return model.Refuse(model.CodeNotFound, "There is no such integration. Ask for the list of integrations and use an id from it.", field...)
}

// requireProducts refuses to make mappings while Products is turned off.
func requireProducts(integration *model.Integration) error {
	if integration.ProductsEnabled {
		return nil
	}
	return model.Refuse(model.CodeProductsDisabled,
		fmt.Sprintf("Products is turned off for %s. Turn it on in the integration's settings, then try again.", model.Quote(integration.Name)), "input", "integrationId")
}
