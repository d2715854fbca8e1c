// Package turns shares places for work: where more of it waits than there are
// places, those that it is for get the next place in turn, however much of
// each waits.
package turns

import (
	"context"
	"sync"
)

// Turns are places for work at once, for users that a K tells apart. They are
// safe for concurrent use.
type Turns[K comparable] struct {
	mu   sync.Mutex
	free int
	// most is how many places one user may have, and held how many each has.
	most int
	held map[K]int
	// queues are what waits, in the order of arrival, and order the users that
	// wait, in that of their turns.
	queues map[K][]*waiter
	order  []K
}

type waiter struct {
	// placed is closed when the waiter has a place.
	placed chan struct{}
	// gone says that it waits no longer.
	gone bool
}

// New returns so many places, of which one user may have at most so many.
func New[K comparable](places, most int) *Turns[K] {
	return &Turns[K]{free: places, most: most, held: make(map[K]int), queues: make(map[K][]*waiter)}
}

// Take waits for a place until ctx ends. leave gives the place back, and is to
// be called once.
func (t *Turns[K]) Take(ctx context.Context, user K) (leave func(), err error) {
	w := t.arrive(user)
	if w == nil {
		return func() { t.leave(user) }, nil
	}
	select {
	case <-w.placed:
		return func() { t.leave(user) }, nil
	case <-ctx.Done():
		t.abandon(user, w)
		return nil, ctx.Err()
	}
}

// arrive takes a place that is free, or else a place in the user's queue.
func (t *Turns[K]) arrive(user K) *waiter {
	t.mu.Lock()
	defer t.mu.Unlock()
	waiting := len(t.queues[user]) > 0
	if t.free > 0 && !waiting && t.held[user] < t.most {
		t.place(user)
		return nil
	}
	if !waiting {
		t.order = append(t.order, user)
	}
	w := &waiter{placed: make(chan struct{})}
	t.queues[user] = append(t.queues[user], w)
	return w
}

func (t *Turns[K]) place(user K) {
	t.free--
	t.held[user]++
}

func (t *Turns[K]) leave(user K) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.release(user)
}

// abandon ends a wait, or gives back the place that it led to meanwhile.
func (t *Turns[K]) abandon(user K, w *waiter) {
	t.mu.Lock()
	defer t.mu.Unlock()
	select {
	case <-w.placed:
		t.release(user)
	default:
		w.gone = true
	}
}

// release gives a place back, and to those whose turn it is.
func (t *Turns[K]) release(user K) {
	t.free++
	if t.held[user]--; t.held[user] == 0 {
		delete(t.held, user)
	}
	for i := 0; i < len(t.order) && t.free > 0; {
		next := t.order[i]
		if t.held[next] >= t.most {
			i++
			continue
		}
		t.order = append(t.order[:i], t.order[i+1:]...)
		if w := t.pop(next); w != nil {
			t.place(next)
			close(w.placed)
		}
		if len(t.queues[next]) > 0 {
			t.order = append(t.order, next)
		}
	}
}

// pop removes the first of a user's queue that still waits; nil if none does.
func (t *Turns[K]) pop(user K) *waiter {
	queue := t.queues[user]
	for len(queue) > 0 {
		w := queue[0]
		queue = queue[1:]
		t.queues[user] = queue
		if len(queue) == 0 {
			delete(t.queues, user)
		}
		if !w.gone {
			return w
		}
	}
	return nil
}
