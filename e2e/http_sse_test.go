package e2e

import (
	"bufio"
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"omnimap/internal/dbtest"
)

const operationUpdated = "subscription($integration: ID) {operationUpdated(integrationId: $integration) {id kind state done total error integration {name} rejectedRows {row}}}"

// operation is what a subscription tells of one.
type operation struct {
	ID, Kind, State string
	Done            int
	Total           *int
	Error           *string
}

// events is a stream of server-sent events.
type events struct {
	body   io.ReadCloser
	reader *bufio.Reader
}

// event is one of them; its name is empty where the stream has ended.
type event struct{ name, data string }

// stream asks a query that is answered by events. It has begun to be when
// stream returns.
func (c *client) stream(t *testing.T, query string, v variables, key string) *events {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, c.url+"/graphql", bytes.NewReader(marshal(t, query, v)))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	if key != "" {
		request.Header.Set("Authorization", "Bearer "+key)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	if answer.StatusCode != http.StatusOK || !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/event-stream") {
		t.Fatalf("a stream is answered with %s, %s", answer.Status, answer.Header.Get("Content-Type"))
	}
	// A test whose events do not come ends.
	late := time.AfterFunc(patience, func() { answer.Body.Close() })
	t.Cleanup(func() { late.Stop() })
	e := &events{body: answer.Body, reader: bufio.NewReader(answer.Body)}
	if line, err := e.reader.ReadString('\n'); err != nil || line != ":\n" {
		t.Fatalf("a stream begins with %q, error %v", line, err)
	}
	return e
}

// next reads the next event.
func (e *events) next(t *testing.T) event {
	t.Helper()
	var got event
	for {
		line, err := e.reader.ReadString('\n')
		if err == io.EOF {
			return event{}
		}
		if err != nil {
			t.Fatalf("read an event: %v", err)
		}
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ":")
		value = strings.TrimPrefix(value, " ")
		switch name {
		case "event":
			got.name = value
		case "data":
			got.data = value
		case "":
			if line == "\n" && got.name != "" {
				return got
			}
		}
	}
}

// operation reads the next event, which tells of an operation.
func (e *events) operation(t *testing.T) operation {
	t.Helper()
	got := e.next(t)
	return readOperation(t, got.name, got.data)
}

func readOperation(t *testing.T, name, data string) operation {
	t.Helper()
	var r struct {
		Data   struct{ OperationUpdated *operation }
		Errors []any
	}
	if err := json.Unmarshal([]byte(data), &r); err != nil || name != "next" || r.Data.OperationUpdated == nil || len(r.Errors) > 0 {
		t.Fatalf("event %s: %s", name, data)
	}
	return *r.Data.OperationUpdated
}

// until reads until an operation has that state. Before, only it may be told, as
// running, and never as less far.
func (e *events) until(t *testing.T, state string) operation {
	t.Helper()
	last := e.operation(t)
	for last.State != state {
		next := e.operation(t)
		if last.State != "RUNNING" || next.ID != last.ID || next.Done < last.Done {
			t.Fatalf("after %+v came %+v", last, next)
		}
		last = next
	}
	return last
}

// untilDone reads until a running operation is that far.
func (e *events) untilDone(t *testing.T, done int) operation {
	t.Helper()
	for {
		op := e.operation(t)
		if op.State != "RUNNING" {
			t.Fatalf("%+v, want it running", op)
		}
		if op.Done >= done {
			return op
		}
	}
}

