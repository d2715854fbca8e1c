package service

import (
	"context"
	"database/sql"
	"fmt"

	"omnimap/db"
	"omnimap/model"
)

// RestoreResult is what a restore did.
type RestoreResult struct {
	Operation             *model.Operation
	Restored, NotRestored int64
	// Rejected are the first mappings that could not be restored; NotRestored
	// counts all.
	Rejected []model.RejectedRow
}

// RestoreMappings puts back what an operation deleted: every mapping whose
// listing and target exist, or came back, and are free, as it was. What the
// operation created stays.
func (s *Service) RestoreMappings(ctx context.Context, actor model.Actor, operation string) (*RestoreResult, error) {
	op, err := s.Operation(ctx, actor, operation)
	if err != nil {
		return nil, fmt.Errorf("restore mappings: %w", err)
	}
	switch {
	case op == nil:
		return nil, model.Refuse(model.CodeNotFound, "There is no such operation. Ask for the list of operations and use an id from it.", "input", "operationId")
	case op.Deleted == 0:
		return nil, model.Refuse(model.CodeNotRestorable, "The operation deleted no mappings, so there is nothing to restore.", "input", "operationId")
	}
	begin := opening{kind: model.OperationRestore, integration: op.IntegrationID, makes: true}
	var result *RestoreResult
	err = s.operate(ctx, actor, begin, func(ctx context.Context, w *work) error {
		return w.change(ctx, func(tx *db.Tx) error {
			if err := tx.ShareAccount(actor.AccountID); err != nil {
				return err
			}
			r := &restore{Statements: db.NewStatements(tx, sql.Named("account", actor.AccountID), sql.Named("of", op.ID)),
				work: w, account: actor.AccountID, of: op.ID}
			result, err = r.do()
			return err
		})
	})
	if err != nil {
		return nil, model.Wrap("restore mappings", err)
	}
	return result, nil
}

// restore is a restore within its transaction.
type restore struct {
	// Its statements may name @account and @of.
	*db.Statements
	*work
	account int64
	// of is the operation whose deletions are undone.
	of string
}

func (r *restore) do() (*RestoreResult, error) {
	integrations, err := r.lock()
	if err != nil {
		return nil, err
	}
	result, err := r.undo(integrations)
	if result == nil && err == nil {
		result, err = r.putBackSingly(integrations)
	}
	if err != nil {
		return nil, err
	}
	if err := r.noteBack(result); err != nil {
		return nil, err
	}
	total := result.Restored + result.NotRestored
	r.op.Created, r.op.Total, r.op.RejectedRows = result.Restored, &total, result.Rejected
	return result, r.finish(r.Tx)
}

// undo puts back all that was deleted by an operation that deleted all of an
// integration's mappings, if nothing has changed since: what the standings were
// is still known, so no load can have removed a listing or a target, and with
// nothing mapped all of them are free. It gives nil where this is not so.
func (r *restore) undo(integrations []*model.Integration) (*RestoreResult, error) {
	if len(integrations) != 1 {
		return nil, nil
	}
	s := newStandings(r.Tx, integrations[0])
	if s.formerOperation == nil || *s.formerOperation != r.of {
		return nil, nil
	}
	var mapped bool
	if err := r.Tx.Read("SELECT EXISTS (SELECT 1 FROM mappings WHERE "+ofScope("mappings")+")", s.Args(), &mapped); err != nil {
		return nil, fmt.Errorf("look for mappings: %w", err)
	}
	if mapped {
		return nil, nil
	}
	if _, err := r.Tx.Tick(integrations[0]); err != nil {
		return nil, err
	}
	n, err := s.Run("put all mappings back", `INSERT INTO mappings (account_id, integration_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at)
SELECT account_id, integration_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at
FROM deleted_mappings WHERE account_id = @account AND operation_id = `+r.Tx.UUID("@of"), sql.Named("of", r.of))
	if err != nil {
		return nil, err
	}
	if err := s.analyze(n, "mappings"); err != nil {
		return nil, err
	}
	return &RestoreResult{Operation: r.op, Restored: n}, s.goBack()
}

// putBackSingly looks at each mapping that is not back.
func (r *restore) putBackSingly(integrations []*model.Integration) (*RestoreResult, error) {
	if err := r.gather(); err != nil {
		return nil, err
	}
	if err := r.recognise(); err != nil {
		return nil, err
	}
	if err := r.judge(); err != nil {
		return nil, err
	}
	result := &RestoreResult{Operation: r.op}
	for _, integration := range integrations {
		n, err := r.putBack(integration)
		if err != nil {
			return nil, err
		}
		result.Restored += n
	}
	return result, r.readRefused(result)
}

// noteBack notes that the operation is undone, if all is back, and what else is
// undone by that.
func (r *restore) noteBack(result *RestoreResult) error {
	if result.NotRestored == 0 {
		if _, err := r.Run("note that all is back", `UPDATE operations SET all_back = (1 = 1)
WHERE account_id = @account AND id = `+r.Tx.UUID("@of")); err != nil {
			return err
		}
	}
	return noteAllBack(r.Tx, r.account)
}

// lock locks the integrations of which the operation deleted mappings, in the
// order of their ids. It refuses where Products is turned off for all of them.
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
	if enabled {
		return locked, nil
	}
	return nil, refusal
}

