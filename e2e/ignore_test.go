package e2e

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// shop is a small catalogue: a and B name one option, and a goes first; F is
// the parent of v1 to v4, and twice a Code that two options have.
type shop struct {
	*server
	id string
}

func openShop(t *testing.T, s *server) shop {
	t.Helper()
	w := shop{s, s.integration(t, "UK")}
	option := func(code string) variables { return variables{"code": code} }
	checkJSON(t, s.mutate(t, "upsertOmniProducts", variables{"products": []variables{
		{"reference": "R1", "code": "R1", "options": []variables{{"code": "a", "barcode": "B"}, option("spare")}},
		{"reference": "R2", "code": "R2", "options": []variables{option("v1"), option("v2")}},
		{"reference": "R3", "code": "R3", "options": []variables{option("twice"), option("twice"), {"name": "no Code", "sizes": []variables{{"name": "S"}, {"name": "M"}}}}},
	}}, "summary {created} userErrors {code}"), `{"summary": {"created": 3}, "userErrors": []}`)
	w.load(t, "a", "B", "F", "v1<F", "v2<F", "v3<F", "v4<F", "twice")
	return w
}

// load loads listings, written "SKU<parent".
func (w shop) load(t *testing.T, listings ...string) {
	t.Helper()
	var list []variables
	for i, listing := range listings {
		sku, parent, _ := strings.Cut(listing, "<")
		list = append(list, variables{"sku": sku, "parentSku": parent, "createdAt": "2026-01-31T12:00:00Z", "asin": fmt.Sprint("B", i/2),
			"fulfillmentChannel": []string{"DEFAULT", "AMAZON_NA"}[i%2]})
	}
	checkJSON(t, w.mutate(t, "upsertAmazonListings", variables{"integrationId": w.id, "listings": list}, "rejectedRows {message} userErrors {code}"),
		`{"rejectedRows": [], "userErrors": []}`)
}

const ignoredSelection = "changed operation {kind done ignoreSummary {ignored takenBack}} rejectedRows {row sku code} userErrors {code field}"

func (w shop) ignore(t *testing.T, input variables) string {
	t.Helper()
	input["integrationId"] = w.id
	return w.mutate(t, "ignoreListings", input, ignoredSelection)
}

// statuses are "SKU STATUS", or the reason where there is one, of a filter of
// amazonListings.
func (w shop) statuses(t *testing.T, filter variables) string {
	t.Helper()
	return w.listed(t, "amazonListings", filter)
}

func (w shop) listed(t *testing.T, field string, filter variables) string {
	t.Helper()
	var got struct {
		List struct {
			TotalCount int
			Nodes      []struct{ Sku, Status, UnmappableReason string }
		}
	}
	w.read(t, "query($id: ID!, $filter: ListingFilter) {list: "+field+"(integrationId: $id, filter: $filter) {totalCount nodes {sku status unmappableReason}}}",
		variables{"id": w.id, "filter": filter}, &got)
	if got.List.TotalCount != len(got.List.Nodes) {
		t.Errorf("%s %v counts %d and lists %d", field, filter, got.List.TotalCount, len(got.List.Nodes))
	}
	var all []string
	for _, l := range got.List.Nodes {
		status := l.UnmappableReason
		if status == "" {
			status = l.Status
		}
		all = append(all, l.Sku+" "+status)
	}
	return strings.Join(all, ", ")
}

func check(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got\n%s\nwant\n%s", what, got, want)
	}
}

// counts are the integration's counts of listings.
func (w shop) counts(t *testing.T) string {
	t.Helper()
	return w.ask(t, "query($id: ID!) {integration(id: $id) {productStatus {mapped partiallyMapped mappable unmappable ignored partiallyMappedParents unmappableParents}}}", variables{"id": w.id})
}

func countsJSON(mapped, partially, mappable, unmappable, ignored, partialParents, unmappableParents int) string {
	return fmt.Sprintf(`{"integration": {"productStatus": {"mapped": %d, "partiallyMapped": %d, "mappable": %d, "unmappable": %d, "ignored": %d, "partiallyMappedParents": %d, "unmappableParents": %d}}}`,
		mapped, partially, mappable, unmappable, ignored, partialParents, unmappableParents)
}

