package graph

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"omnimap/model"
)

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
		return model.Time{}, fmt.Errorf("a DateTime is a text such as 2026-01-31T12:00:00Z, not %T", v)
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return model.Time{}, fmt.Errorf("%q is not a DateTime such as 2026-01-31T12:00:00Z", text)
	}
	return model.NewTime(t), nil
}

// MarshalDecimal writes a decimal number as a text.
func MarshalDecimal(d model.Decimal) graphql.Marshaler {
	return graphql.MarshalString(string(d))
}

// UnmarshalDecimal reads a decimal number from a text, or from a whole number.
func UnmarshalDecimal(v any) (model.Decimal, error) {
	return model.ParseDecimal(fmt.Sprint(v))
}
