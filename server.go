// Command omnimap is a GraphQL server that keeps Amazon listings and Cin7 Omni
// items mapped to each other. See README.md.
package main

//go:generate go tool gqlgen generate

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"runtime/debug"
	"sync"
	"syscall"
	"time"

	"omnimap/auth"
	"omnimap/db"
	"omnimap/graph"
	"omnimap/graph/transport"
	"omnimap/sample"
	"omnimap/service"
	"omnimap/web"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "omnimap:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) > 0 {
		switch args[0] {
		case "verify":
			return verify(ctx)
		case "keys":
			return manageKeys(ctx, args[1:])
		}
	}
	flags := flag.NewFlagSet("omnimap", flag.ContinueOnError)
	withSample := flags.Bool("sample", false, "load the sample catalogue and do a first import, unless there is data already")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("there is no command %q; there are keys and verify, and without a command the server starts", flags.Arg(0))
	}
	collectLess()
	settings, err := readSettings()
	if err != nil {
		return err
	}
	return runServer(ctx, settings, *withSample)
}

// runServer opens the database and serves it until ctx ends.
func runServer(ctx context.Context, settings settings, withSample bool) error {
	stopTracing, err := startTracing(ctx)
	if err != nil {
		return err
	}
	defer stopTracing()
	store, err := db.Open(ctx, settings.database, settings.log)
	if err != nil {
		return err
	}
	defer store.Close()
	keys := auth.New(store, settings.log)
	listener, err := listen(ctx, keys, settings.address)
	if err != nil {
		return err
	}
	defer listener.Close()
	s := service.New(store, settings.log)
	local, err := s.DefaultActor(ctx)
	if err != nil {
		return err
	}
	if err := s.Recover(ctx); err != nil {
		return err
	}
	go s.Watch(ctx)
	go s.ForgetAnswers(ctx)
	go keys.Watch(ctx)
	if withSample {
		if err := loadSample(ctx, s, local); err != nil {
			return err
		}
	}
	var sockets sync.WaitGroup
	handler, err := crossOrigin(settings.origins, routes(store, s, graph.Options{
		Authenticate: authenticate(keys, local), Limits: settings.limits, CostBudget: settings.costBudget, Origins: settings.origins,
		Stopping: ctx, WebSockets: &sockets, Log: settings.log}, settings))
	if err != nil {
		return err
	}
	fmt.Printf("omnimap serves http://%s; its API is at http://%[1]s/graphql, and http://%[1]s/playground explores it\n", listener.Addr())
	err = serve(ctx, listener, traced(handler), &sockets)
	return errors.Join(err, keys.WriteUse(context.WithoutCancel(ctx)))
}

// authenticate tells who asks. While there are no keys, everybody who reaches
// the server works for the default account.
func authenticate(keys *auth.Keys, local service.Actor) transport.Authenticate {
	return func(ctx context.Context, text string) (*service.Actor, error) {
		if text == "" {
			if exist, err := keys.Exist(ctx); exist || err != nil {
				return nil, err
			}
			return &local, nil
		}
		key, err := keys.Identify(ctx, text)
		if key == nil || err != nil {
			return nil, err
		}
		return &service.Actor{AccountID: key.AccountID, Name: key.Name, Role: key.Role, KeyID: key.ID}, nil
	}
}

// softMemoryLimit is how much memory the collector lets grow before it works
// more than it is told to, in bytes.
const softMemoryLimit = 128 << 20

// collectLess lets the heap grow to five times what is live before garbage is
// collected, instead of twice, unless GOGC is set. Little is live in a server,
// so that collections would follow each other closely; fewer of them leave a
// quarter of the processor to requests, for some tens of MB. Where much is
// live, as while a sheet is written, GOMEMLIMIT or else softMemoryLimit bounds
// it.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(softMemoryLimit)
	}
}

// listen opens the address. Without keys everybody who reaches the server is
// its owner, so it must be loopback's.
func listen(ctx context.Context, keys *auth.Keys, address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("read ADDR: %w", err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		exist, err := keys.Exist(ctx)
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

// routes are the server's pages.
func routes(store *db.Store, s *service.Service, options graph.Options, settings settings) http.Handler {
	registry := newRegistry(store, s)
	observer := transport.NewObserver(settings.log, registry)
	resolver := &graph.Resolver{Service: s}
	mux := http.NewServeMux()
	options.Observer = observer
	mux.Handle("/graphql", observer.Handler(graph.NewHandler(resolver, options)))
	mux.Handle("GET "+graph.SheetPath, observer.Handler(graph.NewSheetHandler(resolver, options.Authenticate, settings.log)))
	mux.Handle("GET /schema.graphql", graph.NewSchemaHandler())
	mux.Handle("/", web.NewHandler())
	mux.Handle("/sample/", sample.NewHandler())
	mux.Handle("GET /metrics", metricsHandler(registry, settings.metricsToken))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := store.Ping(r.Context()); err != nil {
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	return mux
}

const (
	// maxHeader is how many bytes a request's first line and headers may have.
	// A query by GET is in the first line.
	maxHeader = 64 << 10
	// idleTime is how long a connection may wait for its next request.
	idleTime = 2 * time.Minute
)

// serve serves until ctx ends, then finishes what runs, over WebSockets too.
func serve(ctx context.Context, listener net.Listener, handler http.Handler, sockets *sync.WaitGroup) error {
	server := &http.Server{Handler: usualPace().handler(handler), MaxHeaderBytes: maxHeader,
		ReadHeaderTimeout: 10 * time.Second, IdleTimeout: idleTime}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	// Whoever asks a second time does not want to wait for what runs.
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

// verify checks a database and says what is wrong with it, or that nothing is.
func verify(ctx context.Context) error {
	store, err := db.Open(ctx, databaseURL(), slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer store.Close()
	faults, err := service.New(store, slog.New(slog.DiscardHandler)).Verify(ctx)
	if err != nil {
		return err
	}
	for _, fault := range faults {
		fmt.Println(fault)
	}
	if len(faults) > 0 {
		return fmt.Errorf("the database has faults: %d", len(faults))
	}
	fmt.Println("Nothing is wrong.")
	return nil
}
