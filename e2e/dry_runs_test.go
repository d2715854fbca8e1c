package e2e

import (
	"strings"
	"sync"
	"testing"
	"time"

	"omnimap/internal/dbtest"
)

// TestWaitForNoLock has dry runs, previews and deletions of nothing beside a
// change that holds every lock, and imports that wait for it with as many
// sessions as there are. They answer at once, and the dry runs as the real runs
// do afterwards.
func TestWaitForNoLock(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s := start(t, url, "-sample")
		id := s.sampleID(t)
		empty := s.integration(t, "Empty")
		nodes, mapped := s.oneOfEach(t, id)
		sku := s.unmappable(t, id)[0].SKU
		pairs := []variables{{"sku": sku, "cin7Code": "no such Code"}, {"sku": mapped, "cin7Code": "X"}, {"sku": "no such SKU", "cin7Code": "X"}}
		for _, pair := range linkedByHand(t) {
			pairs = append(pairs, variables{"sku": pair.sku, "cin7Code": pair.code})
		}
		const (
			summary = "summary {rowsRead productOptionsMapped blank rejected} rejectedRows {row sku code message} userErrors {code}"
			pair    = "{sku target {product {id} option {id} size {id}} formerTarget {product {id} option {id}}}"
			remap   = "deleted created " + pair + " kept " + pair + " lost " + pair + " rejectedRows {row code} userErrors {code}"
		)
		custom := variables{"integrationId": id, "allowMappable": true, "mappings": pairs}
		moved := variables{"integrationId": id, "omniProductId": nodes[3], "mappings": []variables{{"sku": sku, "cin7Code": s.codeOf(t, nodes[3])}}}
		refused := variables{"integrationId": id, "omniProductId": nodes[3], "mappings": []variables{{"sku": sku, "cin7Code": "no such Code"}}}
		dry := func(input variables) variables {
			input = variables{"dryRun": true}.with(input)
			return input
		}

		release := s.holdEverything(t, url)
		var waiting sync.WaitGroup
		for range 12 {
			waiting.Go(func() {
				s.post(t, mutation("importProducts", "operation {id}"), variables{"input": variables{"integrationId": id}})
			})
		}
		tests := []struct {
			name, want string
			answer     func() string
		}{
			{"a dry run of custom mappings", "", func() string { return s.mutate(t, "applyCustomMappings", dry(custom), summary) }},
			{"one from a file", `"rowsRead":2`, func() string {
				return s.upload(t, "applyCustomMappings", variables{"integrationId": id, "dryRun": true}, "Amazon SKU,Cin7 Code\n"+sku+",'X\nA,B\n", summary)
			}},
			{"a dry run of an atomic one", "", func() string {
				return s.mutate(t, "applyCustomMappings", variables{"atomic": true}.with(dry(custom)), summary)
			}},
			{"one of a split", `"moved":55`, func() string {
				return s.mutate(t, "splitIntegration", dry(variables{"integrationId": id, "name": "FBA"}), "moved mappable userErrors {code}")
			}},
			{"one of a remap", "", func() string { return s.mutate(t, "remapProducts", dry(moved), remap) }},
			{"one of a remap with a wrong pair", "UNKNOWN_CODE", func() string { return s.mutate(t, "remapProducts", dry(refused), remap) }},
			{"one of a remap of nothing", "NOT_FOUND", func() string {
				return s.mutate(t, "remapProducts", variables{"integrationId": id, "familySku": "none", "dryRun": true}, remap)
			}},
			{"a preview", `"mappable"`, func() string {
				return s.ask(t, "query($id: ID!) {importPreview(integrationId: $id) {mappable}}", variables{"id": id})
			}},
			{"a deletion of no ids", `{"operation":null,"deleted":0,"userErrors":[]}`, func() string {
				return s.mutate(t, "deleteMappings", variables{"integrationId": id, "ids": []string{}}, "operation {id} deleted userErrors {code}")
			}},
			{"a deletion of what does not exist", `{"operation":null,"deleted":0,"userErrors":[{"code":"NOT_FOUND"},{"code":"NOT_FOUND"}]}`, func() string {
				return s.mutate(t, "deleteMappings", variables{"integrationId": empty, "ids": []string{"x", nodes[1]}}, "operation {id} deleted userErrors {code}")
			}},
			{"a deletion of all of none", `{"operation":null,"deleted":0,"userErrors":[]}`, func() string {
				return s.mutate(t, "deleteAllMappings", variables{"integrationId": empty, "confirm": "Empty"}, "operation {id} deleted userErrors {code}")
			}},
			{"a deletion of all that is not confirmed", "CONFIRMATION_MISMATCH", func() string {
				return s.mutate(t, "deleteAllMappings", variables{"integrationId": id, "confirm": "no"}, "operation {id} deleted userErrors {code}")
			}},
			{"one of an integration that is not confirmed", "CONFIRMATION_MISMATCH", func() string {
				return s.mutate(t, "deleteIntegration", variables{"id": id, "confirm": "no"}, "userErrors {code}")
			}},
		}
		answers := make(map[string]string)
		begun := time.Now()
		held := make(chan struct{})
		go func() {
			for _, test := range tests {
				answers[test.name] = test.answer()
			}
			close(held)
		}()
		select {
		case <-held:
			release()
		case <-time.After(20 * time.Second):
			release()
			<-held
			t.Errorf("they waited for the locks: %v", time.Since(begun))
		}
		waiting.Wait()
		for _, test := range tests {
			if !strings.Contains(answers[test.name], test.want) {
				t.Errorf("%s answers %s, want %s", test.name, answers[test.name], test.want)
			}
		}
		if got := s.mutate(t, "applyCustomMappings", variables{"atomic": true}.with(custom), summary); got != answers["a dry run of an atomic one"] {
			t.Errorf("the atomic run answers\n%s, the dry run\n%s", got, answers["a dry run of an atomic one"])
		}
		if got := s.mutate(t, "remapProducts", moved, remap); got != answers["one of a remap"] {
			t.Errorf("the remap answers\n%s, the dry run\n%s", got, answers["one of a remap"])
		}
		s.stop(t)
		checkVerify(t, url)
	})
}

// holdEverything holds the locks of a change of the whole account until release
// is called: on PostgreSQL every table that changes write to.
func (s *server) holdEverything(t *testing.T, url string) (release func()) {
	t.Helper()
	if strings.HasPrefix(url, "postgres") {
		return holdLock(t, url, `LOCK TABLE accounts, integrations, counters, listings, listing_statuses, listing_status_counts, mappings, deleted_mappings,
omni_products, omni_options, omni_sizes IN EXCLUSIVE MODE`)
	}
	return lockAccount(t, openBeside(t, url))
}

// with gives the variables with others.
func (v variables) with(more variables) variables {
	all := variables{}
	for _, some := range []variables{v, more} {
		for name, value := range some {
			all[name] = value
		}
	}
	return all
}

// codeOf is the Code of an Omni product's first option.
func (c *client) codeOf(t *testing.T, product string) string {
	t.Helper()
	var found struct {
		Node struct{ Options []struct{ Code string } }
	}
	c.read(t, "query($id: ID!) {node(id: $id) {... on OmniProduct {options {code}}}}", variables{"id": product}, &found)
	return found.Node.Options[0].Code
}
