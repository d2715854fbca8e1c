package service_test

import (
	"context"
	"log/slog"
	"testing"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/sample"
	"omnimap/service"
)

// TestSample does the main job on the sample; the counts are those that the
// sample's own test works out.
func TestSample(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		log := slog.New(slog.DiscardHandler)
		store, err := db.Open(ctx, url, log)
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		s := service.New(store, log)
		actor, err := s.DefaultActor(ctx)
		if err != nil {
			t.Fatal(err)
		}
		in, err := s.CreateIntegration(ctx, actor, service.NewIntegration{Name: "UK", SellerID: "S", MarketplaceID: "M", ProductsEnabled: true})
		if err != nil {
			t.Fatal(err)
		}
		for round := range 2 {
			omni, err := s.LoadOmniProducts(ctx, actor, sample.OmniProducts(), service.FileLoad{})
			if err != nil {
				t.Fatal(err)
			}
			amazon, err := s.LoadListings(ctx, actor, in.ID, sample.AmazonListings(), service.FileLoad{})
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
			got, err := s.ProductStatus(ctx, actor, []int64{in.ID})
			if err != nil {
				t.Fatal(err)
			}
			if *got[in.ID] != want {
				t.Fatalf("status: got %+v, want %+v", *got[in.ID], want)
			}
		}
		status(model.ProductStatus{Mappable: 131, Unmappable: 77})
		imported, err := s.ImportProducts(ctx, actor, in.ID, model.ScopeAll)
		if err != nil {
			t.Fatal(err)
		}
		want := model.ImportSummary{UnmappedProducts: 208, ExistingPriceOptionsLinked: 98, ExistingSizeOptionsLinked: 33, MappingsCreated: 131, Unmappable: 77}
		if imported.Summary != want {
			t.Fatalf("import: got %+v, want %+v", imported.Summary, want)
		}
		status(model.ProductStatus{Mapped: 131, PartiallyMapped: 25, Unmappable: 52})
		if _, err := s.DeleteAllMappings(ctx, actor, in.ID, "UK"); err != nil {
			t.Fatal(err)
		}
		status(model.ProductStatus{Mappable: 131, Unmappable: 77})
	})
}
