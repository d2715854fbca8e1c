package e2e

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// doublingFragments spreads each fragment twice in the one before it: as many fields as
// there are powers of two.
func doublingFragments(levels int) string {
	var b strings.Builder
	b.WriteString("{...f0}")
	for i := range levels {
		fmt.Fprintf(&b, " fragment f%d on Query {...f%d ...f%[2]d}", i, i+1)
	}
	fmt.Fprintf(&b, " fragment f%d on Query {integrations {id}}", levels)
	return b.String()
}

// doublingNestedFragments nests the fragments below fields, so that they are merged.
func doublingNestedFragments(levels int) string {
	var b strings.Builder
	b.WriteString("{omniProducts {nodes {options {...f0}}}}")
	for i := range levels {
		fmt.Fprintf(&b, " fragment f%d on OmniOption {product {options {...f%d}} product {options {...f%[2]d}}}", i, i+1)
	}
	fmt.Fprintf(&b, " fragment f%d on OmniOption {id}", levels)
	return b.String()
}

// nested is a document with that many levels.
func nested(levels int) string {
	return "{omniProducts {nodes {" + strings.Repeat("options {product {", levels) + "id" + strings.Repeat("}}", levels) + "}}}"
}

// TestDocumentLimits sends documents that would cost a server much to validate:
// each is rejected with a message, and the server's memory stays small.
func TestDocumentLimits(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t), "-sample")
	id := s.sampleID(t)
	pages := func(n int, selection string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "p%d: mappedProducts(integrationId: %q, first: 250) {nodes {%s}} ", i, id, selection)
		}
		return "{" + b.String() + "}"
	}
	tests := []struct{ name, query, code, words string }{
		{"ten thousand of a field", "{" + strings.Repeat("integrations {id} ", 10_000) + "}", "TOO_COMPLEX", "more than 5000 fields"},
		{"a hundred and two of a field", "{" + strings.Repeat("integrations {id} ", 102) + "}", "TOO_COMPLEX", "repeats fields 202 times"},
		{"a field repeated below repeated ones", "{" + strings.Repeat("omniProducts {"+strings.Repeat("nodes {"+strings.Repeat("id ", 10)+"} ", 10)+"} ", 10) + "}", "TOO_COMPLEX", "repeats fields"},
		{"two thousand aliases", "{" + aliases(2_000) + "}", "TOO_COMPLEX", "2000 aliases"},
		{"doubling fragments", doublingFragments(30), "TOO_COMPLEX", "more than 5000 fields"},
		{"doubling fragments that nothing spreads", "{integrations {id}}" + strings.TrimPrefix(doublingFragments(30), "{...f0}"), "TOO_COMPLEX", "more than 5000 fields"},
		{"doubling fragments, nested", doublingNestedFragments(30), "TOO_COMPLEX", "deep"},
		{"a fragment that contains itself", "{...a} fragment a on Query {...b} fragment b on Query {...a ...a}", "GRAPHQL_VALIDATION_FAILED", "contains itself"},
		{"deep", nested(12), "TOO_COMPLEX", "27 deep"},
		{"very deep", nested(10_000), "GRAPHQL_PARSE_FAILED", "nesting depth"},
		{"deep introspection", "{__schema {types " + strings.Repeat("{fields {type ", 12) + "{name}" + strings.Repeat("}}", 12) + "}}", "TOO_COMPLEX", "deep"},
		{"a million tokens", "{" + strings.Repeat("a ", 1_000_000) + "}", "GRAPHQL_PARSE_FAILED", "token"},
		{"deep lists", "{omniTargets(search: " + strings.Repeat("[", 40_000) + strings.Repeat("]", 40_000) + ") {level}}", "GRAPHQL_PARSE_FAILED", "nesting depth"},
		{"unknown fields", "{" + strings.Repeat("a", 100) + unknown(4_000) + "}", "GRAPHQL_VALIDATION_FAILED", ""},
		{"a value under many names", "{omniProducts(first: 250) {nodes {" + copies(21) + "}}}", "TOO_COMPLEX", "under 21 names"},
		{"a value under many names in a fragment", "{omniProducts {nodes {" + copies(11) + "...f}}} fragment f on OmniProduct {" + strings.ReplaceAll(copies(10), "a", "b") + "}", "TOO_COMPLEX", "under 21 names"},
		{"a long name", "{omniProducts(first: 250) {nodes {" + strings.Repeat("a", 256) + ": name}}}", "TOO_COMPLEX", "256 characters"},
		{"a long fragment", "{..." + strings.Repeat("a", 100_000) + "}", "GRAPHQL_VALIDATION_FAILED", "Unknown fragment"},
		{"a thousand searches", searches(1_000), "TOO_COMPLEX", "costs 406000 points"},
		{"long pages", pages(10, "id target {product {options {id sizes {id}}}}"), "TOO_COMPLEX", "costs 82510 points"},
	}
	for _, test := range tests {
		resp := s.post(t, test.query, nil)
		if n := len(resp.Errors); n == 0 || n > 11 || resp.Errors[0].Extensions.Code != test.code || !strings.Contains(resp.Errors[0].Message, test.words) {
			t.Errorf("%s: %.1000v", test.name, resp.Errors)
		}
	}
	if mb := s.peakMemory(t) >> 20; mb > 600 {
		t.Errorf("the server took %d MB", mb)
	}
	checkJSON(t, s.ask(t, "{integrations {name}}", nil), `{"integrations": [{"name": "Amazon UK (sample)"}]}`)
}

