package suggest

import (
	"cmp"
	"slices"
	"sort"
	"strings"
)

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
