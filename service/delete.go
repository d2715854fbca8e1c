package service

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/idempotency"
	"omnimap/service/internal/operation"
	"omnimap/service/internal/status"
)

// MappingID identifies a mapping by its integration and its number there.
type MappingID struct {
	Integration int64
	ID          int64
}

// DeleteOptions say how to delete mappings.
type DeleteOptions struct {
	// DoNotMapAgain ignores the listings, so that no import maps them again.
	DoNotMapAgain bool
}

// DeleteResult is the result of a deletion. Operation is nil if nothing was
// deleted.
type DeleteResult struct {
	Operation *model.Operation
	Deleted   int64
	// Missing are errors for the ids that do not exist.
	Missing []*model.UserError
}

// DeleteMappings deletes some of an integration's mappings and reports the ids
// that do not exist. An id that is nil, or of another integration, does not
// exist. Where none of them does, it waits for no lock.
func (s *Service) DeleteMappings(ctx context.Context, actor model.Actor, integration int64, ids []*MappingID, options DeleteOptions) (*DeleteResult, error) {
	if kept, err := idempotency.Kept[DeleteResult](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleToChange); err != nil {
		return nil, err
	}
	if len(ids) > MaxList {
		return nil, tooMany(len(ids), "ids")
	}
	spec := operation.Spec{Kind: model.OperationDelete, Integration: &integration}
	exist, err := s.anyMapping(ctx, actor, integration, ids)
	if err == nil && !exist {
		err = s.checkSpec(ctx, actor, spec)
	}
	if err != nil {
		return nil, model.Wrap("delete mappings", err)
	}
	if !exist {
		return &DeleteResult{Missing: missingMappings(ids, integration, nil)}, nil
	}
	var result *DeleteResult
	err = s.Do(ctx, actor, spec, func(ctx context.Context, run *operation.Run) (err error) {
		result, err = changeOnce(ctx, run, func(tx *db.Tx) (*DeleteResult, error) {
			locked, err := s.lockIntegration(tx, actor, integration)
			if err != nil {
				return nil, err
			}
			return deleteSome(run, tx, locked, ids, options)
		})
		return err
	})
	if err != nil {
		return nil, model.Wrap("delete mappings", err)
	}
	return result, nil
}

// mappingsAtOnce is how many ids of mappings one statement looks for.
const mappingsAtOnce = 1000

// anyMapping reports whether any of the mappings exists.
func (s *Service) anyMapping(ctx context.Context, actor model.Actor, integration int64, ids []*MappingID) (exist bool, err error) {
	for some := range slices.Chunk(idsOf(ids, integration), mappingsAtOnce) {
		exist, err = db.SelectOne[bool](ctx, s.store, "SELECT EXISTS (SELECT 1 FROM mappings WHERE account_id = ? AND integration_id = ? AND id IN ?)",
			[]any{actor.AccountID, integration, some})
		if exist || err != nil {
			return exist, err
		}
	}
	return false, nil
}

// idsOf are the ids in a list that are of the integration.
func idsOf(ids []*MappingID, integration int64) []int64 {
	wanted := make([]int64, 0, len(ids))
	for _, id := range ids {
		if id != nil && id.Integration == integration {
			wanted = append(wanted, id.ID)
		}
	}
	return wanted
}

func deleteSome(run *operation.Run, tx *db.Tx, integration *model.Integration, ids []*MappingID, options DeleteOptions) (*DeleteResult, error) {
	run.Enter(model.PhaseDeleting)
	s := status.New(tx, integration)
	if err := tx.ExpectFew(len(ids) <= status.FewRows); err != nil {
		return nil, err
	}
	createTables, update := s.CreateDirtyTables, s.Update
	if options.DoNotMapAgain {
		createTables, update = s.CreateRefreshTables, s.UpdateIgnored
	}
	if err := createTables(); err != nil {
		return nil, err
	}
	missing, err := selectMappings(s, integration, ids)
	if err != nil {
		return nil, err
	}
	result := &DeleteResult{Missing: missing}
	if len(missing) == len(ids) {
		return result, nil
	}
	result.Operation = run.Op
	const from, condition = "chosen_mappings x CROSS JOIN mappings m", "m.id = x.id"
	if err := s.MarkMappingsDirty(from, condition); err != nil {
		return nil, err
	}
	if options.DoNotMapAgain {
		if err := ignoreMapped(run, s, integration, from, condition); err != nil {
			return nil, err
		}
	}
	if result.Deleted, err = deleteMappings(s, result.Operation, from, condition); err != nil {
		return nil, err
	}
	run.Enter(model.PhaseMatching)
	if err := update(); err != nil {
		return nil, err
	}
	result.Operation.Deleted, result.Operation.Total = result.Deleted, &result.Deleted
	return result, run.Succeed(tx)
}

