package service_test

import (
	"context"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
	"omnimap/service"
	"omnimap/service/internal/query"
)

// TestSearchInAnyCase finds a title by parts of it in other cases.
func TestSearchInAnyCase(t *testing.T) {
	t.Parallel()
	dbtest.EachPartitioned(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		const report = "seller-sku\titem-name\n1\tΟΔΟΣ 100%\n2\tÉlan, 1000\n"
		if _, err := s.LoadListings(ctx, actor, integration, strings.NewReader(report), service.FileLoad{}); err != nil {
			t.Fatal(err)
		}
		for search, want := range map[string]int64{"οδοσ": 1, "ΔΟΣ": 1, "οδος": 1, "ΟΔΟ": 1, "éLAN": 1, "elan": 0, "00%": 1, "100": 2, "10": 0} {
			got, err := s.CountListings(ctx, actor, integration, query.ListingFilter{Search: &search})
			if err != nil || got != want {
				t.Errorf("%q: found %d, want %d (%v)", search, got, want, err)
			}
		}
	})
}

// TestTargetsBestFirst finds targets in the order of how well they fit.
func TestTargetsBestFirst(t *testing.T) {
	t.Parallel()
	const export = `Product Name,Style Code,Code,Barcode,Size,Size Code
the abx,P1,1,,,
,P2,AB,,,
,P3,abc,,,
,P4,4,ab,,
,P5,5,,S,ab
,P6,ab,,,
,P7,7,,S,a%b
`
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, _ := open(t, url)
		if _, err := s.LoadOmniProducts(ctx, actor, strings.NewReader(export), service.FileLoad{}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			text  string
			limit int
			want  string
		}{
			{"ab", 10, "P5 SIZE_OPTION, P6 PRODUCT_OPTION, P4 PRODUCT_OPTION, P2 PRODUCT_OPTION, P3 PRODUCT_OPTION"},
			{" ab", 2, "P5 SIZE_OPTION, P6 PRODUCT_OPTION"},
			{"abx", 10, "P1 PRODUCT"},
			{"p6", 10, "P6 PRODUCT"},
			{"a%", 10, "P7 SIZE_OPTION"},
			{"ab", 0, ""},
			{"\x00", 10, ""},
		} {
			found, err := s.OmniTargets(ctx, actor, c.text, c.limit)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, target := range found {
				got = append(got, *target.Product.Code+" "+string(target.Level))
			}
			if text := strings.Join(got, ", "); text != c.want {
				t.Errorf("%q: got %s, want %s", c.text, text, c.want)
			}
		}
	})
}
