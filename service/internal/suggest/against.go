package suggest

import (
	"strconv"
	"strings"
)

func (r *reasons) against() {
	f := &r.c.features
	if f[fOptionOther] > 0 {
		r.otherOption()
	}
	if f[fStyleOther] > 0 && f[fOption] == 0 {
		r.add(FactShortOptionOther, r.valueTexts())
	}
	if f[fPackOther] > 0 {
		r.add(FactPackOther, strconv.Itoa(r.q.pack), strconv.Itoa(r.pack()))
	}
	switch {
	case f[fEndingOther] > 0:
		r.add(FactEndingOther, r.code)
	case f[fModelOther] > 0:
		r.add(FactModelEnding, r.namedModel(sameHead))
	}
	if f[fModelMissing] > 0 && f[fTitleCode] == 0 {
		r.add(FactModelOther, strings.ToUpper(r.q.models[0].text))
	}
	if f[fMeasureOther] > 0 {
		r.otherMeasure()
	}
	if f[fGTINOther] > 0 {
		r.add(FactBarcodeOther, strconv.FormatUint(uint64(r.it.barcode), 10))
	}
}

func (r *reasons) otherMeasure() {
	for _, w := range r.name {
		number, unit := measure(w)
		if unit == "" || unit == "#" {
			continue
		}
		if _, differs := r.q.compareQuantity(number, unit); differs > 0 {
			r.add(FactMeasureOther, w)
			return
		}
	}
}

// otherOption names the value of a sibling that the title has in place of the
// option's.
func (r *reasons) otherOption() {
	f := finder{ix: r.ix, options: map[uint64]option{}}
	var v productView
	v.from, v.to = r.ix.itemsOf(r.it.product)
	v.to = min(v.to, v.from+maxScored)
	f.readValues(r.q, &v)
	own := r.c.item - v.from
	for a := range v.values[own] {
		if v.hits[own][a] >= v.best[a] {
			continue
		}
		for i := range v.values {
			if a < len(v.values[i]) && v.hits[i][a] == v.best[a] {
				r.add(FactOptionOther, v.values[i][a].text, v.values[own][a].text)
				return
			}
		}
	}
}
