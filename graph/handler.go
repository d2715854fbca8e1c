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

// Options are how a handler serves.
type Options struct {
	Authenticate Authenticate
	// CostBudget is how many points a key may spend in a minute; 0 for as many
	// as it wants.
	CostBudget int64
	Observer   *Observer
	Log        *slog.Logger
}

// NewHandler serves GraphQL over HTTP: POST, GET, and multipart uploads.
func NewHandler(r *Resolver, o Options) http.Handler {
	server := newServer(r, o, post{})
	server.AroundFields(inlineLists)
	return guard(o.Authenticate, o.Log, server)
}

// newServer leaves all answers to gqlgen, but for how they are posted.
func newServer(r *Resolver, o Options, post graphql.Transport) *handler.Server {
	documents := lru.New[*ast.QueryDocument](queryCache)
	schema := NewExecutableSchema(Config{Resolvers: r})
	server := handler.New(schema)
	server.AddTransport(transport.Options{})
	server.AddTransport(transport.GET{})
	server.AddTransport(transport.MultipartForm{MaxUploadSize: maxUpload, MaxMemory: uploadMemory})
	server.AddTransport(post)
	server.SetQueryCache(documents)
	server.SetParserTokenLimit(maxTokens)
	if o.Observer != nil {
		server.Use(o.Observer)
	}
	server.Use(documentLimits{documents})
	server.Use(&accounting{budgets: newBudgets(o.CostBudget)})
	server.Use(extension.Introspection{})
	server.SetValidationRulesFn(validationRules)
	server.AroundOperations(r.withLookups)
	server.AroundRootFields(repeats{r.Service, schema.Schema().Types}.answerOnce)
	server.SetErrorPresenter(presentError(o.Log))
	server.SetRecoverFunc(func(ctx context.Context, panicked any) error {
		o.Log.ErrorContext(ctx, "panic", "value", panicked, "stack", string(debug.Stack()))
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
		log.ErrorContext(ctx, "request failed", "path", graphql.GetPath(ctx).String(), "error", err)
		hidden := errInternal()
		hidden.Path = graphql.GetPath(ctx)
		return hidden
	}
}

func errInternal() *gqlerror.Error {
	return &gqlerror.Error{Message: "internal error", Extensions: map[string]any{"code": "INTERNAL"}}
}
