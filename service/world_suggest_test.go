package service_test

import (
	"context"
	"testing"

	"pgregory.net/rapid"

	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/service"
	"omnimap/service/internal/query"
)

// TestSuggestionWorlds drives random worlds, and has suggestions computed for what
// they leave: none for what is mapped, ignored or a parent, and accepting what has
// no obstacle maps all but what names one target together. As TestWorlds it may
// take over 15 s.
func TestSuggestionWorlds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		checkWorlds(t, url, func(t *rapid.T, ctx context.Context, w *world) {
			for range 4 {
				w.someSteps(t, ctx)
			}
			defer startWorker(w.s, w.store)()
			for _, m := range w.markets {
				awaitSuggestions(t, w.s, w.actor, m.id)
				w.checkSuggestions(t, ctx, m)
				w.acceptAll(t, ctx, m)
			}
		})
	})
}

// suggested lists the first suggestions of a market.
func (w *world) suggested(t *rapid.T, ctx context.Context, m market, filter service.SuggestionFilter) []*model.SuggestedMapping {
	t.Helper()
	page, err := w.s.SuggestedMappings(ctx, w.actor, m.id, filter, query.PageArgs[string]{Limit: query.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	n, err := w.s.CountSuggestedMappings(ctx, w.actor, m.id, filter)
	if err != nil || int(n) != len(page.Items) {
		t.Fatalf("%d are counted, and %d listed, error %v", n, len(page.Items), err)
	}
	return page.Items
}

func (w *world) checkSuggestions(t *rapid.T, ctx context.Context, m market) {
	t.Helper()
	items := w.suggested(t, ctx, m, service.SuggestionFilter{})
	skus := make([]string, len(items))
	for i, item := range items {
		skus[i] = item.Listing.SKU
	}
	parents, err := w.s.ParentsBySKU(ctx, w.actor, m.id, skus)
	if err != nil {
		t.Fatal(err)
	}
	for i, item := range items {
		score, status := item.Suggestion.Score, item.Listing.StatusNumber
		switch {
		case status == model.StatusMapped, status == model.StatusIgnored, parents[item.Listing.SKU]:
			t.Fatalf("suggested for %s, which is %v", item.Listing.SKU, item.Listing.Status())
		case score < 0, score > 100, i > 0 && score > items[i-1].Suggestion.Score:
			t.Fatalf("%s scores %d", item.Listing.SKU, score)
		case len(item.Suggestion.Evidence) == 0:
			t.Fatalf("%s has a suggestion without evidence", item.Listing.SKU)
		}
	}
}

// acceptAll accepts what has no obstacle.
func (w *world) acceptAll(t *rapid.T, ctx context.Context, m market) {
	t.Helper()
	filter := service.SuggestionFilter{Acceptable: new(true)}
	named := make(map[service.TargetID]int)
	items := w.suggested(t, ctx, m, filter)
	for _, item := range items {
		named[query.IDOfTarget(item.Suggestion.Target)]++
	}
	var alone int64
	for _, n := range named {
		if n == 1 {
			alone++
		}
	}
	result, err := w.s.AcceptSuggestions(ctx, w.actor, m.id, service.AcceptRequest{Filter: filter})
	if err != nil {
		if len(items) == 0 || answer(err) == string(model.CodeProductsDisabled) {
			return
		}
		t.Fatal(err)
	}
	if result.Summary.ProductOptionsMapped != alone || result.Summary.Rejected != int64(len(items))-alone {
		t.Fatalf("accepted %+v of %d that name %d targets alone, rejected %+v", result.Summary, len(items), alone, result.Rejected)
	}
}
