package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"omnimap/graph/gqlerr"
	"omnimap/model"
)

// The media types of responses. What an operation's failure makes of the
// status differs: application/json may come from anything between here and
// the client, so that its status is the transport's alone.
const (
	typeJSON     = "application/json"
	typeResponse = "application/graphql-response+json"
)

// codeForbidden is the code of what the actor's role, or the request's origin,
// does not allow.
const codeForbidden = "FORBIDDEN"

// acceptedType is the media type that a client wants, application/json where
// it does not say.
func acceptedType(r *http.Request) string {
	accept := r.Header.Get("Accept")
	switch accept {
	case "", "*/*", typeJSON:
		return typeJSON
	}
	best, wanted := 0.0, typeJSON
	for name, q := range acceptable(accept) {
		if (name == typeJSON || name == typeResponse) && q > best {
			best, wanted = q, name
		}
	}
	return wanted
}

// acceptable gives the media types of an Accept header with their weights.
func acceptable(accept string) iter.Seq2[string, float64] {
	return func(yield func(string, float64) bool) {
		for part := range strings.SplitSeq(accept, ",") {
			name, parameters, err := mime.ParseMediaType(part)
			if err == nil && !yield(name, quality(parameters["q"])) {
				return
			}
		}
	}
}

// quality reads a media type's weight, which is 1 where none is given.
func quality(text string) float64 {
	if text == "" {
		return 1
	}
	q, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0
	}
	return q
}

// statusOf is the status of a response.
func statusOf(mediaType string, response *graphql.Response) int {
	if isUnable(response) {
		return http.StatusServiceUnavailable
	}
	if response.Data != nil {
		return http.StatusOK
	}
	for _, err := range response.Errors {
		switch err.Extensions["code"] {
		case gqlerr.CodeBadRequest:
			return http.StatusBadRequest
		case "INTERNAL":
			return http.StatusInternalServerError
		}
	}
	switch {
	case mediaType != typeResponse:
		return http.StatusOK
	case gqlerr.RetryAfter(response.Errors) > 0:
		return http.StatusTooManyRequests
	}
	return http.StatusBadRequest
}

// isUnable reports whether a response has no data for a fault of the database
// or of a disk.
func isUnable(response *graphql.Response) bool {
	if response.Data != nil && string(response.Data) != "null" {
		return false
	}
	return slices.ContainsFunc(response.Errors, func(err *gqlerror.Error) bool {
		code := err.Extensions["code"]
		return code == gqlerr.CodeUnavailable || code == gqlerr.CodeDiskFull
	})
}

// writeResponse writes one response.
func writeResponse(w http.ResponseWriter, mediaType string, response *graphql.Response) {
	setRetryAfter(w, gqlerr.RetryAfter(response.Errors))
	writeHeader(w, mediaType, statusOf(mediaType, response))
	encodeResponse(w, response)
}

// writeArray writes the responses of an array, each of which tells for
// itself what became of it.
func writeArray(w http.ResponseWriter, responses []*graphql.Response) {
	var wait int64
	for _, response := range responses {
		wait = max(wait, gqlerr.RetryAfter(response.Errors))
	}
	setRetryAfter(w, wait)
	writeHeader(w, typeJSON, http.StatusOK)
	separator := "["
	for _, response := range responses {
		_, _ = io.WriteString(w, separator)
		encodeResponse(w, response)
		separator = ","
	}
	_, _ = io.WriteString(w, "]")
}

// setRetryAfter has a client come back in some seconds, if any.
func setRetryAfter(w http.ResponseWriter, seconds int64) {
	if seconds > 0 {
		w.Header().Set("Retry-After", strconv.FormatInt(seconds, 10))
	}
}

// WriteError responds with an error, logs it if it is none of the caller's, and
// counts its code.
func WriteError(w http.ResponseWriter, r *http.Request, log *slog.Logger, what string, err error) {
	refused := gqlerr.AsRequestError(err)
	if refused.Status >= http.StatusInternalServerError {
		LogFault(r.Context(), log, what, err)
	}
	requestLogOf(r.Context()).recordOutcome("", refused.Code)
	writeRequestError(w, r, refused)
}

// LogFault logs what kept the server from its work. A fault that passes by
// itself is a warning.
func LogFault(ctx context.Context, log *slog.Logger, what string, err error) {
	level := slog.LevelError
	if model.FaultOf(err) != nil {
		level = slog.LevelWarn
	}
	log.Log(ctx, level, what, "error", err)
}

// writeRequestError responds to a request that is not executed, in the media
// type that its client wants.
func writeRequestError(w http.ResponseWriter, r *http.Request, err error) {
	refused := gqlerr.AsRequestError(err)
	if refused.Status == http.StatusRequestEntityTooLarge || refused.Status == http.StatusRequestTimeout {
		// The response does not wait for a body that is not read.
		w.Header().Set("Connection", "close")
	}
	if r.Header.Get("Content-Encoding") != "" {
		w.Header().Set("Accept-Encoding", "identity")
	}
	writeHeader(w, acceptedType(r), refused.Status)
	encodeResponse(w, errorResponse(refused))
}

func writeHeader(w http.ResponseWriter, mediaType string, status int) {
	w.Header().Set("Content-Type", mediaType+"; charset=utf-8")
	w.WriteHeader(status)
}

// encodeResponse writes a response as JSON. Data is JSON already, of which
// encoding/json would make a copy; there is none where nothing was executed.
// Write errors are ignored: the client has gone.
func encodeResponse(w io.Writer, response *graphql.Response) {
	separator := "{"
	if len(response.Errors) > 0 {
		_, _ = io.WriteString(w, separator+`"errors":`)
		_, _ = w.Write(marshal(response.Errors))
		separator = ","
	}
	if response.Data != nil {
		_, _ = io.WriteString(w, separator+`"data":`)
		_, _ = w.Write(response.Data)
		separator = ","
	}
	if len(response.Extensions) > 0 {
		_, _ = io.WriteString(w, separator+`"extensions":`)
		_, _ = w.Write(marshal(response.Extensions))
	}
	_, _ = io.WriteString(w, "}")
}

// encodeToBytes is a response as encodeResponse writes it.
func encodeToBytes(response *graphql.Response) []byte {
	var text bytes.Buffer
	encodeResponse(&text, response)
	return text.Bytes()
}

// marshal encodes errors and extensions, which the code made and JSON can
// hold.
func marshal[T gqlerror.List | map[string]any](v T) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Errorf("encode a response: %w", err))
	}
	return text
}
