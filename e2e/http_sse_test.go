package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
	"omnimap/internal/scale"
)

// TestEventStream subscribes to a load by server-sent events, and sends queries
// the same way.
func TestEventStream(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		id := s.integration(t, "UK")
		updates := s.stream(t, operationUpdated, variables{"integration": id}, "")
		up := s.beginLoad(t, id)
		up.send(t, "seller-sku\tprice\n")
		up.sendRows(t, 1, 12_000)
		up.end(t)
		if op := updates.until(t, "SUCCEEDED"); op.Kind != "LOAD_AMAZON" || op.Done != 12_000 || *op.Total != 12_000 {
			t.Errorf("it ended as %+v", op)
		}

		query := s.stream(t, "{integrations {name}}", nil, "")
		if got := query.next(t); got.name != "next" || got.data != `{"data":{"integrations":[{"name":"UK"}]}}` {
			t.Errorf("a query gets %+v", got)
		}
		if got := []event{query.next(t), query.next(t)}; got[0].name != "complete" || got[1].name != "" {
			t.Errorf("then with %+v", got)
		}
		events := http.Header{"Content-Type": {typeJSON}, "Accept": {"text/event-stream"}}
		if status, text := s.send(t, http.MethodPost, "/graphql", events, `[{"query": "{integrations {name}}"}]`); status != http.StatusBadRequest || !strings.Contains(text, "Send one operation") {
			t.Errorf("an array gets %d: %s", status, text)
		}
		// The server stops at the end, so that a mutation's stream has to end.
		made := s.stream(t, mutation("importProducts", "operation {state}"), variables{"input": variables{"integrationId": id}}, "")
		if got := []event{made.next(t), made.next(t), made.next(t)}; !strings.Contains(got[0].data, "SUCCEEDED") || got[1].name != "complete" || got[2].name != "" {
			t.Errorf("a mutation gets %+v", got)
		}
		for wrong, code := range map[string]string{
			`subscription {operationUpdated(integrationId: "x") {id}}`: "NOT_FOUND",
			"subscription {__typename}":                                "GRAPHQL_VALIDATION_FAILED",
			"subscription {operations {id}}":                           "GRAPHQL_VALIDATION_FAILED",
			"subscription {":                                           "GRAPHQL_PARSE_FAILED",
		} {
			refused := s.stream(t, wrong, nil, "")
			if got := refused.next(t); got.name != "next" || !strings.Contains(got.data, `"code":"`+code+`"`) {
				t.Errorf("%s gets %+v", wrong, got)
			}
			if got := refused.next(t); got.name != "complete" {
				t.Errorf("%s: then %+v", wrong, got)
			}
		}
	})
}

// TestAccept sends a query and a subscription with the Accept headers of
// clients.
func TestAccept(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t))
	for accept, want := range map[string]string{
		"application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed": "json",
		"application/json;q=0.5, text/event-stream":        "event-stream",
		"text/event-stream, application/json":              "event-stream",
		"text/event-stream;q=0.9, application/json":        "json",
		"text/event-stream;q=0, application/json;q=0.1":    "json",
		"text/event-stream, multipart/mixed":               "event-stream",
		"*/*":                                              "json",
		"text/html, */*;q=0.1, text/event-stream;q=0.0001": "json",
	} {
		req, err := http.NewRequest(http.MethodPost, s.url+"/graphql", strings.NewReader(`{"query": "{integrations {name}}"}`))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Accept", accept)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		if got := resp.Header.Get("Content-Type"); !strings.Contains(got, want) {
			t.Errorf("Accept: %s gets %s, want %s", accept, got, want)
		}
	}
	if r := s.post(t, operationUpdated, nil); len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "SUBSCRIPTION_NEEDS_STREAM" {
		t.Errorf("a subscription by plain POST gets %+v", r)
	}
	resp, err := http.Get(s.url + "/graphql?query=subscription{operationUpdated{id}}")
	if err != nil {
		t.Fatal(err)
	}
	if r := readResponse(t, resp); len(r.Errors) != 1 {
		t.Errorf("a subscription by GET gets %+v", r)
	}
}

// TestSlowReader subscribes and reads nothing while a lot happens: other
// subscribers get their events, and the server's memory does not grow.
func TestSlowReader(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		id := s.integration(t, "UK")
		s.stream(t, operationUpdated, variables{"integration": id}, "")
		idle := s.socket(t, "")
		idle.subscribe(t, "1", operationUpdated, nil)
		idle.ping(t)
		updates := s.stream(t, operationUpdated, variables{"integration": id}, "")
		rows := make([]variables, 1_000)
		for i := range rows {
			rows[i] = variables{"sku": ""} // which is rejected and reported
		}
		for range scale.Of(30, 100) {
			s.mutate(t, "upsertAmazonListings", variables{"integrationId": id, "listings": rows}, "operation {id}")
			if op := updates.until(t, "SUCCEEDED"); op.Kind != "LOAD_AMAZON" {
				t.Fatalf("got %+v", op)
			}
		}
	})
}

// guideSubscription runs a subscription of the guide while an import is done,
// and gives the data of the last event.
func (s *server) guideSubscription(t *testing.T, query string, v variables) string {
	t.Helper()
	updates := s.stream(t, query, v, "")
	s.mutate(t, "importProducts", variables{"integrationId": v["integration"]}, "operation {id}")
	for {
		got := updates.next(t)
		if got.name != "next" {
			t.Fatalf("the subscription sends %+v", got)
		}
		var r response
		if err := json.Unmarshal([]byte(got.data), &r); err != nil {
			t.Fatal(err)
		}
		if data := r.data(t); !strings.Contains(data, "RUNNING") {
			return data
		}
	}
}
