package job

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"omnimap/db"
	"omnimap/model"
)

// maxDue is how many runs that are due a worker reads at once.
const maxDue = 100

// selectDue selects the runs that can be taken, the longest due first, and of an
// account only the first ones.
const selectDue = `SELECT account_id, operation_id FROM (
  SELECT account_id, operation_id, due_at, row_number() OVER (PARTITION BY account_id ORDER BY due_at, operation_id) AS nth
  FROM runs WHERE ended_at IS NULL AND due_at <= @now AND lease_until <= @now AND kind IN @kinds) d
WHERE nth <= @most ORDER BY due_at, operation_id LIMIT @limit`

// due reads which runs can be taken, without a lock.
func (w *Worker) due(ctx context.Context) ([]row, error) {
	var found []row
	err := w.store.ReadSession(ctx, func(session *db.Session) error {
		return session.Snapshot(ctx, func(tx *db.Tx) error {
			now, err := tx.Now()
			if err != nil {
				return err
			}
			return tx.Select(selectDue, []sql.NamedArg{sql.Named("now", now), sql.Named("kinds", w.kinds()),
				sql.Named("most", w.mostOfAccount()), sql.Named("limit", maxDue)}, &found)
		})
	})
	if err != nil {
		return nil, fmt.Errorf("read which runs are due: %w", err)
	}
	return found, nil
}

// take takes a run, unless another worker has; then it is nil. A lease that has
// run out counts as a fault: its worker died, or could not reach the database.
func (w *Worker) take(ctx context.Context, candidate row) (*Run, error) {
	var run *Run
	err := w.store.Change(ctx, func(tx *db.Tx) error {
		now, err := tx.Now()
		if err != nil {
			return err
		}
		args := []sql.NamedArg{sql.Named("account", candidate.AccountID), sql.Named("operation", candidate.OperationID), sql.Named("now", now)}
		var found []row
		if err := tx.Select("SELECT "+columns+` FROM runs WHERE account_id = @account AND operation_id = @operation
AND ended_at IS NULL AND due_at <= @now AND lease_until <= @now `+tx.ForUpdateFree(), args, &found); err != nil || len(found) == 0 {
			return err
		}
		run = w.newRun(found[0])
		died := found[0].LeaseUntil.UnixMicro() > 0
		if died {
			run.Attempts++
		}
		_, err = tx.Run(`UPDATE runs SET token = @token, lease_until = @until, attempts = @attempts, faults = faults + @died
WHERE account_id = @account AND operation_id = @operation`,
			append(args, sql.Named("token", run.token), sql.Named("until", after(now, w.options.Lease)), sql.Named("attempts", run.Attempts), sql.Named("died", count(died)))...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("take a run: %w", err)
	}
	return run, nil
}

// newRun is a run as it is once it is taken.
func (w *Worker) newRun(found row) *Run {
	return &Run{AccountID: found.AccountID, OperationID: found.OperationID, Kind: found.Kind, IntegrationID: found.IntegrationID, Attempts: found.Attempts,
		worker: w, token: found.Token + 1, state: found.State, cancelled: found.Cancelled}
}

func count(is bool) int64 {
	if is {
		return 1
	}
	return 0
}

// after is the time so long after another.
func after(t model.Time, d time.Duration) model.Time { return model.NewTime(t.Add(d)) }

// keep renews the lease of a run until ctx ends, or the run is lost: then it calls
// lost.
func (w *Worker) keep(ctx context.Context, run *Run, lost context.CancelCauseFunc) {
	renewed := time.Now()
	tick := time.NewTicker(w.options.Renew)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		began := time.Now()
		err := w.renew(ctx, run, renewed)
		switch {
		case err == nil:
			renewed = began
		case ctx.Err() != nil:
			return
		case isLost(err), w.store.Shared() && time.Since(renewed) >= w.options.Lease:
			w.log.WarnContext(ctx, "lost a run", "operation", run.OperationID, "kind", run.Kind, "error", err)
			lost(ErrLost)
			return
		}
	}
}

// renew gives a sign of life. It waits no longer than the lease that is held;
// where one process serves the database it may, for nothing can take the run
// while the writer is another's.
func (w *Worker) renew(ctx context.Context, run *Run, renewed time.Time) error {
	if w.store.Shared() {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, renewed.Add(w.options.Lease))
		defer cancel()
	}
	err := w.store.Change(ctx, func(tx *db.Tx) error {
		now, err := tx.Now()
		if err != nil {
			return err
		}
		return run.update(tx, "lease_until = @until", sql.Named("until", after(now, w.options.Lease)))
	})
	if err != nil {
		return fmt.Errorf("renew the lease of a run: %w", err)
	}
	return nil
}
