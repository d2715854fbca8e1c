package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"omnimap/internal/dbtest"
)

// once is a mutation whose idempotency key is the variable key.
func once(name, selection string) string {
	query := mutation(name, selection)
	query = strings.Replace(query, "mutation(", "mutation($key: String!, ", 1)
	return strings.Replace(query, "(input: $input)", "(input: $input) @idempotent(key: $key)", 1)
}

// create makes an integration with an idempotency key.
func (c *client) create(t *testing.T, key, name string) response {
	t.Helper()
	return c.post(t, once("createIntegration", "integration {id name} userErrors {code}"),
		variables{"key": key, "input": variables{"name": name, "sellerId": "S-" + name, "marketplaceId": "M"}})
}

// wantSame wants a response that is the same to the byte.
func wantSame(t *testing.T, got response, want string) {
	t.Helper()
	if text := got.data(t); text != want {
		t.Errorf("a repeat gets %s, want %s", text, want)
	}
}

// wantCode wants one error of that code, and no data.
func wantCode(t *testing.T, got response, code string, words ...string) {
	t.Helper()
	if len(got.Errors) != 1 || got.Errors[0].Extensions.Code != code {
		t.Errorf("got %s with %+v, want the error %s", got.Data, got.Errors, code)
		return
	}
	checkWords(t, got.Errors[0].Message, words...)
	if data := string(got.Data); data != "null" && data != "" {
		t.Errorf("an error comes with the data %s", data)
	}
}

const mismatch = "IDEMPOTENCY_KEY_PARAMETER_MISMATCH"

// wantIntegrations wants that many integrations.
func (c *client) wantIntegrations(t *testing.T, want int) {
	t.Helper()
	var found struct{ Integrations []struct{ ID string } }
	c.read(t, "{integrations {id}}", nil, &found)
	if len(found.Integrations) != want {
		t.Errorf("there are %d integrations, want %d", len(found.Integrations), want)
	}
}

func TestIdempotent(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		made := s.create(t, "k1", "UK").data(t)
		wantSame(t, s.create(t, "k1", "UK"), made)
		literal := `mutation {payload: createIntegration(input: {marketplaceId: "M", productsEnabled: true, sellerId: "S-UK", name: "UK"})
			@idempotent(key: "k1") {integration {id name} userErrors {code}}}`
		wantSame(t, s.post(t, literal, nil), made)
		s.wantIntegrations(t, 1)
		// The data may have changed since.
		var found struct {
			Payload struct{ Integration struct{ ID string } }
		}
		if err := json.Unmarshal([]byte(made), &found); err != nil {
			t.Fatal(err)
		}
		id := found.Payload.Integration.ID
		s.mutate(t, "updateIntegration", variables{"id": id, "name": "Britain"}, "userErrors {code}")
		wantSame(t, s.create(t, "k1", "UK"), made)

		t.Run("mismatch", func(t *testing.T) { idempotentMismatch(t, s) })
		t.Run("refusals", func(t *testing.T) { idempotentUserErrors(t, s, id) })
		t.Run("aliases", func(t *testing.T) { idempotentAliases(t, s) })
		t.Run("dry runs", func(t *testing.T) { idempotentDryRuns(t, s, id) })
		t.Run("places", func(t *testing.T) { idempotentPlaces(t, s) })
		t.Run("keys", func(t *testing.T) { idempotencyKeys(t, s) })
	})
}

// idempotentMismatch uses the key of TestIdempotent for something else.
func idempotentMismatch(t *testing.T, s *server) {
	wantCode(t, s.create(t, "k1", "DE"), mismatch, `"k1"`, "createIntegration", "new key")
	input := variables{"name": "UK", "sellerId": "S-UK", "marketplaceId": "M"}
	for _, selection := range []string{"integration {id} userErrors {code}", "integration {name id} userErrors {code}", "integration {id n: name} userErrors {code}"} {
		wantCode(t, s.post(t, once("createIntegration", selection), variables{"key": "k1", "input": input}), mismatch)
	}
	input["productsEnabled"] = false
	wantCode(t, s.post(t, once("createIntegration", "integration {id name} userErrors {code}"), variables{"key": "k1", "input": input}), mismatch)
	s.wantIntegrations(t, 1)
	// The error has the path of its field.
	r := s.post(t, `mutation {a: createIntegration(input: {name: "X", sellerId: "X", marketplaceId: "X"}) @idempotent(key: "k1") {userErrors {code}}}`, nil)
	if len(r.Errors) != 1 || fmt.Sprint(r.Errors[0].Path) != "[a]" {
		t.Errorf("errors %+v, want the path a", r.Errors)
	}
	// A key is one mutation's.
	again := s.post(t, once("importProducts", "userErrors {code}"), variables{"key": "k1", "input": variables{"integrationId": "x"}})
	checkJSON(t, again.data(t), `{"payload": {"userErrors": [{"code": "NOT_FOUND"}]}}`)
}

