package app

import (
	"context"
	"crypto/subtle"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/trace"

	"omnimap/db"
	"omnimap/service"
)

// newRegistry has what the process, its connections to the database and its
// operations tell of themselves.
func newRegistry(store *db.Store, s *service.Service) *prometheus.Registry {
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		collectors.NewDBStatsCollector(store.Pool(), "omnimap"),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "omnimap_operations_running",
			Help: "Operations that this replica is working at."}, func() float64 { return float64(s.RunningOperations()) }),
	)
	return registry
}

// metricsHandler serves the metrics, which tell of all accounts, to whoever
// runs the server: to this machine, and to who knows the token.
func metricsHandler(registry *prometheus.Registry, token string) http.Handler {
	metrics := promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		known := token != "" && subtle.ConstantTimeCompare([]byte(given), []byte(token)) == 1
		if !known && (token != "" || !fromHere(r)) {
			w.Header().Set("WWW-Authenticate", `Bearer realm="omnimap metrics"`)
			http.Error(w, "Metrics are for this machine, or for who sends the token in METRICS_TOKEN: Authorization: Bearer TOKEN.", http.StatusUnauthorized)
			return
		}
		metrics.ServeHTTP(w, r)
	})
}

// fromHere tells whether a request comes from this machine itself, and not
// through a proxy on it.
func fromHere(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	ip := net.ParseIP(host)
	return err == nil && ip != nil && ip.IsLoopback() && r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Forwarded") == ""
}

// tracing tells whether traces are wanted.
func tracing() bool { return os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != "" }

// startTracing sends traces where OpenTelemetry's own settings say, if they say
// so. stop sends what is left.
func startTracing(ctx context.Context) (stop func(), err error) {
	if !tracing() {
		return func() {}, nil
	}
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, fmt.Errorf("start tracing: %w", err)
	}
	provider := trace.NewTracerProvider(trace.WithBatcher(exporter))
	otel.SetTracerProvider(provider)
	otel.SetTextMapPropagator(propagation.TraceContext{})
	return func() {
		// A collector that does not answer is not to hold up the end.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = provider.Shutdown(ctx)
	}, nil
}

// traced makes a span of each request, where traces are wanted.
func traced(next http.Handler) http.Handler {
	if !tracing() {
		return next
	}
	return otelhttp.NewHandler(next, "omnimap", otelhttp.WithFilter(func(r *http.Request) bool {
		return r.URL.Path != "/healthz" && r.URL.Path != "/readyz" && r.URL.Path != "/metrics"
	}))
}
