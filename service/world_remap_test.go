package service_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"omnimap/internal/dbtest"
	"omnimap/internal/oracle"
	"omnimap/model"
	"omnimap/service"
)

// remapProducts remaps what is named in one of all the ways.
func (w *world) remapProducts(t *rapid.T, ctx context.Context) outcome {
	m := w.market(t)
	pairs, rows := w.drawPairs(t, ctx, m, evenly(0, 0, 1, 2).Draw(t, "most"))
	request := service.RemapRequest{Pairs: pairs, OnlySafe: rarely(t, 3, "only safe"), DryRun: rarely(t, 4, "dry run")}
	named := evenly("family", "family", "product", "product", "both", "several", "several", "several", "all", "all", "neither", "too much").Draw(t, "named")
	if named == "family" || named == "both" || named == "too much" {
		request.FamilySKU = new(w.drawSKU(t, m, "family"))
	}
	var reference *string
	if named == "product" || named == "both" {
		request.Product, reference = w.drawProduct(t, ctx)
	}
	if named == "several" || named == "too much" {
		request.FamilySKUs = w.drawFamilies(t, m)
	}
	request.AllPartiallyMapped = named == "all"
	return w.remap(ctx, m, request, reference, rows)
}

// drawFamilies draws families that there are, in any order and some of them
// twice, and now and then another one.
func (w *world) drawFamilies(t *rapid.T, m market) []string {
	var known []string
	for _, l := range w.oracle.Listings(m.name) {
		known = append(known, l.FamilySKU)
	}
	families := []string{}
	for range rapid.IntRange(0, 8).Draw(t, "families") {
		if rarely(t, 30, "other family") {
			families = append(families, "no such family")
		} else if len(known) > 0 {
			families = append(families, " "+rapid.SampledFrom(known).Draw(t, "family"))
		}
	}
	return families
}

// remap does what both are asked for. The oracle knows the product of the
// request by its reference, and its pairs as rows.
func (w *world) remap(ctx context.Context, m market, request service.RemapRequest, reference *string, rows []oracle.CustomRow) outcome {
	got, err := w.s.RemapProducts(ctx, w.actor, m.id, request)
	if err != nil {
		got = &service.RemapResult{}
	}
	want, oracleErr := w.oracle.RemapSets(m.name, oracle.RemapRequest{FamilySKU: request.FamilySKU, Reference: reference, FamilySKUs: request.FamilySKUs,
		AllPartiallyMapped: request.AllPartiallyMapped, OnlySafe: request.OnlySafe, Pairs: rows, DryRun: request.DryRun}, time.Time{})
	return outcome{
		answer(err, got.Operation != nil, got.Sets, got.SetsLeft, got.Deleted, got.CreatedCount, got.KeptCount, got.LostCount,
			remapText(got.Created), remapText(got.Kept), remapText(got.Lost), rejectedText(got.Rejected)),
		answer(oracleErr, want.Operation != 0, want.Sets, want.SetsLeft, want.Deleted, len(want.Created), len(want.Kept), len(want.Lost),
			oracleRemapText(want.Created), oracleRemapText(want.Kept), oracleRemapText(want.Lost), oracleRejectedText(want.Rejected)),
	}
}

// TestRemapWorlds remaps several families at once in catalogues whose Codes and
// families have changed since their listings were mapped: there sets take each
// other's items, so that some would lose mappings if others were remapped.
func TestRemapWorlds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, testRemapWorlds)
}

func testRemapWorlds(t *testing.T, url string) {
	checkWorlds(t, url, func(t *rapid.T, ctx context.Context, w *world) {
		m := w.markets[0]
		codes := rapid.IntRange(4, 24).Draw(t, "Codes")
		w.check(t, ctx, "load Omni products", w.loadCodes(ctx, codes, 0))
		w.check(t, ctx, "load listings", w.loadFamilies(t, ctx, m, codes))
		w.check(t, ctx, "import products", w.importInto(t, ctx, m))
		for range rapid.IntRange(1, 4).Draw(t, "rounds") {
			w.check(t, ctx, "move Codes", w.loadCodes(ctx, codes, rapid.IntRange(0, codes).Draw(t, "moved by")))
			w.check(t, ctx, "load listings", w.loadFamilies(t, ctx, m, codes))
			w.check(t, ctx, "apply custom mappings", w.applyCustom(t, ctx))
			safe := service.RemapRequest{AllPartiallyMapped: true, OnlySafe: true, DryRun: rapid.Bool().Draw(t, "dry run")}
			if rapid.Bool().Draw(t, "named") {
				safe.AllPartiallyMapped, safe.FamilySKUs = false, w.drawFamilies(t, m)
			}
			w.check(t, ctx, "remap what is safe", w.remap(ctx, m, safe, nil, nil))
			w.check(t, ctx, "remap products", w.remapProducts(t, ctx))
			w.check(t, ctx, "restore mappings", w.restoreMappings(t, ctx))
		}
	})
}

// loadCodes loads products of three options each, whose Codes are numbers from a
// first one on.
func (w *world) loadCodes(ctx context.Context, codes, first int) outcome {
	var products []model.OmniProductInput
	for i := range codes {
		if i%3 == 0 {
			products = append(products, model.OmniProductInput{Row: len(products) + 1, Reference: fmt.Sprint("R", i/3)})
		}
		p := &products[len(products)-1]
		p.Options = append(p.Options, model.OmniOptionInput{Reference: new(fmt.Sprint("o", i)), Code: new(fmt.Sprint("c", first+i))})
	}
	got, err := w.s.UpsertOmniProducts(ctx, w.actor, products)
	want, oracleErr := w.oracle.LoadOmniProducts(products, false, false, time.Time{})
	return outcome{loadAnswer(got, err), oracleLoadAnswer(want, oracleErr)}
}

// loadFamilies loads listings whose SKUs are those Codes, of families of about
// two, in a drawn part.
func (w *world) loadFamilies(t *rapid.T, ctx context.Context, m market, codes int) outcome {
	var listings []model.ListingInput
	for i := range codes {
		if rarely(t, 3, "left as it is") {
			continue
		}
		family := new(fmt.Sprint("f", rapid.IntRange(0, codes/2).Draw(t, "family")))
		if rarely(t, 3, "alone") {
			family = new("")
		}
		listings = append(listings, model.ListingInput{Row: len(listings) + 1, SKU: fmt.Sprint("c", i), ParentSKU: family, CreatedAt: new(creations.Draw(t, "createdAt"))})
	}
	got, err := w.s.UpsertListings(ctx, w.actor, m.id, listings)
	want, oracleErr := w.oracle.LoadListings(m.name, listings, false, false, true, time.Time{})
	return outcome{loadAnswer(got, err), oracleLoadAnswer(want, oracleErr)}
}
