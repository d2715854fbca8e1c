package suggest

import (
	"cmp"
	"slices"
)

// lift is a product in which siblings of a listing lie, and how sure that is,
// from 0 to 1.
type lift struct {
	product uint32
	weight  float32
}

const (
	// minLift is the sum of siblings' scores that lifts a product, from fullLift
	// on fully.
	minLift  = 30
	fullLift = 200
)

// families knows which listings of a call belong together, and what they were
// first taken for.
type families struct {
	// of is each listing's family, or -1 for one without siblings here.
	of      []int32
	members [][]int32
	guesses []guess
	// sums are the scores of each family's guesses, by product.
	sums []map[uint32]int
}

// guess is the product of a listing's first suggestion, with its score; 0 where
// there is none.
type guess struct {
	product uint32
	score   int
}

func (g guess) confirmedBy(lifts []lift) bool {
	return g.score >= sure && slices.ContainsFunc(lifts, func(l lift) bool { return l.product == g.product })
}

func newFamilies(listings []Listing) *families {
	f := &families{of: make([]int32, len(listings)), guesses: make([]guess, len(listings))}
	places := map[string]int32{}
	var members [][]int32
	for i := range listings {
		f.of[i] = -1
		parent := listings[i].ParentSKU
		if parent == "" || parent == listings[i].SKU {
			continue
		}
		place, known := places[parent]
		if !known {
			place = int32(len(members))
			places[parent] = place
			members = append(members, nil)
		}
		members[place] = append(members[place], int32(i))
	}
	for _, of := range members {
		if len(of) < 2 {
			continue
		}
		for _, i := range of {
			f.of[i] = int32(len(f.members))
		}
		f.members = append(f.members, of)
	}
	return f
}

func (f *families) has(i int) bool { return f.of[i] >= 0 }

// sum adds up the guesses, and returns the listings to look at again: those
// whose siblings were taken for something.
func (f *families) sum() []int {
	f.sums = make([]map[uint32]int, len(f.members))
	var again []int
	for family, members := range f.members {
		sums := map[uint32]int{}
		for _, i := range members {
			if g := f.guesses[i]; g.score > 0 {
				sums[g.product] += g.score
			}
		}
		f.sums[family] = sums
		for _, i := range members {
			if len(f.lifted(int(i))) > 0 {
				again = append(again, int(i))
			}
		}
	}
	return again
}

// lifted returns the products in which the listing's siblings lie: those that a
// quarter of them or more are taken for.
func (f *families) lifted(i int) []lift {
	own := f.guesses[i]
	all := f.sums[f.of[i]]
	sum := -own.score
	for _, s := range all {
		sum += s
	}
	var lifts []lift
	for p, s := range all {
		if p == own.product {
			s -= own.score
		}
		if s >= minLift && 4*s >= sum {
			lifts = append(lifts, lift{p, min(float32(s)/fullLift, 1)})
		}
	}
	slices.SortFunc(lifts, func(a, b lift) int { return cmp.Compare(a.product, b.product) })
	return lifts
}

// addFamily adds the evidence that siblings lie in a product to the suggestions
// of that product: before what is weaker.
func addFamily(suggestions []Suggestion, lifted func(product int64) bool) {
	for i := range suggestions {
		s := &suggestions[i]
		is := func(e Evidence) bool { return e.Fact == FactFamily }
		if !lifted(s.Target.Product) || slices.ContainsFunc(s.Evidence, is) {
			continue
		}
		at := slices.IndexFunc(s.Evidence, func(e Evidence) bool {
			return e.Against() || e.Kind() == Price || e.Kind() == Pack || e.Kind() == Bundle
		})
		if at < 0 {
			at = len(s.Evidence)
		}
		s.Evidence = slices.Insert(s.Evidence, at, Evidence{Fact: FactFamily})
	}
}
