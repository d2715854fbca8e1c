package e2e

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestBadRequests sends requests that are wrong in many ways to one server.
func TestBadRequests(t *testing.T) {
	servers(t, []string{"-sample"}, func(t *testing.T, s *server) {
		t.Run("values", func(t *testing.T) { badValues(t, s) })
		t.Run("keys", func(t *testing.T) { strangeKeys(t, s) })
		t.Run("ids", func(t *testing.T) { forgedIDs(t, s) })
		t.Run("requests", func(t *testing.T) { badHTTPRequests(t, s) })
		t.Run("foreign pages", func(t *testing.T) { foreignPages(t, s) })
		checkJSON(t, s.ask(t, sampleCounts, nil), wantSampleCounts)
	})
}

// badValues sends arguments with values that they cannot have. The response
// says what is wrong, so that the caller can mend it; "internal error" is for
// what only the server can mend.
func badValues(t *testing.T, s *server) {
	upsert := mutation("upsertAmazonListings", "userErrors {code message}")
	tests := []struct {
		name, query string
		variables   variables
		word        string // What the message or its path says.
	}{
		{"a query that is none", "{integrations", nil, "Expected Name"},
		{"an unknown field", "{integrations {colour}}", nil, "colour"},
		{"an unknown enum value", "{amazonListings(integrationId: \"$ID\", filter: {status: [LOST]}) {totalCount}}", nil, "LOST"},
		{"a page too large", "{omniProducts(first: 251) {totalCount}}", nil, "not 251"},
		{"a cursor that is none", "{omniProducts(first: 1, after: \"x\") {totalCount}}", nil, "cursor"},
		{"a missing variable", upsert, variables{}, "input"},
		{"an unknown input field", upsert, listingsWith("colour", "red"), "colour"},
		{"an unknown enum value in a variable", "query($s: [MappingStatus!]) {amazonListings(integrationId: \"$ID\", filter: {status: $s}) {totalCount}}", variables{"s": []string{"LOST"}}, "LOST"},
		{"a quantity in words", upsert, listingsWith("quantity", "three"), "quantity"},
		{"a price in words", upsert, listingsWith("price", "cheap"), "cheap"},
		{"a price that is too large", upsert, listingsWith("price", "1e400"), "1e400"},
		{"a price that is a list", upsert, listingsWith("price", []int{1}), "price"},
		{"a time in words", upsert, listingsWith("createdAt", "yesterday"), "yesterday"},
		{"a time in a query", "query($t: DateTime) {amazonListings(integrationId: \"$ID\", filter: {createdAfter: $t}) {totalCount}}", variables{"t": "yesterday"}, "yesterday"},
		{"a time in the text of a query", "{amazonListings(integrationId: \"$ID\", filter: {createdAfter: \"yesterday\"}) {totalCount}}", nil, "yesterday"},
	}
	id := s.sampleID(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := s.post(t, strings.ReplaceAll(test.query, "$ID", id), test.variables)
			if len(got.Errors) != 1 || got.Errors[0].Extensions.Code == "INTERNAL" || !strings.Contains(fmt.Sprint(got.Errors[0]), test.word) {
				t.Errorf("got %s and errors %+v, want one that says %q", got.Data, got.Errors, test.word)
			}
		})
	}
}

// listingsWith is the input of a load of one listing with a value.
func listingsWith(field string, value any) variables {
	return variables{"input": variables{"integrationId": "x", "listings": []variables{{"sku": "A", field: value}}}}
}

