package service_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/service"
	"omnimap/service/internal/query"
)

// A bench is an integration of some thousands of listings to be measured on.
type bench struct {
	s           *service.Service
	actor       model.Actor
	integration int64
}

// benchFamilies are families of ten listings: nine match an option of the
// family's Omni product, and the tenth matches nothing.
const benchFamilies = 300

func benchCatalogues() (export, report string) {
	var omni, amazon strings.Builder
	omni.WriteString("Style Code,Product Name,Code,Barcode\n")
	amazon.WriteString("seller-sku\titem-name\tparent-sku\n")
	for family := range benchFamilies {
		for place := range 9 {
			fmt.Fprintf(&omni, "P%04d,Wall shelf %[1]d,P%04[1]d-%d,50%08d\n", family, place, 10*family+place)
			fmt.Fprintf(&amazon, "P%04d-%d\tWall shelf in oak %d\tF%04[1]d\n", family, place, 10*family+place)
		}
		fmt.Fprintf(&amazon, "N%04d\tA shelf that nothing matches\tN%04[1]d\n", family)
		fmt.Fprintf(&omni, "Q%04d,A product that nothing names,Q%04[1]d,\n", family)
	}
	return omni.String(), amazon.String()
}

// benchEach measures on each dialect.
func benchEach(b *testing.B, measure func(b *testing.B, w *bench)) {
	export, report := benchCatalogues()
	for _, dialect := range []struct {
		name string
		url  func(testing.TB) string
	}{{"sqlite", dbtest.SQLite}, {"postgres", dbtest.Postgres}} {
		b.Run(dialect.name, func(b *testing.B) {
			w := &bench{}
			w.s, w.actor, w.integration = open(b, dialect.url(b))
			ctx := context.Background()
			if _, err := w.s.LoadOmniProducts(ctx, w.actor, strings.NewReader(export), service.FileLoad{}); err != nil {
				b.Fatal(err)
			}
			if _, err := w.s.LoadListings(ctx, w.actor, w.integration, strings.NewReader(report), service.FileLoad{}); err != nil {
				b.Fatal(err)
			}
			measure(b, w)
		})
	}
}

func (w *bench) importAll(b *testing.B) {
	b.Helper()
	result, err := w.s.ImportProducts(context.Background(), w.actor, w.integration, model.ScopeAll)
	if err != nil || result.Summary.MappingsCreated != 9*benchFamilies {
		b.Fatalf("import: %+v %v", result, err)
	}
}

// BenchmarkLoadListings loads a report of new listings, and has them matched.
func BenchmarkLoadListings(b *testing.B) {
	_, report := benchCatalogues()
	benchEach(b, func(b *testing.B, w *bench) {
		for n := 0; b.Loop(); n++ {
			b.StopTimer()
			name := fmt.Sprint("new ", n)
			made, err := w.s.CreateIntegration(context.Background(), w.actor, service.NewIntegration{Name: name, SellerID: name, MarketplaceID: "M", ProductsEnabled: true})
			if err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
			if _, err := w.s.LoadListings(context.Background(), w.actor, made.ID, strings.NewReader(report), service.FileLoad{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkImport imports all, where nothing is mapped.
func BenchmarkImport(b *testing.B) {
	benchEach(b, func(b *testing.B, w *bench) {
		for b.Loop() {
			w.importAll(b)
			b.StopTimer()
			if _, err := w.s.DeleteAllMappings(context.Background(), w.actor, w.integration, "UK", service.DeleteOptions{}); err != nil {
				b.Fatal(err)
			}
			b.StartTimer()
		}
	})
}

// BenchmarkSmallChange maps ten pairs and deletes them again, where all is
// imported: what they touch is updated twice.
func BenchmarkSmallChange(b *testing.B) {
	pairs := make([]model.CustomPair, 10)
	for i := range pairs {
		pairs[i] = model.CustomPair{Row: i + 1, SKU: fmt.Sprintf("N%04d", i), Code: new(fmt.Sprintf("Q%04d", i))}
	}
	benchEach(b, func(b *testing.B, w *bench) {
		w.importAll(b)
		ctx := context.Background()
		for b.Loop() {
			result, err := w.s.ApplyCustomMappings(ctx, w.actor, w.integration, pairs, service.CustomOptions{})
			if err != nil || result.Operation == nil || result.Operation.Created != int64(len(pairs)) {
				b.Fatalf("map: %+v %v", result, err)
			}
			page, err := w.s.Mappings(ctx, w.actor, w.integration, query.MappingFilter{}, query.PageArgs[int64]{Limit: len(pairs)})
			if err != nil {
				b.Fatal(err)
			}
			ids := make([]*service.MappingID, len(page.Items))
			for i, m := range page.Items {
				ids[i] = &service.MappingID{Integration: w.integration, ID: m.ID}
			}
			if _, err := w.s.DeleteMappings(ctx, w.actor, w.integration, ids, service.DeleteOptions{}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkSearch asks for a page of what is searched for, by its beginning and
// inside.
func BenchmarkSearch(b *testing.B) {
	benchEach(b, func(b *testing.B, w *bench) {
		w.importAll(b)
		for _, text := range []string{"P02", "in oak 17"} {
			b.Run("listings "+text, func(b *testing.B) {
				for b.Loop() {
					page, err := w.s.Listings(context.Background(), w.actor, w.integration, query.ListingFilter{Search: &text}, query.PageArgs[string]{Limit: 50})
					if err != nil || len(page.Items) == 0 {
						b.Fatalf("%+v %v", page, err)
					}
				}
			})
			b.Run("mappings "+text, func(b *testing.B) {
				for b.Loop() {
					page, err := w.s.Mappings(context.Background(), w.actor, w.integration, query.MappingFilter{Search: &text}, query.PageArgs[int64]{Limit: 50})
					if err != nil || len(page.Items) == 0 {
						b.Fatalf("%+v %v", page, err)
					}
				}
			})
		}
	})
}

// BenchmarkStatus counts listings by status.
func BenchmarkStatus(b *testing.B) {
	benchEach(b, func(b *testing.B, w *bench) {
		w.importAll(b)
		for b.Loop() {
			if _, err := w.s.ProductStatus(context.Background(), w.actor, []int64{w.integration}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