// searches are counts of what equal searches find.
func searches(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d: omniProducts(search: \"hin\", first: 0) {totalCount} ", i)
	}
	return "{" + b.String() + "}"
}

// copies are aliases of one plain value.
func copies(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d: code ", i)
	}
	return b.String()
}

func aliases(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d: integrations {id} ", i)
	}
	return b.String()
}

func unknown(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " integrationz%d", i)
	}
	return b.String()
}

// TestRoomy sends what the limits must leave room for: the longest pages, with
// options and sizes below, lists of 10,000 entries, also written out, a hundred
// mutations in one document, and the introspection that tools ask for.
func TestRoomy(t *testing.T) {
	t.Parallel()
	url := dbtest.SQLite(t)
	s := start(t, url, "-sample")
	id := s.sampleID(t)
	s.key = makeKey(t, url, "-role", "admin", "-name", "partner")
	s.ask(t, `query($id: ID!) {mappedProducts(integrationId: $id, first: 250) {totalCount edges {cursor node {id source listing {sku title status}
		target {level product {code options {code sizes {code price}}} option {code} size {code}}}}}}`, variables{"id": id})
	s.ask(t, `query($id: ID!) {amazonListings(integrationId: $id, last: 250) {nodes {sku mapping {id} matches {product {options {sizes {code}}}}}}}`, variables{"id": id})
	s.ask(t, `{omniProducts(first: 250) {nodes {code options {code sizes {code price cost stock}}}}}`, nil)
	var literals, mutations strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&literals, `{sku: "S%d", cin7Code: "C%[1]d"} `, i)
	}
	for i := range 100 {
		fmt.Fprintf(&mutations, `m%d: deleteMappings(input: {integrationId: %q, ids: ["x"]}) {deleted userErrors {code}} `, i, id)
	}
	s.ask(t, fmt.Sprintf("mutation {applyCustomMappings(input: {integrationId: %q, mappings: [%s]}) {summary {rejected}}}", id, &literals), nil)
	s.ask(t, "mutation {"+mutations.String()+"}", nil)
	s.ask(t, introspection, nil)
	s.ask(t, "{omniProducts(first: 250) {nodes {"+strings.Repeat("a", 255)+": name "+copies(20)+"}}}", nil)
}

