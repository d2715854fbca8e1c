package transport

import (
	"context"
	"sync"
)

// shared is what the operations of an array without mutations have in common.
type shared struct {
	mu    sync.Mutex
	value any
}

type sharedKey struct{}

func withShared(ctx context.Context) context.Context {
	return context.WithValue(ctx, sharedKey{}, new(shared))
}

// Shared returns the value that the operations of the context's array share,
// which the first of them makes. An operation that shares nothing has its own.
func Shared[T any](ctx context.Context, makeValue func() T) T {
	s, _ := ctx.Value(sharedKey{}).(*shared)
	if s == nil {
		return makeValue()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	value, made := s.value.(T)
	if !made {
		value = makeValue()
		s.value = value
	}
	return value
}
