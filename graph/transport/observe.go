package transport

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"regexp"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/felixge/httpsnoop"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/vektah/gqlparser/v2/ast"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"omnimap/graph/gqlerr"
	"omnimap/model"
)

// Observer tells of requests: a line each in the log, counts and durations of
// their operations for Prometheus, and spans where traces are wanted.
type Observer struct {
	log       *slog.Logger
	requests  *prometheus.CounterVec
	durations *prometheus.HistogramVec
	names     names
	// tracer is kept, since to look it up takes a share of a request that shows.
	tracer trace.Tracer
}

// NewObserver registers what it counts.
func NewObserver(log *slog.Logger, registry prometheus.Registerer) *Observer {
	o := &Observer{
		log: log,
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "omnimap_requests_total",
			Help: "GraphQL operations by kind, name and outcome: ok, or the code of the first error."}, []string{"kind", "operation", "outcome"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "omnimap_request_duration_seconds",
			Help:    "How long GraphQL operations took, by kind and name.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300}}, []string{"kind", "operation"}),
		names:  names{known: make(map[string]bool)},
		tracer: otel.Tracer("omnimap"),
	}
	registry.MustRegister(o.requests, o.durations)
	return o
}

// RequestIDHeader is a request's id: the client's, where it sends one that is
// usable, and always the response's.
const RequestIDHeader = "X-Request-Id"

var usableID = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// Handler logs each request that next serves. A panic is logged with its stack
// and responded to without it.
func (o *Observer) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &requestLog{id: r.Header.Get(RequestIDHeader)}
		if !usableID.MatchString(seen.id) {
			seen.id = rand.Text()[:16]
		}
		w.Header().Set(RequestIDHeader, seen.id)
		r = r.WithContext(context.WithValue(r.Context(), requestLogKey{}, seen))
		metrics := httpsnoop.CaptureMetrics(o.recoverPanics(next), w, r)
		o.log.LogAttrs(r.Context(), slog.LevelInfo, "request", append(seen.attributes(),
			slog.String("method", r.Method), slog.String("path", r.URL.Path), slog.Int("status", metrics.Code),
			slog.Int64("bytes", metrics.Written), slog.Duration("duration", metrics.Duration))...)
	})
}

// recoverPanics responds to a panic, unless it aborts the response.
func (o *Observer) recoverPanics(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			panicked := recover()
			if panicked == nil {
				return
			}
			if panicked == http.ErrAbortHandler {
				requestLogOf(r.Context()).recordOutcome("", "ABORTED")
				panic(panicked)
			}
			o.log.ErrorContext(r.Context(), "panic", "value", panicked, "stack", string(debug.Stack()))
			requestLogOf(r.Context()).recordOutcome("", "INTERNAL")
			writeRequestError(w, r, gqlerr.Internal())
		}()
		next.ServeHTTP(w, r)
	})
}

// ExtensionName is the observer's name among the server's extensions.
func (*Observer) ExtensionName() string { return "Observer" }

// Validate accepts every schema.
func (*Observer) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptResponse counts the responses of operations. Each event of a
// subscription is one.
func (o *Observer) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	kind, name := operationOf(ctx)
	ctx, span := o.tracer.Start(ctx, strings.TrimSpace("graphql "+kind+" "+name))
	defer span.End()
	began := time.Now()
	response := next(ctx)
	if response == nil {
		return nil
	}
	outcome := outcomeOf(response)
	span.SetAttributes(attribute.String("graphql.operation.type", kind), attribute.String("graphql.operation.name", name))
	if outcome != "ok" {
		span.SetStatus(codes.Error, outcome)
	}
	label := o.names.label(name)
	o.requests.WithLabelValues(kind, label, outcome).Inc()
	o.durations.WithLabelValues(kind, label).Observe(time.Since(began).Seconds())
	requestLogOf(ctx).recordOutcome(name, outcome)
	return response
}

// operationOf gives an operation's kind, and its name or, where it has none,
// that of its first field; nothing of a document that is none.
func operationOf(ctx context.Context) (kind, name string) {
	if !graphql.HasOperationContext(ctx) || graphql.GetOperationContext(ctx).Operation == nil {
		return "none", ""
	}
	operation := graphql.GetOperationContext(ctx).Operation
	if operation.Name != "" {
		return string(operation.Operation), operation.Name
	}
	for _, selection := range operation.SelectionSet {
		if field, ok := selection.(*ast.Field); ok {
			return string(operation.Operation), field.Name
		}
	}
	return string(operation.Operation), ""
}

// outcomeOf is ok, or the code of the first error.
func outcomeOf(response *graphql.Response) string {
	if len(response.Errors) == 0 {
		return "ok"
	}
	if code, ok := response.Errors[0].Extensions["code"].(string); ok {
		return code
	}
	return "ERROR"
}

// names bounds how many names of operations are counted apart, and their length,
// since clients make them up.
type names struct {
	mu    sync.Mutex
	known map[string]bool
}

const (
	maxNames = 200
	maxName  = 100
)

func (n *names) label(name string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.known[name] {
		if len(n.known) == maxNames || len(name) > maxName {
			return "others"
		}
		n.known[name] = true
	}
	return name
}

type requestLogKey struct{}

// requestLog is what the log tells about a request.
type requestLog struct {
	id string

	mu         sync.Mutex
	actor      model.Actor
	operations []string
	more       int
	outcome    string
}

// maxLogged is how many operations of one request the log names.
const maxLogged = 5

// requestLogOf gives the request that a context belongs to; nil in a test that
// has none.
func requestLogOf(ctx context.Context) *requestLog {
	seen, _ := ctx.Value(requestLogKey{}).(*requestLog)
	return seen
}

// setActor records the actor.
func (r *requestLog) setActor(actor model.Actor) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.actor = actor
}

// recordOutcome records how an operation ended. The first that is not ok is how the
// request did.
func (r *requestLog) recordOutcome(operation, outcome string) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(operation) > maxName {
		operation = operation[:maxName] + "…" // A name in GraphQL is ASCII.
	}
	switch {
	case operation == "":
	case len(r.operations) < maxLogged:
		r.operations = append(r.operations, operation)
	default:
		r.more++
	}
	if r.outcome == "" || r.outcome == "ok" {
		r.outcome = outcome
	}
}

func (r *requestLog) attributes() []slog.Attr {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := []slog.Attr{slog.String("id", r.id)}
	if len(r.operations) > 0 {
		all = append(all, slog.String("operation", strings.Join(r.operations, ",")))
	}
	if r.more > 0 {
		all = append(all, slog.Int("more", r.more))
	}
	if r.outcome != "" {
		all = append(all, slog.String("outcome", r.outcome))
	}
	if r.actor.Name != "" {
		all = append(all, slog.Int64("account", r.actor.AccountID), slog.String("key", r.actor.Name))
	}
	return all
}