// introspection is as deep as what tools ask for.
const introspection = `{__schema {types {kind name fields(includeDeprecated: true) {name args {name type {...t} defaultValue} type {...t}} inputFields {name type {...t}}}
	directives {name args {name type {...t}}}}}
	fragment t on __Type {kind name ofType {kind name ofType {kind name ofType {kind name ofType {kind name ofType {kind name ofType {kind name ofType {kind name}}}}}}}}`

// TestBudget spends a key's budget. Another key's is its own.
func TestBudget(t *testing.T) {
	t.Parallel()
	url := dbtest.SQLite(t)
	key, other := makeKey(t, url, "-role", "admin", "-name", "a"), makeKey(t, url, "-role", "viewer", "-name", "b")
	s := startWith(t, []string{"DATABASE_URL=" + url, "COST_BUDGET=600"})
	s.key = key
	id := s.integration(t, "UK")
	// A page of 50 with the listing below costs 101 points.
	page := "query($id: ID!) {mappedProducts(integrationId: $id) {nodes {id listing {sku}}}}"
	checkWords(t, string(s.post(t, page, variables{"id": id}).Extensions.Cost), `{"requestedQueryCost":101,"throttleStatus":{"maximumAvailable":600,"currentlyAvailable":`, `"restoreRate":10}}`)
	var resp response
	for range 100 {
		if resp = s.post(t, page, variables{"id": id}); len(resp.Errors) > 0 {
			break
		}
	}
	if len(resp.Errors) != 1 || resp.Errors[0].Extensions.Code != "THROTTLED" {
		t.Fatalf("over the budget: %+v", resp)
	}
	checkWords(t, resp.Errors[0].Message, "costs 101", "Wait")
	checkWords(t, string(resp.Extensions.Cost), `"requestedQueryCost":101`)
	s.throttled(t, string(marshal(t, strings.Replace(page, "$id)", "$id, first: 250)", 1), variables{"id": id})))
	s.key = other
	s.ask(t, page, variables{"id": id})
	// What the whole budget could not pay is no matter of waiting.
	if tooMuch := s.post(t, strings.Replace(page, "$id)", "$id, first: 250) {nodes {target {product {options {id}}}}} p: mappedProducts(integrationId: $id)", 1), variables{"id": id}); tooMuch.Errors[0].Extensions.Code != "TOO_COMPLEX" {
		t.Errorf("more than the whole budget: %+v", tooMuch)
	}
}

