package limit

import (
	"context"
	"fmt"
	"math"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"omnimap/graph/gqlerr"
	"omnimap/model"
)

// CostLimiter refuses operations that cost too much, takes from the key's
// budget what the others cost, and says so in every response.
type CostLimiter struct {
	schema  graphql.ExecutableSchema
	pages   PageSizes
	budgets *budgets
}

// NewCostLimiter gives every key budget points a minute; 0 for as many as it
// wants. Costs reckon with pages of these sizes.
func NewCostLimiter(budget int64, pages PageSizes) *CostLimiter {
	return &CostLimiter{pages: pages, budgets: newBudgets(budget)}
}

const costExtension = "Cost"

// charged is what an operation costs, and what is left of its key's budget.
type charged struct {
	Requested int64    `json:"requestedQueryCost"`
	Throttle  throttle `json:"throttleStatus"`
}

type throttle struct {
	// Maximum and Available are points, Restored points a second.
	Maximum   int64 `json:"maximumAvailable"`
	Available int64 `json:"currentlyAvailable"`
	Restored  int64 `json:"restoreRate"`
}

// ExtensionName is the name among the server's extensions.
func (*CostLimiter) ExtensionName() string { return costExtension }

// Validate keeps the schema, by which costs are worked out.
func (l *CostLimiter) Validate(schema graphql.ExecutableSchema) error {
	l.schema = schema
	return nil
}

// MutateOperationContext takes what an operation costs beside the least from its
// key's budget, or refuses the operation.
func (l *CostLimiter) MutateOperationContext(ctx context.Context, operation *graphql.OperationContext) *gqlerror.Error {
	points := max(leastPoints, cost{schema: l.schema.Schema(), vars: operation.Variables, pages: l.pages}.of(operation.Operation.SelectionSet, list{}))
	key, most := l.limited(ctx), int64(MaxCost)
	if key != "" {
		most = min(most, l.budgets.size)
	}
	if points > most {
		return tooComplex("The operation costs %d points; one may cost %d. Ask for shorter pages, or for less of each entry.", points, most)
	}
	if key == "" {
		return nil
	}
	left, ok := l.budgets.take(key, points-leastPoints, time.Now())
	if !ok {
		// An operation that is not run costs nothing.
		left = l.budgets.giveBack(key, leastPoints)
	}
	return l.charge(operation, points, left, ok)
}

// limited gives the key whose budget limits the actor; empty where none does.
func (l *CostLimiter) limited(ctx context.Context) (key string) {
	if l.budgets.size == 0 {
		return ""
	}
	return model.ActorOf(ctx).KeyID
}

// charge tells what an operation costs, and refuses it where that is not paid.
func (l *CostLimiter) charge(operation *graphql.OperationContext, points, left int64, paid bool) *gqlerror.Error {
	operation.Stats.SetExtension(costExtension, &charged{points,
		throttle{Maximum: l.budgets.size, Available: left, Restored: l.budgets.perSecond()}})
	if paid {
		return nil
	}
	wait := l.budgets.wait(points - left)
	return gqlerr.Throttled(wait, fmt.Sprintf("The key's budget has %s left and the operation costs %d. Wait %s, or ask for less.",
		model.Count(left, "point"), points, model.Count(int64(wait), "second")))
}

// Take takes points from the actor's budget for a request that is no operation.
// One that costs more than the whole budget costs all of it. It gives for how
// many seconds the request has to wait; 0 where it is paid.
func (l *CostLimiter) Take(ctx context.Context, points int64) (wait int64) {
	key := l.limited(ctx)
	if key == "" {
		return 0
	}
	points = min(points, l.budgets.size)
	left, ok := l.budgets.take(key, points, time.Now())
	if ok {
		return 0
	}
	return l.budgets.wait(points - left)
}

// leastPoints are what every operation costs at least.
const leastPoints = 1

// Least is the extension that takes the least that an operation costs. It goes
// before all others, since one that turns out to be none has been looked at, too.
func (l *CostLimiter) Least() graphql.HandlerExtension { return leastCost{l} }

type leastCost struct{ limiter *CostLimiter }

// ExtensionName is the name among the server's extensions.
func (leastCost) ExtensionName() string { return "LeastCost" }

// Validate accepts every schema.
func (leastCost) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters takes the points, or refuses the operation.
func (c leastCost) MutateOperationParameters(ctx context.Context, _ *graphql.RawParams) *gqlerror.Error {
	key := c.limiter.limited(ctx)
	if key == "" {
		return nil
	}
	left, ok := c.limiter.budgets.take(key, leastPoints, time.Now())
	return c.limiter.charge(graphql.GetOperationContext(ctx), leastPoints, left, ok)
}

// InterceptResponse puts the cost into the response.
func (*CostLimiter) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	if graphql.HasOperationContext(ctx) {
		if cost, ok := graphql.GetOperationContext(ctx).Stats.GetExtension(costExtension).(*charged); ok {
			graphql.RegisterExtension(ctx, "cost", cost)
		}
	}
	return next(ctx)
}

// budgets hold how many points each key has left, in this process. A budget is
// full after a minute without use.
type budgets struct {
	// size is how many points a full budget has; 0 for no budgets.
	size int64

	mu   sync.Mutex
	keys map[string]budget
}

type budget struct {
	points float64
	at     time.Time
}

func newBudgets(size int64) *budgets {
	return &budgets{size: size, keys: make(map[string]budget)}
}

// take takes points from a key's budget, where it has as many, and gives what
// is left.
func (b *budgets) take(key string, points int64, now time.Time) (left int64, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	budget, known := b.keys[key]
	if !known {
		budget.points = float64(b.size)
	} else {
		restored := now.Sub(budget.at).Minutes() * float64(b.size)
		budget.points = min(budget.points+max(restored, 0), float64(b.size))
	}
	if ok = budget.points >= float64(points); ok {
		budget.points -= float64(points)
	}
	budget.at = now
	b.keys[key] = budget
	return int64(budget.points), ok
}

// giveBack gives back points that were taken, and gives what is left.
func (b *budgets) giveBack(key string, points int64) (left int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	budget := b.keys[key]
	budget.points = min(budget.points+float64(points), float64(b.size))
	b.keys[key] = budget
	return int64(budget.points)
}

// perSecond is how many points a budget gains in a second.
func (b *budgets) perSecond() int64 { return b.size / 60 }

// wait is in how many seconds a budget has gained points.
func (b *budgets) wait(points int64) int64 {
	return int64(math.Ceil(float64(points) * 60 / float64(b.size)))
}