// selectMappings inserts the ids that exist into chosen_mappings, and returns
// an error for each other entry of the list.
func selectMappings(s *status.Statuses, integration *model.Integration, ids []*MappingID) ([]*model.UserError, error) {
	if err := s.Tx.CreateTempTables(db.TempTable{Name: "chosen_mappings", Columns: "id bigint NOT NULL PRIMARY KEY"}); err != nil {
		return nil, err
	}
	for some := range slices.Chunk(idsOf(ids, integration.ID), mappingsAtOnce) {
		err := s.Tx.Exec(`INSERT INTO chosen_mappings (id) SELECT id FROM mappings
WHERE account_id = ? AND integration_id = ? AND id IN ? ON CONFLICT DO NOTHING`,
			integration.AccountID, integration.ID, some).Error
		if err != nil {
			return nil, fmt.Errorf("select mappings: %w", err)
		}
	}
	var chosen []int64
	if err := s.Tx.Raw("SELECT id FROM chosen_mappings").Scan(&chosen).Error; err != nil {
		return nil, fmt.Errorf("select mappings: %w", err)
	}
	exists := make(map[int64]bool, len(chosen))
	for _, id := range chosen {
		exists[id] = true
	}
	return missingMappings(ids, integration.ID, exists), nil
}

// missingMappings gives an error for each entry of a list that is none of the
// integration's mappings that exist.
func missingMappings(ids []*MappingID, integration int64, exists map[int64]bool) []*model.UserError {
	var missing []*model.UserError
	for i, id := range ids {
		if id == nil || id.Integration != integration || !exists[id.ID] {
			missing = append(missing, &model.UserError{Code: model.CodeNotFound,
				Message: "There is no such mapping in this integration; it may have been deleted already.",
				Field:   []string{"input", "ids", strconv.Itoa(i)}})
		}
	}
	return missing
}

// DeleteAllMappings deletes all of an integration's mappings if confirm is its
// name. Where there are none, it waits for no lock.
func (s *Service) DeleteAllMappings(ctx context.Context, actor model.Actor, integration int64, confirm string, options DeleteOptions) (*DeleteResult, error) {
	if kept, err := idempotency.Kept[DeleteResult](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleToChange); err != nil {
		return nil, err
	}
	exist, err := s.mappingsToDelete(ctx, actor, integration, confirm)
	if err != nil {
		return nil, model.Wrap("delete all mappings", err)
	}
	if !exist {
		return &DeleteResult{}, nil
	}
	var result *DeleteResult
	err = s.Do(ctx, actor, operation.Spec{Kind: model.OperationDeleteAll, Integration: &integration}, func(ctx context.Context, run *operation.Run) (err error) {
		result, err = changeOnce(ctx, run, func(tx *db.Tx) (*DeleteResult, error) {
			locked, err := s.lockIntegration(tx, actor, integration)
			if err != nil {
				return nil, err
			}
			if err := checkConfirmation(locked, confirm); err != nil {
				return nil, err
			}
			return deleteAll(run, tx, locked, options)
		})
		return err
	})
	if err != nil {
		return nil, model.Wrap("delete all mappings", err)
	}
	return result, nil
}

// mappingsToDelete reports whether an integration has mappings, and refuses a
// deletion of all that would be refused under the locks.
func (s *Service) mappingsToDelete(ctx context.Context, actor model.Actor, integration int64, confirm string) (exist bool, err error) {
	found, err := s.IntegrationsByID(ctx, actor, []int64{integration})
	if err != nil {
		return false, err
	}
	if found[integration] == nil {
		return false, noIntegration("input", "integrationId")
	}
	if err := checkConfirmation(found[integration], confirm); err != nil {
		return false, err
	}
	return db.SelectOne[bool](ctx, s.store, "SELECT EXISTS (SELECT 1 FROM mappings WHERE account_id = ? AND integration_id = ?)",
		[]any{actor.AccountID, integration})
}

