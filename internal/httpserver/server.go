// Package httpserver serves the program's handlers over HTTP: their routes, the
// pages of other sites, slow clients, and how serving starts and stops.
package httpserver

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"

	"omnimap/model"
)

// Handlers are what the server serves.
type Handlers struct {
	GraphQL, Schema http.Handler
	// CustomSheet serves spreadsheets for custom mappings, at CustomSheetPath.
	CustomSheet     http.Handler
	CustomSheetPath string
	// Web is the dashboard, and Sample the files of the sample catalogue.
	Web, Sample, Metrics http.Handler
	// Ready reports whether requests can be served.
	Ready func(ctx context.Context) error
	Log   *slog.Logger
	// Version is a line that says which build this is.
	Version string
}

// Routes serves each handler at its path.
func Routes(h Handlers) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/graphql", h.GraphQL)
	mux.Handle("GET "+h.CustomSheetPath, h.CustomSheet)
	mux.Handle("GET /schema.graphql", h.Schema)
	mux.Handle("/", h.Web)
	mux.Handle("/sample/", h.Sample)
	mux.Handle("GET /metrics", h.Metrics)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /version", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, h.Version) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := h.Ready(r.Context()); err != nil {
			h.Log.InfoContext(r.Context(), "not ready", "error", err)
			http.Error(w, notReady(err), http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	return mux
}

// ErrStopping says that the server is about to stop.
var ErrStopping = errors.New("the server is about to stop")

// notReady says why requests cannot be served. What a database says about itself
// is for the log.
func notReady(err error) string {
	if fault := model.FaultOf(err); fault != nil {
		return fault.Message
	}
	if errors.Is(err, ErrStopping) {
		return "The server is about to stop."
	}
	return "The database does not answer."
}

// Listen opens the address. Without API keys every client is the server's
// owner, so that the address must be loopback's.
func Listen(ctx context.Context, address string, keysExist func(context.Context) (bool, error)) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("read ADDR: %w", err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		exist, err := keysExist(ctx)
		if err != nil {
			return nil, err
		}
		if !exist {
			return nil, fmt.Errorf("ADDR is %s: there are no API keys yet, so only this machine may ask. "+
				"Make a key first: omnimap keys create -role admin -name LABEL. Or use 127.0.0.1 or localhost", address)
		}
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen: %w; set ADDR to a free address, such as 127.0.0.1:8081", err)
	}
	return listener, nil
}
