package e2e

import (
	"encoding/json"
	"fmt"
	"testing"
)

// openSets loads families that are partially mapped: A and B can be remapped
// safely, C creates nothing, and D would lose d1.
func openSets(t *testing.T, s *server) shop {
	t.Helper()
	w := shop{s, s.integration(t, "UK")}
	load := func(last string) {
		var products []variables
		for i, codes := range [][]string{{"a1", "a2"}, {"b1", "b2", "b3"}, {"c1"}, {last}} {
			var options []variables
			for j, code := range codes {
				options = append(options, variables{"reference": fmt.Sprint(i, j), "code": code})
			}
			products = append(products, variables{"reference": fmt.Sprint("R", i), "options": options})
		}
		checkJSON(t, w.mutate(t, "upsertOmniProducts", variables{"products": products}, "rejectedRows {message} userErrors {code}"), `{"rejectedRows": [], "userErrors": []}`)
	}
	load("d1")
	w.load(t, "a1<A", "b1<B", "c1<C", "d1<D")
	w.importAll(t, 4)
	load("d2")
	w.load(t, "a2<A", "b2<B", "b3<B", "c9<C", "d2<D")
	return w
}

const setsSelection = "operation {kind created deleted} sets setsLeft deleted createdCount keptCount lostCount created {sku} kept {sku} lost {sku} rejectedRows {code} userErrors {code message field}"

func (w shop) remap(t *testing.T, input variables, selection string) string {
	t.Helper()
	input["integrationId"] = w.id
	return w.mutate(t, "remapProducts", input, selection)
}

// TestRemapSets remaps several families at once, with and without what is not
// safe, and takes it back.
func TestRemapSets(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		w := openSets(t, s)
		const before = "a1 MAPPED, a2 PARTIALLY_MAPPED, b1 MAPPED, b2 PARTIALLY_MAPPED, b3 PARTIALLY_MAPPED, c1 MAPPED, c9 PARTIALLY_MAPPED, d1 MAPPED, d2 PARTIALLY_MAPPED"
		check(t, "before", w.statuses(t, nil), before)

		checkJSON(t, w.remap(t, variables{"familySkus": []string{" A ", "C", "D", "A"}, "dryRun": true}, setsSelection), `{"operation": null, "sets": 3, "setsLeft": 0, "deleted": 1,
			"createdCount": 2, "keptCount": 2, "lostCount": 1, "created": [{"sku": "a2"}, {"sku": "d2"}], "kept": [{"sku": "a1"}, {"sku": "c1"}], "lost": [{"sku": "d1"}], "rejectedRows": [], "userErrors": []}`)
		const safe = `"sets": 2, "setsLeft": 2, "deleted": 0, "createdCount": 3, "keptCount": 2, "lostCount": 0,
			"created": [{"sku": "a2"}, {"sku": "b2"}, {"sku": "b3"}], "kept": [{"sku": "a1"}, {"sku": "b1"}], "lost": [], "rejectedRows": [], "userErrors": []}`
		checkJSON(t, w.remap(t, variables{"allPartiallyMapped": true, "onlySafe": true, "dryRun": true}, setsSelection), `{"operation": null, `+safe)
		check(t, "after dry runs", w.statuses(t, nil), before)

		done := w.remap(t, variables{"allPartiallyMapped": true, "onlySafe": true}, "operation {id}")
		const after = "a1 MAPPED, a2 MAPPED, b1 MAPPED, b2 MAPPED, b3 MAPPED, c1 MAPPED, c9 PARTIALLY_MAPPED, d1 MAPPED, d2 PARTIALLY_MAPPED"
		check(t, "remapped", w.statuses(t, nil), after)
		var read struct{ Operation struct{ ID string } }
		if err := json.Unmarshal([]byte(done), &read); err != nil || read.Operation.ID == "" {
			t.Fatalf("got %s: %v", done, err)
		}
		const nothing = `{"operation": null, "sets": 0, "setsLeft": 2, "deleted": 0, "createdCount": 0, "keptCount": 0, "lostCount": 0, "created": [], "kept": [], "lost": [], "rejectedRows": [], "userErrors": []}`
		checkJSON(t, w.remap(t, variables{"allPartiallyMapped": true, "onlySafe": true}, setsSelection), nothing)

		checkJSON(t, w.remap(t, variables{"familySkus": []string{"C", "D"}}, setsSelection), `{"operation": {"kind": "REMAP", "created": 1, "deleted": 1}, "sets": 2, "setsLeft": 0, "deleted": 1,
			"createdCount": 1, "keptCount": 1, "lostCount": 1, "created": [{"sku": "d2"}], "kept": [{"sku": "c1"}], "lost": [{"sku": "d1"}], "rejectedRows": [], "userErrors": []}`)
		// d1 lost its item, which d2 has now.
		check(t, "lost", w.statuses(t, variables{"familySku": "D"}), "d1 PARTIALLY_MAPPED, d2 MAPPED")
	})
}

