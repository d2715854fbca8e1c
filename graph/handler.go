package graph

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"omnimap/graph/gqlerr"
	"omnimap/graph/limit"
	"omnimap/graph/transport"
	"omnimap/model"
)

// NewHandler serves GraphQL over HTTP: POST, arrays of operations, GET,
// multipart uploads, server-sent events, and WebSocket.
func NewHandler(r *Resolver, o Options) http.Handler {
	stream := o.stream()
	server := newServer(r, o, transport.NewWebSocket(stream), transport.SSE{Options: stream})
	server.AroundFields(fastJSONLists)
	bounds := transport.NewBounds(limit.MaxQueryTime, limit.MaxMutationTime)
	return transport.Guard(o.Authenticate, o.Log, bounds.Handler(server))
}

// newServer leaves all lists to gqlgen. streams are the transports of several
// responses, which go before the others.
func newServer(r *Resolver, o Options, streams ...graphql.Transport) *handler.Server {
	return assemble(r, o, o.addLimits, streams...)
}

// addLimits adds the extensions that observe operations and limit them.
func (o Options) addLimits(server *handler.Server, roles roleCheck) {
	server.SetParserTokenLimit(limit.MaxTokens)
	if o.Observer != nil {
		server.Use(o.Observer)
	}
	costs := o.costs()
	server.Use(costs.Least())
	server.Use(roles.persisted)
	server.Use(limit.DocumentLimiter{Accepted: roles.documents})
	server.Use(roles)
	server.Use(transport.CheckSubscription{})
	server.Use(costs)
	server.Use(limit.NewWorkLimiter(costs, pageSizes()))
	server.Use(limit.DurationLimiter{Query: limit.MaxQueryTime, Mutation: limit.MaxMutationTime})
}

func assemble(r *Resolver, o Options, addExtensions func(*handler.Server, roleCheck), streams ...graphql.Transport) *handler.Server {
	documents := newQueryCache(func(query string, _ *ast.QueryDocument) int { return len(query) })
	roles := roleCheck{documents: documents, persisted: newPersisted()}
	schema := NewExecutableSchema(Config{Resolvers: r})
	server := handler.New(schema)
	for _, stream := range streams {
		server.AddTransport(stream)
	}
	server.AddTransport(transport.Post{MaxBody: o.Limits.Body})
	server.AddTransport(transport.Get{})
	server.AddTransport(transport.Multipart{MaxBody: o.Limits.Body, MaxUpload: o.Limits.Upload, Refused: roles.refuses, Log: o.Log})
	server.AddTransport(transport.Unsupported{})
	server.SetQueryCache(documents)
	addExtensions(server, roles)
	server.Use(extension.Introspection{})
	server.SetValidationRulesFn(validationRules)
	server.AroundOperations(r.withLoaders)
	server.AroundResponses(r.freshLoaders)
	server.AroundRootFields(idempotentRequests{r.Service, schema.Schema().Types}.intercept)
	server.SetErrorPresenter(presentError(o.Log))
	server.SetRecoverFunc(func(ctx context.Context, panicked any) error {
		o.Log.ErrorContext(ctx, "panic", "value", panicked, "stack", string(debug.Stack()))
		return gqlerr.Internal().Present()
	})
	return server
}

// presentError hands on errors that were worded for the caller, and hides the
// rest behind "internal error", which the log explains.
func presentError(log *slog.Logger) graphql.ErrorPresenterFunc {
	return func(ctx context.Context, err error) *gqlerror.Error {
		var worded *gqlerror.Error
		if errors.As(err, &worded) && worded.Unwrap() == nil {
			return worded
		}
		if worded != nil && worded.Rule != "" {
			return worded
		}
		var forbidden *model.ForbiddenError
		if errors.As(err, &forbidden) {
			return gqlerr.CodedAt(ctx, "FORBIDDEN", forbidden.Error())
		}
		var malformed *scalarError
		if errors.As(err, &malformed) {
			return malformed.present(ctx, worded)
		}
		if ctx.Err() != nil {
			log.InfoContext(ctx, "request given up", "path", graphql.GetPath(ctx).String(), "cause", context.Cause(ctx), "error", err)
			return errGivenUp(ctx)
		}
		if fault := model.FaultOf(err); fault != nil {
			log.WarnContext(ctx, "request failed", "path", graphql.GetPath(ctx).String(), "error", err)
			unable := gqlerr.Unable(fault).Present()
			unable.Path = graphql.GetPath(ctx)
			return unable
		}
		log.ErrorContext(ctx, "request failed", "path", graphql.GetPath(ctx).String(), "error", err)
		hidden := gqlerr.Internal().Present()
		hidden.Path = graphql.GetPath(ctx)
		return hidden
	}
}

// errGivenUp is the error of a request that took longer than it may.
func errGivenUp(ctx context.Context) *gqlerror.Error {
	err := gqlerr.Timeout()
	err.Path = graphql.GetPath(ctx)
	return err
}
