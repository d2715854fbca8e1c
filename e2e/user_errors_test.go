package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// sampleID gives the id of the sample's integration.
func (c *client) sampleID(t *testing.T) string {
	t.Helper()
	var found struct{ Integrations []struct{ ID string } }
	c.read(t, "{integrations {id}}", nil, &found)
	return found.Integrations[0].ID
}

// refusal is a mutation that is refused as a whole.
type refusal struct {
	name, mutation string
	input          variables
	// file is uploaded where input has one.
	file string
	// The one user error: its code, its field within the input, and what its
	// message says.
	code, field string
	words       []string
}

// selections are of what refused mutations must not give, with the errors.
var selections = map[string]string{
	"createIntegration": "integration {id}", "updateIntegration": "integration {id}", "deleteIntegration": "integration {id}",
	"deleteMappings": "operation {id}", "deleteAllMappings": "operation {id}",
	"importProducts":       "operation {id} summary {mappingsCreated}",
	"upsertOmniProducts":   "operation {id} summary {read}",
	"loadOmniProducts":     "operation {id} summary {read}",
	"upsertAmazonListings": "operation {id} summary {read}",
	"loadAmazonListings":   "operation {id} summary {read}",
	"applyCustomMappings":  "operation {id} summary {rowsRead}",
}

func refusals(sample, off, unknown string) []refusal {
	const noIntegration = "There is no such integration. Ask for the list"
	seller := variables{"name": "New", "sellerId": "A0SAMPLESELLER", "marketplaceId": "A1F83G8C2ARO7P"}
	return []refusal{
		{"too many products", "upsertOmniProducts", variables{"products": repeat(10_001, variables{"reference": "P"})}, "", "TOO_MANY", "products", []string{"10001 entries", "at most 10000", "as a file"}},
		{"too many listings", "upsertAmazonListings", variables{"integrationId": sample, "listings": repeat(10_001, variables{"sku": "A"})}, "", "TOO_MANY", "listings", []string{"10001 entries"}},
		{"too many mappings", "deleteMappings", variables{"integrationId": sample, "ids": repeat(10_001, "x")}, "", "TOO_MANY", "ids", []string{"10001 entries"}},
		{"delete all, unconfirmed", "deleteAllMappings", variables{"integrationId": sample, "confirm": "amazon uk (sample)"}, "", "CONFIRMATION_MISMATCH", "confirm", []string{`"amazon uk (sample)"`, `"Amazon UK (sample)"`}},
		{"delete an integration, unconfirmed", "deleteIntegration", variables{"id": sample, "confirm": ""}, "", "CONFIRMATION_MISMATCH", "confirm", []string{`"Amazon UK (sample)"`}},
		{"import with Products turned off", "importProducts", variables{"integrationId": off}, "", "PRODUCTS_DISABLED", "integrationId", []string{`"Off"`, "Turn it on"}},
		{"a name that is taken", "createIntegration", variables{"name": " Off ", "sellerId": "S", "marketplaceId": "M"}, "", "TAKEN", "name", []string{`"Off"`, "Choose another name"}},
		{"a name that becomes taken", "updateIntegration", variables{"id": off, "name": "Amazon UK (sample)"}, "", "TAKEN", "name", []string{"Choose another name"}},
		{"a seller and marketplace that are taken", "createIntegration", seller, "", "TAKEN", "sellerId", []string{`"Amazon UK (sample)"`, "delete it first"}},
		{"no name", "createIntegration", variables{"name": " ", "sellerId": "S", "marketplaceId": "M"}, "", "INVALID", "name", []string{"name is empty"}},
		{"no name any more", "updateIntegration", variables{"id": off, "name": ""}, "", "INVALID", "name", []string{"name is empty"}},
		{"change an unknown integration", "updateIntegration", variables{"id": unknown, "name": "New"}, "", "NOT_FOUND", "id", []string{noIntegration}},
		{"delete an unknown integration", "deleteIntegration", variables{"id": unknown, "confirm": ""}, "", "NOT_FOUND", "id", []string{noIntegration}},
		{"import into an unknown integration", "importProducts", variables{"integrationId": unknown}, "", "NOT_FOUND", "integrationId", []string{noIntegration}},
		{"delete from an unknown integration", "deleteMappings", variables{"integrationId": "", "ids": []string{"x"}}, "", "NOT_FOUND", "integrationId", []string{noIntegration}},
		{"delete all from an unknown integration", "deleteAllMappings", variables{"integrationId": "none", "confirm": ""}, "", "NOT_FOUND", "integrationId", []string{noIntegration}},
		{"listings for an unknown integration", "upsertAmazonListings", variables{"integrationId": unknown, "listings": repeat(1, variables{"sku": "A"})}, "", "NOT_FOUND", "integrationId", []string{noIntegration}},
		{"a report for an unknown integration", "loadAmazonListings", variables{"integrationId": unknown, "file": nil}, "seller-sku\nA\n", "NOT_FOUND", "integrationId", []string{noIntegration}},
		{"a PDF as a report", "loadAmazonListings", variables{"integrationId": sample, "file": nil}, "%PDF-1.7\n", "INVALID_FILE", "file", []string{"a PDF", "tab-separated"}},
		{"a PDF as an export", "loadOmniProducts", variables{"file": nil}, "%PDF-1.7\n", "INVALID_FILE", "file", []string{"a PDF", "CSV"}},
		{"a workbook as a report", "loadAmazonListings", variables{"integrationId": sample, "file": nil}, "PK\x03\x04\x14\x00", "INVALID_FILE", "file", []string{".xlsx", "tab-separated"}},
		{"an old workbook as an export", "loadOmniProducts", variables{"file": nil}, "\xd0\xcf\x11\xe0\xa1\xb1", "INVALID_FILE", "file", []string{".xls", "save it as CSV"}},
		{"an empty report", "loadAmazonListings", variables{"integrationId": sample, "file": nil}, "", "INVALID_FILE", "file", []string{"empty"}},
		{"an export as a report", "loadAmazonListings", variables{"integrationId": sample, "file": nil}, "Style Code,Code\nA,B\n", "INVALID_FILE", "file", []string{`"Style Code,Code"`, "seller-sku"}},
		{"a report as an export", "loadOmniProducts", variables{"file": nil}, "seller-sku\titem-name\nA\tB\n", "INVALID_FILE", "file", []string{"no column Product ID, Style Code or Code"}},
		{"a report cut off in its packing", "loadAmazonListings", variables{"integrationId": sample, "file": nil}, "\x1f\x8b\x08\x00", "INVALID_FILE", "file", []string{"gzip"}},
		{"JSON cut off", "loadOmniProducts", variables{"file": nil, "removeMissing": true, "allowShrink": true}, `[{"id": 1}, {"id": 2`, "INVALID_FILE", "file", []string{"ends in the middle", "Download it again"}},
	}
}

