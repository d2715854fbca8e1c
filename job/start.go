package job

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"omnimap/db"
)

// MaxState is how many bytes the JSON of a run's state may have.
const MaxState = 64 << 10

// A Spec says which run to start.
type Spec struct {
	Account int64
	// Kind names the handler, such as "suggest". Of a kind, an account has one run
	// at a time for each integration, and one without.
	Kind string
	// Integration is nil for a run on the whole account.
	Integration *int64
	// After is how long it waits before its first step.
	After time.Duration
	// State is what the handler starts from, encoded as JSON; nil for {}.
	State any
}

// Start inserts a run in the transaction that decides on it, and returns the id
// of its operation, which the caller inserts in the same transaction. If a run
// of the kind has not ended yet, nothing is inserted: already is true, and the
// operation is that one's.
func Start(tx *db.Tx, spec Spec) (operationID string, already bool, err error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", false, fmt.Errorf("create a run's id: %w", err)
	}
	state, err := encode(spec.State)
	if err != nil {
		return "", false, err
	}
	now, err := tx.Now()
	if err != nil {
		return "", false, err
	}
	args := []sql.NamedArg{sql.Named("account", spec.Account), sql.Named("operation", id.String()), sql.Named("kind", spec.Kind),
		sql.Named("integration", spec.Integration), sql.Named("due", now.UnixMicro()+spec.After.Microseconds()), sql.Named("now", now), sql.Named("state", state)}
	for {
		inserted, err := tx.Run(insertRun, args...)
		if err != nil {
			return "", false, fmt.Errorf("start a run: %w", err)
		}
		if inserted == 1 {
			return id.String(), false, nil
		}
		err = tx.Read(selectOfKind, args, &operationID)
		if !errors.Is(err, sql.ErrNoRows) { // Else that run ended between the two.
			return operationID, true, err
		}
	}
}

const insertRun = `INSERT INTO runs (account_id, operation_id, kind, integration_id, due_at, lease_until, token, moved_at, attempts, faults, cancelled, state)
VALUES (@account, @operation, @kind, @integration, @due, 0, 0, @now, 0, 0, FALSE, @state)
ON CONFLICT (account_id, kind, coalesce(integration_id, 0)) WHERE ended_at IS NULL DO NOTHING`

const selectOfKind = `SELECT operation_id FROM runs
WHERE account_id = @account AND kind = @kind AND coalesce(integration_id, 0) = coalesce(CAST(@integration AS bigint), 0) AND ended_at IS NULL`

// Cancel makes a run end as cancelled: at its next step, or within seconds if it
// waits. What it has done stays done. It reports whether there is such a run that
// has not ended.
func Cancel(tx *db.Tx, account int64, operationID string) (bool, error) {
	now, err := tx.Now()
	if err != nil {
		return false, err
	}
	n, err := tx.Run("UPDATE runs SET cancelled = TRUE, due_at = @now WHERE account_id = @account AND operation_id = @operation AND ended_at IS NULL",
		sql.Named("now", now), sql.Named("account", account), sql.Named("operation", operationID))
	if err != nil {
		return false, fmt.Errorf("cancel a run: %w", err)
	}
	return n > 0, nil
}

// encode is the JSON of a state.
func encode(state any) (string, error) {
	if state == nil {
		return "{}", nil
	}
	text, err := json.Marshal(state)
	if err != nil {
		return "", fmt.Errorf("encode a run's state: %w", err)
	}
	if len(text) > MaxState {
		return "", fmt.Errorf("a run's state has %d bytes; it may have %d", len(text), MaxState)
	}
	return string(text), nil
}
