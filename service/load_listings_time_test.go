package service_test

import (
	"context"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
	"omnimap/service"
)

// TestTimeOfMarketplace reads a time without a zone as the marketplace's, in
// its summer and winter.
func TestTimeOfMarketplace(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, _ := open(t, url)
		for marketplace, want := range map[string][2]string{
			"ATVPDKIKX0DER":  {"2026-07-01T14:08:00Z", "2026-01-01T15:08:00Z"},
			"A1VC38T7YXB528": {"2026-06-30T22:08:00Z", "2025-12-31T22:08:00Z"},
			"not Amazon's":   {"2026-07-01T07:08:00Z", "2026-01-01T07:08:00Z"},
		} {
			made, err := s.CreateIntegration(ctx, actor, service.NewIntegration{Name: marketplace, SellerID: "S", MarketplaceID: marketplace, ProductsEnabled: true})
			if err != nil {
				t.Fatal(err)
			}
			report := "seller-sku\titem-name\topen-date\nA\ta\t2026-07-01 07:08:00\nB\tb\t2026-01-01 07:08:00\n"
			result, err := s.LoadListings(ctx, actor, made.ID, strings.NewReader(report), service.FileLoad{})
			if err != nil || result.Summary.Created != 2 {
				t.Fatalf("%s: %+v, error %v", marketplace, result, err)
			}
			for i, sku := range []string{"A", "B"} {
				listing, err := s.Listing(ctx, actor, made.ID, sku)
				if err != nil {
					t.Fatal(err)
				}
				if got := listing.CreatedAt.UTC().Format("2006-01-02T15:04:05Z07:00"); got != want[i] {
					t.Errorf("%s, listing %s: created at %s, want %s", marketplace, sku, got, want[i])
				}
			}
		}
	})
}
