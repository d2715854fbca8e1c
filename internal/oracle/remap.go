package oracle

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"omnimap/model"
)

// RemapPair is a listing that a remap left on a target. Target is where it is
// mapped now; for a lost one, where it was. FormerTarget is where it was
// mapped before, if it was.
type RemapPair struct {
	SKU          string
	Target       TargetDesc
	FormerTarget *TargetDesc
}

// RemapResult is the outcome of a remap, each list in the order of the SKUs.
// Deleted counts the mappings that are no more. Operation is zero where
// nothing was done: a dry run, or a bad pair.
type RemapResult struct {
	Operation           int
	Sets, SetsLeft      int
	Deleted             int
	Created, Kept, Lost []RemapPair
	Rejected            []Rejected
}

// Remap deletes and makes the mappings of the connected sets of a family, an
// Omni product, or both. DOMAIN "Remapping".
func (st *State) Remap(integration string, familySKU, productReference *string, pairs []CustomRow, dryRun bool, now time.Time) (RemapResult, error) {
	return st.RemapSets(integration, RemapRequest{FamilySKU: familySKU, Reference: productReference, Pairs: pairs, DryRun: dryRun}, now)
}

// Outlook tells what a remap of a family, and of an Omni product where one is
// named, would do: as a dry run, also while Products is turned off.
func (st *State) Outlook(integration, familySKU string, productReference *string) (RemapResult, error) {
	in, err := st.find(integration)
	if err != nil {
		return RemapResult{}, err
	}
	start, err := st.startSet(in, &familySKU, productReference)
	if err != nil {
		return RemapResult{}, err
	}
	r := &remap{st: st, in: in, set: start}
	r.steps(nil)
	res, _, _ := r.result()
	return res, nil
}

// steps takes the five steps, unless pairs are rejected.
func (r *remap) steps(pairs []CustomRow) []Rejected {
	r.deleteConnected()                                   // 1
	checked := r.st.checkPairs(r.in, r.left, pairs, true) // 2
	if len(checked.rejected) > 0 {
		return checked.rejected
	}
	for _, m := range checked.passed {
		r.put(m)
	}
	r.putBack(func(m *mapping) bool { return m.source == SourceCustom }) // 3
	r.mapBySKU()                                                         // 4
	r.putBack(func(*mapping) bool { return true })                       // 5
	return nil
}

// connectedSet is a set of families and Omni products.
type connectedSet struct {
	families map[string]bool
	products map[*product]bool
}

// startSet is the set of what is named. DOMAIN "Remapping": any known family
// or Omni product may be named, or both (an unknown one is NOT_FOUND).
//
// Silent: a family is known where a listing is of it.
func (st *State) startSet(in *integration, familySKU, productReference *string) (connectedSet, error) {
	start := connectedSet{map[string]bool{}, map[*product]bool{}}
	if familySKU != nil {
		family := strings.TrimSpace(*familySKU)
		if len(in.familyOf(family)) == 0 {
			return start, &UserError{model.CodeNotFound, "no such family"}
		}
		start.families[family] = true
	}
	if productReference != nil {
		reference := strings.TrimSpace(*productReference)
		for _, p := range st.products {
			if st.referenceOf(p) == reference {
				start.products[p] = true
			}
		}
		if len(start.products) == 0 {
			return start, &UserError{model.CodeNotFound, "no such Omni product"}
		}
	}
	return start, nil
}

// remap is a remap on its way.
type remap struct {
	st      *State
	in      *integration
	set     connectedSet
	left    []*mapping // the state that step 1 left
	deleted []*mapping // what step 1 deleted, in the order of the SKUs
	put2to5 []*mapping // what the later steps put there
}

// deleteConnected is step 1: delete every mapping of the connected set. A
// mapping ties its listing's family to its target's Omni product; such ties
// are followed until nothing is added.
func (r *remap) deleteConnected() {
	tied := func(m *mapping) bool {
		return r.set.families[r.in.listing(m.sku).family()] || r.set.products[m.target.product]
	}
	for grown := true; grown; {
		before := len(r.set.families) + len(r.set.products)
		for _, m := range r.in.mappings {
			if tied(m) {
				r.set.families[r.in.listing(m.sku).family()] = true
				r.set.products[m.target.product] = true
			}
		}
		grown = len(r.set.families)+len(r.set.products) > before
	}
	for _, m := range sortedMappings(r.in) {
		if tied(m) {
			r.deleted = append(r.deleted, m)
		} else {
			r.left = append(r.left, m)
		}
	}
}

// put makes a mapping, or puts the previous one there where the listing ends on
// the target it had: DOMAIN: it is kept, with its source, level and time.
func (r *remap) put(m *mapping) {
	if previous := mappingOf(r.deleted, m.sku); previous != nil && previous.target == m.target {
		m = previous
	}
	r.put2to5 = append(r.put2to5, m)
}

// putBack is steps 3 and 5: put back deleted mappings whose listing and target
// are both still free.
func (r *remap) putBack(which func(*mapping) bool) {
	for _, m := range r.deleted {
		free := mappingOf(r.put2to5, m.sku) == nil && mappingAt(r.put2to5, m.target) == nil &&
			mappingOf(r.left, m.sku) == nil && mappingAt(r.left, m.target) == nil
		if which(m) && free {
			r.put2to5 = append(r.put2to5, m)
		}
	}
}

// mapBySKU is step 4: by the statuses that step 1 left, except that what 2 and 3
// used is taken, it maps every mappable listing of a family in the set, or whose
// match is in an Omni product in the set.
func (r *remap) mapBySKU() {
	used := taken{map[string]bool{}, map[target]bool{}}
	for _, m := range r.put2to5 {
		used.skus[m.sku], used.targets[m.target] = true, true
	}
	decisions := r.st.decide(r.in, r.left, used)
	for _, l := range sortedListings(r.in) {
		v := decisions[l.sku]
		if v.status != Mappable {
			continue
		}
		if r.set.families[l.family()] || r.set.products[v.match.targets[0].product] {
			r.put(matched(l.sku, v.match))
		}
	}
}

// result sorts the outcome into created, kept and lost pairs, and returns the
// new mappings and the deleted ones.
func (r *remap) result() (res RemapResult, created, gone []*mapping) {
	slices.SortFunc(r.put2to5, func(a, b *mapping) int { return cmp.Compare(a.sku, b.sku) })
	for _, m := range r.put2to5 {
		pair := RemapPair{SKU: m.sku, Target: r.st.describe(m.target)}
		previous := mappingOf(r.deleted, m.sku)
		if previous != nil {
			was := r.st.describe(previous.target)
			pair.FormerTarget = &was
		}
		if previous == m {
			res.Kept = append(res.Kept, pair)
		} else {
			res.Created = append(res.Created, pair)
			created = append(created, m)
		}
	}
	for _, m := range r.deleted {
		if !slices.Contains(r.put2to5, m) {
			gone = append(gone, m)
		}
		if mappingOf(r.put2to5, m.sku) == nil {
			was := r.st.describe(m.target)
			res.Lost = append(res.Lost, RemapPair{SKU: m.sku, Target: was, FormerTarget: &was})
		}
	}
	res.Deleted = len(gone)
	return res, created, gone
}

func (r *remap) commit(created, gone []*mapping, at time.Time) int {
	deleted := r.in.remove(gone, false)
	for _, m := range created {
		r.st.add(r.in, m, at)
	}
	return r.st.record(operation{kind: KindRemap, integration: r.in, created: len(created), deleted: deleted})
}
