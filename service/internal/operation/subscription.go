package operation

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"omnimap/model"
)

// The limits of subscriptions: of one account, in all, and how many changed
// operations one may have pending before it ends as too slow.
const (
	MaxSubscriptionsOfAccount = 2_000
	MaxSubscriptions          = 20_000
	MaxPending                = 500
)

// readAtOnce is how many operations a subscription reads at once, readAgain how
// long it waits after a fault, and rememberEnded how many ended operations it
// remembers, so that no end is sent twice.
const (
	readAtOnce    = 10
	readAgain     = time.Second
	rememberEnded = 1_000
)

// ErrTooSlow ends a subscription whose client does not keep up.
var ErrTooSlow = errors.New("more operations changed than were read in time")

// TooManyError says that the limit of subscriptions is reached.
type TooManyError struct{ message string }

func (e *TooManyError) Error() string { return e.message }

// subscriptions are those of this process's clients.
type subscriptions struct {
	mu        sync.Mutex
	ofAccount map[int64]map[*Subscription]bool
	n         int
}

func newSubscriptions() *subscriptions {
	return &subscriptions{ofAccount: make(map[int64]map[*Subscription]bool)}
}

// A Subscription delivers the changes of an account's operations to one reader.
type Subscription struct {
	runner      *Runner
	account     int64
	integration *int64
	// wake holds a token while there is something to deliver.
	wake chan struct{}

	// These are guarded by the subscriptions' lock. pending are the ids of the
	// changed operations, each once, in order; changes says what is known of each.
	pending []string
	changes map[string]change
	reread  bool
	tooSlow bool

	// These are used by the reader alone. running are the operations that were
	// sent as running, as they were sent; ended are those whose end was sent; next
	// are those to send next.
	running map[string]*model.Operation
	ended   recent
	next    []*model.Operation
}

// Subscribe starts a subscription to an integration's operations with the loads
// of the account's Omni catalogue; to all of the account's if integration is
// nil. Close ends it.
func (r *Runner) Subscribe(actor model.Actor, integration *int64) (*Subscription, error) {
	sub := &Subscription{runner: r, account: actor.AccountID, integration: integration, wake: make(chan struct{}, 1),
		changes: make(map[string]change), running: make(map[string]*model.Operation)}
	if err := r.subscriptions.add(sub); err != nil {
		return nil, err
	}
	return sub, nil
}

// Close ends the subscription.
func (sub *Subscription) Close() { sub.runner.subscriptions.remove(sub) }

func (s *subscriptions) add(sub *Subscription) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case len(s.ofAccount[sub.account]) >= MaxSubscriptionsOfAccount:
		return &TooManyError{fmt.Sprintf("The account has %d subscriptions open on this server, and may have no more. Close some.", MaxSubscriptionsOfAccount)}
	case s.n >= MaxSubscriptions:
		return &TooManyError{"The server has as many subscriptions open as it may have. Try again later."}
	case s.ofAccount[sub.account] == nil:
		s.ofAccount[sub.account] = make(map[*Subscription]bool)
	}
	s.ofAccount[sub.account][sub] = true
	s.n++
	return nil
}

func (s *subscriptions) remove(sub *Subscription) {
	s.mu.Lock()
	defer s.mu.Unlock()
	subs := s.ofAccount[sub.account]
	if !subs[sub] {
		return
	}
	delete(subs, sub)
	s.n--
	if len(subs) == 0 {
		delete(s.ofAccount, sub.account)
	}
}

// accounts returns the accounts that have subscriptions.
func (s *subscriptions) accounts() []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return keysOf(s.ofAccount)
}

// receive adds a changed operation to the subscriptions that it concerns.
func (s *subscriptions) receive(e event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for sub := range s.ofAccount[e.Account] {
		if sub.integration == nil || e.concerns(*sub.integration) {
			sub.add(change{id: e.Operation, begun: e.begun(), end: e.End, gone: e.Gone})
		}
	}
}

// rereadAll makes all subscriptions read their running operations again.
func (s *subscriptions) rereadAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, subs := range s.ofAccount {
		for sub := range subs {
			sub.reread = true
			sub.signal()
		}
	}
}

// add records that an operation changed. Changes that are still pending are
// merged into one.
func (sub *Subscription) add(c change) {
	defer sub.signal()
	before, known := sub.changes[c.id]
	switch {
	case known:
		if c.end == nil {
			c.begun, c.end = before.begun, before.end
		}
		c.missed = c.missed || before.missed
		c.gone = c.gone || before.gone
	case len(sub.pending) == MaxPending:
		sub.tooSlow = true
		return
	default:
		sub.pending = append(sub.pending, c.id)
	}
	sub.changes[c.id] = c
}

func (sub *Subscription) signal() {
	select {
	case sub.wake <- struct{}{}:
	default:
	}
}

// Next waits for a change and returns the operation as it is now. Changes that
// follow each other faster than calls of Next are merged, but each operation is
// returned as running before its end, and the end always comes.
func (sub *Subscription) Next(ctx context.Context) (*model.Operation, error) {
	for len(sub.next) == 0 {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-sub.wake:
		}
		changed, err := sub.popPending()
		if err != nil {
			return nil, err
		}
		if err := sub.read(ctx, changed); err != nil {
			return nil, err
		}
	}
	op := sub.next[0]
	sub.next = sub.next[1:]
	return op, nil
}

