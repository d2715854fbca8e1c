package oracle

import (
	"cmp"
	"slices"
	"time"

	"omnimap/model"
)

// RestoreResult is what a restore answers. A refused row's SKU names the
// listing, and its Row is its place among the mappings that were not back.
type RestoreResult struct {
	Operation             int
	Restored, NotRestored int
	Rejected              []Rejected
}

// Restore puts back what an operation deleted. DOMAIN "Viewing and deleting":
// every mapping that it deleted and whose listing and target still exist and
// are free is put back as it was (its id, source, level and time), whatever
// the families look like; the rest is reported by SKU.
//
// Silent: mappings that are back already count neither as restored nor as not
// restored. An operation that deleted some but whose mappings are all back is
// restorable with nothing to do. The mappings go back in the order of their
// integration and SKU.
func (w *World) Restore(operationID int, now time.Time) (RestoreResult, error) {
	at := slices.IndexFunc(w.operations, func(op *operation) bool { return op.id == operationID })
	if at < 0 {
		return RestoreResult{}, &UserError{model.CodeNotFound, "no such operation"}
	}
	op := w.operations[at]
	if err := restorable(op); err != nil {
		return RestoreResult{}, err
	}
	w.tick(now)
	var res RestoreResult
	row := 0
	for _, d := range inOrder(op.deleted) {
		if isBack(d) {
			continue
		}
		row++
		if code := w.restoreOne(d); code != "" {
			res.NotRestored++
			res.Rejected = append(res.Rejected, Rejected{Row: row, SKU: d.mapping.sku, Code: code})
			continue
		}
		res.Restored++
	}
	res.Operation = w.record(operation{kind: KindRestore, integration: op.integration, created: res.Restored})
	return res, nil
}

// restorable says whether an operation can be restored at all.
//
// Silent: a load of the Omni catalogue can have deleted mappings of several
// integrations. It is refused with PRODUCTS_DISABLED where all of them are
// turned off; else the mappings of those that are go to the rest.
func restorable(op *operation) error {
	if len(op.deleted) == 0 {
		return &UserError{model.CodeNotRestorable, "the operation deleted nothing"}
	}
	for _, d := range op.deleted {
		if d.in.productsEnabled {
			return nil
		}
	}
	return &UserError{model.CodeProductsDisabled, "Products is turned off"}
}

func inOrder(deleted []deletedMapping) []deletedMapping {
	sorted := slices.Clone(deleted)
	slices.SortFunc(sorted, func(a, b deletedMapping) int {
		return cmp.Or(cmp.Compare(a.in.name, b.in.name), cmp.Compare(a.mapping.sku, b.mapping.sku))
	})
	return sorted
}

func isBack(d deletedMapping) bool {
	return slices.ContainsFunc(d.in.mappings, func(m *mapping) bool { return m.id == d.mapping.id })
}

// restoreOne puts one mapping back, or says why not.
//
// Silent: NOT_FOUND where the listing or the target is gone, TAKEN where one
// of them has another mapping.
func (w *World) restoreOne(d deletedMapping) model.ErrorCode {
	again := *d.mapping
	t, found := w.recognise(d.mapping.target)
	again.target = t
	switch {
	case !d.in.productsEnabled:
		return model.CodeProductsDisabled
	case d.in.listing(again.sku) == nil || !found:
		return model.CodeNotFound
	case mappingOf(d.in.mappings, again.sku) != nil || mappingAt(d.in.mappings, t) != nil:
		return model.CodeTaken
	}
	d.in.mappings = append(d.in.mappings, &again)
	return ""
}

// recognise finds a target that still exists or came back. DOMAIN "Loading the
// catalogues": deleted mappings can be restored where both sides come back.
//
// Silent: a listing is recognised by its SKU, an Omni product by its
// reference, an option or size within it as sameAgain says, with the
// reference and Code that it had when it went. A downloaded product whose
// place a loaded one took is that one now.
func (w *World) recognise(t target) (target, bool) {
	p := w.recogniseProduct(t.product)
	if p == nil {
		return target{}, false
	}
	o := recogniseOption(p, t.option)
	if o == nil {
		return target{}, false
	}
	if t.size == nil {
		return target{product: p, option: o}, true
	}
	var list []item
	for i, s := range o.sizes {
		if s == t.size {
			return target{p, o, o.sizes[i]}, true
		}
		list = append(list, s.item)
	}
	i := sameAgain(t.size.item, list)
	if i < 0 {
		return target{}, false
	}
	return target{p, o, o.sizes[i]}, true
}

func (w *World) recogniseProduct(p *product) *product {
	for p.replacedBy != nil {
		p = p.replacedBy
	}
	if slices.Contains(w.products, p) {
		return p
	}
	return w.byReference(p.reference)
}

func recogniseOption(p *product, o *option) *option {
	for o.replacedBy != nil {
		o = o.replacedBy
	}
	if slices.Contains(p.options, o) {
		return o
	}
	var list []item
	for _, candidate := range p.options {
		list = append(list, candidate.item)
	}
	if i := sameAgain(o.item, list); i >= 0 {
		return p.options[i]
	}
	return nil
}

// sameAgain gives the place of the one item that is the gone one come back, or
// -1.
//
// Silent: an item came back if it was made after the other went; one that was
// there all along is another, although its Code be the same. It is the gone
// one if it has its reference; else, where not both have a reference, its
// Code; else, where neither has either, that is enough. There must be exactly
// one such item.
func sameAgain(gone item, list []item) int {
	byReference := func(it item) bool { return gone.reference != "" && it.reference == gone.reference }
	byCode := func(it item) bool {
		return gone.code != "" && it.code == gone.code && (gone.reference == "" || it.reference == "")
	}
	byPlace := func(it item) bool { return gone.naming() == naming{} && it.naming() == naming{} }
	for _, same := range []func(item) bool{byReference, byCode, byPlace} {
		var found []int
		for i, it := range list {
			if it.id > gone.removedAt && same(it) {
				found = append(found, i)
			}
		}
		if len(found) == 1 {
			return found[0]
		}
		if len(found) > 1 {
			return -1
		}
	}
	return -1
}
