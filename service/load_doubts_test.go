package service_test

import (
	"context"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/service"
)

// TestDamagedKeys loads files with keys that look like a spreadsheet's damage:
// the rows are rejected in words, unless the catalogue has just that key.
func TestDamagedKeys(t *testing.T) {
	t.Parallel()
	whole := service.FileLoad{RemoveMissing: true, AllowShrink: true}
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		mapMany(t, s, actor, integration, 20)
		before := catalogueKeys(t, s, actor)
		for name, test := range map[string]struct {
			file    string
			says    string
			skipped bool
		}{
			"two Style Codes alike": {someProducts(0, 18) + "2.08E+89,P18-A,Nail\n2.08E+89,P19-A,Nail\n", "2.08E+89", true},
			"ids":                   {"Product ID,Style Code,Code\n1.23E+12,P18,P18-A\n1.23E+12,P19,P19-A\n", "1.23E+12", true},
			"nan":                   {"Style Code,Code\nnan,P18-A\nnan,P19-A\n", "nan", true},
			"a Code":                {someProducts(0, 18) + "P18,1.08E+89,Nail\nP19,2026-03-01,Nail\n", "1.08E+89", false},
			"a Barcode":             {"Style Code,Code,Barcode\nP18,P18-A,4.01E+12\nP19,P19-A,4.01E+12\n", "4.01E+12", false},
			"the API":               {`[{"id": "nan"}, {"id": "P19", "styleCode": "P19", "productOptions": [{"code": "1.08E+89"}]}]`, "nan", true},
		} {
			load := whole
			load.RemoveMissing = test.skipped || strings.Count(test.file, "\n") > 10
			got, err := s.LoadOmniProducts(ctx, actor, strings.NewReader(test.file), load)
			if err != nil {
				t.Fatal(name, err)
			}
			if got.Summary.Rejected != 2 || got.Rejected[0].Code != model.CodeInvalid || !strings.Contains(got.Rejected[0].Message, test.says) ||
				got.Summary.RemovalsSkipped != test.skipped || got.Summary.Created+got.Summary.Removed+got.Summary.MappingsDeleted != 0 {
				t.Errorf("%s: %+v %+v", name, got.Summary, got.Rejected)
			}
		}
		if after := catalogueKeys(t, s, actor); after != before {
			t.Errorf("got\n%s\nwant\n%s", after, before)
		}
		got, err := s.LoadListings(ctx, actor, integration, strings.NewReader(someListings(0, 19)+"1.08E+89\t1\n"), whole)
		if err != nil || got.Summary.Rejected != 1 || *got.Rejected[0].SKU != "1.08E+89" || !got.Summary.RemovalsSkipped || got.Summary.Removed != 0 {
			t.Errorf("a SKU: %+v, %v", got, err)
		}
		got, err = s.LoadListings(ctx, actor, integration, strings.NewReader("seller-sku\tasin1\titem-name\n"+"P19-A\t#N/A\tNail\n"), whole)
		if err != nil || got.Summary.Rejected != 1 || got.Summary.RemovalsSkipped || got.Summary.Removed != 19 {
			t.Errorf("an ASIN: %+v, %v", got, err)
		}
		// The first report of an integration can have such a SKU, once.
		made, err := s.CreateIntegration(ctx, actor, service.NewIntegration{Name: "US", SellerID: "S", MarketplaceID: "US", ProductsEnabled: true})
		if err != nil {
			t.Fatal(err)
		}
		first := "seller-sku\tparent-sku\tprice\n2.04E+77\t\t1\nA\t2.04E+77\t1\n1.08E+89\t\t1\n1.08E+89\t\t2\n"
		if got := load(t)(s.LoadListings(ctx, actor, made.ID, strings.NewReader(first), service.FileLoad{})); got.Created != 2 || got.Rejected != 2 {
			t.Errorf("a first report: %+v", got)
		}
		// Keys that are known, by a request, are not damaged.
		load(t)(s.UpsertOmniProducts(ctx, actor, []model.OmniProductInput{{Reference: "2.08E+89", Code: new("2.08E+89"), Options: []model.OmniOptionInput{{Code: new("nan"), Barcode: new("50%")}}}}))
		known := "Style Code,Code,Barcode,Retail Price\n2.08E+89,nan,50%,1\n"
		if got := load(t)(s.LoadOmniProducts(ctx, actor, strings.NewReader(known), service.FileLoad{})); got.Rejected != 0 || got.Updated != 1 {
			t.Errorf("known keys: %+v", got)
		}
		verified(t, s)
	})
}
