package transport

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// endlessExecutor has each operation last until its context ends, and then
// answers what it has.
type endlessExecutor struct {
	stubExecutor
	kind ast.Operation
}

func (e endlessExecutor) CreateOperationContext(context.Context, *graphql.RawParams) (*graphql.OperationContext, gqlerror.List) {
	return &graphql.OperationContext{Operation: &ast.OperationDefinition{Operation: e.kind}}, nil
}

func (endlessExecutor) DispatchOperation(ctx context.Context, _ *graphql.OperationContext) (graphql.ResponseHandler, context.Context) {
	if ctx.Err() != nil {
		return func(context.Context) *graphql.Response { return nil }, ctx // As gqlgen's.
	}
	<-ctx.Done()
	return graphql.OneShot(&graphql.Response{Data: []byte(`{"late":1}`)}), ctx
}

// TestArrayTime has arrays take longer than they may: what has begun is answered,
// and the rest not begun.
func TestArrayTime(t *testing.T) {
	t.Parallel()
	for kind, begun := range map[ast.Operation]int{ast.Query: operationsAtOnce, ast.Mutation: 1} {
		bounds := NewBounds(time.Hour, 20*time.Millisecond)
		if kind == ast.Query {
			bounds = NewBounds(20*time.Millisecond, time.Hour)
		}
		handler := bounds.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			Post{MaxBody: 1 << 20}.Do(w, r, endlessExecutor{kind: kind})
		}))
		request := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader("["+strings.Repeat(`{"query": "{a}"}, `, 19)+`{"query": "{a}"}]`))
		response := httptest.NewRecorder()
		handler.ServeHTTP(response, request)
		late, refused := strings.Count(response.Body.String(), `{"late":1}`), strings.Count(response.Body.String(), `"code":"TIMEOUT"`)
		if response.Code != http.StatusOK || late != begun || refused != 20-begun {
			t.Errorf("of 20 operations of kind %s, %d were answered and %d not begun: %d, %s", kind, late, refused, response.Code, response.Body)
		}
	}
}

// TestLargeDocuments has large documents take turns; small ones do not wait.
func TestLargeDocuments(t *testing.T) {
	t.Parallel()
	bounds := NewBounds(time.Hour, time.Hour)
	var held []func()
	for range largeDocuments() {
		held = append(held, bounds.document(t.Context(), largeDocument+1))
	}
	bounds.document(t.Context(), largeDocument)()
	next := make(chan struct{})
	go func() {
		defer close(next)
		bounds.document(t.Context(), largeDocument+1)()
	}()
	select {
	case <-next:
		t.Error("one more large document did not wait")
	case <-time.After(20 * time.Millisecond):
	}
	for _, leave := range held {
		leave()
	}
	<-next
}
