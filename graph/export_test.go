package graph

import (
	"context"
	"log/slog"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
)

// NewPlainHandler leaves all lists to gqlgen.
func NewPlainHandler(r *Resolver, authenticate Authenticate, log *slog.Logger) http.Handler {
	return guard(authenticate, log, newServer(r, DefaultLimits(), log))
}

// NewWatchedHandler tells of each list that it writes itself the field's type.
func NewWatchedHandler(r *Resolver, authenticate Authenticate, log *slog.Logger, saw func(typeName string)) http.Handler {
	server := newServer(r, DefaultLimits(), log)
	server.AroundFields(func(ctx context.Context, next graphql.Resolver) (any, error) {
		answer, err := inlineLists(ctx, next)
		if _, ok := answer.(written); ok {
			saw(graphql.GetFieldContext(ctx).Field.Definition.Type.Name())
		}
		return answer, err
	})
	return guard(authenticate, log, server)
}
