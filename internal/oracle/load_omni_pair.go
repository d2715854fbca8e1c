package oracle

import "omnimap/model"

// naming is what options, and sizes within an option, are paired by. An empty
// text stands for none.
type naming struct{ reference, code string }

// pair returns for each incoming option (or size) the place of its existing
// partner, or -1 where it is new. DOMAIN "Loading the catalogues": by reference
// where both have one, else by Code (the nth of a Code with the nth), else, where
// neither has either, by place.
func pair(incoming, existing []naming) []int {
	partner := make([]int, len(incoming))
	for i := range partner {
		partner[i] = -1
	}
	used := make([]bool, len(existing))
	step := func(same func(g, k naming) bool) {
		for i, g := range incoming {
			for j, k := range existing {
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

// naming is an existing one's naming, as it was before the load.
func (it item) naming() naming { return naming{it.reference, it.code} }

// incomingNaming is an incoming one's naming. What is absent counts as none, although
// it leaves the value as it was.
func incomingNaming(in model.OmniSizeInput) naming {
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

// updateOptions makes the incoming options the product's whole list, in their
// order: existing ones without a partner are removed, unless the list is
// incomplete as a row was rejected; incoming ones without a partner are new.
func (st *State) updateOptions(p *product, incoming []model.OmniOptionInput, incomplete bool) {
	var incomingNames, existingNames []naming
	for _, g := range incoming {
		incomingNames = append(incomingNames, incomingNaming(itemOf(g)))
	}
	for _, o := range p.options {
		existingNames = append(existingNames, o.naming())
	}
	var list []*option
	stays := map[*option]bool{}
	for i, j := range pair(incomingNames, existingNames) {
		o := &option{item: item{id: st.newID()}}
		if j >= 0 {
			o = p.options[j]
		}
		setItem(&o.item, itemOf(incoming[i]))
		if incoming[i].Sizes != nil {
			st.updateSizes(o, incoming[i].Sizes, incomplete)
		}
		list, stays[o] = append(list, o), true
	}
	for _, o := range p.options {
		switch {
		case stays[o]:
		case incomplete:
			list = append(list, o)
		default:
			st.markRemoved(o)
		}
	}
	p.options = list
}

// updateSizes does with an option's sizes what updateOptions does with a
// product's options. DOMAIN: sizes likewise within their option.
func (st *State) updateSizes(o *option, incoming []model.OmniSizeInput, incomplete bool) {
	var incomingNames, existingNames []naming
	for _, g := range incoming {
		incomingNames = append(incomingNames, incomingNaming(g))
	}
	for _, s := range o.sizes {
		existingNames = append(existingNames, s.naming())
	}
	var list []*size
	stays := map[*size]bool{}
	for i, j := range pair(incomingNames, existingNames) {
		s := &size{item{id: st.newID()}}
		if j >= 0 {
			s = o.sizes[j]
		}
		setItem(&s.item, incoming[i])
		list, stays[s] = append(list, s), true
	}
	for _, s := range o.sizes {
		switch {
		case stays[s]:
		case incomplete:
			list = append(list, s)
		default:
			s.removedAt = st.lastID
		}
	}
	o.sizes = list
}

// markRemoved remembers when an option went, with its sizes, so that a restore
// can tell what came back later from what was there all along.
func (st *State) markRemoved(o *option) {
	o.removedAt = st.lastID
	for _, s := range o.sizes {
		s.removedAt = st.lastID
	}
}