// TestInvalidCosts sends what cannot be run until the key's budget is spent: each
// costs a point, as the least that can be.
func TestInvalidCosts(t *testing.T) {
	t.Parallel()
	url := dbtest.SQLite(t)
	const budget = 10
	hash := strings.Repeat("0", 64)
	tests := []struct{ name, contentType, accept, body string }{
		{"a parse error", typeJSON, typeResponse, `{"query": "{"}`},
		{"a validation error", typeJSON, typeResponse, `{"query": "{colour}"}`},
		{"an unknown operation", typeJSON, typeResponse, `{"query": "query A {integrations {id}}", "operationName": "B"}`},
		{"a missing variable", typeJSON, typeResponse, `{"query": "query($id: ID!) {integration(id: $id) {id}}"}`},
		{"an unknown hash", typeJSON, typeResponse, `{"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "` + hash + `"}}}`},
		{"a wrong hash", typeJSON, typeResponse, `{"query": "{integrations {id}}", "extensions": {"persistedQuery": {"version": 1, "sha256Hash": "` + hash + `"}}}`},
		{"too complex", typeJSON, typeResponse, `{"query": "{` + aliases(1_001) + `}"}`},
		{"too dear", typeJSON, typeResponse, `{"query": "{omniProducts {nodes {id}}}"}`},
		{"a subscription without a stream", typeJSON, typeResponse, `{"query": "subscription {operationUpdated {id}}"}`},
		{"a viewer's mutation", typeJSON, typeResponse, `{"query": "mutation {deleteMappings(input: {integrationId: \"x\", ids: []}) {deleted}}"}`},
		{"no query", typeJSON, typeResponse, "{}"},
		{"wrong types", typeJSON, typeResponse, `{"query": 1}`},
		{"no JSON", typeJSON, typeResponse, "{"},
		{"an array that breaks off", typeJSON, typeResponse, "["},
		{"a form that breaks off", typeForm, typeResponse, "--edge"},
		{"a file for no place", typeForm, typeResponse, formOf("operations", names, "map", `{"0": ["x"]}`)},
		{"events of nothing", typeJSON, "text/event-stream", "[]"},
	}
	for i := range tests {
		tests[i].name += "\x00" + makeKey(t, url, "-role", "viewer", "-name", tests[i].name)
	}
	s := startWith(t, []string{"DATABASE_URL=" + url, fmt.Sprint("COST_BUDGET=", budget)})
	send := func(key, contentType, accept, body string) bool {
		header := http.Header{"Authorization": {"Bearer " + key}, "Content-Type": {contentType}, "Accept": {accept}}
		resp := s.do(t, http.MethodPost, header, body)
		return resp.Header.Get("Retry-After") != ""
	}
	for _, test := range tests {
		name, key, _ := strings.Cut(test.name, "\x00")
		sent := 1
		for ; !send(key, test.contentType, test.accept, test.body) && sent < 2*budget; sent++ {
		}
		if sent <= budget || sent == 2*budget {
			t.Errorf("%s: the budget of %d is spent by %d of them", name, budget, sent)
		}
		if !send(key, typeJSON, typeResponse, names) {
			t.Errorf("%s: then a query is paid", name)
		}
	}
	// The members of an array cost a point each.
	key := makeKey(t, url, "-role", "viewer", "-name", "array")
	members := "[" + strings.Repeat(`{"query": "{"}, `, budget-1) + `{"query": 1}]`
	if send(key, typeJSON, typeJSON, members) || !send(key, typeJSON, typeJSON, members) {
		t.Errorf("an array of %d invalid operations does not cost %[1]d points", budget)
	}
}

// TestSheetCosts downloads the sample's custom-mapping sheet, whose 52 rows cost a
// point each.
func TestSheetCosts(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s := startWith(t, []string{"DATABASE_URL=" + url, "COST_BUDGET=120"}, "-sample")
		path := "/custom-mapping-sheet?integrationId=" + s.sampleID(t)
		s.key = makeKey(t, url, "-role", "viewer", "-name", "v")
		header := http.Header{"Authorization": {"Bearer " + s.key}}
		for _, want := range []int{http.StatusOK, http.StatusOK, http.StatusTooManyRequests} {
			if status, body := s.fetch(t, path, header); status != want || status == http.StatusTooManyRequests && !strings.Contains(body, "52 points") {
				t.Errorf("the sheet: %d, want %d: %.100s", status, want, body)
			}
		}
		// Of no integration, it costs what every operation does at least.
		for range 20 {
			s.fetch(t, "/custom-mapping-sheet", header)
		}
		if status, body := s.fetch(t, "/custom-mapping-sheet", header); status != http.StatusTooManyRequests {
			t.Errorf("the sheet of nothing: %d, %s", status, body)
		}
	})
}

// throttled sends a request of 501 points while fewer than 101 are left, in
// each media type and in an array: the response says when to try again.
func (s *server) throttled(t *testing.T, body string) {
	t.Helper()
	for _, test := range []struct {
		accept, body string
		status       int
	}{{"application/json", body, 200}, {"application/graphql-response+json", body, 429}, {"", "[" + body + "]", 200}} {
		header := http.Header{"Authorization": {"Bearer " + s.key}, "Content-Type": {typeJSON}, "Accept": {test.accept}}
		resp := s.do(t, http.MethodPost, header, test.body)
		wait, err := strconv.Atoi(resp.Header.Get("Retry-After"))
		if resp.StatusCode != test.status || err != nil || wait < 1 || wait > 51 {
			t.Errorf("over the budget, with Accept: %s: %s, Retry-After: %s", test.accept, resp.Status, resp.Header.Get("Retry-After"))
		}
	}
}

