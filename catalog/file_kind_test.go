package catalog

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// testFile reads a file of testdata.
func testFile(t *testing.T, path ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(append([]string{"testdata"}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// tryOmniFile reads a file with Omni products of either format to its end, and
// counts what it holds.
func tryOmniFile(file string) (n int, err error) {
	kind, rest, err := DetectOmni(strings.NewReader(file))
	if err != nil {
		return 0, err
	}
	if kind == OmniJSON {
		r, err := NewOmniProductReader(rest)
		if err != nil {
			return 0, err
		}
		products, _, err := readAll(r.Read)
		return len(products), err
	}
	r, err := NewOmniRowReader(rest)
	if err != nil {
		return 0, err
	}
	rows, _, err := readAll(r.Read)
	return len(rows), err
}

// TestFilesOfAnotherKind offers every file to the three places where files are
// loaded. The words of a refusal are separated by |; empty means that the file
// is read.
func TestFilesOfAnotherKind(t *testing.T) {
	const isReport, isExport, isSheet = "All Listings Report|as Amazon listings", "product export|as Omni products", "custom mappings|Upload it"
	tests := []struct{ file, omni, listings, sheet string }{
		{"amazon_listings.txt", isReport + "|CSV", "", isReport + "|Cin7 Code"},
		{"amazon_orders.txt", "a list of orders", "a list of orders|amazon-order-id|All Listings Report", "a list of orders"},
		{"amazon_new_orders.txt", "a list of orders", "a list of orders|order-id", "a list of orders"},
		{"amazon_fba_inventory.txt", "Amazon's warehouses", "Amazon's warehouses|fnsku", "Amazon's warehouses"},
		{"amazon_fba_stock.txt", "Amazon's warehouses", "Amazon's warehouses|fulfillment-channel-sku", "Amazon's warehouses"},
		{"order_list.csv", "a list of orders|Order Ref", "a list of orders", "a list of orders"},
		{"shopify_products.csv", "Shopify|Cin7 Omni", "Shopify", "Shopify"},
		{"cin7_core_products.csv", "Cin7 Core|Cin7 Omni", "Cin7 Core", "Cin7 Core"},
		{"cin7_omni_export.csv", "", isExport + "|seller-sku", isExport},
		{"custom_sheet.csv", isSheet, isSheet, ""},
		{"orders.json", "orders|GET v1/Products", "JSON", "JSON"},
		{"cin7_stock.json", "GET v1/Stock|GET v1/Products", "JSON", "JSON"},
		{"cin7_product_options.json", "GET v1/ProductOptions|GET v1/Products", "JSON", "JSON"},
		{"cin7_core_products.json", "Cin7 Core|Cin7 Omni", "JSON", "JSON"},
		{"shopify_products.json", "Shopify", "JSON", "JSON"},
		{"contacts.json", "not a list of Cin7's products|email", "JSON", "JSON"},
	}
	for _, test := range tests {
		t.Run(test.file, func(t *testing.T) {
			file := testFile(t, "other_kinds", test.file)
			n, err := tryOmniFile(file)
			checkKind(t, "omni", n, err, test.omni)
			listings, _, err := tryListings(file)
			checkKind(t, "listings", len(listings), err, test.listings)
			rows, _, err := tryCustom(file)
			checkKind(t, "sheet", len(rows), err, test.sheet)
		})
	}
}

// checkKind wants a file to be read, or to be refused with the words.
func checkKind(t *testing.T, door string, n int, err error, words string) {
	t.Helper()
	switch {
	case words == "":
		if n == 0 || err != nil {
			t.Errorf("%s: %d rows, error %v", door, n, err)
		}
	case n > 0:
		t.Errorf("%s: %d rows were read, error %v", door, n, err)
	default:
		checkFileError(t, err, strings.Split(words, "|")...)
	}
}

func TestFilesOfAnotherKindByHeader(t *testing.T) {
	for header, words := range map[string]string{
		"Product ID,Retail Price":            "no column Code, Barcode, Product Name or Option 1",
		"Style Code,Supplier":                "no column Code, Barcode",
		"product-id\titem-name\tseller-sku":  "All Listings Report|seller-sku",
		"Product ID,Code,Listing ID":         "All Listings Report|Listing ID",
		"Code,Product Name,asin1":            "All Listings Report|asin1",
		"Order ID;Code;Product Name":         "a list of orders|Order ID",
		"Handle,Variant SKU,Barcode,Code":    "Shopify|\"Handle\" and \"Variant SKU\"",
		"ProductCode,FixedAssetType,Barcode": "no column Product ID|Cin7 Core",
	} {
		_, _, err := tryOmniRows(header + "\n1,2,3\n")
		checkFileError(t, err, strings.Split(words, "|")...)
	}
	for header, words := range map[string]string{
		"SKU\tquantity":                     "item-name, price, listing-id|\"SKU\"",
		"seller-sku\tprice\tship-city":      "a list of orders|ship-city",
		"seller-sku\tprice\torder-id":       "a list of orders|order-id",
		"SKU\tprice\tStyle Code":            "product export",
		"SKU\tprice\tCin7 Code":             "custom mappings",
		"seller-sku;price;open-date":        "no column seller-sku",
		"Style Code;Code;Product Name":      "product export",
		"\"Amazon SKU\",\"Cin7 Code\"":      "custom mappings",
		"seller-sku\tFulfillment-Center-ID": "Amazon's warehouses",
	} {
		_, _, err := tryListings(header + "\nA\tB\tC\n")
		checkFileError(t, err, strings.Split(words, "|")...)
	}
	for _, header := range []string{"SKU\tlisting-id", "SKU\topen-date", "sku\titem-name", "seller-sku\tquantity"} {
		if _, err := NewListingReader(strings.NewReader(header + "\n")); err != nil {
			t.Errorf("%q: %v", header, err)
		}
	}
	for _, header := range []string{"Product ID,Option 3", "Style Code,Size", "Product ID,Barcode", "Code"} {
		if _, err := NewOmniRowReader(strings.NewReader(header + "\n")); err != nil {
			t.Errorf("%q: %v", header, err)
		}
	}
}

// TestJSONOfAnotherKindLater reads a list that begins with a product: what
// follows is judged entry by entry.
func TestJSONOfAnotherKindLater(t *testing.T) {
	products, rejected, err := tryProducts(`[{"id": 1, "styleCode": "A", "extra": 1}, {"orderId": 5}, {"id": 2}]`)
	if err != nil || len(products) != 2 {
		t.Errorf("products %s, error %v", asJSON(products), err)
	}
	checkRejected(t, rejected, 2, "no id")
}

func TestCustomSheetOfAnotherKindInWorkbook(t *testing.T) {
	file := zipped(t, append(bookParts("Report"), sheetPart(1, inlineRow(1, "seller-sku", "asin1", "price")+inlineRow(2, "A", "B0", "1")))...)
	_, _, err := tryCustom(file)
	checkFileError(t, err, `"Report"`, "no column Cin7 Code", "All Listings Report", "Load it as Amazon listings.")
}
