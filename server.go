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

	"github.com/99designs/gqlgen/graphql/playground"

	"omnimap/auth"
	"omnimap/db"
	"omnimap/graph"
	"omnimap/model"
	"omnimap/sample"
	"omnimap/service"
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
	log, err := newLogger()
	if err != nil {
		return err
	}
	return runServer(ctx, log, *withSample)
}

// runServer opens the database and serves it until ctx ends.
func runServer(ctx context.Context, log *slog.Logger, withSample bool) error {
	store, err := openStore(ctx, log)
	if err != nil {
		return err
	}
	defer store.Close()
	keys := auth.New(store, log)
	listener, err := listen(ctx, keys, setting("ADDR", "127.0.0.1:8080"))
	if err != nil {
		return err
	}
	defer listener.Close()
	s := service.New(store, log)
	local, err := s.DefaultActor(ctx)
	if err != nil {
		return err
	}
	if err := s.Recover(ctx); err != nil {
		return err
	}
	go s.Watch(ctx)
	go keys.Watch(ctx)
	if withSample {
		if err := loadSample(ctx, s, local); err != nil {
			return err
		}
	}
	fmt.Printf("omnimap serves http://%s/graphql; explore it at http://%[1]s/playground\n", listener.Addr())
	var sockets sync.WaitGroup
	options := graph.Options{Stopping: ctx, WebSockets: &sockets}
	err = serve(ctx, listener, routes(store, s, authenticate(keys, local), log, options), &sockets)
	return errors.Join(err, keys.WriteUse(context.WithoutCancel(ctx)))
}

// openStore opens the database of the settings.
func openStore(ctx context.Context, log *slog.Logger) (*db.Store, error) {
	return db.Open(ctx, setting("DATABASE_URL", "sqlite:omnimap.db"), log)
}

// authenticate tells who asks. While there are no keys, everybody who reaches
// the server works for the default account.
func authenticate(keys *auth.Keys, local service.Actor) graph.Authenticate {
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

// collectLess lets the heap grow to five times what is live before garbage is
// collected, instead of twice, unless GOGC is set. Little is live in a server,
// so that collections would follow each other closely; fewer of them leave a
// quarter of the processor to requests, for some tens of MB. GOMEMLIMIT bounds
// it where these are wanted.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}

// setting reads a setting from the environment.
func setting(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}

func newLogger() (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(setting("LOG_LEVEL", "info"))); err != nil {
		return nil, fmt.Errorf("read LOG_LEVEL: %w", err)
	}
	options := &slog.HandlerOptions{Level: level}
	switch format := setting("LOG_FORMAT", "text"); format {
	case "json":
		return slog.New(slog.NewJSONHandler(os.Stderr, options)), nil
	case "text":
		return slog.New(slog.NewTextHandler(os.Stderr, options)), nil
	default:
		return nil, fmt.Errorf("LOG_FORMAT is %q; use text or json", format)
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

// routes are the server's pages. Browsers may send forms to any address for
// the page of any site; such requests are refused.
func routes(store *db.Store, s *service.Service, authenticate graph.Authenticate, log *slog.Logger, options graph.Options) http.Handler {
	resolver := &graph.Resolver{Service: s}
	mux := http.NewServeMux()
	mux.Handle("/graphql", graph.NewHandler(resolver, authenticate, log, options))
	mux.Handle("GET "+graph.SheetPath, graph.NewSheetHandler(resolver, authenticate, log))
	mux.Handle("GET /playground", playground.Handler("omnimap", "/graphql"))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if err := store.Ping(r.Context()); err != nil {
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	return http.NewCrossOriginProtection().Handler(mux)
}

// serve serves until ctx ends, then finishes what runs, over WebSockets too.
func serve(ctx context.Context, listener net.Listener, handler http.Handler, sockets *sync.WaitGroup) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
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

// loadSample loads the sample and imports it, where there is no data yet.
func loadSample(ctx context.Context, s *service.Service, actor service.Actor) error {
	known, err := s.Integrations(ctx, actor)
	if err != nil {
		return err
	}
	if len(known) > 0 {
		fmt.Printf("The database holds the integration %q already: nothing of the sample was loaded.\n", known[0].Name)
		return nil
	}
	integration, err := s.CreateIntegration(ctx, actor, service.NewIntegration{
		Name: sample.IntegrationName, SellerID: sample.SellerID, MarketplaceID: sample.MarketplaceID, ProductsEnabled: true})
	if err != nil {
		return err
	}
	omni, err := s.LoadOmniProducts(ctx, actor, sample.OmniProducts(), service.FileLoad{})
	if err != nil {
		return err
	}
	listings, err := s.LoadListings(ctx, actor, integration.ID, sample.AmazonListings(), service.FileLoad{})
	if err != nil {
		return err
	}
	imported, err := s.ImportProducts(ctx, actor, integration.ID, model.ScopeAll)
	if err != nil {
		return err
	}
	counts, err := s.ProductStatus(ctx, actor, []int64{integration.ID})
	if err != nil {
		return err
	}
	count := counts[integration.ID]
	fmt.Printf(`Loaded the sample into the integration %q: %d Omni products, %d Amazon listings.
Imported: %d unmapped products found, %d existing price options linked, %d existing size options linked.
Now: %d mapped, %d partially mapped, %d mappable, %d unmappable.
`, integration.Name, omni.Summary.Created, listings.Summary.Created,
		imported.Summary.UnmappedProducts, imported.Summary.ExistingPriceOptionsLinked, imported.Summary.ExistingSizeOptionsLinked,
		count.Mapped, count.PartiallyMapped, count.Mappable, count.Unmappable)
	return nil
}

// verify checks a database and says what is wrong with it, or that nothing is.
func verify(ctx context.Context) error {
	store, err := openStore(ctx, slog.New(slog.DiscardHandler))
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
