package service

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"omnimap/db"
	"omnimap/job"
	"omnimap/model"
	"omnimap/service/internal/operation"
	"omnimap/service/internal/query"
	"omnimap/service/internal/suggest"
)

// suggestState is how far a run that computes suggestions has come.
type suggestState struct {
	// Snapshot is that of the suggestions that it writes; 0 before its first step.
	Snapshot int64
	// ReadAt is when it began to read, and Changes how many changes of the account
	// there had been.
	ReadAt  model.Time
	Changes int64
	// Family is the last family of which the suggestions are written.
	Family                   string
	Listings, WithSuggestion int64
	// Published says that its suggestions count.
	Published bool
}

// suggesting is a run that computes an integration's suggestions.
type suggesting struct {
	*Service
	run         *job.Run
	actor       model.Actor
	integration int64
	state       suggestState
	// rejected are the targets that are not to be suggested, by SKU.
	rejected map[string][]suggest.Target
}

// ComputeSuggestions is the handler of runs of the kind SuggestRuns. What it
// writes counts once all of it is written; then what counted before is deleted.
func (s *Service) ComputeSuggestions(ctx context.Context, run *job.Run) error {
	c := &suggesting{Service: s, run: run, actor: model.Actor{AccountID: run.AccountID}, integration: *run.IntegrationID}
	if err := run.State(&c.state); err != nil {
		return err
	}
	err := c.do(ctx)
	if isNotFound(err) {
		return c.discard(ctx)
	}
	return err
}

func (c *suggesting) do(ctx context.Context) error {
	if !c.state.Published {
		if err := c.compute(ctx); err != nil {
			return err
		}
		if err := c.publish(ctx); err != nil {
			return err
		}
	}
	return c.finish(ctx)
}

// computingElsewhere is how long a run waits while this process computes other
// suggestions: one index at a time is in its memory.
const computingElsewhere = time.Second

// discard ends the run of an integration that was deleted while it was started.
func (c *suggesting) discard(ctx context.Context) error {
	err := c.run.End(ctx, func(tx *db.Tx) error {
		_, err := tx.Run("DELETE FROM operations WHERE account_id = @account AND id = "+tx.UUID("@operation"), c.args(sql.Named("operation", c.run.OperationID))...)
		return err
	})
	if err != nil {
		return err
	}
	return c.store.Change(ctx, func(tx *db.Tx) error {
		_, err := tx.Run("DELETE FROM runs WHERE account_id = @account AND operation_id = "+tx.UUID("@operation"), c.args(sql.Named("operation", c.run.OperationID))...)
		return err
	})
}

func (c *suggesting) args(more ...sql.NamedArg) []sql.NamedArg {
	return append(more, sql.Named("account", c.actor.AccountID), sql.Named("integration", c.integration))
}

// operation reads the run's operation.
func (c *suggesting) operation(tx *db.Tx) (*model.Operation, error) {
	op, err := operation.Of(tx, c.actor.AccountID, c.run.OperationID)
	if err == nil && op == nil {
		err = job.Final(errors.New("the operation of the run is gone"))
	}
	return op, err
}

// step commits a step of the run with its state, and tells how far it is.
func (c *suggesting) step(ctx context.Context, phase model.OperationPhase, fn func(*db.Tx) error) error {
	return c.run.Step(ctx, &c.state, func(tx *db.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		op, err := c.operation(tx)
		if err != nil {
			return err
		}
		op.Phase, op.Done = phase, c.state.Listings
		return reportRun(tx, op)
	})
}

// begin chooses the snapshot to write, and keeps what the suggestions will be of.
func (c *suggesting) begin(ctx context.Context) error {
	return c.step(ctx, model.PhaseReading, func(tx *db.Tx) (err error) {
		if _, err := tx.ReadIntegration(c.actor.AccountID, c.integration); err != nil {
			return err
		}
		if c.state.ReadAt, err = tx.Now(); err != nil {
			return err
		}
		return tx.Read(`SELECT coalesce((SELECT c.last FROM counters c WHERE c.account_id = @account AND c.name = '`+query.Changes+`'), 0),
  1 + coalesce((SELECT max(n) FROM (SELECT max(s.snapshot) AS n FROM suggestions s WHERE s.account_id = @account AND s.integration_id = @integration
    UNION ALL SELECT t.snapshot FROM suggestion_states t WHERE t.account_id = @account AND t.integration_id = @integration) x), 0)`,
			c.args(), &c.state.Changes, &c.state.Snapshot)
	})
}

// batchListings is how many listings get their suggestions in one step.
const batchListings = 2000

// suggestWorkers is how many processors compute suggestions: others are for
// requests.
const suggestWorkers = 1

