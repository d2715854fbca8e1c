package graph

import (
	"context"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"

	"omnimap/graph/transport"
	"omnimap/model"
)

// NewPlainHandler leaves all lists to gqlgen.
func NewPlainHandler(r *Resolver, o Options) http.Handler {
	return transport.Guard(o.Authenticate, o.Log, newServer(r, o))
}

// NewUnlimitedHandler serves every request as the actor, and sets no limits.
func NewUnlimitedHandler(r *Resolver, o Options, actor model.Actor) http.Handler {
	server := assemble(r, o, func(*handler.Server, roleCheck) {})
	server.AroundFields(fastJSONLists)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		server.ServeHTTP(w, r.WithContext(model.WithActor(r.Context(), actor)))
	})
}

// NewWatchedHandler tells of each list that it writes itself the field's type.
func NewWatchedHandler(r *Resolver, o Options, saw func(typeName string)) http.Handler {
	server := newServer(r, o)
	server.AroundFields(func(ctx context.Context, next graphql.Resolver) (any, error) {
		value, err := fastJSONLists(ctx, next)
		if _, ok := value.(rawJSON); ok {
			saw(graphql.GetFieldContext(ctx).Field.Definition.Type.Name())
		}
		return value, err
	})
	return transport.Guard(o.Authenticate, o.Log, server)
}
