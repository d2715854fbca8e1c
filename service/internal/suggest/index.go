package suggest

import (
	"bytes"
	"cmp"
	"math"
	"slices"
	"sort"
	"strings"
)

// An Index knows one Omni catalogue and the habits of an account. Words, keys
// and trigrams lead to products; what tells the options of a product apart is
// looked at only for the few products that a listing may be.
type Index struct {
	texts    texts
	items    []item
	products []product
	habits   habits
	weights  *Weights

	words wordIndex
	keys  keyIndex
	// models are hashes of the model numbers that names have, those of product p
	// from modelsAt[p].
	models   []modelHash
	modelsAt []uint32
	// stems are the beginnings that the Codes of a product share, sorted.
	stems     []stem
	stemTexts []byte
	trigrams  postings
	// numbers are sorted by value.
	numbers   []numberCode
	elsewhere []elsewhere
}

// postings are lists of products, those of number i from at[i].
type postings struct {
	at, products []uint32
}

func (p *postings) of(i int) []uint32 { return p.products[p.at[i]:p.at[i+1]] }
func (p *postings) count(i int) int   { return int(p.at[i+1] - p.at[i]) }

// itemsOf returns where the items of a product begin and end.
func (ix *Index) itemsOf(p uint32) (from, to uint32) {
	if int(p)+1 < len(ix.products) {
		return ix.products[p].first, ix.products[p+1].first
	}
	return ix.products[p].first, uint32(len(ix.items))
}

func (ix *Index) target(i uint32) Target {
	it := &ix.items[i]
	return Target{Product: ix.products[it.product].id, Option: it.option, Size: it.size}
}

// find returns the place of a target.
func (ix *Index) find(t Target) (uint32, bool) {
	p, found := slices.BinarySearchFunc(ix.products, t.Product, func(p product, id int64) int { return cmp.Compare(p.id, id) })
	if !found {
		return 0, false
	}
	from, to := ix.itemsOf(uint32(p))
	i, found := slices.BinarySearchFunc(ix.items[from:to], t, func(it item, t Target) int {
		return cmp.Or(cmp.Compare(it.option, t.Option), cmp.Compare(it.size, t.Size))
	})
	return from + uint32(i), found
}

// SetTaken says whether a target can be accepted. Of suggestions whose scores
// are near, free targets come before taken ones.
func (ix *Index) SetTaken(t Target, taken bool) {
	if i, found := ix.find(t); found {
		ix.items[i].taken = taken
	}
}

// wordIndex leads from the words of names and brands to products, and back.
type wordIndex struct {
	ids map[uint64]uint32
	// idf is how much a word says: the logarithm of how rare it is.
	idf      []float32
	postings postings
	// forward are the words of product p, from forwardAt[p].
	forward, forwardAt []uint32
}

func (ix *Index) indexWords() {
	w := &ix.words
	w.ids = map[uint64]uint32{}
	w.forwardAt = make([]uint32, 0, len(ix.products)+1)
	ix.modelsAt = make([]uint32, 0, len(ix.products)+1)
	var forward list[uint32]
	var models list[modelHash]
	var counts list[uint32]
	var own []uint32
	for p := range ix.products {
		w.forwardAt = append(w.forwardAt, uint32(forward.n))
		ix.modelsAt = append(ix.modelsAt, uint32(models.n))
		own = own[:0]
		name := ix.texts.get(ix.products[p].name)
		for _, text := range [2]string{name, ix.texts.get(ix.products[p].brand)} {
			for _, word := range words(text) {
				id, known := w.ids[hash('w', word)]
				if !known {
					id = uint32(len(w.ids))
					w.ids[hash('w', word)] = id
					counts.add(0)
				}
				if !slices.Contains(own, id) {
					own = append(own, id)
					forward.add(id)
					*counts.at(int(id))++
				}
			}
		}
		for _, m := range hashModels(name, &ix.habits) {
			models.add(m)
		}
	}
	w.forwardAt = append(w.forwardAt, uint32(forward.n))
	ix.modelsAt = append(ix.modelsAt, uint32(models.n))
	w.forward, ix.models = forward.drain(), models.drain()
	w.invert(counts.drain(), len(ix.products))
}

func (w *wordIndex) invert(counts []uint32, products int) {
	w.postings = newPostings(counts)
	next := slices.Clone(w.postings.at)
	for p := range products {
		for _, id := range w.forward[w.forwardAt[p]:w.forwardAt[p+1]] {
			w.postings.products[next[id]] = uint32(p)
			next[id]++
		}
	}
	w.idf = make([]float32, len(counts))
	for id, n := range counts {
		w.idf[id] = rarity(products, int(n))
	}
}

// newPostings makes room for as many products as are counted for each number.
func newPostings(counts []uint32) postings {
	p := postings{at: make([]uint32, len(counts)+1)}
	for i, n := range counts {
		p.at[i+1] = p.at[i] + n
	}
	p.products = make([]uint32, p.at[len(counts)])
	return p
}

// rarity is how much it says that n of all have something.
func rarity(all, n int) float32 {
	return float32(math.Log(1 + float64(all)/(float64(n)+.5)))
}

func (w *wordIndex) of(p uint32) []uint32 { return w.forward[w.forwardAt[p]:w.forwardAt[p+1]] }

