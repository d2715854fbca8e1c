package limit

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"omnimap/model"
)

// refund gives a key back what was taken for the context's operation.
func (l *CostLimiter) refund(ctx context.Context) {
	cost, taken := graphql.GetOperationContext(ctx).Stats.GetExtension(costExtension).(*charged)
	if !taken {
		return
	}
	cost.Throttle.Available = l.budgets.giveBack(model.ActorOf(ctx).KeyID, cost.Requested)
}
