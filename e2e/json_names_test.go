package e2e

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// TestNamesInAnyCase sends the fields of requests in the case that they do not
// have: they are none of them.
func TestNamesInAnyCase(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t))
	const two = `query A {a: __typename} query B($b: Boolean!) {b: __typename @include(if: $b)}`
	tests := []struct{ name, body, want string }{
		{"as it is", `{"query": "{a: __typename}"}`, `{"data":{"a":"Query"}}`},
		{"query", `{"QUERY": "{a: __typename}"}`, "The operation has no query."},
		{"another query", `{"query": "{a: __typename}", "Query": "{b: __typename}"}`, `{"data":{"a":"Query"}}`},
		{"query, with a long s", "{\"query\": \"{a: __typename}\", \"variable\u017f\": 1}", `{"data":{"a":"Query"}}`},
		{"operationName", `{"query": "` + two + `", "operationname": "A"}`, "operation  not found"},
		{"variables", `{"query": "` + two + `", "operationName": "B", "Variables": {"b": true}}`, "must be defined"},
		{"extensions", `{"Extensions": {"persistedQuery": {"version": 1, "sha256Hash": "` + strings.Repeat("0", 64) + `"}}}`, "The operation has no query."},
		{"persistedQuery", `{"extensions": {"PersistedQuery": {"version": 1, "sha256Hash": "` + strings.Repeat("0", 64) + `"}}}`, "The operation has no query."},
		{"sha256Hash", `{"extensions": {"persistedQuery": {"version": 1, "SHA256HASH": "` + strings.Repeat("0", 64) + `"}}}`, "sha256Hash of 64"},
		{"the last of two", `{"query": "{", "query": "{a: __typename}"}`, `{"data":{"a":"Query"}}`},
		{"a wrong type, then a right one", `{"query": 1, "variables": {}}`, `\"query\" must be a string.`},
		{"unknown fields", `{"id": [[{}]], "query": "{a: __typename}", "Query": {"x": 1}}`, `{"data":{"a":"Query"}}`},
		{"null", "null", "The operation has no query."},
		{"a text", `"query"`, "must be a JSON object with a query"},
		{"members of an array", `[{"QUERY": "{a: __typename}"}, [1, [2]], 3, null, {"query": "{a: __typename}"}]`,
			`"BAD_REQUEST"}}]},{"errors":[{"message":"An operation must be a JSON object`},
		{"the last member", `[[{"query": 1}], {"query": "{a: __typename}"}]`, `{"data":{"a":"Query"}}]`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, body := s.send(t, http.MethodPost, "/graphql", http.Header{"Content-Type": {typeJSON}}, test.body); !strings.Contains(body, test.want) {
				t.Errorf("%s gets %s, want %s", test.body, body, test.want)
			}
		})
	}
	for _, path := range []string{"/graphql?QUERY={a:__typename}", "/graphql?Query={a:__typename}"} {
		if status, body := s.fetch(t, path, http.Header{}); status != http.StatusBadRequest {
			t.Errorf("%s: %d, %s", path, status, body)
		}
	}
	header := preflighted()
	header.Set("Content-Type", typeForm)
	for _, parts := range [][]string{
		{"operations", strings.Replace(loadOmni, "query", "QUERY", 1), "map", `{"0": ["variables.input.file"]}`, "0", omniFile},
		{"Operations", loadOmni, "map", `{"0": ["variables.input.file"]}`, "0", omniFile},
		{"operations", loadOmni, "MAP", `{"0": ["variables.input.file"]}`, "0", omniFile},
		{"operations", loadOmni, "map", `{"0": ["Variables.input.file"]}`, "0", omniFile},
	} {
		if status, body := s.send(t, http.MethodPost, "/graphql", header, formOf(parts...)); status != http.StatusBadRequest {
			t.Errorf("%v: %d, %s", parts, status, body)
		}
	}
	for _, text := range []string{`{"TYPE": "ping"}`, `{"Type": "connection_init"}`, `{"type": "ping"} x`, `{"type": "connection_init"}{}`} {
		w := s.open(t)
		w.send(t, text)
		w.wantClosed(t, 4400)
	}
	w := s.socket(t, `{"authorization": null}`) // That is a header's name, which has no case.
	w.send(t, `{"type": "subscribe", "ID": "1", "payload": {"query": "{a: __typename}"}}`)
	w.wantClosed(t, 4400)
	w = s.socket(t, `{"APIKEY": "none"}`)
	w.send(t, `{"type": "subscribe", "id": "1", "payload": {"Query": "{a: __typename}"}}`)
	w.wantClosed(t, 4400)
}

