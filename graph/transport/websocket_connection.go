package transport

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/coder/websocket"

	"omnimap/model"
)

// A connection is a WebSocket and the operations of its client.
type connection struct {
	*WebSocket
	socket  *websocket.Conn
	request *http.Request
	exec    graphql.GraphExecutor
	// ctx ends when the connection is lost. Before it is closed on purpose,
	// subscribed ends.
	ctx, subscribed  context.Context
	lose, endStreams context.CancelFunc
	// authenticated is closed when the client has said who it is, which actor is
	// then.
	authenticated chan struct{}
	actor         model.Actor

	mu sync.Mutex
	// active are the operations that the client waits for, by id. More may be
	// running, since a mutation goes on after its client stops waiting.
	active   map[string]*socketOperation
	running  int
	stopping bool
	work     sync.WaitGroup
}

// socketOperation is a query, mutation or subscription at work.
type socketOperation struct {
	id     string
	cancel context.CancelFunc
	stream *stream
}

func newConnection(t *WebSocket, socket *websocket.Conn, r *http.Request, exec graphql.GraphExecutor) *connection {
	c := &connection{WebSocket: t, socket: socket, request: r, exec: exec, authenticated: make(chan struct{}), active: make(map[string]*socketOperation)}
	c.ctx, c.lose = context.WithCancel(r.Context())
	c.subscribed, c.endStreams = context.WithCancel(c.ctx)
	return c
}

// serve reads messages until the connection is closed, and then waits for what
// is at work.
func (c *connection) serve() {
	defer c.lose()
	var keeping sync.WaitGroup
	keeping.Go(c.keep)
	c.socket.SetReadLimit(maxInit)
	c.close(c.read())
	c.lose()
	keeping.Wait()
	c.work.Wait()
	if c.isAuthenticated() {
		c.open.removeFrom(c.actor.AccountID)
	}
}

// read reads messages and does what they say. It gives why the connection is to
// be closed; nil where it is lost.
func (c *connection) read() error {
	for {
		kind, text, err := c.socket.Read(c.ctx)
		if err != nil {
			return nil
		}
		m, err := readMessage(kind, text)
		if err == nil {
			err = c.handle(m)
		}
		if err != nil {
			return err
		}
	}
}

// close closes the connection for a reason that is a closeError. A client that
// does not respond is not waited for.
func (c *connection) close(err error) {
	if err == nil {
		_ = c.socket.CloseNow()
		return
	}
	reason := &closeError{closeInternalError, "Internal error"}
	errors.As(err, &reason)
	c.endStreams()
	_ = c.socket.Close(reason.code, short(reason.reason))
}

func (c *connection) isAuthenticated() bool {
	select {
	case <-c.authenticated:
		return true
	default:
		return false
	}
}

// keep closes the connection of a client that does not say in time who it is,
// of one that does not respond any more, of one whose key holds no more, and
// that of a server which stops.
func (c *connection) keep() {
	alive, late := time.NewTicker(keepAliveEvery), time.NewTimer(initTimeout)
	defer alive.Stop()
	defer late.Stop()
	authenticated, ended, release := c.authenticated, (<-chan struct{})(nil), func() {}
	defer func() { release() }()
	for {
		select {
		case <-c.ctx.Done():
			return
		case <-c.options.Stopping.Done():
			c.finish()
			return
		case <-authenticated:
			authenticated = nil
			late.Stop()
			ended, release = c.options.Hold(c.actor)
		case <-late.C:
			if !c.isAuthenticated() {
				c.close(&closeError{closeInitTimeout, "Connection initialisation timeout"})
				return
			}
		case <-alive.C:
			if !c.isResponsive() {
				c.close(nil)
				return
			}
		case <-ended:
			c.close(&closeError{closeForbidden, endedReason(c.actor)})
			return
		}
	}
}

// endedReason says why an actor may not be served any more.
func endedReason(actor model.Actor) string {
	if actor.KeyID == "" {
		return "Forbidden: there are API keys now, and each connection needs one"
	}
	return "Forbidden: the API key was revoked or has expired"
}

// isResponsive tells whether the client still does.
func (c *connection) isResponsive() bool {
	ctx, cancel := context.WithTimeout(c.ctx, writeTimeout)
	defer cancel()
	return c.socket.Ping(ctx) == nil
}

// finish ends the subscriptions, waits for the queries and mutations at work,
// and closes the connection. The client is to go on with another server.
func (c *connection) finish() {
	c.mu.Lock()
	c.stopping = true
	c.mu.Unlock()
	c.endStreams()
	c.work.Wait()
	c.close(&closeError{websocket.StatusGoingAway, "The server stops"})
}

// send sends a message. A client that does not take it in time is given up.
func (c *connection) send(m message) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.ctx), writeTimeout)
	defer cancel()
	if err := c.socket.Write(ctx, websocket.MessageText, m.encode()); err != nil {
		c.lose()
	}
}

// handle does what a message says.
func (c *connection) handle(m message) error {
	switch m.Type {
	case "connection_init":
		return c.init(m)
	case "ping":
		c.send(message{Type: "pong", Payload: m.Payload})
	case "complete":
		c.cancel(m.ID)
	case "subscribe":
		return c.subscribe(m)
	}
	return nil
}

// init finds out who the client is.
func (c *connection) init(m message) error {
	if c.isAuthenticated() {
		return &closeError{closeTooManyInits, "Too many initialisation requests"}
	}
	key, given, err := initKey(m.Payload)
	if err != nil {
		return err
	}
	if !given {
		key, given = bearer(c.request)
	}
	actor, err := c.options.Authenticate(c.ctx, key)
	switch {
	case err != nil:
		LogFault(c.ctx, c.options.Log, "authenticate", err)
		if fault := model.FaultOf(err); fault != nil {
			return &closeError{websocket.StatusTryAgainLater, fault.Message}
		}
		return err
	case actor == nil && given:
		return &closeError{closeForbidden, "Forbidden: the API key is not known here, was revoked, or has expired"}
	case actor == nil:
		return &closeError{closeForbidden, `Forbidden: connection_init needs {"apiKey": "omnimap_…"}`}
	case !c.open.addTo(actor.AccountID):
		return &closeError{websocket.StatusTryAgainLater, fmt.Sprintf("The account has %d connections, and may have no more", MaxAccountConnections)}
	}
	c.actor = *actor
	close(c.authenticated)
	c.socket.SetReadLimit(c.options.MaxBody)
	c.send(message{Type: "connection_ack"})
	return nil
}

// cancel ends an operation that the client no longer waits for.
func (c *connection) cancel(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if op := c.active[id]; op != nil {
		op.cancel()
		delete(c.active, id)
	}
}
