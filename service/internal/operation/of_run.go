package operation

import (
	"errors"
	"fmt"

	"gorm.io/gorm"

	"omnimap/db"
	"omnimap/model"
)

// Begin inserts the operation of a run of package job as RUNNING, with the run's
// id, and sends its first event, in the transaction that starts the run. The
// caller has checked the actor and the spec.
func Begin(tx *db.Tx, actor model.Actor, id string, spec Spec) (*model.Operation, error) {
	op := newOperation(actor, id, spec)
	return op, insert(tx, op)
}

// Of reads the operation of a run in a transaction; nil if it is gone.
func Of(tx *db.Tx, account int64, id string) (*model.Operation, error) {
	var op model.Operation
	err := tx.DB.Select(columns).Where("account_id = ? AND id = ?", account, id).Take(&op).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the operation of a run: %w", err)
	}
	return &op, nil
}

// Report updates the phase and the counts done and total of a run's operation,
// and sends an event, in the transaction of a step. It returns ErrEnded if the
// operation is not running.
func Report(tx *db.Tx, op *model.Operation) error {
	if err := update(tx, op, "phase", "done", "total"); err != nil {
		return err
	}
	return send(tx, op, nil)
}

// Fail updates the operation of a run to FAILED, as far as it has come, in the
// transaction that ends the run. message is for its readers. One that has ended
// stays as it is.
func Fail(tx *db.Tx, account int64, id, message string) error {
	op, err := Of(tx, account, id)
	if err != nil || op == nil {
		return err
	}
	_, err = fail(tx, op, message)
	return err
}
