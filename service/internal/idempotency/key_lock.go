package idempotency

import (
	"context"
	"sync"
)

// keyLocks has those of this process who want the same go one after the other.
type keyLocks struct {
	mu   sync.Mutex
	held map[key]*keyLock
}

// keyLock is held by who has its token. users counts who holds it or waits for it.
type keyLock struct {
	token chan struct{}
	users int
}

func newKeyLocks() *keyLocks {
	return &keyLocks{held: make(map[key]*keyLock)}
}

// lock waits for the turn, and gives how to end it.
func (t *keyLocks) lock(ctx context.Context, key key) (end func(), err error) {
	mine := t.join(key)
	select {
	case mine.token <- struct{}{}:
		return func() { <-mine.token; t.leave(key, mine) }, nil
	case <-ctx.Done():
		t.leave(key, mine)
		return nil, ctx.Err()
	}
}

func (t *keyLocks) join(key key) *keyLock {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.held[key] == nil {
		t.held[key] = &keyLock{token: make(chan struct{}, 1)}
	}
	t.held[key].users++
	return t.held[key]
}

func (t *keyLocks) leave(key key, mine *keyLock) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if mine.users--; mine.users == 0 {
		delete(t.held, key)
	}
}
