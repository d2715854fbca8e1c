package suggest

import (
	"slices"
	"strconv"
	"strings"
)

// reasons gathers the evidence of one candidate.
type reasons struct {
	ix *Index
	q  *query
	c  *candidate
	it *item
	// code and folded are the item's Code, as it is and folded.
	code, folded string
	name         []string
	found        []Evidence
}

// evidence tells what fired for a candidate: what speaks for it first, the
// strongest first, then what speaks against it; nil if nothing speaks for it.
// named says that something speaks of the item itself, not just of its colour,
// size or price, or that of a long name a word or two are shared.
func (ix *Index) evidence(q *query, c *candidate) (found []Evidence, named bool) {
	r := reasons{ix: ix, q: q, c: c, it: &ix.items[c.item]}
	r.code = ix.texts.get(r.it.code)
	r.folded = fold(r.code)
	r.name = words(ix.texts.get(ix.products[r.it.product].name))
	r.elsewhere()
	if !r.damage() {
		r.codeInSKU()
	}
	r.modelNumbers()
	r.sharedWords()
	r.options()
	r.others()
	r.packs()
	speaks := slices.ContainsFunc(r.found, func(e Evidence) bool { return !e.Against() })
	named = slices.ContainsFunc(r.found, namesTarget)
	if shared := r.shared(); !speaks && shared != "" {
		r.add(FactWords, shared)
		speaks = true
	}
	if !speaks {
		return nil, false
	}
	r.against()
	return r.found, named
}

// namesTarget says whether evidence speaks of the item itself.
func namesTarget(e Evidence) bool {
	return !e.Against() && !slices.Contains([]Kind{OptionWords, Family, Price, Pack, Bundle}, e.Kind())
}

func (r *reasons) add(fact Fact, args ...string) {
	r.found = append(r.found, Evidence{fact, args})
}

func (r *reasons) has(feature int) bool { return r.c.features[feature] > 0 }

func (r *reasons) elsewhere() {
	if r.has(fSameSKU) {
		r.add(FactSameSKU, r.q.listing.SKU)
	}
	if r.has(fSameASIN) {
		r.add(FactSameASIN, r.q.listing.ASIN)
	}
	barcode := r.q.listing.Barcode
	if barcode == "" || len(r.q.gtins) > 0 && parseGTIN(barcode) == 0 {
		barcode = r.q.listing.SKU
	}
	switch {
	case r.has(fGTIN):
		r.add(FactBarcode, barcode)
	case r.has(fGTINUnit):
		r.add(FactBarcodeCase, barcode)
	}
}

// damage tells what a spreadsheet did, where one Code alone could have become
// the SKU.
func (r *reasons) damage() bool {
	sku := r.q.listing.SKU
	if trimmed := trimDecimals(sku); trimmed != sku && fold(trimmed) == r.folded {
		r.add(FactDamagedDecimal, r.code)
		return true
	}
	if !r.has(fDamage) || r.q.damagedCodes != 1 {
		return false
	}
	switch {
	case isDigits(sku):
		r.add(FactDamagedZeros, r.code)
	case showsDate(sku):
		r.add(FactDamagedDate, r.code, sku)
	default:
		r.add(FactDamagedNumber, r.code, sku)
	}
	return true
}

func (r *reasons) codeInSKU() {
	f := &r.c.features
	prefix, suffix := r.ix.affixes(r.q, r.c)
	switch {
	case r.q.listing.SKU == r.code && r.code != "":
		r.add(FactCode, r.code)
	case f[fCode] > 0 && r.q.sku.folded == r.folded:
		r.add(FactCodeFolded, r.code)
	case prefix != "" && suffix != "":
		r.add(FactCodeAffixes, r.code, prefix, suffix)
	case prefix != "":
		r.add(FactCodePrefix, r.code, prefix)
	case suffix != "":
		r.add(FactCodeSuffix, r.code, suffix)
	case f[fCode] > 0:
		r.add(FactCodeContained, r.code)
	case f[fCodeZeros] > 0:
		r.add(FactCodeZeros, r.code)
	case f[fCodeRun] > 0.2:
		r.contained()
	case f[fStyleValues] == 1:
		r.productCode()
	case f[fCodeSlip] > 0.5:
		r.slip()
	case f[fStyle] > 0:
		r.productCode()
	case f[fCodePrefix] > 0.3:
		r.begins()
	}
}

func (r *reasons) productCode() {
	r.add(FactProductCode, r.ix.texts.get(r.ix.products[r.it.product].code))
}

func (r *reasons) contained() {
	if strings.Contains(r.q.sku.folded, r.folded) {
		r.add(FactCodeContained, r.code)
		return
	}
	core := r.ix.habits.core(r.folded)
	r.add(FactCodePart, strings.ToUpper(core), r.code)
}

func (r *reasons) slip() {
	d := min(distance(r.q.sku.body, r.folded), distance(r.q.sku.folded, r.folded))
	if d > 0 && d <= maxDistance {
		r.add(FactCodeSlip, r.code, strconv.Itoa(d))
	}
}

