package invent

import (
	"cmp"
	"slices"

	"omnimap/service/internal/suggest"
)

// Band is a range of scores, and the share of right ones among the suggestions
// that have such scores.
type Band struct {
	From, To    int
	Suggestions int
	Right       float64
}

// Bands compares scores with the truth, in tens.
func Bands(cases []Case, suggestions [][]suggest.Suggestion) []Band {
	bands := make([]Band, 10)
	for i, of := range suggestions {
		for _, s := range of {
			b := &bands[min(s.Score/10, 9)]
			b.Suggestions++
			if cases[i].Kind != None && s.Target == cases[i].Right {
				b.Right++
			}
		}
	}
	for i := range bands {
		bands[i].From, bands[i].To = 10*i, 10*i+9
		bands[i].Right /= float64(max(bands[i].Suggestions, 1))
	}
	bands[9].To = 100
	return bands
}

// Damage is how well a kind of damage is undone: the shares of listings whose
// target is the first suggestion, or among the first three.
type Damage struct {
	Kind              string
	Listings          int
	First, FirstThree float64
}

// Kinds compares suggestions with the truth, for each kind of damage.
func Kinds(cases []Case, suggestions [][]suggest.Suggestion) []Damage {
	byKind := map[string]*Damage{}
	for i, of := range suggestions {
		kind := cases[i].Kind
		if kind == None {
			continue
		}
		if byKind[kind] == nil {
			byKind[kind] = &Damage{Kind: kind}
		}
		d := byKind[kind]
		d.Listings++
		at := slices.IndexFunc(of, func(s suggest.Suggestion) bool { return s.Target == cases[i].Right })
		if at == 0 {
			d.First++
		}
		if at >= 0 && at < 3 {
			d.FirstThree++
		}
	}
	var all []Damage
	for _, d := range byKind {
		d.First /= float64(d.Listings)
		d.FirstThree /= float64(d.Listings)
		all = append(all, *d)
	}
	slices.SortFunc(all, func(a, b Damage) int { return cmp.Compare(a.Kind, b.Kind) })
	return all
}
