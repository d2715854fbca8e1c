package transport

import (
	"context"
	"errors"
	"fmt"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"omnimap/graph/gqlerr"
	"omnimap/model"
)

// subscribe starts a query, mutation or subscription. A subscription has begun
// when it returns, so that a client that gets a pong knows that it has.
func (c *connection) subscribe(m message) error {
	if !c.isAuthenticated() {
		return &closeError{closeUnauthorized, "Unauthorized: send connection_init first, and wait for connection_ack"}
	}
	sent, err := readSubscribe(m)
	if err != nil {
		return err
	}
	sent.params.Headers = c.request.Header
	ctx, stream := withStream(model.WithActor(c.ctx, c.actor))
	ctx, cancel := context.WithCancel(ctx)
	op := &socketOperation{id: m.ID, cancel: cancel, stream: stream}
	if err := c.begin(op); err != nil {
		cancel()
		var refused *gqlerror.Error
		if errors.As(err, &refused) {
			c.send(message{Type: "error", ID: m.ID, Payload: marshal(gqlerror.List{refused})})
			return nil
		}
		return err
	}
	ctx = graphql.StartOperationTrace(ctx)
	request, refused := sent.prepare(ctx, c.exec)
	if request == nil {
		c.sendRefused(op, refused)
		c.end(op)
		return nil
	}
	if request.Operation.Operation != ast.Subscription {
		go c.respond(ctx, op, request, func() (graphql.ResponseHandler, context.Context) { return c.exec.DispatchOperation(ctx, request) })
		return nil
	}
	stop := context.AfterFunc(c.subscribed, cancel)
	responses, ctx := c.exec.DispatchOperation(ctx, request)
	go func() {
		defer stop()
		c.respond(ctx, op, request, func() (graphql.ResponseHandler, context.Context) { return responses, ctx })
	}()
	return nil
}

// sendRefused sends the response to an operation that cannot be run. One with
// data is the response to its first field.
func (c *connection) sendRefused(op *socketOperation, refused *graphql.Response) {
	if refused.Data == nil {
		c.sendLast(op, message{Type: "error", ID: op.id, Payload: marshal(refused.Errors)})
		return
	}
	c.send(message{Type: "next", ID: op.id, Payload: encodeToBytes(refused)})
	c.sendLast(op, message{Type: "complete", ID: op.id})
}

// begin records an operation as running.
func (c *connection) begin(op *socketOperation) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.active[op.id] != nil:
		return &closeError{closeSubscriberExists, short("Subscriber for " + op.id + " already exists")}
	case c.stopping:
		return gqlerr.Coded("STOPPING", "The server stops. Connect again.")
	case c.running >= MaxOpenOperations:
		return gqlerr.Coded("TOO_MANY_OPERATIONS", fmt.Sprintf("A connection may have %d operations open. End some, or open another connection.", MaxOpenOperations))
	}
	c.active[op.id] = op
	c.running++
	c.work.Add(1)
	return nil
}

// end removes an operation that has ended.
func (c *connection) end(op *socketOperation) {
	op.cancel()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.running--
	c.work.Done()
	if c.active[op.id] == op {
		delete(c.active, op.id)
	}
}

// respond sends the responses of an operation, and that it is complete.
func (c *connection) respond(ctx context.Context, op *socketOperation, request *graphql.OperationContext, dispatch func() (graphql.ResponseHandler, context.Context)) {
	defer c.end(op)
	defer func() {
		if panicked := recover(); panicked != nil {
			c.sendLast(op, message{Type: "error", ID: op.id, Payload: marshal(gqlerror.List{presentedError(request.Recover(ctx, panicked))})})
		}
	}()
	responses, ctx := dispatch()
	for response := responses(ctx); response != nil; response = responses(ctx) {
		if !c.isActive(op) {
			return
		}
		c.send(message{Type: "next", ID: op.id, Payload: encodeToBytes(response)})
	}
	switch faults := op.stream.faults(); {
	case faults != nil:
		c.sendLast(op, message{Type: "error", ID: op.id, Payload: marshal(faults)})
	case request.Operation.Operation == ast.Subscription && c.subscribed.Err() != nil:
		// The connection is about to be closed. It was not complete.
	default:
		c.sendLast(op, message{Type: "complete", ID: op.id})
	}
}

// presentedError is an error as clients get it.
func presentedError(err error) *gqlerror.Error {
	var worded *gqlerror.Error
	if errors.As(err, &worded) {
		return worded
	}
	return gqlerr.Internal().Present()
}

// isActive reports whether the client still waits for an operation.
func (c *connection) isActive(op *socketOperation) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.active[op.id] == op
}

// sendLast sends an operation's last message, if the client still waits for it,
// and frees its id.
func (c *connection) sendLast(op *socketOperation, m message) {
	c.mu.Lock()
	wanted := c.active[op.id] == op
	delete(c.active, op.id)
	c.mu.Unlock()
	if wanted {
		c.send(m)
	}
}
