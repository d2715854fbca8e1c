package oracle

import "omnimap/model"

// incomingOption is an option as a load gives it of a known product, and the
// existing one that it is paired with; nil where it is new.
type incomingOption struct {
	model.OmniSizeInput
	sizes []*incomingSize
	// hasSizes says that the sizes are given: they are the whole list.
	hasSizes bool
	// untold says that the load has no column or key that would tell a size: it
	// may be a row of one.
	untold  bool
	partner *option
	// certain says that partner was found by the option's sizes.
	certain bool
}

type incomingSize struct {
	model.OmniSizeInput
	partner *size
}

func incomingOptions(given []model.OmniOptionInput, untold func(model.OmniOptionInput) bool) []*incomingOption {
	var list []*incomingOption
	for _, o := range given {
		in := &incomingOption{OmniSizeInput: itemOf(o), hasSizes: o.Sizes != nil, untold: untold(o)}
		if in.untold {
			in.hasSizes = false
		}
		for _, s := range o.Sizes {
			in.sizes = append(in.sizes, &incomingSize{OmniSizeInput: s})
		}
		list = append(list, in)
	}
	return list
}

// pairWith pairs incoming options and their sizes with the product's, and says
// whether that is certain. DOMAIN "Loading the catalogues": what tells things
// apart is never lost by being absent.
func (p *product) pairWith(incoming []*incomingOption, incomplete bool) ([]*incomingOption, bool) {
	incoming, certain := p.moveSizes(incoming)
	var names, existing []naming
	partner := make([]int, len(incoming))
	for i, in := range incoming {
		n := incomingNaming(in.OmniSizeInput)
		n.certain = in.certain
		names = append(names, n)
		for j, o := range p.options {
			if in.certain && in.partner == o {
				partner[i] = j
			}
		}
	}
	for _, o := range p.options {
		existing = append(existing, o.naming())
	}
	partner = pairFrom(partner, names, existing)
	certain = certain && !uncertain(partner, names, existing, incomplete)
	for i, in := range incoming {
		if partner[i] < 0 {
			continue
		}
		in.partner = p.options[partner[i]]
		if in.hasSizes && !in.partner.pairWith(in.sizes, incomplete) {
			certain = false
		}
	}
	return incoming, certain
}

func (o *option) pairWith(incoming []*incomingSize, incomplete bool) bool {
	var names, existing []naming
	partner := make([]int, len(incoming))
	for i, in := range incoming {
		n := incomingNaming(in.OmniSizeInput)
		n.certain = in.partner != nil
		names = append(names, n)
		for j, s := range o.sizes {
			if in.partner == s {
				partner[i] = j
			}
		}
	}
	for _, s := range o.sizes {
		existing = append(existing, s.naming())
	}
	partner = pairFrom(partner, names, existing)
	for i, in := range incoming {
		if partner[i] >= 0 {
			in.partner = o.sizes[partner[i]]
		}
	}
	return !uncertainSizes(partner, names, existing, incomplete)
}

// uncertainSizes is uncertain, but that one without a reference has none, also
// where it is certain which it is.
func uncertainSizes(partner []int, incoming, existing []naming, incomplete bool) bool {
	for i := range incoming {
		incoming[i].certain = false
	}
	return uncertain(partner, incoming, existing, incomplete)
}
