package oracle

// lastCodeRank is the last rank of the Codes, lastRank that of the Barcodes.
const (
	lastCodeRank = 3
	lastRank     = 6
)

// key is one text by which a target can be found.
type key struct {
	rank   int
	text   string
	target target
}

// keys gives the keys of the Omni catalogue. DOMAIN "Matching", the table.
func (st *State) keys() []key {
	var keys []key
	for _, p := range st.products {
		defaultOption := target{product: p, option: p.options[0]}
		for _, o := range p.options {
			own := target{product: p, option: o}
			for _, s := range o.sizes {
				sized := target{product: p, option: o, size: s}
				keys = append(keys, key{1, s.code, sized}, key{4, s.barcode, sized})
			}
			keys = append(keys, key{2, o.code, own}, key{5, o.barcode, own})
		}
		keys = append(keys, key{3, p.code, defaultOption}, key{6, p.barcode, defaultOption})
	}
	return keys
}

// match is what a text names: the distinct targets at the lowest rank at which
// any key equals it; none where no key does.
type match struct {
	rank    int
	targets []target
}

// lookup finds a text's match among the keys up to a rank. DOMAIN "Matching":
// an empty value matches nothing; a higher rank number is never tried because
// the lower one was ambiguous or taken.
func lookup(keys []key, text string, upTo int) match {
	if text == "" {
		return match{}
	}
	for rank := 1; rank <= upTo; rank++ {
		seen := map[target]bool{}
		var targets []target
		for _, k := range keys {
			if k.rank == rank && k.text == text && !seen[k.target] {
				seen[k.target] = true
				targets = append(targets, k.target)
			}
		}
		if len(targets) > 0 {
			return match{rank, targets}
		}
	}
	return match{}
}

func (m match) level() Level {
	switch m.rank {
	case 1, 4:
		return LevelSizeOption
	case 2, 5:
		return LevelProductOption
	default:
		return LevelProduct
	}
}

func (m match) field() Field {
	if m.rank <= lastCodeRank {
		return FieldCode
	}
	return FieldBarcode
}

// decision is a listing's status and its match.
type decision struct {
	status Status
	reason Reason
	match  match
}

// taken holds the listings and targets that the earlier steps of a remap used.
// They block like mapped ones, but neither a family nor an Omni product counts
// as mapped because of them.
type taken struct {
	skus    map[string]bool
	targets map[target]bool
}

// decide returns every listing's status. DOMAIN "The status of a listing", in its
// order.
func (st *State) decide(in *integration, mappings []*mapping, used taken) map[string]decision {
	decisions := map[string]decision{}
	keys := st.keys()
	for _, l := range in.listings {
		decisions[l.sku] = decideAlone(in, mappings, used, l, lookup(keys, l.sku, lastRank))
	}
	final := map[string]decision{}
	for _, l := range in.listings {
		v := decisions[l.sku]
		if v.status == Mappable && in.hasBetterRival(l, decisions) {
			v.status, v.reason = Unmappable, MatchTaken // 7
		}
		final[l.sku] = v
	}
	return final
}

// decideAlone follows rules 1 to 6; a listing that passes them is Mappable so far.
func decideAlone(in *integration, mappings []*mapping, used taken, l *listing, m match) decision {
	switch {
	case mappingOf(mappings, l.sku) != nil || used.skus[l.sku]:
		return decision{Mapped, "", m} // 1
	case in.isIgnored(l.sku):
		return decision{Unmappable, Ignored, m} // 2
	case familyMapped(in, mappings, l.family()):
		return decision{PartiallyMapped, "", m} // 3
	case len(m.targets) == 0:
		return decision{Unmappable, NoMatch, m} // 4
	case len(m.targets) > 1:
		return decision{Unmappable, AmbiguousMatch, m} // 5
	case productMapped(mappings, m.targets[0].product):
		return decision{Unmappable, OmniProductMapped, m} // 6
	case used.targets[m.targets[0]]:
		return decision{Unmappable, MatchTaken, m} // a remap's step 4
	}
	return decision{Mappable, "", m}
}

// hasBetterRival reports whether another listing that passed 1 to 6 has the same
// target and goes before this one. DOMAIN, status 7: listings that are not
// parents go before those that are; then the lower rank goes first.
func (in *integration) hasBetterRival(l *listing, passed map[string]decision) bool {
	mine := passed[l.sku]
	for _, other := range in.listings {
		theirs := passed[other.sku]
		if other == l || theirs.status != Mappable || theirs.match.targets[0] != mine.match.targets[0] {
			continue
		}
		iAmParent, theyAreParent := in.isParent(l.sku), in.isParent(other.sku)
		if iAmParent != theyAreParent {
			if iAmParent {
				return true
			}
			continue
		}
		if theirs.match.rank < mine.match.rank {
			return true
		}
	}
	return false
}

// familyMapped says whether a listing of the family has a mapping.
func familyMapped(in *integration, mappings []*mapping, familySKU string) bool {
	for _, l := range in.familyOf(familySKU) {
		if mappingOf(mappings, l.sku) != nil {
			return true
		}
	}
	return false
}

// productMapped says whether any option or size of the Omni product has a
// mapping.
func productMapped(mappings []*mapping, p *product) bool {
	for _, m := range mappings {
		if m.target.product == p {
			return true
		}
	}
	return false
}
