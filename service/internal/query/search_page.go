package query

import (
	"context"
	"fmt"
	"math"
	"slices"

	"omnimap/db"
)

// What a search finds is in no order, and a page is of a list that has one. So
// there are two ways to it, each slow where the other is fast: to gather all
// that is found, by an index, and sort it, where that is little; and to walk
// through the list until the page is full, where it is much. Which it is shows
// when it is gathered, up to a limit.

const (
	// maxGather is how much a search may find for it to be gathered first.
	maxGather = 5000
	// maxWalk is how far a list is walked through before all is gathered after
	// all: what is much can still be far away.
	maxWalk = 5000
)

// A keySearch looks for the keys of a page of what a search finds in a list.
type keySearch struct {
	// hits is what the search finds; keys is a query for the keys of the list's
	// entries among them, and page for those of the page.
	hits, keys, page *where
	// list gives so many keys of the list from where the page begins on,
	// whether they are found or not, and walk those of a page among them.
	list, walk func(rows int) *where
	// limit is how many keys are wanted.
	limit int
}

// pageKeys gives the keys of the page, in any order.
func pageKeys[K any](ctx context.Context, s *Reader, q keySearch) ([]K, error) {
	keys, found, err := gather[K](ctx, s, q, maxGather)
	if err != nil || found <= maxGather {
		return keys, err
	}
	walk := q.walk(maxWalk)
	if keys, err = db.SelectRows(ctx, s.store, walk.text.String(), walk.args, scanOne[K]); err != nil || len(keys) == q.limit {
		return keys, err
	}
	list := q.list(maxWalk)
	var walked int64
	if err := s.store.Reader(ctx).Raw("SELECT count(*) FROM ("+list.text.String()+") b", list.args...).Row().Scan(&walked); err != nil || walked < maxWalk {
		return keys, err
	}
	keys, _, err = gather[K](ctx, s, q, math.MaxInt32)
	return keys, err
}

// gather gives the keys of the page, and how much the search finds, of which no
// more than one row above most is looked at.
func gather[K any](ctx context.Context, s *Reader, q keySearch, most int) (keys []K, found int64, err error) {
	query := fmt.Sprintf("WITH hits AS MATERIALIZED (SELECT * FROM (%s) x LIMIT %d) SELECT c.found, k.* FROM (SELECT count(*) AS found FROM hits) c LEFT JOIN (%s) k ON 1 = 1",
		q.hits.text.String(), most+1, q.page.text.String())
	rows, err := db.SelectRows(ctx, s.store, query, slices.Concat(q.hits.args, q.page.args), func(row db.Row) (*K, error) {
		var key *K
		err := row.Scan(&found, &key)
		return key, err
	})
	for _, key := range rows {
		if key != nil {
			keys = append(keys, *key)
		}
	}
	return keys, found, err
}

// countKeys counts all entries of the list that the search finds.
func (r *Reader) countKeys(ctx context.Context, q keySearch) (n int64, err error) {
	query := fmt.Sprintf("WITH hits AS MATERIALIZED (%s) SELECT count(*) FROM (%s) k", q.hits.text.String(), q.keys.text.String())
	err = r.store.Reader(ctx).Raw(query, slices.Concat(q.hits.args, q.keys.args)...).Row().Scan(&n)
	return n, err
}

func scanOne[T any](row db.Row) (T, error) {
	var value T
	err := row.Scan(&value)
	return value, err
}
