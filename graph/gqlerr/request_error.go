package gqlerr

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"omnimap/model"
)

// CodeBadRequest is the code of errors in how a request is made, whatever its
// operation. Their status is 400 in any media type.
const CodeBadRequest = "BAD_REQUEST"

// CodeUnavailable is the code of requests that the database does not let be done
// for now, and CodeDiskFull that of those for which a disk has no room. Their
// status is 503 in any media type.
const (
	CodeUnavailable = "UNAVAILABLE"
	CodeDiskFull    = "DISK_FULL"
)

// CodeTimeout is the code of what took too long, to send or to do.
const CodeTimeout = "TIMEOUT"

// RequestError is what is wrong with a request as a whole, or with one of the
// operations in it: nothing of it is executed.
type RequestError struct {
	// Status is that of the HTTP response.
	Status int
	// Code is for programs, Message for people.
	Code, Message string
}

// Error is the message.
func (e *RequestError) Error() string { return e.Message }

// Present gives the error as GraphQL has it.
func (e *RequestError) Present() *gqlerror.Error {
	return Coded(e.Code, e.Message)
}

// AsRequestError finds the RequestError in an error, or the model.Fault. Any
// other error is a fault of the server.
func AsRequestError(err error) *RequestError {
	if found := (*RequestError)(nil); errors.As(err, &found) {
		return found
	}
	if fault := model.FaultOf(err); fault != nil {
		return Unable(fault)
	}
	return Internal()
}

// Unable is about what the server cannot do for now, for a fault of its database
// or of a disk.
func Unable(fault *model.Fault) *RequestError {
	code := CodeUnavailable
	if errors.Is(fault.Kind, model.ErrDiskFull) {
		code = CodeDiskFull
	}
	return NewRequestError(http.StatusServiceUnavailable, code, fault.Message)
}

// NewRequestError is an error with a status of HTTP.
func NewRequestError(status int, code, message string) *RequestError {
	return &RequestError{Status: status, Code: code, Message: message}
}

// Internal is about a fault of the server, which its log explains.
func Internal() *RequestError {
	return NewRequestError(http.StatusInternalServerError, "INTERNAL", "internal error")
}

// BadRequest is about a request that cannot be understood.
func BadRequest(format string, args ...any) *RequestError {
	return NewRequestError(http.StatusBadRequest, CodeBadRequest, fmt.Sprintf(format, args...))
}

// TooLarge is about a request with more bytes than it may have.
func TooLarge(format string, args ...any) *RequestError {
	return NewRequestError(http.StatusRequestEntityTooLarge, "TOO_LARGE", fmt.Sprintf(format, args...))
}

// TooSlow is about a body of which nothing came for too long.
func TooSlow() *RequestError {
	return NewRequestError(http.StatusRequestTimeout, CodeTimeout, "The request's body came too slowly and was given up. Send it again.")
}
