package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"testing"

	"omnimap/internal/dbtest"
)

// TestIdempotentFaults has the database fail: before anything is done, then
// after the mutation, while its response is built. Neither response is kept, but
// what was done is.
func TestIdempotentFaults(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s, store := start(t, url), openBeside(t, url)
		change(t, store, "ALTER TABLE integrations RENAME TO mislaid")
		for range 2 {
			wantCode(t, s.create(t, "k", "UK"), "INTERNAL")
		}
		change(t, store, "ALTER TABLE mislaid RENAME TO integrations")
		made := s.create(t, "k", "UK").data(t)
		wantSame(t, s.create(t, "k", "UK"), made)
		s.wantIntegrations(t, 1)

		var found struct {
			Payload struct{ Integration struct{ ID string } }
		}
		if err := json.Unmarshal([]byte(made), &found); err != nil {
			t.Fatal(err)
		}
		query := once("updateIntegration", "integration {name productStatus {mapped}} userErrors {code}")
		v := variables{"key": "k", "input": variables{"id": found.Payload.Integration.ID, "name": "Britain"}}
		change(t, store, "ALTER TABLE listing_status_counts RENAME TO mislaid")
		if r := s.post(t, query, v); len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "INTERNAL" {
			t.Errorf("without the counts it responds with %s and %+v", r.Data, r.Errors)
		}
		checkJSON(t, s.ask(t, "{integrations {name}}", nil), `{"integrations": [{"name": "Britain"}]}`)
		change(t, store, "ALTER TABLE mislaid RENAME TO listing_status_counts")
		done := s.post(t, query, v).data(t)
		checkJSON(t, done, `{"payload": {"integration": {"name": "Britain", "productStatus": {"mapped": 0}}, "userErrors": []}}`)
		wantSame(t, s.post(t, query, v), done)
		s.kill(t)
	})
}

// TestIdempotentResponseLost makes storing the response fail: the caller has it
// all the same, and a repeat gets it anew from what was done.
func TestIdempotentResponseLost(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s, store := start(t, url), openBeside(t, url)
		change(t, store, "CREATE UNIQUE INDEX spoiled ON idempotent_responses ((1))")
		first := s.create(t, "a", "UK").data(t)
		checkWords(t, first, `"name":"UK"`, `"userErrors":[]`)
		second := s.create(t, "b", "DE").data(t)
		checkWords(t, second, `"name":"DE"`, `"userErrors":[]`)
		wantSame(t, s.create(t, "b", "DE"), second)
		wantSame(t, s.create(t, "a", "UK"), first)
		s.kill(t)
	})
}

// TestIdempotentForgets has 24 hours pass.
func TestIdempotentForgets(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s, store := start(t, url), openBeside(t, url)
		age := func(hours string) {
			change(t, store, "UPDATE idempotent_responses SET created_at = created_at - CAST(3600000000 AS bigint) * "+hours)
		}
		made := s.create(t, "k", "UK").data(t)
		age("23")
		wantSame(t, s.create(t, "k", "UK"), made)
		age("1")
		refused := s.create(t, "k", "UK").data(t)
		checkWords(t, refused, "TAKEN")
		wantSame(t, s.create(t, "k", "UK"), refused)
		age("24")
		s.create(t, "new", "DE").data(t)
		s.stop(t)

		again := start(t, url)
		eventually(t, "the old response is deleted, and no other", func() bool {
			var keys []string
			if err := store.Reader(context.Background()).Raw("SELECT key FROM idempotent_responses").Scan(&keys).Error; err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(keys) == "[new]"
		})
		again.stop(t)
	})
}

// sent posts a query and returns when the request has been written. The channel
// gets the error or nil when the request has ended.
func (c *client) sent(ctx context.Context, t *testing.T, query string, v variables) <-chan error {
	t.Helper()
	written, ended := make(chan struct{}), make(chan error, 1)
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { close(written) }})
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+"/graphql", bytes.NewReader(marshal(t, query, v)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	go func() {
		resp, err := new(http.Transport).RoundTrip(req)
		if err == nil {
			resp.Body.Close()
		}
		ended <- err
	}()
	<-written
	return ended
}

// loadOnce is a mutation that is recorded as an operation, with its variables.
func loadOnce() (string, variables) {
	return once("upsertOmniProducts", "operation {id} summary {created} userErrors {code}"),
		variables{"key": "k", "input": variables{"products": []variables{{"reference": "1", "name": "Vase"}}}}
}

// TestIdempotentKilled kills a server in the middle of a mutation: the repeat
// does the work.
func TestIdempotentKilled(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		store, victim := openBeside(t, url), start(t, url)
		release := lockAccount(t, store)
		query, v := loadOnce()
		ended := victim.sent(context.Background(), t, query, v)
		awaitOperation(t, store)
		victim.kill(t)
		if err := <-ended; err == nil {
			t.Error("the server responded, although it cannot have done the work")
		}
		release()

		next := start(t, url)
		done := next.post(t, query, v).data(t)
		checkWords(t, done, `"created":1`, `"userErrors":[]`)
		wantSame(t, next.post(t, query, v), done)
		checkJSON(t, next.ask(t, "{omniProducts {totalCount}}", nil), `{"omniProducts": {"totalCount": 1}}`)
		next.stop(t)
		checkVerify(t, url)
	})
}

// TestIdempotentClientGone has a client go away in the middle: the mutation
// goes on, and its response is there when the client repeats the request.
func TestIdempotentClientGone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		store, s := openBeside(t, url), start(t, url)
		release := lockAccount(t, store)
		query, v := loadOnce()
		ctx, leave := context.WithCancel(context.Background())
		ended := s.sent(ctx, t, query, v)
		awaitOperation(t, store)
		leave()
		if err := <-ended; err == nil {
			t.Error("the client got a response")
		}
		release()
		checkWords(t, s.post(t, query, v).data(t), `"created":1`)
		checkJSON(t, s.ask(t, "{operations {totalCount}}", nil), `{"operations": {"totalCount": 1}}`)
		s.stop(t)
		checkVerify(t, url)
	})
}
