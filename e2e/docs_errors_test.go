package e2e

import (
	"fmt"
	"io/fs"
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

// documentedCodes are the codes in docs/partners.md, with their statuses for
// either media type.
func documentedCodes(t *testing.T) map[string]string {
	t.Helper()
	codes := make(map[string]string)
	for _, row := range doctables.Rows(t, "partners.md", "When something goes wrong")[1:] {
		codes[strings.Trim(row[0], "`")] = row[1]
	}
	return codes
}

// TestDocumentedCodes compares the codes in docs/partners.md with those in the
// code. Two of them are gqlgen's.
func TestDocumentedCodes(t *testing.T) {
	inCode := map[string]bool{"GRAPHQL_PARSE_FAILED": true, "GRAPHQL_VALIDATION_FAILED": true}
	code := regexp.MustCompile(`(?:"code": |[cC]ode\w* += |errcode\.Set\(err, |\.end\(|EndStream\(ctx, |[cC]oded\(|[cC]odedAt\(ctx, |http\.Status\w+, )"([A-Z_]+)"`)
	err := filepath.WalkDir("../graph", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, "generated.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range code.FindAllStringSubmatch(string(text), -1) {
			inCode[found[1]] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	got, want := slices.Sorted(maps.Keys(documentedCodes(t))), slices.Sorted(maps.Keys(inCode))
	if !slices.Equal(got, want) {
		t.Errorf("the document has the codes\n%s\nthe code has\n%s", got, want)
	}
}

// TestDocumentedStatuses makes one mistake for each code, and compares the
// statuses with those in docs/partners.md.
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
