package graph

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// Options are how a handler serves, and what it is told of the server around
// it.
type Options struct {
	Authenticate Authenticate
	Limits       Limits
	// CostBudget is how many points a key may spend in a minute; 0 for as many
	// as it wants.
	CostBudget int64
	// Observer tells of requests; nil for none.
	Observer *Observer
	// Origins are the sites beside the server's own whose pages may open
	// WebSockets, as in https://shop.example; * for all.
	Origins []string
	// Stopping ends when the server is to stop: subscriptions end then, and
	// WebSockets once what they asked for is answered. Nil for a server that
	// never stops.
	Stopping context.Context
	// WebSockets counts the open ones, which http.Server.Shutdown does not
	// wait for.
	WebSockets *sync.WaitGroup
	Log        *slog.Logger
}

func (o Options) withDefaults() Options {
	if o.Stopping == nil {
		o.Stopping = context.Background()
	}
	if o.WebSockets == nil {
		o.WebSockets = new(sync.WaitGroup)
	}
	return o
}

// allows tells whether the page that a request comes from, if any, may open
// WebSockets. Browsers say where a page is from, and let it open them anywhere.
func (o Options) allows(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	from, err := url.Parse(origin)
	if err == nil && from.Host != "" && strings.EqualFold(from.Host, r.Host) {
		return true
	}
	return slices.ContainsFunc(o.Origins, func(allowed string) bool {
		return allowed == "*" || strings.EqualFold(allowed, origin)
	})
}
