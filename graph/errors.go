package graph

import (
	"context"
	"errors"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"omnimap/model"
)

// refusals gives what the caller can mend, for a payload's userErrors. Any
// other error stays one.
func refusals(err error) ([]*model.UserError, error) {
	var refusal *model.UserError
	if errors.As(err, &refusal) {
		return []*model.UserError{refusal}, nil
	}
	return []*model.UserError{}, err
}

// coded is an error that clients can tell by its code.
func coded(code, message string) *gqlerror.Error {
	return &gqlerror.Error{Message: message, Extensions: map[string]any{"code": code}}
}

// codedAt is a coded error of the field that is being answered.
func codedAt(ctx context.Context, code, message string) *gqlerror.Error {
	err := coded(code, message)
	err.Path = graphql.GetPath(ctx)
	return err
}

// badInput is an error in the arguments of a query.
func badInput(ctx context.Context, message string) error {
	return codedAt(ctx, "BAD_USER_INPUT", message)
}

// notFound is a query about something that is not there.
func notFound(ctx context.Context, what string) error {
	return codedAt(ctx, "NOT_FOUND", "There is no such "+what+".")
}
