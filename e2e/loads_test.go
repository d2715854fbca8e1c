package e2e

import (
	"fmt"
	"testing"
)

// TestLoads shows the rules of loads on one server.
func TestLoads(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		t.Run("shrinking", func(t *testing.T) { shrink(t, s) })
		s.clearOmni(t)
		t.Run("duplicates", func(t *testing.T) { loadDuplicates(t, s, s.integration(t, "Duplicates")) })
	})
}

// shrink loads files as whole catalogues: what they lack goes, but more
// than a tenth only when that is confirmed.
func shrink(t *testing.T, s *server) {
	loads := []struct {
		mutation, header, row, what string
	}{
		{"loadAmazonListings", "seller-sku\n", "SKU-%02d\n", "listings"},
		{"loadOmniProducts", "Style Code,Code\n", "P-%02d,C-%[1]02d\n", "products"},
	}
	const selection = "summary {created removed} userErrors {code field}"
	id := s.integration(t, "UK")
	for _, load := range loads {
		// send loads the first n of the catalogue.
		send := func(n int, input variables) string {
			file := load.header
			for i := range n {
				file += fmt.Sprintf(load.row, i)
			}
			if load.mutation == "loadAmazonListings" {
				input["integrationId"] = id
			}
			return s.upload(t, load.mutation, input, file, selection)
		}
		whole := variables{"removeMissing": true}
		checkJSON(t, send(20, whole), `{"summary": {"created": 20, "removed": 0}, "userErrors": []}`)
		checkJSON(t, send(5, variables{}), `{"summary": {"created": 0, "removed": 0}, "userErrors": []}`)
		checkJSON(t, send(18, whole), `{"summary": {"created": 0, "removed": 2}, "userErrors": []}`)
		checkJSON(t, send(16, whole), `{"summary": null, "userErrors": [{"code": "CATALOGUE_SHRINKS", "field": ["input", "removeMissing"]}]}`)
		checkJSON(t, s.ask(t, "query($id: ID!) {omniProducts {totalCount} amazonListings(integrationId: $id) {totalCount}}", variables{"id": id}),
			fmt.Sprintf(`{"omniProducts": {"totalCount": %d}, "amazonListings": {"totalCount": 18}}`, map[string]int{"products": 18}[load.what]))
		checkJSON(t, send(16, variables{"removeMissing": true, "allowShrink": true}), `{"summary": {"created": 0, "removed": 2}, "userErrors": []}`)
		checkJSON(t, send(18, variables{}), `{"summary": {"created": 2, "removed": 0}, "userErrors": []}`)
	}
}

// loadDuplicates sends a SKU and a reference twice: the last counts, the
// earlier is named by its place.
func loadDuplicates(t *testing.T, s *server, id string) {
	const selection = "summary {read created rejected} rejectedRows {row sku code} userErrors {message}"
	const made = "2024-05-06T07:08:09Z"
	checkJSON(t, s.mutate(t, "upsertAmazonListings", variables{"integrationId": id, "listings": []variables{
		{"sku": "A", "title": "first", "createdAt": made}, {"sku": "a", "createdAt": made}, {"sku": " A ", "title": "last", "createdAt": made}}}, selection),
		`{"summary": {"read": 3, "created": 2, "rejected": 1}, "rejectedRows": [{"row": 1, "sku": "A", "code": "DUPLICATE_SKU"}], "userErrors": []}`)
	checkJSON(t, s.ask(t, `query($id: ID!) {amazonListings(integrationId: $id) {nodes {sku title}}}`, variables{"id": id}),
		`{"amazonListings": {"nodes": [{"sku": "A", "title": "last"}, {"sku": "a", "title": ""}]}}`)
	checkJSON(t, s.mutate(t, "upsertAmazonListings", variables{"integrationId": id, "listings": []variables{{"sku": "undated"}, {"sku": "A", "title": "known"}}}, selection),
		`{"summary": {"read": 2, "created": 0, "rejected": 1}, "rejectedRows": [{"row": 1, "sku": "undated", "code": "INVALID"}], "userErrors": []}`)
	checkJSON(t, s.mutate(t, "upsertOmniProducts", variables{"products": []variables{
		{"reference": "1", "code": "B"}, {"reference": "2", "code": "A"}, {"reference": "1", "code": "C"}}}, selection),
		`{"summary": {"read": 3, "created": 2, "rejected": 1}, "rejectedRows": [{"row": 1, "sku": null, "code": "DUPLICATE_REFERENCE"}], "userErrors": []}`)
	checkJSON(t, s.upload(t, "loadOmniProducts", variables{}, `[{"id": 3, "styleCode": "X"}, {"id": "3 ", "styleCode": "D"}]`, selection),
		`{"summary": {"read": 2, "created": 1, "rejected": 1}, "rejectedRows": [{"row": 1, "sku": null, "code": "DUPLICATE_REFERENCE"}], "userErrors": []}`)
	checkJSON(t, s.ask(t, "{omniProducts {nodes {reference code options {code isDefault}}}}", nil), `{"omniProducts": {"nodes": [
		{"reference": "2", "code": "A", "options": [{"code": "A", "isDefault": true}]},
		{"reference": "1", "code": "C", "options": [{"code": "C", "isDefault": true}]},
		{"reference": "3", "code": "D", "options": [{"code": "D", "isDefault": true}]}]}}`)
}
