package service_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"omnimap/internal/oracle"
	"omnimap/model"
	"omnimap/service/internal/query"
)

// walk reads a list from one end to the other by pages of random sizes.
func walk[T, K any](t *rapid.T, backward bool, keyOf func(T) K, read func(query.PageArgs[K]) (*query.Page[T], error)) []T {
	var all []T
	args := query.PageArgs[K]{Backward: backward}
	for {
		args.Limit = rapid.IntRange(1, 5).Draw(t, "page size")
		page, err := read(args)
		if err != nil {
			t.Fatal(err)
		}
		more, beyond := page.HasNext, page.HasPrevious
		if backward {
			more, beyond = beyond, more
			all = slices.Concat(page.Items, all)
		} else {
			all = append(all, page.Items...)
		}
		if began := args.After == nil && args.Before == nil; beyond == began {
			t.Fatalf("the list goes on behind the page: %v, at its beginning: %v", beyond, began)
		}
		if !more {
			return all
		}
		if len(page.Items) < args.Limit {
			t.Fatalf("a page of %d holds %d, and the list goes on", args.Limit, len(page.Items))
		}
		if backward {
			args.Before = new(keyOf(all[0]))
		} else {
			args.After = new(keyOf(all[len(all)-1]))
		}
	}
}

// walkBoth compares what is read forward, backward and as one page with what is
// wanted. shown is what is compared of an entry.
func walkBoth[T, K any](t *rapid.T, what string, want []string, shown func(T) string, keyOf func(T) K, read func(query.PageArgs[K]) (*query.Page[T], error)) {
	text := func(items []T) []string {
		var all []string
		for _, item := range items {
			all = append(all, shown(item))
		}
		return all
	}
	whole, err := read(query.PageArgs[K]{Limit: query.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	same(t, what, text(whole.Items), want)
	same(t, what+" by pages", text(walk(t, false, keyOf, read)), want)
	same(t, what+" by pages from the end", text(walk(t, true, keyOf, read)), want)
}

// folded is a text such that texts that differ in case only are the same.
func folded(text string) string {
	return strings.Map(func(r rune) rune { return unicode.ToLower(unicode.ToUpper(r)) }, text)
}

// found says whether a search finds what begins with it in one of begins, or,
// from three characters on, holds it in one of holds.
func found(text *string, begins, holds []string) bool {
	if text == nil || strings.TrimSpace(*text) == "" {
		return true
	}
	sought := folded(strings.TrimSpace(*text))
	if slices.ContainsFunc(begins, func(s string) bool { return strings.HasPrefix(folded(s), sought) }) {
		return true
	}
	return utf8.RuneCountInString(sought) >= 3 &&
		slices.ContainsFunc(holds, func(s string) bool { return strings.Contains(folded(s), sought) })
}

// drawSearch draws a part of what can be found, in another case.
func drawSearch(t *rapid.T) *string {
	if rarely(t, 5, "all") {
		return nil
	}
	runes := []rune(rapid.OneOf(keys, texts, texts, asins).Draw(t, "search"))
	from := rapid.IntRange(0, len(runes)).Draw(t, "from")
	to := rapid.IntRange(from, len(runes)).Draw(t, "to")
	text := string(runes[from:to])
	return new(evenly(text, strings.ToLower(text), strings.ToUpper(text), " "+text+"\u00a0").Draw(t, "in case"))
}

// searchAll searches the listings and mappings of every integration.
func (w *world) searchAll(t *rapid.T, ctx context.Context) {
	for _, m := range w.markets {
		for range 2 {
			w.searchListings(t, ctx, m)
			w.searchMappings(t, ctx, m)
		}
	}
}

// drawFamily draws a family of the integration, or none.
func (w *world) drawFamily(t *rapid.T, m market) *string {
	listings := w.oracle.Listings(m.name)
	if len(listings) == 0 || !rarely(t, 4, "of a family") {
		return nil
	}
	return new(rapid.SampledFrom(listings).Draw(t, "family").FamilySKU)
}

func (w *world) searchListings(t *rapid.T, ctx context.Context, m market) {
	filter, passes := w.drawListingFilter(t, m)
	var want []string
	stands := w.oracle.Statuses(m.name)
	for _, l := range w.oracle.Listings(m.name) {
		if passes(l, stands[l.SKU]) {
			want = append(want, l.SKU)
		}
	}
	bySKU := func(l *model.AmazonListing) string { return l.SKU }
	walkBoth(t, fmt.Sprintf("%s listings for %q", m.name, plain(filter.Search)), want, bySKU, bySKU,
		func(args query.PageArgs[string]) (*query.Page[*model.AmazonListing], error) {
			return w.s.Listings(ctx, w.actor, m.id, filter, args)
		})
	counted(t, want)(w.s.CountListings(ctx, w.actor, m.id, filter))
}

func (w *world) searchMappings(t *rapid.T, ctx context.Context, m market) {
	filter := query.MappingFilter{Search: drawSearch(t), FamilySKU: w.drawFamily(t, m)}
	if rarely(t, 4, "by level") {
		filter.Level = evenly(model.LevelProduct, model.LevelProductOption, model.LevelSizeOption).Draw(t, "level")
	}
	listings := make(map[string]oracle.ListingDump)
	for _, l := range w.oracle.Listings(m.name) {
		listings[l.SKU] = l
	}
	var want []string
	for _, mapping := range w.newestFirst(m) {
		l := listings[mapping.SKU]
		codes, names := w.targetTexts(mapping.Target)
		if found(filter.Search, append(codes, l.SKU, l.ASIN), append(names, l.SKU, l.Title)) &&
			(filter.FamilySKU == nil || *filter.FamilySKU == l.FamilySKU) &&
			(filter.Level == "" || filter.Level == model.OmniLevel(mapping.Level)) {
			want = append(want, l.SKU)
		}
	}
	bySKU := func(mapping *model.Mapping) string { return mapping.Listing.SKU }
	byID := func(mapping *model.Mapping) int64 { return mapping.ID }
	walkBoth(t, fmt.Sprintf("%s mappings for %q", m.name, plain(filter.Search)), want, bySKU, byID,
		func(args query.PageArgs[int64]) (*query.Page[*model.Mapping], error) {
			return w.s.Mappings(ctx, w.actor, m.id, filter, args)
		})
	counted(t, want)(w.s.CountMappings(ctx, w.actor, m.id, filter))
}

// targetTexts gives the Codes and Barcodes, and the names, of a target with its
// option and product.
func (w *world) targetTexts(d oracle.TargetDesc) (codes, names []string) {
	for _, p := range w.oracle.Catalogue() {
		if p.Reference != d.Reference {
			continue
		}
		o := p.Options[d.Option]
		codes, names = []string{p.Code, p.Barcode, o.Code, o.Barcode}, []string{p.Name, o.Name}
		if d.Size >= 0 {
			z := o.Sizes[d.Size]
			codes, names = append(codes, z.Code, z.Barcode), append(names, z.Name)
		}
	}
	return codes, names
}

// counted compares a count with the number of what is wanted.
func counted(t *rapid.T, want []string) func(int64, error) {
	return func(n int64, err error) {
		if err != nil || n != int64(len(want)) {
			t.Fatalf("counted %d, want %d (%v)", n, len(want), err)
		}
	}
}
