package graph

import (
	"context"
	"net/http"

	"omnimap/model"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/vektah/gqlparser/v2/ast"
)

// NewPlainHandler leaves all lists to gqlgen.
func NewPlainHandler(r *Resolver, o Options) http.Handler {
	return guard(o.Authenticate, o.Log, newServer(r, o))
}

// NewUnboundHandler answers whatever is asked for the actor, and counts nothing.
func NewUnboundHandler(r *Resolver, o Options, actor model.Actor) http.Handler {
	server := assemble(r, o, func(*handler.Server, *documents[*ast.QueryDocument]) {})
	server.AroundFields(inlineLists)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		server.ServeHTTP(w, r.WithContext(model.WithActor(r.Context(), actor)))
	})
}

// NewWatchedHandler tells of each list that it writes itself the field's type.
func NewWatchedHandler(r *Resolver, o Options, saw func(typeName string)) http.Handler {
	server := newServer(r, o)
	server.AroundFields(func(ctx context.Context, next graphql.Resolver) (any, error) {
		answer, err := inlineLists(ctx, next)
		if _, ok := answer.(written); ok {
			saw(graphql.GetFieldContext(ctx).Field.Definition.Type.Name())
		}
		return answer, err
	})
	return guard(o.Authenticate, o.Log, server)
}
