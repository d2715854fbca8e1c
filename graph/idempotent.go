package graph

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/core"

	"omnimap/graph/gqlerr"
	"omnimap/model"
	"omnimap/service"
)

const (
	idempotent = "idempotent"
	// maxIdempotencyKey is how many characters a key may have.
	maxIdempotencyKey = 255
)

// idempotentOnMutations is a validation rule that allows @idempotent only on
// the fields of a mutation.
func idempotentOnMutations(observers *core.Events, addError core.AddErrFunc) {
	type responseField struct {
		operation *ast.OperationDefinition
		name      string
	}
	directives := make(map[responseField]string)
	observers.OnField(func(walker *core.Walker, field *ast.Field) {
		// Fragments are seen where they are used.
		if walker.CurrentOperation == nil {
			return
		}
		directive := field.Directives.ForName(idempotent)
		if field.ObjectDefinition == nil || field.ObjectDefinition != walker.Schema.Mutation {
			if directive != nil {
				addError(core.Message("@idempotent is for the fields of a mutation itself, such as importProducts, not for %s.", field.Name),
					core.At(directive.Position))
			}
			return
		}
		at, given := responseField{walker.CurrentOperation, field.Alias}, ""
		if directive != nil && len(directive.Arguments) > 0 {
			given = directive.Arguments[0].Value.String()
		}
		// Fields of one name in the response are resolved as one, which has one key.
		if before, seen := directives[at]; seen && before != given {
			addError(core.Message("%s stands here more than once: give it the same @idempotent everywhere.", field.Alias), core.At(field.Position))
		}
		directives[at] = given
	})
}

// idempotentRequests carries out fields with @idempotent once.
type idempotentRequests struct {
	service *service.Service
	types   map[string]*ast.Definition
}

// intercept is a middleware of root fields: one with @idempotent gives the
// response that it gave before.
func (r idempotentRequests) intercept(ctx context.Context, next graphql.RootResolver) (value graphql.Marshaler) {
	field := graphql.GetRootFieldContext(ctx).Field
	directive := field.Directives.ForName(idempotent)
	if directive == nil {
		return next(ctx)
	}
	ctx = service.WithIdempotency(ctx)
	// Errors below have paths of its own.
	at := graphql.WithPathContext(ctx, graphql.NewPathWithField(field.Alias))
	operation := graphql.GetOperationContext(ctx)
	defer func() {
		if panicked := recover(); panicked != nil {
			graphql.AddError(at, operation.Recover(at, panicked))
			value = graphql.Null
		}
	}()
	key, _ := directive.ArgumentMap(operation.Variables)["key"].(string)
	// It goes on when its client goes away, unlike others: the repeat is to
	// find its response. Its time is limited all the same.
	value, err := r.do(at, field, key, func() (graphql.Marshaler, gqlerror.List) {
		lasting, cancel := withoutClient(ctx)
		defer cancel()
		// It may be resolved again, and then only the last errors count.
		fresh := graphql.WithFreshResponseContext(lasting)
		return next(fresh), graphql.GetErrors(fresh)
	})
	if err != nil {
		graphql.AddError(at, idempotencyError(at, err))
		return graphql.Null
	}
	return value
}

// withoutClient is a context that lasts when the client goes away, as long as
// ctx would else.
func withoutClient(ctx context.Context) (context.Context, context.CancelFunc) {
	lasting := context.WithoutCancel(ctx)
	if deadline, limited := ctx.Deadline(); limited {
		return context.WithDeadline(lasting, deadline)
	}
	return lasting, func() {}
}

// do gives the field's response from before, or else resolves it now. A
// response with errors is not kept.
func (r idempotentRequests) do(ctx context.Context, field graphql.CollectedField, key string, resolve func() (graphql.Marshaler, gqlerror.List)) (value graphql.Marshaler, err error) {
	if err := checkIdempotencyKey(ctx, key); err != nil {
		return nil, err
	}
	print, err := fingerprint(r.types, field, graphql.GetOperationContext(ctx).Variables)
	if err != nil {
		return nil, err
	}
	mutation := service.IdempotentRequest{Field: field.Name, Key: key, Fingerprint: print}
	var errs gqlerror.List
	kept, err := r.service.DoIdempotent(ctx, model.ActorOf(ctx), mutation, func() ([]byte, bool) {
		if value, errs = resolve(); len(errs) > 0 {
			return nil, false
		}
		var json bytes.Buffer
		value.MarshalGQL(&json)
		return json.Bytes(), true
	})
	if kept != nil || err != nil {
		return rawJSON(kept), err
	}
	for _, err := range errs {
		graphql.AddError(ctx, err)
	}
	return value, err
}

func checkIdempotencyKey(ctx context.Context, key string) error {
	if n := utf8.RuneCountInString(key); n < 1 || n > maxIdempotencyKey {
		return badInput(ctx, fmt.Sprintf("The key of @idempotent has %d characters; give it 1 to %d, such as a UUID.", n, maxIdempotencyKey))
	}
	if !utf8.ValidString(key) || strings.ContainsRune(key, 0) {
		return badInput(ctx, "The key of @idempotent is no text; use letters and digits, such as a UUID.")
	}
	return nil
}

// idempotencyError words the errors that come of a repeat. The end of a
// request is not logged: its client is gone.
func idempotencyError(ctx context.Context, err error) error {
	var mismatch *service.KeyMismatchError
	switch {
	case errors.As(err, &mismatch):
		return gqlerr.CodedAt(ctx, "IDEMPOTENCY_KEY_PARAMETER_MISMATCH", mismatch.Error())
	case ctx.Err() != nil && errors.Is(err, ctx.Err()):
		return &gqlerror.Error{Message: "The request ended while it waited for the same mutation.", Path: graphql.GetPath(ctx)}
	}
	return err
}
