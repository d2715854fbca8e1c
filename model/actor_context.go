package model

import "context"

type actorKey struct{}

// WithActor returns a context with the request's actor.
func WithActor(ctx context.Context, actor Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// ActorOf returns the request's actor. Without authentication it is the zero
// Actor, which has no account and no role.
func ActorOf(ctx context.Context) Actor {
	actor, _ := ctx.Value(actorKey{}).(Actor)
	return actor
}
