package job

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"omnimap/db"
	"omnimap/model"
)

// A Run is one that this worker holds. Its handler uses it, one call at a time.
type Run struct {
	AccountID int64
	// OperationID is the id of the operation that it is, and of the run.
	OperationID string
	Kind        string
	// IntegrationID is nil for a run on the whole account.
	IntegrationID *int64
	// Attempts counts the faults since the state last changed.
	Attempts int64

	worker *Worker
	token  int64
	// state is the JSON that was committed last.
	state string
	// stopping is closed when the worker takes no new steps.
	stopping <-chan struct{}
	// cancelled says that it was cancelled before it was taken.
	cancelled bool
	// stepped says that a step was committed since the handler was called.
	stepped, ended bool
}

// State decodes the state that was committed last into v.
func (r *Run) State(v any) error {
	if err := json.Unmarshal([]byte(r.state), v); err != nil {
		return Final(fmt.Errorf("decode the state of a run: %w", err))
	}
	return nil
}

// Step runs fn in a transaction and commits what it did together with state, the
// run's new state, which is encoded once fn has returned; nil leaves it as it is.
// fn may be nil. fn calls nothing outside of the database.
//
// It commits nothing and returns ErrLost if the run is no longer this worker's.
// It returns ErrCancelled or ErrStopping once it has committed, if the handler is
// to take no further steps. A handler returns every error of Step.
func (r *Run) Step(ctx context.Context, state any, fn func(tx *db.Tx) error) error {
	cancelled := false
	err := r.commit(ctx, func(tx *db.Tx) (next string, err error) {
		if fn != nil {
			if err := fn(tx); err != nil {
				return "", err
			}
		}
		next, cancelled, err = r.save(tx, state)
		return next, err
	})
	switch {
	case err != nil:
		return err
	case cancelled:
		return ErrCancelled
	case r.isStopping():
		return ErrStopping
	}
	return nil
}

// End is Step for the last step: fn ends the operation too. Once it has
// committed it returns nil, and the run is over.
func (r *Run) End(ctx context.Context, fn func(tx *db.Tx) error) error {
	err := r.commit(ctx, func(tx *db.Tx) (string, error) {
		if err := fn(tx); err != nil {
			return "", err
		}
		return r.state, r.end(tx, false)
	})
	if err == nil {
		r.ended = true
	}
	return err
}

// commit runs a step in a transaction. The row is locked only at its end, so that
// the lease can be renewed during a long one.
func (r *Run) commit(ctx context.Context, step func(*db.Tx) (state string, err error)) error {
	var state string
	err := r.worker.store.Session(ctx, func(session *db.Session) error {
		return session.Change(ctx, func(tx *db.Tx) (err error) {
			if err := tx.LimitIdle(r.worker.options.Lease); err != nil {
				return err
			}
			if _, err := r.row(tx); err != nil {
				return err
			}
			state, err = step(tx)
			return err
		})
	})
	if cause := context.Cause(ctx); err != nil && errors.Is(cause, ErrLost) {
		return fmt.Errorf("%w: %w", cause, err)
	}
	if err != nil {
		return err
	}
	r.state, r.stepped = state, true
	return nil
}

// row reads the run's row; ErrLost if it is not this worker's.
func (r *Run) row(tx *db.Tx) (*row, error) {
	var found []row
	err := tx.Select("SELECT "+columns+" FROM runs WHERE "+ours, r.args(), &found)
	if err != nil {
		return nil, fmt.Errorf("read a run: %w", err)
	}
	if len(found) == 0 {
		return nil, ErrLost
	}
	return &found[0], nil
}

// save updates the row to a new state, and renews the lease. It reports whether
// the run is cancelled.
func (r *Run) save(tx *db.Tx, state any) (next string, cancelled bool, err error) {
	next = r.state
	if state != nil {
		if next, err = encode(state); err != nil {
			return "", false, Final(err)
		}
	}
	now, err := tx.Now()
	if err != nil {
		return "", false, err
	}
	set := "lease_until = @until"
	if next != r.state {
		set += ", state = @state, moved_at = @now, attempts = 0"
	}
	err = tx.Read("UPDATE runs SET "+set+" WHERE "+ours+" RETURNING cancelled",
		r.args(sql.Named("until", after(now, r.worker.options.Lease)), sql.Named("state", next), sql.Named("now", now)), &cancelled)
	if err != nil {
		return "", false, lostIfNone("save the state of a run", err)
	}
	return next, cancelled, nil
}

// end updates the row as ended.
func (r *Run) end(tx *db.Tx, cancelled bool) error {
	now, err := tx.Now()
	if err != nil {
		return err
	}
	return r.update(tx, "ended_at = @now, lease_until = 0, cancelled = @cancelled", sql.Named("now", now), sql.Named("cancelled", cancelled))
}

// update updates the row if it is this worker's.
func (r *Run) update(tx *db.Tx, set string, args ...sql.NamedArg) error {
	n, err := tx.Run("UPDATE runs SET "+set+" WHERE "+ours, r.args(args...)...)
	if err != nil {
		return fmt.Errorf("update a run: %w", err)
	}
	if n == 0 {
		return ErrLost
	}
	return nil
}

func (r *Run) args(more ...sql.NamedArg) []sql.NamedArg {
	return append(more, sql.Named("account", r.AccountID), sql.Named("operation", r.OperationID), sql.Named("token", r.token))
}

// ours selects the row of a run while it is this worker's.
const ours = "account_id = @account AND operation_id = @operation AND token = @token AND ended_at IS NULL"

// A row is what a worker reads of a run.
type row struct {
	AccountID     int64
	OperationID   string
	Kind          string
	IntegrationID *int64
	LeaseUntil    model.Time
	Token         int64
	MovedAt       model.Time
	Attempts      int64
	Cancelled     bool
	State         string
}

const columns = "account_id, operation_id, kind, integration_id, lease_until, token, moved_at, attempts, cancelled, state"

// lostIfNone is ErrLost where a statement found no row.
func lostIfNone(what string, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrLost
	}
	return fmt.Errorf("%s: %w", what, err)
}

func (r *Run) isStopping() bool {
	select {
	case <-r.stopping:
		return true
	default:
		return false
	}
}
