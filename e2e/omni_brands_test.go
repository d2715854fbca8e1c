package e2e

import "testing"

// TestBrands loads products with brands and categories by each door, and reads
// them.
func TestBrands(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		const selection = "summary {created updated removalsSkipped} userErrors {message}"
		const loaded = `{"summary": {"created": 1, "updated": 0, "removalsSkipped": false}, "userErrors": []}`
		const updated = `{"summary": {"created": 0, "updated": 1, "removalsSkipped": false}, "userErrors": []}`
		products := func(want string) {
			t.Helper()
			checkJSON(t, s.ask(t, "{omniProducts {nodes {code brand category}}}", nil), `{"omniProducts": {"nodes": [`+want+`]}}`)
		}
		checkJSON(t, s.upload(t, "loadOmniProducts", variables{}, "Style Code,Code,Brand,Category,Sub Category\nA,A,Acme,Tools,Saws\n", selection), loaded)
		products(`{"code": "A", "brand": "Acme", "category": "Tools / Saws"}`)
		checkJSON(t, s.upload(t, "loadOmniProducts", variables{}, "Style Code,Code,Product Name\nA,A,Saw\n", selection), updated)
		products(`{"code": "A", "brand": "Acme", "category": "Tools / Saws"}`)
		checkJSON(t, s.upload(t, "loadOmniProducts", variables{}, "Style Code,Code,Brand,Category\nA,A,,Blades\n", selection), updated)
		products(`{"code": "A", "brand": null, "category": "Blades"}`)
		checkJSON(t, s.upload(t, "loadOmniProducts", variables{}, `[{"id": "A", "brand": "Best", "category": "Tools", "subCategory": ""}]`, selection), updated)
		products(`{"code": "A", "brand": "Best", "category": "Tools"}`)
		checkJSON(t, s.mutate(t, "upsertOmniProducts", variables{"products": []variables{{"reference": "A", "brand": "Acme"}, {"reference": "B", "category": "Toys"}}}, selection),
			`{"summary": {"created": 1, "updated": 1, "removalsSkipped": false}, "userErrors": []}`)
		products(`{"code": null, "brand": null, "category": "Toys"}, {"code": "A", "brand": "Acme", "category": "Tools"}`)
		checkJSON(t, s.upload(t, "loadOmniProducts", variables{"removeMissing": true}, "Style Code,Code,Product Name\nA,A,Saw\n,,Hammer\n", selection),
			`{"summary": {"created": 0, "updated": 0, "removalsSkipped": true}, "userErrors": []}`)
	})
}
