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
	// file says that it is a file, and unreadable that it has a row of which it
	// cannot be read which product it is about.
	file, unreadable, keepsAll bool
	// adopted are known products by the rows that bring them under another
	// reference.
	adopted  map[int]*product
	adopting bool
	// untold says of an option that the load has no column or key that would tell
	// a size, and optionsUntold that it has none that tells of options.
	untold        func(model.OmniOptionInput) bool
	optionsUntold bool
	// rows are those of a flat export.
	rows []model.OmniRow
}

// rowsOf rejects the rows of a product.
func (l *omniLoad) rowsOf(in model.OmniProductInput) []Rejected {
	if l.rows == nil {
		return []Rejected{{Row: in.Row, Code: model.CodeInvalid}}
	}
	var rejected []Rejected
	for _, r := range l.rows {
		if r.Reference == in.Reference {
			rejected = append(rejected, Rejected{Row: r.Row, Code: model.CodeInvalid})
		}
	}
	return rejected
}

// reject rejects a row. Its reference, where it can be read, still counts as
// present, so that nothing is removed because its row was bad.
func (l *omniLoad) reject(row int, reference string) {
	if reference, ok := cleanKey(reference); ok && reference != "" {
		l.present[reference], l.incomplete[reference] = true, true
	} else {
		l.unreadable = true
	}
	l.rejected = append(l.rejected, Rejected{Row: row, Code: model.CodeInvalid})
}

// LoadOmniProducts adds Omni products, or updates those of the same
// reference. With removeMissing the list is the whole catalogue.
func (st *State) LoadOmniProducts(products []model.OmniProductInput, removeMissing, allowShrink bool, now time.Time) (LoadResult, error) {
	load := checkProducts(products)
	load.untold = func(model.OmniOptionInput) bool { return false }
	return st.loadOmni(load, removeMissing, allowShrink, now)
}

// LoadOmniFile does the same with products as Cin7's API returns them, in which
// a row without a size may be one of a known size.
func (st *State) LoadOmniFile(products []model.OmniProductInput, removeMissing, allowShrink bool, now time.Time) (LoadResult, error) {
	load := checkProducts(products)
	load.file = true
	load.untold = func(o model.OmniOptionInput) bool { return o.Sizes != nil && len(o.Sizes) == 0 && !o.Unsized }
	return st.loadOmni(load, removeMissing, allowShrink, now)
}

func (st *State) loadOmni(load omniLoad, removeMissing, allowShrink bool, now time.Time) (LoadResult, error) {
	st.tick(now)
	if load.file {
		st.rejectDoubled(&load)
	}
	load.adopted = st.adopt(load)
	keepsAll := load.file && (load.unreadable || removeMissing && st.refusedUnknown(load))
	removeMissing = removeMissing && !keepsAll
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
		if removeMissing && !load.present[p.reference] && !load.isAdopted(p) {
			missing = append(missing, p)
		}
	}
	if shrinks(len(missing), len(existing)) && !allowShrink {
		return LoadResult{}, &UserError{model.CodeCatalogueShrinks, "the file lacks more than a tenth of the products"}
	}
	if load.file && !allowShrink {
		// The guard of mappings: as it was, should the load delete too many.
		again := load
		again.file, again.unreadable, again.keepsAll = false, false, keepsAll
		again.adopting = true
		again.rejected = slices.Clone(load.rejected)
		trial := st.clone()
		all := trial.countMappings()
		res, _ := trial.loadOmni(again, removeMissing, true, now)
		if n := res.Summary.MappingsDeleted; n >= 10 && n*10 > all {
			return LoadResult{}, &UserError{model.CodeCatalogueShrinks, "the load deletes more than a tenth of the mappings"}
		}
	}
	sum := LoadSummary{Read: load.read, Removed: len(missing), Rejected: len(load.rejected), RemovalsSkipped: keepsAll}
	load.keepsAll = load.keepsAll || keepsAll
	for _, p := range missing {
		st.removeProduct(p)
	}
	st.claimed = map[*product]bool{}
	for _, in := range load.accepted {
		created, changed, certain := st.loadProduct(in, load)
		switch {
		case !certain:
			load.rejected = append(load.rejected, load.rowsOf(in)...)
			// No other takes the downloaded product's place instead.
			if p := st.downloadedWithCode(in.Code); p != nil {
				st.claimed[p] = true
			}
		case created:
			sum.Created++
		case changed:
			sum.Updated++
		}
	}
	sortByRow(load.rejected)
	sum.Rejected = len(load.rejected)
	deleted := st.deleteDangling()
	sum.MappingsDeleted = len(deleted)
	op := st.record(operation{kind: KindLoadOmni, deleted: deleted})
	return LoadResult{Operation: op, Summary: sum, Rejected: load.rejected}, nil
}

