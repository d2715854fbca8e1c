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

// RestoreResult is the result of a restore.
type RestoreResult struct {
	Operation             *model.Operation
	Restored, NotRestored int64
	// Rejected are the first mappings that could not be restored; NotRestored
	// counts all of them.
	Rejected []model.RejectedRow
}

// RestoreMappings inserts the mappings that an operation deleted again, as they
// were, if their listing and target exist, or came back, and are free; before
// them, the downloaded products that it deleted. Mappings that it created stay.
func (s *Service) RestoreMappings(ctx context.Context, actor model.Actor, operationID string) (*RestoreResult, error) {
	if kept, err := idempotency.Kept[RestoreResult](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleToChange); err != nil {
		return nil, err
	}
	op, err := s.Operation(ctx, actor, operationID)
	if err != nil {
		return nil, fmt.Errorf("restore mappings: %w", err)
	}
	switch {
	case op == nil:
		return nil, model.Refuse(model.CodeNotFound, "There is no such operation. Ask for the list of operations and use an id from it.", "input", "operationId")
	case op.Deleted == 0 && !op.DeletedProducts():
		return nil, model.Refuse(model.CodeNotRestorable, "The operation deleted no mappings, so there is nothing to restore.", "input", "operationId")
	}
	spec := operation.Spec{Kind: model.OperationRestore, Integration: op.IntegrationID, CreatesMappings: true}
	if spec.Counterpart, err = s.counterpartOf(ctx, actor, op.IntegrationID); err != nil {
		return nil, fmt.Errorf("restore mappings: %w", err)
	}
	var result *RestoreResult
	err = s.Do(ctx, actor, spec, func(ctx context.Context, run *operation.Run) (err error) {
		result, err = changeOnce(ctx, run, func(tx *db.Tx) (*RestoreResult, error) {
			if err := s.lockRestore(tx, actor, op); err != nil {
				return nil, err
			}
			r := &restore{Statements: db.NewStatements(tx, sql.Named("account", actor.AccountID), sql.Named("of", op.ID)),
				run: run, account: actor.AccountID, of: op.ID, counterpart: op.CounterpartID, products: op.DeletedProducts()}
			return r.do()
		})
		return err
	})
	if err != nil {
		return nil, model.Wrap("restore mappings", err)
	}
	return result, nil
}

// lockRestore takes the account's lock for a restore of op: exclusively if that
// deleted Omni products, since the catalogue changes.
func (s *Service) lockRestore(tx *db.Tx, actor model.Actor, op *model.Operation) error {
	if !op.DeletedProducts() {
		return tx.ShareAccount(actor.AccountID)
	}
	if err := tx.LockAccount(actor.AccountID); err != nil {
		return err
	}
	_, err := s.lockToMap(tx, actor, *op.IntegrationID)
	return err
}

// restore is a restore within its transaction.
type restore struct {
	// Statements may name @account and @of.
	*db.Statements
	run     *operation.Run
	account int64
	// of is the operation whose deletions are restored, counterpart the other
	// integration that it changed, and products says that it deleted Omni products.
	of          string
	counterpart *int64
	products    bool
}

func (r *restore) do() (*RestoreResult, error) {
	if r.products {
		if err := r.restoreProducts(); err != nil {
			return nil, err
		}
	}
	// Read after that: it may have changed their snapshots.
	integrations, err := r.lock()
	if err != nil {
		return nil, err
	}
	r.run.Enter(model.PhaseMapping)
	r.recordCounterpart(integrations)
	result, err := r.restoreAll(integrations)
	if result == nil && err == nil {
		result, err = r.restoreEach(integrations)
	}
	if err != nil {
		return nil, err
	}
	if err := r.recordRestored(result); err != nil {
		return nil, err
	}
	total := result.Restored + result.NotRestored
	r.run.Op.Created, r.run.Op.Total, r.run.Op.RejectedRows = result.Restored, &total, result.Rejected
	r.run.Op.Summary.Rejected = result.NotRestored
	return result, r.run.Succeed(r.Tx)
}

// recordCounterpart has a counterpart list the restore if it is changed, or
// lists the restored operation. A split may have moved what an operation of one
// integration deleted.
func (r *restore) recordCounterpart(integrations []*model.Integration) {
	op := r.run.Op
	op.CounterpartID = r.counterpart
	for _, integration := range integrations {
		if op.IntegrationID != nil && integration.CounterpartID != nil && *integration.CounterpartID == *op.IntegrationID {
			op.CounterpartID = &integration.ID
		}
	}
}

