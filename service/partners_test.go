package service

import (
	"testing"
	"time"

	"omnimap/internal/doctables"
	"omnimap/service/internal/idempotency"
	"omnimap/service/internal/operation"
	"omnimap/service/internal/query"
)

// TestDocumentedLimits compares what docs/partners.md says with what holds.
func TestDocumentedLimits(t *testing.T) {
	doctables.Check(t, "partners.md", "Limits", map[string][]int64{
		"characters of a search":                 {query.MaxSearch},
		"twins of a listing":                     {query.MaxTwins},
		"an idempotency key's time":              {int64(idempotency.Retention / time.Hour)},
		"subscriptions":                          {operation.MaxSubscriptionsOfAccount, operation.MaxSubscriptions},
		"changes that a subscriber has not read": {operation.MaxPending},
	})
}
