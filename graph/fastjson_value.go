package graph

import (
	"strconv"
	"time"

	"omnimap/graph/gqlerr"
	"omnimap/model"
)

func appendTextOrNull[S ~string](dst []byte, text *S) []byte {
	if text == nil {
		return append(dst, "null"...)
	}
	return gqlerr.AppendText(dst, *text)
}

func appendTextsOrNull(dst []byte, texts []string) []byte {
	if texts == nil {
		return append(dst, "null"...)
	}
	dst = append(dst, '[')
	for i, text := range texts {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = gqlerr.AppendText(dst, text)
	}
	return append(dst, ']')
}

func appendInt[N int | int64](dst []byte, n N) []byte { return strconv.AppendInt(dst, int64(n), 10) }

func appendIntOrNull(dst []byte, n *int64) []byte {
	if n == nil {
		return append(dst, "null"...)
	}
	return appendInt(dst, *n)
}

// appendTime appends a time by RFC 3339, in UTC.
func appendTime(dst []byte, t model.Time) []byte {
	dst = t.UTC().AppendFormat(append(dst, '"'), time.RFC3339Nano)
	return append(dst, '"')
}

func appendTimeOrNull(dst []byte, t *model.Time) []byte {
	if t == nil {
		return append(dst, "null"...)
	}
	return appendTime(dst, *t)
}

// appendID appends an id that a function of this package makes.
func appendID[T any](dst []byte, from *T, id func([]byte, *T) []byte) []byte {
	return append(id(append(dst, '"'), from), '"')
}
