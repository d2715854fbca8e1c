package oracle

import "omnimap/model"

// naming is what options, and sizes within an option, are paired by. An empty
// text stands for none. untold says that the load does not tell the Code, and
// certain that the incoming one is paired already.
type naming struct {
	reference, code, barcode, name string
	untold, certain                bool
}

// pair returns for each incoming option (or size) the place of its existing
// partner, or -1 where it is new. DOMAIN "Loading the catalogues": by reference,
// Code or place; those whose Code the load does not tell by Barcode and name,
// then by place where the numbers are equal.
func pair(incoming, existing []naming) []int {
	return pairFrom(make([]int, len(incoming)), incoming, existing)
}

// pairFrom does so where some are paired already: partner has their places, and
// those that are not certain count as new.
func pairFrom(partner []int, incoming, existing []naming) []int {
	used := make([]bool, len(existing))
	for i, g := range incoming {
		if g.certain {
			used[partner[i]] = true
		} else {
			partner[i] = -1
		}
	}
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

	// asMany pairs the nth with the nth of those left that bear a key, where as
	// many bear it on both sides; an empty key is none.
	asMany := func(key func(n naming) string, allowed func(g, k naming, alikeG, alikeK int) bool) {
		left := func(list []naming, isLeft func(int) bool) (keys []string, byKey map[string][]int) {
			byKey = map[string][]int{}
			for i, n := range list {
				if k := key(n); k != "" && isLeft(i) {
					if byKey[k] == nil {
						keys = append(keys, k)
					}
					byKey[k] = append(byKey[k], i)
				}
			}
			return keys, byKey
		}
		alike := func(list []naming, k string) (n int) {
			for _, one := range list {
				if key(one) == k {
					n++
				}
			}
			return n
		}
		keys, gs := left(incoming, func(i int) bool { return partner[i] < 0 })
		_, ks := left(existing, func(j int) bool { return !used[j] })
		for _, k := range keys {
			if len(gs[k]) != len(ks[k]) {
				continue
			}
			for n, i := range gs[k] {
				j := ks[k][n]
				g, e := incoming[i], existing[j]
				if g.untold && (g.reference == "" || e.reference == "") && allowed(g, e, alike(incoming, k), alike(existing, k)) {
					partner[i], used[j] = j, true
				}
			}
		}
	}
	agree := func(a, b string) bool { return a == "" || b == "" || a == b }
	asMany(func(n naming) string {
		if n.barcode == "" || n.name == "" {
			return ""
		}
		return n.barcode + "\x00" + n.name
	}, func(naming, naming, int, int) bool { return true })
	asMany(func(n naming) string { return n.barcode }, func(naming, naming, int, int) bool { return true })
	asMany(func(n naming) string { return n.name }, func(g, k naming, alikeG, alikeK int) bool {
		return alikeG == 1 && alikeK == 1 || agree(g.barcode, k.barcode)
	})
	step(func(g, k naming) bool { return g.reference == "" && g.code == "" && k.reference == "" && k.code == "" })
	asMany(func(naming) string { return "any" }, func(g, k naming, _, _ int) bool {
		return agree(g.barcode, k.barcode) && agree(g.name, k.name)
	})
	return partner
}

// uncertain says that an existing one has no partner though the load may mean
// it: it gives others whose Code it does not tell. One with a reference is not
// meant where all that is incoming has one.
func uncertain(partner []int, incoming, existing []naming, incomplete bool) bool {
	paired := map[int]bool{}
	untold, referenced := false, true
	for i, g := range incoming {
		paired[partner[i]] = true
		untold = untold || g.untold && (!incomplete || partner[i] < 0)
		referenced = referenced && (g.certain || g.reference != "")
	}
	for j, k := range existing {
		if !paired[j] && untold && (k.reference == "" || !referenced) {
			return true
		}
	}
	return false
}

// naming is an existing one's naming, as it was before the load.
func (it item) naming() naming {
	return naming{reference: it.reference, code: it.code, barcode: it.barcode, name: it.name}
}

// incomingNaming is an incoming one's naming. What is absent counts as none, although
// it leaves the value as it was.
func incomingNaming(in model.OmniSizeInput) naming {
	n := naming{untold: in.Code == nil}
	set(&n.reference, in.Reference)
	set(&n.code, in.Code)
	set(&n.barcode, in.Barcode)
	set(&n.name, in.Name)
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
func (st *State) updateOptions(p *product, incoming []*incomingOption, incomplete bool) {
	var list []*option
	stays := map[*option]bool{}
	for _, in := range incoming {
		o := in.partner
		if o == nil {
			o = &option{item: item{id: st.newID()}}
		}
		setItem(&o.item, in.OmniSizeInput)
		if in.hasSizes {
			st.updateSizes(o, in.sizes, incomplete)
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
func (st *State) updateSizes(o *option, incoming []*incomingSize, incomplete bool) {
	var list []*size
	stays := map[*size]bool{}
	for _, in := range incoming {
		s := in.partner
		if s == nil {
			s = &size{item{id: st.newID()}}
		}
		setItem(&s.item, in.OmniSizeInput)
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
