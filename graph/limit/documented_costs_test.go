package limit

import (
	"testing"

	"omnimap/internal/doctables"
)

// TestDocumentedCosts compares what docs/partners.md says with what holds.
func TestDocumentedCosts(t *testing.T) {
	doctables.Check(t, "partners.md", "Costs", map[string][]int64{
		"an object, beside what is asked below it": {objectPoints},
		"a page or list": {assumedListLength},
		"`totalCount`":   {countPoints},
		"a search, and again the `totalCount` of what it finds": {searchPoints},
		"`remapOutlook`, `matchRemapOutlook`":                   {outlookPoints},
		"a mutation, beside what is asked below it":             {mutationPoints},
		"each 100 entries of a mutation's lists":                {1},
	})
	if entriesForAPoint != 100 {
		t.Errorf("a point pays for %d entries", entriesForAPoint)
	}
}
