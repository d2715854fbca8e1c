package service_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/service"
)

// narrowLoads are whole exports, and later loads of the same products that lack
// what tells options or sizes apart.
var narrowLoads = map[string]struct {
	// full and narrow make the rows of product %[1]d.
	full, narrow         string
	fullHead, narrowHead string
	// skus are the listings of product %[1]d.
	skus string
	// rejected says that the narrow load is refused row by row, with these words.
	rejected string
}{
	"no Code": {
		fullHead: "Style Code,Product Name,Code\n", full: "S%[1]d,Mug,S%[1]d-A\nS%[1]d,Mug,S%[1]d-B\n", skus: "S%[1]d-A S%[1]d-B",
		narrowHead: "Style Code,Product Name\n", narrow: "S%[1]d,Mug\nS%[1]d,Mug\n",
	},
	"no Code, a row a product": {
		fullHead: "Style Code,Product Name,Code\n", full: "S%[1]d,Mug,S%[1]d-A\nS%[1]d,Mug,S%[1]d-B\n", skus: "S%[1]d-A S%[1]d-B",
		narrowHead: "Style Code,Product Name\n", narrow: "S%[1]d,Bowl\n",
	},
	"Barcodes and prices": {
		fullHead: "Style Code,Code,Barcode\n", full: "S%[1]d,S%[1]d-A,%[1]d1\nS%[1]d,S%[1]d-B,%[1]d2\n", skus: "S%[1]d-A S%[1]d-B",
		narrowHead: "Style Code,Barcode,Retail Price\n", narrow: "S%[1]d,%[1]d2,2\nS%[1]d,%[1]d1,1\n",
	},
	"Barcodes that are not known": {
		fullHead: "Style Code,Code\n", full: "S%[1]d,S%[1]d-A\nS%[1]d,S%[1]d-B\n", skus: "S%[1]d-A S%[1]d-B",
		narrowHead: "Style Code,Barcode\n", narrow: "S%[1]d,%[1]d1\n", rejected: "no column Code",
	},
	"Barcodes of other options": {
		fullHead: "Style Code,Code,Barcode\n", full: "S%[1]d,S%[1]d-A,%[1]d1\nS%[1]d,S%[1]d-B,%[1]d2\n", skus: "S%[1]d-A S%[1]d-B",
		narrowHead: "Style Code,Barcode\n", narrow: "S%[1]d,%[1]d1\nS%[1]d,%[1]d3\n", rejected: "no column Code",
	},
	"Code is headed SKU": {
		fullHead: "Style Code,Code,Option 1\n", full: "S%[1]d,S%[1]d-A,Red\nS%[1]d,S%[1]d-B,Blue\n", skus: "S%[1]d-A S%[1]d-B",
		narrowHead: "Style Code,SKU,Option 1\n", narrow: "S%[1]d,S%[1]d-B,Blue\nS%[1]d,S%[1]d-A,Red\n",
	},
	"no Style Code": {
		fullHead: "Style Code,Code\n", full: "S%[1]d,S%[1]d-A\nS%[1]d,S%[1]d-B\n", skus: "S%[1]d-A S%[1]d-B",
		narrowHead: "Code,Stock\n", narrow: "S%[1]d-A,1\nS%[1]d-B,2\n", rejected: "no Style Code",
	},
	"an empty Style Code": {
		fullHead: "Style Code,Code\n", full: "S%[1]d,S%[1]d-A\nS%[1]d,S%[1]d-B\n", skus: "S%[1]d-A S%[1]d-B",
		narrowHead: "Style Code,Code,Stock\n", narrow: ",S%[1]d-A,1\n,S%[1]d-B,2\n", rejected: "no Style Code",
	},
	"Product ID in place of Style Code": {
		fullHead: "Style Code,Code,Size,Size Code\n", full: "S%[1]d,S%[1]d-A,,\nS%[1]d,S%[1]d-B,M,S%[1]d-B-M\n", skus: "S%[1]d-A S%[1]d-B",
		narrowHead: "Product ID,Product Name,Code\n", narrow: "9%[1]d,Mug,S%[1]d-B-M\n", rejected: "no Style Code",
	},
	"JSON without styleCode": {
		fullHead: "Style Code,Code\n", full: "S%[1]d,S%[1]d-A\nS%[1]d,S%[1]d-B\n", skus: "S%[1]d-A S%[1]d-B",
		narrow: `{"id": 9%[1]d, "productOptions": [{"id": %[1]d1, "code": "S%[1]d-A"}]},`, rejected: "no styleCode",
	},
	"no columns of sizes": {
		fullHead: "Style Code,Code,Size,Size Code\n", full: "S%[1]d,S%[1]d-A,S,S%[1]d-A-S\nS%[1]d,S%[1]d-A,M,S%[1]d-A-M\n", skus: "S%[1]d-A S%[1]d-A-S S%[1]d-A-M",
		narrowHead: "Style Code,Code,Retail Price\n", narrow: "S%[1]d,S%[1]d-A,1\nS%[1]d,S%[1]d-A,2\n",
	},
	"no columns of sizes, a row an option": {
		fullHead: "Style Code,Code,Size,Size Code\n", full: "S%[1]d,S%[1]d-A,S,S%[1]d-A-S\nS%[1]d,S%[1]d-A,M,S%[1]d-A-M\n", skus: "S%[1]d-A S%[1]d-A-S S%[1]d-A-M",
		narrowHead: "Style Code,Code,Option 1\n", narrow: "S%[1]d,S%[1]d-A,Red\n",
	},
	"no columns of sizes, and another number": {
		fullHead: "Style Code,Code,Size,Size Code\n", full: "S%[1]d,S%[1]d-A,S,S%[1]d-A-S\nS%[1]d,S%[1]d-A,M,S%[1]d-A-M\n", skus: "S%[1]d-A S%[1]d-A-S S%[1]d-A-M",
		narrowHead: "Style Code,Code\n", narrow: "S%[1]d,S%[1]d-A\nS%[1]d,S%[1]d-A\nS%[1]d,S%[1]d-A\n", rejected: "no column Size",
	},
	"Size without Size Code": {
		fullHead: "Style Code,Code,Size,Size Code\n", full: "S%[1]d,S%[1]d-A,S,S%[1]d-A-S\nS%[1]d,S%[1]d-A,M,S%[1]d-A-M\n", skus: "S%[1]d-A S%[1]d-A-S S%[1]d-A-M",
		narrowHead: "Style Code,Code,Size,Stock\n", narrow: "S%[1]d,S%[1]d-A,M,2\nS%[1]d,S%[1]d-A,S,1\n",
	},
	"Size without Size Code, of other sizes": {
		fullHead: "Style Code,Code,Size,Size Code\n", full: "S%[1]d,S%[1]d-A,S,S%[1]d-A-S\nS%[1]d,S%[1]d-A,M,S%[1]d-A-M\n", skus: "S%[1]d-A S%[1]d-A-S S%[1]d-A-M",
		narrowHead: "Style Code,Code,Size,Stock\n", narrow: "S%[1]d,S%[1]d-A,M,2\nS%[1]d,S%[1]d-A,L,1\n", rejected: "no column Size Code",
	},
	"JSON of sized rows with id and stock": {
		full: `{"id": %[1]d, "productOptions": [
			{"id": %[1]d1, "productOptionCode": "S%[1]d-A", "productOptionSizeCode": "S%[1]d-A-S", "size": "S"},
			{"id": %[1]d2, "productOptionCode": "S%[1]d-A", "productOptionSizeCode": "S%[1]d-A-M", "size": "M"},
			{"id": %[1]d3, "code": "S%[1]d-B"}]},`,
		skus:   "S%[1]d-A S%[1]d-A-S S%[1]d-B",
		narrow: `{"id": %[1]d, "productOptions": [{"id": %[1]d1, "stockAvailable": 5}, {"id": %[1]d2, "stockAvailable": 6}, {"id": %[1]d3, "stockAvailable": 7}]},`,
	},
	"JSON of sized rows with id, size and stock": {
		full: `{"id": %[1]d, "productOptions": [
			{"id": %[1]d1, "productOptionCode": "S%[1]d-A", "productOptionSizeCode": "S%[1]d-A-S", "size": "S"},
			{"id": %[1]d2, "productOptionCode": "S%[1]d-B", "productOptionSizeCode": "S%[1]d-B-S", "size": "S"}]},`,
		skus:   "S%[1]d-A S%[1]d-A-S S%[1]d-B",
		narrow: `{"id": %[1]d, "productOptions": [{"id": %[1]d1, "size": "S", "stockAvailable": 5}, {"id": %[1]d2, "size": "S", "stockAvailable": 6}]},`,
	},
	"JSON of rows with stock alone": {
		full:   `{"id": %[1]d, "productOptions": [{"id": %[1]d1, "code": "S%[1]d-A"}, {"id": %[1]d2, "code": "S%[1]d-B"}]},`,
		skus:   "S%[1]d-A S%[1]d-B",
		narrow: `{"id": %[1]d, "productOptions": [{"stockAvailable": 5}]},`, rejected: "no key code",
	},
	"JSON of rows with Codes of sizes": {
		full: `{"id": %[1]d, "productOptions": [
			{"productOptionCode": "S%[1]d-A", "productOptionSizeCode": "S%[1]d-A-S", "size": "S"},
			{"productOptionCode": "S%[1]d-A", "productOptionSizeCode": "S%[1]d-A-M", "size": "M"}]},`,
		skus:   "S%[1]d-A S%[1]d-A-S",
		narrow: `{"id": %[1]d, "productOptions": [{"code": "S%[1]d-A-M", "stockAvailable": 5}, {"code": "S%[1]d-A-S", "stockAvailable": 6}]},`,
	},
}