// strangeKeys searches for texts that a database cannot hold, or that mean
// something in a pattern: nothing is found, and nothing fails.
func strangeKeys(t *testing.T, s *server) {
	queries := []string{
		"query($id: ID!, $key: String!) {amazonListing(integrationId: $id, sku: $key) {sku}}",
		"query($id: ID!, $key: String!) {amazonListings(integrationId: $id, filter: {search: $key}) {totalCount nodes {sku}}}",
		"query($id: ID!, $key: String!) {amazonListings(integrationId: $id, filter: {familySku: $key}) {totalCount nodes {sku}}}",
		"query($id: ID!, $key: String!) {mappedProducts(integrationId: $id, filter: {search: $key}) {totalCount nodes {id}}}",
		"query($id: ID!, $key: String!) {mappedProducts(integrationId: $id, filter: {familySku: $key}) {totalCount nodes {id}}}",
		"query($key: String!) {omniProducts(search: $key) {totalCount nodes {id}}}",
		"query($key: String!) {omniTargets(search: $key) {level}}",
	}
	id := s.sampleID(t)
	for _, query := range queries {
		for _, key := range []string{"%_%", `\`, "'\";--", "a\x00b", "\x00", strings.Repeat("x", 60_000)} {
			got := s.post(t, query, variables{"id": id, "key": key})
			if len(got.Errors) > 0 {
				t.Errorf("%.20q, %s: %+v", key, query, got.Errors)
			} else if text := string(got.Data); !strings.Contains(text, ":null}") && !strings.Contains(text, "[]") {
				t.Errorf("%.20q, %s: %s", key, query, text)
			}
		}
	}
}

// forgedIDs asks for ids that are made up in the format of real ones.
func forgedIDs(t *testing.T, s *server) {
	forged := []string{
		`["Integration", 9223372036854775807]`, `["Integration", "1"]`, `["Integration"]`, `["AmazonListing", null]`,
		`["AmazonListing", {"Integration": 1, "SKU": "a\u0000b"}]`, `["Mapping", {"Integration": 1, "ID": -1}]`,
		`["OmniSize", {"Product": 1, "Option": 2, "Size": 999}]`, `["Operation", "x"]`,
		`["Operation", "00000000-0000-0000-0000-000000000000"]`, `["Operation", "urn:uuid:00000000-0000-0000-0000-000000000000"]`,
		`["Operation", "{00000000-0000-0000-0000-000000000000}"]`,
	}
	for _, text := range forged {
		id := base64.RawURLEncoding.EncodeToString([]byte(text))
		got := s.post(t, "query($id: ID!) {node(id: $id) {id} integration(id: $id) {id}}", variables{"id": id})
		if string(got.Data) != `{"node":null,"integration":null}` || len(got.Errors) > 0 {
			t.Errorf("%s: got %s, errors %+v", text, got.Data, got.Errors)
		}
	}
}

// badHTTPRequests sends requests that are not GraphQL over HTTP: the status
// says so.
func badHTTPRequests(t *testing.T, s *server) {
	const create = `mutation {createIntegration(input: {name: "N", sellerId: "S", marketplaceId: "M"}) {userErrors {code}}}`
	form := func(parts ...string) string {
		var body strings.Builder
		for i := 0; i < len(parts); i += 2 {
			body.WriteString("--edge\r\nContent-Disposition: form-data; name=\"" + parts[i] + "\"\r\n\r\n" + parts[i+1] + "\r\n")
		}
		return body.String() + "--edge--\r\n"
	}
	tests := []struct{ name, method, path, contentType, body string }{
		{"no JSON", "POST", "/graphql", "application/json", "{"},
		{"no query", "POST", "/graphql", "application/json", "{}"},
		{"no content", "POST", "/graphql", "application/json", ""},
		{"a form of a page", "POST", "/graphql", "application/x-www-form-urlencoded", "query=" + create},
		{"plain text", "POST", "/graphql", "text/plain", `{"query": "{integrations {id}}"}`},
		{"a mutation by GET", "GET", "/graphql?query=" + strings.ReplaceAll(create, " ", "%20"), "", ""},
		{"an upload without operations", "POST", "/graphql", "multipart/form-data; boundary=edge", form("map", "{}")},
		{"an upload without a map", "POST", "/graphql", "multipart/form-data; boundary=edge", form("operations", `{"query": "{integrations {id}}"}`)},
		{"an upload to nowhere", "POST", "/graphql", "multipart/form-data; boundary=edge",
			form("operations", `{"query": "{integrations {id}}"}`, "map", `{"0": ["variables.input.file"]}`, "0", "x")},
		{"an upload that breaks off", "POST", "/graphql", "multipart/form-data; boundary=edge", "--edge\r\nContent-Disposition: form-data; name=\"oper"},
		{"an unknown file", "GET", "/admin.php", "", ""},
		{"a page that is sent something", "POST", "/activity", "", "x"},
	}
	for _, test := range tests {
		status, body := s.send(t, test.method, test.path, http.Header{"Content-Type": {test.contentType}}, test.body)
		if status < 400 || status >= 500 {
			t.Errorf("%s: status %d, %s", test.name, status, body)
		}
	}
}

// foreignPages sends a mutation as a browser does for a page of another
// site, which may send forms to any address without asking: it is refused.
// The server's own pages, and programs, are served.
func foreignPages(t *testing.T, s *server) {
	const form = "multipart/form-data; boundary=edge"
	body := "--edge\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n" +
		`{"query": "mutation {importProducts(input: {integrationId: \"none\"}) {userErrors {code}}}"}` +
		"\r\n--edge\r\nContent-Disposition: form-data; name=\"map\"\r\n\r\n{}\r\n--edge--\r\n"
	tests := []struct {
		name   string
		header http.Header
		want   int
	}{
		{"another site's", http.Header{"Content-Type": {form}, "Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://shop.example"}}, http.StatusForbidden},
		{"another site's, in an old browser", http.Header{"Content-Type": {form}, "Origin": {"https://shop.example"}}, http.StatusForbidden},
		{"another port's", http.Header{"Content-Type": {form}, "Sec-Fetch-Site": {"same-site"}, "Origin": {"http://127.0.0.1:1"}}, http.StatusForbidden},
		{"another site's, with what it cannot send", http.Header{"Content-Type": {form}, "Graphql-Preflight": {"1"}, "Sec-Fetch-Site": {"cross-site"}, "Origin": {"https://shop.example"}}, http.StatusForbidden},
		{"one of which a browser does not tell whose it is", http.Header{"Content-Type": {form}}, http.StatusForbidden},
		{"one with a header that says nothing", http.Header{"Content-Type": {form}, "Graphql-Preflight": {""}}, http.StatusForbidden},
		{"its own", http.Header{"Content-Type": {form}, "Graphql-Preflight": {"1"}, "Sec-Fetch-Site": {"same-origin"}, "Origin": {s.url}}, http.StatusOK},
		{"a program", http.Header{"Content-Type": {form}, "Graphql-Preflight": {"1"}}, http.StatusOK},
		{"Apollo's", http.Header{"Content-Type": {form}, "Apollo-Require-Preflight": {"true"}}, http.StatusOK},
	}
	for _, test := range tests {
		if status, text := s.send(t, http.MethodPost, "/graphql", test.header, body); status != test.want {
			t.Errorf("%s: status %d, want %d: %s", test.name, status, test.want, text)
		}
	}
}
