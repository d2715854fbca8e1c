package e2e

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"omnimap/internal/dbtest"
)

// TestWebSocket sends queries, mutations and subscriptions over one connection.
func TestWebSocket(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		id := s.integration(t, "UK")
		w := s.socket(t, "")
		w.subscribe(t, "updates", operationUpdated, variables{"integration": id})
		w.ping(t)
		w.subscribe(t, "import", mutation("importProducts", "operation {state} userErrors {message}"), variables{"input": variables{"integrationId": id}})
		seen, ended := make(map[string]bool), false
		for !seen["complete"] || !ended {
			got := w.read(t)
			switch {
			case got.ID == "import" && got.Type == "next":
				checkJSON(t, string(got.Payload), `{"data": {"payload": {"operation": {"state": "SUCCEEDED"}, "userErrors": []}}}`)
			case got.ID == "updates":
				ended = readOperation(t, got.Type, string(got.Payload)).State == "SUCCEEDED"
			}
			if got.ID == "import" {
				seen[got.Type] = true
			}
		}
		if !seen["next"] {
			t.Error("the mutation got no response")
		}
		w.send(t, `{"type": "complete", "id": "updates"}`)
		w.subscribe(t, "wrong", "{nothing}", nil)
		if got := w.read(t); got.Type != "error" || got.ID != "wrong" || !strings.Contains(string(got.Payload), "GRAPHQL_VALIDATION_FAILED") {
			t.Errorf("a wrong query gets %+v", got)
		}
		w.subscribe(t, "wrong", `subscription {operationUpdated(integrationId: "x") {id}}`, nil)
		if got := w.read(t); got.Type != "next" || !strings.Contains(string(got.Payload), "NOT_FOUND") {
			t.Errorf("a subscription to nothing gets %+v", got)
		}
		if got := w.read(t); got.Type != "complete" || got.ID != "wrong" {
			t.Errorf("then with %+v", got)
		}
		// An id may be used again once it is complete.
		w.subscribe(t, "updates", "{integrations {name}}", nil)
		if got := w.read(t); got.Type != "next" || string(got.Payload) != `{"data":{"integrations":[{"name":"UK"}]}}` {
			t.Errorf("a query gets %s %s", got.Type, got.Payload)
		}
		if got := w.read(t); got.Type != "complete" || got.ID != "updates" {
			t.Errorf("then with %+v", got)
		}
	})
}

// TestCloseCodes breaks the protocol in each way that it has a code for.
func TestCloseCodes(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t))
	const init = `{"type": "connection_init"}`
	subscribe := `{"type": "subscribe", "id": "1", "payload": ` + string(marshal(t, operationUpdated, nil)) + `}`
	tests := []struct {
		name string
		send []string
		code websocket.StatusCode
	}{
		{"no JSON", []string{"hello"}, 4400},
		{"no object", []string{"[]"}, 4400},
		{"no type", []string{"{}"}, 4400},
		{"an unknown type", []string{`{"type": "start", "id": "1", "payload": {}}`}, 4400},
		{"a long unknown type", []string{`{"type": "` + strings.Repeat("ü", 500) + `"}`}, 4400},
		{"a server's message", []string{init, `{"type": "next", "id": "1", "payload": {}}`}, 4400},
		{"no id", []string{init, `{"type": "subscribe", "payload": {"query": "{integrations {id}}"}}`}, 4400},
		{"a number as id", []string{init, `{"type": "subscribe", "id": 1, "payload": {"query": "{integrations {id}}"}}`}, 4400},
		{"no payload", []string{init, `{"type": "subscribe", "id": "1"}`}, 4400},
		{"no query", []string{init, `{"type": "subscribe", "id": "1", "payload": {}}`}, 4400},
		{"a payload that is none", []string{`{"type": "connection_init", "payload": "key"}`}, 4400},
		{"a key that is none", []string{`{"type": "connection_init", "payload": {"apiKey": 1}}`}, 4400},
		{"subscribe first", []string{subscribe}, 4401},
		{"a wrong key", []string{`{"type": "connection_init", "payload": {"apiKey": "omnimap_AAAAAAAA_AAAAAAAAAAAAAAAAAAAAAAAAAA"}}`}, 4403},
		{"the id twice", []string{init, subscribe, subscribe}, 4409},
		{"init twice", []string{init, init}, 4429},
		{"nothing", nil, 4408},
		{"pings only", []string{`{"type": "ping"}`, `{"type": "pong"}`}, 4408},
		{"too much before init", []string{`{"type": "ping", "payload": {"x": "` + strings.Repeat("x", 20<<10) + `"}}`}, 1009},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			w := s.open(t)
			for _, text := range test.send {
				w.send(t, text)
			}
			for {
				_, text, err := w.Read(w.ctx)
				if err == nil && (strings.Contains(string(text), "connection_ack") || strings.Contains(string(text), "pong")) {
					continue
				}
				if got := websocket.CloseStatus(err); got != test.code {
					t.Errorf("got %s, %v, want it closed with %d", text, err, test.code)
				}
				return
			}
		})
	}
	t.Run("binary", func(t *testing.T) {
		w := s.open(t)
		if err := w.Write(w.ctx, websocket.MessageBinary, []byte(init)); err != nil {
			t.Fatal(err)
		}
		w.wantClosed(t, 4400)
	})
	for _, protocols := range [][]string{nil, {"graphql-ws"}, {"graphql-ws", "soap"}} {
		w, _, err := s.dial(t, &websocket.DialOptions{Subprotocols: protocols})
		if err != nil {
			t.Fatal(err)
		}
		w.wantClosed(t, 4406)
	}
}

