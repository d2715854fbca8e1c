package e2e

import (
	"net/http"
	"strings"
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

// routes are all that the server serves, each as a method and a path, and the
// status of its own machine's request.
var routes = map[string]int{
	"GET /graphql?query={integrations{name}}": 200, "POST /graphql": 415, "PUT /graphql": 405, "OPTIONS /graphql": 204,
	"GET /custom-mapping-sheet": 404, "POST /custom-mapping-sheet": 405, "GET /schema.graphql": 200, "GET /metrics": 200,
	"GET /": 200, "GET /activity": 200, "GET /playground": 200, "GET /assets/nothing.js": 404, "POST /": 405, "GET /nothing.php": 404,
	"GET /sample/omni-products.csv": 200, "GET /sample/nothing": 404, "GET /healthz": 200, "GET /readyz": 200, "GET /version": 200,
}

// TestForeignHost sends requests with host names that any site can have point to
// this machine, to all routes. No response is to be taken for another type.
func TestForeignHost(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s := start(t, url)
		for route, status := range routes {
			for _, host := range []string{"localhost:8080", "127.0.0.1", "[::1]:80", "evil.example", "localhost.evil.example:8080", "10.0.0.1"} {
				want := status
				if strings.Contains(host, "evil") || host == "10.0.0.1" {
					want = http.StatusForbidden
				}
				if got := s.asHost(t, route, host); got != want {
					t.Errorf("%s as %s: %d, want %d", route, host, got, want)
				}
			}
		}
		makeKey(t, url, "-role", "admin", "-name", "ops")
		eventually(t, "another host is served", func() bool { return s.asHost(t, "GET /healthz", "shop.example") == http.StatusOK })
		for route, status := range routes {
			if strings.Contains(route, "graphql?") || strings.HasSuffix(route, " /graphql") || route == "GET /custom-mapping-sheet" {
				status = http.StatusUnauthorized
			}
			if got := s.asHost(t, route, "shop.example"); got != status {
				t.Errorf("with keys, %s: %d, want %d", route, got, status)
			}
		}
	})
}

// asHost requests a route by a name of the server, and gives the status.
func (c *client) asHost(t *testing.T, route, host string) int {
	t.Helper()
	method, path, _ := strings.Cut(route, " ")
	req, err := http.NewRequest(method, c.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = host
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if got := resp.Header.Get("X-Content-Type-Options"); got != "nosniff" {
		t.Errorf("%s as %s: X-Content-Type-Options is %q", route, host, got)
	}
	return resp.StatusCode
}
