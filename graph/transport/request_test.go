package transport

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"omnimap/graph/gqlerr"
)

// FuzzRequest reads JSON: what is taken is one value of valid JSON.
func FuzzRequest(f *testing.F) {
	for _, text := range []string{`{"query": "{a}", "variables": {"n": 1}}`, ` [{"query": "{a}"}, 1, null, []]`, `[]`, `[1 2]`, `{} {}`, `{"query": 1}`, "", `[{}`, `null`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		request, err := readRequest("request", io.NopCloser(strings.NewReader(text)), 1<<20)
		if err != nil {
			if worded := (*gqlerr.RequestError)(nil); !errors.As(err, &worded) {
				t.Errorf("the error %v is not for the client", err)
			}
			return
		}
		var value any
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			t.Fatalf("it was taken: %v", err)
		}
		want := 1
		if list, ok := value.([]any); ok {
			want = len(list)
		}
		if len(request.operations) != want || want > MaxOperations {
			t.Errorf("%d operations, want %d", len(request.operations), want)
		}
	})
}

// TestPanic has one operation of an array panic: it fails alone.
func TestPanic(t *testing.T) {
	q := &request{array: true, operations: make([]operation, 2)}
	for i, query := range []string{"panic", "{a}"} {
		q.operations[i].params.Query = query
	}
	responses := q.runAll(t.Context(), panickingExecutor{})
	if len(responses[0].Errors) != 1 || responses[0].Errors[0].Message != "internal error" || string(responses[1].Data) != `{}` {
		t.Errorf("got %+v and %+v", responses[0], responses[1])
	}
}
