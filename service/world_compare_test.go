package service_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"pgregory.net/rapid"

	"omnimap/internal/oracle"
	"omnimap/model"
	"omnimap/service/internal/query"
)

// compare holds both catalogues, every status, count and mapping, and the
// settings of every integration against the oracle's.
func (w *world) compare(t *rapid.T, ctx context.Context) {
	if err := w.oracle.Invariants(); err != nil {
		t.Fatal(err)
	}
	w.compareProducts(t, ctx)
	w.compareOperations(t, ctx)
	for _, m := range w.markets {
		w.compareSettings(t, ctx, m)
		w.compareListings(t, ctx, m)
		w.compareMappings(t, ctx, m)
		w.compareOutlooks(t, ctx, m)
		w.compareActivity(t, ctx, m)
	}
}

// same compares two lists, entry by entry.
func same(t *rapid.T, what string, got, want []string) {
	for i := range max(len(got), len(want)) {
		g, w := "nothing", "nothing"
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g != w {
			t.Fatalf("%s: at %d of %d got %s, want %s", what, i, len(got), g, w)
		}
	}
}

// plain is a value, and nothing for none.
func plain[V any](value *V) string {
	if value == nil {
		return ""
	}
	return fmt.Sprint(*value)
}

// day is when a listing was made, where that was not when it was loaded, which
// the two clocks do not agree on.
func day(at time.Time) string {
	if year := at.Year(); year != 2020 && year != 2090 {
		return "loaded"
	}
	return at.Format(time.RFC3339)
}

func (w *world) compareSettings(t *rapid.T, ctx context.Context, m market) {
	found, err := w.s.IntegrationsByID(ctx, w.actor, []int64{m.id})
	if err != nil {
		t.Fatal(err)
	}
	counts, err := w.s.ProductStatus(ctx, w.actor, []int64{m.id})
	if err != nil {
		t.Fatal(err)
	}
	same(t, m.name, []string{
		fmt.Sprint("was imported: ", found[m.id].LastImportAt != nil),
		fmt.Sprintf("%s %+v", found[m.id].Fulfilment, *counts[m.id]),
	}, []string{
		fmt.Sprint("was imported: ", w.oracle.LastImportAt(m.name) != nil),
		fmt.Sprintf("%s %+v", w.oracle.FulfilmentOf(m.name), w.oracle.Counts(m.name)),
	})
}

