package transport

import (
	"mime"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"omnimap/graph/gqlerr"
)

// Post is the transport of JSON: one operation, or an array of them.
type Post struct {
	// MaxBody is how many bytes the body may have.
	MaxBody int64
}

// Supports tells whether a request is a POST of JSON.
func (p Post) Supports(r *http.Request) bool {
	return r.Method == http.MethodPost && !isWebSocket(r) && contentType(r) == typeJSON
}

// Do serves a request.
func (p Post) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	request, err := p.read(r)
	if err != nil {
		refuse(w, r, exec, err)
		return
	}
	request.respond(w, r, exec)
}

func (p Post) read(r *http.Request) (*request, error) {
	if err := checkEncoding(r.Header); err != nil {
		return nil, err
	}
	if r.ContentLength > p.MaxBody {
		return nil, readError("request", &http.MaxBytesError{Limit: p.MaxBody})
	}
	return readRequest("request", r.Body, p.MaxBody)
}

// checkEncoding refuses a compressed body: a few bytes of it can hold more than
// the server takes, and taken as it is, it is no JSON.
func checkEncoding(header http.Header) error {
	for _, encoding := range header.Values("Content-Encoding") {
		if encoding = strings.TrimSpace(encoding); encoding != "" && !strings.EqualFold(encoding, "identity") {
			return gqlerr.NewRequestError(http.StatusUnsupportedMediaType, gqlerr.CodeBadRequest,
				"The body is sent with Content-Encoding: "+encoding+". Send it as it is, without a Content-Encoding.")
		}
	}
	return nil
}

// contentType is the media type of a request's body, empty where it is none
// that can be read. JSON is UTF-8.
func contentType(r *http.Request) string {
	header := r.Header.Get("Content-Type")
	if header == typeJSON {
		return header
	}
	name, parameters, err := mime.ParseMediaType(header)
	if err != nil {
		return ""
	}
	if charset := parameters["charset"]; charset != "" && !strings.EqualFold(charset, "utf-8") {
		return ""
	}
	return name
}
