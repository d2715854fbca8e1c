package service_test

import (
	"context"
	"testing"

	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/sample"
	"omnimap/service"
)

// TestSample does the main job on the sample; the counts are those that the
// sample's own test works out.
func TestSample(t *testing.T) {
	t.Parallel()
	dbtest.EachPartitioned(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		for round := range 2 {
			omni, err := s.LoadOmniProducts(ctx, actor, sample.OmniProducts(), service.FileLoad{})
			if err != nil {
				t.Fatal(err)
			}
			amazon, err := s.LoadListings(ctx, actor, integration, sample.AmazonListings(), service.FileLoad{})
			if err != nil {
				t.Fatal(err)
			}
			wantOmni, wantAmazon := model.LoadSummary{Read: 194}, model.LoadSummary{Read: 208}
			if round == 0 {
				wantOmni.Created, wantAmazon.Created = 87, 208
			}
			if omni.Summary != wantOmni || amazon.Summary != wantAmazon {
				t.Fatalf("load %d: got %+v and %+v, want %+v and %+v", round+1, omni.Summary, amazon.Summary, wantOmni, wantAmazon)
			}
		}
		status := func(want model.ProductStatus) {
			t.Helper()
			got, err := s.ProductStatus(ctx, actor, []int64{integration})
			if err != nil {
				t.Fatal(err)
			}
			if *got[integration] != want {
				t.Fatalf("status: got %+v, want %+v", *got[integration], want)
			}
		}
		status(model.ProductStatus{Mappable: 131, Unmappable: 77, UnmappableParents: 17, UnmappedStock: model.StockValue{Listings: 118, Value: "155309.64"}})
		imported, err := s.ImportProducts(ctx, actor, integration, model.ScopeAll)
		if err != nil {
			t.Fatal(err)
		}
		want := model.ImportSummary{UnmappedProducts: 208, ExistingPriceOptionsLinked: 98, ExistingSizeOptionsLinked: 33, MappingsCreated: 131, PartiallyMapped: 25, Unmappable: 52}
		if imported.Summary != want {
			t.Fatalf("import: got %+v, want %+v", imported.Summary, want)
		}
		status(model.ProductStatus{Mapped: 131, PartiallyMapped: 25, Unmappable: 52, PartiallyMappedParents: 14, UnmappableParents: 3, UnmappedStock: model.StockValue{Listings: 34, Value: "21491.17"}})
		if _, err := s.DeleteAllMappings(ctx, actor, integration, "UK", service.DeleteOptions{}); err != nil {
			t.Fatal(err)
		}
		status(model.ProductStatus{Mappable: 131, Unmappable: 77, UnmappableParents: 17, UnmappedStock: model.StockValue{Listings: 118, Value: "155309.64"}})
	})
}