// gather notes the operation's mappings that are not back, in wanted_back, in
// the order in which they are reported.
func (r *restore) gather() error {
	if err := r.Tx.CreateTempTables(
		db.TempTable{Name: "wanted_back", Columns: `place bigint NOT NULL PRIMARY KEY, integration_id bigint NOT NULL, enabled boolean NOT NULL, id bigint NOT NULL, sku KEYTEXT NOT NULL,
product_id bigint NOT NULL, option_id bigint NOT NULL, size_id bigint NOT NULL, level smallint NOT NULL, matched_on smallint NOT NULL, source smallint NOT NULL, created_at bigint NOT NULL`},
		db.TempTable{Name: "recognised", Columns: "place bigint NOT NULL PRIMARY KEY, product_id bigint, option_id bigint, size_id bigint"},
		db.TempTable{Name: "judged_back", Columns: "place bigint NOT NULL PRIMARY KEY, error text"},
	); err != nil {
		return err
	}
	_, err := r.Run("gather deleted mappings", `INSERT INTO wanted_back
SELECT row_number() OVER (ORDER BY i.name, d.sku), d.integration_id, i.products_enabled, d.id, d.sku, d.product_id, d.option_id, d.size_id, d.level, d.matched_on, d.source, d.created_at
FROM deleted_mappings d JOIN integrations i ON i.account_id = @account AND i.id = d.integration_id
LEFT JOIN mappings m ON m.account_id = @account AND m.integration_id = d.integration_id AND m.id = d.id
WHERE d.account_id = @account AND d.operation_id = `+r.Tx.UUID("@of")+` AND m.id IS NULL`)
	if err != nil {
		return err
	}
	return r.Tx.Analyze("wanted_back")
}

// judge says why a mapping cannot be put back. Two whose targets went may be
// recognised in one: the first has it.
func (r *restore) judge() error {
	if err := r.Tx.Analyze("recognised"); err != nil {
		return err
	}
	_, err := r.Run("judge deleted mappings", `INSERT INTO judged_back (place, error)
SELECT place, CASE WHEN error IS NULL AND row_number() OVER (PARTITION BY error, integration_id, product_id, option_id, size_id ORDER BY place) > 1 THEN 'TAKEN' ELSE error END
FROM (
  SELECT w.place, w.integration_id, k.product_id, k.option_id, k.size_id, CASE
    WHEN NOT w.enabled THEN 'PRODUCTS_DISABLED'
    WHEN l.sku IS NULL OR k.size_id IS NULL THEN 'NOT_FOUND'
    WHEN m.sku IS NOT NULL OR n.sku IS NOT NULL THEN 'TAKEN'
  END AS error
  FROM wanted_back w JOIN recognised k ON k.place = w.place
  LEFT JOIN listings l ON l.account_id = @account AND l.integration_id = w.integration_id AND l.sku = w.sku
  LEFT JOIN mappings m ON m.account_id = @account AND m.integration_id = w.integration_id AND m.sku = w.sku
  LEFT JOIN mappings n ON n.account_id = @account AND n.integration_id = w.integration_id
    AND n.product_id = k.product_id AND n.option_id = k.option_id AND n.size_id = k.size_id
) j`)
	return err
}

// putBack puts an integration's mappings back as they were.
func (r *restore) putBack(integration *model.Integration) (int64, error) {
	if _, err := r.Tx.Tick(integration); err != nil {
		return 0, err
	}
	s := newStandings(r.Tx, integration)
	n, err := s.Run("put mappings back", `INSERT INTO mappings (account_id, integration_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at)
SELECT CAST(@account AS bigint), w.integration_id, w.id, w.sku, k.product_id, k.option_id, k.size_id, w.level, w.matched_on, w.source, w.created_at
FROM wanted_back w JOIN judged_back j ON j.place = w.place JOIN recognised k ON k.place = w.place
WHERE w.integration_id = @integration AND j.error IS NULL`)
	if err != nil || n == 0 {
		return n, err
	}
	return n, s.settleNew(n, "wanted_back w CROSS JOIN judged_back j CROSS JOIN mappings m",
		"w.integration_id = @integration AND j.place = w.place AND j.error IS NULL AND m.id = w.id")
}

// readRefused reads what could not be put back.
func (r *restore) readRefused(result *RestoreResult) error {
	if err := r.Tx.Read("SELECT count(*) FROM judged_back WHERE error IS NOT NULL", nil, &result.NotRestored); err != nil {
		return fmt.Errorf("count what was not restored: %w", err)
	}
	var found []struct {
		Place int
		SKU   string
		Error model.ErrorCode
	}
	err := r.Tx.Select(fmt.Sprintf(`SELECT w.place, w.sku, j.error FROM judged_back j JOIN wanted_back w ON w.place = j.place
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

// noteAllBack notes which operations' deletions are all undone, so that lists
// need not look.
func noteAllBack(tx *db.Tx, account int64) error {
	_, err := tx.Run(`UPDATE operations SET all_back = (1 = 1) WHERE account_id = @account AND deleted > 0 AND NOT all_back AND NOT EXISTS (
SELECT 1 FROM deleted_mappings d WHERE d.account_id = @account AND d.operation_id = operations.id AND NOT EXISTS (
  SELECT 1 FROM mappings m WHERE m.account_id = @account AND m.integration_id = d.integration_id AND m.id = d.id))`, sql.Named("account", account))
	if err != nil {
		return fmt.Errorf("note what is undone: %w", err)
	}
	return nil
}
