package oracle

import (
	"time"
)

// ImportPreview counts the unmapped listings in scope.
type ImportPreview struct{ Unmapped, Mappable, Unmappable int }

// ImportSummary counts what an import did, and what it left in its scope.
type ImportSummary struct {
	UnmappedProducts, ExistingPriceOptionsLinked, ExistingSizeOptionsLinked, MappingsCreated, PartiallyMapped, Unmappable int
}

// ImportResult is the outcome of an import.
type ImportResult struct {
	Operation int
	Summary   ImportSummary
}

// Preview counts what an import of that scope would look at. DOMAIN
// "Importing": the number of unmapped listings in scope, and how many of them
// are mappable and unmappable.
func (st *State) Preview(integration string, scope Scope) (ImportPreview, error) {
	in, err := st.find(integration)
	if err != nil {
		return ImportPreview{}, err
	}
	var p ImportPreview
	decisions := st.decide(in, in.mappings, taken{})
	for _, l := range in.inScope(scope) {
		switch decisions[l.sku].status {
		case Mappable:
			p.Mappable++
		case Unmappable:
			p.Unmappable++
		}
	}
	p.Unmapped = p.Mappable + p.Unmappable
	return p, nil
}

// inScope gives the listings in scope in the order of their SKUs. DOMAIN
// "Importing": SINCE_LAST_IMPORT are listings created on Amazon after the last
// import began, or first seen by this system after it; before the first import
// every listing is in scope.
func (in *integration) inScope(scope Scope) []*listing {
	var list []*listing
	for _, l := range sortedListings(in) {
		if scope == ScopeAll || in.lastImportAt == nil ||
			l.createdAt.After(*in.lastImportAt) || l.firstSeen.After(*in.lastImportAt) {
			list = append(list, l)
		}
	}
	return list
}

// Import maps every mappable listing in scope, decided on the state before it
// began.
func (st *State) Import(integration string, scope Scope, now time.Time) (ImportResult, error) {
	in, err := st.findEnabled(integration)
	if err != nil {
		return ImportResult{}, err
	}
	at := st.tick(now)
	preview, err := st.Preview(integration, scope)
	if err != nil {
		return ImportResult{}, err
	}
	sum := ImportSummary{UnmappedProducts: preview.Unmapped}
	decisions := st.decide(in, in.mappings, taken{})
	for _, l := range in.inScope(scope) {
		v := decisions[l.sku]
		if v.status != Mappable {
			continue
		}
		st.add(in, matched(l.sku, v.match), at)
		// DOMAIN "Importing": mappings to a product option, at whichever level,
		// and mappings to a size option.
		if v.match.targets[0].size == nil {
			sum.ExistingPriceOptionsLinked++
		} else {
			sum.ExistingSizeOptionsLinked++
		}
	}
	sum.MappingsCreated = sum.ExistingPriceOptionsLinked + sum.ExistingSizeOptionsLinked
	st.countLeft(in, scope, &sum)
	in.lastImportAt = &at
	op := st.record(operation{kind: KindImport, integration: in, created: sum.MappingsCreated})
	return ImportResult{op, sum}, nil
}

// countLeft counts what an import has left. DOMAIN "Importing": within its
// scope, by the statuses after it.
func (st *State) countLeft(in *integration, scope Scope, sum *ImportSummary) {
	decisions := st.decide(in, in.mappings, taken{})
	for _, l := range in.inScope(scope) {
		switch decisions[l.sku].status {
		case PartiallyMapped:
			sum.PartiallyMapped++
		case Unmappable:
			sum.Unmappable++
		}
	}
}

// matched is the mapping of a listing to its one match, not yet numbered.
func matched(sku string, m match) *mapping {
	return &mapping{sku: sku, target: m.targets[0], level: m.level(), field: m.field(), source: SourceImport}
}

// add numbers a new mapping and adds it.
func (st *State) add(in *integration, m *mapping, at time.Time) {
	m.id, m.createdAt = st.newID(), at
	in.put(m)
}

// put adds a mapping. DOMAIN "Ignoring": whatever maps a listing lifts the
// ignoring.
func (in *integration) put(m *mapping) {
	in.mappings = append(in.mappings, m)
	delete(in.ignored, m.sku)
}
