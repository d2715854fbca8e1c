package e2e

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"omnimap/internal/dbtest"
)

// lostMutation is a mutation with its selection and its input.
type lostMutation struct {
	name, selection string
	input           func(seen *lostSeen) variables
}

// lostMutations are all mutations, in an order in which each has something to do.
var lostMutations = []lostMutation{
	{"createIntegration", "integration {id name productStatus {mapped unmappable}} userErrors {code}", func(*lostSeen) variables {
		return variables{"name": "UK", "sellerId": "S", "marketplaceId": "M"}
	}},
	{"updateIntegration", "integration {id name} userErrors {code}", func(seen *lostSeen) variables {
		return variables{"id": seen.integration, "name": "Britain"}
	}},
	{"upsertOmniProducts", "operation {id kind state} summary {read created updated} rejectedRows {row} userErrors {code}", func(*lostSeen) variables {
		return variables{"products": []variables{
			{"reference": "1", "code": "VASE", "name": "Vase", "options": []variables{{"code": "A-1"}, {"code": "A-2"}}},
			{"reference": "2", "code": "MUG", "name": "Mug", "options": []variables{{"code": "A-3"}}}}}
	}},
	{"upsertAmazonListings", "operation {id kind state} summary {read created updated} rejectedRows {row code} userErrors {code}", func(seen *lostSeen) variables {
		return variables{"integrationId": seen.integration, "listings": []variables{
			{"sku": "A-1", "createdAt": "2026-01-31T12:00:00Z"}, {"sku": "A-3", "createdAt": "2026-01-31T12:00:00Z"},
			{"sku": "NEW", "createdAt": "2026-01-31T12:00:00Z"}, {"sku": "OLD", "createdAt": "2026-01-31T12:00:00Z"}, {"sku": "A-4"}}}
	}},
	{"ignoreListings", "operation {id kind state} changed rejectedRows {row code} userErrors {code}", func(seen *lostSeen) variables {
		return variables{"integrationId": seen.integration, "skus": []string{"OLD", "A-9"}, "ignore": true}
	}},
	{"importProducts", "operation {id kind created total} summary {mappingsCreated unmappable} userErrors {code}", func(seen *lostSeen) variables {
		return variables{"integrationId": seen.integration}
	}},
	{"deleteMappings", "operation {id kind deleted restorable} deleted userErrors {code field}", func(seen *lostSeen) variables {
		return variables{"integrationId": seen.integration, "ids": append(seen.mappings, "none")}
	}},
	{"restoreMappings", "operation {id kind created} restored notRestored rejectedRows {row} userErrors {code}", func(seen *lostSeen) variables {
		return variables{"operationId": seen.operation}
	}},
	{"remapProducts", "operation {id kind} deleted created {sku} kept {sku target {option {code} product {name}} formerTarget {option {code}}} lost {sku} rejectedRows {row} userErrors {code}", func(seen *lostSeen) variables {
		return variables{"integrationId": seen.integration, "familySku": "A-3"}
	}},
	{"deleteAllMappings", "operation {id kind deleted} deleted userErrors {code}", func(seen *lostSeen) variables {
		return variables{"integrationId": seen.integration, "confirm": "Britain"}
	}},
	{"applyCustomMappings", "operation {id kind} summary {rowsRead productOptionsMapped rejected} rejectedRows {sku code} userErrors {code}", func(seen *lostSeen) variables {
		return variables{"integrationId": seen.integration, "allowMappable": true,
			"mappings": []variables{{"sku": "A-1", "cin7Code": "A-2"}, {"sku": "A-9", "cin7Code": "A-2"}}}
	}},
	{"downloadProducts", "operation {id kind created} omniProductsCreated mappingsCreated rejectedRows {code} userErrors {code}", func(seen *lostSeen) variables {
		return variables{"integrationId": seen.integration, "familySkus": []string{"NEW", "A-9"}}
	}},
	{"deleteDownloadedProducts", "operation {id kind deleted} deleted userErrors {code}", func(seen *lostSeen) variables {
		return variables{"integrationId": seen.integration, "omniProductIds": []string{seen.downloaded}}
	}},
	{"suggestMappings", "operation {id kind} userErrors {code}", func(seen *lostSeen) variables {
		return variables{"integrationId": seen.integration}
	}},
	{"rejectSuggestions", "changed userErrors {code}", func(seen *lostSeen) variables {
		return variables{"integrationId": seen.integration, "pairs": []variables{{"sku": "NEW", "optionId": seen.option}}}
	}},
	{"splitIntegration", "operation {id kind} merchant {id name} amazon {id name} moved mappable userErrors {code}", func(seen *lostSeen) variables {
		return variables{"integrationId": seen.integration, "name": "Britain FBA"}
	}},
	{"deleteIntegration", "integration {id name} userErrors {code}", func(seen *lostSeen) variables {
		return variables{"id": seen.integration, "confirm": "Britain"}
	}},
}

// lostSeen are the ids that further mutations need.
type lostSeen struct {
	integration, operation, downloaded, option string
	mappings                                   []string
}

// keepsResult is in the statement that stores what a mutation does.
const keepsResult = `INTO "idempotent_results"`

