package service_test

import (
	"context"
	"fmt"
	"slices"

	"pgregory.net/rapid"

	"omnimap/internal/oracle"
	"omnimap/model"
)

// compareOutlooks compares, of listings that an import leaves, what a remap
// would do with the dry runs of the oracle, and who holds what they match with
// its mappings.
func (w *world) compareOutlooks(t *rapid.T, ctx context.Context, m market) {
	var partial, held []string
	families := make(map[string]string)
	for _, l := range w.oracle.Listings(m.name) {
		families[l.SKU] = l.FamilySKU
	}
	statuses := w.oracle.Statuses(m.name)
	for sku, row := range statuses {
		switch {
		case row.Status == oracle.PartiallyMapped:
			partial = append(partial, sku)
		case row.Reason == oracle.OmniProductMapped || row.Reason == oracle.MatchTaken:
			held = append(held, sku)
		}
	}
	slices.Sort(partial)
	slices.Sort(held)
	outlooks, err := w.s.RemapOutlooks(ctx, w.actor, m.id, partial)
	if err != nil {
		t.Fatal(err)
	}
	matchOutlooks, err := w.s.MatchRemapOutlooks(ctx, w.actor, m.id, held)
	if err != nil {
		t.Fatal(err)
	}
	holders, err := w.s.HeldBy(ctx, w.actor, m.id, append(partial, held...))
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, sku := range partial {
		got = append(got, fmt.Sprintf("%q %s %v", sku, outlooks[sku], skusOf(holders[sku])))
		want = append(want, fmt.Sprintf("%q %s []", sku, w.oracleOutlook(t, m, families[sku], nil, "")))
	}
	for _, sku := range held {
		match := w.oracle.Match(sku)[0]
		got = append(got, fmt.Sprintf("%q %s %v", sku, matchOutlooks[sku], skusOf(holders[sku])))
		want = append(want, fmt.Sprintf("%q %s %v", sku, w.oracleOutlook(t, m, families[sku], &match.Reference, sku), w.oracleHolders(m, statuses, match, statuses[sku].Reason)))
	}
	same(t, "outlooks of "+m.name, got, want)
}

// oracleOutlook is what a dry run shows; with a SKU only the mapping of that
// listing counts as created.
func (w *world) oracleOutlook(t *rapid.T, m market, family string, reference *string, sku string) model.RemapOutlook {
	remapped, err := w.oracle.Outlook(m.name, family, reference)
	if err != nil {
		t.Fatal(err)
	}
	creates := slices.ContainsFunc(remapped.Created, func(pair oracle.RemapPair) bool { return sku == "" || pair.SKU == sku })
	switch {
	case !creates:
		return model.RemapNothing
	case len(remapped.Lost) > 0:
		return model.RemapLoses
	}
	return model.RemapSafe
}

// oracleHolders are the listings that hold a target.
func (w *world) oracleHolders(m market, statuses map[string]oracle.StatusRow, match oracle.TargetDesc, reason oracle.Reason) []string {
	var first, others []string
	if reason == oracle.MatchTaken {
		for sku, row := range statuses {
			if row.Status == oracle.Mappable && w.oracle.Match(sku)[0] == match {
				first = append(first, sku)
			}
		}
		return first
	}
	for _, mapping := range w.oracle.Mappings(m.name) {
		switch {
		case mapping.Target == match:
			first = append(first, mapping.SKU)
		case mapping.Target.Reference == match.Reference:
			others = append(others, mapping.SKU)
		}
	}
	return append(first, others...)
}

func skusOf(listings []*model.AmazonListing) []string {
	var skus []string
	for _, l := range listings {
		skus = append(skus, l.SKU)
	}
	return skus
}
