package operation

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/query"
)

// Runner runs operations, sends events of their progress, and reads their
// records. It is safe for concurrent use.
type Runner struct {
	store *db.Store
	log   *slog.Logger
	// check refuses a spec before its operation is recorded; the same is checked
	// again under the locks.
	check   func(context.Context, model.Actor, Spec) error
	running *runningOperations
	// subscriptions are those of this process's clients, and reads their shared
	// reader.
	subscriptions *subscriptions
	reads         *batchReader
	// askEnd asks for the end of an operation whose row is gone.
	askEnd func(context.Context, key) error
	// unfinished are the operations whose end could not be recorded.
	unfinished unfinished
	// changed holds a token when an operation has ended since it was taken.
	changed chan struct{}
}

// NewRunner returns a Runner on store. check is called before an operation
// begins.
func NewRunner(store *db.Store, log *slog.Logger, check func(context.Context, model.Actor, Spec) error) *Runner {
	r := &Runner{store: store, log: log, check: check, running: newRunning(), subscriptions: newSubscriptions(), changed: make(chan struct{}, 1)}
	r.reads = &batchReader{read: r.readOperations}
	r.askEnd = r.sendGone
	return r
}

// A Run is an operation in progress, on a connection of its own. Its row is
// visible to all, RUNNING, from the beginning.
type Run struct {
	Session  *db.Session
	Op       *model.Operation
	Progress *Progress
	// DryRun is a run without a row, which reads one state of the database and
	// changes nothing.
	DryRun bool
}

// A Spec says which operation to run.
type Spec struct {
	Kind model.OperationKind
	// Integration is nil for an operation on the whole account. An unknown id
	// is refused.
	Integration *int64
	// Counterpart is the other integration of a pair, if it may change that, too.
	Counterpart *int64
	// CreatesMappings says that the operation creates mappings, which needs
	// Products turned on.
	CreatesMappings bool
	// DryRun changes nothing, takes no lock, and records no operation.
	DryRun bool
	// FileName is what the client calls the file; empty without one.
	FileName string
}

// Do runs an operation for an editor. do must end with Run.Change, whose
// function must end with Run.Succeed, so that change and success commit
// together. A run that changes nothing or is refused leaves no row; after a
// fault its row is FAILED. See ADR 4.
func (r *Runner) Do(ctx context.Context, actor model.Actor, spec Spec, do func(context.Context, *Run) error) error {
	if err := actor.Require(model.RoleToChange); err != nil {
		return err
	}
	if err := r.check(ctx, actor, spec); err != nil {
		return err
	}
	if spec.DryRun {
		return r.store.ReadSession(ctx, func(session *db.Session) error {
			return do(ctx, &Run{Session: session, Op: new(model.Operation), Progress: new(Progress), DryRun: true})
		})
	}
	return r.store.Session(ctx, func(session *db.Session) error {
		run, err := r.start(ctx, session, actor, spec)
		if err != nil {
			return err
		}
		defer r.stopTracking(run.Op.ID)
		defer r.signalChanged()
		return r.finish(ctx, run, do(ctx, run))
	})
}

// Changed receives when an operation of this process has ended since it last
// did.
func (r *Runner) Changed() <-chan struct{} { return r.changed }

func (r *Runner) signalChanged() {
	select {
	case r.changed <- struct{}{}:
	default:
	}
}

// start inserts the operation as RUNNING.
func (r *Runner) start(ctx context.Context, session *db.Session, actor model.Actor, spec Spec) (*Run, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return nil, fmt.Errorf("create an operation's id: %w", err)
	}
	op := newOperation(actor, id.String(), spec)
	if err := session.Lock(ctx, op.ID); err != nil {
		return nil, err
	}
	if err := session.Change(ctx, func(tx *db.Tx) error { return insert(tx, op) }); err != nil {
		return nil, err
	}
	return &Run{Session: session, Op: op, Progress: r.running.add(op)}, nil
}

// newOperation is an operation as it begins.
func newOperation(actor model.Actor, id string, spec Spec) *model.Operation {
	return &model.Operation{AccountID: actor.AccountID, ID: id, Kind: spec.Kind, IntegrationID: spec.Integration, CounterpartID: spec.Counterpart,
		State: model.StateRunning, Phase: model.PhaseWaiting, Actor: actor.Name, FileName: cleanFileName(spec.FileName)}
}

