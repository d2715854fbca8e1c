package e2e

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

func sha256Of(query string) string {
	sum := sha256.Sum256([]byte(query))
	return hex.EncodeToString(sum[:])
}

// TestPersisted sends hashes of queries, in one order, to one server.
func TestPersisted(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t))
	const (
		query   = "{a: __typename}"
		invalid = "{colour}"
		create  = `mutation {createIntegration(input: {name: "N", sellerId: "S", marketplaceId: "M"}) {userErrors {code}}}`
	)
	long := query + "#" + strings.Repeat("x", 40_000)
	hash := func(of string) string {
		return `{"persistedQuery": {"version": 1, "sha256Hash": "` + sha256Of(of) + `"}}`
	}
	const notFound, badRequest = "PersistedQueryNotFound", "BAD_REQUEST"
	tests := []struct {
		name, method, query, extensions string
		// The status is that of application/graphql-response+json.
		status int
		word   string
	}{
		{"an unknown hash", "POST", "", hash(query), 400, notFound},
		{"an unknown hash by GET", "GET", "", hash(query), 400, notFound},
		{"another's hash", "POST", query, hash("{b: __typename}"), 400, badRequest},
		{"which was not kept", "POST", "", hash("{b: __typename}"), 400, notFound},
		{"a query with its hash", "POST", query, hash(query), 200, `"a":"Query"`},
		{"the hash", "POST", "", hash(query), 200, `"a":"Query"`},
		{"the hash by GET", "GET", "", hash(query), 200, `"a":"Query"`},
		{"the hash in other letters", "POST", "", strings.ToUpper(hash(query)), 400, badRequest},
		{"no query and no extension", "POST", "", `{"persistedQuery": null}`, 400, "no query"},
		{"no version", "POST", "", `{"persistedQuery": {"sha256Hash": "x"}}`, 400, "version 1"},
		{"a later version", "POST", query, `{"persistedQuery": {"version": 2, "sha256Hash": "x"}}`, 400, "version 1"},
		{"no hash", "POST", "", `{"persistedQuery": {"version": 1}}`, 400, "64 hexadecimal"},
		{"no extension", "POST", "", `{"persistedQuery": "x"}`, 400, badRequest},
		{"an invalid query", "POST", invalid, hash(invalid), 400, "colour"},
		{"which was not kept", "POST", "", hash(invalid), 400, notFound},
		{"text that is no query", "POST", "{", hash("{"), 400, "GRAPHQL_PARSE_FAILED"},
		{"which was not kept either", "POST", "", hash("{"), 400, notFound},
		{"a query that is too long to keep", "POST", long, hash(long), 200, `"a":"Query"`},
		{"and was not", "POST", "", hash(long), 400, notFound},
		{"a mutation by GET", "GET", create, hash(create), 405, "POST"},
		{"a mutation's hash by GET", "GET", "", hash(create), 405, "POST"},
		{"a mutation's hash", "POST", "", hash(create), 200, `"userErrors":[]`},
		{"a query by GET", "GET", "{c: __typename}", hash("{c: __typename}"), 200, `"c":"Query"`},
		{"its hash", "POST", "", hash("{c: __typename}"), 200, `"c":"Query"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			header := http.Header{"Accept": {typeResponse}}
			path, body := "/graphql", ""
			if test.method == "GET" {
				path += "?" + url.Values{"query": {test.query}, "extensions": {test.extensions}}.Encode()
			} else {
				header.Set("Content-Type", typeJSON)
				body = fmt.Sprintf(`{"query": %q, "extensions": %s}`, test.query, test.extensions)
			}
			status, text := s.send(t, test.method, path, header, body)
			if status != test.status || !strings.Contains(text, test.word) {
				t.Errorf("status %d, want %d and %q: %s", status, test.status, test.word, text)
			}
		})
	}
	// Clients that accept application/json read the response only where the
	// status is 200.
	status, text := s.send(t, "POST", "/graphql", http.Header{"Content-Type": {typeJSON}}, `{"extensions": `+hash("{d: __typename}")+`}`)
	if status != http.StatusOK || !strings.Contains(text, `"code":"PERSISTED_QUERY_NOT_FOUND"`) {
		t.Errorf("status %d: %s", status, text)
	}
}
