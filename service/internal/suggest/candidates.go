package suggest

import (
	"cmp"
	"slices"
)

// finder finds and scores the candidates of one listing after the other. Each
// goroutine has one.
type finder struct {
	ix *Index
	// weight is how much speaks for each product; those with some are touched.
	weight  []float32
	touched []uint32
	// must are scored whatever else they have: a rare key names them.
	must []uint32
	// rank is the buffer of strongest.
	rank []float32
	// slipWeight and slips are weight and touched of what shares trigrams.
	slipWeight []float32
	slips      []uint32
	// options are what names say, by the places of option's and size's.
	options map[uint64]option
	// The rest are buffers.
	found      []candidate
	codeText   []byte
	viewWords  []string
	viewValues [][]value
	viewHits   [][maxValues]int8
}

const (
	// budget is how many entries of lists are read for a listing's words, the
	// rarest first, and as many for its trigrams.
	budget = 6000
	// maxPostings is the longest list that is read for one word.
	maxPostings = 40_000
	// maxKey is how many products a key may lead to.
	maxKey = 300
	// rareKey is to how many products a key leads that must be scored.
	rareKey = 6
	maxMust = 16
	// maxSlips is about how many products are kept for their trigrams.
	maxSlips = 24
	// shortList is how many products have all their words compared; finalists
	// have all else compared.
	shortList    = 48
	maxShortList = 400
	finalists    = 16
	// minShare is how much of the first one's weight a finalist must have.
	minShare = 0.2
)

func (ix *Index) newFinder() *finder {
	return &finder{ix: ix, weight: make([]float32, len(ix.products)), options: map[uint64]option{}}
}

// products returns the products that the listing may be of, the likeliest first.
func (f *finder) products(q *query) []uint32 {
	f.must = f.must[:0]
	f.findElsewhere(q)
	f.findKeys(q)
	f.findModels(q)
	f.findWords(q)
	if !q.sku.random && len(q.sku.body) >= 4 && len(q.sku.body) <= maxSlipLen {
		f.findSlips(q)
	}
	return f.best(q)
}

func (f *finder) add(p uint32, w float32) {
	if f.weight[p] == 0 {
		f.touched = append(f.touched, p)
	}
	f.weight[p] += w
}

func (f *finder) keep(p uint32) {
	if len(f.must) < maxMust && !slices.Contains(f.must, p) {
		f.must = append(f.must, p)
	}
}

func (f *finder) findElsewhere(q *query) {
	for _, found := range [2][]elsewhere{q.sameSKU, q.sameASIN} {
		for _, e := range found {
			f.add(f.ix.items[e.item].product, 30)
			f.keep(f.ix.items[e.item].product)
		}
	}
}

func (f *finder) findKeys(q *query) {
	for _, g := range q.gtins {
		f.key('g', gtinKey(g), 3)
		if u := g.unit(); u != 0 {
			f.key('g', gtinKey(u), 2)
		}
	}
	for _, i := range q.damaged {
		f.add(f.ix.items[i].product, 10)
		f.keep(f.ix.items[i].product)
	}
	f.key('k', q.sku.folded, 3)
	for _, r := range q.sku.runs {
		f.key('k', r.text, 1.2)
		if r.core != r.text {
			f.key('k', r.core, 1.2)
		}
		f.prefix(r.core, 1)
		if h := head(r.core); h != "" {
			f.key('h', h, 0.5)
		}
	}
	f.findBeginnings(q)
}

// findBeginnings looks for a product's Code at the beginning of a part, with
// the option's short form right behind it: 1410365SLVXS.
func (f *finder) findBeginnings(q *query) {
	for i, p := range q.sku.parts {
		if i > 2 {
			return
		}
		for n := max(minStem, len(p)-8); n < len(p); n++ {
			f.key('k', p[:n], 0.8)
		}
	}
}

func (f *finder) findModels(q *query) {
	for i := range q.models {
		m := &q.models[i]
		f.key('k', m.text, m.weight)
		f.prefix(m.core, 1.3*m.weight)
		if m.head != m.core {
			f.key('h', m.head, 0.6*m.weight)
			f.key('k', m.head, 0.6*m.weight)
		} else {
			f.key('h', m.core, 0.6*m.weight)
		}
	}
}

// key adds the products that a key leads to.
func (f *finder) key(kind byte, text string, weight float32) {
	entries := f.ix.keys.lookup(kind, text)
	if len(entries) == 0 || len(entries) > maxKey {
		return
	}
	w := weight * rarity(len(f.ix.items), len(entries))
	for _, e := range entries {
		f.add(productOf(e), w)
		if len(entries) <= rareKey {
			f.keep(productOf(e))
		}
	}
}