// compute writes the suggestions of all listings. Where there is none, nothing is
// indexed.
func (c *suggesting) compute(ctx context.Context) error {
	select {
	case c.computing <- struct{}{}:
		// A handler that panics is called again, and must find the token.
		defer func() { <-c.computing }()
	default:
		return job.Snooze(computingElsewhere)
	}
	if c.state.Snapshot == 0 {
		if err := c.begin(ctx); err != nil {
			return err
		}
	}
	if err := c.readRejected(ctx); err != nil {
		return fmt.Errorf("read rejected suggestions: %w", err)
	}
	batch, err := c.readListings(ctx)
	if err != nil || len(batch.listings) == 0 {
		return err
	}
	defer c.makeRoom()()
	index, err := c.buildIndex(ctx)
	if err != nil {
		return err
	}
	for ; len(batch.listings) > 0; batch, err = c.readListings(ctx) {
		found, err := index.Suggest(ctx, batch.listings, suggestWorkers)
		if err != nil {
			return err
		}
		rows, err := c.rows(batch.listings, found)
		if err != nil {
			return err
		}
		c.state.Family = batch.last
		c.state.Listings += int64(len(batch.listings))
		for _, suggestions := range found {
			if len(suggestions) > 0 {
				c.state.WithSuggestion++
			}
		}
		if err := c.step(ctx, model.PhaseMatching, func(tx *db.Tx) error { return insertSuggestions(tx, rows) }); err != nil {
			return err
		}
	}
	return err
}

// publish has the suggestions of the run's snapshot count.
func (c *suggesting) publish(ctx context.Context) error {
	c.state.Published = true
	return c.step(ctx, model.PhaseWriting, func(tx *db.Tx) error {
		// A rejection waits for the integration's lock, or is seen here.
		if _, err := tx.LockIntegration(c.actor.AccountID, c.integration); err != nil {
			return err
		}
		if err := dropRejected(tx, c.actor.AccountID, c.integration, c.state.Snapshot, c.state.ReadAt); err != nil {
			return err
		}
		affixes, err := c.readAffixes(tx)
		if err != nil {
			return err
		}
		now, err := tx.Now()
		if err != nil {
			return err
		}
		_, err = tx.Run(`INSERT INTO suggestion_states (account_id, integration_id, snapshot, computed_at, changes, microseconds, listings, with_suggestion, affixes)
VALUES (@account, @integration, @snapshot, @at, @changes, @took, @listings, @with, @affixes)
ON CONFLICT (account_id, integration_id) DO UPDATE SET snapshot = excluded.snapshot, computed_at = excluded.computed_at, changes = excluded.changes,
  microseconds = excluded.microseconds, listings = excluded.listings, with_suggestion = excluded.with_suggestion, affixes = excluded.affixes`,
			c.args(sql.Named("snapshot", c.state.Snapshot), sql.Named("at", c.state.ReadAt), sql.Named("changes", c.state.Changes),
				sql.Named("took", now.Sub(c.state.ReadAt.Time).Microseconds()), sql.Named("listings", c.state.Listings),
				sql.Named("with", c.state.WithSuggestion), sql.Named("affixes", affixes))...)
		return err
	})
}

// deletedAtOnce is how many listings' former suggestions are deleted in one step.
const deletedAtOnce = 5000

// deleteFormer deletes the suggestions of so many listings that do not count.
const deleteFormer = `DELETE FROM suggestions WHERE account_id = @account AND integration_id = @integration AND (snapshot, sku, rank) IN (
  SELECT s.snapshot, s.sku, s.rank FROM suggestions s WHERE s.account_id = @account AND s.integration_id = @integration AND s.snapshot < @snapshot LIMIT @most)`

// finish deletes the suggestions that do not count any more, and ends the run.
func (c *suggesting) finish(ctx context.Context) error {
	for {
		var deleted int64
		err := c.run.Step(ctx, nil, func(tx *db.Tx) (err error) {
			deleted, err = tx.Run(deleteFormer, c.args(sql.Named("snapshot", c.state.Snapshot), sql.Named("most", deletedAtOnce*query.MaxSuggestions))...)
			return err
		})
		if err != nil {
			return err
		}
		if deleted == 0 {
			break
		}
	}
	if err := c.run.Step(ctx, nil, c.forgetOwn); err != nil {
		return err
	}
	return c.run.End(ctx, func(tx *db.Tx) error {
		op, err := c.operation(tx)
		if err != nil {
			return err
		}
		op.Done, op.Total = c.state.Listings, &c.state.Listings
		return succeedRun(tx, op)
	})
}

// keptOwn is how long operations that computed suggestions by themselves are
// kept.
const keptOwn = 24 * time.Hour

// forgetOwn deletes the operations that computed suggestions by themselves long
// ago, with their runs.
func (c *suggesting) forgetOwn(tx *db.Tx) error {
	args := c.args(sql.Named("kind", model.OperationSuggest), sql.Named("own", operation.OwnActor), sql.Named("before", c.state.ReadAt.Add(-keptOwn).UnixMicro()))
	if _, err := tx.LockIntegration(c.actor.AccountID, c.integration); err != nil {
		return err
	}
	if _, err := tx.Run(`DELETE FROM operations WHERE account_id = @account AND integration_id = @integration AND kind = @kind AND actor = @own AND finished_at < @before`, args...); err != nil {
		return fmt.Errorf("delete former operations: %w", err)
	}
	_, err := tx.Run(`DELETE FROM runs WHERE account_id = @account AND integration_id = @integration AND kind = @runs AND ended_at < @before
AND NOT EXISTS (SELECT 1 FROM operations o WHERE o.account_id = @account AND o.id = runs.operation_id)`, append(args, sql.Named("runs", SuggestRuns))...)
	if err != nil {
		return fmt.Errorf("delete former runs: %w", err)
	}
	return nil
}