// TestEventStream hears of a load by server-sent events, and asks queries so.
func TestEventStream(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		id := s.integration(t, "UK")
		told := s.stream(t, operationUpdated, variables{"integration": id}, "")
		up := s.beginLoad(t, id)
		up.send(t, "seller-sku\tprice\n")
		up.sendRows(t, 1, 12_000)
		up.end(t)
		if op := told.until(t, "SUCCEEDED"); op.Kind != "LOAD_AMAZON" || op.Done != 12_000 || *op.Total != 12_000 {
			t.Errorf("it ended as %+v", op)
		}

		query := s.stream(t, "{integrations {name}}", nil, "")
		if got := query.next(t); got.name != "next" || got.data != `{"data":{"integrations":[{"name":"UK"}]}}` {
			t.Errorf("a query is answered with %+v", got)
		}
		if got := []event{query.next(t), query.next(t)}; got[0].name != "complete" || got[1].name != "" {
			t.Errorf("then with %+v", got)
		}
		events := http.Header{"Content-Type": {typeJSON}, "Accept": {"text/event-stream"}}
		if status, text := s.send(t, http.MethodPost, "/graphql", events, `[{"query": "{integrations {name}}"}]`); status != http.StatusBadRequest || !strings.Contains(text, "Send one operation") {
			t.Errorf("an array is answered with %d: %s", status, text)
		}
		// The server stops at the end, so that a mutation's stream has to end.
		made := s.stream(t, mutation("importProducts", "operation {state}"), variables{"input": variables{"integrationId": id}}, "")
		if got := []event{made.next(t), made.next(t), made.next(t)}; !strings.Contains(got[0].data, "SUCCEEDED") || got[1].name != "complete" || got[2].name != "" {
			t.Errorf("a mutation is answered with %+v", got)
		}
		for wrong, code := range map[string]string{
			`subscription {operationUpdated(integrationId: "x") {id}}`: "NOT_FOUND",
			"subscription {__typename}":                                "GRAPHQL_VALIDATION_FAILED",
			"subscription {operations {id}}":                           "GRAPHQL_VALIDATION_FAILED",
			"subscription {":                                           "GRAPHQL_PARSE_FAILED",
		} {
			refused := s.stream(t, wrong, nil, "")
			if got := refused.next(t); got.name != "next" || !strings.Contains(got.data, `"code":"`+code+`"`) {
				t.Errorf("%s is answered with %+v", wrong, got)
			}
			if got := refused.next(t); got.name != "complete" {
				t.Errorf("%s: then %+v", wrong, got)
			}
		}
	})
}

// TestAccept asks a query and a subscription with Accept headers as clients
// have them.
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
		request, err := http.NewRequest(http.MethodPost, s.url+"/graphql", strings.NewReader(`{"query": "{integrations {name}}"}`))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Accept", accept)
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		if got := answer.Header.Get("Content-Type"); !strings.Contains(got, want) {
			t.Errorf("Accept: %s is answered with %s, want %s", accept, got, want)
		}
	}
	if r := s.post(t, operationUpdated, nil); len(r.Errors) != 1 || r.Errors[0].Extensions.Code != "SUBSCRIPTION_NEEDS_STREAM" {
		t.Errorf("a subscription by plain POST is answered with %+v", r)
	}
	answer, err := http.Get(s.url + "/graphql?query=subscription{operationUpdated{id}}")
	if err != nil {
		t.Fatal(err)
	}
	if r := readResponse(t, answer); len(r.Errors) != 1 {
		t.Errorf("a subscription by GET is answered with %+v", r)
	}
}

// TestReplicasTell has a replica tell what another one does, also after its
// listening connection was lost, and when the other one is killed.
func TestReplicasTell(t *testing.T) {
	t.Parallel()
	url := dbtest.Postgres(t)
	one, two := start(t, url), start(t, url)
	id := one.integration(t, "UK")
	told := two.stream(t, operationUpdated, variables{"integration": id}, "")
	letGo := holdIntegrations(t, url)
	up := one.beginLoad(t, id)
	up.send(t, "seller-sku\tprice\n")
	up.sendRows(t, 1, 6_000)
	ended := make(chan string, 1)
	go func() { ended <- up.end(t) }()
	told.untilDone(t, 6_000)
	cutListeners(t, url)
	letGo()
	<-ended
	if op := told.until(t, "SUCCEEDED"); op.Done != 6_000 {
		t.Errorf("it ended as %+v", op)
	}

	for range 3 {
		cutListeners(t, url)
		one.mutate(t, "importProducts", variables{"integrationId": id}, "operation {id}")
		if op := told.until(t, "SUCCEEDED"); op.Kind != "IMPORT" {
			t.Errorf("%+v was told, want an import", op)
		}
	}

	letGo = holdIntegrations(t, url)
	dying := one.beginLoad(t, id)
	dying.send(t, "seller-sku\tprice\n")
	dying.sendRows(t, 1, 6_000)
	if err := errors.Join(dying.form.Close(), dying.pipe.Close()); err != nil {
		t.Fatal(err)
	}
	began := told.untilDone(t, 1)
	one.stopped = true
	if err := one.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = one.cmd.Wait()
	letGo()
	if op := told.until(t, "FAILED"); op.ID != began.ID || op.Error == nil || !strings.Contains(*op.Error, "stopped") {
		t.Errorf("the dead one's operation ended as %+v", op)
	}
	two.mutate(t, "importProducts", variables{"integrationId": id}, "operation {id}")
	if op := told.until(t, "SUCCEEDED"); op.Kind != "IMPORT" {
		t.Errorf("%+v was told, want an import", op)
	}
	two.stop(t)
	verified(t, url)
}

