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
		"characters of a search": {query.MaxSearch},
		"characters of a title, a name, a brand or another text that is no key":   {maxText},
		"characters of a SKU, a Code or another key, or of an integration's name": {maxKey},
		"twins of a listing":                     {query.MaxTwins},
		"an idempotency key's time":              {int64(idempotency.Retention / time.Hour)},
		"subscriptions":                          {operation.MaxSubscriptionsOfAccount, operation.MaxSubscriptions},
		"changes that a subscriber has not read": {operation.MaxPending},
	})
	doctables.Check(t, "rules.md", "Texts", map[string][]int64{
		"SKU, parent SKU, Code, Barcode, reference, a family's SKU":                {maxKey},
		"title, ASIN, status and fulfillment channel of a listing":                 {maxText},
		"name, brand and category of an Omni product; name of an option or a size": {maxText},
		"search": {query.MaxSearch},
	})
}