// restoreAll restores the deletion of all of an integration's mappings if
// nothing has changed since: the previous snapshot is kept and nothing is
// mapped, so all listings and targets exist and are free. It returns nil
// otherwise. See ADR 6.
func (r *restore) restoreAll(integrations []*model.Integration) (*RestoreResult, error) {
	if len(integrations) != 1 {
		return nil, nil
	}
	s := status.New(r.Tx, integrations[0])
	if s.PreviousOperation == nil || *s.PreviousOperation != r.of {
		return nil, nil
	}
	var mapped bool
	if err := r.Tx.Read("SELECT EXISTS (SELECT 1 FROM mappings WHERE "+status.InIntegration("mappings")+")", s.Args(), &mapped); err != nil {
		return nil, fmt.Errorf("look for mappings: %w", err)
	}
	if mapped {
		return nil, nil
	}
	if _, err := r.Tx.Tick(integrations[0]); err != nil {
		return nil, err
	}
	n, err := s.Run("insert all deleted mappings", `INSERT INTO mappings (account_id, integration_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at)
SELECT account_id, integration_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at
FROM deleted_mappings WHERE account_id = @account AND operation_id = `+r.Tx.UUID("@of"), sql.Named("of", r.of))
	if err != nil {
		return nil, err
	}
	if err := s.Analyze(n, "mappings"); err != nil {
		return nil, err
	}
	r.run.Enter(model.PhaseMatching)
	return &RestoreResult{Operation: r.run.Op, Restored: n}, s.RestorePrevious()
}

// restoreEach decides on each mapping that is not back, and restores those that
// it can.
func (r *restore) restoreEach(integrations []*model.Integration) (*RestoreResult, error) {
	if err := r.selectDeleted(); err != nil {
		return nil, err
	}
	if err := r.relink(); err != nil {
		return nil, err
	}
	if err := r.decide(); err != nil {
		return nil, err
	}
	result := &RestoreResult{Operation: r.run.Op}
	for _, integration := range integrations {
		n, err := r.insertRestored(integration)
		if err != nil {
			return nil, err
		}
		result.Restored += n
	}
	if err := r.readRejected(result); err != nil || !r.products {
		return result, err
	}
	return result, r.readTakenProducts(result)
}

// recordRestored marks the operation as restored if all its mappings are back,
// and other operations whose mappings are all back thereby.
func (r *restore) recordRestored(result *RestoreResult) error {
	if result.NotRestored == 0 && !r.products {
		if _, err := r.Run("mark the operation as restored", `UPDATE operations SET all_restored = (1 = 1)
WHERE account_id = @account AND id = `+r.Tx.UUID("@of")); err != nil {
			return err
		}
	}
	return updateAllRestored(r.Tx, r.account)
}

// lock locks the integrations of which the operation deleted mappings, by id.
// It refuses if Products is turned off for all of them, unless there are products
// to restore.
func (r *restore) lock() ([]*model.Integration, error) {
	var ids []int64
	err := r.Tx.Select(`SELECT i.id FROM integrations i WHERE i.account_id = @account AND EXISTS (
SELECT 1 FROM deleted_mappings d WHERE d.account_id = @account AND d.operation_id = `+r.Tx.UUID("@of")+` AND d.integration_id = i.id) ORDER BY i.id`,
		r.Args(), &ids)
	if err != nil {
		return nil, fmt.Errorf("find integrations: %w", err)
	}
	var locked []*model.Integration
	var refusal error
	enabled := false
	for _, id := range ids {
		integration, err := r.Tx.LockIntegration(r.account, id)
		if isNotFound(err) {
			continue // it was deleted just now
		}
		if err != nil {
			return nil, err
		}
		locked = append(locked, integration)
		if err := requireProducts(integration); err != nil {
			refusal = err
		} else {
			enabled = true
		}
	}
	if enabled || r.products {
		return locked, nil
	}
	return nil, refusal
}

// selectDeleted selects the operation's mappings that are not back into
// to_restore, in the order in which they are reported.
func (r *restore) selectDeleted() error {
	if err := r.Tx.CreateTempTables(
		db.TempTable{Name: "to_restore", Columns: `place bigint NOT NULL PRIMARY KEY, integration_id bigint NOT NULL, enabled boolean NOT NULL, id bigint NOT NULL, sku KEYTEXT NOT NULL,
product_id bigint NOT NULL, option_id bigint NOT NULL, size_id bigint NOT NULL, level smallint NOT NULL, matched_on smallint NOT NULL, source smallint NOT NULL, created_at bigint NOT NULL`},
		db.TempTable{Name: "relinked", Columns: "place bigint NOT NULL PRIMARY KEY, product_id bigint, option_id bigint, size_id bigint"},
		db.TempTable{Name: "restore_result", Columns: "place bigint NOT NULL PRIMARY KEY, error text"},
	); err != nil {
		return err
	}
	_, err := r.Run("select deleted mappings", `INSERT INTO to_restore
SELECT row_number() OVER (ORDER BY i.name, d.sku), d.integration_id, i.products_enabled, d.id, d.sku, d.product_id, d.option_id, d.size_id, d.level, d.matched_on, d.source, d.created_at
FROM deleted_mappings d JOIN integrations i ON i.account_id = @account AND i.id = d.integration_id
LEFT JOIN mappings m ON m.account_id = @account AND m.integration_id = d.integration_id AND m.id = d.id
WHERE d.account_id = @account AND d.operation_id = `+r.Tx.UUID("@of")+` AND m.id IS NULL`)
	if err != nil {
		return err
	}
	return r.Tx.Analyze("to_restore")
}

