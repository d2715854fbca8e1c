// Package httpserver serves the program's handlers over HTTP: their routes, the
// pages of other sites, slow clients, and how serving starts and stops.
package httpserver

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// Handlers are what the server serves.
type Handlers struct {
	GraphQL, Schema http.Handler
	// CustomSheet serves spreadsheets for custom mappings, at CustomSheetPath.
	CustomSheet     http.Handler
	CustomSheetPath string
	// Web is the dashboard, and Sample the files of the sample catalogue.
	Web, Sample, Metrics http.Handler
	// Ping reports whether the database answers.
	Ping func(ctx context.Context) error
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
		if err := h.Ping(r.Context()); err != nil {
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	return mux
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

const (
	// maxHeader is how many bytes a request's first line and headers may have.
	// A query by GET is in the first line.
	maxHeader = 64 << 10
	// idleTime is how long a connection may wait for its next request.
	idleTime = 2 * time.Minute
)

// Serve serves until ctx ends, then finishes what runs, over WebSockets too. A
// second signal ends the program at once.
func Serve(ctx context.Context, listener net.Listener, handler http.Handler, sockets *sync.WaitGroup) error {
	server := &http.Server{Handler: defaultTimeouts().handler(handler), MaxHeaderBytes: maxHeader,
		ReadHeaderTimeout: 10 * time.Second, IdleTimeout: idleTime}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	signal.Reset(os.Interrupt, syscall.SIGTERM)
	if err := server.Shutdown(context.Background()); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	sockets.Wait()
	if err := <-failed; !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}
