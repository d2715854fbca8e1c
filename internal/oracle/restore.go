package oracle

import (
	"cmp"
	"slices"
	"time"

	"omnimap/model"
)

// RestoreResult is the outcome of a restore. A rejected row's SKU names the
// listing, and its Row is its place among the mappings that were not back.
type RestoreResult struct {
	Operation             int
	Restored, NotRestored int
	Rejected              []Rejected
}

// Restore restores what an operation deleted. DOMAIN "Viewing and deleting": each
// mapping whose listing and target still exist and are free is put back as it was
// (its id, source, level and time); the rest is reported by SKU.
func (st *State) Restore(operationID int, now time.Time) (RestoreResult, error) {
	at := slices.IndexFunc(st.operations, func(op *operation) bool { return op.id == operationID })
	if at < 0 {
		return RestoreResult{}, &UserError{model.CodeNotFound, "no such operation"}
	}
	op := st.operations[at]
	if err := st.restorable(op); err != nil {
		return RestoreResult{}, err
	}
	st.tick(now)
	var res RestoreResult
	row := 0
	notBack := 0
	for _, d := range op.deleted {
		if !isBack(d) {
			notBack++
		}
	}
	// The products' rows come after those of the mappings.
	taken := st.restoreProducts(op, notBack)
	for _, d := range inOrder(op.deleted) {
		if isBack(d) {
			continue
		}
		row++
		if code := st.restoreOne(d); code != "" {
			res.NotRestored++
			res.Rejected = append(res.Rejected, Rejected{Row: row, SKU: d.mapping.sku, Code: code})
			continue
		}
		res.Restored++
	}
	res.Rejected = append(res.Rejected, taken...)
	restored := operation{kind: KindRestore, integration: op.integration, counterpart: op.counterpart, created: res.Restored}
	for _, d := range op.deleted {
		// Silent: what a split moved is restored where it is, and both list it.
		if op.integration != nil && d.in == op.integration.counterpart {
			restored.counterpart = d.in
		}
	}
	res.Operation = st.record(restored)
	return res, nil
}

// restorable returns why an operation cannot be restored at all.
func (st *State) restorable(op *operation) error {
	if len(op.products) > 0 {
		_, err := st.findEnabled(op.integration.name)
		return err
	}
	switch {
	case op.deletedHere == 0:
		return &UserError{model.CodeNotRestorable, "the operation deleted nothing"}
	case len(op.deleted) == 0:
		return nil // they went with their integration
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
func (st *State) restoreOne(d deletedMapping) model.ErrorCode {
	again := *d.mapping
	t, found := st.relink(d.mapping.target)
	again.target = t
	switch {
	case !d.in.productsEnabled:
		return model.CodeProductsDisabled
	case d.in.listing(again.sku) == nil || !found:
		return model.CodeNotFound
	case mappingOf(d.in.mappings, again.sku) != nil || mappingAt(d.in.mappings, t) != nil:
		return model.CodeTaken
	}
	d.in.put(&again)
	return ""
}

// relink finds a target that still exists or came back. DOMAIN "Loading the
// catalogues": deleted mappings can be restored where both sides come back. A
// product that replaced a downloaded one is that one now.
func (st *State) relink(t target) (target, bool) {
	p := st.relinkProduct(t.product)
	if p == nil {
		return target{}, false
	}
	o := relinkOption(p, t.option)
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
	i := identityMatch(t.size.item, list)
	if i < 0 {
		return target{}, false
	}
	return target{p, o, o.sizes[i]}, true
}

func (st *State) relinkProduct(p *product) *product {
	for p.replacedBy != nil {
		p = p.replacedBy
	}
	if slices.Contains(st.products, p) {
		return p
	}
	return st.byReference(p.reference)
}

func relinkOption(p *product, o *option) *option {
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
	if i := identityMatch(o.item, list); i >= 0 {
		return p.options[i]
	}
	return nil
}

// identityMatch returns the place of the one item that is the removed one come
// back, or -1.
func identityMatch(gone item, list []item) int {
	byReference := func(it item) bool { return gone.reference != "" && it.reference == gone.reference }
	byCode := func(it item) bool {
		return gone.code != "" && it.code == gone.code && (gone.reference == "" || it.reference == "")
	}
	neither := func(it item) bool { return it.reference == "" && it.code == "" }
	byPlace := func(it item) bool { return neither(gone) && neither(it) }
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
