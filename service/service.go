// Package service is what omnimap does: it loads the two catalogues, decides
// which listings can be mapped, maps them, shows and deletes mappings. It
// knows neither GraphQL nor HTTP. Methods are safe for concurrent use.
package service

import (
	"database/sql"
	"fmt"
	"log/slog"

	"omnimap/db"
	"omnimap/model"
)

// MaxList is how many entries a list in a request may hold.
const MaxList = 10_000

// Service is the door to everything that omnimap does.
type Service struct {
	store   *db.Store
	log     *slog.Logger
	running *runningOperations
	// turns has repeats of a mutation wait for each other, and repeatable
	// bounds how many mutations hold a claim for theirs.
	turns      *turns
	repeatable chan struct{}
	// subscriptions are those of this process's clients, and reads what they
	// read together.
	subscriptions *subscriptions
	reads         *operationReads
}

// New gives a Service on store.
func New(store *db.Store, log *slog.Logger) *Service {
	s := &Service{store: store, log: log, running: newRunning(), turns: newTurns(), repeatable: make(chan struct{}, maxClaims),
		subscriptions: newSubscriptions()}
	s.reads = &operationReads{read: s.readOperations}
	return s
}

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

// named is an argument of a statement.
func named(name string, value any) sql.NamedArg { return sql.Named(name, value) }
