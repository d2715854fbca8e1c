package e2e

import (
	"encoding/json"
	"strings"
	"testing"
)

// userErrorCase is a mutation that is refused as a whole.
type userErrorCase struct {
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
	"ignoreListings":       "operation {id}",

	"deleteDownloadedProducts": "operation {id}",
	"splitIntegration":         "operation {id} merchant {id} amazon {id}",
}

func userErrorCases(sample, off, unknown string) []userErrorCase {
	const noIntegration = "There is no such integration. Ask for the list"
	seller := variables{"name": "New", "sellerId": "A0SAMPLESELLER", "marketplaceId": "A1F83G8C2ARO7P"}
	return []userErrorCase{
		{"too many products", "upsertOmniProducts", variables{"products": repeat(10_001, variables{"reference": "P"})}, "", "TOO_MANY", "products", []string{"10001 entries", "at most 10000", "as a file"}},
		{"too many listings", "upsertAmazonListings", variables{"integrationId": sample, "listings": repeat(10_001, variables{"sku": "A"})}, "", "TOO_MANY", "listings", []string{"10001 entries"}},
		{"too many mappings", "deleteMappings", variables{"integrationId": sample, "ids": repeat(10_001, "x")}, "", "TOO_MANY", "ids", []string{"10001 entries"}},
		{"all families and some", "downloadProducts", variables{"integrationId": sample, "familySkus": []string{"x"}, "all": true}, "", "INVALID", "familySkus", []string{"an empty list"}},
		{"too many downloaded products", "deleteDownloadedProducts", variables{"integrationId": sample, "omniProductIds": repeat(10_001, "x")}, "", "TOO_MANY", "omniProductIds", []string{"10001 entries"}},
		{"delete downloaded products of an unknown integration", "deleteDownloadedProducts", variables{"integrationId": unknown, "omniProductIds": []string{}}, "", "NOT_FOUND", "integrationId", []string{noIntegration}},
		{"too many listings to ignore", "ignoreListings", variables{"integrationId": sample, "skus": repeat(10_001, "x")}, "", "TOO_MANY", "skus", []string{"10001 entries"}},
		{"too many families to ignore", "ignoreListings", variables{"integrationId": sample, "familySkus": repeat(10_001, "x")}, "", "TOO_MANY", "familySkus", []string{"10001 entries"}},
		{"a note that is too long", "ignoreListings", variables{"integrationId": sample, "skus": []string{"x"}, "note": strings.Repeat("é", 2001)}, "", "INVALID", "note", []string{"2001 characters", "at most 2000"}},
		{"a note with a NUL", "ignoreListings", variables{"integrationId": sample, "skus": []string{"x"}, "note": "\x00"}, "", "INVALID", "note", []string{"NUL"}},
		{"ignore in an unknown integration", "ignoreListings", variables{"integrationId": unknown, "filter": variables{}}, "", "NOT_FOUND", "integrationId", []string{noIntegration}},
		{"delete all, unconfirmed", "deleteAllMappings", variables{"integrationId": sample, "confirm": "amazon uk (sample)"}, "", "CONFIRMATION_MISMATCH", "confirm", []string{`"amazon uk (sample)"`, `"Amazon UK (sample)"`}},
		{"delete an integration, unconfirmed", "deleteIntegration", variables{"id": sample, "confirm": ""}, "", "CONFIRMATION_MISMATCH", "confirm", []string{`"Amazon UK (sample)"`}},
		{"import with Products turned off", "importProducts", variables{"integrationId": off}, "", "PRODUCTS_DISABLED", "integrationId", []string{`"Off"`, "Turn it on"}},
		{"a name that is taken", "createIntegration", variables{"name": " Off ", "sellerId": "S", "marketplaceId": "M"}, "", "TAKEN", "name", []string{`"Off"`, "Choose another name"}},
		{"a name that becomes taken", "updateIntegration", variables{"id": off, "name": "Amazon UK (sample)"}, "", "TAKEN", "name", []string{"Choose another name"}},
		{"a seller and marketplace that are taken", "createIntegration", seller, "", "TAKEN", "sellerId", []string{`"Amazon UK (sample)"`, "delete it first"}},
		{"a part beside the whole", "createIntegration", variables{"name": "New", "sellerId": "A0SAMPLESELLER", "marketplaceId": "A1F83G8C2ARO7P", "fulfilment": "AMAZON"}, "", "TAKEN", "sellerId", []string{`"Amazon UK (sample)"`, "Split it"}},
		{"split under a name that is taken", "splitIntegration", variables{"integrationId": sample, "name": "Off"}, "", "TAKEN", "name", []string{`"Off"`, "Choose another name"}},
		{"split without a name", "splitIntegration", variables{"integrationId": sample, "name": " "}, "", "INVALID", "name", []string{"name is empty"}},
		{"split an unknown integration", "splitIntegration", variables{"integrationId": unknown, "name": "FBA"}, "", "NOT_FOUND", "integrationId", []string{noIntegration}},
		{"no name", "createIntegration", variables{"name": " ", "sellerId": "S", "marketplaceId": "M"}, "", "INVALID", "name", []string{"name is empty"}},
		{"a marketplace that becomes taken", "updateIntegration", variables{"id": off, "sellerId": "A0SAMPLESELLER", "marketplaceId": " A1F83G8C2ARO7P "}, "", "TAKEN", "sellerId", []string{`"Amazon UK (sample)"`, "delete it first"}},
		{"no seller any more", "updateIntegration", variables{"id": off, "sellerId": "\t"}, "", "INVALID", "sellerId", []string{"seller id is empty"}},
		{"no marketplace any more", "updateIntegration", variables{"id": off, "marketplaceId": strings.Repeat("M", 256)}, "", "INVALID", "marketplaceId", []string{"marketplace id", "255"}},
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

// TestUserErrors sends mutations that are refused as a whole: the user error
// says why, and nothing has changed.
func TestUserErrors(t *testing.T) {
	servers(t, []string{"-sample"}, func(t *testing.T, s *server) {
		off, gone := s.integration(t, "Off"), s.integration(t, "Gone")
		checkJSON(t, s.mutate(t, "updateIntegration", variables{"id": off, "productsEnabled": false}, "integration {name productsEnabled} userErrors {message}"),
			`{"integration": {"name": "Off", "productsEnabled": false}, "userErrors": []}`)
		checkJSON(t, s.mutate(t, "deleteIntegration", variables{"id": gone, "confirm": "Gone"}, "integration {name} userErrors {message}"),
			`{"integration": {"name": "Gone"}, "userErrors": []}`)
		before := s.ask(t, sampleCounts, nil)
		for _, r := range userErrorCases(s.sampleID(t), off, gone) {
			t.Run(r.name, func(t *testing.T) { r.check(t, s) })
		}
		checkJSON(t, s.ask(t, sampleCounts, nil), before)
		t.Run("nothing at all", func(t *testing.T) { emptyLists(t, s, s.sampleID(t)) })
	})
}

func (r userErrorCase) check(t *testing.T, s *server) {
	selection := selections[r.mutation] + " userErrors {code field message}"
	var payload string
	if _, uploads := r.input["file"]; uploads {
		payload = s.upload(t, r.mutation, r.input, r.file, selection)
	} else {
		payload = s.mutate(t, r.mutation, r.input, selection)
	}
	var fields map[string]any
	var got struct {
		UserErrors []struct {
			Code, Message string
			Field         []string
		}
	}
	if err := json.Unmarshal([]byte(payload), &fields); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(payload), &got); err != nil {
		t.Fatal(err)
	}
	for name, value := range fields {
		if name != "userErrors" && value != nil {
			t.Errorf("refused, and yet there is %s: %v", name, value)
		}
	}
	if len(got.UserErrors) != 1 {
		t.Fatalf("got %s, want one error", payload)
	}
	refused := got.UserErrors[0]
	want := strings.TrimSuffix("input."+r.field, ".")
	if field := strings.Join(refused.Field, "."); refused.Code != r.code || field != want {
		t.Errorf("got %s at %s, want %s at %s", refused.Code, field, r.code, want)
	}
	checkWords(t, refused.Message, r.words...)
}

// emptyLists sends lists without entries: that is not an error, and nothing is
// done, so that there is no operation.
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
