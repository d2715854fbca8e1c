package limit

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"omnimap/graph/gqlerr"
	"omnimap/internal/turns"
	"omnimap/model"
)

// How much may run at once. See ADR 24.
const (
	// MaxAtOnce is how many queries and mutations of one key run at once.
	MaxAtOnce = 24
	// MaxWait is how long an operation waits for its turn.
	MaxWait = 10 * time.Second
	// heavyPoints are the cost from which on a query is heavy as a whole, and
	// heavyReads how many fields with arguments make it so: each reads by itself.
	heavyPoints = 1_000
	heavyReads  = 20
	// retryLater is after how many seconds one that waited in vain comes back.
	retryLater = 5
)

// WorkLimiter has operations wait while their key has as many at work as it may
// have, and large queries while others are at work. It tells reads how much they
// take.
type WorkLimiter struct {
	schema graphql.ExecutableSchema
	pages  PageSizes
	costs  *CostLimiter
	long   map[string]int64
	keys   *turns.Turns[string]
	// heavy are the turns of large queries: a processor is left for the others.
	heavy *turns.Turns[int64]
	// wait is how long an operation waits.
	wait time.Duration
}

// NewWorkLimiter gives points that were taken for nothing back to costs.
func NewWorkLimiter(costs *CostLimiter, pages PageSizes) *WorkLimiter {
	large := largeAtOnce()
	return &WorkLimiter{pages: pages, costs: costs, long: longLists(), wait: MaxWait,
		keys: turns.New[string](math.MaxInt, MaxAtOnce), heavy: turns.New[int64](large, large)}
}

// largeAtOnce is how many large queries run at once.
func largeAtOnce() int { return max(runtime.GOMAXPROCS(0)-1, 1) }

const workExtension = "Work"

// ExtensionName is the name among the server's extensions.
func (*WorkLimiter) ExtensionName() string { return workExtension }

// Validate keeps the schema, by which the work is estimated.
func (l *WorkLimiter) Validate(schema graphql.ExecutableSchema) error {
	l.schema = schema
	return nil
}

// longLists are how long the lists may be that are far longer than they cost.
func longLists() map[string]int64 {
	return map[string]int64{"rejectedRows": model.MaxRejectedRows, "heldBy": 100}
}

// MutateOperationContext estimates the work of an operation. It is what the
// operation costs, except that long lists count as they may be.
func (l *WorkLimiter) MutateOperationContext(_ context.Context, operation *graphql.OperationContext) *gqlerror.Error {
	work := cost{schema: l.schema.Schema(), vars: operation.Variables, pages: l.pages, lengths: l.long}
	effort, set := model.EffortLight, operation.Operation.SelectionSet
	if work.of(set, list{}) >= heavyPoints || reads(set) >= heavyReads {
		effort = model.EffortHeavy
	}
	operation.Stats.SetExtension(workExtension, effort)
	return nil
}

// reads counts the fields with arguments, those of fragments each time they are
// spread.
func reads(set ast.SelectionSet) (n int) {
	for _, selection := range set {
		switch selection := selection.(type) {
		case *ast.Field:
			n += reads(selection.SelectionSet)
			if len(selection.Arguments) > 0 {
				n++
			}
		case *ast.InlineFragment:
			n += reads(selection.SelectionSet)
		case *ast.FragmentSpread:
			n += reads(selection.Definition.SelectionSet)
		}
	}
	return n
}

// InterceptOperation says of what begins an operation that it is light.
func (l *WorkLimiter) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	return next(model.WithEffort(ctx, model.EffortLight))
}

// InterceptResponse waits for an operation's turn. What is read for the events
// of subscriptions is heavy: there may be thousands of them at once.
func (l *WorkLimiter) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	if !graphql.HasOperationContext(ctx) || len(graphql.GetErrors(ctx)) > 0 {
		return next(ctx) // It is refused.
	}
	operation := graphql.GetOperationContext(ctx)
	if operation.Operation.Operation == ast.Subscription {
		return next(model.WithEffort(ctx, model.EffortHeavy))
	}
	effort, _ := operation.Stats.GetExtension(workExtension).(model.Effort)
	leave, refusal := l.begin(ctx, operation.Operation.Operation == ast.Query && effort == model.EffortHeavy)
	if leave == nil {
		return l.refuse(ctx, refusal)
	}
	defer leave()
	return next(model.WithEffort(ctx, effort))
}

// begin waits until an operation may run. leave is nil where it may not, and
// refusal says why.
func (l *WorkLimiter) begin(ctx context.Context, large bool) (leave func(), refusal string) {
	actor := model.ActorOf(ctx)
	waiting, cancel := context.WithTimeout(ctx, l.wait)
	defer cancel()
	leaveKey := func() {}
	if actor.KeyID != "" {
		var err error
		if leaveKey, err = l.keys.Take(waiting, actor.KeyID); err != nil {
			return nil, fmt.Sprintf("The key has %d operations at work, as many as it may have at once", MaxAtOnce)
		}
	}
	if !large {
		return leaveKey, ""
	}
	leaveLarge, err := l.heavy.Take(waiting, actor.AccountID)
	if err != nil {
		leaveKey()
		return nil, "The server is at work at other large queries"
	}
	return func() { leaveLarge(); leaveKey() }, ""
}

// refuse responds to an operation that was not begun. It costs nothing.
func (l *WorkLimiter) refuse(ctx context.Context, refusal string) *graphql.Response {
	l.costs.refund(ctx)
	if ctx.Err() != nil {
		return &graphql.Response{Errors: gqlerror.List{gqlerr.Timeout()}}
	}
	return &graphql.Response{Errors: gqlerror.List{gqlerr.Throttled(retryLater,
		fmt.Sprintf("%s, and this one waited %d seconds for its turn. Send fewer at once, or wait %d seconds and send it again.", refusal, int(l.wait.Seconds()), retryLater))}}
}
