package suggest

import (
	"math"
	"slices"
	"strings"
	"unsafe"
)

// The features of a candidate. Most are from 0 to 1; those whose names end in
// Other speak against it.
const (
	// fNameCover is the share of the name's words, by how much they say, that the
	// title has, and fTitleCover the share of the title's that the name has.
	fNameCover = iota
	fTitleCover
	// fShared is how much the shared words say in all.
	fShared
	// fCovers is the smaller of the two shares, and fLetters the share of letters'
	// trigrams that title and name have in common.
	fCovers
	fLetters
	// fNeighbours is the share of the name's neighbouring words that are
	// neighbours in the title.
	fNeighbours
	// fBrand is 1 where the title has the brand, -1 where it lacks it.
	fBrand
	fMeasure
	fMeasureOther
	fNumber
	fNumberOther
	// fColour: a colour that the name says is in the title; fColourOther: the title
	// says others.
	fColour
	fColourOther
	// fModel: title and name have a model number in common; fModelHead: but for
	// its ending; fModelMissing: each has some, and they share none.
	fModel
	fModelHead
	fModelOther
	fModelMissing
	fGTIN
	// fGTINUnit: the barcode numbers a case of the item.
	fGTINUnit
	fGTINOther
	// fCode: the SKU is the Code; fCodeZeros: but for zeros in front; fCodeRun: it
	// contains the Code; fCodeFirst: it begins with it; fCodePrefix: a part of it
	// is how the Code begins.
	fCode
	fCodeZeros
	fCodeRun
	fCodeFirst
	fCodePrefix
	fCodeSlip
	fCodeLike
	fCodeLength
	fDamage
	// fStyle: the SKU contains the product's Code; fStyleValues: and the rest of it
	// is short for the option's values; fStyleOther: or for none of them.
	fStyle
	fStyleValues
	fStyleOther
	// fTitleCode: a model number in the title is the Code; fTitleCodePrefix: the
	// Code begins with one; fCodeDigits: the title's numbers are the Code's.
	fTitleCode
	fTitleCodePrefix
	fCodeDigits
	fEndingOther
	fOption
	fOptionCount
	fOptionOther
	fPack
	fPackOther
	fPackUnsaid
	fPrice
	fFamily
	fSameSKU
	fSameASIN
	featureCount
)

// features are how a candidate looks beside a listing.
type features [featureCount]float32

// candidate is an item that a listing may be.
type candidate struct {
	item     uint32
	features features
	// strength is the weighed sum of the features.
	strength float64
}

func one(is bool) float32 {
	if is {
		return 1
	}
	return 0
}

// maxScored is how many options of one product are compared.
const maxScored = 400

// productView is a product's side of a comparison.
type productView struct {
	place    uint32
	from, to uint32
	name     string
	words    []string
	// values are those of each item, by the item's place from from on.
	values [][]value
	// hits are how many words of each value the title has.
	hits [][maxValues]int8
	// best is the most words of any value of each axis.
	best [maxValues]int8
	// pack is how many items the name says, 1 if none.
	pack int
	// style is the product's folded Code; rest is what the SKU has behind it.
	style, rest string
	hasStyle    bool
	base        features
}

// compare appends the items of a product as candidates.
func (f *finder) compare(q *query, p uint32, found []candidate) []candidate {
	v := productView{place: p, name: f.ix.texts.get(f.ix.products[p].name), values: f.viewValues, hits: f.viewHits}
	v.from, v.to = f.ix.itemsOf(p)
	v.to = min(v.to, v.from+maxScored)
	f.viewWords = appendWords(f.viewWords, v.name)
	v.words = f.viewWords
	v.pack = max(packOf(v.words), 1)
	f.compareWords(q, &v)
	f.compareNumbers(q, &v)
	compareColours(q, &v)
	f.compareModels(q, &v)
	f.readValues(q, &v)
	f.readStyle(q, &v)
	for i := v.from; i < v.to; i++ {
		c := candidate{item: i, features: v.base}
		f.compareItem(q, &v, &c)
		found = append(found, c)
	}
	f.viewValues, f.viewHits = v.values, v.hits
	return found
}

// readValues finds which values of the product's options the title has.
func (f *finder) readValues(q *query, v *productView) {
	v.values, v.hits = v.values[:0], v.hits[:0]
	for i := v.from; i < v.to; i++ {
		it := &f.ix.items[i]
		if n := len(v.hits); n > 0 && it.optionName == f.ix.items[i-1].optionName && it.sizeName == f.ix.items[i-1].sizeName {
			v.values, v.hits = append(v.values, v.values[n-1]), append(v.hits, v.hits[n-1])
			continue
		}
		values := f.optionOf(it).values
		var hits [maxValues]int8
		for a := range values {
			hits[a] = int8(values[a].in(q.title))
			v.best[a] = max(v.best[a], hits[a])
		}
		v.values, v.hits = append(v.values, values), append(v.hits, hits)
	}
}