func (w *world) compareListings(t *rapid.T, ctx context.Context, m market) {
	page, err := w.s.Listings(ctx, w.actor, m.id, query.ListingFilter{}, query.PageArgs[string]{Limit: query.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	var skus []string
	for _, l := range page.Items {
		skus = append(skus, l.SKU)
	}
	parents, err := w.s.ParentsBySKU(ctx, w.actor, m.id, skus)
	if err != nil {
		t.Fatal(err)
	}
	ignored, err := w.s.IgnoredBySKU(ctx, w.actor, m.id, skus)
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, l := range page.Items {
		note := ""
		if by := ignored[l.SKU]; by != nil {
			note = by.Actor + ": " + plain(by.Note)
		}
		got = append(got, fmt.Sprintf("%q", []any{l.SKU, plain(l.ParentSKU), l.FamilySKU, l.Status(), l.StatusNumber.Reason(), plain(l.ASIN), plain(l.Barcode), l.Title,
			plain(l.Price), plain(l.Quantity), plain(l.FulfillmentChannel), day(l.CreatedAt.Time), fmt.Sprint(parents[l.SKU]), note}))
	}
	statuses := w.oracle.Statuses(m.name)
	for _, l := range w.oracle.Listings(m.name) {
		status, note := statuses[l.SKU], ""
		if l.IsIgnored {
			note = w.actor.Name + ": " + l.Note
		}
		want = append(want, fmt.Sprintf("%q", []any{l.SKU, l.ParentSKU, l.FamilySKU, status.Status, status.Reason, l.ASIN, l.Barcode, l.Title,
			l.Price, l.Quantity, l.FulfillmentChannel, day(l.CreatedAt), fmt.Sprint(l.IsParent), note}))
	}
	same(t, m.name+" listings", got, want)
}

// newestFirst gives an integration's mappings in the order in which they are
// listed.
func (w *world) newestFirst(m market) []oracle.MappingRow {
	rows := w.oracle.Mappings(m.name)
	slices.SortFunc(rows, func(a, b oracle.MappingRow) int { return cmp.Compare(b.ID, a.ID) })
	return rows
}

func (w *world) compareMappings(t *rapid.T, ctx context.Context, m market) {
	page, err := w.s.Mappings(ctx, w.actor, m.id, query.MappingFilter{}, query.PageArgs[int64]{Limit: query.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, mapping := range page.Items {
		size := int64(-1)
		if mapping.Target.Size != nil {
			size = mapping.Target.Size.Position
		}
		target := fmt.Sprint(oracleReference(mapping.Target.Product), " ", mapping.Target.Option.Position, " ", size)
		got = append(got, fmt.Sprintf("%q", []any{mapping.Listing.SKU, target, mapping.Target.Level, mapping.MatchedOn, mapping.Source}))
	}
	for _, mapping := range w.newestFirst(m) {
		target := fmt.Sprint(mapping.Target.Reference, " ", mapping.Target.Option, " ", mapping.Target.Size)
		want = append(want, fmt.Sprintf("%q", []any{mapping.SKU, target, mapping.Level, mapping.MatchedOn, mapping.Source}))
	}
	same(t, m.name+" mappings", got, want)
}

func (w *world) compareProducts(t *rapid.T, ctx context.Context) {
	got, err := w.productTexts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	same(t, "Omni products", got, w.oracleProductTexts())
}

// productTexts describes every Omni product, option and size, in the order of
// the products' references.
func (w *world) productTexts(ctx context.Context) ([]string, error) {
	page, err := w.s.OmniProducts(ctx, w.actor, nil, query.PageArgs[query.ProductKey]{Limit: query.MaxPage})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(page.Items, func(a, b *model.OmniProduct) int { return cmp.Compare(oracleReference(a), oracleReference(b)) })
	options, err := w.s.OptionsOf(ctx, w.actor, page.Items)
	if err != nil {
		return nil, err
	}
	sizes, err := w.s.SizesOf(ctx, w.actor, slices.Concat(slices.Collect(maps.Values(options))...))
	if err != nil {
		return nil, err
	}
	var texts []string
	for _, p := range page.Items {
		texts = append(texts, fmt.Sprintf("product %q", []string{oracleReference(p), plain(p.Code), plain(p.Barcode), p.Name, plain(p.Brand), plain(p.Category)}))
		for _, o := range options[p.ID] {
			texts = append(texts, itemText("option", o.Reference, o.Code, o.Barcode, o.Name, o.Price, o.Stock))
			for _, z := range sizes[o.ID] {
				texts = append(texts, itemText("size", z.Reference, z.Code, z.Barcode, z.Name, z.Price, z.Stock))
			}
		}
	}
	return texts, nil
}

func (w *world) oracleProductTexts() []string {
	var texts []string
	for _, p := range w.oracle.Catalogue() {
		texts = append(texts, fmt.Sprintf("product %q", []string{p.Reference, p.Code, p.Barcode, p.Name, p.Brand, p.Category}))
		for _, o := range p.Options {
			texts = append(texts, oracleItemText("option", o.ItemDump))
			for _, z := range o.Sizes {
				texts = append(texts, oracleItemText("size", z))
			}
		}
	}
	return texts
}

func itemText(kind string, reference, code, barcode *string, name string, price, stock *model.Decimal) string {
	return fmt.Sprintf("%s %q", kind, []string{plain(reference), plain(code), plain(barcode), name, plain(price), plain(stock)})
}

func oracleItemText(kind string, d oracle.ItemDump) string {
	return itemText(kind, &d.Reference, &d.Code, &d.Barcode, d.Name, &d.Price, &d.Stock)
}
