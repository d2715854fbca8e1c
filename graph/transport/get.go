package transport

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"omnimap/graph/gqlerr"
)

// Get is the transport of queries in addresses. Mutations are
// refused, since any page can have a browser send a GET.
type Get struct{}

// Supports tells whether a request is a GET.
func (Get) Supports(r *http.Request) bool {
	return r.Method == http.MethodGet && !isWebSocket(r)
}

// Do serves a request.
func (Get) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	w.Header().Set("Cache-Control", "no-store")
	op, err := readAddress(r)
	if err != nil {
		refuse(w, r, exec, err)
		return
	}
	operation, response := op.prepare(r.Context(), exec)
	if operation != nil && operation.Operation.Operation != ast.Query {
		w.Header().Set("Allow", http.MethodPost)
		writeRequestError(w, r, gqlerr.NewRequestError(http.StatusMethodNotAllowed, gqlerr.CodeBadRequest, "GET is for queries alone. Send a mutation by POST."))
		return
	}
	if operation != nil {
		response = run(r.Context(), exec, operation)
	}
	writeResponse(w, acceptedType(r), response)
}

// readAddress reads an operation from a request's address.
func readAddress(r *http.Request) (*operation, error) {
	values, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, gqlerr.BadRequest("The address cannot be read: %v.", err)
	}
	o := &operation{params: graphql.RawParams{
		Query: values.Get("query"), OperationName: values.Get("operationName"), Headers: r.Header}}
	if o.params.Variables, err = readObject(values, "variables"); err != nil {
		return nil, err
	}
	o.params.Extensions, err = readObject(values, "extensions")
	return o, err
}

// readObject reads a JSON object from a value of an address.
func readObject(values url.Values, name string) (object map[string]any, err error) {
	text := values.Get(name)
	if text == "" {
		return nil, nil
	}
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(&object); err != nil {
		return nil, gqlerr.BadRequest("%s", mistypedMessage(name))
	}
	return object, expectEnd(`"`+name+`"`, dec)
}
