package service_test

import (
	"context"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
	"omnimap/service"
)

// TestSearchInAnyCase finds a title by parts of it in other cases.
func TestSearchInAnyCase(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		const report = "seller-sku\titem-name\n1\tΟΔΟΣ 100%\n2\tÉlan, 1000\n"
		if _, err := s.LoadListings(ctx, actor, integration, strings.NewReader(report), service.FileLoad{}); err != nil {
			t.Fatal(err)
		}
		for search, want := range map[string]int64{"οδοσ": 1, "ΔΟΣ": 1, "οδος": 1, "ΟΔΟ": 1, "éLAN": 1, "elan": 0, "00%": 1, "100": 2, "10": 0} {
			got, err := s.CountListings(ctx, actor, integration, service.ListingFilter{Search: &search})
			if err != nil || got != want {
				t.Errorf("%q: found %d, want %d (%v)", search, got, want, err)
			}
		}
	})
}
