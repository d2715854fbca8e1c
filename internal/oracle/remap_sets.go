package oracle

import (
	"maps"
	"slices"
	"time"

	"omnimap/model"
)

// RemapRequest names what to remap: a family, an Omni product, or both; several
// families; or all that are partially mapped.
type RemapRequest struct {
	FamilySKU, Reference         *string
	FamilySKUs                   []string
	AllPartiallyMapped, OnlySafe bool
	Pairs                        []CustomRow
	DryRun                       bool
}

// RemapSets is one remap that starts from all that is named. DOMAIN "Remapping".
//
// Silent: an empty list does nothing, and so does a remap of which no set is
// left, unless it is given pairs.
func (st *State) RemapSets(integration string, request RemapRequest, now time.Time) (RemapResult, error) {
	in, err := st.findEnabled(integration)
	if err != nil {
		return RemapResult{}, err
	}
	at := st.tick(now)
	if err := request.check(); err != nil {
		return RemapResult{}, err
	}
	if request.FamilySKUs != nil && len(request.FamilySKUs) == 0 {
		return RemapResult{}, nil
	}
	var named []connectedSet
	if request.FamilySKU != nil || request.Reference != nil {
		start, err := st.startSet(in, request.FamilySKU, request.Reference)
		if err != nil {
			return RemapResult{}, err
		}
		named = append(named, start)
	}
	families := request.FamilySKUs
	if request.AllPartiallyMapped {
		families = st.partiallyMapped(in)
	}
	for _, family := range families {
		start, err := st.startSet(in, &family, nil)
		if err != nil {
			return RemapResult{}, err
		}
		named = append(named, start)
	}
	return st.remapSets(in, named, request, at)
}

// check refuses a request that names what to remap in no way or in several.
//
// Silent: pairs may be given with several families, but not with onlySafe.
func (request RemapRequest) check() error {
	ways := 0
	for _, is := range []bool{request.FamilySKU != nil || request.Reference != nil, request.FamilySKUs != nil, request.AllPartiallyMapped} {
		if is {
			ways++
		}
	}
	if ways != 1 || request.OnlySafe && len(request.Pairs) > 0 {
		return &UserError{model.CodeInvalid, "name what to remap in one way, and give no pairs with onlySafe"}
	}
	return nil
}

// partiallyMapped are the families with a listing of that status.
func (st *State) partiallyMapped(in *integration) []string {
	var families []string
	decisions := st.decide(in, in.mappings, taken{})
	for _, l := range sortedListings(in) {
		if decisions[l.sku].status == PartiallyMapped {
			families = append(families, l.family())
		}
	}
	return families
}

// remapSets remaps the connected sets of what is named.
func (st *State) remapSets(in *integration, named []connectedSet, request RemapRequest, at time.Time) (RemapResult, error) {
	sets := connectedSets(in, named)
	left := 0
	for {
		r := &remap{st: st, in: in, set: joined(sets)}
		if rejected := r.steps(request.Pairs); len(rejected) > 0 {
			return RemapResult{Rejected: rejected}, nil
		}
		res, created, gone := r.result()
		if request.OnlySafe {
			before := len(sets)
			sets = r.safe(sets, created)
			if len(sets) < before {
				left += before - len(sets)
				continue
			}
		}
		res.Sets, res.SetsLeft = len(sets), left
		if !request.DryRun && len(sets)+len(created) > 0 {
			res.Operation = r.commit(created, gone, at)
		}
		return res, nil
	}
}

// connectedSets are the sets that no tie joins, of what is named.
func connectedSets(in *integration, named []connectedSet) []connectedSet {
	var sets []connectedSet
	for _, start := range named {
		for family := range start.families {
			sets = addSet(sets, in, connectedSet{map[string]bool{family: true}, map[*product]bool{}})
		}
		for p := range start.products {
			sets = addSet(sets, in, connectedSet{map[string]bool{}, map[*product]bool{p: true}})
		}
	}
	return sets
}

// addSet adds the connected set of one node, unless it is there.
func addSet(sets []connectedSet, in *integration, node connectedSet) []connectedSet {
	r := &remap{in: in, set: node}
	r.deleteConnected()
	for _, known := range sets {
		if maps.Equal(known.families, r.set.families) && maps.Equal(known.products, r.set.products) {
			return sets
		}
	}
	return append(sets, r.set)
}

// joined is all that is in some sets.
func joined(sets []connectedSet) connectedSet {
	all := connectedSet{map[string]bool{}, map[*product]bool{}}
	for _, set := range sets {
		maps.Copy(all.families, set.families)
		maps.Copy(all.products, set.products)
	}
	return all
}

// safe are the sets that create a mapping and lose none. A listing belongs to
// the set of its family, else of its target's product.
func (r *remap) safe(sets []connectedSet, created []*mapping) []connectedSet {
	owner := func(m *mapping) int {
		family := r.in.listing(m.sku).family()
		i := slices.IndexFunc(sets, func(set connectedSet) bool { return set.families[family] })
		if i < 0 {
			i = slices.IndexFunc(sets, func(set connectedSet) bool { return set.products[m.target.product] })
		}
		return i
	}
	creates, loses := map[int]bool{}, map[int]bool{}
	for _, m := range created {
		creates[owner(m)] = true
	}
	for _, m := range r.deleted {
		if mappingOf(r.put2to5, m.sku) == nil {
			loses[owner(m)] = true
		}
	}
	var safe []connectedSet
	for i, set := range sets {
		if creates[i] && !loses[i] {
			safe = append(safe, set)
		}
	}
	return safe
}
