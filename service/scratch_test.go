package service_test

import (
	"context"
	"log/slog"
	"os"
	"strings"
	"testing"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/sample"
	"omnimap/service"
)

func TestMain(m *testing.M) { dbtest.Main(m) }

func TestScratch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		level := slog.LevelInfo
		if os.Getenv("SQL") != "" {
			level = slog.LevelDebug
		}
		log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
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
		in, err := s.CreateIntegration(ctx, actor, service.NewIntegration{Name: "X", SellerID: "S", MarketplaceID: "M", ProductsEnabled: true})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			r, err := s.LoadOmniProducts(ctx, actor, sample.OmniProducts(), service.FileLoad{})
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%+v", r.Summary)
			r, err = s.LoadListings(ctx, actor, in.ID, sample.AmazonListings(), service.FileLoad{})
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%+v %v", r.Summary, r.Rejected)
		}
		p, err := s.ImportPreview(ctx, actor, in.ID, model.ScopeAll)
		t.Logf("%+v %v", p, err)
		i, err := s.ImportProducts(ctx, actor, in.ID, model.ScopeAll)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%+v", i.Summary)
		p, err = s.ImportPreview(ctx, actor, in.ID, model.ScopeAll)
		t.Logf("%+v %v", p, err)
		d, err := s.DeleteAllMappings(ctx, actor, in.ID, "X")
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%+v", d)
		p, err = s.ImportPreview(ctx, actor, in.ID, model.ScopeAll)
		t.Logf("%+v %v", p, err)
		_ = strings.ToLower
	})
}