// change is an operation that changed.
type change struct {
	id string
	// end says how it ended if its row was deleted, and begun how it began.
	end   *ending
	begun *model.Operation
	// missed says that events of it may have been missed, even its end, and gone
	// that its row went and no event of its end will come any more.
	missed, gone bool
}

// popPending removes and returns the first pending changes.
func (sub *Subscription) popPending() ([]change, error) {
	subscriptions := sub.runner.subscriptions
	subscriptions.mu.Lock()
	defer subscriptions.mu.Unlock()
	if sub.tooSlow {
		return nil, ErrTooSlow
	}
	if sub.reread {
		sub.reread = false
		for id := range sub.running {
			sub.add(change{id: id, missed: true})
		}
	}
	n := min(len(sub.pending), readAtOnce)
	changed := make([]change, n)
	for i, id := range sub.pending[:n] {
		changed[i] = sub.changes[id]
		delete(sub.changes, id)
	}
	sub.pending = slices.Delete(sub.pending, 0, n)
	if len(sub.pending) > 0 {
		sub.signal()
	}
	return changed, nil
}

// read reads the changed operations and appends those to send to next. If the
// database does not answer it retries until ctx ends.
func (sub *Subscription) read(ctx context.Context, changed []change) error {
	if len(changed) == 0 {
		return nil
	}
	keys := make([]key, len(changed))
	for i, c := range changed {
		keys[i] = key{sub.account, c.id}
	}
	var found map[key]*model.Operation
	err := sub.retry(ctx, "read operations for a subscription", func() (err error) {
		found, err = sub.runner.reads.get(ctx, keys)
		return err
	})
	if err != nil {
		return err
	}
	for i, c := range changed {
		if c.missed && c.end == nil && !c.gone && found[keys[i]] == nil && sub.running[c.id] != nil {
			// The event of its end was missed, or is on its way.
			err := sub.retry(ctx, "ask for the end of an operation", func() error { return sub.runner.askEnd(ctx, keys[i]) })
			if err != nil {
				return err
			}
		}
		sub.next = append(sub.next, sub.eventsOf(c, found[keys[i]])...)
	}
	return nil
}

// retry calls do until it succeeds or ctx ends.
func (sub *Subscription) retry(ctx context.Context, what string, do func() error) error {
	for {
		err := do()
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		sub.runner.log.WarnContext(ctx, what, "error", err)
		pause(ctx, readAgain)
	}
}

// eventsOf returns the operation as it is to be sent for a change: not at all if
// there is nothing new, and as it began too if it has ended before it was sent.
func (sub *Subscription) eventsOf(c change, op *model.Operation) []*model.Operation {
	last := sub.running[c.id]
	switch {
	case sub.ended.has(c.id):
		return nil
	case op != nil && op.State == model.StateRunning:
		if last != nil && sameProgress(op, last) {
			return nil
		}
		sub.running[c.id] = op
		return []*model.Operation{op}
	case op == nil && c.end == nil && (!c.gone || last == nil):
		// The event of its end was sent with the deletion of its row, says why, and
		// is still to come; or else it was never sent as running.
		return nil
	}
	begun := last
	if begun == nil && op != nil {
		begun = beginningOf(op)
	} else if begun == nil {
		begun = c.begun
	}
	if begun == nil {
		return nil // A server of a former release sent its end.
	}
	if op == nil {
		op = c.end.of(begun)
	}
	delete(sub.running, c.id)
	sub.ended.add(c.id)
	if last == nil {
		return []*model.Operation{begun, op}
	}
	return []*model.Operation{op}
}

// beginningOf returns an operation as it began.
func beginningOf(op *model.Operation) *model.Operation {
	return &model.Operation{AccountID: op.AccountID, ID: op.ID, Kind: op.Kind, IntegrationID: op.IntegrationID,
		State: model.StateRunning, Actor: op.Actor, StartedAt: op.StartedAt}
}

func sameProgress(a, b *model.Operation) bool {
	return a.Phase == b.Phase && a.Done == b.Done && (a.Total == nil) == (b.Total == nil) && (a.Total == nil || *a.Total == *b.Total)
}

// of returns an operation whose row was deleted, as it ended. If the event of
// its end was missed, only that it was refused is known.
func (e *ending) of(last *model.Operation) *model.Operation {
	op := *last
	op.State = model.StateFailed
	if e == nil {
		message := refusedMessage
		op.Error = &message
		return &op
	}
	op.FinishedAt, op.Error = &e.At, &e.Error
	return &op
}

// recent is a bounded set of the ids that were added last.
type recent struct {
	known map[string]bool
	order []string
}

func (r *recent) has(id string) bool { return r.known[id] }

func (r *recent) add(id string) {
	if r.known == nil {
		r.known = make(map[string]bool)
	}
	if len(r.order) == rememberEnded {
		delete(r.known, r.order[0])
		r.order = r.order[1:]
	}
	r.known[id] = true
	r.order = append(r.order, id)
}

func keysOf[K comparable, V any](m map[K]V) []K { return slices.Collect(maps.Keys(m)) }
