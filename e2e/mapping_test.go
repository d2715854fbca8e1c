package e2e

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestDeleteMappings deletes some mappings by a list that has unknown ids too:
// those are reported by their places in the list.
func TestDeleteMappings(t *testing.T) {
	const selection = "deleted operation {kind deleted restorable} userErrors {code field}"
	servers(t, []string{"-sample"}, func(t *testing.T, s *server) {
		id, other := s.sampleID(t), s.integration(t, "Other")
		ids := s.mappingIDs(t, id, 4)
		del := func(integration string, ids ...string) string {
			return s.mutate(t, "deleteMappings", variables{"integrationId": integration, "ids": ids}, selection)
		}
		missing := func(places ...int) string {
			var list []string
			for _, place := range places {
				list = append(list, fmt.Sprintf(`{"code": "NOT_FOUND", "field": ["input", "ids", "%d"]}`, place))
			}
			return "[" + strings.Join(list, ", ") + "]"
		}
		checkJSON(t, del(id, ids[0]), `{"deleted": 1, "operation": {"kind": "DELETE", "deleted": 1, "restorable": true}, "userErrors": []}`)
		checkJSON(t, del(id, "", ids[1], ids[0], ids[2], ids[1], id),
			`{"deleted": 2, "operation": {"kind": "DELETE", "deleted": 2, "restorable": true}, "userErrors": `+missing(0, 2, 5)+`}`)
		checkJSON(t, del(other, ids[3]), `{"deleted": 0, "operation": null, "userErrors": `+missing(0)+`}`)
		checkJSON(t, del(id, ids[0], ids[1]), `{"deleted": 0, "operation": null, "userErrors": `+missing(0, 1)+`}`)
		if left := s.mappingIDs(t, id, 4); left[0] != ids[3] {
			t.Errorf("the newest mapping is %s, want %s", left[0], ids[3])
		}
		checkJSON(t, s.ask(t, "{integrations {productStatus {mapped}} operations {totalCount}}", nil),
			`{"integrations": [{"productStatus": {"mapped": 128}}, {"productStatus": {"mapped": 0}}], "operations": {"totalCount": 5}}`)
		// An import maps what the deletions left mappable; ids come once.
		preview := s.ask(t, "query($id: ID!) {summary: importPreview(integrationId: $id) {mappingsCreated: mappable}}", variables{"id": id})
		checkJSON(t, s.mutate(t, "importProducts", variables{"integrationId": id}, "summary {mappingsCreated}"), preview)
		if newest := s.mappingIDs(t, id, 1); slices.Contains(ids, newest[0]) {
			t.Errorf("after a new import the newest mapping is %s, as before the deletion", newest[0])
		}
		deleteMost(t, s, other)
	})
}

// deleteMost sends a list of unknown ids that is as long as the limit allows.
func deleteMost(t *testing.T, s *server, integration string) {
	var got struct {
		Deleted    int
		UserErrors []struct{ Field []string }
	}
	payload := s.mutate(t, "deleteMappings", variables{"integrationId": integration, "ids": repeat(10_000, "x")}, "deleted userErrors {field}")
	if err := json.Unmarshal([]byte(payload), &got); err != nil {
		t.Fatal(err)
	}
	if n := len(got.UserErrors); got.Deleted != 0 || n != 10_000 || got.UserErrors[n-1].Field[2] != "9999" {
		t.Errorf("%d deleted, %d errors", got.Deleted, n)
	}
}

// TestViews does one thing after another with the sample, and reads what came
// of it.
func TestViews(t *testing.T) {
	servers(t, []string{"-sample"}, func(t *testing.T, s *server) {
		id := s.sampleID(t)
		t.Run("operations", func(t *testing.T) { operations(t, s, id) })
		s.mutate(t, "importProducts", variables{"integrationId": id}, "userErrors {message}")
		t.Run("nodes", func(t *testing.T) { nodes(t, s, id) })
	})
}