func (w shop) importAll(t *testing.T, mapped int) {
	t.Helper()
	checkJSON(t, w.mutate(t, "importProducts", variables{"integrationId": w.id}, "summary {mappingsCreated}"), fmt.Sprintf(`{"summary": {"mappingsCreated": %d}}`, mapped))
}

// TestIgnore ignores listings and families, with notes, and takes that back.
func TestIgnore(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		w := openShop(t, s)
		check(t, "at first", w.statuses(t, nil), "B MATCH_TAKEN, F NO_MATCH, a MAPPABLE, twice AMBIGUOUS_MATCH, v1 MAPPABLE, v2 MAPPABLE, v3 NO_MATCH, v4 NO_MATCH")
		checkJSON(t, w.ignore(t, variables{"skus": []string{" a ", "v3", "a", "none", ""}, "note": " shelf only\n"}),
			`{"changed": 2, "operation": {"kind": "IGNORE", "done": 2, "ignoreSummary": {"ignored": 2, "takenBack": 0}},
			"rejectedRows": [{"row": 4, "sku": "none", "code": "UNKNOWN_SKU"}, {"row": 5, "sku": "", "code": "UNKNOWN_SKU"}], "userErrors": []}`)
		check(t, "an ignored listing claims nothing", w.statuses(t, nil),
			"B MAPPABLE, F NO_MATCH, a IGNORED, twice AMBIGUOUS_MATCH, v1 MAPPABLE, v2 MAPPABLE, v3 IGNORED, v4 NO_MATCH")
		checkJSON(t, w.ask(t, "query($id: ID!) {importPreview(integrationId: $id) {unmapped mappable unmappable}}", variables{"id": w.id}),
			`{"importPreview": {"unmapped": 8, "mappable": 3, "unmappable": 5}}`)
		ignoredFields(t, w)

		w.importAll(t, 3)
		checkJSON(t, w.counts(t), countsJSON(3, 2, 0, 3, 2, 1, 0))
		check(t, "the unmappable", w.listed(t, "unmappableProducts", nil), "twice AMBIGUOUS_MATCH")
		check(t, "the ignored", w.listed(t, "unmappableProducts", variables{"reason": []string{"IGNORED", "NO_MATCH"}}), "a IGNORED, v3 IGNORED")
		check(t, "of this status", w.statuses(t, variables{"status": []string{"UNMAPPABLE"}}), "a IGNORED, twice AMBIGUOUS_MATCH, v3 IGNORED")
		rows := bookRows(t, openBook(t, w.customSheet(t, w.id)))
		if len(rows) != 2 || !slices.Contains(rows[1], "twice") {
			t.Errorf("the sheet holds %q", rows)
		}

		checkJSON(t, w.ignore(t, variables{"familySkus": []string{"F", "none"}}),
			`{"changed": 2, "operation": {"kind": "IGNORE", "done": 2, "ignoreSummary": {"ignored": 2, "takenBack": 0}}, "rejectedRows": [
			{"row": 1, "sku": "v1", "code": "ALREADY_MAPPED"}, {"row": 1, "sku": "v2", "code": "ALREADY_MAPPED"}, {"row": 2, "sku": "none", "code": "NOT_FOUND"}], "userErrors": []}`)
		check(t, "a family", w.statuses(t, variables{"familySku": "F"}), "F IGNORED, v1 MAPPED, v2 MAPPED, v3 IGNORED, v4 IGNORED")
		checkJSON(t, w.counts(t), countsJSON(3, 0, 0, 5, 4, 0, 1))
		checkJSON(t, w.ignore(t, variables{"filter": variables{"reason": []string{"IGNORED"}, "familySku": "F"}, "ignore": false}),
			`{"changed": 3, "operation": {"kind": "IGNORE", "done": 3, "ignoreSummary": {"ignored": 0, "takenBack": 3}}, "rejectedRows": [], "userErrors": []}`)
		check(t, "taken back", w.statuses(t, variables{"familySku": "F"}), "F PARTIALLY_MAPPED, v1 MAPPED, v2 MAPPED, v3 PARTIALLY_MAPPED, v4 PARTIALLY_MAPPED")
		checkJSON(t, w.ignore(t, variables{"filter": variables{"search": "v", "status": []string{"PARTIALLY_MAPPED", "MAPPED"}}}),
			`{"changed": 2, "operation": {"kind": "IGNORE", "done": 2, "ignoreSummary": {"ignored": 2, "takenBack": 0}},
			"rejectedRows": [{"row": 1, "sku": "v1", "code": "ALREADY_MAPPED"}, {"row": 2, "sku": "v2", "code": "ALREADY_MAPPED"}], "userErrors": []}`)
		nothingToIgnore(t, w)
		ignoreOperations(t, w)
		// Nothing of it is left behind, as the program finds when it verifies.
		checkJSON(t, w.mutate(t, "deleteIntegration", variables{"id": w.id, "confirm": "UK"}, "userErrors {code}"), `{"userErrors": []}`)
	})
}

