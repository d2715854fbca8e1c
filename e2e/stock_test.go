package e2e

import "testing"

// TestBarcodes reads UPCs and EANs from reports, by the type of the product id.
func TestBarcodes(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		id := s.integration(t, "UK")
		load := func(report string) {
			t.Helper()
			checkJSON(t, s.upload(t, "loadAmazonListings", variables{"integrationId": id}, report, "rejectedRows {message} userErrors {code}"), `{"rejectedRows": [], "userErrors": []}`)
		}
		want := func(a, b, c, d, e string) {
			t.Helper()
			checkJSON(t, s.ask(t, "query($id: ID!) {amazonListings(integrationId: $id) {nodes {sku barcode asin}}}", variables{"id": id}),
				`{"amazonListings": {"nodes": [{"sku": "a", "barcode": `+a+`, "asin": null}, {"sku": "b", "barcode": `+b+`, "asin": "B00X"}, {"sku": "c", "barcode": `+c+`, "asin": null},
				{"sku": "d", "barcode": `+d+`, "asin": null}, {"sku": "e", "barcode": `+e+`, "asin": null}]}}`)
		}
		load("seller-sku\tproduct-id-type\tproduct-id\na\t3\t036000291452\nb\t1\tB00X\nc\t4\t04006381333931\nd\t\t4006381333931\ne\tEAN\t 4006381333931 \n")
		want(`"036000291452"`, "null", `"04006381333931"`, "null", `"4006381333931"`)
		load("seller-sku\titem-name\na\tA mug\n")
		want(`"036000291452"`, "null", `"04006381333931"`, "null", `"4006381333931"`)
		load("seller-sku\tproduct-id-type\tproduct-id\na\t5\tX\nc\t\t\n")
		want("null", "null", "null", "null", `"4006381333931"`)
	})
}

// TestUnmappedStock follows what is in stock and not mapped through loads, an
// import, ignoring and a deletion.
func TestUnmappedStock(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		w := openShop(t, s)
		want := func(what, stock string) {
			t.Helper()
			got := w.ask(t, "query($id: ID!) {integration(id: $id) {unmappedStock {listings value}}}", variables{"id": w.id})
			t.Log(what)
			checkJSON(t, got, `{"integration": {"unmappedStock": `+stock+`}}`)
		}
		stock := func(sku string, quantity any, price any) variables {
			return variables{"sku": sku, "quantity": quantity, "price": price}
		}
		load := func(listings ...variables) {
			t.Helper()
			checkJSON(t, w.mutate(t, "upsertAmazonListings", variables{"integrationId": w.id, "listings": listings}, "rejectedRows {message} userErrors {code}"), `{"rejectedRows": [], "userErrors": []}`)
		}
		want("without quantities", `{"listings": 0, "value": "0"}`)
		load(stock("a", 3, "0.1"), stock("v3", 2, "10.005"), stock("v4", 5, nil), stock("twice", 0, "99"), stock("B", -1, "7"))
		want("of three", `{"listings": 3, "value": "20.31"}`)
		w.importAll(t, 3)
		want("without what is mapped", `{"listings": 2, "value": "20.01"}`)
		load(stock("v4", 5, "1.5"))
		want("at another price", `{"listings": 2, "value": "27.51"}`)
		load(variables{"sku": "v3", "price": "10"}, variables{"sku": "a", "quantity": 7})
		want("at prices alone", `{"listings": 2, "value": "27.5"}`)
		w.ignore(t, variables{"skus": []string{"v3"}})
		want("without what is ignored", `{"listings": 1, "value": "7.5"}`)
		w.ignore(t, variables{"skus": []string{"v3"}, "ignore": false})
		want("taken back", `{"listings": 2, "value": "27.5"}`)
		w.mutate(t, "deleteAllMappings", variables{"integrationId": w.id, "confirm": "UK"}, "deleted")
		want("without mappings", `{"listings": 3, "value": "28.2"}`)
		checkJSON(t, s.upload(t, "loadAmazonListings", variables{"integrationId": w.id, "removeMissing": true, "allowShrink": true},
			"seller-sku\tquantity\na\t2\nv3\t\n", "summary {removed} userErrors {code}"), `{"summary": {"removed": 6}, "userErrors": []}`)
		want("after the rest went", `{"listings": 1, "value": "0.2"}`)
	})
}
