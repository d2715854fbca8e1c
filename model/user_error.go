package model

import (
	"errors"
	"fmt"
)

// Refuse gives an error that the caller can mend. field is the path in the
// arguments.
func Refuse(code ErrorCode, message string, field ...string) error {
	return &UserError{Code: code, Message: message, Field: field}
}

// Wrap says what was being done, but gives user errors back as they are: their
// words are for the caller.
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

// Quote quotes a value for a message, cut to what a message can bear.
func Quote(value string) string {
	const most = 60
	runes := []rune(value)
	if len(runes) > most {
		return fmt.Sprintf("%q…", string(runes[:most]))
	}
	return fmt.Sprintf("%q", value)
}

// UserError is what a caller can mend.
type UserError struct {
	Code    ErrorCode
	Message string
	// Field is the path in the arguments, such as input, ids, 3.
	Field []string
}

// Error is the message.
func (e *UserError) Error() string { return e.Message }
