package e2e

import (
	"strings"
	"testing"

	"omnimap/internal/dbtest"
	"omnimap/internal/npmclients"
)

// TestClients runs the clients from npm against a server, each in its own ways.
// A script fails where a response is not what it should be.
func TestClients(t *testing.T) {
	t.Parallel()
	scripts := []string{"audits.mjs", "apollo-batch.mjs", "graphql-request.mjs", "apollo-upload.mjs", "apollo-persisted.mjs", "urql.mjs"}
	for _, script := range scripts {
		t.Run(script, func(t *testing.T) {
			s := start(t, dbtest.SQLite(t), "-sample")
			npmclients.Run(t, script, s.url+"/graphql")
		})
	}
}

// TestSubscriptionClients subscribes by the clients that users have, without
// API keys and with them.
func TestSubscriptionClients(t *testing.T) {
	t.Parallel()
	npmclients.Install(t)
	for _, script := range []string{"graphql-ws.mjs", "graphql-sse.mjs", "urql-subscriptions.mjs ws", "urql-subscriptions.mjs sse"} {
		t.Run(script, func(t *testing.T) {
			name, way, _ := strings.Cut(script, " ")
			s := start(t, dbtest.SQLite(t))
			checkUpdates(t, npmclients.Run(t, name, strings.TrimPrefix(s.url, "http://"), s.integration(t, "UK"), "", way))
			url := dbtest.Postgres(t)
			key := makeKey(t, url, "-role", "admin", "-name", "ops")
			s = start(t, url)
			checkUpdates(t, npmclients.Run(t, name, strings.TrimPrefix(s.url, "http://"), s.keyedIntegration(t, key), key, way))
		})
	}
}

// checkUpdates wants the updates of one import up to its end, and no others.
// The first one may be left out where it would come with the last.
func checkUpdates(t *testing.T, out string) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(out), "\n")
	for _, line := range lines[:len(lines)-1] {
		if line != "IMPORT RUNNING" {
			t.Errorf("it prints %q", out)
		}
	}
	if lines[len(lines)-1] != "IMPORT SUCCEEDED" {
		t.Errorf("the last update of %q is no end", out)
	}
}

// keyedIntegration makes an integration on a server that wants a key.
func (c *client) keyedIntegration(t *testing.T, key string) string {
	t.Helper()
	w := c.socket(t, `{"apiKey": "`+key+`"}`)
	w.subscribe(t, "1", `mutation {createIntegration(input: {name: "UK", sellerId: "S", marketplaceId: "M"}) {integration {id}}}`, nil)
	_, id, found := strings.Cut(string(w.read(t).Payload), `"id":"`)
	if !found {
		t.Fatal("no integration was made")
	}
	id, _, _ = strings.Cut(id, `"`)
	return id
}
