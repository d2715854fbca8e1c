// Package app is the program: its commands, and how its parts are wired
// together.
package app

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"omnimap/auth"
	"omnimap/db"
	"omnimap/graph"
	"omnimap/graph/limit"
	"omnimap/graph/transport"
	"omnimap/internal/config"
	"omnimap/internal/httpserver"
	"omnimap/internal/telemetry"
	"omnimap/job"
	"omnimap/model"
	"omnimap/sample"
	"omnimap/service"
	"omnimap/web"
)

// Main runs the program with its arguments and returns its exit status.
func Main() int {
	if err := run(untilSignal(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "omnimap:", err)
		return exitStatus(err)
	}
	return 0
}

// untilSignal returns a context that ends at the first signal to stop. From then
// on a signal ends the program at once: it is no longer caught when the context
// ends, so that none is lost between the two.
func untilSignal() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		signal.Stop(signals)
		cancel()
	}()
	return ctx
}

// serve starts the server.
func serve(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("omnimap", flag.ContinueOnError)
	withSample := flags.Bool("sample", false, "load the sample catalogue and do a first import, unless there is data already")
	helped, err := parse(flags, args, "usage: omnimap [-sample], or omnimap help for all commands and settings")
	if helped || err != nil {
		return err
	}
	settings, err := config.Read(config.Limits(limit.DefaultLimits()))
	if err != nil {
		return err
	}
	settings.TuneGC()
	return runServer(ctx, settings, *withSample)
}

// runServer opens the database and serves it until ctx ends.
func runServer(ctx context.Context, settings *config.Settings, withSample bool) error {
	log := telemetry.NewLogger(settings.LogLevel, settings.LogFormat)
	if settings.Tracing {
		stopTracing, err := telemetry.StartTracing(ctx)
		if err != nil {
			return err
		}
		defer stopTracing()
	}
	if err := db.Await(ctx, settings.Database, settings.DatabaseWait, log); err != nil {
		return err
	}
	store, err := db.OpenToServe(ctx, settings.Database, log)
	if err != nil {
		return err
	}
	defer store.Close()
	// What goes on beside requests does so until the last one has ended.
	beside, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	go store.Watch(beside)
	keys := auth.New(store, log)
	listener, err := httpserver.Listen(ctx, settings.Address, keys.Exist)
	if err != nil {
		return err
	}
	defer listener.Close()
	s := service.New(store, log)
	s.MakeRoomWith(settings.RaiseMemoryLimit)
	if err := s.ReapAbandoned(ctx); err != nil {
		return err
	}
	go s.Watch(beside)
	go s.DeleteExpiredResponses(beside)
	go s.KeepSuggestions(beside)
	go keys.Watch(beside)
	if withSample {
		if err := loadSample(ctx, s); err != nil {
			return err
		}
	}
	var sockets sync.WaitGroup
	streams, endStreams := context.WithCancel(beside)
	defer endStreams()
	handler, err := newHandler(readiness(ctx, store), store, s, keys, settings, graph.Options{
		Authenticate: authenticate(keys, &localActor{find: s.DefaultActor}),
		Hold:         func(actor model.Actor) (<-chan struct{}, func()) { return keys.Hold(actor.KeyID) },
		Limits:       limit.Limits(settings.Limits), Costs: graph.NewCosts(settings.CostBudget), Origins: settings.Origins,
		Stopping: streams, WebSockets: &sockets, Log: log})
	if err != nil {
		return err
	}
	fmt.Printf("omnimap serves http://%s; its API is at http://%[1]s/graphql, and http://%[1]s/playground explores it\n", listener.Addr())
	worker := job.NewWorker(store, log, s.FailRun, job.Options{Wake: s.RunsDue()})
	worker.Handle(service.SuggestRuns, s.ComputeSuggestions)
	stopRuns := startRuns(ctx, worker)
	err = httpserver.Serve(ctx, listener, handler, httpserver.Stop{Drain: settings.DrainDelay, Wait: settings.ShutdownWait,
		EndStreams: endStreams, Sockets: &sockets, Work: func() []string { return append(s.RunningKinds(), worker.RunningKinds()...) }, Log: log})
	stopRuns()
	writeUse(ctx, keys, log)
	return err
}

// startRuns has a worker carry out runs until ctx ends, or stop is called, which
// waits for the steps that are under way.
func startRuns(ctx context.Context, worker *job.Worker) (stop func()) {
	ctx, end := context.WithCancel(ctx)
	var working sync.WaitGroup
	working.Go(func() { worker.Run(ctx) })
	return func() { end(); working.Wait() }
}

// lastWrite bounds how long a stop waits for a database that may be away.
const lastWrite = 2 * time.Second

// writeUse writes when keys were last used.
func writeUse(ctx context.Context, keys *auth.Keys, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWrite)
	defer cancel()
	if err := keys.WriteUse(ctx); err != nil {
		log.WarnContext(ctx, "write the last uses of keys", "error", err)
	}
}

// readiness reports whether requests can be served. From the signal to stop on
// it says that they cannot.
func readiness(ctx context.Context, store *db.Store) func(context.Context) error {
	return func(request context.Context) error {
		if ctx.Err() != nil {
			return httpserver.ErrStopping
		}
		return store.Ready(request)
	}
}

// newHandler serves everything that the server has.
func newHandler(ready func(context.Context) error, store *db.Store, s *service.Service, keys *auth.Keys, settings *config.Settings, options graph.Options) (http.Handler, error) {
	registry := telemetry.NewRegistry(store.Pool(), store.LightPool(), s.RunningOperations)
	options.Observer = transport.NewObserver(options.Log, registry)
	resolver := &graph.Resolver{Service: s}
	handler, err := httpserver.CrossOrigin(settings.Origins, transport.PreflightHeaders(), httpserver.Routes(httpserver.Handlers{
		GraphQL:         options.Observer.Handler(graph.NewHandler(resolver, options)),
		Schema:          graph.NewSchemaHandler(),
		CustomSheet:     options.Observer.Handler(graph.NewSheetHandler(resolver, options)),
		CustomSheetPath: graph.SheetPath,
		Web:             web.NewHandler(),
		Sample:          sample.NewHandler(),
		Metrics:         telemetry.MetricsHandler(registry, settings.MetricsToken),
		Ready:           ready,
		Log:             options.Log,
		Version:         version(),
	}))
	if err != nil {
		return nil, err
	}
	handler = httpserver.NoSniff(options.Observer.OwnHosts(keys.Exist, handler))
	if settings.Tracing {
		handler = telemetry.Traced(handler)
	}
	return handler, nil
}
