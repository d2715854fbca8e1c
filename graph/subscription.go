package graph

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"omnimap/graph/gqlerr"
	"omnimap/graph/transport"
	"omnimap/model"
	"omnimap/service"
)

// freshLoaders gives each response of a subscription loaders of its own, since
// what they load may change in between.
func (r *Resolver) freshLoaders(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	if !graphql.HasOperationContext(ctx) {
		return next(ctx)
	}
	if operation := graphql.GetOperationContext(ctx).Operation; operation != nil && operation.Operation == ast.Subscription {
		ctx = context.WithValue(ctx, loadersKey{}, newLoaders(r.Service, model.ActorOf(ctx)))
	}
	return next(ctx)
}

// subscribe tells the changes of operations until ctx ends, or its reader is
// too slow.
func (r *Resolver) subscribe(ctx context.Context, integration *int64) (<-chan *model.Operation, error) {
	sub, err := r.Service.Subscribe(model.ActorOf(ctx), integration)
	var tooMany *service.TooManyError
	if errors.As(err, &tooMany) {
		return nil, gqlerr.CodedAt(ctx, "TOO_MANY_SUBSCRIPTIONS", tooMany.Error())
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
				transport.EndStream(ctx, "TOO_SLOW", "More operations changed than were read in time. Subscribe again, and ask for operations.")
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
