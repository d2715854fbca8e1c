package catalog

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"omnimap/model"
)

// These tests read fragments of real files, which lie beside the project and
// are no part of it. What they want is read from the same files in the plainest
// way, so that nothing of them stands here.

// sharedFiles gives the paths of the fragments that the pattern names.
func sharedFiles(t *testing.T, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "..", "shared", "data", pattern))
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Skipf("there is no %s beside the project", pattern)
	}
	return paths
}

func sharedText(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// records gives a table's rows as maps by its header.
func records(lines [][]string) []map[string]string {
	var rows []map[string]string
	for _, line := range lines[1:] {
		row := make(map[string]string)
		for i, value := range line {
			row[lines[0][i]] = value
		}
		rows = append(rows, row)
	}
	return rows
}

func TestSharedReports(t *testing.T) {
	for _, path := range sharedFiles(t, "amazon-report-*.tsv") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			text := sharedText(t, path)
			var lines [][]string
			for line := range strings.Lines(text) {
				lines = append(lines, strings.Split(strings.TrimRight(line, "\r\n"), "\t"))
			}
			got := readListings(t, text)
			want := records(lines)
			if len(got) != len(want) {
				t.Fatalf("got %d rows, want %d", len(got), len(want))
			}
			for i, row := range want {
				checkSharedListing(t, got[i], i+2, row)
			}
		})
	}
}

func checkSharedListing(t *testing.T, got model.ListingInput, row int, want map[string]string) {
	t.Helper()
	price, err := model.ParseDecimal(want["price"])
	if err != nil {
		t.Fatal(err)
	}
	var status *string
	if _, ok := want["status"]; ok {
		status = new(want["status"])
	}
	checkEqual(t, got, model.ListingInput{
		Row: row, SKU: want["seller-sku"], ASIN: new(want["asin1"]), Barcode: sharedBarcode(want), Title: new(want["item-name"]),
		CreatedAt: new(sharedDate(t, want["open-date"])),
		Price:     &price, Quantity: new(want["quantity"]),
		ListingStatus: status, FulfillmentChannel: new(want["fulfillment-channel"]),
	})
}

// sharedBarcode is the product id of a row whose type is 3 or 4; nil without
// those columns.
func sharedBarcode(row map[string]string) *string {
	kind, typed := row["product-id-type"]
	id, given := row["product-id"]
	switch {
	case !typed || !given:
		return nil
	case kind == "3" || kind == "4":
		return &id
	}
	return new("")
}

// sharedDate reads one of the two forms of date that the fragments have.
func sharedDate(t *testing.T, text string) time.Time {
	t.Helper()
	offsets := strings.NewReplacer("PDT", "-0700", "PST", "-0800", "BST", "+0100", "GMT", "+0000")
	for _, layout := range []string{"2006-01-02 15:04:05 -0700", "02/01/2006 15:04:05 -0700"} {
		if date, err := time.Parse(layout, offsets.Replace(text)); err == nil {
			return date.UTC()
		}
	}
	t.Fatalf("the fragment has the date %q", text)
	return time.Time{}
}

func TestSharedReportHeaders(t *testing.T) {
	for _, path := range sharedFiles(t, "amazon-report-headers-by-locale.json") {
		var words struct{ Synonyms map[string][]string }
		if err := json.Unmarshal([]byte(sharedText(t, path)), &words); err != nil {
			t.Fatal(err)
		}
		used := map[string]listingColumn{
			"seller-sku": colSKU, "product-id": colProductID, "product-id-type": colProductIDType, "asin1": colASIN,
			"fulfillment-channel": colChannel, "item-name": colTitle, "price": colPrice, "status": colStatus,
			"open-date": colOpenDate, "quantity": colQuantity,
		}
		for column, c := range used {
			if len(words.Synonyms[column]) == 0 {
				t.Errorf("the file has no words for %s", column)
			}
			for _, word := range words.Synonyms[column] {
				if found, err := newHeader([]string{word}).find(namesOf(c)...); err != nil || len(found) != 1 {
					t.Errorf("%q is not known as %s", word, column)
				}
			}
		}
	}
}

func TestSharedExport(t *testing.T) {
	for _, path := range sharedFiles(t, "cin7-export.csv") {
		text := sharedText(t, path)
		lines, err := csv.NewReader(strings.NewReader(text)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var want []model.OmniRow
		for i, row := range records(lines) {
			want = append(want, model.OmniRow{
				Row: i + 2, Reference: row["Style Code"],
				ProductCode: new(row["Style Code"]), ProductName: new(row["Product Name"]), Code: new(row["Code"]),
			})
		}
		checkEqual(t, readOmniRows(t, text), want)
	}
}

func TestSharedProducts(t *testing.T) {
	for _, path := range sharedFiles(t, "cin7-api-product*.json") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			text := sharedText(t, path)
			var want []struct {
				ID             json.Number
				StyleCode      *string
				Name           string
				ProductOptions []map[string]any
			}
			if err := json.Unmarshal([]byte(text), &want); err != nil {
				t.Fatal(err)
			}
			got := readProducts(t, text)
			if len(got) != len(want) {
				t.Fatalf("got %d products, want %d", len(got), len(want))
			}
			for i, product := range want {
				checkEqual(t, got[i].Reference, string(product.ID))
				checkEqual(t, got[i].Code, product.StyleCode)
				checkEqual(t, *got[i].Name, product.Name)
				checkSharedCodes(t, got[i], product.ProductOptions)
			}
		})
	}
}

// checkSharedCodes wants a target for the Code of each of the API's rows.
func checkSharedCodes(t *testing.T, product model.OmniProductInput, rows []map[string]any) {
	t.Helper()
	var got, want []any
	for _, option := range product.Options {
		if len(option.Sizes) == 0 {
			got = append(got, *option.Code)
		}
		for _, size := range option.Sizes {
			got = append(got, *size.Code)
		}
	}
	for _, row := range rows {
		want = append(want, row["code"])
	}
	checkEqual(t, got, want)
}
