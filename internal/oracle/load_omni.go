package oracle

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"omnimap/model"
)

// omniLoad is what a load of Omni products gives.
type omniLoad struct {
	read     int
	accepted []model.OmniProductInput
	// present are the references of refused rows, beside those accepted: what
	// they are about is not missing.
	present map[string]bool
	// incomplete are the references of products of which a row was refused.
	incomplete map[string]bool
	rejected   []Rejected
}

// refuse refuses a row. Its reference, where it can be read, still counts as
// present, so that nothing is removed because its row was bad.
func (l *omniLoad) refuse(row int, reference string) {
	if reference, ok := cleanKey(reference); ok {
		l.present[reference], l.incomplete[reference] = true, true
	}
	l.rejected = append(l.rejected, Rejected{Row: row, Code: model.CodeInvalid})
}

// LoadOmniProducts adds Omni products, or updates those of the same
// reference. With removeMissing the list is the whole catalogue.
func (w *World) LoadOmniProducts(products []model.OmniProductInput, removeMissing, allowShrink bool, now time.Time) (LoadResult, error) {
	return w.loadOmni(siftProducts(products), removeMissing, allowShrink, now)
}

func (w *World) loadOmni(load omniLoad, removeMissing, allowShrink bool, now time.Time) (LoadResult, error) {
	w.tick(now)
	for _, in := range load.accepted {
		load.present[in.Reference] = true
	}
	var missing, known []*product
	for _, p := range w.products {
		// DOMAIN "Downloading new products": until then no load removes it.
		if p.downloaded {
			continue
		}
		known = append(known, p)
		if removeMissing && !load.present[p.reference] {
			missing = append(missing, p)
		}
	}
	if shrinks(len(missing), len(known)) && !allowShrink {
		return LoadResult{}, &UserError{model.CodeCatalogueShrinks, "the file lacks more than a tenth of the products"}
	}
	sum := LoadSummary{Read: load.read, Removed: len(missing), Rejected: len(load.rejected)}
	for _, p := range missing {
		w.removeProduct(p)
	}
	for _, in := range load.accepted {
		created, changed := w.loadProduct(in, load.incomplete[in.Reference])
		switch {
		case created:
			sum.Created++
		case changed:
			sum.Updated++
		}
	}
	deleted := w.dropDangling()
	sum.MappingsDeleted = len(deleted)
	op := w.record(operation{kind: KindLoadOmni, deleted: deleted})
	return LoadResult{Operation: op, Summary: sum, Rejected: load.rejected}, nil
}

// siftProducts tells the products to load from the refused ones. DOMAIN
// "Loading the catalogues": bad rows are reported, the rest is loaded; where
// one load holds a reference twice, the last counts and the earlier ones are
// reported.
//
// Silent: an INVALID product does not take part in the search for doubles.
func siftProducts(products []model.OmniProductInput) omniLoad {
	load := omniLoad{read: len(products), present: map[string]bool{}, incomplete: map[string]bool{}}
	var valid []model.OmniProductInput
	for _, in := range products {
		clean, ok := cleanProduct(in)
		if !ok {
			load.refuse(in.Row, in.Reference)
			continue
		}
		valid = append(valid, clean)
	}
	for i, in := range valid {
		again := slices.ContainsFunc(valid[i+1:], func(later model.OmniProductInput) bool {
			return later.Reference == in.Reference
		})
		if again {
			load.rejected = append(load.rejected, Rejected{Row: in.Row, Code: model.CodeDuplicateReference})
			continue
		}
		load.accepted = append(load.accepted, in)
	}
	sortByRow(load.rejected)
	return load
}

// loadProduct loads one product, and says whether it was created or, being
// known, changed.
//
// Silent: a loaded product that takes a downloaded one's place counts as
// updated, since the product was known here.
func (w *World) loadProduct(in model.OmniProductInput, incomplete bool) (created, changed bool) {
	p := w.byReference(in.Reference)
	isNew := p == nil
	before := ""
	if isNew {
		p = w.downloadedWithCode(in.Code)
	}
	if p == nil {
		p = &product{id: w.newID()}
		w.products = append(w.products, p)
		created = true
	} else {
		before = fingerprint(p)
	}
	p.reference, p.downloaded = in.Reference, false
	set(&p.code, in.Code)
	set(&p.barcode, in.Barcode)
	set(&p.name, in.Name)
	w.loadOptions(p, in.Options, incomplete)
	if !isNew {
		w.takePlace(p, in.Code)
	}
	return created, !created && fingerprint(p) != before
}