// operations does one thing after another, and reads them newest first.
func operations(t *testing.T, s *server, id string) {
	const list = `query($id: ID, $first: Int, $after: String) {
		operations(integrationId: $id, first: $first, after: $after) {totalCount nodes {kind created deleted} pageInfo {endCursor hasNextPage}}}`
	type page struct {
		Operations struct {
			TotalCount int
			Nodes      []struct {
				Kind             string
				Created, Deleted int
			}
			PageInfo struct {
				EndCursor   string
				HasNextPage bool
			}
		}
	}
	other := s.integration(t, "Other")
	s.mutate(t, "deleteMappings", variables{"integrationId": id, "ids": s.mappingIDs(t, id, 2)}, "deleted")
	s.mutate(t, "upsertAmazonListings", variables{"integrationId": other, "listings": []variables{{"sku": "A", "createdAt": "2024-05-06T07:08:09Z"}}}, "summary {read}")
	s.mutate(t, "deleteAllMappings", variables{"integrationId": id, "confirm": "Amazon UK (sample)"}, "deleted")
	s.mutate(t, "importProducts", variables{"integrationId": id, "scope": "SINCE_LAST_IMPORT"}, "summary {mappingsCreated}")
	tests := []struct {
		integration any
		want        string
	}{
		{nil, "IMPORT 0 0, DELETE_ALL 0 129, LOAD_AMAZON 0 0, DELETE 0 2, IMPORT 131 0, LOAD_AMAZON 0 0, LOAD_OMNI 0 0"},
		{id, "IMPORT 0 0, DELETE_ALL 0 129, DELETE 0 2, IMPORT 131 0, LOAD_AMAZON 0 0, LOAD_OMNI 0 0"},
		{other, "LOAD_AMAZON 0 0, LOAD_OMNI 0 0"},
	}
	for _, test := range tests {
		var got []string
		for v := (variables{"id": test.integration, "first": 2}); ; {
			var p page
			s.read(t, list, v, &p)
			for _, op := range p.Operations.Nodes {
				got = append(got, fmt.Sprint(op.Kind, " ", op.Created, " ", op.Deleted))
			}
			if v["after"] = p.Operations.PageInfo.EndCursor; !p.Operations.PageInfo.HasNextPage {
				if p.Operations.TotalCount != len(got) {
					t.Errorf("totalCount %d of %d", p.Operations.TotalCount, len(got))
				}
				break
			}
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("got %v, want %s", got, test.want)
		}
	}
}

// nodes reads one thing of each kind by its id, and nothing by what is no
// id. In the end the integration is gone.
func nodes(t *testing.T, s *server, integration string) {
	const ids = `query($id: ID!) {
		listing: amazonListings(integrationId: $id, first: 1) {nodes {id}}
		mapping: mappedProducts(integrationId: $id, first: 1) {nodes {id}}
		product: omniProducts(search: "FM-HOOD", first: 1) {nodes {id options {id sizes {id}}}}
		operation: operations(first: 1) {nodes {id}}
	}`
	type list struct{ Nodes []struct{ ID string } }
	var found struct {
		Listing, Mapping, Operation list
		Product                     struct {
			Nodes []struct {
				ID      string
				Options []struct {
					ID    string
					Sizes []struct{ ID string }
				}
			}
		}
	}
	s.read(t, ids, variables{"id": integration}, &found)
	product := found.Product.Nodes[0]
	for kind, id := range map[string]string{
		"Integration": integration, "AmazonListing": found.Listing.Nodes[0].ID, "Mapping": found.Mapping.Nodes[0].ID, "Operation": found.Operation.Nodes[0].ID,
		"OmniProduct": product.ID, "OmniOption": product.Options[0].ID, "OmniSize": product.Options[0].Sizes[0].ID,
	} {
		checkJSON(t, s.ask(t, "query($id: ID!) {node(id: $id) {__typename id}}", variables{"id": id}),
			fmt.Sprintf(`{"node": {"__typename": %q, "id": %q}}`, kind, id))
	}
	for _, id := range []string{"", "x", "1", product.ID + "x", "SW50ZWdyYXRpb246MQ", strings.Repeat("A", 100_000)} {
		checkJSON(t, s.ask(t, "query($id: ID!) {node(id: $id) {id} integration(id: $id) {id}}", variables{"id": id}), `{"node": null, "integration": null}`)
	}
	// What is gone has no node either.
	s.mutate(t, "deleteIntegration", variables{"id": integration, "confirm": "Amazon UK (sample)"}, "userErrors {message}")
	for _, id := range []string{integration, found.Listing.Nodes[0].ID, found.Mapping.Nodes[0].ID, found.Operation.Nodes[0].ID} {
		checkJSON(t, s.ask(t, "query($id: ID!) {node(id: $id) {id}}", variables{"id": id}), `{"node": null}`)
	}
}
