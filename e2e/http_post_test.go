package e2e

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// exchange is a request, and what is wanted of its response.
type exchange struct {
	name, contentType, accept, body string
	status                          int
	// words are in the response, and data tells whether "data" is.
	words []string
	data  bool
}

// TestPost sends JSON in every way, and checks statuses, media types and
// whether there are data.
func TestPost(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t), "-sample")
	const code = `"code":"BAD_REQUEST"`
	tests := []exchange{
		{"a query", typeJSON, "", names, 200, []string{"Amazon UK"}, true},
		{"UTF-8, declared", "application/json; charset=UTF-8", "", names, 200, []string{"Amazon UK"}, true},
		{"another charset", "application/json; charset=latin1", "", names, 415, []string{code}, false},
		{"white space around", typeJSON, "", "\r\n\t " + names + " \n", 200, []string{"Amazon UK"}, true},
		{"trailing JSON", typeJSON, "", names + names, 400, []string{"goes on", code}, false},
		{"a trailing letter", typeJSON, "", names + "x", 400, []string{"not JSON", code}, false},
		{"no body", typeJSON, "", "", 400, []string{"empty", code}, false},
		{"white space alone", typeJSON, "", " \n ", 400, []string{"empty", code}, false},
		{"half of JSON", typeJSON, "", `{"query": "`, 400, []string{"not JSON", code}, false},
		{"a text", typeJSON, "", `"{integrations {name}}"`, 400, []string{"must be a JSON object", code}, false},
		{"null", typeJSON, "", `null`, 400, []string{"no query", code}, false},
		{"no query", typeJSON, typeResponse, `{}`, 400, []string{"no query", code}, false},
		{"a number as query", typeJSON, "", `{"query": 1}`, 400, []string{`\"query\" must be a string`, code}, false},
		{"a list as variables", typeJSON, "", `{"query": "{a}", "variables": []}`, 400, []string{`\"variables\" must be a JSON object`, code}, false},
		{"a text as extensions", typeJSON, "", `{"query": "{a}", "extensions": "x"}`, 400, []string{`\"extensions\" must be a JSON object`, code}, false},
		{"a query that is none", typeJSON, typeJSON, `{"query": "{"}`, 200, []string{"errors"}, false},
		{"a query that is none, with its own status", typeJSON, typeResponse, `{"query": "{"}`, 400, []string{"errors"}, false},
		{"an unknown field", typeJSON, typeResponse, `{"query": "{colour}"}`, 400, []string{"colour"}, false},
		{"an unknown operation", typeJSON, typeResponse, `{"query": "query A {integrations {name}}", "operationName": "B"}`, 400, []string{"B"}, false},
		{"a missing variable", typeJSON, typeJSON, `{"query": "query($id: ID!) {node(id: $id) {id}}"}`, 200, []string{"id"}, false},
		{"a field that fails", typeJSON, typeResponse, `{"query": "{integrations {name} omniProducts(first: 1000) {totalCount}}"}`, 200, []string{"1000", `"data":null`}, true},
		{"what is deferred", typeJSON, "", `{"query": "query($if: Boolean = true) {integrations {... @defer(if: $if) {productStatus {mapped}} ...P @defer @include(if: true)}} fragment P on Integration {productStatus {unmappable}}"}`,
			200, []string{`"mapped":131`, `"unmappable":52`}, true},
		{"a page", "application/x-www-form-urlencoded", "", "query={integrations{name}}", 415, []string{typeJSON}, false},
		{"plain text", "text/plain", "", names, 415, []string{typeJSON}, false},
		{"JSON as plain text", "text/plain; application/json", "", names, 415, []string{typeJSON}, false},
		{"no media type", "", "", names, 415, []string{typeJSON}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { test.check(t, s, http.Header{}) })
	}
}

// check sends a request with headers and checks the response, which is always
// JSON.
func (e exchange) check(t *testing.T, s *server, header http.Header) {
	t.Helper()
	if e.contentType != "" {
		header.Set("Content-Type", e.contentType)
	}
	if e.accept != "" {
		header.Set("Accept", e.accept)
	}
	status, body := s.send(t, http.MethodPost, "/graphql", header, e.body)
	e.checkResponse(t, status, body)
}

func (e exchange) checkResponse(t *testing.T, status int, body string) {
	t.Helper()
	if status != e.status {
		t.Errorf("status %d, want %d: %s", status, e.status, body)
	}
	checkWords(t, body, e.words...)
	var fields map[string]json.RawMessage
	if err := json.Unmarshal([]byte(body), &fields); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	if _, data := fields["data"]; data != e.data {
		t.Errorf("data %t, want %t: %s", data, e.data, body)
	}
}

