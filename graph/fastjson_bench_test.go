package graph

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"omnimap/graph/limit"
	"omnimap/model"
	"omnimap/service"
)

// BenchmarkFastJSON writes a page of mappings that is at hand already, with
// the fast JSON path and without.
func BenchmarkFastJSON(b *testing.B) {
	const body = `{"query":"{mappedProducts(integrationId:1, first:50) {nodes {id source matchedOn createdAt
listing {sku asin title status} target {product {code name} option {code barcode} size {code}}} pageInfo {hasNextPage endCursor}}}"}`
	mappings := make([]*model.Mapping, 50)
	code, product := "a-code", &model.OmniProduct{Name: "A product"}
	option := &model.OmniOption{Product: product, Code: &code}
	for i := range mappings {
		mappings[i] = &model.Mapping{IntegrationID: 1, ID: int64(i), Source: model.SourceImport,
			Listing: &model.AmazonListing{SKU: code, Title: "A listing's title", ASIN: &code},
			Target:  &model.OmniTarget{Product: product, Option: option}}
	}
	page := &MappingConnection{page: &service.Page[*model.Mapping]{Items: mappings}}
	resolve := func(ctx context.Context, next graphql.Resolver) (any, error) {
		if graphql.GetFieldContext(ctx).Field.Name == "mappedProducts" {
			return page, nil
		}
		return next(ctx)
	}
	for _, name := range []string{"without", "with"} {
		server := newServer(&Resolver{}, Options{Limits: limit.DefaultLimits(), Log: slog.New(slog.DiscardHandler)})
		if name == "with" {
			server.AroundFields(fastJSONLists)
		}
		server.AroundFields(resolve)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				request := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(strings.ReplaceAll(body, "\n", " ")))
				request.Header.Set("Content-Type", "application/json")
				recorder := httptest.NewRecorder()
				if server.ServeHTTP(recorder, request); strings.Contains(recorder.Body.String(), `"errors":`) {
					b.Fatal(recorder.Body)
				}
			}
		})
	}
}
