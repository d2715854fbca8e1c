package suggest

import (
	"bytes"
	"cmp"
	"slices"
	"sort"
)

// stem is the beginning that the Codes of a product share, or one of its Codes
// where they share too little.
type stem struct {
	at      uint32
	len     uint16
	product uint32
}

func (ix *Index) stem(i int) []byte {
	s := &ix.stems[i]
	return ix.stemTexts[s.at : s.at+uint32(s.len)]
}

const (
	minStem = 4
	// maxStems is for how many Codes of a product stems are kept.
	maxStems = 64
)

// indexStems makes the sorted stems and the trigrams of them.
func (ix *Index) indexStems() {
	var stems list[stem]
	counts := make([]uint32, trigramCount)
	for p := range ix.products {
		for _, s := range ix.stemsOf(uint32(p)) {
			s = ix.habits.core(s)
			stems.add(stem{uint32(len(ix.stemTexts)), uint16(len(s)), uint32(p)})
			ix.stemTexts = append(ix.stemTexts, s...)
			eachTrigram(s, func(t int) { counts[t]++ })
		}
	}
	ix.stems = stems.drain()
	ix.trigrams = newPostings(counts)
	next := slices.Clone(ix.trigrams.at)
	for i := range ix.stems {
		p := ix.stems[i].product
		eachTrigram(string(ix.stem(i)), func(t int) {
			ix.trigrams.products[next[t]] = p
			next[t]++
		})
	}
	slices.SortFunc(ix.stems, func(a, b stem) int {
		return cmp.Or(bytes.Compare(ix.stemTexts[a.at:a.at+uint32(a.len)], ix.stemTexts[b.at:b.at+uint32(b.len)]),
			cmp.Compare(a.product, b.product))
	})
}

func (ix *Index) stemsOf(p uint32) []string {
	from, to := ix.itemsOf(p)
	shared := fold(ix.texts.get(ix.items[from].code))
	codes := []string{shared}
	for i := from + 1; i < to && len(codes) < maxStems; i++ {
		code := fold(ix.texts.get(ix.items[i].code))
		shared = shared[:sharedLen(shared, code)]
		codes = append(codes, code)
	}
	if len(shared) >= minStem {
		return []string{shared[:min(len(shared), maxSlipLen)]}
	}
	codes = slices.DeleteFunc(codes, func(c string) bool { return len(c) < 3 || len(c) > maxSlipLen })
	slices.Sort(codes)
	return slices.Compact(codes)
}

func sharedLen(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// withPrefix returns at most limit stems that begin with a text, as their
// places.
func (ix *Index) withPrefix(prefix string, limit int) (from, to int) {
	from = sort.Search(len(ix.stems), func(i int) bool { return string(ix.stem(i)) >= prefix })
	to = from
	for to < len(ix.stems) && to-from < limit && bytes.HasPrefix(ix.stem(to), []byte(prefix)) {
		to++
	}
	return from, to
}
