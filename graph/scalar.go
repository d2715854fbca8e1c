package graph

import (
	"context"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"omnimap/graph/gqlerr"
	"omnimap/model"
)

// scalarError is a value that is none of its scalar's type, in words for the
// caller.
type scalarError struct{ message string }

func (e *scalarError) Error() string { return e.message }

// present words it with its place in the arguments, which gqlgen's own error
// about it tells.
func (e *scalarError) present(ctx context.Context, about *gqlerror.Error) *gqlerror.Error {
	presented := gqlerr.CodedAt(ctx, "BAD_USER_INPUT", e.message)
	if about != nil && len(about.Path) > 0 {
		presented.Path = about.Path
	}
	return presented
}

func notScalar(format string, args ...any) error {
	return &scalarError{fmt.Sprintf(format, args...)}
}

// MarshalDateTime writes a time by RFC 3339, in UTC.
func MarshalDateTime(t model.Time) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		_, _ = io.WriteString(w, strconv.Quote(t.UTC().Format(time.RFC3339Nano)))
	})
}

// UnmarshalDateTime reads a time by RFC 3339.
func UnmarshalDateTime(v any) (model.Time, error) {
	text, ok := v.(string)
	if !ok {
		return model.Time{}, notScalar("a DateTime is a text such as 2026-01-31T12:00:00Z, not %T", v)
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return model.Time{}, notScalar("%s is not a DateTime such as 2026-01-31T12:00:00Z", model.Quote(text))
	}
	return model.NewTime(t), nil
}

// MarshalDecimal writes a decimal number as a text.
func MarshalDecimal(d model.Decimal) graphql.Marshaler {
	return graphql.MarshalString(string(d))
}

// UnmarshalDecimal reads a decimal number from a text, or from a whole number.
func UnmarshalDecimal(v any) (model.Decimal, error) {
	d, err := model.ParseDecimal(fmt.Sprint(v))
	if err != nil {
		return "", notScalar("%v; a Decimal is a text such as \"12.5\"", err)
	}
	return d, nil
}
