package service_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/service"
	"omnimap/service/internal/query"
)

// TestRefusedProductsAreNotMissing loads whole catalogues again with products
// that cannot be read and whose Codes are not among those known: they stay all
// the same, and nothing but they does, unless it cannot be read which they are.
func TestRefusedProductsAreNotMissing(t *testing.T) {
	t.Parallel()
	const known = `[{"id": 1, "productOptions": [{"code": "a"}, {"code": "b"}]}, {"id": 2, "productOptions": [{"code": "c"}, {"code": "d"}]}]`
	for name, test := range map[string]struct{ file, want string }{
		"API, no Code":       {`[{"id": 1, "productOptions": [{"code": "a", "retailPrice": "x"}]}]`, "1"},
		"API, another Code":  {`[{"id": 1, "styleCode": "c", "productOptions": [{"code": "a", "retailPrice": "x"}]}]`, "1"},
		"export, no Code":    {"Product ID,Code,Retail Price\n1,,x\n", "1"},
		"export, new Code":   {"Product ID,Code,Retail Price\n1,z,x\n", "1"},
		"export, lost id":    {"Product ID,Code,Retail Price\n#N/A,a,x\n", "1 2"},
		"export, known Code": {"Product ID,Code,Retail Price\n1,a,1\n2,a,x\n", "1 2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, url string) {
				s, actor, _ := open(t, url)
				if got := loadWhole(t, s, actor, known); got != "1 2" {
					t.Fatalf("got the products %s, want 1 2", got)
				}
				if got := loadWhole(t, s, actor, test.file); got != test.want {
					t.Errorf("got the products %s, want %s", got, test.want)
				}
			})
		})
	}
}

// loadWhole loads a whole catalogue and gives the references that are known then.
func loadWhole(t *testing.T, s *service.Service, actor model.Actor, file string) string {
	t.Helper()
	ctx := context.Background()
	if _, err := s.LoadOmniProducts(ctx, actor, strings.NewReader(file), service.FileLoad{RemoveMissing: true, AllowShrink: true}); err != nil {
		t.Fatal(err)
	}
	page, err := s.OmniProducts(ctx, actor, nil, query.PageArgs[query.ProductKey]{Limit: query.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	var references []string
	for _, p := range page.Items {
		references = append(references, p.Reference)
	}
	slices.Sort(references)
	return strings.Join(references, " ")
}