// ignoredFields reads who ignored what, in lists of plain fields and others, and
// changes a note.
func ignoredFields(t *testing.T, w shop) {
	t.Helper()
	const fields = "sku isParent ignored {actor note}"
	want := `[{"sku": "F", "isParent": true, "ignored": null}, {"sku": "a", "isParent": false, "ignored": {"actor": "local", "note": "shelf only"}}]`
	for _, more := range []string{"", " matches {level}"} {
		got := w.ask(t, "query($id: ID!, $skus: [String!]) {amazonListings(integrationId: $id, filter: {skus: $skus}) {nodes {"+fields+more+"}}}",
			variables{"id": w.id, "skus": []string{"F", "a"}})
		var read struct {
			AmazonListings struct{ Nodes []map[string]json.RawMessage }
		}
		if err := json.Unmarshal([]byte(got), &read); err != nil {
			t.Fatal(err)
		}
		for _, node := range read.AmazonListings.Nodes {
			delete(node, "matches")
		}
		nodes, err := json.Marshal(read.AmazonListings.Nodes)
		if err != nil {
			t.Fatal(err)
		}
		checkJSON(t, string(nodes), want)
	}
	one := func() string {
		return w.ask(t, `query($id: ID!) {amazonListing(integrationId: $id, sku: "a") {ignored {note}}}`, variables{"id": w.id})
	}
	for _, note := range []struct {
		input variables
		want  string
	}{
		{variables{"skus": []string{"a"}}, `"shelf only"`},
		{variables{"skus": []string{"a"}, "note": "other"}, `"other"`},
		{variables{"skus": []string{"a"}, "note": " "}, `null`},
	} {
		w.ignore(t, note.input)
		checkJSON(t, one(), `{"amazonListing": {"ignored": {"note": `+note.want+`}}}`)
	}
}

// nothingToIgnore sends requests that change nothing.
func nothingToIgnore(t *testing.T, w shop) {
	t.Helper()
	const nothing = `{"changed": 0, "operation": null, "rejectedRows": [], "userErrors": []}`
	before := w.counts(t)
	for _, input := range []variables{
		{"skus": []string{}}, {"familySkus": []string{}}, {"filter": variables{"skus": []string{"none"}}}, {"skus": []string{"a"}},
		{"skus": []string{"v1", "twice"}, "ignore": false},
	} {
		checkJSON(t, w.ignore(t, input), nothing)
	}
	for _, input := range []variables{{}, {"skus": []string{"a"}, "filter": variables{}}, {"skus": []string{}, "familySkus": []string{}}} {
		checkJSON(t, w.ignore(t, input), `{"changed": 0, "operation": null, "rejectedRows": [], "userErrors": [{"code": "INVALID", "field": ["input"]}]}`)
	}
	checkJSON(t, w.ignore(t, variables{"filter": variables{"skus": repeat(10_001, "x")}}),
		`{"changed": 0, "operation": null, "rejectedRows": [], "userErrors": [{"code": "TOO_MANY", "field": ["input", "filter", "skus"]}]}`)
	checkJSON(t, w.counts(t), before)
}

