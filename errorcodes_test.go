package main

import (
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
	"omnimap/internal/doctables"
)

// documentedCodes are the codes that docs/partners.md tells of, with their
// statuses for either media type.
func documentedCodes(t *testing.T) map[string]string {
	t.Helper()
	codes := make(map[string]string)
	for _, row := range doctables.Rows(t, "partners.md", "When something goes wrong")[1:] {
		codes[strings.Trim(row[0], "`")] = row[1]
	}
	return codes
}

// TestDocumentedCodes compares the codes that docs/partners.md tells of with
// those in the code, of which gqlgen has two.
func TestDocumentedCodes(t *testing.T) {
	files, err := filepath.Glob("graph/*.go")
	if err != nil {
		t.Fatal(err)
	}
	inner, err := filepath.Glob("graph/*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, inner...)
	inCode := map[string]bool{"GRAPHQL_PARSE_FAILED": true, "GRAPHQL_VALIDATION_FAILED": true}
	code := regexp.MustCompile(`(?:"code": |Code\w* += |errcode\.Set\(err, |\.end\(|EndStream\(ctx, |Coded\(|CodedAt\(ctx, |http\.Status\w+, )"([A-Z_]+)"`)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || strings.HasSuffix(file, "generated.go") {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range code.FindAllStringSubmatch(string(text), -1) {
			inCode[found[1]] = true
		}
	}
	got, want := slices.Sorted(maps.Keys(documentedCodes(t))), slices.Sorted(maps.Keys(inCode))
	if !slices.Equal(got, want) {
		t.Errorf("the document tells of the codes\n%s\nthe code has\n%s", got, want)
	}
}

// TestDocumentedStatuses makes mistakes, and compares what comes of them with
// what docs/partners.md says.
func TestDocumentedStatuses(t *testing.T) {
	t.Parallel()
	url := dbtest.SQLite(t)
	viewer := makeKey(t, url, "-role", "viewer", "-name", "till")
	admin := makeKey(t, url, "-role", "admin", "-name", "ops")
	s := startWith(t, []string{"DATABASE_URL=" + url, "MAX_BODY=20000"})
	s.key = admin
	id := s.integration(t, "UK")
	codes := documentedCodes(t)
	tests := []struct{ code, key, body string }{
		{"GRAPHQL_PARSE_FAILED", admin, `{"query": "{"}`},
		{"GRAPHQL_VALIDATION_FAILED", admin, `{"query": "{colour}"}`},
		{"BAD_USER_INPUT", admin, fmt.Sprintf(`{"query": "{mappedProducts(integrationId: \"%s\", first: 251) {totalCount}}"}`, id)},
		{"NOT_FOUND", admin, `{"query": "{mappedProducts(integrationId: \"x\") {totalCount}}"}`},
		{"FORBIDDEN", viewer, `{"query": "mutation {createIntegration(input: {name: \"DE\", sellerId: \"S\", marketplaceId: \"M\"}) {userErrors {code}}}"}`},
		{"UNAUTHENTICATED", forged(viewer), `{"query": "{integrations {id}}"}`},
		{"BAD_REQUEST", admin, `{"query": 1}`},
		{"TOO_LARGE", admin, `{"query": "` + strings.Repeat(" ", 20_000) + `"}`},
		{"TOO_COMPLEX", admin, `{"query": "{` + strings.Repeat("integrations {id} ", 200) + `}"}`},
		{"IDEMPOTENCY_KEY_PARAMETER_MISMATCH", admin, `{"query": "mutation {a: createIntegration(input: {name: \"\", sellerId: \"S\", marketplaceId: \"M\"}) @idempotent(key: \"k\") {userErrors {code}}
			b: createIntegration(input: {name: \"\", sellerId: \"T\", marketplaceId: \"M\"}) @idempotent(key: \"k\") {userErrors {code}}}"}`},
		{"PERSISTED_QUERY_NOT_FOUND", admin, `{"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "` + strings.Repeat("0", 64) + `"}}}`},
		{"SUBSCRIPTION_NEEDS_STREAM", admin, `{"query": "subscription {operationUpdated {id}}"}`},
	}
	for _, test := range tests {
		var statuses []string
		for _, accept := range []string{"application/json", "application/graphql-response+json"} {
			header := http.Header{"Authorization": {"Bearer " + test.key}, "Content-Type": {typeJSON}, "Accept": {accept}}
			status, body := s.send(t, http.MethodPost, "/graphql", header, strings.ReplaceAll(test.body, "\n\t\t\t", " "))
			statuses = append(statuses, fmt.Sprint(status))
			if !strings.Contains(body, `"code":"`+test.code+`"`) {
				t.Errorf("%s: %s", test.code, body)
			}
		}
		if got := strings.Join(statuses, ", "); got != codes[test.code] {
			t.Errorf("%s comes with %s; the document says %s", test.code, got, codes[test.code])
		}
	}
}
