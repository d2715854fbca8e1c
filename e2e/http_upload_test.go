package e2e

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

// loaded selects what is compared of a load.
const loaded = "summary {read created updated removed rejected} rejectedRows {row sku code} userErrors {code message} operation {kind state}"

// created is the payload of a load that created all of n rows.
func created(n int, kind string) string {
	return fmt.Sprintf(`{"summary": {"read": %d, "created": %[1]d, "updated": 0, "removed": 0, "rejected": 0},
		"rejectedRows": [], "userErrors": [], "operation": {"kind": %q, "state": "SUCCEEDED"}}`, n, kind)
}

// report is an All Listings Report as it is downloaded in some marketplace.
type report struct {
	name string
	// file has the report's text as UTF-8 in testdata/reports, beside the
	// listings that are in it, as GraphQL gives them.
	file     string
	encoding encoding.Encoding
	packed   bool
}

var reports = []report{
	{"UK, packed, with more columns than are used, a bare quote and a short row", "uk", charmap.Windows1252, true},
	{"US, UTF-8 with a mark, lines that end as on Windows", "us", unicode.UTF8BOM, false},
	{"German", "german", charmap.Windows1252, false},
	{"French, without a column of ASINs", "french", charmap.Windows1252, false},
	{"Italian, UTF-8", "italian", encoding.Nop, false},
	{"Spanish, packed", "spanish", charmap.Windows1252, true},
	{"Japanese", "japanese", japanese.ShiftJIS, false},
	{"Chinese", "chinese", simplifiedchinese.GBK, false},
}

