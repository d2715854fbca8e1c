// Package service loads the two catalogues, decides which listings can be
// mapped, maps them, and lists and deletes mappings. It knows neither GraphQL
// nor HTTP. Methods are safe for concurrent use.
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

// MaxList is how many entries a list in a request may have.
const MaxList = 10_000

// Service is all that omnimap does. The methods of its Reader, which reads
// lists, its Runner, which runs operations, and its ResponseStore, for
// idempotent requests, are its own.
type Service struct {
	*reader
	*runner
	*responseStore
	store *db.Store
	log   *slog.Logger
	// runsDue holds a token when a run has been started since it was taken.
	runsDue chan struct{}
	// computing holds a token while this process computes suggestions.
	computing chan struct{}
	makeRoom  func() (restore func())
}

// Embedded under unexported names, the parts cannot be reached from outside.
type (
	reader        = query.Reader
	runner        = operation.Runner
	responseStore = idempotency.ResponseStore
)

// New returns a Service on store.
func New(store *db.Store, log *slog.Logger) *Service {
	s := &Service{reader: query.NewReader(store), responseStore: idempotency.NewResponseStore(store, log), store: store, log: log, runsDue: make(chan struct{}, 1),
		computing: make(chan struct{}, 1), makeRoom: func() func() { return func() {} }}
	s.runner = operation.NewRunner(store, log, s.checkSpec)
	return s
}

// MakeRoomWith has makeRoom called while suggestions are computed, which takes
// memory; restore is called after it. It is set before the service is used.
func (s *Service) MakeRoomWith(makeRoom func() (restore func())) { s.makeRoom = makeRoom }

// checkSpec refuses what would be refused under the locks, before the operation
// is recorded.
func (s *Service) checkSpec(ctx context.Context, actor model.Actor, spec operation.Spec) error {
	if spec.Integration == nil {
		return nil
	}
	found, err := s.IntegrationsByID(ctx, actor, []int64{*spec.Integration})
	if err != nil {
		return err
	}
	integration := found[*spec.Integration]
	if integration == nil {
		return noIntegration("input", "integrationId")
	}
	// With a counterpart, Products may be on in one of the two.
	if spec.CreatesMappings && spec.Counterpart == nil {
		return requireProducts(integration)
	}
	return nil
}

// change runs fn in a transaction that takes its turn among the operations,
// whose locks it may have to wait for.
func (s *Service) change(ctx context.Context, fn func(*db.Tx) error) error {
	return s.store.Session(ctx, func(session *db.Session) error { return session.Change(ctx, fn) })
}

func isNotFound(err error) bool { return errors.Is(err, gorm.ErrRecordNotFound) }

// lockIntegration takes the locks for a change of an integration: the account's
// shared, then the integration's. An unknown integration is refused.
func (s *Service) lockIntegration(tx *db.Tx, actor model.Actor, id int64) (*model.Integration, error) {
	return s.lockIntegrationAt(tx, actor, id, "input", "integrationId")
}

// lockIntegrationAt is lockIntegration for an id in another field of the
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

// lockToMap is lockIntegration for a change that inserts mappings, which needs
// Products turned on.
func (s *Service) lockToMap(tx *db.Tx, actor model.Actor, id int64) (*model.Integration, error) {
	integration, err := s.lockIntegration(tx, actor, id)
	if err != nil {
		return nil, err
	}
	return integration, requireProducts(integration)
}

// toMap gives an integration as a run that inserts mappings needs it: locked, or
// for a dry run only read.
func (s *Service) toMap(run *operation.Run, tx *db.Tx, actor model.Actor, id int64) (*model.Integration, error) {
	if !run.DryRun {
		return s.lockToMap(tx, actor, id)
	}
	integration, err := tx.ReadIntegration(actor.AccountID, id)
	if isNotFound(err) {
		return nil, noIntegration("input", "integrationId")
	}
	if err != nil {
		return nil, err
	}
	return integration, requireProducts(integration)
}

func noIntegration(field ...string) error {
	return model.Refuse(model.CodeNotFound, "There is no such integration. Ask for the list of integrations and use an id from it.", field...)
}

// requireProducts refuses an integration with Products turned off.
func requireProducts(integration *model.Integration) error {
	if integration.ProductsEnabled {
		return nil
	}
	return model.Refuse(model.CodeProductsDisabled,
		fmt.Sprintf("Products is turned off for %s. Turn it on in the integration's settings, then try again.", model.Quote(integration.Name)), "input", "integrationId")
}
