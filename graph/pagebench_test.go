package graph_test

import (
	"testing"

	"omnimap/internal/dbtest"
)

// BenchmarkMappedPage asks for a page of mappings over HTTP.
func BenchmarkMappedPage(b *testing.B) {
	const query = `{mappedProducts(integrationId:$ID, first:50) {nodes {id source matchedOn createdAt
listing {sku asin title status} target {product {code name} option {code barcode} size {code}}} pageInfo {hasNextPage endCursor}}}`
	for name, url := range map[string]string{"sqlite": dbtest.SQLite(b), "postgres": dbtest.Postgres(b)} {
		w := newServer(b, url)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, errors := w.post(b, query); errors != "" {
					b.Fatal(errors)
				}
			}
		})
	}
}
