package e2e

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// TestKeys makes the first key while a server runs: from then on it wants one.
func TestKeys(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s := start(t, url, "-sample")
		if status, _, _ := s.status(t, ""); status != http.StatusOK {
			t.Fatalf("without keys: %d", status)
		}
		admin := makeKey(t, url, "-role", "admin", "-name", "ops")
		eventually(t, "a key is wanted", func() bool { status, _, _ := s.status(t, ""); return status == http.StatusUnauthorized })
		for _, wrong := range []string{"", "Bearer " + forged(admin), "Bearer omnimap", "Basic b3BzOm9wcw==", admin + "x"} {
			status, header, resp := s.status(t, wrong)
			if status != http.StatusUnauthorized || header.Get("WWW-Authenticate") == "" || len(resp.Errors) != 1 || resp.Errors[0].Extensions.Code != "UNAUTHENTICATED" {
				t.Errorf("with %q: %d, %v, %+v", wrong, status, header, resp)
			}
		}
		if status, _, resp := s.status(t, "Bearer "+admin); status != http.StatusOK || !strings.Contains(string(resp.Data), "sample") {
			t.Errorf("with the key: %d, %+v", status, resp)
		}
		// No page of another site can send a key either.
		if sent := s.do(t, http.MethodPost, http.Header{"Authorization": {"Bearer " + admin}, "Content-Type": {typeForm}}, formOf("operations", names, "map", "{}")); sent.StatusCode != http.StatusOK {
			t.Errorf("a form with the key: %s", sent.Status)
		}
		// Only the client of a WebSocket may connect first and send its
		// key then.
		for _, contentType := range []string{typeJSON, typeForm} {
			pretended := http.Header{"Connection": {"Upgrade"}, "Upgrade": {"WebSocket"}, "Content-Type": {contentType}, "Graphql-Preflight": {"1"}}
			if status, body := s.send(t, http.MethodPost, "/graphql", pretended, names); status < 400 || strings.Contains(body, "data") {
				t.Errorf("%s that pretends to be a WebSocket: %d, %s", contentType, status, body)
			}
		}
		resp, err := http.Get(s.url + "/custom-mapping-sheet?integrationId=x")
		if err != nil || resp.StatusCode != http.StatusUnauthorized {
			t.Errorf("the sheet without a key: %s, error %v", resp.Status, err)
		}
		resp.Body.Close()

		stdout, _, _ := runProgram(t, []string{"DATABASE_URL=" + url}, "keys", "list")
		checkWords(t, stdout, "ops", "admin", "in use", admin[8:16])
		if strings.Contains(stdout, admin[17:]) {
			t.Errorf("the list shows the key: %s", stdout)
		}
		if _, stderr, status := runProgram(t, []string{"DATABASE_URL=" + url}, "keys", "revoke", "-name", "ops"); status != 0 {
			t.Fatalf("revoke: %s", stderr)
		}
		eventually(t, "the key is refused", func() bool { status, _, _ := s.status(t, "Bearer "+admin); return status == http.StatusUnauthorized })
		if status, _, _ := s.status(t, ""); status != http.StatusUnauthorized {
			t.Errorf("without a key, after the only one was revoked: %d", status)
		}
		s.stop(t)
		stdout, _, _ = runProgram(t, []string{"DATABASE_URL=" + url}, "keys", "list")
		if !regexp.MustCompile(`ops +admin +\d{4}-\d\d-\d\d \d\d:\d\d +\d{4}-\d\d-\d\d \d\d:\d\d +revoked `).MatchString(stdout) {
			t.Errorf("the list does not show when it was used and revoked: %s", stdout)
		}
		checkVerify(t, url)
	})
}

// TestKeyCommands gives commands that are refused, with what to do.
func TestKeyCommands(t *testing.T) {
	t.Parallel()
	url := dbtest.EmptySQLite(t)
	makeKey(t, url, "-role", "viewer", "-name", "till", "-account", "Other", "-expires", "2999-01-31")
	tests := []struct {
		args   string
		status int
		words  []string
	}{
		{"", 2, []string{"keys create", "keys list", "keys revoke"}},
		{"make", 2, []string{"keys create"}},
		{"create -rank admin", 2, []string{"-rank", "keys create", "-role"}},
		{"create -name x", 1, []string{`no role ""`, "viewer, editor or admin"}},
		{"create -name x -role owner", 1, []string{`no role "owner"`}},
		{"create -role admin", 1, []string{"name", "1 to 255"}},
		{"create -role admin -name x -expires soon", 1, []string{"soon", "2027-01-31"}},
		{"create -role admin -name x -expires 2001-01-01", 1, []string{"in the past"}},
		{"create -role admin -name till -account Other", 1, []string{`named "till"`, "another name"}},
		{"create -role admin -name x extra", 2, []string{"keys create"}},
		{"list -account Nobody", 1, []string{`no account "Nobody"`}},
		{"revoke -name nothing -account Other", 1, []string{`no key "nothing"`, "keys list"}},
	}
	for _, test := range tests {
		stdout, stderr, status := runProgram(t, []string{"DATABASE_URL=" + url}, append([]string{"keys"}, strings.Fields(test.args)...)...)
		if status != test.status || stdout != "" {
			t.Errorf("keys %s: status %d, %q", test.args, status, stdout)
		}
		checkWords(t, stderr, test.words...)
	}
	stdout, _, _ := runProgram(t, []string{"DATABASE_URL=" + url}, "keys", "list", "-account", "Other")
	checkWords(t, stdout, "till", "viewer", "never", "in use until 2999-01-31 00:00")
}
