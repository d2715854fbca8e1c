package service_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/service"
)

// TestCustomApostrophes takes an apostrophe before a key for a spreadsheet's,
// unless the catalogue has just that key. In a list it is the key's own.
func TestCustomApostrophes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		at := time.Date(2026, 1, 31, 12, 0, 0, 0, time.UTC)
		var listings []model.ListingInput
		for _, sku := range []string{"L1", "L2", "'L2", "'L3"} {
			listings = append(listings, model.ListingInput{SKU: sku, CreatedAt: &at})
		}
		if _, err := s.UpsertListings(ctx, actor, integration, listings); err != nil {
			t.Fatal(err)
		}
		var products []model.OmniProductInput
		for _, code := range []string{"C1", "'C2", "C3", "'C3"} {
			products = append(products, model.OmniProductInput{Reference: code, Code: &code})
		}
		if _, err := s.UpsertOmniProducts(ctx, actor, products); err != nil {
			t.Fatal(err)
		}
		file := "Amazon SKU,Cin7 Code\n'L1,'C1\n'L2,'C2\n'L3,'C3\n'L4,C3\n"
		result, err := s.ApplyCustomMappingFile(ctx, actor, integration, strings.NewReader(file), service.CustomOptions{})
		if err != nil || result.Summary.ProductOptionsMapped != 3 || len(result.Rejected) != 1 || *result.Rejected[0].SKU != "L4" {
			t.Fatalf("a file: %+v, error %v", result, err)
		}
		mapped, err := s.MappingsBySKU(ctx, actor, integration, []string{"L1", "L2", "'L2", "'L3"})
		if err != nil {
			t.Fatal(err)
		}
		for sku, code := range map[string]string{"L1": "C1", "'L2": "'C2", "'L3": "'C3"} {
			if m := mapped[sku]; m == nil || *m.Target.Option.Code != code {
				t.Errorf("listing %s has %+v, want it mapped to %s", sku, m, code)
			}
		}
		code := "'C1"
		result, err = s.ApplyCustomMappings(ctx, actor, integration, []model.CustomPair{{SKU: "L2", Code: &code}}, service.CustomOptions{})
		if err != nil || len(result.Rejected) != 1 || result.Rejected[0].Code != model.CodeUnknownCode {
			t.Errorf("a list: %+v, error %v", result, err)
		}
	})
}
