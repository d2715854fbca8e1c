package graph_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"omnimap/auth"
	"omnimap/db"
	"omnimap/graph"
	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/service"
)

const mappedPage = `{mappedProducts(integrationId:$ID, first:50) {nodes {id source matchedOn createdAt
listing {sku asin title status} target {product {code name} option {code barcode} size {code}}} pageInfo {hasNextPage endCursor}}}`

// BenchmarkMappedPage asks for a page of mappings over HTTP.
func BenchmarkMappedPage(b *testing.B) {
	for name, url := range map[string]string{"sqlite": dbtest.SQLite(b), "postgres": dbtest.Postgres(b)} {
		w := newServer(b, url)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, errors := w.post(b, mappedPage); errors != "" {
					b.Fatal(errors)
				}
			}
		})
	}
}

// BenchmarkKeyedPage has a handler answer a page of mappings, without a
// connection: bare, and as it is served, with an API key, limits, costs, metrics
// and a line in the log.
func BenchmarkKeyedPage(b *testing.B) {
	for name, url := range map[string]string{"sqlite": dbtest.SQLite(b), "postgres": dbtest.Postgres(b)} {
		w := newServer(b, url)
		key, served := keyedHandler(b, url, w)
		bare := graph.NewUnboundHandler(w.resolver, w.options, w.actor)
		for _, way := range []struct {
			name    string
			handler http.Handler
		}{{"bare", bare}, {"served", served}} {
			b.Run(name+"/"+way.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					ask(b, way.handler, key, strings.ReplaceAll(mappedPage, "$ID", fmt.Sprintf("%q", w.integration)))
				}
			})
		}
	}
}

// keyedHandler serves a database that w loaded as the program does.
func keyedHandler(b *testing.B, url string, w *server) (key string, handler http.Handler) {
	b.Helper()
	ctx := context.Background()
	store, err := db.Open(ctx, url, w.options.Log)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { store.Close() })
	keys := auth.New(store, w.options.Log)
	if key, err = keys.Create(ctx, w.actor.AccountID, "bench", model.RoleAdmin, nil); err != nil {
		b.Fatal(err)
	}
	options := w.options
	options.Authenticate = func(ctx context.Context, text string) (*service.Actor, error) {
		key, err := keys.Identify(ctx, text)
		if key == nil || err != nil {
			return nil, err
		}
		return &service.Actor{AccountID: key.AccountID, Name: key.Name, Role: key.Role, KeyID: key.ID}, nil
	}
	options.CostBudget = 1 << 40
	options.Observer = graph.NewObserver(slog.New(slog.NewTextHandler(io.Discard, nil)), prometheus.NewRegistry())
	return key, options.Observer.Handler(graph.NewHandler(w.resolver, options))
}

func ask(b *testing.B, handler http.Handler, key, query string) {
	b.Helper()
	body := `{"query":` + fmt.Sprintf("%q", query) + `}`
	request := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+key)
	answer := httptest.NewRecorder()
	if handler.ServeHTTP(answer, request); answer.Code != http.StatusOK || strings.Contains(answer.Body.String(), `"errors":`) {
		b.Fatal(answer.Code, answer.Body)
	}
}
