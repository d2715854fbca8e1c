package limit

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// How long an operation may take. A load of a million rows takes minutes on a
// small machine.
const (
	MaxQueryTime    = time.Minute
	MaxMutationTime = time.Hour
)

// DurationLimiter ends queries and mutations that take too long; subscriptions
// last.
type DurationLimiter struct{ Query, Mutation time.Duration }

// ExtensionName is the name among the server's extensions.
func (DurationLimiter) ExtensionName() string { return "TimeLimit" }

// Validate accepts every schema.
func (DurationLimiter) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptResponse gives an operation its deadline.
func (t DurationLimiter) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	if !graphql.HasOperationContext(ctx) || graphql.GetOperationContext(ctx).Operation == nil {
		return next(ctx)
	}
	limit := t.Query
	switch graphql.GetOperationContext(ctx).Operation.Operation {
	case ast.Subscription:
		return next(ctx)
	case ast.Mutation:
		limit = t.Mutation
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	return next(ctx)
}
