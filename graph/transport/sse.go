package transport

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"omnimap/graph/gqlerr"
	"omnimap/model"
)

// SSE responds by server-sent events, as GraphQL over SSE has it in its
// distinct connections mode: an event next for each response, then complete.
type SSE struct{ Options StreamOptions }

// Supports tells whether a request wants events rather than JSON.
func (t SSE) Supports(r *http.Request) bool {
	return Post{}.Supports(r) && prefersEvents(strings.Join(r.Header.Values("Accept"), ","))
}

// prefersEvents tells whether an Accept header ranks events above JSON. Of
// types with the same rank the first one goes before, since there are clients
// that name events last in every request.
func prefersEvents(accept string) bool {
	var events, json float64
	for name, q := range acceptable(accept) {
		switch name {
		case "text/event-stream":
			if q > json {
				events = q
			}
		case typeJSON, typeResponse, "application/*", "*/*":
			json = max(json, q)
		}
	}
	return events > 0 && events >= json
}

// Do serves a request.
func (t SSE) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	request, err := Post{MaxBody: t.Options.MaxBody}.read(r)
	if err == nil && request.array {
		err = gqlerr.BadRequest("An array is not answered by events. Send one operation.")
	}
	if err != nil {
		refuse(w, r, exec, err)
		return
	}
	op := &request.operations[0]
	op.params.Headers = r.Header
	ctx, stream := withStream(r.Context())
	ctx, cancel := context.WithCancel(ctx)
	events := &events{w: w, control: http.NewResponseController(w), cancel: cancel}
	var keeping sync.WaitGroup
	defer keeping.Wait()
	defer cancel()

	responses, responseCtx, subscription := t.dispatch(ctx, exec, op)
	events.begin()
	keeping.Go(func() { t.keep(ctx, subscription, stream, events) })
	for response := responses(responseCtx); response != nil; response = responses(responseCtx) {
		events.next(response)
	}
	if subscription && t.Options.Stopping.Err() != nil {
		return // The stream just ends, so that the client goes on with another server.
	}
	if faults := stream.faults(); faults != nil {
		events.next(&graphql.Response{Errors: faults})
	}
	events.write("event: complete\ndata:\n\n")
}

// dispatch starts an operation, and tells whether it is a subscription.
func (t SSE) dispatch(ctx context.Context, exec graphql.GraphExecutor, op *operation) (graphql.ResponseHandler, context.Context, bool) {
	operation, refused := op.prepare(ctx, exec)
	if operation == nil {
		return graphql.OneShot(refused), ctx, false
	}
	responses, ctx := exec.DispatchOperation(ctx, operation)
	return responses, ctx, operation.Operation.Operation == ast.Subscription
}

// keep keeps the stream open, until ctx ends. A subscription ends when the
// server stops, or the key does not hold any more.
func (t SSE) keep(ctx context.Context, subscription bool, stream *stream, events *events) {
	alive := time.NewTicker(keepAliveEvery)
	defer alive.Stop()
	stopping := t.Options.Stopping.Done()
	actor := model.ActorOf(ctx)
	ended, release := t.Options.Hold(actor)
	defer release()
	if !subscription {
		stopping, ended = nil, nil
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-stopping:
			events.cancel()
			return
		case <-alive.C:
			events.write(":\n\n")
		case <-ended:
			stream.end("UNAUTHENTICATED", unauthenticated(actor.KeyID != "").Message)
			events.cancel()
			return
		}
	}
}

// events writes events to a client. One that does not read them is given up.
type events struct {
	w       http.ResponseWriter
	control *http.ResponseController
	cancel  context.CancelFunc
	mu      sync.Mutex
}

// begin says at once that there will be events.
func (e *events) begin() {
	header := e.w.Header()
	header.Set("Content-Type", "text/event-stream; charset=utf-8")
	header.Set("Cache-Control", "no-cache")
	header.Set("X-Accel-Buffering", "no")
	e.write(":\n\n")
}

func (e *events) next(response *graphql.Response) {
	e.write("event: next\ndata: " + string(encodeToBytes(response)) + "\n\n")
}

func (e *events) write(text string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	err := e.control.SetWriteDeadline(time.Now().Add(writeTimeout))
	if err == nil {
		_, err = e.w.Write([]byte(text))
	}
	if err == nil {
		err = e.control.Flush()
	}
	if err != nil {
		e.cancel()
	}
}
