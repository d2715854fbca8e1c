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
	name     string
	encoding encoding.Encoding
	packed   bool
	text     string
	// want are the listings, as GraphQL gives them.
	want []string
}

var reports = []report{{
	name: "UK, packed, with more columns than are used, a bare quote and a short row", encoding: charmap.Windows1252, packed: true,
	text: "item-name\titem-description\tlisting-id\tseller-sku\tprice\tquantity\topen-date\tasin1\tfulfillment-channel\tstatus\tparent-sku\n" +
		"Oak shelf 9\" deep, \"Café\"\tnone\t1\tUK SHELF 9\"\t24.90\t3\t29/09/2025 16:19:39 BST\tB0ZUK00001\tDEFAULT\tActive\tUK SHELF\n" +
		"Shelf in winter\tnone\t2\tUK-2\t1234.5\t\t05/01/2022 18:51:05 GMT\tB0ZUK00002\tAMAZON_EU\tInactive\n",
	want: []string{
		`{"sku": "UK SHELF 9\"", "parentSku": "UK SHELF", "asin": "B0ZUK00001", "title": "Oak shelf 9\" deep, \"Café\"", "price": "24.9", "quantity": 3,
			"createdAt": "2025-09-29T15:19:39Z", "listingStatus": "Active", "fulfillmentChannel": "DEFAULT"}`,
		`{"sku": "UK-2", "parentSku": null, "asin": "B0ZUK00002", "title": "Shelf in winter", "price": "1234.5", "quantity": null,
			"createdAt": "2022-01-05T18:51:05Z", "listingStatus": "Inactive", "fulfillmentChannel": "AMAZON_EU"}`,
	},
}, {
	name: "US, UTF-8 with a mark, lines that end as on Windows", encoding: unicode.UTF8BOM,
	text: "item-name\tseller-sku\tprice\tquantity\topen-date\tasin1\tfulfillment-channel\tstatus\r\n" +
		"Pan ☕\t007\t19.999\t5\t2022-03-15 02:26:37 PDT\tB0ZUS00001\tDEFAULT\tActive\r\n" +
		"\r\n" +
		"\t7\t\t\t2022-01-15 02:26:37 PST\t\tAMAZON_NA\tIncomplete\r\n",
	want: []string{
		`{"sku": "007", "parentSku": null, "asin": "B0ZUS00001", "title": "Pan ☕", "price": "19.999", "quantity": 5,
			"createdAt": "2022-03-15T09:26:37Z", "listingStatus": "Active", "fulfillmentChannel": "DEFAULT"}`,
		`{"sku": "7", "parentSku": null, "asin": null, "title": "", "price": null, "quantity": null,
			"createdAt": "2022-01-15T10:26:37Z", "listingStatus": "Incomplete", "fulfillmentChannel": "AMAZON_NA"}`,
	},
}, {
	name: "German", encoding: charmap.Windows1252,
	text: "Artikelbezeichnung\tHändler-SKU\tPreis\tMenge\tErstellungsdatum\tASIN 1\tVersender\tStatus\n" +
		"Töpfe für 5 €\tDE-1\t1.234,50\t2\t04.07.2021 22:15:30 MESZ\tB0ZDE00001\tDEFAULT\tActive\n",
	want: []string{
		`{"sku": "DE-1", "parentSku": null, "asin": "B0ZDE00001", "title": "Töpfe für 5 €", "price": "1234.5", "quantity": 2,
			"createdAt": "2021-07-04T20:15:30Z", "listingStatus": "Active", "fulfillmentChannel": "DEFAULT"}`,
	},
}, {
	name: "French, without a column of ASINs", encoding: charmap.Windows1252,
	text: "nom-produit\tsku-vendeur\tprix\tquantité\tdate-ouverture\tid-produit\ttype-id-produit\tcanal-traitement\tétat\n" +
		"Poêle à frire\tFR-1\t1,999\t2\t04/07/2021 22:15:30 CEST\tB0ZFR00001\t1\tDEFAULT\tActive\n" +
		"Œufrier\tFR-2\t12,5\t0\t04/01/2021 22:15:30 CET\t2850865681221\t4\tDEFAULT\tActive\n",
	want: []string{
		`{"sku": "FR-1", "parentSku": null, "asin": "B0ZFR00001", "title": "Poêle à frire", "price": "1.999", "quantity": 2,
			"createdAt": "2021-07-04T20:15:30Z", "listingStatus": "Active", "fulfillmentChannel": "DEFAULT"}`,
		`{"sku": "FR-2", "parentSku": null, "asin": null, "title": "Œufrier", "price": "12.5", "quantity": 0,
			"createdAt": "2021-01-04T21:15:30Z", "listingStatus": "Active", "fulfillmentChannel": "DEFAULT"}`,
	},
}, {
	name: "Italian, UTF-8", encoding: encoding.Nop,
	text: "Nome dell'articolo\tSKU venditore\tPrezzo\tQuantità\tData di creazione\tASIN 1\tCanale di gestione\tStato\n" +
		"Caffettiera 30 cl, già pronta\tIT-1\t9,90\t12\t04/07/2021 22:15:30 CEST\tB0ZIT00001\tAMAZON_EU\tActive\n",
	want: []string{
		`{"sku": "IT-1", "parentSku": null, "asin": "B0ZIT00001", "title": "Caffettiera 30 cl, già pronta", "price": "9.9", "quantity": 12,
			"createdAt": "2021-07-04T20:15:30Z", "listingStatus": "Active", "fulfillmentChannel": "AMAZON_EU"}`,
	},
}, {
	name: "Spanish, packed", encoding: charmap.Windows1252, packed: true,
	text: "Título del producto\tSKU del vendedor\tPrecio\tCantidad\tFecha de creación\tASIN 1\tCanal de gestión logística\tEstado\n" +
		"Sartén pequeña\tES-1\t0,99\t1\t4/7/2021 22:15:30 +0200\tB0ZES00001\tDEFAULT\tActive\n",
	want: []string{
		`{"sku": "ES-1", "parentSku": null, "asin": "B0ZES00001", "title": "Sartén pequeña", "price": "0.99", "quantity": 1,
			"createdAt": "2021-07-04T20:15:30Z", "listingStatus": "Active", "fulfillmentChannel": "DEFAULT"}`,
	},
}, {
	name: "Japanese", encoding: japanese.ShiftJIS,
	text: "商品名\t出品者SKU\t価格\t数量\t出品日\t商品ID\t商品IDタイプ\tフルフィルメント・チャンネル\tステータス\n" +
		"木の棚 表ソ\tJP-棚\t1980\t2\t2024/05/06 07:08:09 JST\tB0ZJP00001\t1\tDEFAULT\tActive\n",
	want: []string{
		`{"sku": "JP-棚", "parentSku": null, "asin": "B0ZJP00001", "title": "木の棚 表ソ", "price": "1980", "quantity": 2,
			"createdAt": "2024-05-05T22:08:09Z", "listingStatus": "Active", "fulfillmentChannel": "DEFAULT"}`,
	},
}, {
	name: "Chinese", encoding: simplifiedchinese.GBK,
	text: "商品名称\t卖家 SKU\t价格\t数量\t开售日期\t商品编码\t商品编码类型\t配送渠道\t状态\n" +
		"木架子\tCN-1\t19.99\t2\t2021-07-04 22:15:30 CST\tB0ZCN00001\t1\tDEFAULT\tActive\n",
	want: []string{
		`{"sku": "CN-1", "parentSku": null, "asin": "B0ZCN00001", "title": "木架子", "price": "19.99", "quantity": 2,
			"createdAt": "2021-07-04T14:15:30Z", "listingStatus": "Active", "fulfillmentChannel": "DEFAULT"}`,
	},
}}