func (r *reasons) begins() {
	code := itemCode{folded: r.folded, core: r.ix.habits.core(r.folded)}
	code.head = head(code.core)
	best, part := float32(0), ""
	for i := range r.q.sku.runs {
		run := &r.q.sku.runs[i]
		if says := beginning(run, &code); says > best {
			best, part = says, run.core[:min(len(run.core), sharedLen(run.core, code.core))]
		}
	}
	if strings.HasPrefix(r.folded, part) {
		r.add(FactCodeBegins, r.code, strings.ToUpper(part))
	} else {
		r.add(FactCodePart, strings.ToUpper(part), r.code)
	}
}

// affixes are what the SKU has around the Code, if the account has the habit.
func (ix *Index) affixes(q *query, c *candidate) (prefix, suffix string) {
	folded := fold(ix.texts.get(ix.items[c.item].code))
	sku := trimDecimals(q.listing.SKU)
	whole := fold(sku)
	if len(folded) < 3 || whole == folded || q.sku.random || q.sku.bundle {
		return "", ""
	}
	at := strings.Index(whole, folded)
	if at < 0 {
		return "", ""
	}
	before, after := whole[:at], whole[at+len(folded):]
	if before != "" && ix.habits.skuPrefixes[before] == 0 && !saysNothing(before) ||
		after != "" && ix.habits.skuSuffixes[after] == 0 && !saysNothing(after) {
		return "", ""
	}
	if before != "" {
		prefix = cutFolded(sku, len(before))
	}
	if after != "" {
		suffix = cutFoldedEnd(sku, len(after))
	}
	return prefix, suffix
}

// namedModel is the first model number of the title that one of the name's is
// like.
func (r *reasons) namedModel(like func(m *queryModel, h modelHash) bool) string {
	p := r.it.product
	of := r.ix.models[r.ix.modelsAt[p]:r.ix.modelsAt[p+1]]
	for i := range r.q.models {
		m := &r.q.models[i]
		if slices.ContainsFunc(of, func(h modelHash) bool { return like(m, h) }) {
			return strings.ToUpper(m.text)
		}
	}
	return ""
}

func sameModel(m *queryModel, h modelHash) bool { return h.whole == m.hash.whole }

func sameHead(m *queryModel, h modelHash) bool { return h.head == m.hash.head }

func (r *reasons) modelNumbers() {
	f := &r.c.features
	switch {
	case f[fTitleCode] > 0:
		r.add(FactTitleCode, r.code)
	case f[fModel] > 0:
		r.add(FactModel, r.namedModel(sameModel))
	case f[fModelHead] > 0:
		r.add(FactModelHead, r.namedModel(sameHead))
	case f[fTitleCodePrefix] > 0.3:
		r.titleCodeBegins()
	}
}

func (r *reasons) titleCodeBegins() {
	for i := range r.q.models {
		m := &r.q.models[i]
		if len(m.core) >= 4 && strings.HasPrefix(r.folded, m.core) {
			r.add(FactTitleCodeBegins, r.code, strings.ToUpper(m.core))
			return
		}
	}
}

// maxQuoted is how many shared words are quoted, and minShared how much of the
// name they must be.
const (
	maxQuoted = 6
	minShared = 0.25
)

func (r *reasons) sharedWords() {
	if r.c.features[fNameCover] < minShared {
		return
	}
	if shared := r.shared(); shared != "" {
		r.add(FactWords, shared)
	}
}

// shared are words that title and name share.
func (r *reasons) shared() string {
	var shared []string
	for i, w := range r.name {
		if len(shared) < maxQuoted && r.q.place(w) >= 0 && !slices.Contains(r.name[:i], w) {
			shared = append(shared, w)
		}
	}
	return strings.Join(shared, " ")
}

func (r *reasons) valueTexts() string {
	option, size := r.ix.texts.get(r.it.optionName), r.ix.texts.get(r.it.sizeName)
	if option == "" || size == "" {
		return option + size
	}
	return option + " / " + size
}

func (r *reasons) options() {
	f := &r.c.features
	if f[fOption] > 0 {
		var said []string
		values := r.ix.readOption(r.it).values
		for i := range values {
			if values[i].in(r.q.title) > 0 {
				said = append(said, values[i].text)
			}
		}
		if len(said) > 0 {
			r.add(FactOption, strings.Join(said, " / "))
		}
	}
	if f[fStyleValues] == 1 && f[fCode] == 0 {
		r.add(FactOptionShort, r.valueTexts())
	}
}

// nearPrice is from which likeness on prices are told.
const nearPrice = 0.2

func (r *reasons) others() {
	if r.has(fFamily) {
		r.add(FactFamily)
	}
	if r.c.features[fPrice] > nearPrice {
		r.add(FactPrice, money(r.q.listing.Price), money(float64(r.it.price)))
	}
}

func money(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }

func (r *reasons) packs() {
	own := r.pack()
	switch {
	case r.has(fPack):
		r.add(FactPack, strconv.Itoa(own))
	case r.has(fPackUnsaid) && own > 1:
		r.add(FactPackOfItem, strconv.Itoa(own))
	case r.has(fPackUnsaid):
		r.add(FactPackOfListing, strconv.Itoa(r.q.pack))
	}
	if r.q.sku.bundle {
		r.add(FactBundle)
	}
}

func (r *reasons) pack() int {
	if n := r.ix.readOption(r.it).pack; n > 0 {
		return n
	}
	return packOf(r.name)
}