// TestSizeLimits sends more than a server takes, with and without saying so
// beforehand.
func TestSizeLimits(t *testing.T) {
	t.Parallel()
	const maxBody, maxUpload = 1_000, 10_000_000
	folder := t.TempDir()
	s := startWith(t, []string{"DATABASE_URL=" + dbtest.SQLite(t), fmt.Sprint("MAX_BODY=", maxBody), fmt.Sprint("MAX_UPLOAD=", maxUpload), "TMPDIR=" + folder})
	json := func(size int) string {
		const frame = `{"query": "{a: __typename}", "operationName": ""}`
		return frame + strings.Repeat(" ", size-len(frame))
	}
	null, place := loadOmni, `{"0": ["variables.input.file"]}`
	file := func(size int) string { return strings.Repeat("x", size) }
	two := []string{"operations", "[" + null + "," + null + "]", "map", `{"0": ["0.variables.input.file"], "1": ["1.variables.input.file"]}`}
	tests := []struct {
		name, contentType, body string
		status                  int
		word                    string
	}{
		{"JSON that just fits", typeJSON, json(maxBody), 200, `"a":"Query"`},
		{"JSON that does not", typeJSON, json(maxBody + 1), 413, "1000 bytes"},
		{"operations that do not fit", typeForm, formOf("operations", json(maxBody+1), "map", "{}"), 413, "1000 bytes"},
		{"a map that does not", typeForm, formOf("operations", null, "map", "{"+strings.Repeat(" ", maxBody)+"}"), 413, "1000 bytes"},
		{"a file that just fits", typeForm, formOf("operations", null, "map", place, "0", file(maxUpload)), 200, "Line 1 is longer"},
		{"a file that does not", typeForm, formOf("operations", null, "map", place, "0", file(maxUpload+1)), 413, "10000000 bytes"},
		{"files that just fit", typeForm, formOf(append(two, "0", file(maxUpload/2), "1", file(maxUpload/2))...), 200, "Line 1 is longer"},
		{"files that do not fit together", typeForm, formOf(append(two, "0", file(maxUpload/2), "1", file(maxUpload/2+1))...), 413, "10000000 bytes"},
	}
	for _, test := range tests {
		for _, declared := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, declared %t", test.name, declared), func(t *testing.T) {
				var body io.Reader = strings.NewReader(test.body)
				if !declared {
					body = io.MultiReader(body)
				}
				status, text := s.sendLarge(t, test.contentType, body)
				if status != test.status || !strings.Contains(text, test.word) {
					t.Errorf("status %d, want %d: %s", status, test.status, text)
				}
			})
		}
	}
	for _, size := range []struct {
		contentType string
		declared    int
	}{{typeJSON, maxBody + 1}, {typeForm, 1 << 40}} {
		if line := s.declare(t, size.contentType, size.declared); !strings.Contains(line, " 413 ") {
			t.Errorf("%s of %d bytes, not yet sent, gets %q", size.contentType, size.declared, line)
		}
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
		t.Errorf("temporary files were left: %v, error %v", left, err)
	}
}

// sendLarge sends a request whose response may come before it has been read.
func (c *client) sendLarge(t *testing.T, contentType string, body io.Reader) (status int, answer string) {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, c.url+"/graphql", body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = preflighted()
	req.Header.Set("Content-Type", contentType)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

// declare declares the size of a request without sending its body, and gives
// the first line of the response.
func (c *client) declare(t *testing.T, contentType string, size int) string {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(c.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, err = fmt.Fprintf(conn, "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: %s\r\nContent-Length: %d\r\nGraphQL-Preflight: 1\r\n\r\n", contentType, size)
	if err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return line
}
