package service_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/sample"
	"omnimap/service"
)

// open gives a service on an empty database, with one integration.
func open(t testing.TB, url string) (*service.Service, model.Actor, int64) {
	t.Helper()
	ctx := context.Background()
	log := slog.New(slog.DiscardHandler)
	store, err := db.Open(ctx, url, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	s := service.New(store, log)
	actor, err := s.DefaultActor(ctx)
	if err != nil {
		t.Fatal(err)
	}
	made, err := s.CreateIntegration(ctx, actor, service.NewIntegration{Name: "UK", SellerID: "S", MarketplaceID: "M", ProductsEnabled: true})
	if err != nil {
		t.Fatal(err)
	}
	return s, actor, made.ID
}

// TestConcurrentImports has eight imports begin at once: one does the work.
func TestConcurrentImports(t *testing.T) {
	t.Parallel()
	dbtest.EachPartitioned(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		if _, err := s.LoadOmniProducts(ctx, actor, sample.OmniProducts(), service.FileLoad{}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.LoadListings(ctx, actor, integration, sample.AmazonListings(), service.FileLoad{}); err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		created := make([]int64, 8)
		for i := range created {
			group.Go(func() {
				result, err := s.ImportProducts(ctx, actor, integration, model.ScopeAll)
				if err != nil {
					t.Error(err)
					return
				}
				created[i] = result.Summary.MappingsCreated
			})
		}
		group.Wait()
		var sum, most int64
		for _, n := range created {
			sum, most = sum+n, max(most, n)
		}
		if sum != 131 || most != 131 {
			t.Errorf("created %v, want 131 by one of them", created)
		}
		verified(t, s)
	})
}

// TestRaces has imports, deletions and loads of both catalogues race, and
// checks that the mappings that are left are those of some order of them.
func TestRaces(t *testing.T) {
	t.Parallel()
	dbtest.EachPartitioned(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		work := []func() error{
			func() error {
				_, err := s.LoadOmniProducts(ctx, actor, sample.OmniProducts(), service.FileLoad{})
				return err
			},
			func() error {
				_, err := s.LoadListings(ctx, actor, integration, sample.AmazonListings(), service.FileLoad{})
				return err
			},
			func() error { _, err := s.ImportProducts(ctx, actor, integration, model.ScopeAll); return err },
			func() error {
				_, err := s.DeleteAllMappings(ctx, actor, integration, "UK", service.DeleteOptions{})
				return err
			},
		}
		for range 3 {
			var group sync.WaitGroup
			for _, do := range work {
				group.Go(func() {
					if err := do(); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
			verified(t, s)
		}
		counts, err := s.ProductStatus(ctx, actor, []int64{integration})
		if err != nil {
			t.Fatal(err)
		}
		if mapped := counts[integration].Mapped; mapped != 0 && mapped != 131 {
			t.Errorf("%d mapped, want none or all 131", mapped)
		}
	})
}

func verified(t *testing.T, s *service.Service) {
	t.Helper()
	faults, err := s.Verify(context.Background())
	if err != nil || len(faults) > 0 {
		t.Errorf("verify: %v %v", err, faults)
	}
}

// TestRefusedRowsAreNotMissing loads whole catalogues again with a bad row: what
// the row is about stays, with its mapping.
func TestRefusedRowsAreNotMissing(t *testing.T) {
	t.Parallel()
	const omni = "Style Code,Code,Retail Price\nP,P-1,1\nP,P-2,1\nQ,Q,1\n"
	const report = "seller-sku\tprice\nP-1\t1\nP-2\t1\nQ\t1\n"
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		load := func(omni, report string) string {
			t.Helper()
			whole := service.FileLoad{RemoveMissing: true, AllowShrink: true}
			o, err := s.LoadOmniProducts(ctx, actor, strings.NewReader(omni), whole)
			if err != nil {
				t.Fatal(err)
			}
			a, err := s.LoadListings(ctx, actor, integration, strings.NewReader(report), whole)
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(o.Summary, a.Summary)
		}
		if got, want := load(omni, report), "{3 2 0 0 0 0 0 false} {3 3 0 0 0 0 0 false}"; got != want {
			t.Fatalf("got %s, want %s", got, want)
		}
		if _, err := s.ImportProducts(ctx, actor, integration, model.ScopeAll); err != nil {
			t.Fatal(err)
		}
		bad := func(file string) string {
			return strings.NewReplacer("P-2,1", "P-2,x", "Q,Q,1", "Q,Q,x", "P-2\t1", "P-2\tx").Replace(file)
		}
		if got, want := load(bad(omni), bad(report)), "{3 0 0 0 2 0 0 false} {3 0 0 0 1 0 0 false}"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		// The row's own Code is new here: what tells its product is its reference.
		api, err := s.LoadOmniProducts(ctx, actor, strings.NewReader(
			`[{"id":"P","styleCode":"new","productOptions":[{"code":"P-1","retailPrice":"dear"}]},{"id":"Q","styleCode":"Q"}]`), service.FileLoad{RemoveMissing: true})
		if err != nil {
			t.Fatal(err)
		}
		if api.Summary.Removed != 0 || api.Summary.Rejected != 1 {
			t.Errorf("got %+v, want nothing removed", api.Summary)
		}
		if got, want := load("Style Code,Code\nP,P-1\n", "seller-sku\nP-1\n"), "{1 0 1 1 0 2 0 false} {1 0 0 2 0 0 0 false}"; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		verified(t, s)
	})
}
