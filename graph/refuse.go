package graph

import (
	"net/http"

	"github.com/99designs/gqlgen/graphql"
)

// refuse is the transport of what no other takes: it says what would be.
type refuse struct{}

func (refuse) Supports(*http.Request) bool { return true }

func (refuse) Do(w http.ResponseWriter, r *http.Request, _ graphql.GraphExecutor) {
	const allowed = "GET, POST, OPTIONS"
	switch {
	case isWebSocket(r):
		writeRefusal(w, r, badRequest("There is no WebSocket to be had by this request."))
	case r.Method == http.MethodOptions:
		w.Header().Set("Allow", allowed)
		w.WriteHeader(http.StatusNoContent)
	case r.Method == http.MethodPost:
		w.Header().Set("Accept-Post", typeJSON+", "+typeForm)
		writeRefusal(w, r, newRequestError(http.StatusUnsupportedMediaType, codeBadRequest,
			"Send JSON with Content-Type: "+typeJSON+", or files with "+typeForm+"."))
	default:
		w.Header().Set("Allow", allowed)
		writeRefusal(w, r, newRequestError(http.StatusMethodNotAllowed, codeBadRequest, "Send a request by POST, or a query by GET."))
	}
}
