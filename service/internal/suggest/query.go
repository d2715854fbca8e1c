package suggest

import (
	"slices"
	"strings"
)

// query is what a listing tells, taken apart once.
type query struct {
	listing *Listing
	words   []queryWord
	// wordBits has a bit for the end of each known word's id.
	wordBits uint64
	// idf is the sum of the words'.
	idf      float32
	measures []quantity
	// colours are those of the words that are colours.
	colours []string
	// letters has a bit for each three neighbouring letters of the title.
	letters letterSet
	// digits are numbers of the title, for Codes that are made of them.
	digits []string
	// title are the plain words of the title and of the variation's values.
	title  []string
	models []queryModel
	pack   int
	gtins  []gtin
	sku    querySKU
	// damaged are the items whose Codes a spreadsheet shows as this SKU.
	damaged      []uint32
	damagedCodes int
	// sameSKU and sameASIN are items that other integrations map.
	sameSKU, sameASIN []elsewhere
}

type queryWord struct {
	text string
	// id is the word's in the index, if it is known there.
	id    uint32
	known bool
	idf   float32
}

type quantity struct{ number, unit string }

type queryModel struct {
	model
	core, head string
	hash       modelHash
}

// querySKU is a SKU without what says nothing of the item.
type querySKU struct {
	// random says that Amazon made it: it says nothing at all.
	random bool
	// folded is all of it; body is without a seller's and Amazon's words.
	folded, body string
	parts        []string
	runs         []run
	// bundle says that a plus joins two items.
	bundle bool
}

// run is some neighbouring parts of a SKU, perhaps without an affix.
type run struct {
	text string
	core string
	// first says that nothing stands before it but what says nothing.
	first bool
}

const (
	// unknownIDF is what a word says that no name has.
	unknownIDF = 3
	maxWords   = 48
	maxParts   = 10
	maxRunLen  = 5
)

func (ix *Index) newQuery(l *Listing) *query {
	q := &query{listing: l}
	ix.readTitle(q)
	ix.readSKU(q)
	for _, text := range [2]string{l.Barcode, l.SKU} {
		if g := parseGTIN(text); g != 0 && (text == l.Barcode || len(text) >= 12) {
			q.gtins = append(q.gtins, g)
		}
	}
	ix.readDamage(q)
	q.sameSKU = ix.mappedElsewhere(elsewhereKey('s', l.SKU))
	q.sameASIN = ix.mappedElsewhere(elsewhereKey('a', l.ASIN))
	return q
}

func (ix *Index) readTitle(q *query) {
	ws := words(q.listing.Title)
	ws = ws[:min(len(ws), maxWords)]
	q.pack = packOf(ws)
	q.letters.addWords(ws)
	for _, w := range ws {
		ix.addWord(q, w)
	}
	titleParts := parts(q.listing.Title)
	for _, p := range titleParts {
		q.title = append(q.title, p.text)
	}
	for _, v := range q.listing.Variation {
		q.title = append(q.title, partTexts(v)...)
		for _, w := range words(v) {
			ix.addWord(q, w)
		}
	}
	for _, m := range models(titleParts) {
		m.weight *= ix.modelSays(m.text)
		core := ix.habits.core(m.text)
		q.models = append(q.models, queryModel{m, core, headOrAll(core), newModelHash(m.text, &ix.habits)})
	}
	for i, m := range q.measures {
		digits := strings.ReplaceAll(m.number, ".", "")
		q.digits = append(q.digits, digits)
		if i > 0 {
			q.digits = append(q.digits, strings.ReplaceAll(q.measures[i-1].number, ".", "")+digits)
		}
	}
}

// modelSays is how much a model number says, from 0.1 to 1: less if many
// products have it, as they have DDR2.
func (ix *Index) modelSays(text string) float32 {
	const few = 4
	n := len(ix.keys.lookup('k', text))
	return max(few/float32(max(n, few)), 0.1)
}

func (ix *Index) addWord(q *query, text string) {
	if slices.ContainsFunc(q.words, func(w queryWord) bool { return w.text == text }) {
		return
	}
	w := queryWord{text: text, idf: unknownIDF}
	if w.id, w.known = ix.words.ids[hash('w', text)]; w.known {
		w.idf = ix.words.idf[w.id]
		q.wordBits |= 1 << (w.id & 63)
	}
	q.words = append(q.words, w)
	q.idf += w.idf
	if isColour(text) {
		q.colours = append(q.colours, text)
	}
	if number, unit := measure(text); unit != "" {
		q.measures = append(q.measures, quantity{number, unit})
	}
}