// prefix adds the products whose Codes begin with a text.
func (f *finder) prefix(text string, weight float32) {
	if len(text) < minStem {
		return
	}
	from, to := f.ix.withPrefix(text, 40)
	w := weight * rarity(len(f.ix.items), to-from) * min(float32(len(text)), 8) / 8
	for i := from; i < to; i++ {
		f.add(f.ix.stems[i].product, w)
		if to-from <= rareKey {
			f.keep(f.ix.stems[i].product)
		}
	}
}

func (f *finder) findWords(q *query) {
	known := make([]queryWord, 0, len(q.words))
	for _, w := range q.words {
		if w.known {
			known = append(known, w)
		}
	}
	slices.SortFunc(known, func(a, b queryWord) int { return cmp.Or(cmp.Compare(b.idf, a.idf), cmp.Compare(a.id, b.id)) })
	left := budget
	for i, w := range known {
		n := f.ix.words.postings.count(int(w.id))
		if n > left && i >= 2 || n > maxPostings && i >= 1 {
			break
		}
		left -= n
		for _, p := range f.ix.words.postings.of(int(w.id)) {
			f.add(p, w.idf)
		}
	}
}

// findSlips finds Codes that share rare trigrams with the SKU.
func (f *finder) findSlips(q *query) {
	var trigrams []int
	eachTrigram(f.ix.habits.core(q.sku.body), func(t int) {
		if !slices.Contains(trigrams, t) {
			trigrams = append(trigrams, t)
		}
	})
	count := f.ix.trigrams.count
	slices.SortFunc(trigrams, func(a, b int) int { return cmp.Or(count(a)-count(b), a-b) })
	if f.slipWeight == nil {
		f.slipWeight = make([]float32, len(f.ix.products))
	}
	slips, weight := f.slips[:0], f.slipWeight
	left := budget
	for i, t := range trigrams {
		n := count(t)
		if n > left && i >= 1 || n > maxPostings {
			break
		}
		left -= n
		w := rarity(len(f.ix.products), n)
		for _, p := range f.ix.trigrams.of(t) {
			if weight[p] == 0 {
				slips = append(slips, p)
			}
			weight[p] += w
		}
	}
	least := f.strongest(weight, slips, maxSlips)
	kept := 0
	for _, p := range slips {
		if weight[p] >= least && kept < 2*maxSlips {
			f.add(p, weight[p]/4)
			kept++
		}
		weight[p] = 0
	}
	f.slips = slips
}

// strongest returns a weight that about n of the products reach.
func (f *finder) strongest(weight []float32, products []uint32, n int) float32 {
	h := f.rank[:0]
	for _, p := range products {
		w := weight[p]
		switch {
		case len(h) < n:
			if h = append(h, w); len(h) == n {
				slices.Sort(h)
			}
		case w > h[0]:
			i, _ := slices.BinarySearch(h, w)
			copy(h[:i-1], h[1:i])
			h[i-1] = w
		}
	}
	f.rank = h
	if len(h) < n {
		return 0
	}
	return h[0]
}

type weighed struct {
	product uint32
	weight  float32
}

// best counts all words of the short list, common ones too, and returns the
// finalists. It clears the weights.
func (f *finder) best(q *query) []uint32 {
	list := make([]weighed, 0, shortList+maxMust)
	for _, p := range f.must {
		list = append(list, weighed{p, f.weight[p] + f.sharedWords(q, p)})
		f.weight[p] = 0
	}
	least := f.strongest(f.weight, f.touched, shortList)
	for _, p := range f.touched {
		w := f.weight[p]
		f.weight[p] = 0
		if w > 0 && w >= least && len(list) < maxShortList {
			list = append(list, weighed{p, w + f.sharedWords(q, p)})
		}
	}
	f.touched = f.touched[:0]
	slices.SortFunc(list, func(a, b weighed) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.product, b.product))
	})
	var best []uint32
	for i, c := range list {
		if i < finalists && c.weight >= minShare*list[0].weight || slices.Contains(f.must, c.product) {
			best = append(best, c.product)
		}
	}
	return best
}

// sharedWords is how much the words say that the title and the product share.
func (f *finder) sharedWords(q *query, p uint32) float32 {
	sum := float32(0)
	for _, id := range f.ix.words.of(p) {
		if q.wordBits>>(id&63)&1 == 0 {
			continue
		}
		if i := q.placeOf(id); i >= 0 {
			sum += q.words[i].idf
		}
	}
	return sum
}