// decide records in restore_result why a mapping cannot be restored. If two are
// relinked to one target, the first gets it.
func (r *restore) decide() error {
	if err := r.Tx.Analyze("relinked"); err != nil {
		return err
	}
	_, err := r.Run("decide deleted mappings", `INSERT INTO restore_result (place, error)
SELECT place, CASE WHEN error IS NULL AND row_number() OVER (PARTITION BY error, integration_id, product_id, option_id, size_id ORDER BY place) > 1 THEN 'TAKEN' ELSE error END
FROM (
  SELECT w.place, w.integration_id, k.product_id, k.option_id, k.size_id, CASE
    WHEN NOT w.enabled THEN 'PRODUCTS_DISABLED'
    WHEN l.sku IS NULL OR k.size_id IS NULL THEN 'NOT_FOUND'
    WHEN m.sku IS NOT NULL OR n.sku IS NOT NULL THEN 'TAKEN'
  END AS error
  FROM to_restore w JOIN relinked k ON k.place = w.place
  LEFT JOIN listings l ON l.account_id = @account AND l.integration_id = w.integration_id AND l.sku = w.sku
  LEFT JOIN mappings m ON m.account_id = @account AND m.integration_id = w.integration_id AND m.sku = w.sku
  LEFT JOIN mappings n ON n.account_id = @account AND n.integration_id = w.integration_id
    AND n.product_id = k.product_id AND n.option_id = k.option_id AND n.size_id = k.size_id
) j`)
	return err
}

// insertRestored inserts the mappings of an integration again, as they were.
func (r *restore) insertRestored(integration *model.Integration) (int64, error) {
	if _, err := r.Tx.Tick(integration); err != nil {
		return 0, err
	}
	s := status.New(r.Tx, integration)
	n, err := s.Run("insert deleted mappings", `INSERT INTO mappings (account_id, integration_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at)
SELECT CAST(@account AS bigint), w.integration_id, w.id, w.sku, k.product_id, k.option_id, k.size_id, w.level, w.matched_on, w.source, w.created_at
FROM to_restore w JOIN restore_result j ON j.place = w.place JOIN relinked k ON k.place = w.place
WHERE w.integration_id = @integration AND j.error IS NULL`)
	if err != nil || n == 0 {
		return n, err
	}
	r.run.Enter(model.PhaseMatching)
	return n, s.UpdateAfterInsert(n, "to_restore w CROSS JOIN restore_result j CROSS JOIN mappings m",
		"w.integration_id = @integration AND j.place = w.place AND j.error IS NULL AND m.id = w.id")
}

// readRejected reads the mappings that could not be restored.
func (r *restore) readRejected(result *RestoreResult) error {
	if err := r.Tx.Read("SELECT count(*) FROM restore_result WHERE error IS NOT NULL", nil, &result.NotRestored); err != nil {
		return fmt.Errorf("count what was not restored: %w", err)
	}
	var found []struct {
		Place int
		SKU   string
		Error model.ErrorCode
	}
	err := r.Tx.Select(fmt.Sprintf(`SELECT w.place, w.sku, j.error FROM restore_result j JOIN to_restore w ON w.place = j.place
WHERE j.error IS NOT NULL ORDER BY j.place LIMIT %d`, model.MaxRejectedRows), nil, &found)
	if err != nil {
		return fmt.Errorf("read what was not restored: %w", err)
	}
	for _, row := range found {
		result.Rejected = append(result.Rejected, model.RejectedRow{Row: row.Place, SKU: &row.SKU, Code: row.Error, Message: restoreMessage(row.Error, row.SKU)})
	}
	return nil
}

func restoreMessage(code model.ErrorCode, sku string) string {
	switch code {
	case model.CodeProductsDisabled:
		return fmt.Sprintf("Products is turned off for the integration of the listing %s. Turn it on, then restore again.", model.Quote(sku))
	case model.CodeTaken:
		return fmt.Sprintf("The listing %s, or the item that it was linked to, has another mapping. Delete that one, then restore again.", model.Quote(sku))
	}
	return fmt.Sprintf("The listing %s, or the item that it was linked to, is in no catalogue any more. Load it, then restore again.", model.Quote(sku))
}

// isRestored is the condition that all that an operation deleted is back.
const isRestored = `NOT EXISTS (
SELECT 1 FROM deleted_mappings d WHERE d.account_id = @account AND d.operation_id = operations.id AND NOT EXISTS (
  SELECT 1 FROM mappings m WHERE m.account_id = @account AND m.integration_id = d.integration_id AND m.id = d.id))
AND NOT EXISTS (
SELECT 1 FROM deleted_products d WHERE d.account_id = @account AND d.operation_id = operations.id AND NOT EXISTS (
  SELECT 1 FROM omni_products p WHERE p.account_id = @account AND p.id = d.id))`

// updateAllRestored marks the operations of which all that they deleted is back,
// so that lists need not look.
func updateAllRestored(tx *db.Tx, account int64) error {
	_, err := tx.Run(`UPDATE operations SET all_restored = (1 = 1)
WHERE account_id = @account AND `+operation.Deletes+` AND NOT all_restored AND `+isRestored, sql.Named("account", account))
	if err != nil {
		return fmt.Errorf("mark restored operations: %w", err)
	}
	return nil
}
