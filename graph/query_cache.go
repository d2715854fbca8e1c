package graph

import (
	"context"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// How many query documents are remembered, how long one may be, and how long
// all are together. A parsed one takes some thirty times its length.
const (
	maxCachedQueries = 1000
	maxCachedQuery   = 32 << 10
	maxCachedBytes   = 4 << 20
)

// queryCache remembers query documents, those that were used last.
type queryCache[T any] struct {
	length func(key string, document T) int

	mu    sync.Mutex
	lru   *simplelru.LRU[string, T]
	bytes int
}

// newQueryCache returns a cache of documents. length is the size of one in
// bytes.
func newQueryCache[T any](length func(key string, document T) int) *queryCache[T] {
	d := &queryCache[T]{length: length}
	// The only error is about a number below one.
	d.lru, _ = simplelru.NewLRU(maxCachedQueries, func(key string, document T) { d.bytes -= length(key, document) })
	return d
}

// Get gives a document, and whether it is known.
func (d *queryCache[T]) Get(_ context.Context, key string) (T, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.lru.Get(key)
}

// Add remembers a document, unless it is too long.
func (d *queryCache[T]) Add(_ context.Context, key string, document T) {
	length := d.length(key, document)
	if length > maxCachedQuery {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, known := d.lru.Get(key); known {
		return
	}
	d.lru.Add(key, document)
	d.bytes += length
	for d.bytes > maxCachedBytes {
		d.lru.RemoveOldest()
	}
}