// idempotentUserErrors repeats what was refused, after it was mended.
func idempotentUserErrors(t *testing.T, s *server, id string) {
	s.mutate(t, "updateIntegration", variables{"id": id, "productsEnabled": false}, "userErrors {code}")
	query, v := once("importProducts", "operation {id} userErrors {code message}"), variables{"key": "refused", "input": variables{"integrationId": id}}
	refused := s.post(t, query, v).data(t)
	checkWords(t, refused, "PRODUCTS_DISABLED")
	s.mutate(t, "updateIntegration", variables{"id": id, "productsEnabled": true}, "userErrors {code}")
	wantSame(t, s.post(t, query, v), refused)
	v["key"] = "another"
	if text := s.post(t, query, v).data(t); strings.Contains(text, "PRODUCTS_DISABLED") {
		t.Errorf("with a new key it is still refused: %s", text)
	}
}

// idempotentAliases has several fields of one request share a key.
func idempotentAliases(t *testing.T, s *server) {
	field := func(name, directive string) string {
		return fmt.Sprintf(`createIntegration(input: {name: %q, sellerId: %[1]q, marketplaceId: "M"}) %s {integration {id} userErrors {code}}`, name, directive)
	}
	const directive = `@idempotent(key: "alias")`
	var twice struct{ A, B json.RawMessage }
	s.read(t, "mutation {a: "+field("A", directive)+" b: "+field("A", directive)+"}", nil, &twice)
	if string(twice.A) != string(twice.B) || strings.Contains(string(twice.A), "TAKEN") {
		t.Errorf("got %s and %s", twice.A, twice.B)
	}
	s.wantIntegrations(t, 2)
	wantCode(t, s.post(t, "mutation {a: "+field("B", directive)+"}", nil), mismatch)
	for _, query := range []string{
		"mutation {a: " + field("C", directive) + " a: " + field("C", `@idempotent(key: "other")`) + "}",
		"mutation {a: " + field("C", directive) + " ...F} fragment F on Mutation {a: " + field("C", "") + "}",
	} {
		wantCode(t, s.post(t, query, nil), "GRAPHQL_VALIDATION_FAILED", "a stands here more than once")
	}
	s.wantIntegrations(t, 2)
}

// idempotentDryRuns repeats a dry run, whose response is kept too.
func idempotentDryRuns(t *testing.T, s *server, id string) {
	query := once("applyCustomMappings", "summary {rowsRead rejected} rejectedRows {code} userErrors {code}")
	input := variables{"integrationId": id, "dryRun": true, "mappings": []variables{{"sku": "DRY-1", "cin7Code": "DRY"}}}
	dry := s.post(t, query, variables{"key": "dry", "input": input}).data(t)
	checkWords(t, dry, "UNKNOWN_SKU")
	s.mutate(t, "upsertAmazonListings", variables{"integrationId": id, "listings": []variables{{"sku": "DRY-1", "createdAt": "2026-01-31T12:00:00Z"}}}, "userErrors {code}")
	wantSame(t, s.post(t, query, variables{"key": "dry", "input": input}), dry)
	input["dryRun"] = false
	wantCode(t, s.post(t, query, variables{"key": "dry", "input": input}), mismatch)
}

// idempotentPlaces puts the directive where it means nothing.
func idempotentPlaces(t *testing.T, s *server) {
	for _, query := range []string{
		`{integrations @idempotent(key: "k") {id}}`,
		`{...F} fragment F on Query {integrations @idempotent(key: "k") {id}}`,
		`mutation {importProducts(input: {integrationId: "x"}) {userErrors @idempotent(key: "k") {code}}}`,
		`mutation {importProducts(input: {integrationId: "x"}) @idempotent(key: "k") {userErrors {code @idempotent(key: "k")}}}`,
	} {
		wantCode(t, s.post(t, query, nil), "GRAPHQL_VALIDATION_FAILED", "@idempotent is for the fields of a mutation itself")
	}
	for _, query := range []string{
		`mutation @idempotent(key: "k") {importProducts(input: {integrationId: "x"}) {userErrors {code}}}`,
		`mutation {importProducts(input: {integrationId: "x"}) @idempotent {userErrors {code}}}`,
		`mutation {importProducts(input: {integrationId: "x"}) @idempotent(key: "a") @idempotent(key: "b") {userErrors {code}}}`,
	} {
		wantCode(t, s.post(t, query, nil), "GRAPHQL_VALIDATION_FAILED", "idempotent")
	}
	wantCode(t, s.post(t, `mutation {importProducts(input: {integrationId: "x"}) @idempotent(key: null) {userErrors {code}}}`, nil), "GRAPHQL_VALIDATION_FAILED", "found null")
}