// TestIdempotentCommitLost loses the answer to the commit of each mutation's
// work, once with the connection, and once with the whole database. The repeat,
// on another server, answers what was done, and does nothing.
func TestIdempotentCommitLost(t *testing.T) {
	t.Parallel()
	wantAllMutations(t)
	for name, away := range map[string]bool{"connection": false, "database": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			proxy := newProxy(t)
			s, other := start(t, proxy.url), start(t, proxy.direct)
			seen := new(lostSeen)
			for _, m := range lostMutations {
				query, v := once(m.name, m.selection), variables{"key": m.name, "input": m.input(seen)}
				lost := proxy.failCommit(commitFault{text: keepsResult, away: away})
				first := s.post(t, query, v)
				select {
				case <-lost:
				case <-time.After(patience):
					t.Fatalf("%s was answered without a commit: %s %+v", m.name, first.Data, first.Errors)
				}
				again := other.post(t, query, v).data(t)
				switch {
				case away, strings.Contains(m.selection, "integration {"), strings.HasSuffix(m.name, "Suggestions"), m.name == "suggestMappings":
					wantCode(t, first, "UNAVAILABLE", "Try again later")
				default:
					// An operation tells whether it succeeded.
					wantSame(t, first, again)
				}
				proxy.setAway(false)
				wantSame(t, other.post(t, query, v), again)
				seen.read(t, other, m.name, again)
			}
			eventually(t, "the server has the database again", func() bool { return s.get(t, "/readyz") == http.StatusOK })
			states := s.ask(t, `{operations(first: 50) {nodes {state}}}`, nil)
			if got := strings.Count(states, "state"); got == 0 || got != strings.Count(states, "SUCCEEDED") {
				t.Errorf("the operations are %s", states)
			}
			s.stop(t)
			other.stop(t)
			checkVerify(t, proxy.direct)
		})
	}
}

// wantAllMutations wants lostMutations to have every mutation of the schema. The
// loads of files do what those of lists do, and accepting suggestions what custom
// mappings do.
func wantAllMutations(t *testing.T) {
	t.Helper()
	covered := []string{"loadOmniProducts", "loadAmazonListings", "acceptSuggestions"}
	for _, m := range lostMutations {
		covered = append(covered, m.name)
	}
	s := start(t, dbtest.SQLite(t))
	var found struct {
		Schema struct {
			MutationType struct{ Fields []struct{ Name string } }
		} `json:"__schema"`
	}
	s.read(t, "{__schema {mutationType {fields {name}}}}", nil, &found)
	for _, field := range found.Schema.MutationType.Fields {
		if !slices.Contains(covered, field.Name) {
			t.Errorf("%s is not tried", field.Name)
		}
	}
}

// TestIdempotentCommitLate has a server die after it has sent the commit of an
// import, before the database has it. Its locks are free then, but the repeat on
// another server waits for the commit, and answers what it did.
func TestIdempotentCommitLate(t *testing.T) {
	t.Parallel()
	proxy := newProxy(t)
	s, other := start(t, proxy.url), start(t, proxy.direct)
	seen := new(lostSeen)
	for _, m := range lostMutations[:4] { // The catalogues.
		data := s.post(t, once(m.name, m.selection), variables{"key": m.name, "input": m.input(seen)}).data(t)
		seen.read(t, s, m.name, data)
	}
	held := make(chan struct{})
	sent := proxy.failCommit(commitFault{text: "INSERT INTO mappings", held: held})
	m := lostMutations[slices.IndexFunc(lostMutations, func(m lostMutation) bool { return m.name == "importProducts" })]
	query, v := once(m.name, m.selection), variables{"key": m.name, "input": m.input(seen)}
	ended := s.sent(t.Context(), t, query, v)
	<-sent
	s.kill(t)
	if err := <-ended; err == nil {
		t.Error("the server responded before it died")
	}
	again := make(chan response)
	go func() { again <- other.post(t, query, v) }()
	eventually(t, "the repeat waits for the import's lock", func() bool {
		return queryInt(t, proxy.direct, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") > 0
	})
	close(held)
	done := (<-again).data(t)
	checkWords(t, done, `"mappingsCreated":2`, `"userErrors":[]`)
	wantSame(t, other.post(t, query, v), done)
	checkJSON(t, other.ask(t, `{operations {nodes {kind state}}}`, nil), `{"operations": {"nodes": [
		{"kind": "IMPORT", "state": "SUCCEEDED"}, {"kind": "LOAD_AMAZON", "state": "SUCCEEDED"}, {"kind": "LOAD_OMNI", "state": "SUCCEEDED"}]}}`)
	other.stop(t)
	checkVerify(t, proxy.direct)
}

// read checks that something was done, and keeps the ids for what comes next.
func (seen *lostSeen) read(t *testing.T, s *server, name, data string) {
	t.Helper()
	var found struct {
		Payload struct {
			Integration, Operation *struct{ ID string }
			UserErrors             []struct{ Code string }
		}
	}
	if err := json.Unmarshal([]byte(data), &found); err != nil {
		t.Fatal(err)
	}
	if refused := found.Payload.UserErrors; len(refused) > 0 && name != "deleteMappings" {
		t.Fatalf("%s was refused: %s", name, data)
	}
	if strings.Contains(data, `"operation":null`) {
		t.Fatalf("%s did nothing: %s", name, data)
	}
	switch name {
	case "createIntegration":
		seen.integration = found.Payload.Integration.ID
	case "importProducts":
		seen.mappings = s.mappingIDs(t, seen.integration, 1)
		var targets struct {
			OmniTargets []struct{ Option struct{ ID string } }
		}
		s.read(t, `{omniTargets(search: "A-1") {option {id}}}`, nil, &targets)
		seen.option = targets.OmniTargets[0].Option.ID
	case "downloadProducts":
		var products struct {
			OmniProducts struct{ Nodes []struct{ ID string } }
		}
		s.read(t, `{omniProducts(search: "NEW") {nodes {id}}}`, nil, &products)
		seen.downloaded = products.OmniProducts.Nodes[0].ID
	case "deleteMappings":
		seen.operation = found.Payload.Operation.ID
	}
}
