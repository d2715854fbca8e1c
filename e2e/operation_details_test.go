package e2e

import (
	"encoding/json"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// TestOperationDetails reads what operations tell beside their summaries: the
// name of the file, and how many rows were refused, of every kind.
func TestOperationDetails(t *testing.T) {
	servers(t, []string{"-sample"}, func(t *testing.T, s *server) {
		id := s.sampleID(t)
		const newest = "{operations(first: 1) {nodes {kind state progress {phase done total} fileName rejected}}}"
		detail := func(want string) {
			t.Helper()
			checkJSON(t, s.ask(t, newest, nil), `{"operations": {"nodes": [`+want+`]}}`)
		}
		checkJSON(t, s.ask(t, "{operations {nodes {kind fileName}}}", nil), `{"operations": {"nodes": [{"kind": "IMPORT", "fileName": null},
			{"kind": "LOAD_AMAZON", "fileName": "amazon-listings.txt"}, {"kind": "LOAD_OMNI", "fileName": "omni-products.csv"}]}}`)
		s.upload(t, "loadOmniProducts", variables{}, "Style Code,Code\n"+strings.Repeat("P", 256)+",C\nP,D\n", "userErrors {message}")
		detail(`{"kind": "LOAD_OMNI", "state": "SUCCEEDED", "progress": null, "fileName": "upload.csv", "rejected": 1}`)
		s.upload(t, "loadAmazonListings", variables{"integrationId": id}, "seller-sku\nNEW-1\nNEW-1\n", "userErrors {message}")
		detail(`{"kind": "LOAD_AMAZON", "state": "SUCCEEDED", "progress": null, "fileName": "upload.csv", "rejected": 1}`)
		s.upload(t, "applyCustomMappings", variables{"integrationId": id}, "Amazon SKU,Cin7 Code\nK-100,K-100-NP\nK-100X,Y\n", "userErrors {message}")
		detail(`{"kind": "CUSTOM", "state": "SUCCEEDED", "progress": null, "fileName": "upload.csv", "rejected": 1}`)
		s.mutate(t, "downloadProducts", variables{"integrationId": id, "familySkus": []string{"FM-CAP-AMZ"}}, "userErrors {message}")
		detail(`{"kind": "DOWNLOAD", "state": "SUCCEEDED", "progress": null, "fileName": null, "rejected": 0}`)
		s.mutate(t, "downloadProducts", variables{"integrationId": id, "familySkus": []string{"OH TIN", "NEW-1"}}, "userErrors {message}")
		detail(`{"kind": "DOWNLOAD", "state": "SUCCEEDED", "progress": null, "fileName": null, "rejected": 1}`)
		var deleted struct{ Operation struct{ ID string } }
		payload := s.mutate(t, "deleteAllMappings", variables{"integrationId": id, "confirm": "Amazon UK (sample)"}, "operation {id}")
		if err := json.Unmarshal([]byte(payload), &deleted); err != nil {
			t.Fatal(err)
		}
		// The target of one is taken meanwhile.
		s.mutate(t, "applyCustomMappings", variables{"integrationId": id, "allowMappable": true, "mappings": []variables{{"sku": "NEW-1", "cin7Code": "K-100-NP"}}}, "userErrors {message}")
		s.mutate(t, "restoreMappings", variables{"operationId": deleted.Operation.ID}, "userErrors {message}")
		detail(`{"kind": "RESTORE", "state": "SUCCEEDED", "progress": null, "fileName": null, "rejected": 2}`)
	})
}

// TestImportLeaves compares the summary of an import with the counts of the
// integration after it: a number has one name.
func TestImportLeaves(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		id := s.integration(t, "UK")
		s.upload(t, "loadOmniProducts", variables{}, "Style Code,Code\nP,A-1\nQ,B-1\nQ,A-3\n", "userErrors {message}")
		s.upload(t, "loadAmazonListings", variables{"integrationId": id}, "seller-sku\tparent-sku\nA-1\tA\nA-2\tA\nA-3\tA\nC\t\n", "userErrors {message}")
		const summary = "summary {unmappedProducts mappingsCreated partiallyMapped unmappable}"
		status := func(want string) {
			t.Helper()
			checkJSON(t, s.ask(t, "{integrations {productStatus {mapped partiallyMapped mappable unmappable}}}", nil), `{"integrations": [{"productStatus": `+want+`}]}`)
		}
		checkJSON(t, s.mutate(t, "importProducts", variables{"integrationId": id, "scope": "SINCE_LAST_IMPORT"}, summary),
			`{"summary": {"unmappedProducts": 4, "mappingsCreated": 2, "partiallyMapped": 1, "unmappable": 1}}`)
		status(`{"mapped": 2, "partiallyMapped": 1, "mappable": 0, "unmappable": 1}`)
		// What was partially mapped before is so still; with a scope only what is new counts.
		s.upload(t, "loadAmazonListings", variables{"integrationId": id}, "seller-sku\tparent-sku\nA-4\tA\nD\t\n", "userErrors {message}")
		checkJSON(t, s.mutate(t, "importProducts", variables{"integrationId": id, "scope": "SINCE_LAST_IMPORT"}, summary),
			`{"summary": {"unmappedProducts": 1, "mappingsCreated": 0, "partiallyMapped": 1, "unmappable": 1}}`)
		checkJSON(t, s.mutate(t, "importProducts", variables{"integrationId": id}, summary),
			`{"summary": {"unmappedProducts": 2, "mappingsCreated": 0, "partiallyMapped": 2, "unmappable": 2}}`)
		status(`{"mapped": 2, "partiallyMapped": 2, "mappable": 0, "unmappable": 2}`)
		checkJSON(t, s.ask(t, "{operations(first: 1) {nodes {importSummary {partiallyMapped unmappable}}}}", nil),
			`{"operations": {"nodes": [{"importSummary": {"partiallyMapped": 2, "unmappable": 2}}]}}`)
	})
}

