package limit

import (
	"math"

	"github.com/vektah/gqlparser/v2/ast"
)

// What a request costs, in points: an object one, with what is asked below it;
// a list, as many times as it may be long. Plain values cost nothing.
const (
	objectPoints = 1
	// countPoints are a list's totalCount's, and outlookPoints those of what a
	// remap would do, which is worked out for each listing.
	countPoints   = 5
	outlookPoints = 2
	// mutationPoints are a mutation's, beside a point for each hundred entries
	// of its lists.
	mutationPoints    = 10
	entriesForAPoint  = 100
	assumedListLength = 5
	// MaxCost is what one operation may cost. The longest page of all that can
	// be nested in it costs less.
	MaxCost = 50_000
)

// cost works out what an operation costs with its variables. The document has
// been validated, and its size is bounded.
type cost struct {
	schema *ast.Schema
	vars   map[string]any
	pages  PageSizes
}

// PageSizes are how many entries a page has where the client does not say, and at
// most.
type PageSizes struct{ Default, Max int64 }

// of is the cost of a selection. page is how long the page is that the
// selection's lists hold; 0 where it is not that of a connection.
func (c cost) of(set ast.SelectionSet, page int64) int64 {
	var points int64
	for _, selection := range set {
		switch selection := selection.(type) {
		case *ast.Field:
			points = plus(points, c.ofField(selection, page))
		case *ast.InlineFragment:
			points = plus(points, c.of(selection.SelectionSet, page))
		case *ast.FragmentSpread:
			points = plus(points, c.of(selection.Definition.SelectionSet, page))
		}
	}
	return points
}

func (c cost) ofField(field *ast.Field, page int64) int64 {
	result := c.schema.Types[field.Definition.Type.Name()]
	switch field.Name {
	case "totalCount":
		return countPoints
	case "remapOutlook", "matchRemapOutlook":
		return outlookPoints
	}
	if !result.IsCompositeType() || field.Name == "__schema" || field.Name == "__type" {
		return 0
	}
	own := int64(objectPoints)
	if field.ObjectDefinition == c.schema.Mutation {
		own = plus(mutationPoints, c.entries(field)/entriesForAPoint)
	}
	length := c.pageLength(field)
	if field.Definition.Type.Elem == nil {
		return plus(own, c.of(field.SelectionSet, length))
	}
	switch {
	case length > 0:
	case page > 0:
		length = page
	default:
		length = assumedListLength
	}
	return times(length, plus(own, c.of(field.SelectionSet, 0)))
}

// pageLength is the length of the page that a field selects; 0 where it has no pages.
func (c cost) pageLength(field *ast.Field) int64 {
	if field.Definition.Arguments.ForName("first") == nil {
		return 0
	}
	arguments := field.ArgumentMap(c.vars)
	for _, name := range []string{"first", "last"} {
		if n, ok := integer(arguments[name]); ok {
			return min(max(n, 1), c.pages.Max)
		}
	}
	return c.pages.Default
}

// integer reads a number as variables and literals hold it.
func integer(v any) (int64, bool) {
	switch v := v.(type) {
	case int64:
		return v, true
	case int:
		return int64(v), true
	case interface{ Int64() (int64, error) }:
		n, err := v.Int64()
		return n, err == nil
	}
	return 0, false
}

// entries counts the entries of a mutation's lists.
func (c cost) entries(field *ast.Field) int64 {
	var n int64
	for _, argument := range field.ArgumentMap(c.vars) {
		input, _ := argument.(map[string]any)
		for _, value := range input {
			if list, ok := value.([]any); ok {
				n += int64(len(list))
			}
		}
	}
	return n
}

// plus and times stop at the largest number.
func plus(a, b int64) int64 {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

func times(a, b int64) int64 {
	if b > 0 && a > math.MaxInt64/b {
		return math.MaxInt64
	}
	return a * b
}
