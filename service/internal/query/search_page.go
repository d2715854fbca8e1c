package query

import (
	"context"
	"fmt"
	"math"
	"slices"

	"omnimap/db"
	"omnimap/model"
)

// A searched page is read in one of two ways, each slow where the other is fast:
// few hits are gathered by an index and sorted; for many, the list is walked
// until the page is full. See ADR 14.

const (
	// maxGather is how many hits a search may have to be gathered first.
	maxGather = 5000
	// maxWalk is how many entries of a list are walked before all hits are
	// gathered after all: many hits can still be far away.
	maxWalk = 5000
)

// A keySearch looks for the keys of a page of what a search finds in a list.
type keySearch struct {
	// hits is a query for what the search finds; keys for the keys of the list's
	// entries among hits, and page for those of the page.
	hits, keys, page *where
	// list is a query for so many keys of the list from the page's beginning,
	// found or not, and walk for those of the page among them.
	list, walk func(rows int) *where
	// limit is the number of keys to find.
	limit int
}

// pageKeys returns the keys of the page, in any order.
func pageKeys[K any](ctx context.Context, s *Reader, q keySearch) ([]K, error) {
	ctx = model.WithEffort(ctx, model.EffortHeavy)
	keys, found, err := gather[K](ctx, s, q, maxGather)
	if err != nil || found <= maxGather {
		return keys, err
	}
	walk := q.walk(maxWalk)
	if keys, err = db.SelectRows(ctx, s.store, walk.text.String(), walk.args, scanOne[K]); err != nil || len(keys) == q.limit {
		return keys, err
	}
	list := q.list(maxWalk)
	walked, err := db.SelectOne[int64](ctx, s.store, "SELECT count(*) FROM ("+list.text.String()+") b", list.args)
	if err != nil || walked < maxWalk {
		return keys, err
	}
	keys, _, err = gather[K](ctx, s, q, math.MaxInt32)
	return keys, err
}

// gather returns the keys of the page, and the number of hits, which it counts
// no further than one above most.
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

// all is a query for the keys of all entries of the list that the search finds.
func (q keySearch) all() (string, []any) {
	return fmt.Sprintf("WITH hits AS MATERIALIZED (%s) %s", q.hits.text.String(), q.keys.text.String()), slices.Concat(q.hits.args, q.keys.args)
}

// countKeys counts all entries of the list that the search finds.
func (r *Reader) countKeys(ctx context.Context, q keySearch) (int64, error) {
	query, args := q.all()
	return db.SelectOne[int64](model.WithEffort(ctx, model.EffortHeavy), r.store, "SELECT count(*) FROM ("+query+") k", args)
}

func scanOne[T any](row db.Row) (T, error) {
	var value T
	err := row.Scan(&value)
	return value, err
}
