package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

const operationUpdated = "subscription($integration: ID) {operationUpdated(integrationId: $integration) {id kind state done total error integration {name} rejectedRows {row}}}"

// operation is an operation as a subscription sends it.
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
	// late closes the stream after a while without an event.
	late *time.Timer
}

// event is one of them; its name is empty where the stream has ended.
type event struct{ name, data string }

// stream sends a query whose response is a stream of events. The stream has
// begun when stream returns.
func (c *client) stream(t *testing.T, query string, v variables, key string) *events {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, c.url+"/graphql", bytes.NewReader(marshal(t, query, v)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "text/event-stream")
	if key != "" {
		req.Header.Set("Authorization", "Bearer "+key)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	if resp.StatusCode != http.StatusOK || !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream") {
		t.Fatalf("a stream gets %s, %s", resp.Status, resp.Header.Get("Content-Type"))
	}
	// A test whose events do not come ends.
	late := time.AfterFunc(patience, func() { resp.Body.Close() })
	t.Cleanup(func() { late.Stop() })
	e := &events{body: resp.Body, reader: bufio.NewReader(resp.Body), late: late}
	if line, err := e.reader.ReadString('\n'); err != nil || line != ":\n" {
		t.Fatalf("a stream begins with %q, error %v", line, err)
	}
	return e
}

// next reads the next event.
func (e *events) next(t *testing.T) event {
	t.Helper()
	var got event
	e.late.Reset(patience)
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

// operation reads the next event, which has an operation.
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

// until reads until an operation has that state. Until then only events of that
// operation may come: it runs, and its progress never shrinks.
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
