package graph

import (
	"context"
	"fmt"

	"omnimap/service"
)

// pageArgs reads the arguments of a connection.
func pageArgs[K any](ctx context.Context, first *int, after *string, last *int, before *string) (service.PageArgs[K], error) {
	args := service.PageArgs[K]{Limit: service.DefaultPage}
	if first != nil && last != nil {
		return args, badInput(ctx, "Give first or last, not both.")
	}
	limit := first
	if last != nil {
		limit, args.Backward = last, true
	}
	if limit != nil {
		if *limit < 0 || *limit > service.MaxPage {
			return args, badInput(ctx, fmt.Sprintf("A page holds 0 to %d entries, not %d.", service.MaxPage, *limit))
		}
		args.Limit = *limit
	}
	for _, cursor := range []struct {
		text *string
		dst  **K
	}{{after, &args.After}, {before, &args.Before}} {
		if cursor.text == nil {
			continue
		}
		*cursor.dst = new(K)
		if !decode(*cursor.text, cursorKind, *cursor.dst) {
			return args, badInput(ctx, fmt.Sprintf("%q is not a cursor of this list.", *cursor.text))
		}
	}
	return args, nil
}

const cursorKind = "Cursor"

// edges gives a page's edges and what lies beyond it. Cursors are made of the
// entries' keys.
func edges[T, K, E any](page *service.Page[T], key func(T) K, edge func(cursor string, node T) E) ([]E, *PageInfo) {
	all := make([]E, len(page.Items))
	info := &PageInfo{HasNextPage: page.HasNext, HasPreviousPage: page.HasPrevious}
	for i, item := range page.Items {
		cursor := encode(cursorKind, key(item))
		all[i] = edge(cursor, item)
		if i == 0 {
			info.StartCursor = &cursor
		}
		info.EndCursor = &cursor
	}
	return all, info
}
