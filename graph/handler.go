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
)

// maxUpload is how large a request with a file may be, and uploadMemory how
// much of it is held in memory; the rest goes to disk.
const (
	maxUpload    = 1 << 30
	uploadMemory = 8 << 20
	queryCache   = 1000
)

// NewHandler serves GraphQL over HTTP: POST, GET, and multipart uploads.
func NewHandler(r *Resolver, log *slog.Logger) http.Handler {
	server := newServer(r, log, post{})
	server.AroundFields(inlineLists)
	return server
}

// newServer leaves all answers to gqlgen, but for how they are posted.
func newServer(r *Resolver, log *slog.Logger, post graphql.Transport) *handler.Server {
	server := handler.New(NewExecutableSchema(Config{Resolvers: r}))
	server.AddTransport(transport.Options{})
	server.AddTransport(transport.GET{})
	server.AddTransport(transport.MultipartForm{MaxUploadSize: maxUpload, MaxMemory: uploadMemory})
	server.AddTransport(post)
	server.SetQueryCache(lru.New[*ast.QueryDocument](queryCache))
	server.Use(extension.Introspection{})
	server.AroundOperations(r.withLookups)
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
		var malformed *scalarError
		if errors.As(err, &malformed) {
			return malformed.present(ctx, worded)
		}
		log.ErrorContext(ctx, "request failed", "path", graphql.GetPath(ctx).String(), "error", err)
		hidden := errInternal()
		hidden.Path = graphql.GetPath(ctx)
		return hidden
	}
}

func errInternal() *gqlerror.Error {
	return &gqlerror.Error{Message: "internal error", Extensions: map[string]any{"code": "INTERNAL"}}
}