// file is the report as it is on the disk.
func (r report) file(t *testing.T) string {
	t.Helper()
	text, err := r.encoding.NewEncoder().String(r.text)
	if err != nil {
		t.Fatal(err)
	}
	if !r.packed {
		return text
	}
	return packed(t, text)
}

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
			id := s.integration(t, report.name)
			checkJSON(t, s.upload(t, "loadAmazonListings", variables{"integrationId": id}, report.file(t), loaded),
				created(len(report.want), "LOAD_AMAZON"))
			for _, want := range report.want {
				var listing struct{ SKU string }
				if err := json.Unmarshal([]byte(want), &listing); err != nil {
					t.Fatal(err)
				}
				checkJSON(t, s.ask(t, query, variables{"id": id, "sku": listing.SKU}), `{"amazonListing": `+want+`}`)
			}
			checkJSON(t, s.upload(t, "loadAmazonListings", variables{"integrationId": id, "removeMissing": true}, report.file(t),
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
		{"the API's answer", `[
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
		{strings.Repeat("H", 256) + "\t5\t1\t", strings.Repeat("H", 256), "INVALID", []string{"256 characters", "at most 255", "Shorten it"}},
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

// uploadManyBadRows counts all bad rows and holds the first thousand, in
// the answer and in what stays of the operation.
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
