package service

import (
	"testing"
	"time"

	"omnimap/internal/doctables"
)

// TestDocumentedLimits compares what docs/partners.md says with what holds.
func TestDocumentedLimits(t *testing.T) {
	doctables.Check(t, "partners.md", "Limits", map[string][]int64{
		"characters of a search":                 {maxSearch},
		"an idempotency key's time":              {int64(answersHold / time.Hour)},
		"subscriptions":                          {maxSubscriptionsOfAccount, maxSubscriptions},
		"changes that a subscriber has not read": {maxUntold},
	})
}
