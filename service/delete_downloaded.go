package service

import (
	"context"
	"fmt"
	"strconv"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/idempotency"
	"omnimap/service/internal/operation"
)

// DeleteDownloadedResult is the result of deleting downloaded products.
// Operation is nil if none could be deleted.
type DeleteDownloadedResult struct {
	Operation *model.Operation
	// Deleted counts Omni products.
	Deleted int64
	// Refused are errors for the ids that cannot be deleted.
	Refused []*model.UserError
}

// DeleteDownloadedProducts deletes Omni products that a download made and no
// load has brought since, with their mappings in every integration. What can be
// deleted is; the other ids are reported. A restore makes them again. See ADR 7.
func (s *Service) DeleteDownloadedProducts(ctx context.Context, actor model.Actor, integration int64, products []int64) (*DeleteDownloadedResult, error) {
	if kept, err := idempotency.Kept[DeleteDownloadedResult](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleToChange); err != nil {
		return nil, err
	}
	if len(products) > MaxList {
		return nil, tooMany(len(products), "omniProductIds")
	}
	spec := operation.Spec{Kind: model.OperationDeleteDownloaded, Integration: &integration}
	if len(products) == 0 {
		return &DeleteDownloadedResult{}, s.checkSpec(ctx, actor, spec)
	}
	var result *DeleteDownloadedResult
	err := s.Do(ctx, actor, spec, func(ctx context.Context, run *operation.Run) (err error) {
		result, err = changeOnce(ctx, run, func(tx *db.Tx) (*DeleteDownloadedResult, error) {
			// The Omni catalogue changes, which all integrations read.
			if err := tx.LockAccount(actor.AccountID); err != nil {
				return nil, err
			}
			if _, err := s.lockIntegration(tx, actor, integration); err != nil {
				return nil, err
			}
			d := &downloadedDeletion{run: run, omniChange: newOmniChange(tx, run)}
			result, err := d.do(products)
			if err == nil {
				result.Operation = run.Recorded()
			}
			return result, err
		})
		return err
	})
	if err != nil {
		return nil, model.Wrap("delete downloaded products", err)
	}
	return result, nil
}

// downloadedDeletion is a deletion of downloaded products within its
// transaction. Its statements may name @operation, too.
type downloadedDeletion struct {
	*omniChange
	run *operation.Run
}

func (d *downloadedDeletion) do(products []int64) (*DeleteDownloadedResult, error) {
	refused, err := d.choose(products)
	if err != nil {
		return nil, err
	}
	result := &DeleteDownloadedResult{Refused: refused}
	if result.Deleted, err = d.number("count chosen products", "SELECT count(*) FROM chosen_products"); err != nil {
		return nil, err
	}
	if result.Deleted == 0 {
		return result, operation.ErrUnchanged
	}
	d.run.Enter(model.PhaseDeleting)
	if err := d.remember(); err != nil {
		return nil, err
	}
	var summary model.LoadSummary
	if err := d.removeChosen(&summary); err != nil {
		return nil, err
	}
	d.run.Op.Deleted, d.run.Op.Total = summary.MappingsDeleted, &result.Deleted
	return result, d.run.Succeed(d.Tx)
}