// holdIntegrations has whoever changes an integration wait until it is let go.
func holdIntegrations(t *testing.T, url string) (letGo func()) {
	t.Helper()
	return hold(t, url, "SELECT 1 FROM integrations FOR UPDATE")
}

// hold has whoever wants what a statement locks wait until it is let go.
func hold(t *testing.T, url, statement string) (letGo func()) {
	t.Helper()
	pool, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { pool.Close() })
	tx, err := pool.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(statement); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := tx.Rollback(); err != nil {
			t.Error(err)
		}
	}
}

// cutListeners has PostgreSQL end the connections that listen, of which there
// may be none just now.
func cutListeners(t *testing.T, url string) {
	t.Helper()
	cut := 0
	for deadline := time.Now().Add(patience); cut == 0; {
		if time.Now().After(deadline) {
			t.Fatal("nobody listens")
		}
		cut = queryInt(t, url, `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN omnimap' AND pid <> pg_backend_pid()`)
	}
}

// queryInt reads a number from a database behind the program's back.
func queryInt(t *testing.T, url, query string) int {
	t.Helper()
	pool, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	var n int
	if err := pool.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestStopWithSubscribers stops a server that has subscribers: their streams
// end, not completed, and the server does.
func TestStopWithSubscribers(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t))
	told := s.stream(t, operationUpdated, nil, "")
	socket := s.socket(t, "")
	socket.subscribe(t, "1", operationUpdated, nil)
	socket.settled(t)
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if got := told.next(t); got.name != "" {
		t.Errorf("the events go on with %+v", got)
	}
	socket.closed(t, 1001)
	s.wait(t)
}

// TestSlowReader subscribes and reads nothing while a lot happens: others are
// told, and the server's memory does not grow with it.
func TestSlowReader(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		id := s.integration(t, "UK")
		s.stream(t, operationUpdated, variables{"integration": id}, "")
		idle := s.socket(t, "")
		idle.subscribe(t, "1", operationUpdated, nil)
		idle.settled(t)
		told := s.stream(t, operationUpdated, variables{"integration": id}, "")
		rows := make([]variables, 1_000)
		for i := range rows {
			rows[i] = variables{"sku": ""} // which is refused and told
		}
		for range 100 {
			s.mutate(t, "upsertAmazonListings", variables{"integrationId": id, "listings": rows}, "operation {id}")
			if op := told.until(t, "SUCCEEDED"); op.Kind != "LOAD_AMAZON" {
				t.Fatalf("%+v was told", op)
			}
		}
	})
}

// guideSubscription runs a subscription of the guide while an import is done,
// and gives the data of the last event.
func (s *server) guideSubscription(t *testing.T, query string, v variables) string {
	t.Helper()
	told := s.stream(t, query, v, "")
	s.mutate(t, "importProducts", variables{"integrationId": v["integration"]}, "operation {id}")
	for {
		got := told.next(t)
		if got.name != "next" {
			t.Fatalf("the subscription tells %+v", got)
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