// isRandom says whether Amazon made the SKU, as 07-5ZYG-K6JQ.
func isRandom(sku string) bool {
	if len(sku) != 12 || sku[2] != '-' || sku[7] != '-' {
		return false
	}
	for i := range len(sku) {
		if c := sku[i]; c != '-' && !isDigit(c) && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return true
}

// saysNothing are words around Codes that many sellers' SKUs have.
func saysNothing(p string) bool {
	switch p {
	case "fba", "fbm", "mfn", "afn", "sfp", "amz", "amazon", "new", "used", "uk", "gb", "us", "eu", "de", "fr", "n":
		return true
	}
	return false
}

func (ix *Index) readSKU(q *query) {
	s := &q.sku
	sku := trimDecimals(q.listing.SKU)
	s.folded = fold(sku)
	if s.random = isRandom(sku); s.random {
		return
	}
	s.bundle = strings.Contains(strings.Trim(sku, "+"), "+")
	// Amazon's SKUs of graded returns: amzn.gr.<SKU>-<random>.
	graded := len(sku) > 8 && strings.EqualFold(sku[:8], "amzn.gr.")
	if graded {
		sku = sku[8:]
		if i := strings.LastIndexByte(sku, '-'); i > 0 {
			sku = sku[:i]
		}
	}
	for _, p := range parts(sku) {
		pack, rest := cutPack(p.text)
		if pack > 1 && q.pack == 0 {
			q.pack = pack
		}
		if rest != "" && len(s.parts) < maxParts {
			s.parts = append(s.parts, rest)
		}
	}
	for len(s.parts) > 1 && saysNothing(s.parts[len(s.parts)-1]) {
		s.parts = s.parts[:len(s.parts)-1]
	}
	for len(s.parts) > 1 && saysNothing(s.parts[0]) {
		s.parts = s.parts[1:]
	}
	s.body = strings.Join(s.parts, "")
	ix.addRuns(s)
}

func (ix *Index) addRuns(s *querySKU) {
	before := ""
	for i := range s.parts {
		first := i == 0 || ix.habits.skuPrefixes[before] > 0
		text := ""
		for j := i; j < len(s.parts) && j < i+maxRunLen; j++ {
			text += s.parts[j]
			ix.addRun(s, text, first)
			ix.addRun(s, strings.TrimLeft(text, "0"), first)
			for n := 1; n <= maxAffix && n <= len(text)-3; n++ {
				if ix.habits.skuPrefixes[text[:n]] > 0 || ix.habits.codePrefixes[text[:n]] > 0 {
					ix.addRun(s, text[n:], first)
				}
				if end := text[len(text)-n:]; ix.habits.skuSuffixes[end] > 0 || saysNothing(end) && len(end) > 1 {
					ix.addRun(s, text[:len(text)-n], first)
				}
			}
		}
		before += s.parts[i]
	}
}

func (ix *Index) addRun(s *querySKU, text string, first bool) {
	if len(text) < 3 || slices.ContainsFunc(s.runs, func(r run) bool { return r.text == text }) {
		return
	}
	s.runs = append(s.runs, run{text, ix.habits.core(text), first})
}

// readDamage finds the Codes that a spreadsheet shows as the SKU.
func (ix *Index) readDamage(q *query) {
	sku := q.listing.SKU
	if low, high, ok := shownRange(sku); ok {
		q.damaged = ix.numbersBetween(low, high)
	} else if showsDate(sku) {
		q.damaged = ix.shownAsDate(days(sku))
	} else if isDigits(sku) && sku[0] != '0' {
		q.damaged = ix.withZerosLost(sku)
	}
	codes := map[string]bool{}
	for _, i := range q.damaged {
		codes[fold(ix.texts.get(ix.items[i].code))] = true
	}
	q.damagedCodes = len(codes)
}

// maxDamaged is how many items may have become one damaged SKU before it says
// nothing of them.
const maxDamaged = 50

func (ix *Index) numbersBetween(low, high float64) []uint32 {
	var found []uint32
	at, _ := slices.BinarySearchFunc(ix.numbers, low, func(n numberCode, low float64) int {
		if n.value < low {
			return -1
		}
		return 1
	})
	for ; at < len(ix.numbers) && ix.numbers[at].value <= high && len(found) < maxDamaged; at++ {
		found = append(found, ix.numbers[at].item)
	}
	return found
}

func (ix *Index) shownAsDate(shown []day) []uint32 {
	var found []uint32
	for _, d := range shown {
		found = ix.appendItems(found, 'd', dayKey(d), func(code string) bool {
			return !showsDate(code) && slices.Contains(days(code), d)
		})
	}
	return found
}

func (ix *Index) withZerosLost(sku string) []uint32 {
	return ix.appendItems(nil, 'k', sku, func(code string) bool {
		return len(code) > len(sku) && strings.TrimLeft(code, "0") == sku
	})
}

// appendItems appends the items of a key's products whose Codes are as asked.
func (ix *Index) appendItems(found []uint32, kind byte, key string, is func(code string) bool) []uint32 {
	entries := ix.keys.lookup(kind, key)
	if len(entries) > maxDamaged {
		return found
	}
	for _, e := range entries {
		from, to := ix.itemsOf(productOf(e))
		for i := from; i < to && len(found) < maxDamaged; i++ {
			if is(ix.texts.get(ix.items[i].code)) && !slices.Contains(found, i) {
				found = append(found, i)
			}
		}
	}
	return found
}
