package e2e

import (
	"encoding/json"
	"fmt"
	"testing"
)

const splitSelection = "merchant {fulfilment} amazon {id name fulfilment counterpart {id}} operation {kind integration {id}} moved mappable userErrors {code}"

// TestSplit splits the sample's integration through the API, and feeds the pair.
func TestSplit(t *testing.T) {
	servers(t, []string{"-sample"}, func(t *testing.T, s *server) {
		id := s.sampleID(t)
		const counts = "{integrations {name fulfilment counterpart {name} productStatus {mapped partiallyMapped mappable unmappable}}}"
		before := s.ask(t, counts, nil)
		checkJSON(t, before, `{"integrations": [{"name": "Amazon UK (sample)", "fulfilment": "ANY", "counterpart": null,
			"productStatus": {"mapped": 131, "partiallyMapped": 25, "mappable": 0, "unmappable": 52}}]}`)
		input := variables{"integrationId": id, "name": "UK FBA", "dryRun": true}
		checkJSON(t, s.mutate(t, "splitIntegration", input, splitSelection), `{"merchant": null, "amazon": null, "operation": null, "moved": 55, "mappable": 6, "userErrors": []}`)
		checkJSON(t, s.ask(t, counts, nil), before)
		input["dryRun"] = false
		var split struct{ Amazon struct{ ID string } }
		payload := s.mutate(t, "splitIntegration", input, splitSelection)
		if err := json.Unmarshal([]byte(payload), &split); err != nil {
			t.Fatal(err)
		}
		amazon := split.Amazon.ID
		checkJSON(t, payload, fmt.Sprintf(`{"merchant": {"fulfilment": "MERCHANT"}, "amazon": {"id": %q, "name": "UK FBA", "fulfilment": "AMAZON", "counterpart": {"id": %q}},
			"operation": {"kind": "SPLIT", "integration": {"id": %[2]q}}, "moved": 55, "mappable": 6, "userErrors": []}`, amazon, id))
		checkJSON(t, s.mutate(t, "importProducts", variables{"integrationId": amazon}, "summary {mappingsCreated}"), `{"summary": {"mappingsCreated": 6}}`)
		checkJSON(t, s.ask(t, counts, nil), `{"integrations": [
			{"name": "Amazon UK (sample)", "fulfilment": "MERCHANT", "counterpart": {"name": "UK FBA"}, "productStatus": {"mapped": 97, "partiallyMapped": 20, "mappable": 0, "unmappable": 36}},
			{"name": "UK FBA", "fulfilment": "AMAZON", "counterpart": {"name": "Amazon UK (sample)"}, "productStatus": {"mapped": 40, "partiallyMapped": 13, "mappable": 0, "unmappable": 22}}]}`)
		checkTwins(t, s, amazon)
		checkJSON(t, s.mutate(t, "splitIntegration", variables{"integrationId": amazon, "name": "again"}, "operation {id} userErrors {code field}"),
			`{"operation": null, "userErrors": [{"code": "INVALID", "field": ["input", "integrationId"]}]}`)
		loadLone(t, s, id, amazon)
	})
}

// checkTwins asks for the twins of the sample's listings, also for theirs.
func checkTwins(t *testing.T, s *server, amazon string) {
	t.Helper()
	checkJSON(t, s.ask(t, `query($id: ID!) {amazonListing(integrationId: $id, sku: "2241157024930") {asin mapping {id}
		twins {sku asin integration {name} status fulfillmentChannel twins {sku integration {name}}}}}`, variables{"id": amazon}),
		fmt.Sprintf(`{"amazonListing": {"asin": "B0ZJ8YMJZJ", "mapping": {"id": %q}, "twins": [{"sku": "VR-CARAFE-0.5", "asin": "B0ZJ8YMJZJ", "integration": {"name": "Amazon UK (sample)"},
			"status": "MAPPED", "fulfillmentChannel": "DEFAULT", "twins": [{"sku": "2241157024930", "integration": {"name": "UK FBA"}}]}]}}`, s.mappingOf(t, amazon, "2241157024930")))
}

// mappingOf gives the id of a listing's mapping.
func (c *client) mappingOf(t *testing.T, integration, sku string) string {
	t.Helper()
	var found struct {
		AmazonListing struct{ Mapping struct{ ID string } }
	}
	c.read(t, "query($id: ID!, $sku: String!) {amazonListing(integrationId: $id, sku: $sku) {mapping {id}}}", variables{"id": integration, "sku": sku}, &found)
	return found.AmazonListing.Mapping.ID
}

// loadLone feeds the pair, deletes one of it, and loads what is left out then.
func loadLone(t *testing.T, s *server, merchant, amazon string) {
	t.Helper()
	const made = "2024-05-06T07:08:09Z"
	listings := []variables{{"sku": "FBM", "createdAt": made, "fulfillmentChannel": "DEFAULT"}, {"sku": "FBA", "createdAt": made, "fulfillmentChannel": "AMAZON_EU"}}
	const selection = "summary {read created updated leftOut} userErrors {code}"
	checkJSON(t, s.mutate(t, "upsertAmazonListings", variables{"integrationId": merchant, "listings": listings}, selection),
		`{"summary": {"read": 2, "created": 2, "updated": 0, "leftOut": 0}, "userErrors": []}`)
	const operations = "query($id: ID!) {operations(integrationId: $id, first: 2) {nodes {kind loadSummary {created leftOut} integration {name}}}}"
	checkJSON(t, s.ask(t, operations, variables{"id": amazon}), `{"operations": {"nodes": [
		{"kind": "LOAD_AMAZON", "loadSummary": {"created": 2, "leftOut": 0}, "integration": {"name": "Amazon UK (sample)"}},
		{"kind": "IMPORT", "loadSummary": null, "integration": {"name": "UK FBA"}}]}}`)
	checkJSON(t, s.mutate(t, "deleteIntegration", variables{"id": amazon, "confirm": "UK FBA"}, "integration {name} userErrors {code}"), `{"integration": {"name": "UK FBA"}, "userErrors": []}`)
	checkJSON(t, s.mutate(t, "upsertAmazonListings", variables{"integrationId": merchant, "listings": listings}, selection),
		`{"summary": {"read": 2, "created": 0, "updated": 0, "leftOut": 1}, "userErrors": []}`)
}
