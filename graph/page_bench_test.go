package graph_test

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"omnimap/auth"
	"omnimap/db"
	"omnimap/graph"
	"omnimap/graph/transport"
	"omnimap/internal/dbtest"
	"omnimap/model"
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

// BenchmarkKeyedPage asks for pages of mappings over eight connections, in
// blocks by turns: bare, and as it is served, with an API key, limits, costs,
// metrics and a line in the log. It tells the share of the bare handler's
// requests a second that is left.
func BenchmarkKeyedPage(b *testing.B) {
	for name, url := range map[string]string{"sqlite": dbtest.SQLite(b), "postgres": dbtest.Postgres(b)} {
		w := newServer(b, url)
		key, served := keyedHandler(b, url, w)
		bare := graph.NewUnlimitedHandler(w.resolver, w.options, w.actor)
		b.Run(name, func(b *testing.B) {
			query := strings.ReplaceAll(mappedPage, "$ID", fmt.Sprintf("%q", w.integration))
			var took [2][]float64
			for b.Loop() {
				for i, handler := range []http.Handler{bare, served} {
					took[i] = append(took[i], block(b, handler, key, query))
				}
			}
			share := make([]float64, len(took[0]))
			for i := range share {
				share[i] = took[0][i] / took[1][i]
			}
			b.ReportMetric(1e6*median(took[0])/blockPages, "bare-µs/page")
			b.ReportMetric(1e6*median(took[1])/blockPages, "served-µs/page")
			b.ReportMetric(median(share), "share-left")
		})
	}
}

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}

// blockPages is how many pages a block asks for.
const blockPages = 400

// block asks a handler for pages over eight connections, and gives how many
// seconds that takes.
func block(b *testing.B, handler http.Handler, key, query string) float64 {
	b.Helper()
	server := httptest.NewServer(handler)
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8, DisableCompression: true}}
	body := `{"query":` + fmt.Sprintf("%q", query) + `}`
	began := time.Now()
	var asking errgroup.Group
	for range 8 {
		asking.Go(func() error {
			for range blockPages / 8 {
				if err := ask(client, server.URL, key, body); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := asking.Wait(); err != nil {
		b.Fatal(err)
	}
	return time.Since(began).Seconds()
}

func ask(client *http.Client, url, key, body string) error {
	request, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+key)
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err == nil && (response.StatusCode != http.StatusOK || strings.Contains(string(text), `"errors":`)) {
		err = fmt.Errorf("%s: %s", response.Status, text)
	}
	return err
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
	options.Authenticate = func(ctx context.Context, text string) (*model.Actor, error) {
		key, err := keys.Identify(ctx, text)
		if key == nil || err != nil {
			return nil, err
		}
		return &model.Actor{AccountID: key.AccountID, Name: key.Name, Role: key.Role, KeyID: key.ID}, nil
	}
	options.Costs = graph.NewCosts(1 << 40)
	options.Observer = transport.NewObserver(slog.New(slog.NewTextHandler(io.Discard, nil)), prometheus.NewRegistry())
	return key, options.Observer.Handler(graph.NewHandler(w.resolver, options))
}
