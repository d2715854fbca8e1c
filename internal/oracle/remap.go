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

// RemapResult is what a remap answers, each list in the order of the SKUs.
// Deleted counts the mappings that are no more. Operation is zero where
// nothing was done: a dry run, or a bad pair.
type RemapResult struct {
	Operation           int
	Deleted             int
	Created, Kept, Lost []RemapPair
	Rejected            []Rejected
}

// Remap makes the mappings of a connected set anew. DOMAIN "Remapping".
//
// Silent: blank pairs are passed over. Naming neither a family nor a product is
// INVALID. A product that is downloaded and not yet loaded is named by its
// PlaceholderReference. A remap that one bad pair stopped is no operation.
func (w *World) Remap(integration string, familySKU, productReference *string, pairs []CustomRow, dryRun bool, now time.Time) (RemapResult, error) {
	in, err := w.findEnabled(integration)
	if err != nil {
		return RemapResult{}, err
	}
	at := w.tick(now)
	start, err := w.startSet(in, familySKU, productReference)
	if err != nil {
		return RemapResult{}, err
	}
	r := &remap{w: w, in: in, set: start}
	r.deleteConnected()                              // 1
	checked := w.checkPairs(in, r.left, pairs, true) // 2
	if len(checked.rejected) > 0 {
		return RemapResult{Rejected: checked.rejected}, nil
	}
	for _, m := range checked.passed {
		r.put(m)
	}
	r.putBack(func(m *mapping) bool { return m.source == SourceCustom }) // 3
	r.mapBySKU()                                                         // 4
	r.putBack(func(*mapping) bool { return true })                       // 5
	res, created, gone := r.answer()
	if dryRun {
		return res, nil
	}
	res.Operation = r.commit(created, gone, at)
	return res, nil
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
func (w *World) startSet(in *integration, familySKU, productReference *string) (connectedSet, error) {
	start := connectedSet{map[string]bool{}, map[*product]bool{}}
	if familySKU == nil && productReference == nil {
		return start, &UserError{model.CodeInvalid, "name a family or an Omni product"}
	}
	if familySKU != nil {
		family := strings.TrimSpace(*familySKU)
		if len(in.familyOf(family)) == 0 {
			return start, &UserError{model.CodeNotFound, "no such family"}
		}
		start.families[family] = true
	}
	if productReference != nil {
		reference := strings.TrimSpace(*productReference)
		for _, p := range w.products {
			if w.referenceOf(p) == reference {
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
	w       *World
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

// put makes a mapping, or puts the former one there where the listing ends on
// the target it had: DOMAIN: it is kept, with its source, level and time.
func (r *remap) put(m *mapping) {
	if former := mappingOf(r.deleted, m.sku); former != nil && former.target == m.target {
		m = former
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

// mapBySKU is step 4: by the statuses on the state that step 1 left, except
// that listings and targets used by 2 and 3 are taken, every mappable listing
// that is of a family in the set, or whose match lies in an Omni product in
// the set.
//
// Silent: a taken listing claims no target any more, as a mapped one claims
// none; and what 2 and 3 used makes no family partially mapped and no Omni
// product mapped, since the statuses are those that step 1 left.
func (r *remap) mapBySKU() {
	used := taken{map[string]bool{}, map[target]bool{}}
	for _, m := range r.put2to5 {
		used.skus[m.sku], used.targets[m.target] = true, true
	}
	verdicts := r.w.judge(r.in, r.left, used)
	for _, l := range sortedListings(r.in) {
		v := verdicts[l.sku]
		if v.status != Mappable {
			continue
		}
		if r.set.families[l.family()] || r.set.products[v.match.targets[0].product] {
			r.put(matched(l.sku, v.match))
		}
	}
}

// answer sorts the outcome into created, kept and lost pairs, and gives the
// mappings that are new and those that are no more.
func (r *remap) answer() (res RemapResult, created, gone []*mapping) {
	slices.SortFunc(r.put2to5, func(a, b *mapping) int { return cmp.Compare(a.sku, b.sku) })
	for _, m := range r.put2to5 {
		pair := RemapPair{SKU: m.sku, Target: r.w.describe(m.target)}
		former := mappingOf(r.deleted, m.sku)
		if former != nil {
			was := r.w.describe(former.target)
			pair.FormerTarget = &was
		}
		if former == m {
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
			was := r.w.describe(m.target)
			res.Lost = append(res.Lost, RemapPair{SKU: m.sku, Target: was, FormerTarget: &was})
		}
	}
	res.Deleted = len(gone)
	return res, created, gone
}

func (r *remap) commit(created, gone []*mapping, at time.Time) int {
	deleted := r.in.remove(gone)
	for _, m := range created {
		r.w.add(r.in, m, at)
	}
	return r.w.record(operation{kind: KindRemap, integration: r.in.name, created: len(created), deleted: deleted})
}
