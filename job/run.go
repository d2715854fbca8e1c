package job

import (
	"context"
	"encoding/json"
	"fmt"

	"omnimap/db"
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
	return r.commit(ctx, state, fn, false)
}

// End is Step for the last step: fn ends the operation too. Once it has
// committed it returns nil, and the run is over.
func (r *Run) End(ctx context.Context, fn func(tx *db.Tx) error) error {
	return r.commit(ctx, nil, fn, true)
}

func (r *Run) commit(context.Context, any, func(tx *db.Tx) error, bool) error {
	return nil
}
