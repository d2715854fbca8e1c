package graph

import (
	"testing"
	"time"

	"omnimap/internal/doctables"
	"omnimap/service"
)

// TestDocumentedLimits compares what docs/partners.md says with what holds.
func TestDocumentedLimits(t *testing.T) {
	limits := DefaultLimits()
	doctables.Check(t, "partners.md", "Limits", map[string][]int64{
		"tokens of a document":                 {MaxTokens},
		"depth of a document":                  {MaxDepth},
		"fields, those of fragments each time": {MaxFields},
		"aliases":                              {MaxAliases},
		"fields repeated beside each other":    {MaxRepeats},
		"points of an operation":               {MaxCost},
		"operations of an array":               {MaxOperations},
		"a request's JSON":                     {limits.Body},
		"a request's files together":           {limits.Upload},
		"a request's files":                    {MaxFiles},
		"entries of a page":                    {service.MaxPage, service.DefaultPage},
		"entries of a list in a mutation":      {service.MaxList},
		"time of a query":                      {int64(MaxQueryTime / time.Minute)},
		"time of a mutation":                   {int64(MaxMutationTime / time.Minute)},
		"characters of an idempotency key":     {maxIdempotencyKey},
		"persisted queries kept":               {maxCachedQueries, maxCachedQuery, maxCachedBytes},
		"WebSockets":                           {MaxAccountConnections, MaxConnections},
		"operations open on a WebSocket":       {MaxOpenOperations},
	})
}