// adopt finds known products that a file brings under another reference.
// FORMATS: those known by their Style Code are taken over by an export that
// gains Product ID. Silent: one that loses it brings those of its Style Codes,
// which keep their ids.
func (st *State) adopt(load omniLoad) map[int]*product {
	adopted := map[int]*product{}
	if !load.file && !load.adopting {
		return adopted
	}
	brought := map[string]bool{}
	for _, in := range load.accepted {
		brought[in.Reference] = true
	}
	gained := map[*product]bool{}
	for _, in := range load.accepted {
		if in.Code == nil || *in.Code == "" || st.byReference(in.Reference) != nil {
			continue
		}
		if in.Reference != *in.Code {
			p := st.byReference(*in.Code)
			if p != nil && p.code == p.reference && !brought[p.reference] && !gained[p] {
				adopted[in.Row], gained[p] = p, true
			}
			continue
		}
		var found []*product
		for _, p := range st.products {
			if !p.downloaded && p.code == *in.Code && !brought[p.reference] {
				found = append(found, p)
			}
		}
		if len(found) == 1 {
			adopted[in.Row] = found[0]
		}
	}
	return adopted
}

func (l *omniLoad) isAdopted(p *product) bool {
	for _, a := range l.adopted {
		if a == p {
			return true
		}
	}
	return false
}

// refusedUnknown says that a refused row has a reference that is not known.
func (st *State) refusedUnknown(load omniLoad) bool {
	for reference := range load.incomplete {
		brought := slices.ContainsFunc(load.accepted, func(in model.OmniProductInput) bool { return in.Reference == reference })
		if !brought && st.byReference(reference) == nil {
			return true
		}
	}
	return false
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
// existed, changed; and whether it was certain which options and sizes the load
// means. If not, the product stays as it was.
func (st *State) loadProduct(in model.OmniProductInput, load omniLoad) (created, changed, certain bool) {
	incomplete := load.keepsAll || load.incomplete[in.Reference]
	p := st.byReference(in.Reference)
	isNew := p == nil
	reference := in.Reference
	if a, found := load.adopted[in.Row]; isNew && found {
		p, isNew = a, false
		if in.Reference == *in.Code {
			reference = p.reference
		}
	}
	if isNew {
		p = st.downloadedWithCode(in.Code)
	}
	if p == nil {
		p = &product{id: st.newID()}
		st.products = append(st.products, p)
		p.reference = in.Reference
		p.setOwn(in)
		st.updateOptions(p, incomingOptions(p.wholeList(in.Options), load.untold), incomplete)
		st.takePlaceIfKnown(isNew, p, in)
		return true, false, true
	}
	before := fingerprint(p)
	given := in.Options
	if load.optionsUntold {
		given = nil
	}
	var incoming []*incomingOption
	if given != nil {
		after := *p
		after.setOwn(in)
		incoming, certain = p.pairWith(incomingOptions(after.wholeList(given), load.untold), incomplete)
		if !certain {
			return false, false, false
		}
	}
	p.reference, p.downloaded = reference, false
	p.setOwn(in)
	if given != nil {
		st.updateOptions(p, incoming, incomplete)
	}
	st.takePlaceIfKnown(isNew, p, in)
	return false, fingerprint(p) != before, true
}

func (p *product) setOwn(in model.OmniProductInput) {
	set(&p.code, in.Code)
	set(&p.barcode, in.Barcode)
	set(&p.name, in.Name)
	set(&p.brand, in.Brand)
	set(&p.category, in.Category)
}

// wholeList is the list of options that a load means. DOMAIN "Loading the
// catalogues": an empty list means one default option. DOMAIN "The two
// catalogues": that has the product's Code and Barcode.
func (p *product) wholeList(given []model.OmniOptionInput) []model.OmniOptionInput {
	if len(given) > 0 {
		return given
	}
	code, barcode := p.code, p.barcode
	return []model.OmniOptionInput{{Code: &code, Barcode: &barcode}}
}

func (st *State) takePlaceIfKnown(isNew bool, p *product, in model.OmniProductInput) {
	if !isNew {
		st.takePlace(p, in.Code)
	}
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
		if p.downloaded && !st.claimed[p] && code != nil && *code != "" && p.code == *code {
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
	fmt.Fprintf(&b, "%q %q %q %q %q %q\n", p.reference, p.code, p.barcode, p.name, p.brand, p.category)
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
