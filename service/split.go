package service

import (
	"context"
	"database/sql"
	"fmt"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/idempotency"
	"omnimap/service/internal/operation"
	"omnimap/service/internal/status"
)

// SplitRequest says how to split an integration.
type SplitRequest struct {
	// Name is that of the new integration.
	Name   string
	DryRun bool
}

// SplitResult is the result of a split. Merchant, Amazon and Operation are nil
// after a dry run.
type SplitResult struct {
	Merchant, Amazon *model.Integration
	Operation        *model.Operation
	// Moved counts the listings that moved to the new integration, and Mappable
	// those of both that an import would map.
	Moved, Mappable int64
}

// SplitIntegration turns an integration of ANY into a pair: it keeps the
// merchant's listings, and a new one gets Amazon's, with their mappings as they
// were. Parents are in both, and their mappings stay. The actor must be an admin.
// See ADR 23.
func (s *Service) SplitIntegration(ctx context.Context, actor model.Actor, integration int64, request SplitRequest) (*SplitResult, error) {
	if kept, err := idempotency.Kept[SplitResult](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleAdmin); err != nil {
		return nil, err
	}
	var c cleaner
	if request.Name = c.required("name", request.Name); c.err != nil {
		return nil, model.Refuse(model.CodeInvalid, c.err.Error(), "input", "name")
	}
	var result *SplitResult
	spec := operation.Spec{Kind: model.OperationSplit, Integration: &integration, DryRun: request.DryRun}
	err := s.Do(ctx, actor, spec, func(ctx context.Context, run *operation.Run) (err error) {
		result, err = changeOnce(ctx, run, func(tx *db.Tx) (*SplitResult, error) {
			found, err := toSplit(run, tx, actor, integration)
			if isNotFound(err) {
				return nil, noIntegration("input", "integrationId")
			}
			if err != nil {
				return nil, err
			}
			p := &split{
				Statements: db.NewStatements(tx, sql.Named("account", actor.AccountID), sql.Named("merchant", integration)),
				run:        run, merchant: found, result: &SplitResult{},
			}
			return p.result, p.do(request.Name)
		})
		return err
	})
	if err != nil {
		return nil, model.Wrap("split integration", err)
	}
	return result, nil
}

// toSplit gives the integration: under the account's lock, for all others, and
// its own, or for a dry run only read.
func toSplit(run *operation.Run, tx *db.Tx, actor model.Actor, id int64) (*model.Integration, error) {
	if run.DryRun {
		return tx.ReadIntegration(actor.AccountID, id)
	}
	if err := tx.LockAccount(actor.AccountID); err != nil {
		return nil, err
	}
	return tx.LockIntegration(actor.AccountID, id)
}

// split is a split within its transaction.
type split struct {
	// Statements may name @account, @merchant and, once it is inserted, @amazon.
	*db.Statements
	run              *operation.Run
	merchant, amazon *model.Integration
	result           *SplitResult
}

func (p *split) do(name string) error {
	if p.merchant.Fulfilment != model.FulfilmentAny {
		return errNotAny(p.merchant)
	}
	amazon := *p.merchant
	amazon.ID, amazon.Name, amazon.Fulfilment = 0, name, model.FulfilmentAmazon
	amazon.Snapshot, amazon.PreviousSnapshot, amazon.PreviousSnapshotOperation = 0, 0, nil
	p.amazon = &amazon
	if err := refuseName(p.Tx, p.amazon); err != nil {
		return err
	}
	if err := p.selectListings(); err != nil {
		return err
	}
	if p.run.DryRun {
		return p.decideMappable()
	}
	return p.write()
}