// loadOptions loads a product's options. DOMAIN "Loading the catalogues":
// absent leaves the options; given, it is the whole list; an empty list means
// one default option. DOMAIN "The two catalogues": a product loaded with no
// options is given one that carries the product's own Code and Barcode.
//
// Silent: that Code and Barcode are those that the product has after this
// load. Its sizes count as absent: those of a known option that it is paired
// with stay. A product that takes a downloaded one's place is a known one
// here: without a list of options it keeps the downloaded ones.
func (w *World) loadOptions(p *product, given []model.OmniOptionInput, incomplete bool) {
	if given == nil && len(p.options) > 0 {
		return
	}
	if len(given) == 0 {
		code, barcode := p.code, p.barcode
		given = []model.OmniOptionInput{{Code: &code, Barcode: &barcode}}
	}
	w.updateOptions(p, given, incomplete)
}

// byReference finds a product that a load has brought.
func (w *World) byReference(reference string) *product {
	for _, p := range w.products {
		if !p.downloaded && p.reference == reference {
			return p
		}
	}
	return nil
}

// downloadedWithCode finds the downloaded product whose place a loaded one of
// that Code takes. DOMAIN "Downloading new products": such a product exists
// only here until a load brings one of the same Code.
//
// Silent: "the same Code" is the product's own, given by the load. Where one
// load brings two such products, the first in the file takes the place.
func (w *World) downloadedWithCode(code *string) *product {
	for _, p := range w.products {
		if p.downloaded && code != nil && *code != "" && p.code == *code {
			return p
		}
	}
	return nil
}

// takePlace lets a product that was known already, and now has a downloaded
// one's Code, take its place: the mappings of the downloaded one's options move
// to p's options of the same Code, and the downloaded one goes.
//
// Silent: DOMAIN does not say that the loaded product may be a known one. The
// nth option of a Code pairs with the nth; a mapping whose new target has one
// in its integration already is deleted, as are those without a partner. The
// downloaded product that went is not counted as removed.
func (w *World) takePlace(p *product, code *string) {
	old := w.downloadedWithCode(code)
	if old == nil {
		return
	}
	var oldCodes, codes []naming
	for _, o := range old.options {
		oldCodes = append(oldCodes, naming{code: o.code})
	}
	for _, o := range p.options {
		codes = append(codes, naming{code: o.code})
	}
	for i, j := range pair(oldCodes, codes) {
		if j >= 0 {
			old.options[i].replacedBy = p.options[j]
			w.moveMappings(target{product: old, option: old.options[i]}, target{product: p, option: p.options[j]})
		}
	}
	old.replacedBy = p
	w.removeProduct(old)
}

func (w *World) moveMappings(from, to target) {
	for _, in := range w.integrations {
		m := mappingAt(in.mappings, from)
		if m != nil && mappingAt(in.mappings, to) == nil {
			m.target = to
		}
	}
}

func (w *World) removeProduct(p *product) {
	for _, o := range p.options {
		w.markRemoved(o)
	}
	w.products = slices.DeleteFunc(w.products, func(q *product) bool { return q == p })
}

// fingerprint is a text that changes when anything of a product does: a field,
// the order or the set of its options or sizes.
func fingerprint(p *product) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%q %q %q %q\n", p.reference, p.code, p.barcode, p.name)
	for _, o := range p.options {
		fmt.Fprintf(&b, "option %q\n", o.fingerprint())
		for _, s := range o.sizes {
			fmt.Fprintf(&b, "size %q\n", s.fingerprint())
		}
	}
	return b.String()
}

func (it item) fingerprint() string {
	return fmt.Sprintf("%d %q %q %q %q %q %q %q", it.id, it.reference, it.code, it.barcode, it.name, it.price, it.cost, it.stock)
}
