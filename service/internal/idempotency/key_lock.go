package idempotency

import (
	"context"
	"sync"
)

// keyLocks are mutexes by key, for requests of this process.
type keyLocks struct {
	mu   sync.Mutex
	held map[key]*keyLock
}

// keyLock is held by the goroutine whose token is in the channel. users counts
// the holder and those that wait.
type keyLock struct {
	token chan struct{}
	users int
}

func newKeyLocks() *keyLocks {
	return &keyLocks{held: make(map[key]*keyLock)}
}

// lock waits for the key's lock and returns a function that releases it.
func (l *keyLocks) lock(ctx context.Context, key key) (unlock func(), err error) {
	entry := l.join(key)
	select {
	case entry.token <- struct{}{}:
		return func() { <-entry.token; l.leave(key, entry) }, nil
	case <-ctx.Done():
		l.leave(key, entry)
		return nil, ctx.Err()
	}
}

func (l *keyLocks) join(key key) *keyLock {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.held[key] == nil {
		l.held[key] = &keyLock{token: make(chan struct{}, 1)}
	}
	l.held[key].users++
	return l.held[key]
}

func (l *keyLocks) leave(key key, lock *keyLock) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if lock.users--; lock.users == 0 {
		delete(l.held, key)
	}
}