// ignoreOperations lists operations by their kinds.
func ignoreOperations(t *testing.T, w shop) {
	t.Helper()
	const list = "query($id: ID, $kind: [OperationKind!]) {operations(integrationId: $id, kind: $kind) {totalCount nodes {kind}}}"
	for kinds, want := range map[string]int{"IGNORE": 6, "IMPORT": 1, "IGNORE IMPORT": 7, "RESTORE": 0, "": 0} {
		var got struct {
			Operations struct {
				TotalCount int
				Nodes      []struct{ Kind string }
			}
		}
		w.read(t, list, variables{"id": w.id, "kind": strings.Fields(kinds)}, &got)
		if n := len(got.Operations.Nodes); n != want || got.Operations.TotalCount != want {
			t.Errorf("%d operations of %q, %d counted, want %d", n, kinds, got.Operations.TotalCount, want)
		}
	}
}

// TestIgnoredIsMapped has each way of mapping a listing end its ignoring; a load
// does not.
func TestIgnoredIsMapped(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		w := openShop(t, s)
		w.ignore(t, variables{"skus": []string{"a", "v1", "v3", "v4"}})
		w.importAll(t, 2)
		pairs := func(pair ...variables) variables { return variables{"integrationId": w.id, "mappings": pair} }
		checkJSON(t, w.mutate(t, "applyCustomMappings", pairs(variables{"sku": "v3", "cin7Code": "twice"}, variables{"sku": "a", "cin7Code": "R1"}), "rejectedRows {row code} userErrors {code}"),
			`{"rejectedRows": [{"row": 1, "code": "ALREADY_MAPPED"}, {"row": 2, "code": "OMNI_PRODUCT_MAPPED"}], "userErrors": []}`)
		check(t, "nothing was mapped", w.statuses(t, nil), "B MAPPED, F PARTIALLY_MAPPED, a IGNORED, twice AMBIGUOUS_MATCH, v1 IGNORED, v2 MAPPED, v3 IGNORED, v4 IGNORED")

		checkJSON(t, w.mutate(t, "deleteAllMappings", variables{"integrationId": w.id, "confirm": "UK"}, "deleted"), `{"deleted": 2}`)
		checkJSON(t, w.mutate(t, "applyCustomMappings", pairs(variables{"sku": "a", "cin7Code": "spare"}), "summary {productOptionsMapped} rejectedRows {code}"),
			`{"summary": {"productOptionsMapped": 1}, "rejectedRows": []}`)
		checkJSON(t, w.mutate(t, "remapProducts", variables{"integrationId": w.id, "familySku": "F", "mappings": []variables{{"sku": "v3", "cin7Code": "twice"}}}, "created {sku} rejectedRows {code}"),
			`{"created": [], "rejectedRows": [{"code": "AMBIGUOUS_CODE"}]}`)
		checkJSON(t, w.mutate(t, "remapProducts", variables{"integrationId": w.id, "familySku": "F", "mappings": []variables{{"sku": "v3", "cin7Code": "v1"}}}, "created {sku} rejectedRows {code}"),
			`{"created": [{"sku": "v2"}, {"sku": "v3"}], "rejectedRows": []}`)
		check(t, "by a custom mapping and a remap", w.statuses(t, nil), "B OMNI_PRODUCT_MAPPED, F PARTIALLY_MAPPED, a MAPPED, twice AMBIGUOUS_MATCH, v1 IGNORED, v2 MAPPED, v3 MAPPED, v4 IGNORED")
		checkJSON(t, w.counts(t), countsJSON(3, 1, 0, 4, 2, 1, 0))

		w.load(t, "v1<F", "v4")
		check(t, "a load", w.statuses(t, nil), "B OMNI_PRODUCT_MAPPED, F PARTIALLY_MAPPED, a MAPPED, twice AMBIGUOUS_MATCH, v1 IGNORED, v2 MAPPED, v3 MAPPED, v4 IGNORED")
		for _, report := range []string{"a B F v2 v3 twice", "a B F v1 v2 v3 twice v4"} {
			file := "seller-sku\titem-name\n" + strings.ReplaceAll(report, " ", "\t\n") + "\t\n"
			payload(t, w.postUpload(t, mutation("loadAmazonListings", "userErrors {message}"),
				variables{"input": variables{"integrationId": w.id, "file": nil, "removeMissing": true, "allowShrink": true}}, "variables.input.file", file))
		}
		check(t, "gone and back", w.statuses(t, variables{"skus": []string{"v1", "v4"}}), "v1 IGNORED, v4 IGNORED")
	})
}

