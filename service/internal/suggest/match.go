package suggest

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"sync/atomic"
)

const (
	// minScore is the least likely target that is suggested. Where the first one
	// scores less than doubtful, the best alternatives are, whatever they score.
	minScore     = 1
	doubtful     = 90
	alternatives = 3
	// near is by how much a taken target must be likelier than a free one to
	// come before it.
	near = 5
	// batch is after how many listings a goroutine takes its next ones.
	batch = 16
)

// Suggest returns, for each listing, at most MaxSuggestions targets, the best
// first; none where nothing is likely. Listings of one family lift each other
// where they come in one call. It uses as many goroutines as workers says, at
// least one, and fails only when the context ends.
func (ix *Index) Suggest(ctx context.Context, listings []Listing, workers int) ([][]Suggestion, error) {
	suggestions := make([][]Suggestion, len(listings))
	err := ix.match(ctx, listings, workers, func(i int, q *query, ranked []candidate) {
		suggestions[i] = ix.suggestions(q, ranked)
	}, func(i int, lifts []lift) {
		addFamily(suggestions[i], func(id int64) bool {
			return slices.ContainsFunc(lifts, func(l lift) bool { return ix.products[l.product].id == id })
		})
	})
	if err != nil {
		return nil, err
	}
	return suggestions, nil
}

// sure is from which score on siblings need not lift a listing's first
// suggestion if it lies in their product.
const sure = 95

// match finds and ranks the candidates of each listing and hands them to each;
// a second time where siblings lift some. What siblings only confirm goes to
// confirmed. Several goroutines call both. The candidates are overwritten
// afterwards.
func (ix *Index) match(ctx context.Context, listings []Listing, workers int,
	each func(i int, q *query, ranked []candidate), confirmed func(i int, lifts []lift)) error {
	if len(ix.items) == 0 {
		return ctx.Err()
	}
	finders := make([]*finder, max(workers, 1))
	for i := range finders {
		finders[i] = ix.newFinder()
	}
	families := newFamilies(listings)
	err := parallel(ctx, finders, len(listings), func(f *finder, i int) {
		q := ix.newQuery(&listings[i])
		ranked := f.ranked(q, f.siblings(q))
		if families.has(i) {
			families.guesses[i] = f.guess(ranked)
		}
		each(i, q, ranked)
	})
	if err != nil {
		return err
	}
	again := families.sum()
	return parallel(ctx, finders, len(again), func(f *finder, k int) {
		i := again[k]
		lifts := families.lifted(i)
		if confirmed != nil && families.guesses[i].confirmedBy(lifts) {
			confirmed(i, lifts)
			return
		}
		q := ix.newQuery(&listings[i])
		each(i, q, f.ranked(q, append(f.siblings(q), lifts...)))
	})
}

// parallel calls do for each of n, a finder a goroutine.
func parallel(ctx context.Context, finders []*finder, n int, do func(f *finder, i int)) error {
	var next atomic.Int64
	var group sync.WaitGroup
	for _, f := range finders {
		group.Go(func() {
			for ctx.Err() == nil {
				from := int(next.Add(batch)) - batch
				if from >= n {
					return
				}
				for i := from; i < min(from+batch, n); i++ {
					do(f, i)
				}
			}
		})
	}
	group.Wait()
	return ctx.Err()
}

// ranked returns the candidates of a listing, the strongest first. Lifts are of
// products in which siblings lie.
func (f *finder) ranked(q *query, lifts []lift) []candidate {
	products := f.products(q)
	for _, l := range lifts {
		if !slices.Contains(products, l.product) {
			products = append(products, l.product)
		}
	}
	found := f.found[:0]
	for _, p := range products {
		from := len(found)
		found = f.compare(q, p, found)
		for _, l := range lifts {
			if l.product == p {
				for i := from; i < len(found); i++ {
					found[i].features[fFamily] = max(found[i].features[fFamily], l.weight)
				}
			}
		}
	}
	found = slices.DeleteFunc(found, func(c candidate) bool { return q.rejects(f.ix.target(c.item)) })
	f.ix.weights.rank(found)
	f.found = found
	return found
}

func (q *query) rejects(t Target) bool { return slices.Contains(q.listing.Rejected, t) }

// siblings are the lifts by listings of the family that are mapped.
func (f *finder) siblings(q *query) []lift {
	var lifts []lift
	for _, id := range q.listing.Siblings {
		p, found := slices.BinarySearchFunc(f.ix.products, id, func(p product, id int64) int { return cmp.Compare(p.id, id) })
		if found && !slices.ContainsFunc(lifts, func(l lift) bool { return l.product == uint32(p) }) {
			lifts = append(lifts, lift{uint32(p), 1})
		}
	}
	return lifts
}

// guess is the product of the first candidate.
func (f *finder) guess(ranked []candidate) guess {
	if len(ranked) == 0 {
		return guess{}
	}
	return guess{f.ix.items[ranked[0].item].product, f.ix.weights.score(ranked, 0, total(ranked))}
}

// suggestions are the likeliest candidates with their evidence.
func (ix *Index) suggestions(q *query, ranked []candidate) []Suggestion {
	var found []Suggestion
	if len(ranked) == 0 {
		return nil
	}
	sum := total(ranked)
	for i := range ranked[:min(MaxSuggestions, len(ranked))] {
		score := ix.weights.score(ranked, i, sum)
		if score < minScore && (len(found) == 0 || len(found) >= alternatives || found[0].Score >= doubtful) {
			break
		}
		s := Suggestion{Target: ix.target(ranked[i].item), Score: score, Taken: ix.items[ranked[i].item].taken}
		var named bool
		if s.Evidence, named = ix.evidence(q, &ranked[i]); s.Evidence == nil {
			continue // There is nothing to tell a person.
		}
		if !named {
			s.Score = min(s.Score, maxUnnamed)
		}
		s.Prefix, s.Suffix = ix.affixes(q, &ranked[i])
		found = append(found, s)
	}
	slices.SortStableFunc(found, func(a, b Suggestion) int { return b.Score - a.Score })
	freeFirst(found)
	return found
}

// maxUnnamed is the highest score of a target of which nothing but a size, a
// colour or a price speaks: on an account that sells few of a colour it looks
// rarer than it is.
const maxUnnamed = 20

// freeFirst moves free targets before taken ones that are hardly likelier.
func freeFirst(found []Suggestion) {
	for i := 1; i < len(found); i++ {
		for j := i; j > 0 && found[j-1].Taken && !found[j].Taken && found[j].Score >= minScore && found[j-1].Score-found[j].Score <= near; j-- {
			found[j-1], found[j] = found[j], found[j-1]
		}
	}
}
