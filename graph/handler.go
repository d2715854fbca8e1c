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
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"omnimap/service"
)

// maxUpload is how large a request with a file may be, and uploadMemory how
// much of it is held in memory; the rest goes to disk.
const (
	maxUpload    = 1 << 30
	uploadMemory = 8 << 20
	queryCache   = 1000
)

// NewHandler serves GraphQL over HTTP: POST, GET, multipart uploads,
// server-sent events, and WebSocket.
func NewHandler(r *Resolver, authenticate Authenticate, log *slog.Logger, options Options) http.Handler {
	options = options.withDefaults()
	server := newServer(r, log, newWebSockets(authenticate, options, log), eventStream{authenticate, options, log})
	server.AroundFields(inlineLists)
	return guard(authenticate, log, server)
}

// newServer leaves all answers to gqlgen. streams are the transports for answers
// of several parts, which go before the others.
func newServer(r *Resolver, log *slog.Logger, streams ...graphql.Transport) *handler.Server {
	server := handler.New(NewExecutableSchema(Config{Resolvers: r}))
	for _, stream := range streams {
		server.AddTransport(stream)
	}
	server.AddTransport(transport.Options{})
	server.AddTransport(transport.GET{})
	server.AddTransport(transport.MultipartForm{MaxUploadSize: maxUpload, MaxMemory: uploadMemory})
	server.AddTransport(transport.POST{})
	server.SetQueryCache(lru.New[*ast.QueryDocument](queryCache))
	server.Use(extension.Introspection{})
	server.Use(checkSubscription{})
	server.AroundOperations(r.withLookups)
	server.AroundResponses(r.freshLookups)
	server.SetErrorPresenter(presentError(log))
	server.SetRecoverFunc(func(ctx context.Context, panicked any) error {
		log.ErrorContext(ctx, "panic", "value", panicked, "stack", string(debug.Stack()))
		return errInternal()
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
		var forbidden *service.ForbiddenError
		if errors.As(err, &forbidden) {
			return &gqlerror.Error{Message: forbidden.Error(), Path: graphql.GetPath(ctx), Extensions: map[string]any{"code": "FORBIDDEN"}}
		}
		var malformed *scalarError
		if errors.As(err, &malformed) {
			return malformed.present(ctx, worded)
		}
		level := slog.LevelError
		if ctx.Err() != nil && errors.Is(err, context.Canceled) {
			level = slog.LevelDebug // The client has gone away.
		}
		log.Log(ctx, level, "request failed", "path", graphql.GetPath(ctx).String(), "error", err)
		hidden := errInternal()
		hidden.Path = graphql.GetPath(ctx)
		return hidden
	}
}

func errInternal() *gqlerror.Error {
	return &gqlerror.Error{Message: "internal error", Extensions: map[string]any{"code": "INTERNAL"}}
}
