package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"omnimap/internal/dbtest"
)

var keyText = regexp.MustCompile(`^omnimap_[A-Z2-7]{8}_[A-Z2-7]{26}\n$`)

// makeKey has the program make a key.
func makeKey(t *testing.T, databaseURL string, args ...string) string {
	t.Helper()
	stdout, stderr, status := finished(t, []string{"DATABASE_URL=" + databaseURL}, append([]string{"keys", "create"}, args...)...)
	if status != 0 || !keyText.MatchString(stdout) {
		t.Fatalf("keys create %v: status %d, %q, %q", args, status, stdout, stderr)
	}
	return strings.TrimSpace(stdout)
}

// status asks a query with an Authorization header, which may be empty.
func (c *client) status(t *testing.T, authorization string) (int, http.Header, response) {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, c.url+"/graphql", strings.NewReader(`{"query": "{integrations {name}}"}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	header := answer.Header
	return answer.StatusCode, header, readResponse(t, answer)
}

// forged is a key with the last letter changed.
func forged(key string) string {
	last := "A"
	if strings.HasSuffix(key, last) {
		last = "B"
	}
	return key[:len(key)-1] + last
}

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
			status, header, answer := s.status(t, wrong)
			if status != http.StatusUnauthorized || header.Get("WWW-Authenticate") == "" || len(answer.Errors) != 1 || answer.Errors[0].Extensions.Code != "UNAUTHENTICATED" {
				t.Errorf("with %q: %d, %v, %+v", wrong, status, header, answer)
			}
		}
		if status, _, answer := s.status(t, "Bearer "+admin); status != http.StatusOK || !strings.Contains(string(answer.Data), "sample") {
			t.Errorf("with the key: %d, %+v", status, answer)
		}
		// No page of another site can send a key either.
		if sent := s.answer(t, http.MethodPost, http.Header{"Authorization": {"Bearer " + admin}, "Content-Type": {typeForm}}, formOf("operations", names, "map", "{}")); sent.StatusCode != http.StatusOK {
			t.Errorf("a form with the key: %s", sent.Status)
		}
		// A WebSocket's client is let in to say who it is; nothing else is.
		for _, contentType := range []string{typeJSON, typeForm} {
			pretended := http.Header{"Connection": {"Upgrade"}, "Upgrade": {"WebSocket"}, "Content-Type": {contentType}, "Graphql-Preflight": {"1"}}
			if status, body := s.send(t, http.MethodPost, "/graphql", pretended, names); status < 400 || strings.Contains(body, "data") {
				t.Errorf("%s that pretends to be a WebSocket: %d, %s", contentType, status, body)
			}
		}
		answer, err := http.Get(s.url + "/custom-mapping-sheet?integrationId=x")
		if err != nil || answer.StatusCode != http.StatusUnauthorized {
			t.Errorf("the sheet without a key: %s, error %v", answer.Status, err)
		}
		answer.Body.Close()

		stdout, _, _ := finished(t, []string{"DATABASE_URL=" + url}, "keys", "list")
		checkWords(t, stdout, "ops", "admin", "in use", admin[8:16])
		if strings.Contains(stdout, admin[17:]) {
			t.Errorf("the list shows the key: %s", stdout)
		}
		if _, stderr, status := finished(t, []string{"DATABASE_URL=" + url}, "keys", "revoke", "-name", "ops"); status != 0 {
			t.Fatalf("revoke: %s", stderr)
		}
		eventually(t, "the key is refused", func() bool { status, _, _ := s.status(t, "Bearer "+admin); return status == http.StatusUnauthorized })
		if status, _, _ := s.status(t, ""); status != http.StatusUnauthorized {
			t.Errorf("without a key, after the only one was revoked: %d", status)
		}
		s.stop(t)
		stdout, _, _ = finished(t, []string{"DATABASE_URL=" + url}, "keys", "list")
		if !regexp.MustCompile(`ops +admin +\d{4}-\d\d-\d\d \d\d:\d\d +\d{4}-\d\d-\d\d \d\d:\d\d +revoked `).MatchString(stdout) {
			t.Errorf("the list does not show when it was used and revoked: %s", stdout)
		}
		verified(t, url)
	})
}

// TestKeyCommands gives commands that are refused, with what to do.
func TestKeyCommands(t *testing.T) {
	t.Parallel()
	url := dbtest.SQLite(t)
	makeKey(t, url, "-role", "viewer", "-name", "till", "-account", "Other", "-expires", "2999-01-31")
	tests := []struct {
		args  string
		words []string
	}{
		{"", []string{"keys create", "keys list", "keys revoke"}},
		{"make", []string{"keys create"}},
		{"create -name x", []string{`no role ""`, "viewer, editor or admin"}},
		{"create -name x -role owner", []string{`no role "owner"`}},
		{"create -role admin", []string{"name", "1 to 255"}},
		{"create -role admin -name x -expires soon", []string{"soon", "2027-01-31"}},
		{"create -role admin -name x -expires 2001-01-01", []string{"in the past"}},
		{"create -role admin -name till -account Other", []string{`named "till"`, "another name"}},
		{"create -role admin -name x extra", []string{"keys create"}},
		{"list -account Nobody", []string{`no account "Nobody"`}},
		{"revoke -name nothing -account Other", []string{`no key "nothing"`, "keys list"}},
	}
	for _, test := range tests {
		stdout, stderr, status := finished(t, []string{"DATABASE_URL=" + url}, append([]string{"keys"}, strings.Fields(test.args)...)...)
		if status != 1 || stdout != "" {
			t.Errorf("keys %s: status %d, %q", test.args, status, stdout)
		}
		checkWords(t, stderr, test.words...)
	}
	stdout, _, _ := finished(t, []string{"DATABASE_URL=" + url}, "keys", "list", "-account", "Other")
	checkWords(t, stdout, "till", "viewer", "never", "in use until 2999-01-31 00:00")
}

// TestForeignHost asks by a name that any site can have point to this machine.
func TestForeignHost(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t))
	for host, want := range map[string]int{"localhost:8080": 200, "127.0.0.1": 200, "[::1]:80": 200, "evil.example": 403, "localhost.evil.example:8080": 403, "10.0.0.1": 403} {
		request, err := http.NewRequest(http.MethodGet, s.url+"/graphql?query={integrations{name}}", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = host
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != want || !json.Valid(body) {
			t.Errorf("as %s: %s, %s, error %v", host, answer.Status, body, err)
		}
	}
}

// eventually waits until something holds that is to come about within seconds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !holds(); {
		if time.Now().After(deadline) {
			t.Fatalf("it never came about that %s", what)
		}
		time.Sleep(20 * time.Millisecond)
	}
}
