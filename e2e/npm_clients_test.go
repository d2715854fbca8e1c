package e2e

import (
	"testing"

	"omnimap/internal/dbtest"
	"omnimap/internal/npmclients"
)

// TestClients has the clients that npm brings ask a server, each in the ways
// that are its own. A script fails where an answer is not what it should be.
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
