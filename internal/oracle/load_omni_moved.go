package oracle

import "omnimap/model"

// movedSize is an existing size that an incoming row stands for, though the load
// does not tell that it is a size, and the option that it is of.
type movedSize struct {
	option *option
	size   *size
	// row is the place of the incoming option, and at that of its size, or -1
	// where the option's own row stands for the size.
	row, at int
	byPlace bool
}

// moves gathers them.
type moves struct {
	p        *product
	incoming []*incomingOption
	list     []movedSize
}

func (m *moves) rowMoved(row int) bool {
	for _, s := range m.list {
		if s.row == row {
			return true
		}
	}
	return false
}

func (m *moves) sizeMoved(z *size) bool {
	for _, s := range m.list {
		if s.size == z {
			return true
		}
	}
	return false
}

func (m *moves) optionMoved(o *option) bool {
	for _, s := range m.list {
		if s.option == o {
			return true
		}
	}
	return false
}

// add adds the candidates of which row and size are in no other.
func (m *moves) add(candidates []movedSize) {
	for i, c := range candidates {
		only := true
		for j, other := range candidates {
			if i != j && (c.size == other.size || c.row == other.row && c.at == other.at) {
				only = false
			}
		}
		if only {
			m.list = append(m.list, c)
		}
	}
}

// moveSizes finds the incoming rows that are existing sizes, makes them sizes of
// their options, and says whether that is certain.
func (p *product) moveSizes(incoming []*incomingOption) ([]*incomingOption, bool) {
	m := &moves{p: p, incoming: incoming}
	m.byReference()
	m.byCode()
	m.ofUntoldOptions()
	certain := m.fold()
	list := m.result()
	for _, o := range p.options {
		if !m.optionMoved(o) {
			continue
		}
		for _, in := range list {
			n := incomingNaming(in.OmniSizeInput)
			if !in.certain && (n.code != "" && n.code == o.code || n.reference != "" && n.reference == o.reference) {
				certain = false // a row of an option beside rows of its sizes
			}
		}
	}
	return list, certain
}

// each calls what for every incoming option and every existing size.
func (m *moves) each(what func(row int, in naming, o *option, z *size)) {
	for row, in := range m.incoming {
		for _, o := range m.p.options {
			for _, z := range o.sizes {
				what(row, incomingNaming(in.OmniSizeInput), o, z)
			}
		}
	}
}

func (m *moves) byReference() {
	var found []movedSize
	m.each(func(row int, in naming, o *option, z *size) {
		if m.incoming[row].untold && in.reference != "" && z.reference == in.reference && !m.p.hasOption(func(o *option) bool { return o.reference == in.reference }) {
			found = append(found, movedSize{option: o, size: z, row: row, at: -1})
		}
	})
	m.add(found)
}

func (m *moves) byCode() {
	var found []movedSize
	m.each(func(row int, in naming, o *option, z *size) {
		if m.incoming[row].untold && in.code != "" && z.code == in.code && (in.reference == "" || z.reference == "") &&
			!m.p.hasOption(func(o *option) bool {
				return o.code == in.code || in.reference != "" && o.reference == in.reference
			}) && !m.rowMoved(row) && !m.sizeMoved(z) {
			found = append(found, movedSize{option: o, size: z, row: row, at: -1})
		}
	})
	m.add(found)
}

// ofUntoldOptions moves the sizes of options of which nothing is told, where all
// their references are known.
func (m *moves) ofUntoldOptions() {
	var found []movedSize
	m.each(func(row int, _ naming, o *option, z *size) {
		in := m.incoming[row]
		if !in.hasSizes || in.OmniSizeInput != (model.OmniSizeInput{}) || m.sizeMoved(z) {
			return
		}
		for at, s := range in.sizes {
			if reference := incomingNaming(s.OmniSizeInput).reference; reference != "" && reference == z.reference {
				found = append(found, movedSize{option: o, size: z, row: row, at: at})
			}
		}
	})
	m.add(found)
	count := map[int]int{}
	for _, s := range m.list {
		if s.at >= 0 {
			count[s.row]++
		}
	}
	var list []movedSize
	for _, s := range m.list {
		if s.at < 0 || count[s.row] == len(m.incoming[s.row].sizes) {
			list = append(list, s)
		}
	}
	m.list = list
}

func (p *product) hasOption(is func(o *option) bool) bool {
	for _, o := range p.options {
		if is(o) {
			return true
		}
	}
	return false
}

// fold takes rows that tell no size for the sizes of an option, in their order,
// where several have its Code and it has as many; it says whether that is
// certain.
func (m *moves) fold() bool {
	certain := true
	var folded []movedSize
	for _, o := range m.p.options {
		if len(o.sizes) == 0 || m.optionMoved(o) {
			continue
		}
		alike, referenced := 0, false
		for _, k := range m.p.options {
			if k.code == o.code {
				alike++
			}
		}
		var rows []int
		for row, in := range m.incoming {
			n := incomingNaming(in.OmniSizeInput)
			if in.untold && !m.rowMoved(row) && (n.code == o.code || n.untold && len(m.p.options) == 1) {
				rows = append(rows, row)
				referenced = referenced || n.reference != ""
			}
		}
		if len(rows) == 0 {
			continue
		}
		if len(rows) != len(o.sizes) || alike > 1 || referenced {
			certain = certain && len(rows) <= alike
			continue
		}
		for n, row := range rows {
			folded = append(folded, movedSize{option: o, size: o.sizes[n], row: row, at: -1, byPlace: true})
		}
	}
	m.list = append(m.list, folded...)
	return certain
}

// result is the list of incoming options with the moved rows as sizes.
func (m *moves) result() []*incomingOption {
	var list []*incomingOption
	made := map[*option]*incomingOption{}
	for row, in := range m.incoming {
		if !m.rowMoved(row) {
			list = append(list, in)
			continue
		}
		for at := -1; at < len(in.sizes); at++ {
			for _, s := range m.list {
				if s.row != row || s.at != at {
					continue
				}
				into := made[s.option]
				if into == nil {
					into = &incomingOption{hasSizes: true, partner: s.option, certain: true}
					if s.byPlace {
						into.Code, into.Barcode, into.Name = in.Code, in.Barcode, in.Name
					}
					made[s.option] = into
					list = append(list, into)
				}
				into.sizes = append(into.sizes, &incomingSize{m.sizeOf(s), s.size})
			}
		}
	}
	return list
}

// sizeOf is what is incoming of a moved size. A Code or Barcode that is the
// option's is not the size's.
func (m *moves) sizeOf(s movedSize) model.OmniSizeInput {
	in := m.incoming[s.row]
	if s.at >= 0 {
		return in.sizes[s.at].OmniSizeInput
	}
	out := model.OmniSizeInput{Reference: in.Reference, Price: in.Price, Cost: in.Cost, Stock: in.Stock}
	if !s.byPlace {
		out.Code, out.Barcode = notOf(s.option.code, in.Code), notOf(s.option.barcode, in.Barcode)
	}
	return out
}

func notOf(own string, key *string) *string {
	if key == nil || *key == own {
		return nil
	}
	return key
}
