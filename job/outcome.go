package job

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"omnimap/db"
	"omnimap/model"
)

// settleTimeout bounds how long it may take to record what came of a handler,
// whose own context may have ended.
const settleTimeout = time.Minute

// The pauses after faults in a row: the first one, each twice the one before, and
// the longest.
const (
	firstPause = 5 * time.Second
	maxPause   = 15 * time.Minute
)

// pause is how long a run waits after so many faults in a row: up to a quarter
// more than the pause, so that runs that met the same fault part.
func pause(attempts int64) time.Duration {
	d := maxPause
	if doublings := max(attempts-1, 0); doublings < 8 {
		d = min(firstPause<<doublings, maxPause)
	}
	return d + rand.N(d/4)
}

// An outcome is what becomes of a run for now: it fails for a cause, or waits
// after a fault or without one.
type outcome struct {
	failed error
	wait   time.Duration
	fault  bool
}

// outcomeOf decides what becomes of a run whose handler returned err, without
// having ended it.
func (w *Worker) outcomeOf(err error, found *row, now model.Time) outcome {
	var snoozed *snooze
	waits := errors.As(err, &snoozed)
	still := now.Sub(found.MovedAt.Time)
	switch {
	case found.Cancelled:
		return outcome{failed: ErrCancelled}
	case errors.Is(err, ErrStopping):
		return outcome{}
	case errors.As(err, new(*final)), errors.As(err, new(*model.UserError)):
		return outcome{failed: err}
	case still >= w.options.Stuck && waits:
		return outcome{failed: &StuckError{For: still}}
	case still >= w.options.Stuck:
		return outcome{failed: &StuckError{For: still, Err: err}}
	case waits:
		return outcome{wait: snoozed.d}
	}
	return outcome{wait: w.options.Pause(found.Attempts + 1), fault: true}
}

// settle records what becomes of a run and gives it back.
func (w *Worker) settle(ctx context.Context, run *Run, err error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTimeout)
	defer cancel()
	failed := w.store.Change(ctx, func(tx *db.Tx) error {
		found, e := run.row(tx)
		if e != nil {
			return e
		}
		now, e := tx.Now()
		if e != nil {
			return e
		}
		o := w.outcomeOf(err, found, now)
		if o.failed != nil {
			return w.end(tx, run, o.failed)
		}
		// What was cancelled in this moment is due at once, and stays so.
		return run.update(tx, `lease_until = 0, due_at = CASE WHEN cancelled THEN due_at ELSE @due END, attempts = attempts + @fault, faults = faults + @fault`,
			sql.Named("due", after(now, o.wait)), sql.Named("fault", count(o.fault)))
	})
	if failed != nil {
		return fmt.Errorf("give a run back: %w", failed)
	}
	return nil
}

// end ends a run and its operation as failed. The operation's row is locked
// before the run's, as in Run.End.
func (w *Worker) end(tx *db.Tx, run *Run, cause error) error {
	if err := w.fail(tx, run.AccountID, run.OperationID, cause); err != nil {
		return fmt.Errorf("end the operation of a run: %w", err)
	}
	return run.end(tx, errors.Is(cause, ErrCancelled))
}
