package graph

import (
	"context"
	"log/slog"
	"sync"

	"omnimap/graph/limit"
	"omnimap/graph/transport"
	"omnimap/model"
	"omnimap/service"
)

// NewCosts gives every key budget points a minute; 0 for as many as it wants.
func NewCosts(budget int64) *limit.CostLimiter {
	return limit.NewCostLimiter(budget, pageSizes())
}

func pageSizes() limit.PageSizes {
	return limit.PageSizes{Default: service.DefaultPage, Max: service.MaxPage}
}

// Options are the settings of a handler, and the parts of the server that it
// needs.
type Options struct {
	Authenticate transport.Authenticate
	Limits       limit.Limits
	// Hold tells when an actor's key holds no more; nil for keys that always do.
	Hold transport.Hold
	// Costs are taken from the budgets of keys; nil for none.
	Costs *limit.CostLimiter
	// Observer tells of requests; nil for none.
	Observer *transport.Observer
	// Origins are the sites beside the server's own whose pages may open
	// WebSockets, as in https://shop.example; * for all.
	Origins []string
	// Stopping ends when the server is to stop: subscriptions end then, and
	// WebSockets once their operations have ended. Nil for a server that
	// never stops.
	Stopping context.Context
	// WebSockets counts the open ones, which http.Server.Shutdown does not
	// wait for.
	WebSockets *sync.WaitGroup
	Log        *slog.Logger
}

// costs are the costs; nothing costs where there are none.
func (o Options) costs() *limit.CostLimiter {
	if o.Costs == nil {
		return NewCosts(0)
	}
	return o.Costs
}

// stream is what SSE and WebSocket need of the options.
func (o Options) stream() transport.StreamOptions {
	s := transport.StreamOptions{MaxBody: o.Limits.Body, Authenticate: o.Authenticate, Hold: o.Hold, Origins: o.Origins, Stopping: o.Stopping, WebSockets: o.WebSockets, Log: o.Log}
	if s.Hold == nil {
		s.Hold = func(model.Actor) (<-chan struct{}, func()) { return nil, func() {} }
	}
	if s.Stopping == nil {
		s.Stopping = context.Background()
	}
	if s.WebSockets == nil {
		s.WebSockets = new(sync.WaitGroup)
	}
	return s
}
