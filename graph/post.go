package graph

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/transport"
)

// post is gqlgen's transport for POST, save that it writes an answer's data as
// they are. gqlgen reads all of them once more to check them and to take out
// the spaces, of which there are none: a fifth of what a page costs.
type post struct{ transport.POST }

// Do answers a request.
func (p post) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	a := &answer{ResponseWriter: w, GraphExecutor: exec}
	p.POST.Do(a, r, a)
}

// answer is what the transport takes for the executor and for the response: it
// writes what the one gave to the other, and what the transport writes after
// that is dropped.
type answer struct {
	http.ResponseWriter
	graphql.GraphExecutor
	written bool
}

// DispatchOperation leaves answers that have more than data to the transport.
func (a *answer) DispatchOperation(ctx context.Context, operation *graphql.OperationContext) (graphql.ResponseHandler, context.Context) {
	responses, ctx := a.GraphExecutor.DispatchOperation(ctx, operation)
	return func(ctx context.Context) *graphql.Response {
		response := responses(ctx)
		if !hasDataAlone(response) {
			return response
		}
		a.writeData(response.Data)
		return &graphql.Response{}
	}, ctx
}

func hasDataAlone(r *graphql.Response) bool {
	return r != nil && r.Data != nil && len(r.Errors) == 0 && len(r.Extensions) == 0 && r.Label == "" && len(r.Path) == 0 && r.HasNext == nil
}

// writeData writes the bytes that package json would.
func (a *answer) writeData(data []byte) {
	for _, special := range [...]string{"<", ">", "&", "\u2028", "\u2029"} {
		if bytes.Contains(data, []byte(special)) {
			var escaped bytes.Buffer
			json.HTMLEscape(&escaped, data)
			data = escaped.Bytes()
			break
		}
	}
	a.written = true
	_, _ = io.WriteString(a.ResponseWriter, `{"data":`)
	_, _ = a.ResponseWriter.Write(data)
	_, _ = io.WriteString(a.ResponseWriter, "}")
}

// Write writes what the transport has to say, if anything is left to be said.
func (a *answer) Write(text []byte) (int, error) {
	if a.written {
		return len(text), nil
	}
	return a.ResponseWriter.Write(text)
}
