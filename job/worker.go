package job

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"omnimap/db"
	"omnimap/model"
)

// giveUpTime is how long a worker that stops waits for handlers whose contexts
// it has ended.
const giveUpTime = 3 * time.Second

// Options set a worker's times, for tests. Zero values mean the defaults.
type Options struct {
	// Lease is how long a run stays its worker's without a sign of life (30 s), and
	// Renew how often the worker gives one (10 s).
	Lease, Renew time.Duration
	// Poll is how often the worker looks for runs to take (2 s).
	Poll time.Duration
	// Wake has the worker look at once whenever it receives; nil for never.
	Wake <-chan struct{}
	// Grace is how long steps under way get when the worker stops (20 s).
	Grace time.Duration
	// Stuck is for how long a run's state may stay the same before it fails (a day).
	Stuck time.Duration
	// Pause is how long a run waits after so many faults, 1 or more, since its state
	// last changed: by default 5 s, 10 s, 20 s and so on to 15 minutes, and up to a
	// quarter more.
	Pause func(attempts int64) time.Duration
	// AtOnce is how many runs the worker has at once (8: they mostly wait for what
	// is outside). One account has at most half of them.
	AtOnce int
}

func (o Options) withDefaults() Options {
	o.Lease = cmp.Or(o.Lease, 30*time.Second)
	o.Renew = cmp.Or(o.Renew, 10*time.Second)
	o.Poll = cmp.Or(o.Poll, 2*time.Second)
	o.Grace = cmp.Or(o.Grace, 20*time.Second)
	o.Stuck = cmp.Or(o.Stuck, 24*time.Hour)
	o.AtOnce = cmp.Or(o.AtOnce, 8)
	if o.Pause == nil {
		o.Pause = pause
	}
	return o
}

// A Handler carries out a run of a kind, from the state that was committed last.
// When it returns nil before the run has ended, it is called again: it must have
// committed a step. When it returns Snooze, the run waits. When it returns Final
// or a model.UserError, the run fails. Any other error is a fault: the handler is
// called again after a pause that grows with the faults in a row, until nothing
// has moved for a day.
//
// Its context has an actor with the run's account, which takes turns with other
// accounts. It ends when the run is lost, or when a stop has waited long enough.
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

	mu sync.Mutex
	// held are the runs that it carries out, by their operations.
	held map[string]*Run
	// freed holds a token when a run was given back since runs were looked for.
	freed chan struct{}
}

// NewWorker returns a worker without handlers.
func NewWorker(store *db.Store, log *slog.Logger, fail Fail, options Options) *Worker {
	return &Worker{store: store, log: log, fail: fail, options: options.withDefaults(), handlers: make(map[string]Handler),
		held: make(map[string]*Run), freed: make(chan struct{}, 1)}
}

// Handle has the worker take runs of a kind. It is called before Run.
func (w *Worker) Handle(kind string, handler Handler) { w.handlers[kind] = handler }

func (w *Worker) kinds() []string { return slices.Sorted(maps.Keys(w.handlers)) }

// mostOfAccount is how many runs of one account it has at once.
func (w *Worker) mostOfAccount() int { return max(w.options.AtOnce/2, 1) }

