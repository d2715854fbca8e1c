package service_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/service"
)

// mapMany loads n products of one option each into both catalogues and imports
// them.
func mapMany(t *testing.T, s *service.Service, actor model.Actor, integration int64, n int) {
	t.Helper()
	ctx := context.Background()
	load(t)(s.LoadOmniProducts(ctx, actor, strings.NewReader(someProducts(0, n)), service.FileLoad{}))
	load(t)(s.LoadListings(ctx, actor, integration, strings.NewReader(someListings(0, n)), service.FileLoad{}))
	result, err := s.ImportProducts(ctx, actor, integration, model.ScopeAll)
	if err != nil || result.Summary.MappingsCreated != int64(n) {
		t.Fatalf("imported %+v, %v", result, err)
	}
}

func load(t *testing.T) func(*service.LoadResult, error) model.LoadSummary {
	return func(result *service.LoadResult, err error) model.LoadSummary {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return result.Summary
	}
}

func someProducts(from, to int) string {
	return rowsOf("Style Code,Code,Product Name\n", "P%[1]d,P%[1]d-A,Nail\n", from, to)
}

func someListings(from, to int) string {
	return rowsOf("seller-sku\tprice\n", "P%d-A\t1\n", from, to)
}

func rowsOf(head, row string, from, to int) string {
	for i := from; i < to; i++ {
		head += fmt.Sprintf(row, i)
	}
	return head
}

// TestMappingsGuard refuses files that would delete more than a tenth of the
// mappings, in whatever way, unless that is confirmed.
func TestMappingsGuard(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		mapMany(t, s, actor, integration, 100)
		refused := func(what string, err error, words ...string) {
			t.Helper()
			var shrinks *model.UserError
			if !errors.As(err, &shrinks) || shrinks.Code != model.CodeCatalogueShrinks {
				t.Fatalf("%s: %v", what, err)
			}
			for _, word := range words {
				if !strings.Contains(shrinks.Message, word) {
					t.Errorf("%s: the message lacks %q: %s", what, word, shrinks.Message)
				}
			}
			if mappedCount(t, s, actor, integration) != 100 {
				t.Fatalf("%s: mappings are gone", what)
			}
		}
		// Other Codes: the options that were known go.
		renamed := rowsOf("Style Code,Code\n", "P%[1]d,P%[1]d-B\n", 0, 11)
		_, err := s.LoadOmniProducts(ctx, actor, strings.NewReader(renamed), service.FileLoad{})
		refused("11 other options", err, "11 of the 100 mappings", "lack 11 known options", "allowShrink")
		if got := load(t)(s.LoadOmniProducts(ctx, actor, strings.NewReader(rowsOf("Style Code,Code\n", "P%[1]d,P%[1]d-A\n", 0, 100)), service.FileLoad{RemoveMissing: true})); got.MappingsDeleted != 0 {
			t.Fatalf("the same again: %+v", got)
		}
		// Unmapped products make a tenth of the catalogue more than that of the mappings.
		load(t)(s.LoadOmniProducts(ctx, actor, strings.NewReader(someProducts(100, 200)), service.FileLoad{}))
		_, err = s.LoadOmniProducts(ctx, actor, strings.NewReader(someProducts(12, 200)), service.FileLoad{RemoveMissing: true})
		refused("12 of 200 products", err, "12 of the 100 mappings", "lacks 12 Omni products")
		load(t)(s.LoadListings(ctx, actor, integration, strings.NewReader(someListings(1000, 1100)), service.FileLoad{}))
		_, err = s.LoadListings(ctx, actor, integration, strings.NewReader(someListings(12, 100)+strings.TrimPrefix(someListings(1000, 1100), "seller-sku\tprice\n")), service.FileLoad{RemoveMissing: true})
		refused("12 of 200 listings", err, "12 of the 100 mappings", "lacks 12 listings")
		// Ten of a hundred are a tenth, not more; and a confirmation is enough.
		if got := load(t)(s.LoadOmniProducts(ctx, actor, strings.NewReader(rowsOf("Style Code,Code\n", "P%[1]d,P%[1]d-B\n", 0, 10)), service.FileLoad{})); got.MappingsDeleted != 10 {
			t.Errorf("10 other options: %+v", got)
		}
		if got := load(t)(s.LoadOmniProducts(ctx, actor, strings.NewReader(rowsOf("Style Code,Code\n", "P%[1]d,P%[1]d-B\n", 10, 30)), service.FileLoad{AllowShrink: true})); got.MappingsDeleted != 20 {
			t.Errorf("20 other options, confirmed: %+v", got)
		}
		// A request says itself what goes.
		var products []model.OmniProductInput
		for i := 30; i < 50; i++ {
			products = append(products, model.OmniProductInput{Reference: fmt.Sprint("P", i), Options: []model.OmniOptionInput{{Code: new("other")}}})
		}
		if got := load(t)(s.UpsertOmniProducts(ctx, actor, products)); got.MappingsDeleted != 20 {
			t.Errorf("20 other options by a request: %+v", got)
		}
		verified(t, s)
	})
}

