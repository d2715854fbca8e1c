package e2e

import (
	"encoding/json"
	"fmt"
	"testing"
)

// download downloads families and tells of it but for the operation's id.
func (w shop) download(t *testing.T, input variables) string {
	t.Helper()
	input["integrationId"] = w.id
	if input["familySkus"] == nil {
		input["familySkus"] = []string{}
	}
	return w.mutate(t, "downloadProducts", input,
		"downloadable omniProductsCreated mappingsCreated operation {kind created} rejectedRows {row sku code} userErrors {code field}")
}

// openDownloads is a shop in which two families can be downloaded, G without its
// ignored g3, and H; the SKU of K1's family is a Code.
func openDownloads(t *testing.T, s *server) shop {
	t.Helper()
	w := openShop(t, s)
	w.load(t, "G", "g1<G", "g2<G", "g3<G", "H", "K1<R1")
	w.ignore(t, variables{"skus": []string{"g3"}})
	return w
}

// TestDownloadAll tries and does the download of all families that can be.
func TestDownloadAll(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		w := openDownloads(t, s)
		before := w.statuses(t, nil)
		checkJSON(t, w.download(t, variables{"all": true, "dryRun": true}),
			`{"downloadable": 2, "omniProductsCreated": 2, "mappingsCreated": 3, "operation": null, "rejectedRows": [], "userErrors": []}`)
		checkJSON(t, w.download(t, variables{"familySkus": []string{"H", "R1", "F"}, "dryRun": true}),
			`{"downloadable": 2, "omniProductsCreated": 1, "mappingsCreated": 1, "operation": null, "rejectedRows": [
			{"row": 2, "sku": "R1", "code": "TAKEN"}, {"row": 3, "sku": "F", "code": "NOT_DOWNLOADABLE"}], "userErrors": []}`)
		checkJSON(t, w.download(t, variables{}),
			`{"downloadable": 2, "omniProductsCreated": 0, "mappingsCreated": 0, "operation": null, "rejectedRows": [], "userErrors": []}`)
		check(t, "after dry runs", w.statuses(t, nil), before)
		checkJSON(t, w.ask(t, "{operations(kind: [DOWNLOAD]) {totalCount}}", nil), `{"operations": {"totalCount": 0}}`)
		checkJSON(t, w.download(t, variables{"all": true}),
			`{"downloadable": 2, "omniProductsCreated": 2, "mappingsCreated": 3, "operation": {"kind": "DOWNLOAD", "created": 3}, "rejectedRows": [], "userErrors": []}`)
		check(t, "the families", w.statuses(t, variables{"skus": []string{"G", "g1", "g2", "g3", "H", "K1"}}),
			"G PARTIALLY_MAPPED, H MAPPED, K1 NO_MATCH, g1 MAPPED, g2 MAPPED, g3 IGNORED")
		checkJSON(t, w.download(t, variables{"all": true}),
			`{"downloadable": 0, "omniProductsCreated": 0, "mappingsCreated": 0, "operation": null, "rejectedRows": [], "userErrors": []}`)
	})
}

// products are the Omni products with their ids, and the mappings of both
// integrations with theirs.
func (w shop) products(t *testing.T, other string) string {
	t.Helper()
	return w.ask(t, `query($id: ID!, $other: ID!) {omniProducts(first: 50) {nodes {id code name downloaded options {id code name}}}
		here: mappedProducts(integrationId: $id) {nodes {id createdAt source listing {sku} target {option {id}}}}
		there: mappedProducts(integrationId: $other) {nodes {id createdAt source listing {sku} target {option {id}}}}}`, variables{"id": w.id, "other": other})
}

func (w shop) productID(t *testing.T, code string) string {
	t.Helper()
	var got struct {
		OmniProducts struct{ Nodes []struct{ ID string } }
	}
	w.read(t, "query($code: String!) {omniProducts(search: $code) {nodes {id}}}", variables{"code": code}, &got)
	if len(got.OmniProducts.Nodes) != 1 {
		t.Fatalf("%d products begin with %s", len(got.OmniProducts.Nodes), code)
	}
	return got.OmniProducts.Nodes[0].ID
}

