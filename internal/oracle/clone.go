package oracle

import (
	"maps"
	"slices"
)

// clone copies the catalogues and mappings, so that what an operation would do
// can be tried.
func (st *State) clone() *State {
	c := *st
	c.operations = nil
	products, options, sizes := map[*product]*product{}, map[*option]*option{}, map[*size]*size{}
	c.products = nil
	for _, p := range st.products {
		q := *p
		q.options = nil
		for _, o := range p.options {
			r := *o
			r.sizes = nil
			for _, z := range o.sizes {
				y := *z
				sizes[z] = &y
				r.sizes = append(r.sizes, &y)
			}
			options[o] = &r
			q.options = append(q.options, &r)
		}
		products[p] = &q
		c.products = append(c.products, &q)
	}
	c.integrations = nil
	copies := map[*integration]*integration{}
	for _, in := range st.integrations {
		i := *in
		i.listings, i.mappings, i.ignored = slices.Clone(in.listings), nil, maps.Clone(in.ignored)
		for _, m := range in.mappings {
			n := *m
			n.target = target{products[m.target.product], options[m.target.option], nil}
			if m.target.size != nil {
				n.target.size = sizes[m.target.size]
			}
			i.mappings = append(i.mappings, &n)
		}
		copies[in] = &i
		c.integrations = append(c.integrations, &i)
	}
	for _, in := range c.integrations {
		in.counterpart = copies[in.counterpart]
	}
	return &c
}

// countMappings counts the mappings of all integrations.
func (st *State) countMappings() int {
	n := 0
	for _, in := range st.integrations {
		n += len(in.mappings)
	}
	return n
}