// maxOptionCache bounds the map of options' names.
const maxOptionCache = 1 << 13

// option is what the names of an option and its size say.
type option struct {
	values []value
	// pack is how many items they say, 0 if none.
	pack int
}

func (f *finder) optionOf(it *item) option {
	if it.optionName == 0 && it.sizeName == 0 {
		return option{}
	}
	key := uint64(it.optionName)<<32 | uint64(it.sizeName)
	o, ok := f.options[key]
	if !ok {
		if len(f.options) >= maxOptionCache {
			clear(f.options)
		}
		o = f.ix.readOption(it)
		f.options[key] = o
	}
	return o
}

func (ix *Index) readOption(it *item) option {
	name, size := ix.texts.get(it.optionName), ix.texts.get(it.sizeName)
	o := option{values: optionValues(name), pack: packOf(words(name))}
	if size != "" {
		o.values = append(o.values, newValue(size))
		if n := packOf(words(size)); n > 0 {
			o.pack = n
		}
	}
	return o
}

func (f *finder) readStyle(q *query, v *productView) {
	v.style = fold(f.ix.texts.get(f.ix.products[v.place].code))
	if q.sku.random || len(v.style) < 3 {
		return
	}
	if i := strings.Index(q.sku.body, v.style); i >= 0 {
		v.hasStyle, v.rest = true, q.sku.body[i+len(v.style):]
		return
	}
	if short := strings.TrimLeft(v.style, "0"); short != v.style && len(short) > 2 {
		v.rest, v.hasStyle = strings.CutPrefix(q.sku.body, short)
	}
}

func (f *finder) compareItem(q *query, v *productView, c *candidate) {
	it := &f.ix.items[c.item]
	values := v.values[c.item-v.from]
	f.codeText = appendFold(f.codeText[:0], f.ix.texts.get(it.code))
	// It is not kept: the buffer has the next item's Code next.
	folded := unsafe.String(unsafe.SliceData(f.codeText), len(f.codeText))
	code := itemCode{folded: folded, core: f.ix.habits.core(folded)}
	code.head = head(code.core)
	compareGTIN(q, it, f.ix.products[v.place].barcode, &c.features)
	if !q.sku.random {
		compareSKU(q, &code, &c.features)
		compareStyle(q, v, values, &c.features)
	}
	compareTitleCode(q, &code, &c.features)
	compareEnding(q, &code, &c.features)
	compareOption(v, c.item-v.from, len(values), &c.features)
	f.comparePack(q, v, it, &c.features)
	comparePrice(q.listing.Price, float64(it.price), &c.features)
	if slices.Contains(q.damaged, c.item) {
		c.features[fDamage] = 1 / float32(q.damagedCodes)
	}
	is := func(e elsewhere) bool { return e.item == c.item }
	c.features[fSameSKU] = one(slices.ContainsFunc(q.sameSKU, is))
	c.features[fSameASIN] = one(slices.ContainsFunc(q.sameASIN, is))
}

func compareGTIN(q *query, it *item, ofProduct gtin, b *features) {
	own := it.barcode
	if own == 0 && it.isFirst {
		own = ofProduct
	}
	if own == 0 {
		return
	}
	for _, g := range q.gtins {
		switch {
		case g == own:
			b[fGTIN] = 1
		case g.unit() == own || own.unit() == g:
			b[fGTINUnit] = 1
		case g.company() == own.company():
			b[fGTINOther] = 1
		}
	}
	if b[fGTIN] > 0 {
		b[fGTINOther] = 0
	}
}

// compareOption compares the values of an option with the title.
func compareOption(v *productView, i uint32, values int, b *features) {
	if values == 0 {
		return
	}
	for a, k := range v.hits[i][:values] {
		switch {
		case k < v.best[a]:
			b[fOptionOther]++
		case k > 0:
			b[fOption]++
		}
	}
	b[fOptionCount] = b[fOption] / maxValues
	b[fOption] /= float32(values)
	b[fOptionOther] /= float32(values)
}

func (f *finder) comparePack(q *query, v *productView, it *item, b *features) {
	pack, asked := v.pack, max(q.pack, 1)
	if n := f.optionOf(it).pack; n > 0 {
		pack = n
	}
	switch {
	case asked == 1 && pack == 1:
	case asked == pack:
		b[fPack] = 1
	case asked > 1 && pack > 1:
		b[fPackOther] = 1
	default:
		b[fPackUnsaid] = 1
	}
}

// comparePrice is best where the listing costs a third more than the item does
// in the catalogue, as offers on Amazon usually do.
func comparePrice(listing, item float64, b *features) {
	if listing <= 0 || item <= 0 {
		return
	}
	d := math.Log(listing/item) - 0.3
	b[fPrice] = max(float32(math.Exp(-1.2*math.Abs(d)))-0.5, -0.25)
}