// selectListings selects the parents, which will be in both, and what Amazon
// sends of the rest, which moves.
func (p *split) selectListings() error {
	if err := p.Tx.CreateTempTables(
		db.TempTable{Name: "split_parents", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "split_listings", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY"},
	); err != nil {
		return err
	}
	if err := p.RunAll(db.Step{What: "select parents", Query: `INSERT INTO split_parents
SELECT DISTINCT c.parent_sku FROM listings c WHERE c.account_id = @account AND c.integration_id = @merchant AND c.parent_sku IS NOT NULL`}); err != nil {
		return err
	}
	var err error
	if p.result.Moved, err = p.Run("select what Amazon sends", `INSERT INTO split_listings
SELECT l.sku FROM listings l WHERE l.account_id = @account AND l.integration_id = @merchant
AND `+fits(model.FulfilmentAmazon, "l.fulfillment_channel")+` AND l.sku NOT IN (SELECT sku FROM split_parents)`); err != nil {
		return err
	}
	return p.Tx.Analyze("split_parents", "split_listings")
}

// decideMappable counts what an import of either side would map, for a dry run:
// the statuses of each side's listings are decided by the matches that there
// are, as if the other side's mappings were deleted.
func (p *split) decideMappable() error {
	if err := p.Tx.CreateTempTables(db.TempTable{Name: "other_mappings", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY"}); err != nil {
		return err
	}
	const moves = "sku IN (SELECT sku FROM split_listings)"
	for _, side := range []struct{ listings, others string }{
		{"g.sku NOT IN (SELECT sku FROM split_listings)", "m." + moves},
		{"(g." + moves + " OR g.sku IN (SELECT sku FROM split_parents))", "NOT m." + moves},
	} {
		s := status.New(p.Tx, p.merchant)
		if err := s.RunAll(
			db.Step{What: "empty the other side's mappings", Query: "DELETE FROM other_mappings"},
			db.Step{What: "select the other side's mappings", Query: "INSERT INTO other_mappings SELECT m.sku FROM mappings m WHERE " + status.InIntegration("m") + " AND " + side.others},
		); err != nil {
			return err
		}
		s.Without("other_mappings", "")
		if err := s.SelectBatch("SELECT g.* FROM listing_statuses g WHERE " + status.InIntegration("g") + " AND g.snapshot = 0 AND " + side.listings); err != nil {
			return err
		}
		var mappable int64
		if err := p.Tx.Read("SELECT count(*) FROM ("+status.Decide(status.BatchRows, s.JoinMapped())+") j WHERE j.decided_status = "+status.Mappable, s.Args(), &mappable); err != nil {
			return fmt.Errorf("count mappable listings: %w", err)
		}
		p.result.Mappable += mappable
	}
	return nil
}

func (p *split) write() error {
	if err := p.insertAmazon(); err != nil {
		return err
	}
	if err := p.moveListings(); err != nil {
		return err
	}
	for _, side := range []*model.Integration{p.merchant, p.amazon} {
		if err := p.rebuild(side); err != nil {
			return err
		}
	}
	if err := p.Tx.MergeTexts(); err != nil {
		return err
	}
	p.result.Merchant, p.result.Amazon = p.merchant, p.amazon
	op := p.run.Op
	op.CounterpartID, op.Total = &p.amazon.ID, &p.result.Moved
	if err := p.run.Succeed(p.Tx); err != nil {
		return err
	}
	p.result.Operation = p.run.Recorded()
	return nil
}

// insertAmazon makes the integration the merchant's, and inserts the new one
// with the same settings, times and numbers: what moves keeps its ids, and no id
// may come again.
func (p *split) insertAmazon() error {
	p.merchant.Fulfilment = model.FulfilmentMerchant
	if err := p.Tx.Model(p.merchant).Where("account_id = ? AND id = ?", p.merchant.AccountID, p.merchant.ID).Select("fulfilment").Updates(p.merchant).Error; err != nil {
		return fmt.Errorf("set the fulfilment: %w", err)
	}
	if err := insertIntegration(p.Tx, p.amazon); err != nil {
		return err
	}
	p.merchant.CounterpartID, p.amazon.CounterpartID = &p.amazon.ID, &p.merchant.ID
	p.Set("amazon", p.amazon.ID)
	return p.RunAll(db.Step{What: "copy the clock", Query: `UPDATE integrations SET clock = (SELECT i.clock FROM integrations i WHERE i.account_id = @account AND i.id = @merchant)
WHERE account_id = @account AND id = @amazon`})
}

// moveListings moves what Amazon sends, and copies the parents. Deleted mappings
// go with their listings, so that a restore finds them, and so does ignoring; of
// listings that may come back on either side, it is copied.
func (p *split) moveListings() error {
	const moved = ` SET integration_id = CAST(@amazon AS bigint) WHERE account_id = @account AND integration_id = @merchant AND sku IN (SELECT sku FROM split_listings)`
	return p.RunAll(
		db.Step{What: "move listings", Query: "UPDATE listings" + moved},
		db.Step{What: "copy parents", Query: `INSERT INTO listings (account_id, integration_id, sku, first_seen_at, ` + listingColumns("") + `)
SELECT l.account_id, CAST(@amazon AS bigint), l.sku, l.first_seen_at, ` + listingColumns("l.") + `
FROM split_parents p CROSS JOIN listings l WHERE l.account_id = @account AND l.integration_id = @merchant AND l.sku = p.sku`},
		db.Step{What: "move mappings", Query: "UPDATE mappings" + moved},
		db.Step{What: "move deleted mappings", Query: "UPDATE deleted_mappings" + moved},
		db.Step{What: "move what is ignored", Query: "UPDATE ignored_listings" + moved},
		db.Step{What: "move rejected suggestions", Query: "UPDATE rejected_suggestions" + moved},
		db.Step{What: "copy what else is rejected", Query: `INSERT INTO rejected_suggestions (account_id, integration_id, sku, product_id, option_id, size_id, rejected_at, actor)
SELECT r.account_id, CAST(@amazon AS bigint), r.sku, r.product_id, r.option_id, r.size_id, r.rejected_at, r.actor FROM rejected_suggestions r
WHERE r.account_id = @account AND r.integration_id = @merchant AND NOT EXISTS (
  SELECT 1 FROM listings l WHERE l.account_id = @account AND l.integration_id = @merchant AND l.sku = r.sku)`},
		db.Step{What: "copy what else is ignored", Query: `INSERT INTO ignored_listings (account_id, integration_id, sku, ignored_at, actor, note)
SELECT i.account_id, CAST(@amazon AS bigint), i.sku, i.ignored_at, i.actor, i.note FROM ignored_listings i
WHERE i.account_id = @account AND i.integration_id = @merchant AND (i.sku IN (SELECT sku FROM split_parents) OR NOT EXISTS (
  SELECT 1 FROM listings l WHERE l.account_id = @account AND l.integration_id = @merchant AND l.sku = i.sku))`},
	)
}

// rebuild works a side's statuses out, and counts what an import would map.
func (p *split) rebuild(side *model.Integration) error {
	if err := status.New(p.Tx, side).RebuildAll(); err != nil {
		return err
	}
	counts, err := status.CountScope(p.Tx.DB, side, model.ScopeAll)
	if err != nil {
		return err
	}
	p.result.Mappable += counts.Mappable
	return nil
}
