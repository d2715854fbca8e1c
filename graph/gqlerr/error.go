package gqlerr

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// Coded is an error that clients can tell by its code.
func Coded(code, message string) *gqlerror.Error {
	return &gqlerror.Error{Message: message, Extensions: map[string]any{"code": code}}
}

// CodedAt is a coded error of the field that is being resolved.
func CodedAt(ctx context.Context, code, message string) *gqlerror.Error {
	err := Coded(code, message)
	err.Path = graphql.GetPath(ctx)
	return err
}

// retryAfter is the extension that holds in how many seconds a client is to
// come back.
const retryAfter = "retryAfter"

// Throttled is about a budget that is spent for now.
func Throttled(seconds int64, message string) *gqlerror.Error {
	return &gqlerror.Error{Message: message, Extensions: map[string]any{"code": "THROTTLED", retryAfter: seconds}}
}

// Timeout is about an operation that took longer than it may, or that was not
// begun before its request had.
func Timeout() *gqlerror.Error {
	return Coded(CodeTimeout, "The request took longer than this server lets one take, and was given up. Ask for less at a time.")
}

// RetryAfter is in how many seconds a client is to come back; 0 where it need
// not.
func RetryAfter(errs gqlerror.List) (seconds int64) {
	for _, err := range errs {
		if wait, ok := err.Extensions[retryAfter].(int64); ok {
			seconds = max(seconds, wait)
		}
	}
	return seconds
}
