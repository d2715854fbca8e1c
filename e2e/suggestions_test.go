package e2e

import (
	"fmt"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// awaitSuggestions waits until the suggestions are of the catalogues and mappings
// as they are.
func awaitSuggestions(t *testing.T, c *client) {
	t.Helper()
	eventually(t, "the suggestions are there", func() bool {
		return strings.Contains(c.ask(t, "{integrations {suggestionState {stale running {id}}}}", nil), `"stale":false,"running":null`)
	})
}

// suggested is an entry of suggestedMappings.
type suggested struct {
	Listing struct {
		Sku         string
		Suggestions []struct{ Score int }
	}
	Suggestion struct {
		Score    int
		Obstacle *string
		Evidence []struct{ Kind, Sentence string }
		Target   struct {
			Option struct{ ID string }
			Size   *struct{ ID string }
		}
	}
}

// TestSuggestions has the suggestions of the sample listed, rejected, and accepted
// after a dry run, and computed when they are asked for.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s := start(t, url, "-sample")
		id := s.sampleID(t)
		awaitSuggestions(t, &s.client)
		list := func(filter string) []suggested {
			var found struct {
				SuggestedMappings struct {
					TotalCount int
					Nodes      []suggested
				}
			}
			s.read(t, fmt.Sprintf(`query($id: ID!) {suggestedMappings(integrationId: $id, first: 250, filter: {%s}) {totalCount nodes {
				listing {sku suggestions(first: 1) {score}}
				suggestion {score obstacle evidence {kind sentence} target {option {id} size {id}}}}}}`, filter), variables{"id": id}, &found)
			if n := len(found.SuggestedMappings.Nodes); n != found.SuggestedMappings.TotalCount {
				t.Errorf("%q lists %d and counts %d", filter, n, found.SuggestedMappings.TotalCount)
			}
			return found.SuggestedMappings.Nodes
		}
		all, acceptable := list(""), list("minScore: 90, acceptable: true")
		if len(all) < 40 || len(acceptable) < 5 {
			t.Fatalf("%d are suggested, %d to be accepted", len(all), len(acceptable))
		}
		for i, node := range all {
			if i > 0 && node.Suggestion.Score > all[i-1].Suggestion.Score {
				t.Errorf("%s comes after %s", node.Listing.Sku, all[i-1].Listing.Sku)
			}
			if len(node.Listing.Suggestions) != 1 || node.Listing.Suggestions[0].Score != node.Suggestion.Score || len(node.Suggestion.Evidence) == 0 {
				t.Errorf("%+v", node)
			}
		}

		first := acceptable[0]
		pair := variables{"sku": first.Listing.Sku, "optionId": first.Suggestion.Target.Option.ID}
		if size := first.Suggestion.Target.Size; size != nil {
			pair = variables{"sku": first.Listing.Sku, "sizeId": size.ID}
		}
		checkJSON(t, s.mutate(t, "rejectSuggestions", variables{"integrationId": id, "pairs": []variables{pair}}, "changed userErrors {code}"), `{"changed": 1, "userErrors": []}`)
		awaitSuggestions(t, &s.client)
		for _, node := range list("") {
			if node.Listing.Sku == first.Listing.Sku && node.Suggestion.Target == first.Suggestion.Target {
				t.Errorf("a rejected pair is suggested: %+v", node)
			}
		}

		accept := variables{"integrationId": id, "minScore": 90, "filter": variables{"acceptable": true}, "dryRun": true}
		const selection = "summary {productOptionsMapped rejected} rejectedRows {sku code} userErrors {code}"
		would := s.mutate(t, "acceptSuggestions", accept, selection)
		accept["dryRun"] = false
		if did := s.mutate(t, "acceptSuggestions", accept, selection); did != would || !strings.Contains(did, `"userErrors":[]`) {
			t.Errorf("accepted %s, the dry run said %s", did, would)
		}
		checkJSON(t, s.mutate(t, "acceptSuggestions", accept, "operation {id} summary {rowsRead}"), `{"operation": null, "summary": {"rowsRead": 0}}`)
		checkWords(t, s.ask(t, "{operations(first: 1) {nodes {kind actor}}}", nil), `"kind":"CUSTOM"`)
		awaitSuggestions(t, &s.client)

		checkWords(t, s.mutate(t, "suggestMappings", variables{"integrationId": id}, "operation {kind actor} userErrors {code}"), `"kind":"SUGGEST"`)
		awaitSuggestions(t, &s.client)
		checkWords(t, s.ask(t, "{operations(first: 1) {nodes {kind state}}}", nil), `"kind":"SUGGEST"`, `"state":"SUCCEEDED"`)
		many := s.post(t, `query($id: ID!, $sku: String!) {amazonListing(integrationId: $id, sku: $sku) {suggestions(first: 6) {score}}}`, variables{"id": id, "sku": first.Listing.Sku})
		if len(many.Errors) != 1 || many.Errors[0].Extensions.Code != "BAD_USER_INPUT" {
			t.Errorf("six suggestions: %+v", many)
		}
		s.stop(t)
		checkVerify(t, url)
	})
}
