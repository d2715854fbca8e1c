package suggest

import (
	"cmp"
	"math"
	"slices"
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