// TestViewer asks who asks, with keys of each role and without keys.
func TestViewer(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s := start(t, url)
		checkJSON(t, s.ask(t, "{viewer {name role}}", nil), `{"viewer": {"name": "local", "role": "ADMIN"}}`)
		for _, role := range []string{"viewer", "editor", "admin"} {
			c := client{url: s.url, key: makeKey(t, url, "-role", role, "-name", "a "+role)}
			checkJSON(t, c.ask(t, "{viewer {name role}}", nil), `{"viewer": {"name": "a `+role+`", "role": "`+strings.ToUpper(role)+`"}}`)
		}
	})
}

// TestMendMarketplace mends an integration that was made with another
// marketplace: a report's dates are read in the time zone of the new one, and
// everything else stays.
func TestMendMarketplace(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		id := s.integration(t, "Spain")
		const report = "seller-sku\topen-date\nA\t2026-01-31 12:00:00\n"
		load := func(created string) {
			t.Helper()
			s.upload(t, "loadAmazonListings", variables{"integrationId": id}, report, "userErrors {message}")
			checkJSON(t, s.ask(t, "query($id: ID!) {amazonListings(integrationId: $id) {nodes {sku createdAt}}}", variables{"id": id}),
				`{"amazonListings": {"nodes": [{"sku": "A", "createdAt": "`+created+`"}]}}`)
		}
		mend := func(change variables, want string) {
			t.Helper()
			change["id"] = id
			checkJSON(t, s.mutate(t, "updateIntegration", change, "integration {name sellerId marketplaceId productsEnabled} userErrors {message}"),
				`{"integration": `+want+`, "userErrors": []}`)
		}
		load("2026-01-31T12:00:00Z")
		mend(variables{"marketplaceId": " A1RKKUPIHCS9HS "}, `{"name": "Spain", "sellerId": "S-Spain", "marketplaceId": "A1RKKUPIHCS9HS", "productsEnabled": true}`)
		mend(variables{"sellerId": "S2"}, `{"name": "Spain", "sellerId": "S2", "marketplaceId": "A1RKKUPIHCS9HS", "productsEnabled": true}`)
		mend(variables{"sellerId": nil, "marketplaceId": nil}, `{"name": "Spain", "sellerId": "S2", "marketplaceId": "A1RKKUPIHCS9HS", "productsEnabled": true}`)
		load("2026-01-31T11:00:00Z")
	})
}

// TestHeldBy asks, of the sample's listings that an import leaves, who holds
// what they match and what a remap would do.
func TestHeldBy(t *testing.T) {
	servers(t, []string{"-sample"}, func(t *testing.T, s *server) {
		id := s.sampleID(t)
		const unmappable = `query($id: ID!) {unmappableProducts(integrationId: $id, filter: {reason: [OMNI_PRODUCT_MAPPED, MATCH_TAKEN]}) {
			nodes {sku heldBy {sku status fulfillmentChannel} remapOutlook matchRemapOutlook}}}`
		checkJSON(t, s.ask(t, unmappable, variables{"id": id}), readText(t, "testdata/sample_held.json"))
		// One of a product of which another option is mapped: a remap maps both.
		s.mutate(t, "upsertOmniProducts", variables{"products": []variables{{"reference": "TWO", "options": []variables{{"code": "ONE"}, {"code": "OTHER"}}}}}, "userErrors {message}")
		s.upload(t, "loadAmazonListings", variables{"integrationId": id}, "seller-sku\tfulfillment-channel\nONE\tDEFAULT\n", "userErrors {message}")
		s.mutate(t, "importProducts", variables{"integrationId": id}, "userErrors {message}")
		s.upload(t, "loadAmazonListings", variables{"integrationId": id}, "seller-sku\nOTHER\n", "userErrors {message}")
		const listing = "query($id: ID!, $sku: String!) {amazonListing(integrationId: $id, sku: $sku) {status heldBy {sku fulfillmentChannel} remapOutlook matchRemapOutlook}}"
		checkJSON(t, s.ask(t, listing, variables{"id": id, "sku": "OTHER"}), `{"amazonListing": {"status": "UNMAPPABLE",
			"heldBy": [{"sku": "ONE", "fulfillmentChannel": "DEFAULT"}], "remapOutlook": null, "matchRemapOutlook": "SAFE"}}`)
		checkJSON(t, s.ask(t, listing, variables{"id": id, "sku": "ONE"}), `{"amazonListing": {"status": "MAPPED", "heldBy": [], "remapOutlook": null, "matchRemapOutlook": null}}`)
		// In one family with it, it is partially mapped.
		s.upload(t, "loadAmazonListings", variables{"integrationId": id}, "seller-sku\tparent-sku\nOTHER\tF\nONE\tF\n", "userErrors {message}")
		checkJSON(t, s.ask(t, listing, variables{"id": id, "sku": "OTHER"}), `{"amazonListing": {"status": "PARTIALLY_MAPPED", "heldBy": [], "remapOutlook": "SAFE", "matchRemapOutlook": null}}`)
	})
}