func deleteAll(run *operation.Run, tx *db.Tx, integration *model.Integration, options DeleteOptions) (*DeleteResult, error) {
	run.Enter(model.PhaseDeleting)
	s := status.New(tx, integration)
	// Every id is positive; with the condition SQLite reads the mappings in the
	// order of the table instead of that of an index.
	const from, condition = "mappings m", "m.id > 0"
	if _, err := insertDeletedMappings(s, run.Op, from, condition); err != nil {
		return nil, err
	}
	update := func() error { return s.ResetToUnmapped(run.Op) }
	if options.DoNotMapAgain {
		update = s.RebuildAll
		if err := s.CreateRefreshTables(); err != nil {
			return nil, err
		}
		if err := ignoreMapped(run, s, integration, from, condition); err != nil {
			return nil, err
		}
	}
	deleted, err := tx.Clear("mappings", integration)
	if err != nil {
		return nil, err
	}
	run.Enter(model.PhaseMatching)
	if err := update(); err != nil {
		return nil, err
	}
	run.Op.Deleted, run.Op.Total = deleted, &deleted
	return &DeleteResult{Operation: run.Op, Deleted: deleted}, run.Succeed(tx)
}

// ignoreMapped ignores the listings of the mappings m that from and condition
// select, before they are deleted.
func ignoreMapped(run *operation.Run, s *status.Statuses, integration *model.Integration, from, condition string) error {
	at, err := s.Tx.Tick(integration)
	if err != nil {
		return err
	}
	n, err := s.Ignore("SELECT m.sku FROM "+from+" WHERE "+condition+" AND "+status.InIntegration("m"), model.Ignored{At: at, Actor: run.Op.Actor})
	run.Op.Summary.Ignore = &model.IgnoreSummary{Ignored: n}
	return err
}

// insertDeletedMappings inserts the mappings m that from and condition select
// into deleted_mappings, before op deletes them, and returns their number.
func insertDeletedMappings(s *status.Statuses, op *model.Operation, from, condition string) (int64, error) {
	return insertDeleted(s, op, from, condition+" AND "+status.InIntegration("m"))
}

// insertDeleted is the same for rows m of any table with the columns of the
// integration's mappings.
func insertDeleted(s *status.Statuses, op *model.Operation, from, condition string) (int64, error) {
	operation := s.Tx.UUID("@operation")
	n, err := s.Run("insert deleted mappings", `INSERT INTO deleted_mappings
(account_id, integration_id, operation_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), `+operation+`, m.id, m.sku, m.product_id, m.option_id, m.size_id, m.level, m.matched_on, m.source, m.created_at
FROM `+from+` WHERE `+condition, sql.Named("operation", op.ID))
	if err != nil || n == 0 {
		return n, err
	}
	_, err = s.Run("mark operations as not restored", `UPDATE operations SET all_restored = (1 = 0)
WHERE account_id = @account AND all_restored AND EXISTS (SELECT 1 FROM deleted_mappings n
JOIN deleted_mappings d ON d.account_id = @account AND d.operation_id = operations.id AND d.integration_id = n.integration_id AND d.id = n.id
WHERE n.account_id = @account AND n.operation_id = `+operation+`)`, sql.Named("operation", op.ID))
	return n, err
}

// deleteMappings deletes the mappings m that from and condition select, and
// inserts them into deleted_mappings for op. It returns their number.
func deleteMappings(s *status.Statuses, op *model.Operation, from, condition string) (int64, error) {
	n, err := insertDeletedMappings(s, op, from, condition)
	if n == 0 || err != nil {
		return 0, err
	}
	// Those are found by their keys; from and condition would be joined with all
	// mappings once more.
	_, err = s.Run("delete mappings", `DELETE FROM mappings WHERE `+status.InIntegration("mappings")+`
AND id IN (SELECT d.id FROM deleted_mappings d WHERE `+status.InIntegration("d")+` AND d.operation_id = `+s.Tx.UUID("@operation")+`)`, sql.Named("operation", op.ID))
	return n, err
}