// TestDoNotMapAgain deletes one mapping, some, and all, whose listings no import
// maps again until the deletion is restored.
func TestDoNotMapAgain(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		w := openShop(t, s)
		// It would take a's place.
		w.ignore(t, variables{"skus": []string{"B"}})
		w.importAll(t, 3)
		ids := w.mappingIDs(t, w.id, 3)
		const all = "a MAPPED, v1 MAPPED, v2 MAPPED"
		skus := variables{"skus": []string{"a", "v1", "v2"}}
		check(t, "mapped", w.statuses(t, skus), all)
		restore := func(deletion string) {
			t.Helper()
			var read struct{ Operation struct{ ID string } }
			if err := json.Unmarshal([]byte(deletion), &read); err != nil {
				t.Fatal(err)
			}
			checkJSON(t, w.mutate(t, "restoreMappings", variables{"operationId": read.Operation.ID}, "notRestored userErrors {code}"), `{"notRestored": 0, "userErrors": []}`)
			check(t, "restored", w.statuses(t, skus), all)
		}
		for _, deletion := range []struct {
			name   string
			input  variables
			want   string
			ignore int
		}{
			{"deleteMappings", variables{"ids": ids[:1]}, "a MAPPED, v1 MAPPED, v2 IGNORED", 1},
			{"deleteMappings", variables{"ids": append([]string{"x"}, ids...)}, "a IGNORED, v1 IGNORED, v2 IGNORED", 3},
			{"deleteAllMappings", variables{"confirm": "UK"}, "a IGNORED, v1 IGNORED, v2 IGNORED", 3},
		} {
			deletion.input["integrationId"], deletion.input["doNotMapAgain"] = w.id, true
			deleted := w.mutate(t, deletion.name, deletion.input, "deleted operation {id kind ignoreSummary {ignored}}")
			checkWords(t, strings.ReplaceAll(deleted, " ", ""), fmt.Sprintf(`"deleted":%d`, deletion.ignore), fmt.Sprintf(`"ignored":%d`, deletion.ignore))
			w.importAll(t, 0)
			check(t, deletion.name, w.statuses(t, skus), deletion.want)
			restore(deleted)
		}
		checkJSON(t, w.mutate(t, "deleteMappings", variables{"integrationId": w.id, "ids": ids}, "deleted operation {ignoreSummary {ignored}}"),
			`{"deleted": 3, "operation": {"ignoreSummary": null}}`)
		check(t, "without", w.statuses(t, skus), "a MAPPABLE, v1 MAPPABLE, v2 MAPPABLE")
	})
}

// TestDownloadWithoutIgnored downloads a family without its ignored listings,
// and none of which all are ignored.
func TestDownloadWithoutIgnored(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		w := openShop(t, s)
		w.load(t, "G", "g1<G", "g2<G", "g3<G", "H", "h1<H")
		w.ignore(t, variables{"skus": []string{"g2", "h1"}})
		checkJSON(t, w.mutate(t, "downloadProducts", variables{"integrationId": w.id, "familySkus": []string{"G", "H"}}, "omniProductsCreated mappingsCreated rejectedRows {row sku code message}"),
			`{"omniProductsCreated": 1, "mappingsCreated": 2, "rejectedRows": [{"row": 2, "sku": "H", "code": "NOT_DOWNLOADABLE",
			"message": "All listings of the family \"H\" that could be sold are ignored. Take that back for those that are to be downloaded."}]}`)
		check(t, "the family", w.statuses(t, variables{"familySku": "G"}), "G PARTIALLY_MAPPED, g1 MAPPED, g2 IGNORED, g3 MAPPED")
	})
}