// content is the report as it is on the disk.
func (r report) content(t *testing.T) string {
	t.Helper()
	text, err := r.encoding.NewEncoder().String(readText(t, "testdata/reports/"+r.file+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	if !r.packed {
		return text
	}
	return packed(t, text)
}

// listings are the report's listings as GraphQL gives them.
func (r report) listings(t *testing.T) (list []json.RawMessage) {
	t.Helper()
	if err := json.Unmarshal([]byte(readText(t, "testdata/reports/"+r.file+".json")), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// packed compresses a text with gzip.
func packed(t *testing.T, text string) string {
	t.Helper()
	var file bytes.Buffer
	w := gzip.NewWriter(&file)
	if _, err := w.Write([]byte(text)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

// TestUpload uploads files of all kinds to one server.
func TestUpload(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		// First, because it takes its time for every integration.
		t.Run("Omni products", func(t *testing.T) { uploadOmni(t, s) })
		t.Run("reports", func(t *testing.T) { uploadReports(t, s) })
		t.Run("a large report", func(t *testing.T) { uploadLarge(t, s) })
		t.Run("bad rows", func(t *testing.T) { uploadBadRows(t, s) })
		t.Run("many bad rows", func(t *testing.T) { uploadManyBadRows(t, s) })
	})
}

// uploadReports uploads reports as each marketplace writes them, and
// reads them back one by one. A second load of the same changes nothing.
func uploadReports(t *testing.T, s *server) {
	const query = `query($id: ID!, $sku: String!) {amazonListing(integrationId: $id, sku: $sku) {
		sku parentSku asin title price quantity createdAt listingStatus fulfillmentChannel}}`
	for _, report := range reports {
		t.Run(report.name, func(t *testing.T) {
			id, listings := s.integration(t, report.name), report.listings(t)
			checkJSON(t, s.upload(t, "loadAmazonListings", variables{"integrationId": id}, report.content(t), loaded),
				created(len(listings), "LOAD_AMAZON"))
			for _, want := range listings {
				var listing struct{ SKU string }
				if err := json.Unmarshal(want, &listing); err != nil {
					t.Fatal(err)
				}
				checkJSON(t, s.ask(t, query, variables{"id": id, "sku": listing.SKU}), `{"amazonListing": `+string(want)+`}`)
			}
			checkJSON(t, s.upload(t, "loadAmazonListings", variables{"integrationId": id, "removeMissing": true}, report.content(t),
				"summary {created updated removed rejected} userErrors {message}"),
				`{"summary": {"created": 0, "updated": 0, "removed": 0, "rejected": 0}, "userErrors": []}`)
		})
	}
}

// uploadLarge uploads a report that is not held in memory.
func uploadLarge(t *testing.T, s *server) {
	file := "seller-sku\titem-description\tprice\n"
	for n := range 10 {
		file += fmt.Sprintf("SKU-%d\t%s\t9.99\n", n, strings.Repeat("long ", 180_000))
	}
	checkJSON(t, s.upload(t, "loadAmazonListings", variables{"integrationId": s.integration(t, "Large")}, file, loaded), created(10, "LOAD_AMAZON"))
}

const omniCatalogue = `{omniProducts {nodes {reference code barcode name options {
	reference code barcode name isDefault price cost stock sizes {reference code barcode name price cost stock}}}}}`

// uploadOmni uploads one catalogue as an export and as the API gives it.
// Sizes come as rows of their own, between those of others.
func uploadOmni(t *testing.T, s *server) {
	tests := []struct {
		name, file string
		want       []string
	}{
		{"an export", "Product Name,Style Code,Code,Barcode,Option 1,Option 2,Size,Size Code,Size Barcode,Cost Price,Retail Price,Stock,Brand\n" +
			"\"Shirt, \"\"Oxford\"\"\",SHIRT,SHIRT-B,2000000000008,Blue,Slim,M,SHIRT-B-M,2000000000015,12.50,30,2,Ours\n" +
			"Lamp,  LAMP/A & B ,LAMP-1,,,,,,,7.1,19.90,4.0,Ours\n" +
			"\"Shirt, \"\"Oxford\"\"\",SHIRT,SHIRT-B,2000000000008,Blue,Slim,L,SHIRT-B-L,,12.50,31,0,Ours\n",
			[]string{omniLamp(`"LAMP/A & B"`, "null"), omniShirt(`"SHIRT"`, "null", "null")}},
		{"an export of a continental spreadsheet, packed", packed(t, "product name;STYLE CODE;code;Barcode;Option 1;Option 2;Size;Size Code;Size Barcode;Cost Price;Retail Price;SOH\r\n"+
			"\"Shirt, \"\"Oxford\"\"\";SHIRT;SHIRT-B;2000000000008;Blue;Slim;M;SHIRT-B-M;2000000000015;12,50;30,00;2\r\n"+
			";;;;;;;;;;;\r\n"+
			"Lamp;LAMP/A & B;LAMP-1;;;;;;;7,10;19,90;4\r\n"+
			"\"Shirt, \"\"Oxford\"\"\";SHIRT;SHIRT-B;2000000000008;Blue;Slim;L;SHIRT-B-L;;12,50;31,00;0\r\n"),
			[]string{omniLamp(`"LAMP/A & B"`, "null"), omniShirt(`"SHIRT"`, "null", "null")}},
		{"the API's response", `[
			{"id": 82, "status": "Public", "styleCode": "SHIRT", "name": "Shirt, \"Oxford\"", "productOptions": [
				{"id": 821, "productOptionCode": "SHIRT-B", "productOptionBarcode": "2000000000008", "productOptionSizeCode": "SHIRT-B-M", "productOptionSizeBarcode": "2000000000015",
				 "code": "SHIRT-B-M", "barcode": "2000000000015", "option1": "Blue", "option2": "Slim", "size": "M", "retailPrice": 30.00, "priceColumns": {"costUSD": 12.5}, "stockAvailable": 2.0},
				{"id": 822, "productOptionCode": "SHIRT-B", "productOptionSizeCode": "SHIRT-B-L", "code": "SHIRT-B-L",
				 "option1": "Blue", "option2": "Slim", "size": "L", "retailPrice": 31, "priceColumns": {"costUSD": 12.5}, "stockAvailable": 0}]},
			{"id": 81, "status": 1, "styleCode": "LAMP/A & B", "name": "Lamp", "productOptions": [
				{"id": 811, "code": "LAMP-1", "size": null, "priceColumns": {"vipUSD": 9, "costUSD": 7.10, "retailUSD": 19.9}, "stockAvailable": 4}]}]`,
			[]string{omniLamp(`"81"`, `"811"`), omniShirt(`"82"`, `"821"`, `"822"`)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s.clearOmni(t)
			want := `{"omniProducts": {"nodes": [` + strings.Join(test.want, ", ") + `]}}`
			checkJSON(t, s.upload(t, "loadOmniProducts", variables{}, test.file,
				"summary {created updated removed rejected} rejectedRows {row message} userErrors {message} operation {kind state}"),
				`{"summary": {"created": 2, "updated": 0, "removed": 0, "rejected": 0}, "rejectedRows": [], "userErrors": [],
					"operation": {"kind": "LOAD_OMNI", "state": "SUCCEEDED"}}`)
			checkJSON(t, s.ask(t, omniCatalogue, nil), want)
			checkJSON(t, s.upload(t, "loadOmniProducts", variables{"removeMissing": true}, test.file, "summary {created updated removed} userErrors {message}"),
				`{"summary": {"created": 0, "updated": 0, "removed": 0}, "userErrors": []}`)
			checkJSON(t, s.ask(t, omniCatalogue, nil), want)
		})
	}
}

// clearOmni loads a whole catalogue that has no products.
func (c *client) clearOmni(t *testing.T) {
	t.Helper()
	checkJSON(t, c.upload(t, "loadOmniProducts", variables{"removeMissing": true, "allowShrink": true}, "Code\n", "userErrors {message}"), `{"userErrors": []}`)
	checkJSON(t, c.ask(t, omniCatalogue, nil), `{"omniProducts": {"nodes": []}}`)
}

// omniLamp is a product with one option and no sizes.
func omniLamp(reference, option string) string {
	return fmt.Sprintf(`{"reference": %s, "code": "LAMP/A & B", "barcode": null, "name": "Lamp", "options": [
		{"reference": %s, "code": "LAMP-1", "barcode": null, "name": "", "isDefault": true, "price": "19.9", "cost": "7.1", "stock": "4", "sizes": []}]}`,
		reference, option)
}

// omniShirt is a product whose one option has two sizes, which alone have
// prices.
func omniShirt(reference, medium, large string) string {
	return fmt.Sprintf(`{"reference": %s, "code": "SHIRT", "barcode": null, "name": "Shirt, \"Oxford\"", "options": [
		{"reference": null, "code": "SHIRT-B", "barcode": "2000000000008", "name": "Blue / Slim", "isDefault": true, "price": null, "cost": null, "stock": null, "sizes": [
			{"reference": %s, "code": "SHIRT-B-M", "barcode": "2000000000015", "name": "M", "price": "30", "cost": "12.5", "stock": "2"},
			{"reference": %s, "code": "SHIRT-B-L", "barcode": null, "name": "L", "price": "31", "cost": "12.5", "stock": "0"}]}]}`,
		reference, medium, large)
}

// uploadBadRows loads what can be read of a report, and says of the rest
// where it stands, what is wrong with it and what to do.
func uploadBadRows(t *testing.T, s *server) {
	rows := []struct {
		row, sku, code string
		words          []string
	}{
		{"A\tcheap\t1\t", "A", "INVALID", []string{`"price"`, `"cheap"`, "write it as in"}},
		{"B\t1,234\t1\t", "B", "INVALID", []string{`"price"`, `"1,234"`, "1234 or as 1.234", "write the one that is meant"}},
		{"C\t1\t2.5\t", "C", "INVALID", []string{`"quantity"`, `"2.5"`, "write it as in"}},
		{"D\t1\t1\tlast week", "D", "INVALID", []string{`"open-date"`, `"last week"`, "write it as in"}},
		{"E\t1\t1\t2021-07-04 10:00:00 XYZ", "E", "INVALID", []string{`"open-date"`, "XYZ", "write its offset"}},
		{"\t1\t1\t", "", "INVALID", []string{"SKU is empty", "Give the row its SKU"}},
		{"F\t1.08E+89\t1\t", "F", "INVALID", []string{`"price"`, "1.08E+89", "spreadsheet"}},
		{"G\t5\t1\t", "G", "DUPLICATE_SKU", []string{`"G"`, "further down", "Remove this row"}},
		{strings.Repeat("H", 256) + "\t5\t1\t", strings.Repeat("H", 255), "INVALID", []string{"256 characters", "at most 255", "Shorten it"}},
	}
	file := "seller-sku\tprice\tquantity\topen-date\n"
	for _, row := range rows {
		file += row.row + "\n"
	}
	file += "G\t6\t1\t\nGood\t7\t1\t\n"
	id := s.integration(t, "Bad rows")
	var got struct {
		Summary      struct{ Read, Created, Rejected int }
		RejectedRows []struct {
			Row           int
			SKU           *string
			Code, Message string
		}
	}
	payload := s.upload(t, "loadAmazonListings", variables{"integrationId": id}, file,
		"summary {read created rejected} rejectedRows {row sku code message}")
	if err := json.Unmarshal([]byte(payload), &got); err != nil {
		t.Fatal(err)
	}
	if want := len(rows); got.Summary.Read != want+2 || got.Summary.Created != 2 || got.Summary.Rejected != want || len(got.RejectedRows) != want {
		t.Fatalf("got %s", payload)
	}
	for i, want := range rows {
		row := got.RejectedRows[i]
		if row.SKU == nil {
			row.SKU = new(string)
		}
		if row.Row != i+2 || *row.SKU != want.sku || row.Code != want.code {
			t.Errorf("got %d %s %s, want %d %s %s", row.Row, *row.SKU, row.Code, i+2, want.sku, want.code)
		}
		checkWords(t, row.Message, want.words...)
	}
	checkJSON(t, s.ask(t, "query($id: ID!) {amazonListings(integrationId: $id) {nodes {sku price}}}", variables{"id": id}),
		`{"amazonListings": {"nodes": [{"sku": "G", "price": "6"}, {"sku": "Good", "price": "7"}]}}`)
}

// uploadManyBadRows counts all bad rows and keeps the first thousand, in the
// response and in the operation.
func uploadManyBadRows(t *testing.T, s *server) {
	const bad = 1_200
	file := "seller-sku\tprice\nGOOD\t1\n"
	for n := range bad {
		file += fmt.Sprintf("BAD-%04d\tcheap\n", n+1)
	}
	id := s.integration(t, "Many bad rows")
	type load struct {
		RejectedRows []struct {
			Row int
			SKU string
		}
	}
	var got struct {
		load
		Summary   struct{ Read, Created, Rejected int }
		Operation load
	}
	payload := s.upload(t, "loadAmazonListings", variables{"integrationId": id}, file,
		"summary {read created rejected} rejectedRows {row sku} operation {rejectedRows {row sku}}")
	if err := json.Unmarshal([]byte(payload), &got); err != nil {
		t.Fatal(err)
	}
	if got.Summary.Read != bad+1 || got.Summary.Created != 1 || got.Summary.Rejected != bad {
		t.Errorf("got %+v", got.Summary)
	}
	for _, load := range []load{got.load, got.Operation} {
		if n := len(load.RejectedRows); n != 1_000 || load.RejectedRows[0].Row != 3 || load.RejectedRows[n-1].SKU != "BAD-1000" {
			t.Errorf("%d rejected rows, of which the ends are %+v and %+v", n, load.RejectedRows[:1], load.RejectedRows[max(0, n-1):])
		}
	}
}