// TestManyOperations opens more operations than one connection may have.
func TestManyOperations(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t))
	w := s.socket(t, "")
	for i := range 100 {
		w.subscribe(t, strconv.Itoa(i), operationUpdated, nil)
	}
	w.subscribe(t, "one too many", operationUpdated, nil)
	if got := w.read(t); got.Type != "error" || got.ID != "one too many" || !strings.Contains(string(got.Payload), "TOO_MANY_OPERATIONS") {
		t.Errorf("one too many gets %+v", got)
	}
	w.ping(t)
}

// TestOrigins opens WebSockets for the pages of several sites.
func TestOrigins(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t))
	dial := func(origin, host string) int {
		_, resp, err := s.dial(t, &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}, Host: host, HTTPHeader: http.Header{"Origin": {origin}}})
		if err != nil && resp == nil {
			t.Fatal(err)
		}
		return resp.StatusCode
	}
	for origin, want := range map[string]int{s.url: 101, "http://evil.example": 403, "http://localhost:3000": 403, "null": 403, "https://" + s.url: 403} {
		if got := dial(origin, ""); got != want {
			t.Errorf("for a page of %s: %d, want %d", origin, got, want)
		}
	}
	// A site may have its own name resolve to this machine.
	if got := dial("http://evil.example", "evil.example"); got != 403 {
		t.Errorf("by another name: %d", got)
	}
}

// TestSocketKeys sends the key in connection_init, or in a header, until it is
// revoked.
func TestSocketKeys(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		viewer := makeKey(t, url, "-role", "viewer", "-name", "till")
		admin := makeKey(t, url, "-role", "admin", "-name", "ops")
		s := start(t, url)
		for _, payload := range []string{"", "{}", `{"apiKey": "` + forged(admin) + `"}`, `{"Authorization": ""}`} {
			w := s.open(t)
			w.init(t, payload)
			w.wantClosed(t, 4403)
		}
		byHeader, _, err := s.dial(t, &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}, HTTPHeader: http.Header{"Authorization": {"Bearer " + admin}}})
		if err != nil {
			t.Fatal(err)
		}
		byHeader.init(t, "")
		if got := byHeader.read(t); got.Type != "connection_ack" {
			t.Errorf("with the header: %+v", got)
		}
		s.socket(t, `{"Authorization": "Bearer `+admin+`"}`).ping(t)
		w := s.socket(t, `{"apiKey": "`+viewer+`"}`)
		w.subscribe(t, "1", mutation("createIntegration", "integration {id}"), variables{"input": variables{"name": "X", "sellerId": "S", "marketplaceId": "M"}})
		if got := w.read(t); !strings.Contains(string(got.Payload), "FORBIDDEN") {
			t.Errorf("a viewer makes an integration: %s", got.Payload)
		}
		w.read(t)
		w.subscribe(t, "2", operationUpdated, nil)
		w.ping(t)
		updates := s.stream(t, operationUpdated, nil, viewer)
		if _, stderr, status := runProgram(t, []string{"DATABASE_URL=" + url}, "keys", "revoke", "-name", "till"); status != 0 {
			t.Fatalf("revoke: %s", stderr)
		}
		w.wantClosed(t, 4403)
		if got := updates.next(t); got.name != "next" || !strings.Contains(got.data, "UNAUTHENTICATED") {
			t.Errorf("the events go on with %+v", got)
		}
		if got := updates.next(t); got.name != "complete" {
			t.Errorf("the events end with %+v", got)
		}
		byHeader.ping(t)
	})
}
