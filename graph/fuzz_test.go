package graph

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// FuzzAsked reads JSON: what is taken is one value of valid JSON.
func FuzzAsked(f *testing.F) {
	for _, text := range []string{`{"query": "{a}", "variables": {"n": 1}}`, ` [{"query": "{a}"}, 1, null, []]`, `[]`, `[1 2]`, `{} {}`, `{"query": 1}`, "", `[{}`, `null`} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		asked, err := readAsked("request", io.NopCloser(strings.NewReader(text)), 1<<20)
		if err != nil {
			if _, worded := err.(*requestError); !worded {
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
		if len(asked.operations) != want || want > maxOperations {
			t.Errorf("%d operations, want %d", len(asked.operations), want)
		}
	})
}

// FuzzForm sends forms: whatever they hold, the answer is JSON, no file is
// left, and a fault is never the server's.
func FuzzForm(f *testing.F) {
	part := func(name, content string) string {
		return "--edge\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + content + "\r\n"
	}
	seed := func(operations, places string) {
		f.Add(part("operations", operations) + part("map", places) + part("0", "x") + "--edge--\r\n")
	}
	seed(`{"query": "{a}", "variables": {"file": null, "files": [null, {"a": null}]}}`, `{"0": ["variables.file", "variables.files.0", "variables.files.1.a"]}`)
	seed(`[{"query": "{a}", "variables": {"file": null}}, 1]`, `{"0": ["0.variables.file", "1.variables.x"]}`)
	seed(`{"query": "{a}", "variables": null}`, `{"0": ["variables.file"]}`)
	seed(`[]`, `null`)
	f.Add("--edge")
	f.Fuzz(func(t *testing.T, body string) {
		folder := t.TempDir()
		t.Setenv("TMPDIR", folder)
		request := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
		request.Header.Set("Content-Type", "multipart/form-data; boundary=edge")
		request.Header.Set("GraphQL-Preflight", "1")
		answer := httptest.NewRecorder()
		form{Limits{Body: 1 << 20, Upload: 1 << 20}, slog.New(slog.DiscardHandler)}.Do(answer, request, nobody{})
		if !json.Valid(answer.Body.Bytes()) || answer.Code >= 500 {
			t.Errorf("status %d: %s", answer.Code, answer.Body)
		}
		if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
			t.Errorf("left are %v, error %v", left, err)
		}
	})
}

// nobody executes operations by doing nothing.
type nobody struct{}

func (nobody) CreateOperationContext(context.Context, *graphql.RawParams) (*graphql.OperationContext, gqlerror.List) {
	return &graphql.OperationContext{Operation: &ast.OperationDefinition{Operation: ast.Query}}, nil
}

func (nobody) DispatchOperation(ctx context.Context, _ *graphql.OperationContext) (graphql.ResponseHandler, context.Context) {
	return graphql.OneShot(&graphql.Response{Data: []byte(`{}`)}), ctx
}

func (nobody) DispatchError(_ context.Context, errs gqlerror.List) *graphql.Response {
	return &graphql.Response{Errors: errs}
}

// TestPanic has one operation of an array panic: it fails alone.
func TestPanic(t *testing.T) {
	a := &asked{array: true, operations: make([]askedOperation, 2)}
	for i, query := range []string{"panic", "{a}"} {
		a.operations[i].params.Query = query
	}
	responses := a.runAll(t.Context(), panicking{})
	if len(responses[0].Errors) != 1 || responses[0].Errors[0].Message != "internal error" || string(responses[1].Data) != `{}` {
		t.Errorf("got %+v and %+v", responses[0], responses[1])
	}
}

// panicking is nobody who panics at a word.
type panicking struct{ nobody }

func (panicking) CreateOperationContext(_ context.Context, params *graphql.RawParams) (*graphql.OperationContext, gqlerror.List) {
	return &graphql.OperationContext{RawQuery: params.Query, Operation: &ast.OperationDefinition{Operation: ast.Query},
		RecoverFunc: func(context.Context, any) error { return internalError().present() }}, nil
}

func (p panicking) DispatchOperation(ctx context.Context, operation *graphql.OperationContext) (graphql.ResponseHandler, context.Context) {
	if operation.RawQuery == "panic" {
		panic("a fault")
	}
	return p.nobody.DispatchOperation(ctx, operation)
}

// TestDiskFault has no folder for temporary files: that is the server's fault,
// of which the client is told no more.
func TestDiskFault(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()+"/missing")
	part := func(name, content string) string {
		return "--edge\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + content + "\r\n"
	}
	body := part("operations", `{"query": "{a}", "variables": {"file": null}}`) + part("map", `{"0": ["variables.file"]}`) +
		part("0", strings.Repeat("x", uploadMemory+1)) + "--edge--\r\n"
	request := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
	request.Header.Set("Content-Type", "multipart/form-data; boundary=edge")
	request.Header.Set("GraphQL-Preflight", "1")
	var log strings.Builder
	answer := httptest.NewRecorder()
	form{DefaultLimits(), slog.New(slog.NewTextHandler(&log, nil))}.Do(answer, request, nobody{})
	if answer.Code != http.StatusInternalServerError || strings.Contains(answer.Body.String(), "missing") || !strings.Contains(log.String(), "missing") {
		t.Errorf("status %d: %s; logged %q", answer.Code, answer.Body, log.String())
	}
}
