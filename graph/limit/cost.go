package limit

import (
	"math"
	"strings"

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
	// searchPoints are a search's, and again those of the totalCount of what it
	// finds: each takes as long as some 200 entries of pages.
	searchPoints = 200
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
	// lengths are how long lists of some names are taken for; others are
	// assumedListLength.
	lengths map[string]int64
}

// list is what a selection's fields must know of the connection that they are
// selected of: how long its page is, 0 where it is none, and whether it is
// searched.
type list struct {
	page     int64
	searched bool
}

// PageSizes are how many entries a page has where the client does not say, and at
// most.
type PageSizes struct{ Default, Max int64 }

// of is the cost of a selection of a list; of the zero list where it is that of
// any other object.
func (c cost) of(set ast.SelectionSet, of list) int64 {
	var points int64
	for _, selection := range set {
		switch selection := selection.(type) {
		case *ast.Field:
			points = plus(points, c.ofField(selection, of))
		case *ast.InlineFragment:
			points = plus(points, c.of(selection.SelectionSet, of))
		case *ast.FragmentSpread:
			points = plus(points, c.of(selection.Definition.SelectionSet, of))
		}
	}
	return points
}

func (c cost) ofField(field *ast.Field, of list) int64 {
	switch field.Name {
	case "totalCount":
		return plus(countPoints, searching(of.searched))
	case "remapOutlook", "matchRemapOutlook":
		return outlookPoints
	}
	if !c.schema.Types[field.Definition.Type.Name()].IsCompositeType() {
		return 0
	}
	own := int64(objectPoints)
	if field.ObjectDefinition == c.schema.Mutation {
		own = plus(mutationPoints, c.entries(field)/entriesForAPoint)
	}
	below := list{c.pageLength(field), c.isSearched(field)}
	if field.Definition.Type.Elem == nil {
		return plus(plus(own, searching(below.searched)), c.of(field.SelectionSet, below))
	}
	entries := times(c.listLength(field, below.page, of.page), plus(own, c.of(field.SelectionSet, list{})))
	return plus(entries, searching(below.searched))
}

// listLength is how long a list may be: as long as its own page, else as the page
// that it is selected of.
func (c cost) listLength(field *ast.Field, own, page int64) int64 {
	switch {
	case own > 0:
		return own
	case page > 0:
		return page
	case c.lengths[field.Name] > 0:
		return c.lengths[field.Name]
	}
	return assumedListLength
}

func searching(searched bool) int64 {
	if searched {
		return searchPoints
	}
	return 0
}

// isSearched reports whether a field searches for a text. A search for nothing is
// none.
func (c cost) isSearched(field *ast.Field) bool {
	if field.Definition.Arguments.ForName("search") == nil && field.Definition.Arguments.ForName("filter") == nil {
		return false
	}
	arguments := field.ArgumentMap(c.vars)
	if filter, ok := arguments["filter"].(map[string]any); ok {
		arguments = filter
	}
	text, _ := arguments["search"].(string)
	return strings.TrimSpace(text) != ""
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
