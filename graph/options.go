package graph

import (
	"context"
	"log/slog"
	"sync"

	"omnimap/graph/limit"
	"omnimap/graph/transport"
)

// Options are the settings of a handler, and the parts of the server that it
// needs.
type Options struct {
	Authenticate transport.Authenticate
	Limits       limit.Limits
	// CostBudget is how many points a key may spend in a minute; 0 for
	// no limit.
	CostBudget int64
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

// stream is what SSE and WebSocket need of the options.
func (o Options) stream() transport.StreamOptions {
	s := transport.StreamOptions{MaxBody: o.Limits.Body, Authenticate: o.Authenticate, Origins: o.Origins, Stopping: o.Stopping, WebSockets: o.WebSockets, Log: o.Log}
	if s.Stopping == nil {
		s.Stopping = context.Background()
	}
	if s.WebSockets == nil {
		s.WebSockets = new(sync.WaitGroup)
	}
	return s
}
