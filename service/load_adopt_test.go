package service_test

import (
	"context"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
	"omnimap/service"
)

// TestProductsChangeTheirReference loads products by Style Code, then by
// Product ID, by the API's ids, and by Style Code again: they stay the same, and
// so do their mappings.
func TestProductsChangeTheirReference(t *testing.T) {
	t.Parallel()
	whole := service.FileLoad{RemoveMissing: true}
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		mapMany(t, s, actor, integration, 20)
		byID := rowsOf("Product ID,Style Code,Code,Product Name\n", "9%[1]d,P%[1]d,P%[1]d-A,Nail\n", 0, 20)
		if got := load(t)(s.LoadOmniProducts(ctx, actor, strings.NewReader(byID), whole)); got.Created != 0 || got.Updated != 20 || got.Removed != 0 || got.MappingsDeleted != 0 {
			t.Errorf("gains Product ID: %+v", got)
		}
		keys := catalogueKeys(t, s, actor)
		if !strings.HasPrefix(keys, "90: ") || strings.Count(keys, "\n") != 20 {
			t.Errorf("got the products\n%s", keys)
		}
		for name, file := range map[string]string{
			"again": byID, "loses Product ID": someProducts(0, 20),
			"the API": "[" + strings.TrimSuffix(rowsOf("", `{"id": 9%[1]d, "styleCode": "P%[1]d", "productOptions": [{"code": "P%[1]d-A"}]},`, 0, 20), ",") + "]",
		} {
			if got := load(t)(s.LoadOmniProducts(ctx, actor, strings.NewReader(file), whole)); got.Created+got.Updated+got.Removed+got.MappingsDeleted != 0 {
				t.Errorf("%s: %+v", name, got)
			}
		}
		if after := catalogueKeys(t, s, actor); after != keys || mappedCount(t, s, actor, integration) != 20 {
			t.Errorf("got\n%s\nwant\n%s", after, keys)
		}
		// A row that is refused may be of a product that is known by its Style Code.
		load(t)(s.LoadOmniProducts(ctx, actor, strings.NewReader("Style Code,Code,Retail Price\nQ,Q-A,1\n"), service.FileLoad{}))
		broken := strings.ReplaceAll(byID, "Product Name", "Retail Price")
		broken = strings.ReplaceAll(broken, "Nail", "1") + "77,Q,Q-A,dear\n"
		if got := load(t)(s.LoadOmniProducts(ctx, actor, strings.NewReader(broken), whole)); got.Removed != 0 || !got.RemovalsSkipped || got.Rejected != 1 {
			t.Errorf("with a broken row: %+v", got)
		}
		verified(t, s)
	})
}