// Run takes runs and carries them out until ctx ends. Then it takes no new steps,
// and returns once those under way have ended or were given up. A worker without
// handlers does nothing.
func (w *Worker) Run(ctx context.Context) {
	if len(w.handlers) == 0 {
		return
	}
	steps, stop := context.WithCancelCause(context.WithoutCancel(ctx))
	defer stop(nil)
	var working sync.WaitGroup
	tick := time.NewTicker(w.options.Poll)
	defer tick.Stop()
	for ctx.Err() == nil {
		if err := w.takeDue(ctx, steps, &working); err != nil && ctx.Err() == nil {
			w.log.WarnContext(ctx, "take runs", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		case <-w.freed:
		case <-w.options.Wake:
		}
	}
	ended := make(chan struct{})
	go func() { working.Wait(); close(ended) }()
	select {
	case <-ended:
		return
	case <-time.After(w.options.Grace):
	}
	stop(ErrStopping)
	select {
	case <-ended:
	case <-time.After(giveUpTime):
		w.log.Warn("gave up runs that did not stop", "kinds", w.RunningKinds())
	}
}

// takeDue takes runs that are due, as far as there are places, and has them
// carried out.
func (w *Worker) takeDue(ctx, steps context.Context, working *sync.WaitGroup) error {
	if !w.hasPlace() {
		return nil
	}
	candidates, err := w.due(ctx)
	if err != nil {
		return err
	}
	for _, candidate := range candidates {
		if !w.isFree(candidate) {
			continue
		}
		run, err := w.take(ctx, candidate)
		if err != nil {
			return err
		}
		if run == nil {
			continue
		}
		run.stopping = ctx.Done()
		w.hold(run)
		working.Go(func() { w.carryOut(steps, run) })
	}
	return nil
}

func (w *Worker) hasPlace() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.held) < w.options.AtOnce
}

// isFree reports whether there is a place for a run that this worker does not
// have already.
func (w *Worker) isFree(candidate row) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	ofAccount := 0
	for _, run := range w.held {
		if run.AccountID == candidate.AccountID {
			ofAccount++
		}
	}
	return len(w.held) < w.options.AtOnce && ofAccount < w.mostOfAccount() && w.held[candidate.OperationID] == nil
}

func (w *Worker) hold(run *Run) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.held[run.OperationID] = run
}

func (w *Worker) release(run *Run) {
	w.mu.Lock()
	delete(w.held, run.OperationID)
	w.mu.Unlock()
	select {
	case w.freed <- struct{}{}:
	default:
	}
}

// RunningKinds are the kinds of the runs that the worker carries out.
func (w *Worker) RunningKinds() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var kinds []string
	for _, run := range w.held {
		kinds = append(kinds, run.Kind)
	}
	slices.Sort(kinds)
	return kinds
}

// carryOut calls a run's handler as long as the run is this worker's and has
// something to do, and gives it back.
func (w *Worker) carryOut(ctx context.Context, run *Run) {
	defer w.release(run)
	ctx = model.WithActor(ctx, model.Actor{AccountID: run.AccountID})
	ctx, lost := context.WithCancelCause(ctx)
	var keeping sync.WaitGroup
	keeping.Go(func() { w.keep(ctx, run, lost) })
	err := w.handle(ctx, run)
	cause := context.Cause(ctx)
	if cause != nil {
		err = fmt.Errorf("%w: %w", cause, err)
	}
	lost(nil)
	keeping.Wait()
	if run.ended || isLost(err) {
		return
	}
	w.report(ctx, run, err)
	if err := w.settle(ctx, run, err); err != nil && !isLost(err) {
		w.log.WarnContext(ctx, "a run waits for the end of its lease", "operation", run.OperationID, "kind", run.Kind, "error", err)
	}
}

// report logs a fault.
func (w *Worker) report(ctx context.Context, run *Run, err error) {
	if errors.Is(err, ErrStopping) || errors.Is(err, ErrCancelled) || errors.As(err, new(*snooze)) {
		return
	}
	w.log.WarnContext(ctx, "a run met a fault", "operation", run.OperationID, "kind", run.Kind, "attempts", run.Attempts+1, "error", err)
}

// errIdle is the fault of a handler that would be called without end.
var errIdle = errors.New("the handler returned without a step")

// handle calls the handler until the run has ended or is to be given back.
func (w *Worker) handle(ctx context.Context, run *Run) error {
	for {
		switch {
		case run.cancelled:
			return ErrCancelled
		case run.isStopping():
			return ErrStopping
		}
		run.stepped = false
		err := w.call(ctx, run)
		switch {
		case err != nil || run.ended:
			return err
		case !run.stepped:
			return errIdle
		}
	}
}

// call calls the handler. A panic is a fault.
func (w *Worker) call(ctx context.Context, run *Run) (err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("panic: %v\n%s", panicked, debug.Stack())
		}
	}()
	return w.handlers[run.Kind](ctx, run)
}
