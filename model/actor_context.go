package model

import "context"

type actorKey struct{}

// WithActor says for the rest of a request who asks.
func WithActor(ctx context.Context, actor Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, actor)
}

// ActorOf is who asks. Where no one was authenticated it is the zero Actor,
// which has no account and no role.
func ActorOf(ctx context.Context) Actor {
	actor, _ := ctx.Value(actorKey{}).(Actor)
	return actor
}