// TestRemapSetsRefused asks for remaps of several families that cannot be.
func TestRemapSetsRefused(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		w := openSets(t, s)
		pair := []variables{{"sku": "c9", "cin7Code": "b3"}}
		tooMany := make([]string, 10_001)
		for _, c := range []struct {
			input variables
			want  string
		}{
			{variables{}, `{"code": "INVALID", "field": ["input"]}`},
			{variables{"allPartiallyMapped": false}, `{"code": "INVALID", "field": ["input"]}`},
			{variables{"familySkus": []string{"A"}, "allPartiallyMapped": true}, `{"code": "INVALID", "field": ["input"]}`},
			{variables{"familySkus": []string{}, "familySku": "A"}, `{"code": "INVALID", "field": ["input"]}`},
			{variables{"omniProductId": "x", "allPartiallyMapped": true}, `{"code": "INVALID", "field": ["input"]}`},
			{variables{"allPartiallyMapped": true, "onlySafe": true, "mappings": pair}, `{"code": "INVALID", "field": ["input", "mappings"]}`},
			{variables{"familySkus": []string{"A", "none", "N2"}}, `{"code": "NOT_FOUND", "field": ["input", "familySkus", "1"]}`},
			{variables{"familySkus": []string{"A", "\x00"}}, `{"code": "NOT_FOUND", "field": ["input", "familySkus", "1"]}`},
			{variables{"familySkus": tooMany}, `{"code": "TOO_MANY", "field": ["input", "familySkus"]}`},
		} {
			checkJSON(t, w.remap(t, c.input, "operation {id} sets createdCount userErrors {code field}"), `{"operation": null, "sets": 0, "createdCount": 0, "userErrors": [`+c.want+`]}`)
		}
		checkJSON(t, w.remap(t, variables{"familySkus": []string{"none"}}, "userErrors {message}"),
			`{"userErrors": [{"message": "No listing of this integration is of a family \"none\". Check the SKU."}]}`)
		checkJSON(t, w.remap(t, variables{"familySkus": []string{}}, setsSelection), `{"operation": null, "sets": 0, "setsLeft": 0, "deleted": 0,
			"createdCount": 0, "keptCount": 0, "lostCount": 0, "created": [], "kept": [], "lost": [], "rejectedRows": [], "userErrors": []}`)
		// With pairs the sets are remapped around them.
		checkJSON(t, w.remap(t, variables{"familySkus": []string{"B", "C"}, "mappings": pair}, "sets created {sku} kept {sku} lost {sku} rejectedRows {code} userErrors {code}"),
			`{"sets": 2, "created": [{"sku": "b2"}, {"sku": "c9"}], "kept": [{"sku": "b1"}, {"sku": "c1"}], "lost": [], "rejectedRows": [], "userErrors": []}`)
	})
}

// TestRemapManySets remaps more than an answer lists, counts all, and takes all
// of it back: families of two that swap their items, so that each is moved.
func TestRemapManySets(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		w := shop{s, s.integration(t, "UK")}
		const families = 600
		var products []variables
		var listings []string
		for i := range families {
			products = append(products, variables{"reference": fmt.Sprint("R", i), "options": []variables{
				{"reference": fmt.Sprint("x", i), "code": fmt.Sprintf("%d-1", i)}, {"reference": fmt.Sprint("y", i), "code": fmt.Sprintf("%d-2", i)}}})
			listings = append(listings, fmt.Sprintf("%d-1<f%d", i, i), fmt.Sprintf("%d-2<f%d", i, i))
		}
		load := func() {
			checkJSON(t, w.mutate(t, "upsertOmniProducts", variables{"products": products}, "rejectedRows {message} userErrors {code}"), `{"rejectedRows": [], "userErrors": []}`)
		}
		load()
		w.load(t, listings...)
		w.importAll(t, 2*families)
		var names []string
		for i, p := range products {
			options := p["options"].([]variables)
			options[0]["code"], options[1]["code"] = options[1]["code"], options[0]["code"]
			names = append(names, fmt.Sprint("f", i))
		}
		load()
		var read struct {
			Operation                          struct{ ID string }
			Sets, SetsLeft, Deleted            int
			CreatedCount, KeptCount, LostCount int
			Created, Kept, Lost                []struct{ Sku string }
		}
		done := w.remap(t, variables{"familySkus": names, "onlySafe": true}, "operation {id} sets setsLeft deleted createdCount keptCount lostCount created {sku} kept {sku} lost {sku}")
		if err := json.Unmarshal([]byte(done), &read); err != nil {
			t.Fatal(err)
		}
		if read.Sets != families || read.CreatedCount != 2*families || read.Deleted != 2*families || len(read.Created) != 1000 || len(read.Kept)+len(read.Lost)+read.SetsLeft != 0 {
			t.Errorf("%d sets, %d created, %d deleted, %d listed as created", read.Sets, read.CreatedCount, read.Deleted, len(read.Created))
		}
		// What it created has to go first, since it holds the items.
		checkJSON(t, w.mutate(t, "deleteAllMappings", variables{"integrationId": w.id, "confirm": "UK"}, "deleted"), `{"deleted": 1200}`)
		checkJSON(t, w.mutate(t, "restoreMappings", variables{"operationId": read.Operation.ID}, "restored notRestored"), `{"restored": 1200, "notRestored": 0}`)
	})
}
