package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"testing"

	"omnimap/internal/dbtest"
)

// TestCORS sends requests for the pages of other origins.
func TestCORS(t *testing.T) {
	t.Parallel()
	const shop = "https://shop.example"
	closed := start(t, dbtest.SQLite(t))
	open := startWith(t, []string{"DATABASE_URL=" + dbtest.SQLite(t), "CORS_ORIGINS= https://Shop.example , http://localhost:3000"})
	tests := []struct {
		name, origin string
		s            *server
		status       int
		allowed      string
	}{
		{"none are allowed", shop, closed, http.StatusForbidden, ""},
		{"one that is allowed", shop, open, http.StatusOK, shop},
		{"another that is", "http://localhost:3000", open, http.StatusOK, "http://localhost:3000"},
		{"another port of it", "http://localhost:3001", open, http.StatusForbidden, ""},
		{"one that is not", "https://other.example", open, http.StatusForbidden, ""},
		{"none at all", "null", open, http.StatusForbidden, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			preflight := test.s.do(t, http.MethodOptions, http.Header{"Origin": {test.origin}, "Access-Control-Request-Method": {"POST"},
				"Access-Control-Request-Headers": {"authorization,content-type,graphql-preflight"}}, "")
			if got := preflight.Header.Get("Access-Control-Allow-Origin"); got != test.allowed {
				t.Errorf("the preflight allows %q, want %q", got, test.allowed)
			}
			if got := preflight.Header.Get("Access-Control-Allow-Headers"); (got != "") != (test.allowed != "") {
				t.Errorf("it allows the headers %q", got)
			}
			if got := preflight.Header.Values("Access-Control-Allow-Credentials"); len(got) > 0 {
				t.Errorf("it allows credentials: %q", got)
			}
			sent := test.s.do(t, http.MethodPost, http.Header{"Origin": {test.origin}, "Sec-Fetch-Site": {"cross-site"}, "Content-Type": {typeJSON}}, names)
			if got := sent.Header.Get("Access-Control-Allow-Origin"); got != test.allowed || sent.StatusCode != test.status {
				t.Errorf("it responds with %s and allows %q, want %d and %q", sent.Status, got, test.status, test.allowed)
			}
			form := test.s.do(t, http.MethodPost, http.Header{"Origin": {test.origin}, "Sec-Fetch-Site": {"cross-site"}, "Content-Type": {typeForm}}, "")
			if form.StatusCode != http.StatusForbidden {
				t.Errorf("a form without a header gets %s", form.Status)
			}
		})
	}
}

// TestForeignHost sends requests with host names that any site can have point
// to this machine.
func TestForeignHost(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t))
	for host, want := range map[string]int{"localhost:8080": 200, "127.0.0.1": 200, "[::1]:80": 200, "evil.example": 403, "localhost.evil.example:8080": 403, "10.0.0.1": 403} {
		req, err := http.NewRequest(http.MethodGet, s.url+"/graphql?query={integrations{name}}", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != want || !json.Valid(body) {
			t.Errorf("as %s: %s, %s, error %v", host, resp.Status, body, err)
		}
	}
}
