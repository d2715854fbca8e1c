package oracle

import "omnimap/model"

// naming is what options, and sizes within an option, are paired by. An empty
// text stands for none.
type naming struct{ reference, code string }

// pair gives for each given option (or size) the place of its known partner,
// or -1 where it is new. DOMAIN "Loading the catalogues": each given option is
// paired with a known one by reference where both have one, else by Code (the
// nth of a Code with the nth), else, where neither has either, by place.
//
// Silent: a given one that brings a reference goes by Code before those that
// bring none, and only to a known one that has no reference (where both have
// one, only the reference counts). Several of one reference pair as several
// of one Code do, the nth with the nth. "By place" is the nth with neither
// with the nth with neither. "nth" counts those that earlier steps left over.
// Where a product has one reference twice, and a file gives it once beside an
// option of the same Code without one, the two change places with each load.
func pair(given, known []naming) []int {
	partner := make([]int, len(given))
	for i := range partner {
		partner[i] = -1
	}
	used := make([]bool, len(known))
	step := func(same func(g, k naming) bool) {
		for i, g := range given {
			for j, k := range known {
				if partner[i] < 0 && !used[j] && same(g, k) {
					partner[i], used[j] = j, true
				}
			}
		}
	}
	step(func(g, k naming) bool { return g.reference != "" && g.reference == k.reference })
	step(func(g, k naming) bool {
		return g.reference != "" && k.reference == "" && g.code != "" && g.code == k.code
	})
	step(func(g, k naming) bool { return g.reference == "" && g.code != "" && g.code == k.code })
	step(func(g, k naming) bool { return g == naming{} && k == naming{} })
	return partner
}

// naming is a known one's naming, as it was before the load.
func (it item) naming() naming { return naming{it.reference, it.code} }

// givenNaming is a given one's naming. What is absent counts as none, although
// it leaves the value as it was.
func givenNaming(in model.OmniSizeInput) naming {
	var n naming
	set(&n.reference, in.Reference)
	set(&n.code, in.Code)
	return n
}

// itemOf is the part of an option's input that a size's has too.
func itemOf(in model.OmniOptionInput) model.OmniSizeInput {
	return model.OmniSizeInput{
		Reference: in.Reference, Code: in.Code, Barcode: in.Barcode, Name: in.Name,
		Price: in.Price, Cost: in.Cost, Stock: in.Stock,
	}
}

func setItem(it *item, in model.OmniSizeInput) {
	set(&it.reference, in.Reference)
	set(&it.code, in.Code)
	set(&it.barcode, in.Barcode)
	set(&it.name, in.Name)
	set(&it.price, in.Price)
	set(&it.cost, in.Cost)
	set(&it.stock, in.Stock)
}

// updateOptions makes the given options the product's whole list, in their
// order: known ones without a partner are removed, given ones without are new.
//
// Silent: where a row of the product was refused, the list is incomplete: known
// ones without a partner stay, after the given ones, for the row may have been
// theirs. Likewise their sizes.
func (w *World) updateOptions(p *product, given []model.OmniOptionInput, incomplete bool) {
	var givenNames, knownNames []naming
	for _, g := range given {
		givenNames = append(givenNames, givenNaming(itemOf(g)))
	}
	for _, o := range p.options {
		knownNames = append(knownNames, o.naming())
	}
	var list []*option
	stays := map[*option]bool{}
	for i, j := range pair(givenNames, knownNames) {
		o := &option{item: item{id: w.newID()}}
		if j >= 0 {
			o = p.options[j]
		}
		setItem(&o.item, itemOf(given[i]))
		if given[i].Sizes != nil {
			w.updateSizes(o, given[i].Sizes, incomplete)
		}
		list, stays[o] = append(list, o), true
	}
	for _, o := range p.options {
		switch {
		case stays[o]:
		case incomplete:
			list = append(list, o)
		default:
			w.markRemoved(o)
		}
	}
	p.options = list
}

// updateSizes does with an option's sizes what updateOptions does with a
// product's options. DOMAIN: sizes likewise within their option.
func (w *World) updateSizes(o *option, given []model.OmniSizeInput, incomplete bool) {
	var givenNames, knownNames []naming
	for _, g := range given {
		givenNames = append(givenNames, givenNaming(g))
	}
	for _, s := range o.sizes {
		knownNames = append(knownNames, s.naming())
	}
	var list []*size
	stays := map[*size]bool{}
	for i, j := range pair(givenNames, knownNames) {
		s := &size{item{id: w.newID()}}
		if j >= 0 {
			s = o.sizes[j]
		}
		setItem(&s.item, given[i])
		list, stays[s] = append(list, s), true
	}
	for _, s := range o.sizes {
		switch {
		case stays[s]:
		case incomplete:
			list = append(list, s)
		default:
			s.removedAt = w.lastID
		}
	}
	o.sizes = list
}

// markRemoved remembers when an option went, with its sizes, so that a restore
// can tell what came back later from what was there all along.
func (w *World) markRemoved(o *option) {
	o.removedAt = w.lastID
	for _, s := range o.sizes {
		s.removedAt = w.lastID
	}
}
