package transport

import (
	"net/http"

	"github.com/99designs/gqlgen/graphql"

	"omnimap/graph/gqlerr"
)

// Unsupported is the transport of what no other takes: it says what would be.
type Unsupported struct{}

// Supports is true of every request.
func (Unsupported) Supports(*http.Request) bool { return true }

// Do serves a request.
func (Unsupported) Do(w http.ResponseWriter, r *http.Request, _ graphql.GraphExecutor) {
	const allowed = "GET, POST, OPTIONS"
	switch {
	case isWebSocket(r):
		writeRequestError(w, r, gqlerr.BadRequest("There is no WebSocket to be had by this request."))
	case r.Method == http.MethodOptions:
		w.Header().Set("Allow", allowed)
		w.WriteHeader(http.StatusNoContent)
	case r.Method == http.MethodPost:
		w.Header().Set("Accept-Post", typeJSON+", "+typeForm)
		writeRequestError(w, r, gqlerr.NewRequestError(http.StatusUnsupportedMediaType, gqlerr.CodeBadRequest,
			"Send JSON with Content-Type: "+typeJSON+", or files with "+typeForm+"."))
	default:
		w.Header().Set("Allow", allowed)
		writeRequestError(w, r, gqlerr.NewRequestError(http.StatusMethodNotAllowed, gqlerr.CodeBadRequest, "Send a request by POST, or a query by GET."))
	}
}