// insert records that an operation begins.
func insert(tx *db.Tx, op *model.Operation) (err error) {
	if op.StartedAt, err = tx.Now(); err != nil {
		return err
	}
	if err := tx.Omit("Restorable").Create(op).Error; err != nil {
		return fmt.Errorf("record the operation: %w", err)
	}
	return send(tx, op, nil)
}

// Enter says what the operation does from now on.
func (r *Run) Enter(phase model.OperationPhase) { r.Progress.Enter(phase) }

// ErrUnchanged makes Run.Change roll back without an error.
var ErrUnchanged = errors.New("nothing is to be changed")

// Change runs fn in the one transaction of the operation, which for a dry run is
// a snapshot. It rolls back and returns nil if fn returns ErrUnchanged. Until fn
// enters another phase, which it does once it has its locks, it waits.
func (r *Run) Change(ctx context.Context, fn func(*db.Tx) error) error {
	r.Enter(model.PhaseWaiting)
	change := r.Session.Change
	if r.DryRun {
		change = r.Session.Snapshot
	} else if err := r.Session.AnalyzeGrown(ctx); err != nil {
		return err
	}
	err := change(ctx, fn)
	if err != nil {
		r.Op.State = model.StateRunning
	}
	if errors.Is(err, ErrUnchanged) {
		return nil
	}
	return err
}

// Recorded returns the operation if it succeeded, else nil.
func (r *Run) Recorded() *model.Operation {
	if r.Op.State != model.StateSucceeded {
		return nil
	}
	return r.Op
}

// Succeed updates the operation to SUCCEEDED, in the transaction of the change.
func (r *Run) Succeed(tx *db.Tx) error {
	if r.DryRun {
		return nil
	}
	return Succeed(tx, r.Op)
}

// ErrEnded rolls back the change of an operation that has ended already: another
// process has ended it as abandoned.
var ErrEnded = errors.New("the operation has ended already")

// Succeed updates an operation to SUCCEEDED, with its counts and its summary, in
// the transaction of its last change.
func Succeed(tx *db.Tx, op *model.Operation) error {
	now, err := tx.Now()
	if err != nil {
		return err
	}
	op.State, op.FinishedAt = model.StateSucceeded, &now
	if op.Total != nil {
		op.Done = *op.Total
	}
	err = update(tx, op, "counterpart_id", "state", "finished_at", "done", "total", "created", "deleted", "summary", "rejected_rows")
	if err != nil {
		return err
	}
	op.Restorable = op.Deleted > 0 || op.DeletedProducts()
	if err := send(tx, op, nil); err != nil || !changes(op) {
		return err
	}
	return CountChange(tx, op.AccountID)
}

// changes reports whether an operation changed the catalogues or mappings.
func changes(op *model.Operation) bool {
	load := op.Summary.Load
	switch {
	case op.Kind == model.OperationSplit, op.Created > 0, op.Deleted > 0, op.DeletedProducts(), op.Summary.Ignore != nil:
		return true
	}
	return load != nil && load.Created+load.Updated+load.Removed > 0
}

// CountChange counts a change of the account's catalogues or mappings, in its
// transaction. Others that change the account wait from here on until it ends, so
// it comes last.
func CountChange(tx *db.Tx, account int64) error {
	_, err := tx.NextIDs(account, query.Changes, 1)
	return err
}

// update updates columns of an operation's row while it is RUNNING.
func update(tx *db.Tx, op *model.Operation, columns ...string) error {
	result := running(tx, op).Select(columns).Updates(op)
	if result.Error != nil {
		return fmt.Errorf("record the operation: %w", result.Error)
	}
	if result.RowsAffected == 0 {
		return ErrEnded
	}
	return nil
}

// running selects an operation's row while it is RUNNING.
func running(tx *db.Tx, op *model.Operation) *gorm.DB {
	return tx.Model(&model.Operation{}).Where("account_id = ? AND id = ? AND state = ?", op.AccountID, op.ID, model.StateRunning)
}
