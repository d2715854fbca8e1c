package graph

import (
	"context"
	"errors"

	"omnimap/graph/gqlerr"
	"omnimap/model"
)

// userErrorsOf gives what the caller can mend, for a payload's userErrors. Any
// other error stays one.
func userErrorsOf(err error) ([]*model.UserError, error) {
	var refusal *model.UserError
	if errors.As(err, &refusal) {
		return []*model.UserError{refusal}, nil
	}
	return []*model.UserError{}, err
}

// badInput is an error in the arguments of a query.
func badInput(ctx context.Context, message string) error {
	return gqlerr.CodedAt(ctx, "BAD_USER_INPUT", message)
}

// notFound is a query about something that is not there.
func notFound(ctx context.Context, what string) error {
	return gqlerr.CodedAt(ctx, "NOT_FOUND", "There is no such "+what+".")
}
