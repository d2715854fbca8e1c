package transport

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"golang.org/x/sync/errgroup"

	"omnimap/graph/gqlerr"
)

// operationsAtOnce is how many operations of an array run together.
const operationsAtOnce = 4

// respond runs the request and writes its response.
func (q *request) respond(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	for i := range q.operations {
		q.operations[i].params.Headers = r.Header
	}
	if q.array {
		writeArray(w, q.runAll(r.Context(), exec))
		return
	}
	operation, response := q.operations[0].prepare(r.Context(), exec)
	if operation != nil {
		response = run(r.Context(), exec, operation)
	}
	writeResponse(w, acceptedType(r), response)
}

// runAll runs an array of operations and gives the responses in their order.
// Where any of them is a mutation, each begins when the one before has ended;
// else they read what is equal once. What has not begun when the array's time is
// over is not begun.
func (q *request) runAll(ctx context.Context, exec graphql.GraphExecutor) []*graphql.Response {
	began := time.Now()
	prepared := make([]*graphql.OperationContext, len(q.operations))
	responses := make([]*graphql.Response, len(q.operations))
	atOnce := operationsAtOnce
	for i := range q.operations {
		prepared[i], responses[i] = q.operations[i].prepare(ctx, exec)
		if prepared[i] != nil && prepared[i].Operation.Operation == ast.Mutation {
			atOnce = 1
		}
	}
	ctx, cancel := boundsOf(ctx).array(ctx, began, atOnce == 1)
	defer cancel()
	var running errgroup.Group
	running.SetLimit(atOnce)
	for i, operation := range prepared {
		if operation == nil {
			continue
		}
		running.Go(func() error {
			responses[i] = run(ctx, exec, operation)
			return nil
		})
	}
	_ = running.Wait() // What fails is in the responses.
	return responses
}

// prepare gives an operation that can be run, or the response that says why it
// cannot.
func (o *operation) prepare(ctx context.Context, exec graphql.GraphExecutor) (*graphql.OperationContext, *graphql.Response) {
	if o.malformed == nil && o.params.Query == "" && o.params.Extensions["persistedQuery"] == nil {
		o.malformed = gqlerr.BadRequest("The operation has no query.")
	}
	params := &o.params
	if o.malformed != nil {
		params = &graphql.RawParams{} // It is refused, but costs its key what every operation does at least.
	}
	defer boundsOf(ctx).document(ctx, len(params.Query))()
	operation, errs := exec.CreateOperationContext(ctx, params)
	if o.malformed != nil && gqlerr.RetryAfter(errs) == 0 {
		errs = gqlerror.List{o.malformed.Present()}
	}
	if len(errs) == 0 {
		return operation, nil
	}
	response := exec.DispatchError(graphql.WithOperationContext(ctx, operation), errs)
	if errs[0].Extensions["code"] == codeForbidden {
		// That is the error of a field, which cannot be null.
		response.Data = []byte("null")
	}
	return nil, response
}

// refuse responds to a request that cannot be read. It costs its key what every
// operation does at least.
func refuse(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor, err error) {
	_, response := (&operation{malformed: gqlerr.AsRequestError(err)}).prepare(r.Context(), exec)
	if gqlerr.RetryAfter(response.Errors) > 0 {
		writeResponse(w, acceptedType(r), response)
		return
	}
	writeRequestError(w, r, err)
}

// run runs an operation. A panic is its own error, since the operations of an
// array run beside each other.
func run(ctx context.Context, exec graphql.GraphExecutor, operation *graphql.OperationContext) (response *graphql.Response) {
	defer func() {
		if panicked := recover(); panicked != nil {
			_ = operation.RecoverFunc(ctx, panicked) // Logs it.
			response = &graphql.Response{Errors: gqlerror.List{gqlerr.Internal().Present()}}
		}
	}()
	next, ctx := exec.DispatchOperation(ctx, operation)
	switch response = next(ctx); {
	case response != nil:
		return response
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return &graphql.Response{Errors: gqlerror.List{gqlerr.Timeout()}}
	}
	// The client has gone away, and this is not read.
	return errorResponse(gqlerr.BadRequest("The request was given up."))
}

func errorResponse(err *gqlerr.RequestError) *graphql.Response {
	return &graphql.Response{Errors: gqlerror.List{err.Present()}}
}
