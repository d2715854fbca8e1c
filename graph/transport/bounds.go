package transport

import (
	"context"
	"net/http"
	"runtime"
	"time"

	"omnimap/internal/turns"
	"omnimap/model"
)

// Bounds bound what a request may take of the server beside its operations. See
// ADR 24.
type Bounds struct {
	// Queries and Mutations are how long an array may take: one of queries alone,
	// and one with a mutation.
	Queries, Mutations time.Duration
	// documents are the turns of large documents to be parsed and validated: a
	// processor is left for what is small.
	documents *turns.Turns[int64]
}

// largeDocument is from how many bytes on a document waits for its turn. Smaller
// ones take a few milliseconds, and are remembered.
const largeDocument = 32 << 10

// NewBounds gives an array so much time.
func NewBounds(queries, mutations time.Duration) *Bounds {
	large := largeDocuments()
	return &Bounds{Queries: queries, Mutations: mutations, documents: turns.New[int64](large, large)}
}

// largeDocuments is how many large documents are looked at at once.
func largeDocuments() int { return max(runtime.GOMAXPROCS(0)-1, 1) }

type boundsKey struct{}

// Handler bounds the requests that next serves.
func (b *Bounds) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), boundsKey{}, b)))
	})
}

// boundsOf gives the bounds of a context; nil where there are none.
func boundsOf(ctx context.Context) *Bounds {
	b, _ := ctx.Value(boundsKey{}).(*Bounds)
	return b
}

// document waits until a document may be looked at.
func (b *Bounds) document(ctx context.Context, length int) (leave func()) {
	if b == nil || length <= largeDocument {
		return func() {}
	}
	leave, err := b.documents.Take(ctx, model.ActorOf(ctx).AccountID)
	if err != nil {
		return func() {} // The client has gone.
	}
	return leave
}

// array is the context of an array that began at a time.
func (b *Bounds) array(ctx context.Context, began time.Time, mutations bool) (context.Context, context.CancelFunc) {
	switch {
	case b == nil:
		return context.WithCancel(ctx)
	case mutations:
		return context.WithDeadline(ctx, began.Add(b.Mutations))
	}
	return context.WithDeadline(withShared(ctx), began.Add(b.Queries))
}
