package job

import (
	"context"
	"log/slog"
	"time"

	"omnimap/db"
)

// The defaults of Options.
const (
	// lease bounds how long a run waits after a kill; three renewals may fail.
	lease = 30 * time.Second
	renew = 10 * time.Second
	poll  = 2 * time.Second
	grace = 20 * time.Second
	stuck = 24 * time.Hour
	// atOnce is how many runs a worker has at once. They mostly wait.
	atOnce = 8
)

// Options set a worker's times, for tests. Zero values mean the defaults.
type Options struct {
	// Lease is how long a run stays its worker's without a sign of life (30 s), and
	// Renew how often the worker gives one (10 s).
	Lease, Renew time.Duration
	// Poll is how often the worker looks for runs to take (2 s).
	Poll time.Duration
	// Grace is how long steps under way get when the worker stops (20 s).
	Grace time.Duration
	// Stuck is for how long a run's state may stay the same before it fails (a day).
	Stuck time.Duration
	// Pause is how long a run waits after so many faults, 1 or more, since its state
	// last changed: by default 5 s, 10 s, 20 s and so on to 15 minutes, and up to a
	// quarter more.
	Pause func(attempts int64) time.Duration
	// AtOnce is how many runs the worker has at once (8), of one account at most
	// half of them.
	AtOnce int
}

// A Handler carries out a run of a kind, from the state that was committed last.
// When it returns nil before the run has ended, it is called again: it must have
// committed a step. When it returns Snooze, the run waits. When it returns Final
// or a model.UserError, the run fails. Any other error is a fault: the handler is
// called again after a pause that grows with the faults in a row, until nothing
// has moved for a day.
//
// Its context ends when the run is lost, or when a stop has waited long enough.
type Handler func(ctx context.Context, run *Run) error

// A Fail ends the operation of a run that fails, in the transaction that ends the
// run. cause is ErrCancelled, a *StuckError, or what the handler returned.
type Fail func(tx *db.Tx, account int64, operationID string, cause error) error

// A Worker takes runs that are due and carries them out, beside the workers of
// other servers on the database.
type Worker struct {
	store    *db.Store
	log      *slog.Logger
	fail     Fail
	options  Options
	handlers map[string]Handler
}

// NewWorker returns a worker without handlers.
func NewWorker(store *db.Store, log *slog.Logger, fail Fail, options Options) *Worker {
	return &Worker{store: store, log: log, fail: fail, options: options, handlers: make(map[string]Handler)}
}

// Handle has the worker take runs of a kind. It is called before Run.
func (w *Worker) Handle(kind string, handler Handler) { w.handlers[kind] = handler }

// Run takes runs and carries them out until ctx ends. Then it takes no new steps,
// and returns once those under way have ended or were given up. A worker without
// handlers does nothing.
func (w *Worker) Run(ctx context.Context) {
}
