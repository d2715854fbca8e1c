package graph

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// TestQueryCache bounds a cache by the number of documents, by the length of
// each, and by that of all.
func TestQueryCache(t *testing.T) {
	ctx := context.Background()
	known := func(d *queryCache[string], key string) bool { _, ok := d.Get(ctx, key); return ok }
	length := func(_, document string) int { return len(document) }

	few := newQueryCache(length)
	few.Add(ctx, "just fits", strings.Repeat("x", maxCachedQuery))
	few.Add(ctx, "too long", strings.Repeat("x", maxCachedQuery+1))
	if !known(few, "just fits") || known(few, "too long") {
		t.Errorf("just fits: %t, too long: %t", known(few, "just fits"), known(few, "too long"))
	}

	short := newQueryCache(length)
	for i := range maxCachedQueries {
		short.Add(ctx, fmt.Sprint(i), "x")
	}
	short.Add(ctx, "0", "x") // It was used last, then.
	short.Add(ctx, "new", "x")
	if !known(short, "0") || known(short, "1") || !known(short, "new") || short.bytes != maxCachedQueries {
		t.Errorf("0: %t, 1: %t, new: %t, %d bytes", known(short, "0"), known(short, "1"), known(short, "new"), short.bytes)
	}

	long := newQueryCache(length)
	document := strings.Repeat("x", maxCachedQuery)
	for i := range maxCachedBytes/maxCachedQuery + 1 {
		long.Add(ctx, fmt.Sprint(i), document)
	}
	if known(long, "0") || !known(long, "1") || long.bytes != maxCachedBytes {
		t.Errorf("0: %t, 1: %t, %d bytes", known(long, "0"), known(long, "1"), long.bytes)
	}
}
