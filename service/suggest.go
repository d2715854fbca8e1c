package service

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/idempotency"
	"omnimap/service/internal/operation"
	"omnimap/service/internal/query"
)

// SuggestRuns is the kind of the runs that compute suggestions.
const SuggestRuns = query.SuggestRuns

// SuggestMappings starts to compute an integration's suggestions, or joins the
// run that is doing so, and returns its operation.
func (s *Service) SuggestMappings(ctx context.Context, actor model.Actor, integration int64) (*model.Operation, error) {
	if kept, err := idempotency.Kept[model.Operation](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleToChange); err != nil {
		return nil, err
	}
	op, err := changeAccountOnce(ctx, s, func(tx *db.Tx) (*model.Operation, error) {
		if err := tx.ShareAccount(actor.AccountID); err != nil {
			return nil, err
		}
		if _, err := tx.ReadIntegration(actor.AccountID, integration); isNotFound(err) {
			return nil, noIntegration("input", "integrationId")
		} else if err != nil {
			return nil, err
		}
		op, _, err := startRun(tx, actor, SuggestRuns, operation.Spec{Kind: model.OperationSuggest, Integration: &integration}, nil)
		if err != nil || op == nil || op.Actor != operation.OwnActor {
			return op, err
		}
		return op, askFor(tx, actor, op)
	})
	if err != nil {
		return nil, model.Wrap("suggest mappings", err)
	}
	s.wakeRuns()
	return op, nil
}

// askFor makes a run that began by itself one that was asked for, so that it is
// listed and its end is told.
func askFor(tx *db.Tx, actor model.Actor, op *model.Operation) error {
	op.Actor = actor.Name
	_, err := tx.Run("UPDATE operations SET actor = @actor WHERE account_id = @account AND id = "+tx.UUID("@operation"),
		sql.Named("actor", op.Actor), sql.Named("account", op.AccountID), sql.Named("operation", op.ID))
	if err != nil {
		return fmt.Errorf("ask for a run: %w", err)
	}
	return reportRun(tx, op)
}

// How long after a computation the next one begins by itself: as many times as
// long as it took, so that it takes a tenth of the time of one processor, but not
// later than what SYNC calls within a minute.
const (
	suggestRest    = 10
	maxSuggestRest = 50 * time.Second
)

// lookForStale is how often servers look for suggestions that are stale, beside
// looking when this one has changed something.
const lookForStale = 2 * time.Second

// lookNoSooner is how long servers rest after they have looked, however much is
// changed meanwhile.
const lookNoSooner = 200 * time.Millisecond

// KeepSuggestions starts to compute the suggestions of every integration that has
// stale ones, until ctx ends.
func (s *Service) KeepSuggestions(ctx context.Context) {
	tick := time.NewTicker(lookForStale)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-s.Changed():
		}
		if err := s.SuggestStale(ctx); err != nil && ctx.Err() == nil {
			s.log.WarnContext(ctx, "start to compute suggestions", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(lookNoSooner):
		}
	}
}

// staleIntegration is an integration whose suggestions are stale.
type staleIntegration struct{ AccountID, ID int64 }

// SuggestStale starts to compute the suggestions of the integrations, of all
// accounts, whose suggestions have been stale for long enough.
func (s *Service) SuggestStale(ctx context.Context) error {
	stale, err := s.staleIntegrations(ctx)
	if err != nil {
		return err
	}
	for _, found := range stale {
		actor := model.Actor{AccountID: found.AccountID, Name: operation.OwnActor, Role: model.RoleToChange}
		if err := s.suggestByItself(model.WithActor(ctx, actor), actor, found.ID); err != nil {
			s.log.WarnContext(ctx, "start to compute suggestions", "account", found.AccountID, "integration", found.ID, "error", err)
		}
	}
	if len(stale) > 0 {
		s.wakeRuns()
	}
	return nil
}

func (s *Service) staleIntegrations(ctx context.Context) (stale []staleIntegration, err error) {
	err = s.store.ReadSession(ctx, func(session *db.Session) error {
		return session.Snapshot(ctx, func(tx *db.Tx) error {
			now, err := tx.Now()
			if err != nil {
				return err
			}
			return tx.Select(selectStale, []sql.NamedArg{sql.Named("now", now), sql.Named("kind", SuggestRuns),
				sql.Named("failed", model.StateFailed), sql.Named("rest", suggestRest), sql.Named("most", maxSuggestRest.Microseconds())}, &stale)
		})
	})
	if err != nil {
		return nil, fmt.Errorf("look for stale suggestions: %w", err)
	}
	return stale, nil
}

const selectStale = `SELECT i.account_id, i.id FROM counters c
JOIN integrations i ON i.account_id = c.account_id
LEFT JOIN suggestion_states s ON s.account_id = c.account_id AND s.integration_id = i.id
WHERE c.name = '` + query.Changes + `' AND (s.changes IS NULL OR s.changes <> c.last
  AND s.computed_at + s.microseconds + CASE WHEN s.microseconds * @rest < @most THEN s.microseconds * @rest ELSE @most END <= @now)
AND NOT EXISTS (SELECT 1 FROM runs r WHERE r.account_id = c.account_id AND r.kind = @kind AND r.integration_id = i.id AND r.ended_at IS NULL)
AND NOT EXISTS (SELECT 1 FROM runs r JOIN operations o ON o.account_id = r.account_id AND o.id = r.operation_id
  WHERE r.account_id = c.account_id AND r.kind = @kind AND r.integration_id = i.id AND r.ended_at + @most > @now AND o.state = @failed)
ORDER BY i.account_id, i.id`

// suggestByItself starts to compute suggestions that were not asked for. It waits
// for no lock, so that no account holds up others.
func (s *Service) suggestByItself(ctx context.Context, actor model.Actor, integration int64) error {
	err := s.store.Change(ctx, func(tx *db.Tx) error {
		if _, err := tx.ReadIntegration(actor.AccountID, integration); err != nil {
			return err
		}
		_, _, err := startRun(tx, actor, SuggestRuns, operation.Spec{Kind: model.OperationSuggest, Integration: &integration}, nil)
		return err
	})
	if isNotFound(err) {
		return nil // it was deleted just now
	}
	return err
}