// TestAcceptOfResponses sends Accept headers and compares the media types.
func TestAcceptOfResponses(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t))
	tests := []struct{ accept, want string }{
		{"", typeJSON}, {"*/*", typeJSON}, {"application/*", typeJSON}, {"text/html", typeJSON}, {"application/json", typeJSON},
		{typeResponse, typeResponse}, {"Application/GraphQL-Response+JSON; charset=utf-8, */*;q=0.1", typeResponse},
		{typeResponse + ",application/json;q=0.9", typeResponse}, {"application/json;q=0.9, " + typeResponse, typeResponse},
		{"application/json, " + typeResponse + ";q=0.5", typeJSON}, {typeResponse + ";q=0", typeJSON}, {typeResponse + ";q=x, ;;", typeJSON},
	}
	for _, test := range tests {
		req, err := http.NewRequest(http.MethodPost, s.url+"/graphql", strings.NewReader(names))
		if err != nil {
			t.Fatal(err)
		}
		req.Header = http.Header{"Content-Type": {typeJSON}, "Accept": {test.accept}}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if got := resp.Header.Get("Content-Type"); got != test.want+"; charset=utf-8" {
			t.Errorf("%q gets %q, want %q", test.accept, got, test.want)
		}
	}
}

// TestArrays sends arrays of operations.
func TestArrays(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		t.Run("members", func(t *testing.T) { arrayMembers(t, s) })
		t.Run("order", func(t *testing.T) { arrayOrder(t, s) })
		t.Run("sizes", func(t *testing.T) { arraySizes(t, s) })
	})
}

// arrayMembers has some members fail.
func arrayMembers(t *testing.T, s *server) {
	members := []struct{ operation, word string }{
		{`{"query": "{a: __typename}"}`, `{"data":{"a":"Query"}}`},
		{`1`, "must be a JSON object"},
		{`{"query": 1}`, "must be a string"},
		{`null`, "no query"},
		{`{"query": "{colour}"}`, "colour"},
		{`{"query": "{omniProducts(first: 1000) {totalCount}}"}`, "1000"},
		{`[]`, "must be a JSON object"},
		{`{"query": "query B {b: __typename} query C {c: __typename}", "operationName": "C"}`, `{"data":{"c":"Query"}}`},
	}
	var operations []string
	for _, member := range members {
		operations = append(operations, member.operation)
	}
	for name, header := range map[string]http.Header{"JSON": {}, "the other type": {"Accept": {typeResponse}}} {
		header.Set("Content-Type", typeJSON)
		status, body := s.send(t, http.MethodPost, "/graphql", header, " ["+strings.Join(operations, ",")+"]\n")
		var responses []json.RawMessage
		if err := json.Unmarshal([]byte(body), &responses); err != nil || status != http.StatusOK || len(responses) != len(members) {
			t.Fatalf("%s: status %d, error %v: %s", name, status, err, body)
		}
		for i, member := range members {
			checkWords(t, string(responses[i]), member.word)
		}
	}
}

// arrayOrder has mutations follow each other: each finds what the ones before
// it have done.
func arrayOrder(t *testing.T, s *server) {
	const count = 20
	create := mutation("createIntegration", "integration {name} userErrors {code}")
	var operations, want []string
	for i := range count {
		input := variables{"name": "Same", "sellerId": "S", "marketplaceId": "M"}
		operations = append(operations, string(marshal(t, create, variables{"input": input})), `{"query": "{integrations {name}}"}`)
		if i == 0 {
			want = append(want, `{"data": {"payload": {"integration": {"name": "Same"}, "userErrors": []}}}`)
		} else {
			want = append(want, `{"data": {"payload": {"integration": null, "userErrors": [{"code": "TAKEN"}]}}}`)
		}
		want = append(want, `{"data": {"integrations": [{"name": "Same"}]}}`)
	}
	before := `{"query": "{integrations {name}}"}`
	status, body := s.send(t, http.MethodPost, "/graphql", http.Header{"Content-Type": {typeJSON}}, "["+before+","+strings.Join(operations, ",")+"]")
	if status != http.StatusOK {
		t.Errorf("status %d", status)
	}
	checkJSON(t, body, `[{"data": {"integrations": []}},`+strings.Join(want, ",")+"]")
}

// arraySizes sends as many operations as may be, and others.
func arraySizes(t *testing.T, s *server) {
	many := func(n int) string {
		return "[" + strings.Join(slices.Repeat([]string{`{"query": "{__typename}"}`}, n), ",") + "]"
	}
	tests := []exchange{
		{"none", typeJSON, "", "[]", 400, []string{"holds no operation"}, false},
		{"too many", typeJSON, "", many(101), 400, []string{"at most 100"}, false},
		{"an array that does not end", typeJSON, "", `[{"query": "{__typename}"}`, 400, []string{"not JSON"}, false},
		{"no comma", typeJSON, "", `[{"query": "{__typename}"} {"query": "{__typename}"}]`, 400, []string{"not JSON"}, false},
		{"a last comma", typeJSON, "", `[{"query": "{__typename}"},]`, 400, []string{"not JSON"}, false},
		{"two arrays", typeJSON, "", many(1) + many(1), 400, []string{"goes on"}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { test.check(t, s, http.Header{}) })
	}
	status, body := s.send(t, http.MethodPost, "/graphql", http.Header{"Content-Type": {typeJSON}}, many(100))
	if n := strings.Count(body, `{"data":{"__typename":"Query"}}`); status != http.StatusOK || n != 100 {
		t.Errorf("status %d, %d responses", status, n)
	}
}
