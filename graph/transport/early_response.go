package transport

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
)

// respondEarly sends a whole response while the request's body is still coming,
// then reads the rest of it: a client that looks for the response only at the
// end finds it, where a closed connection would be all that it sees.
func respondEarly(w http.ResponseWriter, r *http.Request, respond func(http.ResponseWriter)) {
	response := &heldResponse{ResponseWriter: w, status: http.StatusOK}
	respond(response)
	control := http.NewResponseController(w)
	if control.EnableFullDuplex() != nil {
		_, _ = io.Copy(io.Discard, r.Body) // It cannot be sent before.
	}
	w.Header().Set("Content-Length", strconv.Itoa(response.body.Len()))
	w.WriteHeader(response.status)
	_, _ = w.Write(response.body.Bytes())
	_ = control.Flush()
	_, _ = io.Copy(io.Discard, r.Body)
}

// heldResponse keeps a response until its length is known.
type heldResponse struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (h *heldResponse) WriteHeader(status int) { h.status = status }

func (h *heldResponse) Write(p []byte) (int, error) { return h.body.Write(p) }
