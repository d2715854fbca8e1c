package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"omnimap/service"
)

// reads are what the fields of a request have read, by what was asked for: what
// is equal is read once, under however many aliases, and in however many
// operations of an array without mutations.
type reads struct {
	mu    sync.Mutex
	known map[string]*reading
}

// reading is a read that is done, or under way.
type reading struct {
	done  chan struct{}
	value any
	err   error
}

func newReads() *reads { return &reads{known: make(map[string]*reading)} }

type readsKey struct{}

// readOnce gives what read does, or gave before for an equal key. Nothing may
// change the value. A key is a name with whatever read depends on.
func readOnce[T any](ctx context.Context, name string, arguments any, read func(context.Context) (T, error)) (T, error) {
	all, _ := ctx.Value(readsKey{}).(*reads)
	text, err := json.Marshal(arguments)
	if all == nil || err != nil {
		return read(ctx)
	}
	key := name + string(text)
	for {
		found, first := all.find(key)
		if first {
			value, err := readFirst(ctx, all, key, found, read)
			return value, err
		}
		select {
		case <-found.done:
		case <-ctx.Done():
			var none T
			return none, ctx.Err()
		}
		if found.err == nil {
			value, _ := found.value.(T) // An interface may hold nothing.
			return value, nil
		}
		// It failed for another field, of which the time may have run out.
	}
}

// find gives the reading of a key, and whether the caller is the first, who is to
// read.
func (r *reads) find(key string) (found *reading, first bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	found = r.known[key]
	if found == nil {
		found = &reading{done: make(chan struct{}), err: errNotRead}
		r.known[key] = found
		return found, true
	}
	return found, false
}

// errNotRead is of a reading that ended in a panic.
var errNotRead = fmt.Errorf("it was not read")

// readFirst reads. What fails is forgotten, so that the next one reads again.
func readFirst[T any](ctx context.Context, all *reads, key string, r *reading, read func(context.Context) (T, error)) (T, error) {
	defer func() {
		if r.err != nil {
			all.mu.Lock()
			delete(all.known, key)
			all.mu.Unlock()
		}
		close(r.done)
	}()
	value, err := read(ctx)
	r.value, r.err = value, err
	return value, err
}

// canonicalText is a search as the service takes it: without white space at both
// ends, and nil where it is for nothing.
func canonicalText(text *string) *string {
	if text == nil {
		return nil
	}
	trimmed := strings.TrimSpace(*text)
	if trimmed == "" {
		return nil
	}
	return &trimmed
}

// canonicalFilter is a filter of listings that equal ones have alike.
func canonicalFilter(filter service.ListingFilter) service.ListingFilter {
	filter.Search = canonicalText(filter.Search)
	filter.Status, filter.Reason = sorted(filter.Status), sorted(filter.Reason)
	return filter
}

// sorted is a set's entries, each once; nil of nil.
func sorted[S ~string](set []S) []S {
	if set == nil {
		return nil
	}
	all := slices.Clone(set)
	slices.Sort(all)
	return slices.Compact(all)
}
