package transport

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"omnimap/graph/gqlerr"
	"omnimap/model"
)

// What holds for streams of responses, over WebSocket and server-sent events: how
// long a write may take until the client is given up, and how often a silent
// connection is used so that it stays open.
const (
	writeTimeout   = 10 * time.Second
	keepAliveEvery = 20 * time.Second
)

// Hold gives a channel that is closed when an actor may not be served any more:
// its key was revoked or has expired, or it has none and there are keys now.
// release ends the watch.
type Hold func(model.Actor) (ended <-chan struct{}, release func())

// StreamOptions are how the transports of several responses serve, over SSE
// and WebSocket.
type StreamOptions struct {
	// MaxBody is how many bytes the JSON of a request or message may have.
	MaxBody      int64
	Authenticate Authenticate
	Hold         Hold
	// Origins are the sites beside the server's own whose pages may open
	// WebSockets; * for all.
	Origins []string
	// Stopping ends when the server is to stop.
	Stopping context.Context
	// WebSockets counts the open ones.
	WebSockets *sync.WaitGroup
	Log        *slog.Logger
}

// A stream is a response that may come in several parts.
type stream struct {
	// fault is why it ended early; nil where it did not.
	fault atomic.Pointer[gqlerror.Error]
}

type streamKey struct{}

func withStream(ctx context.Context) (context.Context, *stream) {
	s := new(stream)
	return context.WithValue(ctx, streamKey{}, s), s
}

// streamOf gives the stream of a context; nil where the response is to be whole.
func streamOf(ctx context.Context) *stream {
	s, _ := ctx.Value(streamKey{}).(*stream)
	return s
}

// EndStream ends the stream of a context, for a reason that its client gets.
func EndStream(ctx context.Context, code, message string) { streamOf(ctx).end(code, message) }

// end ends the stream, for a reason that its client gets.
func (s *stream) end(code, message string) {
	s.fault.CompareAndSwap(nil, gqlerr.Coded(code, message))
}

// faults are the errors that the stream ended by.
func (s *stream) faults() gqlerror.List {
	if fault := s.fault.Load(); fault != nil {
		return gqlerror.List{fault}
	}
	return nil
}

// CheckSubscription is an extension that refuses subscriptions that cannot be
// served.
type CheckSubscription struct{}

// ExtensionName is the name among the server's extensions.
func (CheckSubscription) ExtensionName() string { return "CheckSubscription" }

// Validate accepts every schema.
func (CheckSubscription) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext refuses a subscription without a stream, or of other
// than one field.
func (CheckSubscription) MutateOperationContext(ctx context.Context, operation *graphql.OperationContext) *gqlerror.Error {
	if operation.Operation.Operation != ast.Subscription {
		return nil
	}
	if streamOf(ctx) == nil {
		return gqlerr.Coded("SUBSCRIPTION_NEEDS_STREAM",
			"A subscription has many answers. Ask with the header Accept: text/event-stream, or over WebSocket with the subprotocol "+subprotocol+".")
	}
	fields := graphql.CollectFields(operation, operation.Operation.SelectionSet, []string{"Subscription"})
	if len(fields) != 1 || fields[0].Name == "__typename" {
		return gqlerr.Coded(errcode.ValidationFailed, "A subscription asks for exactly one field of the type Subscription.")
	}
	return nil
}