// TestContentEncoding sends compressed bodies, which are refused as such.
func TestContentEncoding(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t))
	var zipped bytes.Buffer
	zip := gzip.NewWriter(&zipped)
	_, _ = zip.Write([]byte(names))
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		contentType, accept, encoding string
		status                        int
	}{
		{typeJSON, typeJSON, "gzip", 415},
		{typeJSON, typeResponse, "gzip", 415},
		{typeJSON, "text/event-stream", "gzip", 415},
		{typeForm, typeJSON, "gzip", 415},
		{typeJSON, typeJSON, "br", 415},
		{typeJSON, typeJSON, "identity, gzip", 415},
		{typeJSON, typeJSON, "", 400},
		{typeJSON, typeJSON, "Identity", 400},
	} {
		header := preflighted()
		header.Set("Content-Type", test.contentType)
		header.Set("Accept", test.accept)
		header.Set("Content-Encoding", test.encoding)
		status, body := s.send(t, http.MethodPost, "/graphql", header, zipped.String())
		if status != test.status || !strings.Contains(body, `"code":"BAD_REQUEST"`) || (status == 415) != strings.Contains(body, "Content-Encoding") {
			t.Errorf("%+v: %d, %s", test, status, body)
		}
	}
	if status, body := s.send(t, http.MethodPost, "/graphql", http.Header{"Content-Type": {typeJSON}, "Content-Encoding": {"identity"}}, names); status != http.StatusOK {
		t.Errorf("as it is: %d, %s", status, body)
	}
}

// changedIDs are texts that a lenient decoder takes for the id.
func changedIDs(t *testing.T, id string) []string {
	t.Helper()
	text, err := base64.RawURLEncoding.DecodeString(id)
	if err != nil {
		t.Fatal(err)
	}
	encode := func(format string, args ...any) string {
		return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, format, args...))
	}
	inner := strings.TrimSuffix(string(text), "]")
	changed := []string{id + "\n", id + "=", id[:4] + "\r\n" + id[4:], id + "AAAA", " " + id, "12abc", id + "abc",
		encode("%s, 1]", inner), encode("%s,null]", inner), encode("%s ]", inner), encode("%s]\n", inner), encode("%s]x", inner), encode(" %s]", inner)}
	if i := strings.Index(inner, `{"`) + len(`{"`); strings.Contains(inner, "{") {
		changed = append(changed, encode("%s%s%s]", inner[:i], strings.ToLower(inner[i:i+1]), inner[i+1:]),
			encode("%s]", strings.Replace(inner, "{", `{"x": 1, `, 1)))
	}
	if len(text)%3 != 0 {
		// The last character has bits that belong to no byte.
		const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
		last := strings.IndexByte(letters, id[len(id)-1])
		changed = append(changed, id[:len(id)-1]+letters[last+1:last+2])
	}
	return changed
}

// TestChangedIDs asks for ids and cursors with something at their end, or that
// are written in another way: there is nothing of that id.
func TestChangedIDs(t *testing.T) {
	servers(t, []string{"-sample"}, func(t *testing.T, s *server) {
		id := s.sampleID(t)
		nodes, _ := s.oneOfEach(t, id)
		for _, node := range nodes {
			for _, changed := range changedIDs(t, node) {
				got := s.post(t, "query($id: ID!) {node(id: $id) {id} integration(id: $id) {id}}", variables{"id": changed})
				if string(got.Data) != `{"node":null,"integration":null}` || len(got.Errors) > 0 {
					t.Errorf("%q, of %q: %s, %+v", changed, node, got.Data, got.Errors)
				}
			}
			checkJSON(t, s.ask(t, "query($id: ID!) {node(id: $id) {id}}", variables{"id": node}), `{"node": {"id": "`+node+`"}}`)
		}
		mapping := s.mappingIDs(t, id, 1)[0]
		var missing struct{ UserErrors []struct{ Code string } }
		ids := changedIDs(t, mapping)
		if err := json.Unmarshal([]byte(s.mutate(t, "deleteMappings", variables{"integrationId": id, "ids": ids}, "deleted userErrors {code}")), &missing); err != nil || len(missing.UserErrors) != len(ids) {
			t.Errorf("of %d changed ids of a mapping, %d are missing, error %v", len(ids), len(missing.UserErrors), err)
		}
		for _, list := range []string{"mappedProducts(integrationId: $id, first: 1, after: $after)", "amazonListings(integrationId: $id, first: 1, after: $after)",
			"operations(integrationId: $id, first: 1, after: $after)"} {
			query := "query($id: ID!, $after: String) {list: " + list + " {pageInfo {endCursor}}}"
			var page struct {
				List struct{ PageInfo struct{ EndCursor string } }
			}
			s.read(t, query, variables{"id": id}, &page)
			for _, cursor := range changedIDs(t, page.List.PageInfo.EndCursor) {
				if got := s.post(t, query, variables{"id": id, "after": cursor}); len(got.Errors) != 1 || got.Errors[0].Extensions.Code != "BAD_USER_INPUT" {
					t.Errorf("the cursor %q: %s, %+v", cursor, got.Data, got.Errors)
				}
			}
		}
		for _, changed := range changedIDs(t, id) {
			if status := s.get(t, "/custom-mapping-sheet?integrationId="+strings.NewReplacer(" ", "%20", "\n", "%0A", "\r", "%0D").Replace(changed)); status != http.StatusNotFound {
				t.Errorf("the sheet of %q: %d", changed, status)
			}
		}
	})
}
