package catalog

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"omnimap/model"
)

// fuzzRead reads a file to its end. It wants a row's error to be the seller's,
// rows to go up, and no more rows than the file has bytes.
func fuzzRead[T any](t *testing.T, file string, read func() (T, error), check func(T) (row int)) {
	last := 0
	for range len(file) + 2 {
		value, err := read()
		var row int
		if bad, ok := errors.AsType[*RowError](err); ok {
			row = bad.Row
			checkUTF8(t, bad.Message)
			checkUTF8s(t, bad.SKU, bad.Cin7Code)
		} else if err != nil {
			if _, again := read(); again != err {
				t.Fatalf("the reading ends with %v, then with %v", err, again)
			}
			return
		} else {
			row = check(value)
		}
		if row <= last {
			t.Fatalf("row %d comes after row %d", row, last)
		}
		last = row
	}
	// A gzip file holds more than its length.
	if !strings.HasPrefix(file, "\x1f\x8b") {
		t.Fatal("the reading does not end")
	}
}

func checkUTF8(t *testing.T, texts ...string) {
	for _, text := range texts {
		if !utf8.ValidString(text) {
			t.Fatalf("%q is not valid UTF-8", text)
		}
	}
}

func checkUTF8s(t *testing.T, texts ...*string) {
	for _, text := range texts {
		if text != nil {
			checkUTF8(t, *text)
		}
	}
}

// checkDecimals wants numbers in their shortest form.
func checkDecimals(t *testing.T, numbers ...*model.Decimal) {
	for _, number := range numbers {
		if number == nil {
			continue
		}
		if again, err := model.ParseDecimal(string(*number)); err != nil || again != *number {
			t.Fatalf("%q is no Decimal: %q, %v", *number, again, err)
		}
	}
}

func checkFuzzedFileError(t *testing.T, err error) {
	file, ok := errors.AsType[*FileError](err)
	if !ok {
		t.Fatalf("error is %T (%v), want a *FileError", err, err)
	}
	checkUTF8(t, file.Message)
}

func FuzzListingReader(f *testing.F) {
	f.Add("seller-sku\tprice\tquantity\topen-date\tasin1\nA\t1,50\t3\t2021-07-04 22:15:30 PDT\tB1\n\tx\t\t\t\n")
	f.Add("Händler-SKU\tPreis\tErstellungsdatum\r\nA\t1.234,50\t04.07.2021 22:15 MESZ\r\n")
	f.Add("SKU\tproduct-id\tproduct-id-type\tparent-sku\rA\tB1\t1\tP\r")
	f.Add("sku-vendeur\t\xe9tat\nA\t\xe9\n")
	f.Add("\ufeffseller-sku\nA\xe9\x00\n")
	f.Add(encoded(f, japanese.ShiftJIS, "出品者SKU\t商品名\tステータス\nA\t木の棚\t\n"))
	f.Add("seller-sku\titem-name\topen-date\nA\t\x96\xd8\x82\xcc\t2021/07/04 22:15:30 JST\n")
	f.Add(encoded(f, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "seller-sku\titem-name\nA\t☕\n"))
	f.Add(gzipped(f, "seller-sku\nA\nB\n"))
	f.Fuzz(func(t *testing.T, file string) {
		r, err := NewListingReader(strings.NewReader(file))
		if err != nil {
			checkFuzzedFileError(t, err)
			return
		}
		fuzzRead(t, file, r.Read, func(in model.ListingInput) int {
			checkUTF8(t, in.SKU)
			checkUTF8s(t, in.ParentSKU, in.ASIN, in.Title, in.Quantity, in.ListingStatus, in.FulfillmentChannel)
			checkDecimals(t, in.Price)
			return in.Row
		})
	})
}

func FuzzOmniRowReader(f *testing.F) {
	f.Add("Product ID,Product Name,Style Code,Code,Barcode,Option 1,Size,Cost Price,SOH\n1,\"Mug, big\",S,A,4006,Red,M,1.5,\"1,234.5\"\n")
	f.Add("Code;Retail Price\r\nA;1,5\r\n\r\n;\r\nB;#N/A\r\n")
	f.Add("Code\tOption Code\tSize Code\nA\tB\tC\n\"A\n\"\"B\"\tC\n")
	f.Add("Code,Name\nA,\"open\nB,x\nC,\"y\"\nD,z\"\nE,\"\"\"\n")
	f.Add("\"Co\nde\",Stock\rA\xe9,1\r")
	f.Add("\ufeffCode\nA\x00\n")
	f.Add(encoded(f, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), "Code\tSize\nA\t☕\n"))
	f.Add(gzipped(f, "Code\nA\nB\n"))
	f.Fuzz(func(t *testing.T, file string) {
		r, err := NewOmniRowReader(strings.NewReader(file))
		if err != nil {
			checkFuzzedFileError(t, err)
			return
		}
		fuzzRead(t, file, r.Read, func(row model.OmniRow) int {
			checkUTF8(t, row.Reference)
			checkUTF8s(t, row.ProductCode, row.ProductName, row.Code, row.Barcode, row.Name, row.SizeCode, row.SizeBarcode, row.SizeName)
			checkDecimals(t, row.Price, row.Cost, row.Stock)
			if strings.TrimSpace(row.Reference) == "" {
				t.Fatal("a row has no reference")
			}
			return row.Row
		})
	})
}

func FuzzOmniProductReader(f *testing.F) {
	f.Add(`[{"id": 1, "styleCode": "A", "name": "N", "productOptions": [{"id": 2, "code": "B", "retailPrice": 1.50, "priceColumns": {"vip": [], "costAUD": "7", "retailAUD": null}, "stockAvailable": 1e2}]}]`)
	f.Add(`[{"Id": "x", "ProductOptions": [{"productOptionCode": "B", "size": "M", "code": "B-M"}, {"productOptionSizeCode": "B-L", "option1": "Red"}, null]}, {"id": {}}, 5]`)
	f.Add(`[{"id": 1}, {"id": 1, "productOptions": "x"}, {"id" 1}]`)
	f.Add("[{\"id\": \"\\ud800\\u0000\"}, {\"id\": \"\xe9\"}]")
	f.Add("\ufeff [] x")
	f.Add(encoded(f, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), `[{"id": 1}]`))
	f.Add(gzipped(f, `[{"id": 1}, {"id": 2}]`))
	f.Fuzz(func(t *testing.T, file string) {
		r, err := NewOmniProductReader(strings.NewReader(file))
		if err != nil {
			checkFuzzedFileError(t, err)
			return
		}
		fuzzRead(t, file, r.Read, func(in model.OmniProductInput) int {
			checkUTF8(t, in.Reference)
			checkUTF8s(t, in.Code, in.Barcode, in.Name)
			for _, option := range in.Options {
				checkUTF8s(t, option.Reference, option.Code, option.Barcode, option.Name)
				checkDecimals(t, option.Price, option.Cost, option.Stock)
				for _, size := range option.Sizes {
					checkUTF8s(t, size.Reference, size.Code, size.Barcode, size.Name)
					checkDecimals(t, size.Price, size.Cost, size.Stock)
				}
			}
			return in.Row
		})
	})
}
