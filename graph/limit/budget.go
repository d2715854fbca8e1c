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

// MutateOperationContext takes an operation's cost from its key's budget, or
// refuses the operation.
func (l *CostLimiter) MutateOperationContext(ctx context.Context, operation *graphql.OperationContext) *gqlerror.Error {
	points := max(1, cost{l.schema.Schema(), operation.Variables, l.pages}.of(operation.Operation.SelectionSet, 0))
	key, most := model.ActorOf(ctx).KeyID, int64(MaxCost)
	limited := key != "" && l.budgets.size > 0
	if limited {
		most = min(most, l.budgets.size)
	}
	if points > most {
		return tooComplex("The operation costs %d points; one may cost %d. Ask for shorter pages, or for less of each entry.", points, most)
	}
	if !limited {
		return nil
	}
	left, ok := l.budgets.take(key, points, time.Now())
	operation.Stats.SetExtension(costExtension, &charged{points,
		throttle{Maximum: l.budgets.size, Available: left, Restored: l.budgets.perSecond()}})
	if ok {
		return nil
	}
	wait := l.budgets.wait(points - left)
	return gqlerr.Throttled(wait, fmt.Sprintf("The key's budget has %d points left and the operation costs %d. Wait %d seconds, or ask for less.", left, points, wait))
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

// perSecond is how many points a budget gains in a second.
func (b *budgets) perSecond() int64 { return b.size / 60 }

// wait is in how many seconds a budget has gained points.
func (b *budgets) wait(points int64) int64 {
	return int64(math.Ceil(float64(points) * 60 / float64(b.size)))
}