// TestNarrowLoads loads a catalogue, maps it, and loads it again without what
// tells options and sizes apart: all Codes, Barcodes and mappings stay.
func TestNarrowLoads(t *testing.T) {
	t.Parallel()
	const n = 20
	for name, test := range narrowLoads {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dbtest.Each(t, func(t *testing.T, url string) {
				ctx := context.Background()
				s, actor, integration := open(t, url)
				load := func(head, row string) *service.LoadResult {
					t.Helper()
					result, err := s.LoadOmniProducts(ctx, actor, strings.NewReader(narrowFile(n, head, row)), service.FileLoad{})
					if err != nil {
						t.Fatal(err)
					}
					return result
				}
				load(test.fullHead, test.full)
				report := "seller-sku\tprice\n" + strings.ReplaceAll(narrowFile(n, "", test.skus+" "), " ", "\t1\n")
				if _, err := s.LoadListings(ctx, actor, integration, strings.NewReader(report), service.FileLoad{}); err != nil {
					t.Fatal(err)
				}
				if _, err := s.ImportProducts(ctx, actor, integration, model.ScopeAll); err != nil {
					t.Fatal(err)
				}
				mapped, before := mappedCount(t, s, actor, integration), catalogueKeys(t, s, actor)
				if mapped < n {
					t.Fatalf("%d are mapped", mapped)
				}
				result := load(test.narrowHead, test.narrow)
				if test.rejected == "" && result.Summary.Rejected > 0 {
					t.Errorf("rejected %+v", result.Rejected[0])
				}
				if test.rejected != "" {
					if result.Summary.Rejected != result.Summary.Read || !strings.Contains(result.Rejected[0].Message, test.rejected) || result.Rejected[0].Code != model.CodeInvalid {
						t.Errorf("got %+v and %+v, want all rows rejected with %q", result.Summary, result.Rejected[:1], test.rejected)
					}
				}
				if result.Summary.MappingsDeleted != 0 || result.Summary.Created != 0 || mappedCount(t, s, actor, integration) != mapped {
					t.Errorf("the narrow load lost mappings: %+v", result.Summary)
				}
				if after := catalogueKeys(t, s, actor); after != before {
					t.Errorf("the narrow load changed Codes:\n%s\nbecame\n%s", before, after)
				}
				if again := load(test.narrowHead, test.narrow); again.Summary.Updated != 0 || again.Summary.Rejected != result.Summary.Rejected {
					t.Errorf("the second narrow load did %+v", again.Summary)
				}
				verified(t, s)
			})
		})
	}
}

// narrowFile is a file of n products.
func narrowFile(n int, head, row string) string {
	var file strings.Builder
	for i := range n {
		fmt.Fprintf(&file, row, i+10)
	}
	if strings.HasPrefix(row, "{") {
		return "[" + strings.TrimSuffix(file.String(), ",") + "]"
	}
	return head + file.String()
}

func mappedCount(t *testing.T, s *service.Service, actor model.Actor, integration int64) int64 {
	t.Helper()
	counts, err := s.ProductStatus(context.Background(), actor, []int64{integration})
	if err != nil {
		t.Fatal(err)
	}
	return counts[integration].Mapped
}
