package graph

import (
	"context"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// How long an operation may take. A load of a million rows takes minutes on a
// small machine.
const (
	queryLimit    = time.Minute
	mutationLimit = time.Hour
)

// timeLimit ends queries and mutations that take too long; subscriptions last.
type timeLimit struct{ Query, Mutation time.Duration }

func (timeLimit) ExtensionName() string { return "TimeLimit" }

func (timeLimit) Validate(graphql.ExecutableSchema) error { return nil }

func (t timeLimit) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
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