// TestSmallCataloguesAreNotGuarded deletes nine of nine mappings.
func TestSmallCataloguesAreNotGuarded(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		mapMany(t, s, actor, integration, 9)
		if got := load(t)(s.LoadOmniProducts(ctx, actor, strings.NewReader(rowsOf("Style Code,Code\n", "P%[1]d,P%[1]d-B\n", 0, 9)), service.FileLoad{})); got.MappingsDeleted != 9 {
			t.Errorf("9 other options: %+v", got)
		}
	})
}

// TestRemovalsSkipped loads whole catalogues with a row that cannot be read:
// nothing is removed.
func TestRemovalsSkipped(t *testing.T) {
	t.Parallel()
	whole := service.FileLoad{RemoveMissing: true}
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		mapMany(t, s, actor, integration, 30)
		before := catalogueKeys(t, s, actor)
		for name, broken := range map[string]string{
			"an inch mark":        "P29,P29-A,9\" nail\n",
			"a quote left open":   "\"P29,P29-A,Nail\n",
			"no key":              ",,Nail\n",
			"a key that is long":  strings.Repeat("P", 300) + ",P29-A,Nail\n",
			"a damaged reference": "#N/A,P29-A,Nail\n",
			"too many values":     "P29,9, nail,P29-A,Nail\n",
		} {
			got := load(t)(s.LoadOmniProducts(ctx, actor, strings.NewReader(someProducts(0, 29)+broken), whole))
			if got.Removed != 0 || got.MappingsDeleted != 0 || got.Rejected == 0 {
				t.Errorf("%s: %+v", name, got)
			}
			if !got.RemovalsSkipped {
				t.Errorf("%s: nothing says that nothing was removed: %+v", name, got)
			}
		}
		for name, broken := range map[string]string{"no key": "\t1\n", "a key that is long": strings.Repeat("P", 300) + "\t1\n"} {
			got := load(t)(s.LoadListings(ctx, actor, integration, strings.NewReader(someListings(0, 29)+broken), whole))
			if got.Removed != 0 || got.MappingsDeleted != 0 || !got.RemovalsSkipped {
				t.Errorf("listings, %s: %+v", name, got)
			}
		}
		if after := catalogueKeys(t, s, actor); after != before || mappedCount(t, s, actor, integration) != 30 {
			t.Errorf("got\n%s\nwant\n%s", after, before)
		}
		if got := load(t)(s.LoadOmniProducts(ctx, actor, strings.NewReader(someProducts(0, 29)), whole)); got.Removed != 1 || got.RemovalsSkipped {
			t.Errorf("without a broken row: %+v", got)
		}
		// Options of known products stay, too.
		load(t)(s.LoadOmniProducts(ctx, actor, strings.NewReader("Style Code,Code,Product Name\nQ,Q-A,Nail\nQ,Q-B,Nail\n"), service.FileLoad{}))
		got := load(t)(s.LoadOmniProducts(ctx, actor, strings.NewReader("Style Code,Code,Product Name\nQ,Q-A,Nail\n,,Nail\n"), service.FileLoad{}))
		if got.Rejected != 1 || !got.RemovalsSkipped || !strings.Contains(catalogueKeys(t, s, actor), "Q-B") {
			t.Errorf("a broken row of a part: %+v", got)
		}
		verified(t, s)
	})
}
