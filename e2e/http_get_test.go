package e2e

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// TestGet sends queries by GET, and requests by methods that are not served.
func TestGet(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t), "-sample")
	const create = `mutation {createIntegration(input: {name: "By GET", sellerId: "S", marketplaceId: "M"}) {userErrors {code}}}`
	tests := []struct {
		name   string
		method string
		values url.Values
		header http.Header
		status int
		word   string
	}{
		{"a query", "GET", url.Values{"query": {"{integrations {name}}"}}, nil, 200, "Amazon UK"},
		{"variables", "GET", url.Values{"query": {"query($s: String) {omniProducts(search: $s) {totalCount}}"}, "variables": {`{"s": "nothing such"}`}}, nil, 200, `"totalCount":0`},
		{"one of two operations", "GET", url.Values{"query": {"query A {integrations {id}} query B {integrations {name}}"}, "operationName": {"B"}}, nil, 200, "Amazon UK"},
		{"Java's client, which would like HTTP/2", "GET", url.Values{"query": {"{integrations {name}}"}}, http.Header{"Connection": {"Upgrade"}, "Upgrade": {"h2c"}}, 200, "Amazon UK"},
		{"no query", "GET", nil, nil, 400, "no query"},
		{"variables that are none", "GET", url.Values{"query": {"{integrations {name}}"}, "variables": {`[1]`}}, nil, 400, "variables"},
		{"variables that go on", "GET", url.Values{"query": {"{integrations {name}}"}, "variables": {`{} {}`}}, nil, 400, "variables"},
		{"extensions that are none", "GET", url.Values{"query": {"{integrations {name}}"}, "extensions": {`x`}}, nil, 400, "extensions"},
		{"a mutation", "GET", url.Values{"query": {create}}, nil, 405, "POST"},
		{"a mutation that a page could not ask for", "GET", url.Values{"query": {create}}, http.Header{"Graphql-Preflight": {"1"}}, 405, "POST"},
		{"a WebSocket", "GET", url.Values{"query": {"{integrations {name}}"}}, http.Header{"Connection": {"Upgrade"}, "Upgrade": {"websocket"}}, 400, "WebSocket"},
		{"another method", "PUT", nil, nil, 405, "POST"},
		{"what is served", "OPTIONS", nil, nil, 204, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			header := test.header.Clone()
			if header == nil {
				header = http.Header{}
			}
			status, body := s.send(t, test.method, "/graphql?"+test.values.Encode(), header, "")
			if status != test.status || !strings.Contains(body, test.word) {
				t.Errorf("status %d, want %d: %s", status, test.status, body)
			}
		})
	}
	checkJSON(t, s.ask(t, "{integrations {name}}", nil), `{"integrations": [{"name": "Amazon UK (sample)"}]}`)
}
