package graph

import (
	"context"
	"errors"
	"fmt"

	"omnimap/model"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// subscribe begins to answer a query, mutation or subscription. A subscription
// has begun when it returns, so that whoever gets a pong knows that it has.
func (c *connection) subscribe(m message) error {
	if !c.isKnown() {
		return &closeError{closeUnauthorized, "Unauthorized: send connection_init first, and wait for connection_ack"}
	}
	asking, err := readSubscribe(m)
	if err != nil {
		return err
	}
	asking.params.Headers = c.request.Header
	ctx, stream := withStream(model.WithActor(c.ctx, c.actor))
	ctx, cancel := context.WithCancel(ctx)
	op := &operation{id: m.ID, cancel: cancel, stream: stream}
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
	request, refused := asking.prepare(ctx, c.exec)
	if request == nil {
		c.tellLast(op, message{Type: "error", ID: op.id, Payload: marshal(refused.Errors)})
		c.end(op)
		return nil
	}
	if request.Operation.Operation != ast.Subscription {
		go c.answer(ctx, op, request, func() (graphql.ResponseHandler, context.Context) { return c.exec.DispatchOperation(ctx, request) })
		return nil
	}
	forget := context.AfterFunc(c.subscribed, cancel)
	responses, ctx := c.exec.DispatchOperation(ctx, request)
	go func() {
		defer forget()
		c.answer(ctx, op, request, func() (graphql.ResponseHandler, context.Context) { return responses, ctx })
	}()
	return nil
}

// begin notes an operation as being at work.
func (c *connection) begin(op *operation) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.active[op.id] != nil:
		return &closeError{closeSubscriberExists, short("Subscriber for " + op.id + " already exists")}
	case c.stopping:
		return coded("STOPPING", "The server stops. Connect again.")
	case c.running >= maxOpenOperations:
		return coded("TOO_MANY_OPERATIONS", fmt.Sprintf("A connection may have %d operations open. End some, or open another connection.", maxOpenOperations))
	}
	c.active[op.id] = op
	c.running++
	c.work.Add(1)
	return nil
}

// end notes that an operation is not at work any more.
func (c *connection) end(op *operation) {
	op.cancel()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.running--
	c.work.Done()
	if c.active[op.id] == op {
		delete(c.active, op.id)
	}
}

// answer sends what an operation answers, and that it is complete.
func (c *connection) answer(ctx context.Context, op *operation, request *graphql.OperationContext, dispatch func() (graphql.ResponseHandler, context.Context)) {
	defer c.end(op)
	defer func() {
		if panicked := recover(); panicked != nil {
			c.tellLast(op, message{Type: "error", ID: op.id, Payload: marshal(gqlerror.List{presented(request.Recover(ctx, panicked))})})
		}
	}()
	responses, ctx := dispatch()
	for response := responses(ctx); response != nil; response = responses(ctx) {
		if !c.wants(op) {
			return
		}
		c.send(message{Type: "next", ID: op.id, Payload: encoded(response)})
	}
	switch faults := op.stream.faults(); {
	case faults != nil:
		c.tellLast(op, message{Type: "error", ID: op.id, Payload: marshal(faults)})
	case request.Operation.Operation == ast.Subscription && c.subscribed.Err() != nil:
		// The connection is about to be closed. It was not complete.
	default:
		c.tellLast(op, message{Type: "complete", ID: op.id})
	}
}

// presented gives an error as clients are told it.
func presented(err error) *gqlerror.Error {
	var worded *gqlerror.Error
	if errors.As(err, &worded) {
		return worded
	}
	return internalError().present()
}

// wants tells whether the client still wants to hear of an operation.
func (c *connection) wants(op *operation) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.active[op.id] == op
}

// tellLast sends an operation's last message, if the client still wants to hear
// of it, and lets its id be used anew.
func (c *connection) tellLast(op *operation, m message) {
	c.mu.Lock()
	wanted := c.active[op.id] == op
	delete(c.active, op.id)
	c.mu.Unlock()
	if wanted {
		c.send(m)
	}
}