// TestDeleteDownloaded deletes downloaded products with their mappings in all
// integrations, and restores them as they were.
func TestDeleteDownloaded(t *testing.T) {
	const selection = "deleted operation {id kind deleted restorable} userErrors {code field}"
	servers(t, nil, func(t *testing.T, s *server) {
		w := openDownloads(t, s)
		before := w.statuses(t, nil)
		w.download(t, variables{"all": true})
		downloaded := w.statuses(t, nil)
		de := shop{s, s.integration(t, "DE")}
		de.load(t, "g1", "x")
		checkJSON(t, de.mutate(t, "applyCustomMappings", variables{"integrationId": de.id, "mappings": []variables{{"sku": "x", "cin7Code": "g2"}}}, "rejectedRows {code}"), `{"rejectedRows": []}`)
		made := w.products(t, de.id)
		g, h := w.productID(t, "G"), w.productID(t, "H")

		var got struct{ Operation struct{ ID string } }
		answer := w.mutate(t, "deleteDownloadedProducts", variables{"integrationId": w.id, "omniProductIds": []string{w.productID(t, "R1"), g, "none", h, g}}, selection)
		if err := json.Unmarshal([]byte(answer), &got); err != nil {
			t.Fatal(err)
		}
		first := got.Operation.ID
		checkJSON(t, answer, fmt.Sprintf(`{"deleted": 2, "operation": {"id": %q, "kind": "DELETE_DOWNLOADED", "deleted": 4, "restorable": true}, "userErrors": [
			{"code": "TAKEN", "field": ["input", "omniProductIds", "0"]}, {"code": "NOT_FOUND", "field": ["input", "omniProductIds", "2"]}]}`, first))
		check(t, "deleted", w.statuses(t, nil), before)
		check(t, "deleted there", de.statuses(t, nil), "g1 NO_MATCH, x NO_MATCH")
		checkJSON(t, w.mutate(t, "deleteDownloadedProducts", variables{"integrationId": w.id, "omniProductIds": []string{g}}, "deleted operation {id} userErrors {code}"),
			`{"deleted": 0, "operation": null, "userErrors": [{"code": "NOT_FOUND"}]}`)

		restore := func(operation string) string {
			t.Helper()
			return w.mutate(t, "restoreMappings", variables{"operationId": operation}, "restored notRestored rejectedRows {row sku cin7Code code} userErrors {code}")
		}
		enable := func(enabled bool) {
			t.Helper()
			w.mutate(t, "updateIntegration", variables{"id": w.id, "productsEnabled": enabled}, "userErrors {code}")
		}
		enable(false)
		checkJSON(t, restore(first), `{"restored": 0, "notRestored": 0, "rejectedRows": [], "userErrors": [{"code": "PRODUCTS_DISABLED"}]}`)
		enable(true)
		checkJSON(t, restore(first), `{"restored": 4, "notRestored": 0, "rejectedRows": [], "userErrors": []}`)
		checkJSON(t, w.products(t, de.id), made)
		check(t, "restored", w.statuses(t, nil), downloaded)
		check(t, "restored there", de.statuses(t, nil), "g1 OMNI_PRODUCT_MAPPED, x MAPPED")
		// Only a counterpart lists what an operation of the other changed.
		checkJSON(t, w.ask(t, "query($id: ID!) {operations(integrationId: $id, kind: [DELETE_DOWNLOADED, RESTORE]) {totalCount}}", variables{"id": de.id}), `{"operations": {"totalCount": 0}}`)
		restorable := func(want bool) {
			t.Helper()
			checkJSON(t, w.ask(t, "query($id: ID!) {operation: node(id: $id) {... on Operation {restorable}}}", variables{"id": first}), fmt.Sprintf(`{"operation": {"restorable": %t}}`, want))
		}
		restorable(false)

		// What is deleted twice can be restored by either; a product of the Code stands
		// in the way.
		w.mutate(t, "deleteDownloadedProducts", variables{"integrationId": w.id, "omniProductIds": []string{g}}, "deleted")
		restorable(true)
		w.mutate(t, "upsertOmniProducts", variables{"products": []variables{{"reference": "RG", "code": "G"}}}, "userErrors {code}")
		checkJSON(t, restore(first), `{"restored": 0, "notRestored": 3, "rejectedRows": [{"row": 1, "sku": "x", "cin7Code": null, "code": "NOT_FOUND"},
			{"row": 2, "sku": "g1", "cin7Code": null, "code": "NOT_FOUND"}, {"row": 3, "sku": "g2", "cin7Code": null, "code": "NOT_FOUND"},
			{"row": 4, "sku": null, "cin7Code": "G", "code": "TAKEN"}], "userErrors": []}`)
	})
}

// TestDeleteDownloadedUnmapped deletes and restores a product whose mapping was
// deleted before.
func TestDeleteDownloadedUnmapped(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		w := openDownloads(t, s)
		w.download(t, variables{"familySkus": []string{"H"}})
		w.mutate(t, "deleteAllMappings", variables{"integrationId": w.id, "confirm": "UK"}, "deleted")
		var got struct{ Operation struct{ ID string } }
		answer := w.mutate(t, "deleteDownloadedProducts", variables{"integrationId": w.id, "omniProductIds": []string{w.productID(t, "H")}}, "operation {id}")
		if err := json.Unmarshal([]byte(answer), &got); err != nil {
			t.Fatal(err)
		}
		check(t, "deleted", w.statuses(t, variables{"skus": []string{"H"}}), "H NO_MATCH")
		checkJSON(t, w.mutate(t, "restoreMappings", variables{"operationId": got.Operation.ID}, "restored operation {kind} userErrors {code}"),
			`{"restored": 0, "operation": {"kind": "RESTORE"}, "userErrors": []}`)
		check(t, "restored", w.statuses(t, variables{"skus": []string{"H"}}), "H MAPPABLE")
		checkJSON(t, w.ask(t, "query($id: ID!) {operation: node(id: $id) {... on Operation {deleted restorable}}}", variables{"id": got.Operation.ID}), `{"operation": {"deleted": 0, "restorable": false}}`)
	})
}
