package limit

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"omnimap/graph/gqlerr"
	"omnimap/model"
)

// working is a context of an operation that has been taken points for.
func working(t *testing.T, l *WorkLimiter, actor model.Actor, kind ast.Operation, effort model.Effort) context.Context {
	t.Helper()
	operation := &graphql.OperationContext{Operation: &ast.OperationDefinition{Operation: kind}}
	operation.Stats.SetExtension(workExtension, effort)
	left, _ := l.costs.budgets.take(actor.KeyID, 10, time.Unix(0, 0))
	operation.Stats.SetExtension(costExtension, &charged{10, throttle{Available: left}})
	ctx := model.WithActor(graphql.WithOperationContext(t.Context(), operation), actor)
	return graphql.WithResponseContext(ctx, graphql.DefaultErrorPresenter, graphql.DefaultRecover)
}

// atWork has so many operations run until the test ends.
func atWork(t *testing.T, l *WorkLimiter, n int, ctx context.Context) {
	t.Helper()
	begun, end := make(chan struct{}), make(chan struct{})
	t.Cleanup(func() { close(end) })
	for range n {
		go l.InterceptResponse(ctx, func(context.Context) *graphql.Response {
			begun <- struct{}{}
			<-end
			return nil
		})
	}
	for range n {
		<-begun
	}
}

// outcome is the code with which an operation is refused; "ok" where it runs.
func outcome(ctx context.Context, l *WorkLimiter) (code string, effort model.Effort) {
	response := l.InterceptResponse(ctx, func(ctx context.Context) *graphql.Response {
		effort = model.EffortOf(ctx)
		return &graphql.Response{Data: []byte("{}")}
	})
	if len(response.Errors) == 0 {
		return "ok", effort
	}
	code, _ = response.Errors[0].Extensions["code"].(string)
	return code, effort
}

func TestWorkOfKey(t *testing.T) {
	t.Parallel()
	l := NewWorkLimiter(NewCostLimiter(1000, PageSizes{}), PageSizes{})
	l.wait = 20 * time.Millisecond
	one, two, none := model.Actor{AccountID: 1, KeyID: "one"}, model.Actor{AccountID: 1, KeyID: "two"}, model.Actor{AccountID: 1}
	atWork(t, l, MaxAtOnce, working(t, l, one, ast.Mutation, model.EffortLight))
	refused := working(t, l, one, ast.Query, model.EffortLight)
	response := l.InterceptResponse(refused, nil)
	if wait := gqlerr.RetryAfter(response.Errors); response.Data != nil || wait != retryLater {
		t.Errorf("one more of the key gives %+v, to be sent again after %d seconds", response, wait)
	}
	if message := response.Errors[0].Message; !strings.Contains(message, "24 operations at work") {
		t.Error(message)
	}
	// The points come back; those of the operation at work do not.
	if left, _ := l.costs.budgets.take("one", 0, time.Unix(0, 0)); left != 990 {
		t.Errorf("the key has %d points left", left)
	}
	for _, free := range []model.Actor{two, none} {
		if code, effort := outcome(working(t, l, free, ast.Query, model.EffortLight), l); code != "ok" || effort != model.EffortLight {
			t.Errorf("of key %q: %s, effort %d", free.KeyID, code, effort)
		}
	}
	if code, effort := outcome(working(t, l, one, ast.Subscription, model.EffortLight), l); code != "ok" || effort != model.EffortHeavy {
		t.Errorf("an event of a subscription: %s, effort %d", code, effort)
	}
	gone, cancel := context.WithCancel(working(t, l, one, ast.Query, model.EffortLight))
	cancel()
	if code, _ := outcome(gone, l); code != "TIMEOUT" {
		t.Errorf("of a request whose time is over: %s", code)
	}
}

func TestLargeQueries(t *testing.T) {
	t.Parallel()
	l := NewWorkLimiter(NewCostLimiter(0, PageSizes{}), PageSizes{})
	l.wait = 20 * time.Millisecond
	actor := model.Actor{AccountID: 1}
	for range largeAtOnce() {
		atWork(t, l, 1, working(t, l, actor, ast.Query, model.EffortHeavy))
	}
	for _, test := range []struct {
		kind   ast.Operation
		effort model.Effort
		code   string
	}{
		{ast.Query, model.EffortHeavy, "THROTTLED"},
		{ast.Query, model.EffortLight, "ok"},
		// Mutations have turns of their own, and are long.
		{ast.Mutation, model.EffortHeavy, "ok"},
	} {
		if code, _ := outcome(working(t, l, actor, test.kind, test.effort), l); code != test.code {
			t.Errorf("a %s of effort %d beside large queries: %s", test.kind, test.effort, code)
		}
	}
}

func TestEffort(t *testing.T) {
	t.Parallel()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: `type Query {page(first: Int search: String): Page! one(id: ID): Entry! operations: [Entry!]!}
type Page {nodes: [Entry!]!} type Entry {id: ID rejectedRows: [Entry!]!}`})
	l := NewWorkLimiter(NewCostLimiter(0, PageSizes{}), PageSizes{Default: 50, Max: 250})
	l.schema = stubSchema{schema: schema}
	repeated := func(n int, field string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "a%d: %s ", i, field)
		}
		return b.String()
	}
	for query, want := range map[string]model.Effort{
		"{page(first: 250) {nodes {id}}}":                                          model.EffortLight,
		"{page(first: 250) {nodes {id rejectedRows {id}}}}":                        model.EffortHeavy,
		"{operations {rejectedRows {id}}}":                                         model.EffortHeavy,
		"{page {nodes {id}} " + repeated(4, "page(first: 250) {nodes {id}}") + "}": model.EffortHeavy,
		"{" + repeated(19, "one(id: 1) {id}") + "}":                                model.EffortLight,
		"{" + repeated(20, "one(id: 1) {id}") + "}":                                model.EffortHeavy,
		"{" + repeated(10, "one(id: 1) {id}") + "...f} fragment f on Query {" + strings.ReplaceAll(repeated(10, "one(id: 1) {id}"), "a", "b") + "}": model.EffortHeavy,
	} {
		doc := gqlparser.MustLoadQueryWithRules(schema, query, rules.NewDefaultRules())
		operation := &graphql.OperationContext{Operation: doc.Operations[0], Variables: map[string]any{}}
		if err := l.MutateOperationContext(t.Context(), operation); err != nil {
			t.Fatal(err)
		}
		if effort := operation.Stats.GetExtension(workExtension); effort != want {
			t.Errorf("effort %v, want %v: %.100s", effort, want, query)
		}
	}
}

// stubSchema is a schema alone.
type stubSchema struct {
	graphql.ExecutableSchema
	schema *ast.Schema
}

func (s stubSchema) Schema() *ast.Schema { return s.schema }
