package graph

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"omnimap/model"
	"omnimap/service"
)

// What holds for streams of answers, over WebSocket and server-sent events: how
// long a write may take until the client is given up, how often a silent
// connection is used so that it stays open, and how often it is asked whether
// the client's key still holds.
const (
	writeTimeout   = 10 * time.Second
	keepAliveEvery = 20 * time.Second
	recheckEvery   = 5 * time.Second
)

// A stream is an answer that may come in several parts.
type stream struct {
	// fault is why it ended early; nil where it did not.
	fault atomic.Pointer[gqlerror.Error]
}

type streamKey struct{}

func withStream(ctx context.Context) (context.Context, *stream) {
	s := new(stream)
	return context.WithValue(ctx, streamKey{}, s), s
}

// streamOf gives the stream of the answer; nil where the answer is to be whole.
func streamOf(ctx context.Context) *stream {
	s, _ := ctx.Value(streamKey{}).(*stream)
	return s
}

// end ends the stream for a reason that its client is told.
func (s *stream) end(code, message string) {
	s.fault.CompareAndSwap(nil, coded(code, message))
}

// faults are the errors that the stream ended by.
func (s *stream) faults() gqlerror.List {
	if fault := s.fault.Load(); fault != nil {
		return gqlerror.List{fault}
	}
	return nil
}

// checkSubscription is an extension that refuses subscriptions that cannot be
// answered.
type checkSubscription struct{}

func (checkSubscription) ExtensionName() string { return "CheckSubscription" }

func (checkSubscription) Validate(graphql.ExecutableSchema) error { return nil }

func (checkSubscription) MutateOperationContext(ctx context.Context, operation *graphql.OperationContext) *gqlerror.Error {
	if operation.Operation.Operation != ast.Subscription {
		return nil
	}
	if streamOf(ctx) == nil {
		return coded("SUBSCRIPTION_NEEDS_STREAM",
			"A subscription has many answers. Ask with the header Accept: text/event-stream, or over WebSocket with the subprotocol "+subprotocol+".")
	}
	fields := graphql.CollectFields(operation, operation.Operation.SelectionSet, []string{"Subscription"})
	if len(fields) != 1 || fields[0].Name == "__typename" {
		return coded(errcode.ValidationFailed, "A subscription asks for exactly one field of the type Subscription.")
	}
	return nil
}

// holds tells whether a key still is that of the actor whom it was at first.
// Where that cannot be found out just now, it does.
func holds(ctx context.Context, authenticate Authenticate, key string, first model.Actor, log *slog.Logger) bool {
	actor, err := authenticate(ctx, key)
	if err != nil {
		if ctx.Err() == nil {
			log.WarnContext(ctx, "look whether a key still holds", "error", err)
		}
		return true
	}
	return actor != nil && actor.AccountID == first.AccountID && actor.KeyID == first.KeyID
}

// freshLookups gives each answer of a subscription look-ups of its own, since
// what is looked up may change between them.
func (r *Resolver) freshLookups(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	if !graphql.HasOperationContext(ctx) {
		return next(ctx)
	}
	if operation := graphql.GetOperationContext(ctx).Operation; operation != nil && operation.Operation == ast.Subscription {
		ctx = context.WithValue(ctx, lookupsKey{}, newLookups(r.Service, actorOf(ctx)))
	}
	return next(ctx)
}

// subscribe tells the changes of operations until ctx ends, or its reader is
// too slow.
func (r *Resolver) subscribe(ctx context.Context, integration *int64) (<-chan *model.Operation, error) {
	sub, err := r.Service.Subscribe(actorOf(ctx), integration)
	var tooMany *service.TooManyError
	if errors.As(err, &tooMany) {
		return nil, codedAt(ctx, "TOO_MANY_SUBSCRIPTIONS", tooMany.Error())
	}
	if err != nil {
		return nil, err
	}
	changed := make(chan *model.Operation)
	go func() {
		defer close(changed)
		defer sub.Close()
		for {
			op, err := sub.Next(ctx)
			if errors.Is(err, service.ErrTooSlow) {
				streamOf(ctx).end("TOO_SLOW", "More operations changed than were read in time. Subscribe again, and ask for operations.")
			}
			if err != nil {
				return
			}
			select {
			case changed <- op:
			case <-ctx.Done():
				return
			}
		}
	}()
	return changed, nil
}