// idempotencyKeys gives keys that cannot be, or only just.
func idempotencyKeys(t *testing.T, s *server) {
	query := once("importProducts", "userErrors {code}")
	for _, key := range []string{"", strings.Repeat("é", 256), "a\x00b"} {
		wantCode(t, s.post(t, query, variables{"key": key, "input": variables{"integrationId": "x"}}), "BAD_USER_INPUT", "The key of @idempotent")
	}
	for _, key := range []string{strings.Repeat("é", 255), "' OR 1=1 --", " ", "K1"} {
		v := variables{"key": key, "input": variables{"integrationId": "x"}}
		first := s.post(t, query, v).data(t)
		wantSame(t, s.post(t, query, v), first)
	}
}

// TestIdempotentFiles repeats uploads: files are the same by their content.
func TestIdempotentFiles(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		id := s.integration(t, "UK")
		load := func(key, file string) response {
			return s.postUpload(t, once("loadAmazonListings", "operation {id} summary {read created} userErrors {code}"),
				variables{"key": key, "input": variables{"integrationId": id, "file": nil}}, "variables.input.file", file)
		}
		const file = "seller-sku\topen-date\nA-1\t2026-01-31 12:00:00 UTC\n"
		first := load("f", file).data(t)
		checkWords(t, first, `"created":1`)
		wantSame(t, load("f", file), first)
		wantCode(t, load("f", file+"A-2\t2026-01-31 12:00:00 UTC\n"), mismatch, "loadAmazonListings")
		checkJSON(t, s.ask(t, "{operations {totalCount}}", nil), `{"operations": {"totalCount": 1}}`)

		// One file may be named by several fields.
		both := s.postUpload(t, `mutation($id: ID!, $file: Upload!) {
			a: loadAmazonListings(input: {integrationId: $id, file: $file}) @idempotent(key: "a") {summary {read} userErrors {code}}
			b: loadAmazonListings(input: {integrationId: $id, file: $file, allowShrink: true}) @idempotent(key: "b") {summary {read} userErrors {code}}
		}`, variables{"id": id, "file": nil}, "variables.file", file)
		checkJSON(t, both.data(t), `{"a": {"summary": {"read": 1}, "userErrors": []}, "b": {"summary": {"read": 1}, "userErrors": []}}`)
	})
}

// TestIdempotentAtOnce sends many requests at once, some of them repeats
// of each other: more than there are connections to the database.
func TestIdempotentAtOnce(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		const keys, repeats = 50, 3
		responses := make([]response, keys*repeats)
		var group sync.WaitGroup
		for i := range responses {
			group.Go(func() { responses[i] = s.create(t, fmt.Sprint("k", i%keys), fmt.Sprint("UK ", i%keys)) })
		}
		group.Wait()
		for i, resp := range responses {
			wantSame(t, resp, responses[i%keys].data(t))
		}
		s.wantIntegrations(t, keys)
	})
}

// TestIdempotentReplicas sends the same request to two servers of one database
// at once.
func TestIdempotentReplicas(t *testing.T) {
	t.Parallel()
	url := dbtest.Postgres(t)
	replicas := []*server{start(t, url), start(t, url)}
	for round := range 5 {
		responses := make([]response, 20)
		var group sync.WaitGroup
		for i := range responses {
			group.Go(func() { responses[i] = replicas[i%2].create(t, fmt.Sprint("k", round), fmt.Sprint("UK ", round)) })
		}
		group.Wait()
		first := responses[0].data(t)
		for _, resp := range responses {
			wantSame(t, resp, first)
		}
		replicas[0].wantIntegrations(t, round+1)
	}
}

// TestIdempotentByKey has two API keys use the same idempotency key: each does
// its own.
func TestIdempotentByKey(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		one, two := makeKey(t, url, "-role", "admin", "-name", "one"), makeKey(t, url, "-role", "admin", "-name", "two")
		viewer := makeKey(t, url, "-role", "viewer", "-name", "till")
		s := start(t, url)
		create := func(apiKey, name string) response {
			body := marshal(t, once("createIntegration", "integration {name} userErrors {code}"),
				variables{"key": "k", "input": variables{"name": name, "sellerId": name, "marketplaceId": "M"}})
			req, err := http.NewRequest(http.MethodPost, s.url+"/graphql", strings.NewReader(string(body)))
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("Content-Type", "application/json")
			req.Header.Set("Authorization", "Bearer "+apiKey)
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			return readResponse(t, resp)
		}
		first := create(one, "UK").data(t)
		checkJSON(t, first, `{"payload": {"integration": {"name": "UK"}, "userErrors": []}}`)
		checkJSON(t, create(two, "DE").data(t), `{"payload": {"integration": {"name": "DE"}, "userErrors": []}}`)
		wantSame(t, create(one, "UK"), first)
		wantCode(t, create(two, "UK"), mismatch)
		// A response is not kept where the role does not allow the
		// mutation.
		for range 2 {
			wantCode(t, create(viewer, "FR"), "FORBIDDEN")
		}
	})
}
