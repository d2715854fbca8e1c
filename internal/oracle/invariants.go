package oracle

import (
	"errors"
	"fmt"
)

// Invariants checks what must be true after every operation, and names all
// that is not.
func (st *State) Invariants() error {
	errs := st.checkCatalogue()
	ids := map[int]bool{}
	for _, in := range st.integrations {
		errs = append(errs, in.checkListings()...)
		errs = append(errs, st.checkFulfilment(in)...)
		errs = append(errs, st.checkMappings(in, ids)...)
		errs = append(errs, st.checkStatuses(in)...)
	}
	return errors.Join(errs...)
}

func (st *State) checkCatalogue() (errs []error) {
	references := map[string]bool{}
	for _, p := range st.products {
		reference := st.referenceOf(p)
		if references[reference] {
			errs = append(errs, fmt.Errorf("two products of reference %q", reference))
		}
		references[reference] = true
		if len(p.options) == 0 {
			errs = append(errs, fmt.Errorf("product %q has no option", reference))
		}
		if p.downloaded == (p.reference != "") {
			errs = append(errs, fmt.Errorf("product %q: downloaded %v with the reference %q", reference, p.downloaded, p.reference))
		}
		for _, k := range []string{p.reference, p.code, p.barcode} {
			errs = append(errs, checkClean(k)...)
		}
	}
	for _, k := range st.keys() {
		errs = append(errs, checkClean(k.text)...)
	}
	return errs
}

func checkClean(key string) []error {
	if clean, ok := cleanKey(key); !ok || clean != key {
		return []error{fmt.Errorf("the key %q is not clean", key)}
	}
	return nil
}

func (in *integration) checkListings() (errs []error) {
	skus := map[string]bool{}
	for _, l := range in.listings {
		if skus[l.sku] || l.sku == "" || l.parent == l.sku {
			errs = append(errs, fmt.Errorf("%s: bad or double listing %q of parent %q", in.name, l.sku, l.parent))
		}
		skus[l.sku] = true
		errs = append(errs, checkClean(l.sku)...)
		errs = append(errs, checkClean(l.parent)...)
	}
	return errs
}

// checkMappings checks DOMAIN "A mapping": a listing has at most one mapping; a
// target has at most one mapping; neither is gone.
func (st *State) checkMappings(in *integration, ids map[int]bool) (errs []error) {
	skus, targets := map[string]bool{}, map[target]bool{}
	for _, m := range in.mappings {
		bad := func(what string) {
			errs = append(errs, fmt.Errorf("%s: mapping %d of %q: %s", in.name, m.id, m.sku, what))
		}
		if skus[m.sku] {
			bad("the listing has two")
		}
		if targets[m.target] {
			bad("the target has two")
		}
		if ids[m.id] {
			bad("its id is not its own")
		}
		skus[m.sku], targets[m.target], ids[m.id] = true, true, true
		if in.isIgnored(m.sku) {
			bad("its listing is ignored")
		}
		if in.listing(m.sku) == nil {
			bad("its listing is gone")
		}
		if !st.exists(m.target) {
			bad("its target is gone")
		}
		if (m.level == LevelSizeOption) != (m.target.size != nil) {
			bad("its level is not its target's")
		}
		if (m.source == SourceCustom) != (m.field == FieldNone) {
			bad("its field is not its source's")
		}
	}
	return errs
}

// checkStatuses checks that an import would keep the rules: what is mappable
// has one free target of its own.
func (st *State) checkStatuses(in *integration) (errs []error) {
	decisions := st.decide(in, in.mappings, taken{})
	claimed := map[target]bool{}
	for sku, v := range decisions {
		if (v.status == Unmappable) != (v.reason != "") {
			errs = append(errs, fmt.Errorf("%s: %q is %s with the reason %q", in.name, sku, v.status, v.reason))
		}
		if (v.status == Mapped) != (mappingOf(in.mappings, sku) != nil) {
			errs = append(errs, fmt.Errorf("%s: %q is %s", in.name, sku, v.status))
		}
		if v.status != Mappable {
			continue
		}
		t := v.match.targets[0]
		if claimed[t] || mappingAt(in.mappings, t) != nil {
			errs = append(errs, fmt.Errorf("%s: the target of %q is not free", in.name, sku))
		}
		claimed[t] = true
	}
	if len(decisions) != len(in.listings) {
		errs = append(errs, fmt.Errorf("%s: %d statuses of %d listings", in.name, len(decisions), len(in.listings)))
	}
	return errs
}
