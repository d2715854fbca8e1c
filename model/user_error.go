package model

import (
	"errors"
	"fmt"
)

// Refuse returns a UserError. field is the path in the arguments.
func Refuse(code ErrorCode, message string, field ...string) error {
	return &UserError{Code: code, Message: message, Field: field}
}

// Wrap adds what was being done to an error, but returns user errors unchanged:
// their words are for the caller.
func Wrap(what string, err error) error {
	var refusal *UserError
	if errors.As(err, &refusal) {
		return refusal
	}
	var forbidden *ForbiddenError
	if errors.As(err, &forbidden) {
		return forbidden
	}
	return fmt.Errorf("%s: %w", what, err)
}

// Quote quotes a value for a message, and cuts a long one.
func Quote(value string) string {
	const most = 60
	runes := []rune(value)
	if len(runes) > most {
		return fmt.Sprintf("%q…", string(runes[:most]))
	}
	return fmt.Sprintf("%q", value)
}

// UserError is an error that the caller can correct.
type UserError struct {
	Code    ErrorCode
	Message string
	// Field is the path in the arguments, such as input, ids, 3.
	Field []string
}

// Error returns the message.
func (e *UserError) Error() string { return e.Message }
