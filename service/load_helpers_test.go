package service_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"omnimap/model"
	"omnimap/service"
	"omnimap/service/internal/query"
)

// catalogueKeys writes out what tells the Omni catalogue's options and sizes
// apart.
func catalogueKeys(t *testing.T, s *service.Service, actor model.Actor) string {
	t.Helper()
	ctx := context.Background()
	page, err := s.OmniProducts(ctx, actor, nil, query.PageArgs[query.ProductKey]{Limit: query.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	options, err := s.OptionsOf(ctx, actor, page.Items)
	if err != nil {
		t.Fatal(err)
	}
	sizes, err := s.SizesOf(ctx, actor, slices.Concat(slices.Collect(maps.Values(options))...))
	if err != nil {
		t.Fatal(err)
	}
	slices.SortFunc(page.Items, func(a, b *model.OmniProduct) int { return cmp.Compare(a.Reference, b.Reference) })
	var text strings.Builder
	for _, p := range page.Items {
		fmt.Fprintf(&text, "%s:", p.Reference)
		keys := make(map[string]int)
		for _, o := range options[p.ID] {
			keys[fmt.Sprint(" ", o.ID, plain(o.Code), "|", plain(o.Reference))]++
			for _, z := range sizes[o.ID] {
				keys[fmt.Sprint(" ", z.ID, plain(z.Code), "|", plain(z.Reference))]++
			}
		}
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			text.WriteString(key)
		}
		text.WriteString("\n")
	}
	return text.String()
}
