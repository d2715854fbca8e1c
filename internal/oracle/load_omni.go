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
	// present are the references of rejected rows, beside those accepted: what
	// they are about is not missing.
	present map[string]bool
	// incomplete are the references of products of which a row was rejected.
	incomplete map[string]bool
	rejected   []Rejected
}

// reject rejects a row. Its reference, where it can be read, still counts as
// present, so that nothing is removed because its row was bad.
func (l *omniLoad) reject(row int, reference string) {
	if reference, ok := cleanKey(reference); ok {
		l.present[reference], l.incomplete[reference] = true, true
	}
	l.rejected = append(l.rejected, Rejected{Row: row, Code: model.CodeInvalid})
}

// LoadOmniProducts adds Omni products, or updates those of the same
// reference. With removeMissing the list is the whole catalogue.
func (st *State) LoadOmniProducts(products []model.OmniProductInput, removeMissing, allowShrink bool, now time.Time) (LoadResult, error) {
	return st.loadOmni(checkProducts(products), removeMissing, allowShrink, now)
}

func (st *State) loadOmni(load omniLoad, removeMissing, allowShrink bool, now time.Time) (LoadResult, error) {
	st.tick(now)
	for _, in := range load.accepted {
		load.present[in.Reference] = true
	}
	var missing, existing []*product
	for _, p := range st.products {
		// DOMAIN "Downloading new products": until then no load removes it.
		if p.downloaded {
			continue
		}
		existing = append(existing, p)
		if removeMissing && !load.present[p.reference] {
			missing = append(missing, p)
		}
	}
	if shrinks(len(missing), len(existing)) && !allowShrink {
		return LoadResult{}, &UserError{model.CodeCatalogueShrinks, "the file lacks more than a tenth of the products"}
	}
	sum := LoadSummary{Read: load.read, Removed: len(missing), Rejected: len(load.rejected)}
	for _, p := range missing {
		st.removeProduct(p)
	}
	for _, in := range load.accepted {
		created, changed := st.loadProduct(in, load.incomplete[in.Reference])
		switch {
		case created:
			sum.Created++
		case changed:
			sum.Updated++
		}
	}
	deleted := st.deleteDangling()
	sum.MappingsDeleted = len(deleted)
	op := st.record(operation{kind: KindLoadOmni, deleted: deleted})
	return LoadResult{Operation: op, Summary: sum, Rejected: load.rejected}, nil
}

// checkProducts splits the products into those to load and rejected rows. DOMAIN
// "Loading the catalogues": bad rows are reported, the rest is loaded; where one
// load holds a reference twice, the last counts and the others are reported.
func checkProducts(products []model.OmniProductInput) omniLoad {
	load := omniLoad{read: len(products), present: map[string]bool{}, incomplete: map[string]bool{}}
	var valid []model.OmniProductInput
	for _, in := range products {
		clean, ok := cleanProduct(in)
		if !ok {
			load.reject(in.Row, in.Reference)
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

// loadProduct loads one product, and reports whether it was created or, if it
// existed, changed.
func (st *State) loadProduct(in model.OmniProductInput, incomplete bool) (created, changed bool) {
	p := st.byReference(in.Reference)
	isNew := p == nil
	before := ""
	if isNew {
		p = st.downloadedWithCode(in.Code)
	}
	if p == nil {
		p = &product{id: st.newID()}
		st.products = append(st.products, p)
		created = true
	} else {
		before = fingerprint(p)
	}
	p.reference, p.downloaded = in.Reference, false
	set(&p.code, in.Code)
	set(&p.barcode, in.Barcode)
	set(&p.name, in.Name)
	st.loadOptions(p, in.Options, incomplete)
	if !isNew {
		st.takePlace(p, in.Code)
	}
	return created, !created && fingerprint(p) != before
}

// loadOptions loads a product's options. DOMAIN "Loading the catalogues": absent
// leaves the options; a list is the whole list; an empty list means one default
// option. DOMAIN "The two catalogues": that has the product's Code and Barcode.
func (st *State) loadOptions(p *product, incoming []model.OmniOptionInput, incomplete bool) {
	if incoming == nil && len(p.options) > 0 {
		return
	}
	if len(incoming) == 0 {
		code, barcode := p.code, p.barcode
		incoming = []model.OmniOptionInput{{Code: &code, Barcode: &barcode}}
	}
	st.updateOptions(p, incoming, incomplete)
}

// byReference finds a product that a load has brought.
func (st *State) byReference(reference string) *product {
	for _, p := range st.products {
		if !p.downloaded && p.reference == reference {
			return p
		}
	}
	return nil
}

// downloadedWithCode returns the downloaded product that a loaded one of that
// Code replaces. DOMAIN "Downloading new products": such a product exists only
// here until a load brings one of the same Code.
func (st *State) downloadedWithCode(code *string) *product {
	for _, p := range st.products {
		if p.downloaded && code != nil && *code != "" && p.code == *code {
			return p
		}
	}
	return nil
}

// takePlace lets a product that existed before the load replace a downloaded one
// of its Code: the mappings of the downloaded options move to p's options of the
// same Code, and the downloaded product is removed.
func (st *State) takePlace(p *product, code *string) {
	old := st.downloadedWithCode(code)
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
			st.moveMappings(target{product: old, option: old.options[i]}, target{product: p, option: p.options[j]})
		}
	}
	old.replacedBy = p
	st.removeProduct(old)
}

func (st *State) moveMappings(from, to target) {
	for _, in := range st.integrations {
		m := mappingAt(in.mappings, from)
		if m != nil && mappingAt(in.mappings, to) == nil {
			m.target = to
		}
	}
}

func (st *State) removeProduct(p *product) {
	for _, o := range p.options {
		st.markRemoved(o)
	}
	st.products = slices.DeleteFunc(st.products, func(q *product) bool { return q == p })
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
