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

// event is what the processes on one database send each other: that an
// operation changed. Receivers read the operation itself.
type event struct {
	Account     int64  `json:"account"`
	Integration *int64 `json:"integration,omitempty"`
	Counterpart *int64 `json:"counterpart,omitempty"`
	Operation   string `json:"operation"`
	// End says how the operation ended if its row was deleted.
	End *ending `json:"end,omitempty"`
	// Gone says that the row was gone before this event was sent. Events come in
	// the order of their commits, so the one of its end came before, or never will.
	Gone bool `json:"gone,omitempty"`
}

// ending is how a refused operation ended, and how it began, for subscriptions
// that were too slow to read that while there was a row.
type ending struct {
	At        model.Time          `json:"at"`
	Error     string              `json:"error"`
	Kind      model.OperationKind `json:"kind,omitempty"`
	Actor     string              `json:"actor,omitempty"`
	StartedAt model.Time          `json:"startedAt,omitzero"`
}

// begun is the refused operation of an event as it began; nil if the event does
// not say it.
func (e event) begun() *model.Operation {
	if e.End == nil || e.End.Kind == "" {
		return nil
	}
	return &model.Operation{AccountID: e.Account, ID: e.Operation, Kind: e.End.Kind, IntegrationID: e.Integration, CounterpartID: e.Counterpart,
		State: model.StateRunning, Actor: e.End.Actor, StartedAt: e.End.StartedAt}
}

// maxEventError bounds the bytes of a user error's message in an event, which
// must be short.
const maxEventError = 1000

// OwnActor is the actor of what begins by itself. Such operations are in no list and
// send no events, unless their kind is asked for.
const OwnActor = "omnimap"

// isListed is the condition that an operation is not such a one. Its arguments are
// the kind and the actor.
const isListed = "(kind <> ? OR actor <> ?)"

func isOwn(op *model.Operation) bool {
	return op.Kind == model.OperationSuggest && op.Actor == OwnActor
}

// send sends an event of the operation when tx commits. end is nil unless the
// row is deleted.
func send(tx *db.Tx, op *model.Operation, end *ending) error {
	if isOwn(op) {
		return nil
	}
	if end != nil && len(end.Error) > maxEventError {
		end.Error = strings.ToValidUTF8(end.Error[:maxEventError], "") + "…"
	}
	return notify(tx, event{Account: op.AccountID, Integration: op.IntegrationID, Counterpart: op.CounterpartID, Operation: op.ID, End: end})
}

func notify(tx *db.Tx, e event) error {
	text, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("encode the event: %w", err)
	}
	return tx.Notify(string(text))
}

// sendGone sends the event that an operation's row is gone.
func (r *Runner) sendGone(ctx context.Context, k key) error {
	return r.store.Change(ctx, func(tx *db.Tx) error {
		return notify(tx, event{Account: k.account, Operation: k.id, Gone: true})
	})
}

// concerns reports whether an integration lists the event's operation: its own,
// and the loads of the Omni catalogue.
func (e event) concerns(integration int64) bool {
	return e.Integration == nil || *e.Integration == integration || e.Counterpart != nil && *e.Counterpart == integration
}

// receive handles an event that any process sent, this one included.
func (r *Runner) receive(text string) {
	var e event
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		r.log.Warn("received a text that is no event", "text", text, "error", err)
		return
	}
	r.subscriptions.receive(e)
}

// clockSkew is how far apart the clocks of the processes may be. Ids of
// operations begin with the time.
const clockSkew = 5 * time.Minute

// missed makes subscriptions read again what may have changed while no events
// were received: the operations that they know as running, and new ones. It
// retries until that is done or ctx ends.
func (r *Runner) missed(ctx context.Context) func(since time.Time) {
	return func(since time.Time) {
		for r.subscriptions.rereadAll(); ; {
			err := r.receiveNewest(ctx, since.Add(-clockSkew))
			if err == nil || ctx.Err() != nil {
				return
			}
			r.log.WarnContext(ctx, "find operations whose events were missed", "error", err)
			pause(ctx, readAgain)
		}
	}
}

// receiveNewest handles all operations that began after since as if their
// events had come.
func (r *Runner) receiveNewest(ctx context.Context, since time.Time) error {
	accounts := r.subscriptions.accounts()
	if len(accounts) == 0 {
		return nil
	}
	var found []*model.Operation
	err := r.store.Reader(ctx).Select("account_id", "id", "integration_id", "counterpart_id").
		Where("account_id IN ? AND id >= ? AND "+isListed, accounts, firstIDAt(since), model.OperationSuggest, OwnActor).Order("id").Find(&found).Error
	if err != nil {
		return fmt.Errorf("list new operations: %w", err)
	}
	for _, op := range found {
		r.subscriptions.receive(event{Account: op.AccountID, Integration: op.IntegrationID, Counterpart: op.CounterpartID, Operation: op.ID})
	}
	return nil
}

// firstIDAt is the smallest id of an operation that begins at that time.
func firstIDAt(at time.Time) string {
	millis := uint64(max(at.UnixMilli(), 0))
	var id uuid.UUID
	for i := range 6 {
		id[i] = byte(millis >> (40 - 8*i))
	}
	return id.String()
}

// pause waits for d or until ctx ends.
func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
