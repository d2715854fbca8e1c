package service

import (
	"errors"
	"fmt"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"omnimap/db"
	"omnimap/model"
)

func isNotFound(err error) bool { return errors.Is(err, gorm.ErrRecordNotFound) }

// newOperation begins the record of a change, at the time that the database
// gave.
func newOperation(actor Actor, kind model.OperationKind, integration *model.Integration, at model.Time) (*model.Operation, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return nil, fmt.Errorf("make an operation's id: %w", err)
	}
	op := &model.Operation{
		AccountID: actor.AccountID,
		ID:        id.String(),
		Kind:      kind,
		State:     model.StateRunning,
		Actor:     actor.Name,
		StartedAt: at,
	}
	if integration != nil {
		op.IntegrationID = &integration.ID
	}
	return op, nil
}

// finish writes the operation down as succeeded, with the change itself.
func finish(tx *db.Tx, op *model.Operation) error {
	now, err := tx.Now()
	if err != nil {
		return err
	}
	op.State, op.FinishedAt = model.StateSucceeded, &now
	if op.Total != nil {
		op.Done = *op.Total
	}
	if err := tx.Omit("Restorable").Create(op).Error; err != nil {
		return fmt.Errorf("record the operation: %w", err)
	}
	op.Restorable = op.Deleted > 0
	return nil
}

// rememberMappings keeps, with the operation that is about to delete them, the
// mappings m that from and condition choose.
func (s *standings) rememberMappings(op *model.Operation, from, condition string) error {
	_, err := s.run("remember mappings", `INSERT INTO deleted_mappings
(account_id, integration_id, operation_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at)
SELECT m.account_id, m.integration_id, `+s.tx.UUID("@operation")+`, m.id, m.sku, m.product_id, m.option_id, m.size_id, m.level, m.matched_on, m.source, m.created_at
FROM `+from+` WHERE `+condition+` AND `+ofScope("m"), named("operation", op.ID))
	return err
}

// deleteMappings deletes the mappings m that from and condition choose, and
// keeps them with the operation. It gives their number.
func (s *standings) deleteMappings(op *model.Operation, from, condition string) (int64, error) {
	if err := s.rememberMappings(op, from, condition); err != nil {
		return 0, err
	}
	return s.run("delete mappings", `DELETE FROM mappings WHERE `+ofScope("mappings")+`
AND id IN (SELECT m.id FROM `+from+` WHERE `+condition+` AND `+ofScope("m")+`)`)
}
