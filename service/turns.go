package service

import (
	"context"
	"sync"
)

// turns has those of this process who want the same go one after the other.
type turns struct {
	mu   sync.Mutex
	held map[repeatKey]*turn
}

// turn is held by who has its token. users counts who holds it or waits for it.
type turn struct {
	token chan struct{}
	users int
}

func newTurns() *turns {
	return &turns{held: make(map[repeatKey]*turn)}
}

// take waits for the turn, and gives how to end it.
func (t *turns) take(ctx context.Context, key repeatKey) (end func(), err error) {
	mine := t.join(key)
	select {
	case mine.token <- struct{}{}:
		return func() { <-mine.token; t.leave(key, mine) }, nil
	case <-ctx.Done():
		t.leave(key, mine)
		return nil, ctx.Err()
	}
}

func (t *turns) join(key repeatKey) *turn {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.held[key] == nil {
		t.held[key] = &turn{token: make(chan struct{}, 1)}
	}
	t.held[key].users++
	return t.held[key]
}

func (t *turns) leave(key repeatKey, mine *turn) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if mine.users--; mine.users == 0 {
		delete(t.held, key)
	}
}
