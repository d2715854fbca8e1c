package query

import "slices"

// MaxPage is how many entries a page has at most, and DefaultPage how many it
// has if no limit is given.
const (
	MaxPage     = 250
	DefaultPage = 50
)

// PageArgs say which page of a list to read: the first entries after a cursor,
// or the last before one. A cursor is the key of an entry.
type PageArgs[K any] struct {
	// Limit is the number of entries, 0 to MaxPage.
	Limit int
	// Backward reads the last entries instead of the first.
	Backward bool
	After    *K
	Before   *K
}

// Page is a page of a list, in the list's order.
type Page[T any] struct {
	Items []T
	// HasNext and HasPrevious report whether the list goes on beyond the page.
	// On the side of a cursor it is assumed to.
	HasNext     bool
	HasPrevious bool
}

// ListOrder is the key that orders a list, in SQL.
type ListOrder struct {
	// Columns is the key, as in "(code, id)", and Binding its placeholders.
	Columns, Binding string
	Descending       bool
}

// Within returns the conditions and arguments of a page's cursors, and the
// direction in which to read each column of the key.
func Within[K any](args PageArgs[K], order ListOrder, values func(K) []any) (conditions string, arguments []any, direction string) {
	later, earlier := " > ", " < "
	if order.Descending {
		later, earlier = earlier, later
	}
	if args.After != nil {
		conditions += " AND " + order.Columns + later + order.Binding
		arguments = append(arguments, values(*args.After)...)
	}
	if args.Before != nil {
		conditions += " AND " + order.Columns + earlier + order.Binding
		arguments = append(arguments, values(*args.Before)...)
	}
	if order.Descending != args.Backward {
		return conditions, arguments, " DESC"
	}
	return conditions, arguments, " ASC"
}

// NewPage makes a page of entries in the order in which they were read, one
// more than the limit if the list goes on.
func NewPage[T, K any](args PageArgs[K], items []T) *Page[T] {
	more := len(items) > args.Limit
	if more {
		items = items[:args.Limit]
	}
	if args.Backward {
		slices.Reverse(items)
		return &Page[T]{Items: items, HasNext: args.Before != nil, HasPrevious: more || args.After != nil}
	}
	return &Page[T]{Items: items, HasNext: more || args.Before != nil, HasPrevious: args.After != nil}
}
