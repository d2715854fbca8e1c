// Package telemetry has the server's log, its metrics and its traces.
package telemetry

import (
	"context"
	"crypto/subtle"
	"database/sql"
	"fmt"
	"log/slog"
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
)

// NewLogger logs to standard error what has the level or a higher one. The
// format is text or json.
func NewLogger(level slog.Level, format string) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	if format == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, options))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, options))
}

// NewRegistry holds the metrics of the process, of its connections to the
// database, those for light reads apart, and of the operations that run.
func NewRegistry(database, light *sql.DB, runningOperations func() int) *prometheus.Registry {
	registry := prometheus.NewRegistry()
	registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		collectors.NewDBStatsCollector(database, "omnimap"),
		collectors.NewDBStatsCollector(light, "omnimap_light"),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "omnimap_operations_running",
			Help: "Operations that this replica is working at."}, func() float64 { return float64(runningOperations()) }),
	)
	return registry
}

// MetricsHandler serves the metrics, which are of all accounts, to this
// machine, or, if there is a token, to requests with that token.
func MetricsHandler(registry *prometheus.Registry, token string) http.Handler {
	metrics := promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		given := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
		known := token != "" && subtle.ConstantTimeCompare([]byte(given), []byte(token)) == 1
		if !known && (token != "" || !isLoopback(r)) {
			w.Header().Set("WWW-Authenticate", `Bearer realm="omnimap metrics"`)
			http.Error(w, "Metrics are for this machine, or for who sends the token in METRICS_TOKEN: Authorization: Bearer TOKEN.", http.StatusUnauthorized)
			return
		}
		metrics.ServeHTTP(w, r)
	})
}

// isLoopback reports whether a request comes from this machine itself, and not
// through a proxy on it.
func isLoopback(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	ip := net.ParseIP(host)
	return err == nil && ip != nil && ip.IsLoopback() && r.Header.Get("X-Forwarded-For") == "" && r.Header.Get("Forwarded") == ""
}

// StartTracing sends traces where OpenTelemetry's own settings say. stop sends
// what is left.
func StartTracing(ctx context.Context) (stop func(), err error) {
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, fmt.Errorf("start tracing: %w", err)
	}
	provider := trace.NewTracerProvider(trace.WithBatcher(exporter))
	otel.SetTracerProvider(provider)
	otel.SetTextMapPropagator(propagation.TraceContext{})
	return func() {
		// A collector that does not answer must not delay the end.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = provider.Shutdown(ctx)
	}, nil
}

// Traced makes a span of each request, except for those of probes.
func Traced(next http.Handler) http.Handler {
	return otelhttp.NewHandler(next, "omnimap", otelhttp.WithFilter(func(r *http.Request) bool {
		return r.URL.Path != "/healthz" && r.URL.Path != "/readyz" && r.URL.Path != "/metrics"
	}))
}