// modelHash is a model number: as a whole, and without its ending.
type modelHash struct{ whole, head uint32 }

func hashModels(name string, h *habits) []modelHash {
	found := models(parts(name))
	hashes := make([]modelHash, len(found))
	for i, m := range found {
		hashes[i] = newModelHash(m.text, h)
	}
	return hashes
}

func newModelHash(text string, h *habits) modelHash {
	return modelHash{uint32(hash('k', text)), uint32(hash('h', headOrAll(h.core(text))))}
}

// keyIndex leads from keys to products: the upper half of an entry is the
// key's hash, the lower half the product. First holds where the entries of each
// beginning of a hash are.
type keyIndex struct {
	entries []uint64
	first   []uint32
}

const keyBits = 16

func (k *keyIndex) add(kind byte, text string, product uint32) {
	k.entries = append(k.entries, hash(kind, text)>>32<<32|uint64(product))
}

func (k *keyIndex) sort() {
	slices.Sort(k.entries)
	k.entries = slices.Clip(slices.Compact(k.entries))
	k.first = make([]uint32, 1<<keyBits+1)
	for _, e := range k.entries {
		k.first[e>>(64-keyBits)+1]++
	}
	for i := range 1 << keyBits {
		k.first[i+1] += k.first[i]
	}
}

// lookup returns the entries of a key; productOf reads them.
func (k *keyIndex) lookup(kind byte, text string) []uint64 {
	h := hash(kind, text) >> 32
	bucket := k.entries[k.first[h>>(32-keyBits)]:k.first[h>>(32-keyBits)+1]]
	from := sort.Search(len(bucket), func(i int) bool { return bucket[i]>>32 >= h })
	to := from
	for to < len(bucket) && bucket[to]>>32 == h {
		to++
	}
	return bucket[from:to]
}

func productOf(entry uint64) uint32 { return uint32(entry) }

// indexCodes makes the keys: of Codes (k), of their beginnings (h), of Barcodes
// (g), and of what spreadsheets make of them (d).
func (ix *Index) indexCodes() {
	k := &ix.keys
	k.entries = make([]uint64, 0, 3*len(ix.items))
	for i := range ix.items {
		it := &ix.items[i]
		code := ix.texts.get(it.code)
		ix.addCodeKeys(code, it.product)
		if it.barcode != 0 {
			k.add('g', gtinKey(it.barcode), it.product)
		}
		if len(code) >= 12 {
			if g := parseGTIN(code); g != 0 {
				k.add('g', gtinKey(g), it.product)
			}
		}
		if value, ok := largeNumber(code); ok {
			ix.numbers = append(ix.numbers, numberCode{value, uint32(i)})
		}
		for _, d := range days(code) {
			k.add('d', dayKey(d), it.product)
		}
	}
	for p := range ix.products {
		product := &ix.products[p]
		ix.addCodeKeys(ix.texts.get(product.code), uint32(p))
		if product.barcode != 0 {
			k.add('g', gtinKey(product.barcode), uint32(p))
		}
		for _, m := range models(parts(ix.texts.get(product.name))) {
			k.add('k', m.text, uint32(p))
			if h := head(m.text); h != "" {
				k.add('h', h, uint32(p))
			}
		}
	}
	k.sort()
	slices.SortStableFunc(ix.numbers, func(a, b numberCode) int { return cmp.Compare(a.value, b.value) })
}

func (ix *Index) addCodeKeys(code string, p uint32) {
	folded := fold(code)
	if folded == "" {
		return
	}
	ix.keys.add('k', folded, p)
	if short := strings.TrimLeft(folded, "0"); short != folded && len(short) > 1 {
		ix.keys.add('k', short, p)
	}
	core := ix.habits.core(folded)
	if core != folded {
		ix.keys.add('k', core, p)
	}
	if h := head(core); h != "" {
		ix.keys.add('h', h, p)
	}
}

func gtinKey(g gtin) string {
	var b [8]byte
	for i := range b {
		b[i] = byte(g >> (8 * i))
	}
	return string(b[:])
}

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

// elsewhere is a mapping of another integration: the hash of a SKU or an ASIN.
type elsewhere struct {
	key  uint64
	item uint32
}

func elsewhereKey(kind byte, text string) uint64 {
	if text == "" {
		return 0
	}
	return hash(kind, text)
}

func (ix *Index) indexElsewhere(mappings *list[mapping]) {
	for _, m := range mappings.drain() {
		i, found := ix.find(m.target)
		if !found {
			continue
		}
		for _, key := range [2]uint64{m.sku, m.asin} {
			if key != 0 {
				ix.elsewhere = append(ix.elsewhere, elsewhere{key, i})
			}
		}
	}
	slices.SortFunc(ix.elsewhere, func(a, b elsewhere) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.item, b.item))
	})
	ix.elsewhere = slices.Compact(ix.elsewhere)
}

// mappedElsewhere returns the items to which other integrations map a key.
func (ix *Index) mappedElsewhere(key uint64) []elsewhere {
	if key == 0 {
		return nil
	}
	from, _ := slices.BinarySearchFunc(ix.elsewhere, key, func(e elsewhere, key uint64) int { return cmp.Compare(e.key, key) })
	to := from
	for to < len(ix.elsewhere) && ix.elsewhere[to].key == key {
		to++
	}
	return ix.elsewhere[from:to]
}
