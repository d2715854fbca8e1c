package catalog

import (
	"testing"
	"time"
)

// TestMarketplaceLocation finds every zone, and the summer time of one.
func TestMarketplaceLocation(t *testing.T) {
	for id := range marketplaceZones {
		if MarketplaceLocation(id) == nil {
			t.Errorf("marketplace %s has no time", id)
		}
	}
	if at := MarketplaceLocation("unknown"); at != nil {
		t.Errorf("an unknown marketplace has the time of %v", at)
	}
	uk := MarketplaceLocation("A1F83G8C2ARO7P")
	if got := time.Date(2026, 7, 1, 12, 0, 0, 0, uk).UTC().Hour(); got != 11 {
		t.Errorf("noon in a summer of the UK is at %d h in UTC, want 11", got)
	}
}