// repeat gives a list of n equal entries.
func repeat(n int, entry any) []any {
	list := make([]any, n)
	for i := range list {
		list[i] = entry
	}
	return list
}

// TestRefusals sends what is refused as a whole: the answer says why, and
// nothing has changed.
func TestRefusals(t *testing.T) {
	servers(t, []string{"-sample"}, func(t *testing.T, s *server) {
		off, gone := s.integration(t, "Off"), s.integration(t, "Gone")
		checkJSON(t, s.mutate(t, "updateIntegration", variables{"id": off, "productsEnabled": false}, "integration {name productsEnabled} userErrors {message}"),
			`{"integration": {"name": "Off", "productsEnabled": false}, "userErrors": []}`)
		checkJSON(t, s.mutate(t, "deleteIntegration", variables{"id": gone, "confirm": "Gone"}, "integration {name} userErrors {message}"),
			`{"integration": {"name": "Gone"}, "userErrors": []}`)
		before := s.ask(t, sampleCounts, nil)
		for _, r := range refusals(s.sampleID(t), off, gone) {
			t.Run(r.name, func(t *testing.T) { r.check(t, s) })
		}
		checkJSON(t, s.ask(t, sampleCounts, nil), before)
		t.Run("nothing at all", func(t *testing.T) { emptyLists(t, s, s.sampleID(t)) })
	})
}

func (r refusal) check(t *testing.T, s *server) {
	selection := selections[r.mutation] + " userErrors {code field message}"
	var answer string
	if _, uploads := r.input["file"]; uploads {
		answer = s.upload(t, r.mutation, r.input, r.file, selection)
	} else {
		answer = s.mutate(t, r.mutation, r.input, selection)
	}
	var fields map[string]any
	var got struct {
		UserErrors []struct {
			Code, Message string
			Field         []string
		}
	}
	if err := json.Unmarshal([]byte(answer), &fields); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(answer), &got); err != nil {
		t.Fatal(err)
	}
	for name, value := range fields {
		if name != "userErrors" && value != nil {
			t.Errorf("refused, and yet there is %s: %v", name, value)
		}
	}
	if len(got.UserErrors) != 1 {
		t.Fatalf("got %s, want one error", answer)
	}
	refused := got.UserErrors[0]
	want := strings.TrimSuffix("input."+r.field, ".")
	if field := strings.Join(refused.Field, "."); refused.Code != r.code || field != want {
		t.Errorf("got %s at %s, want %s at %s", refused.Code, field, r.code, want)
	}
	checkWords(t, refused.Message, r.words...)
}

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

// emptyLists sends lists without entries: nothing is wrong, and nothing is
// done, so that there is no operation to tell of.
func emptyLists(t *testing.T, s *server, id string) {
	for mutation, input := range map[string]variables{
		"upsertOmniProducts":   {"products": []any{}},
		"upsertAmazonListings": {"integrationId": id, "listings": []any{}},
		"deleteMappings":       {"integrationId": id, "ids": []any{}},
	} {
		t.Run(mutation, func(t *testing.T) {
			before := s.ask(t, "{operations {totalCount}}", nil)
			checkJSON(t, s.mutate(t, mutation, input, "operation {kind} userErrors {code message}"), `{"operation": null, "userErrors": []}`)
			checkJSON(t, s.ask(t, "{operations {totalCount}}", nil), before)
		})
	}
}
