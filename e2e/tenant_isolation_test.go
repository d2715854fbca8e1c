package e2e

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// texts collects the texts within a response's data, and whether there is a
// number.
func texts(v any, into map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for _, below := range v {
			texts(below, into)
		}
	case []any:
		for _, below := range v {
			texts(below, into)
		}
	case string:
		into[v] = true
	case float64:
		into["a number"] = true
	}
}

// textsOf are the texts in the response to a query.
func (c *client) textsOf(t *testing.T, question string, v variables) map[string]bool {
	t.Helper()
	found := make(map[string]bool)
	var data any
	if resp := c.post(t, question, v); resp.Data != nil {
		if err := json.Unmarshal(resp.Data, &data); err != nil {
			t.Fatal(err)
		}
	}
	texts(data, found)
	return found
}

// TestTenantIsolation has the admins of two other accounts, one of them empty,
// query every node and field by an account's ids, and send every mutation: they
// see and change nothing of it.
func TestTenantIsolation(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s := start(t, url, "-sample")
		owner, empty, stranger := s.client, s.client, s.client
		owner.key = makeKey(t, url, "-role", "admin", "-name", "owner")
		empty.key = makeKey(t, url, "-role", "admin", "-name", "empty", "-account", "Empty")
		stranger.key = makeKey(t, url, "-role", "admin", "-name", "stranger", "-account", "Stranger")
		id := owner.sampleID(t)
		// Accounts number their integrations themselves: an id may be one's own.
		stranger.integration(t, "Harbour")
		nodes, sku := owner.oneOfEach(t, id)
		if kinds := len(apiSchema().GetPossibleTypes(apiSchema().Types["Node"])); kinds != len(nodes) {
			t.Errorf("there are %d types of nodes; the test asks for %d", kinds, len(nodes))
		}
		awaitSuggestions(t, &owner)
		questions := allQueries(t, nodes, id, sku)
		before := make(map[string]map[string]bool)
		for question, v := range questions {
			before[question] = owner.textsOf(t, question, v)
			if len(before[question]) == 0 {
				t.Errorf("the owner finds nothing by %.99s", question)
			}
			for _, c := range []client{empty, stranger} {
				for text := range c.textsOf(t, question, v) {
					if before[question][text] && text != "Integration" && text != "ANY" && text != "ADMIN" && text != "a number" && !strings.Contains(text, id) {
						t.Errorf("a stranger reads %q by %.99s", text, question)
					}
				}
			}
		}
		if status := empty.get(t, "/custom-mapping-sheet?integrationId="+id); status != http.StatusNotFound {
			t.Errorf("a stranger asks for the sheet and gets %d", status)
		}
		for name, input := range allMutations(t, id, nodes, sku) {
			empty.tryMutation(t, name, input)
			stranger.tryMutation(t, name, input)
		}
		for question, v := range questions {
			if after := owner.textsOf(t, question, v); len(after) != len(before[question]) {
				t.Errorf("what a stranger did changed %.99s", question)
			}
		}
		checkJSON(t, owner.ask(t, "{integrations {productStatus {mapped}} operations {totalCount}}", nil),
			`{"integrations": [{"productStatus": {"mapped": 130}}], "operations": {"totalCount": 4}}`)
		s.stop(t)
		checkVerify(t, url)
	})
}