// choose selects the products that can be deleted into chosen_products, and
// returns an error for each other entry of the list.
func (d *downloadedDeletion) choose(products []int64) ([]*model.UserError, error) {
	if err := d.makeTables(); err != nil {
		return nil, err
	}
	if err := d.Tx.CreateTempTables(db.TempTable{Name: "chosen_products", Columns: "id bigint NOT NULL PRIMARY KEY"}); err != nil {
		return nil, err
	}
	downloaded := make(map[int64]bool, len(products))
	const batch = 1000
	for rest := products; len(rest) > 0; rest = rest[min(batch, len(rest)):] {
		var found []struct {
			ID         int64
			Downloaded bool
		}
		some := rest[:min(batch, len(rest))]
		if err := d.Tx.Raw("SELECT id, downloaded FROM omni_products WHERE account_id = ? AND id IN ?", d.account, some).Scan(&found).Error; err != nil {
			return nil, fmt.Errorf("look products up: %w", err)
		}
		for _, product := range found {
			downloaded[product.ID] = product.Downloaded
		}
		if err := d.Tx.Exec("INSERT INTO chosen_products (id) SELECT id FROM omni_products WHERE account_id = ? AND id IN ? AND downloaded ON CONFLICT DO NOTHING",
			d.account, some).Error; err != nil {
			return nil, fmt.Errorf("choose products: %w", err)
		}
	}
	var refused []*model.UserError
	for i, id := range products {
		if err := notDeletable(downloaded, id); err != nil {
			err.Field = []string{"input", "omniProductIds", strconv.Itoa(i)}
			refused = append(refused, err)
		}
	}
	return refused, d.Tx.Analyze("chosen_products")
}

// notDeletable says why a product cannot be deleted; nil if it can be. TAKEN is
// what a download says of a Code that Omni has.
func notDeletable(downloaded map[int64]bool, id int64) *model.UserError {
	can, known := downloaded[id]
	switch {
	case can:
		return nil
	case known:
		return &model.UserError{Code: model.CodeTaken,
			Message: "A load has brought this product, so it is Omni's own. Delete it in Omni, then load the whole catalogue again."}
	}
	return &model.UserError{Code: model.CodeNotFound, Message: "There is no such Omni product; it may have been deleted already."}
}

// remember keeps the products and options for a restore.
func (d *downloadedDeletion) remember() error {
	d.Set("operation", d.op.ID)
	operation := d.Tx.UUID("@operation")
	return d.RunAll(
		db.Step{What: "remember products", Query: `INSERT INTO deleted_products (account_id, operation_id, id, code, name)
SELECT p.account_id, ` + operation + `, p.id, p.code, p.name FROM chosen_products c CROSS JOIN omni_products p WHERE p.account_id = @account AND p.id = c.id`},
		db.Step{What: "remember options", Query: `INSERT INTO deleted_options (account_id, operation_id, product_id, id, position, code, name)
SELECT o.account_id, ` + operation + `, o.product_id, o.id, o.position, o.code, o.name FROM chosen_products c CROSS JOIN omni_options o
WHERE o.account_id = @account AND o.product_id = c.id`},
		db.Step{What: "mark operations as not restored", Query: markProductsGone("chosen_products")},
	)
}

// markProductsGone marks the operations that deleted any of a table of products
// before as not restored.
func markProductsGone(products string) string {
	return `UPDATE operations SET all_restored = (1 = 0) WHERE account_id = @account AND all_restored AND EXISTS (
SELECT 1 FROM ` + products + ` c JOIN deleted_products d ON d.account_id = @account AND d.operation_id = operations.id AND d.id = c.id)`
}

// removeChosen removes the chosen products, their options, and the mappings to them.
func (d *downloadedDeletion) removeChosen(summary *model.LoadSummary) error {
	if err := d.checkListings(); err != nil {
		return err
	}
	if err := d.RunAll(
		d.selectKeys("note keys", "chosen_products", "1 = 1"),
		db.Step{What: "note options", Query: `INSERT INTO gone_options (product_id, id)
SELECT o.product_id, o.id FROM chosen_products c CROSS JOIN omni_options o WHERE o.account_id = @account AND o.product_id = c.id`},
		db.Step{What: "delete options", Query: "DELETE FROM omni_options WHERE account_id = @account AND product_id IN (SELECT id FROM chosen_products)"},
		db.Step{What: "delete products", Query: "DELETE FROM omni_products WHERE account_id = @account AND id IN (SELECT id FROM chosen_products)"},
	); err != nil {
		return err
	}
	d.run.Enter(model.PhaseMatching)
	if err := d.refreshIntegrations(summary); err != nil {
		return err
	}
	return d.Tx.MergeTexts()
}
