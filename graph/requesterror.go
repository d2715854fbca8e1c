package graph

import (
	"fmt"
	"net/http"

	"github.com/vektah/gqlparser/v2/gqlerror"
)

// codeBadRequest is the code of errors in how a request is made, whatever it
// asks. They are answered with status 400 in any media type.
const codeBadRequest = "BAD_REQUEST"

// codeTimeout is the code of what took too long, to send or to do.
const codeTimeout = "TIMEOUT"

// requestError is what is wrong with a request as a whole, or with one of the
// operations in it: nothing of it is executed.
type requestError struct {
	status        int
	code, message string
}

func (e *requestError) Error() string { return e.message }

func (e *requestError) present() *gqlerror.Error {
	return coded(e.code, e.message)
}

// newRequestError is an error that is answered with a status of HTTP.
func newRequestError(status int, code, message string) *requestError {
	return &requestError{status: status, code: code, message: message}
}

// internalError is about a fault of the server, which its log explains.
func internalError() *requestError {
	return newRequestError(http.StatusInternalServerError, "INTERNAL", "internal error")
}

func badRequest(format string, args ...any) *requestError {
	return newRequestError(http.StatusBadRequest, codeBadRequest, fmt.Sprintf(format, args...))
}

func tooLarge(format string, args ...any) *requestError {
	return newRequestError(http.StatusRequestEntityTooLarge, "TOO_LARGE", fmt.Sprintf(format, args...))
}

// tooSlow is about a body of which nothing came for too long.
func tooSlow() *requestError {
	return newRequestError(http.StatusRequestTimeout, codeTimeout, "The request's body came too slowly and was given up. Send it again.")
}
