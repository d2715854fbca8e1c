package operation

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"omnimap/db"
	"omnimap/model"
)

// event is what the processes that serve one database tell each other: that an
// operation changed. What it is now, they read for themselves.
type event struct {
	Account     int64  `json:"account"`
	Integration *int64 `json:"integration,omitempty"`
	Operation   string `json:"operation"`
	// End is how it ended where no row of it is left to be read.
	End *ending `json:"end,omitempty"`
}

// ending is the end of an operation that was refused.
type ending struct {
	At    model.Time `json:"at"`
	Error string     `json:"error"`
}

// maxEventError is how many bytes of a refusal's message go with news, which
// must be short.
const maxEventError = 1000

// send tells that an operation changes in tx. end is nil where its row
// tells what it is.
func send(tx *db.Tx, op *model.Operation, end *ending) error {
	if end != nil && len(end.Error) > maxEventError {
		end.Error = strings.ToValidUTF8(end.Error[:maxEventError], "") + "…"
	}
	text, err := json.Marshal(event{Account: op.AccountID, Integration: op.IntegrationID, Operation: op.ID, End: end})
	if err != nil {
		return fmt.Errorf("announce the operation: %w", err)
	}
	return tx.Notify(string(text))
}

// receive takes in what a process told, maybe this one.
func (r *Runner) receive(text string) {
	var e event
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		r.log.Warn("heard what is no news", "text", text, "error", err)
		return
	}
	r.subscriptions.receive(e)
}

// clockSkew is how far the clocks of the processes may be apart, by which
// operations are named.
const clockSkew = 5 * time.Minute

// missed has subscriptions look again at what may have changed unheard: the
// operations that they saw running, and those that began meanwhile. It goes on
// until that has come about, or ctx ends.
func (r *Runner) missed(ctx context.Context) func(since time.Time) {
	return func(since time.Time) {
		for r.subscriptions.rereadAll(); ; {
			err := r.receiveNewest(ctx, since.Add(-clockSkew))
			if err == nil || ctx.Err() != nil {
				return
			}
			r.log.WarnContext(ctx, "look for operations that began unheard", "error", err)
			pause(ctx, readAgain)
		}
	}
}

// receiveNewest hears of all operations that began after since.
func (r *Runner) receiveNewest(ctx context.Context, since time.Time) error {
	accounts := r.subscriptions.accounts()
	if len(accounts) == 0 {
		return nil
	}
	var found []*model.Operation
	err := r.store.Reader(ctx).Select("account_id", "id", "integration_id").
		Where("account_id IN ? AND id >= ?", accounts, firstIDAt(since)).Order("id").Find(&found).Error
	if err != nil {
		return fmt.Errorf("list new operations: %w", err)
	}
	for _, op := range found {
		r.subscriptions.receive(event{Account: op.AccountID, Integration: op.IntegrationID, Operation: op.ID})
	}
	return nil
}

// firstIDAt is the least id of an operation that begins at that time.
func firstIDAt(at time.Time) string {
	millis := uint64(max(at.UnixMilli(), 0))
	var id uuid.UUID
	for i := range 6 {
		id[i] = byte(millis >> (40 - 8*i))
	}
	return id.String()
}

// pause waits, but not longer than ctx lasts.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
