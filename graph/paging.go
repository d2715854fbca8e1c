package graph

import (
	"context"
	"fmt"

	"omnimap/model"
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
			return args, badInput(ctx, model.Quote(*cursor.text)+" is not a cursor of this list.")
		}
	}
	return args, nil
}

const cursorKind = "Cursor"

// edges gives a page's edges.
func edges[T, E any](page *service.Page[T], cursor func(T) string, edge func(cursor string, node T) E) []E {
	all := make([]E, len(page.Items))
	for i, item := range page.Items {
		all[i] = edge(cursor(item), item)
	}
	return all
}

// pageInfo tells where a page begins and ends, and what lies beyond it.
func pageInfo[T any](page *service.Page[T], cursor func(T) string) *PageInfo {
	info := &PageInfo{HasNextPage: page.HasNext, HasPreviousPage: page.HasPrevious}
	if n := len(page.Items); n > 0 {
		start, end := cursor(page.Items[0]), cursor(page.Items[n-1])
		info.StartCursor, info.EndCursor = &start, &end
	}
	return info
}
