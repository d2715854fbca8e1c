package oracle

import (
	"slices"

	"omnimap/model"
)

// rejectDoubled rejects the new products of a file that lacks their Style Codes,
// or tells them by an option's Code alone, where a known product has one of their
// Codes. DOMAIN: nothing is lost, nor doubled, by what a file lacks.
func (st *State) rejectDoubled(load *omniLoad) {
	load.accepted = slices.DeleteFunc(load.accepted, func(in model.OmniProductInput) bool {
		doubled := (in.Code == nil || load.byCode(in.Row)) && st.byReference(in.Reference) == nil && st.hasCodeOf(in)
		if doubled {
			load.rejected = append(load.rejected, load.rowsOf(in)...)
			load.unreadable = true
		}
		return doubled
	})
}

// byCode says that the row of a number tells its product by its Code alone.
func (l *omniLoad) byCode(number int) bool {
	return slices.ContainsFunc(l.rows, func(r model.OmniRow) bool {
		return r.Row == number && codeOf(r) == r.Reference && (r.ProductCode == nil || *r.ProductCode == "")
	})
}

// hasCodeOf says that a known product has a Code of one of the options or sizes
// given.
func (st *State) hasCodeOf(in model.OmniProductInput) bool {
	var codes []*string
	for _, o := range in.Options {
		codes = append(codes, o.Code)
		for _, s := range o.Sizes {
			codes = append(codes, s.Code)
		}
	}
	has := func(it item) bool {
		return it.code != "" && slices.ContainsFunc(codes, func(code *string) bool { return code != nil && *code == it.code })
	}
	for _, p := range st.products {
		for _, o := range p.options {
			if !p.downloaded && (has(o.item) || slices.ContainsFunc(o.sizes, func(s *size) bool { return has(s.item) })) {
				return true
			}
		}
	}
	return false
}
