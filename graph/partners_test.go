package graph

import (
	"testing"
	"time"

	"omnimap/db"
	"omnimap/graph/limit"
	"omnimap/graph/transport"
	"omnimap/internal/doctables"
	"omnimap/service"
)

// TestDocumentedLimits compares what docs/partners.md says with what holds.
func TestDocumentedLimits(t *testing.T) {
	limits := limit.DefaultLimits()
	doctables.Check(t, "partners.md", "Limits", map[string][]int64{
		"tokens of a document":                                    {limit.MaxTokens},
		"depth of a document":                                     {limit.MaxDepth},
		"fields, those of fragments each time":                    {limit.MaxFields},
		"aliases":                                                 {limit.MaxAliases},
		"fields repeated beside each other":                       {limit.MaxRepeats},
		"aliases of one plain value beside each other":            {limit.MaxCopies},
		"characters of an alias":                                  {limit.MaxName},
		"points of an operation":                                  {limit.MaxCost},
		"operations of an array":                                  {transport.MaxOperations},
		"a request's JSON":                                        {limits.Body},
		"a request's files together":                              {limits.Upload},
		"a request's files":                                       {transport.MaxFiles},
		"entries of a page":                                       {service.MaxPage, service.DefaultPage},
		"entries of a list in a mutation":                         {service.MaxList},
		"entries of a list in a query's filter":                   {service.MaxList},
		"characters of a note":                                    {service.MaxNote},
		"time of a query":                                         {int64(limit.MaxQueryTime / time.Minute)},
		"time of a mutation":                                      {int64(limit.MaxMutationTime / time.Minute)},
		"queries and mutations of a key at once, on each replica": {limit.MaxAtOnce},
		"time that a query of 1,000 points, or with 20 fields that have arguments, waits for others": {int64(limit.MaxWait / time.Second)},
		"characters of an idempotency key":   {maxIdempotencyKey},
		"sheets that are downloaded at once": {db.MaxStreamsOfAccount, db.MaxStreams},
		"persisted queries kept":             {maxCachedQueries, maxCachedQuery, maxCachedBytes},
		"WebSockets":                         {transport.MaxAccountConnections, transport.MaxConnections},
		"operations open on a WebSocket":     {transport.MaxOpenOperations},
	})
}
