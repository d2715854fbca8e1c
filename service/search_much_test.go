package service_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/service"
	"omnimap/service/internal/query"
)

// muchSearch is a search that finds the listings from one place to another,
// every second of which is mapped, and so many Omni products.
type muchSearch struct {
	text     string
	from, to int
	products int64
}

// TestSearchOfMuch searches for what so many rows have that a page is looked for
// by walking through the list: where it is soon full, where what is found is far
// away, and where the list ends before. It may take over 15 s: lists of fewer
// rows are sorted instead.
func TestSearchOfMuch(t *testing.T) {
	t.Parallel()
	const n = 11_000
	var report, export strings.Builder
	report.WriteString("seller-sku\titem-name\n")
	export.WriteString("Product Name,Style Code,Code\n")
	for i := range n {
		word := "nearby"
		if i >= n/2 {
			word = "faraway"
		}
		fmt.Fprintf(&report, "S%05d\tcommon %s\n", i, word)
		if i%2 == 0 {
			fmt.Fprintf(&export, "product %s,P%05d,S%05d\n", word, i, i)
		}
	}
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		_, err := s.LoadOmniProducts(ctx, actor, strings.NewReader(export.String()), service.FileLoad{})
		if err == nil {
			_, err = s.LoadListings(ctx, actor, integration, strings.NewReader(report.String()), service.FileLoad{})
		}
		if err == nil {
			_, err = s.ImportProducts(ctx, actor, integration, model.ScopeAll)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range []muchSearch{
			{"COMMON", 0, n, 0},
			{"nearby", 0, n / 2, n / 4},
			{"Faraway", n / 2, n, n / 4},
			{"s0", 0, 10_000, 5_000},
			{"S", 0, n, n / 2},
		} {
			m.listings(t, s, actor, integration)
			m.mappings(t, s, actor, integration)
			m.omniProducts(t, s, actor)
		}
	})
}

// listings compares pages of the listings, and of those that are not mapped.
func (m muchSearch) listings(t *testing.T, s *service.Service, actor model.Actor, integration int64) {
	filter := query.ListingFilter{Search: &m.text}
	page := func(what string, args query.PageArgs[string], want ...int) {
		found, err := s.Listings(context.Background(), actor, integration, filter, args)
		if err != nil {
			t.Fatal(err)
		}
		var got, all []string
		for _, l := range found.Items {
			got = append(got, l.SKU)
		}
		for _, i := range want {
			all = append(all, fmt.Sprintf("S%05d", i))
		}
		if !slices.Equal(got, all) {
			t.Errorf("%s, %s: got %q, want %q", m.text, what, got, all)
		}
	}
	page("first", query.PageArgs[string]{Limit: 3}, m.from, m.from+1, m.from+2)
	page("last", query.PageArgs[string]{Limit: 3, Backward: true}, m.to-3, m.to-2, m.to-1)
	page("after", query.PageArgs[string]{Limit: 250, After: new(fmt.Sprintf("S%05d", m.to-3))}, m.to-2, m.to-1)
	n, err := s.CountListings(context.Background(), actor, integration, filter)
	m.counted(t, "listings", int64(m.to-m.from), n, err)
	filter.Status = []model.MappingStatus{model.MappingStatusUnmappable}
	page("first unmappable", query.PageArgs[string]{Limit: 2}, m.from+1, m.from+3)
	n, err = s.CountListings(context.Background(), actor, integration, filter)
	m.counted(t, "unmappable listings", int64(m.to-m.from)/2, n, err)
	filter.Status = []model.MappingStatus{model.MappingStatusMappable}
	page("first mappable", query.PageArgs[string]{Limit: 2})
}

// mappings compares pages of the mappings, of which those of greater SKUs are
// newer.
func (m muchSearch) mappings(t *testing.T, s *service.Service, actor model.Actor, integration int64) {
	filter := query.MappingFilter{Search: &m.text, Level: model.LevelProductOption}
	for _, backward := range []bool{false, true} {
		want := []string{fmt.Sprintf("S%05d", m.to-2), fmt.Sprintf("S%05d", m.to-4)}
		if backward {
			want = []string{fmt.Sprintf("S%05d", m.from+2), fmt.Sprintf("S%05d", m.from)}
		}
		found, err := s.Mappings(context.Background(), actor, integration, filter, query.PageArgs[int64]{Limit: 2, Backward: backward})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, mapping := range found.Items {
			got = append(got, mapping.Listing.SKU)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s, backward %v: got the mappings of %q, want %q", m.text, backward, got, want)
		}
	}
	n, err := s.CountMappings(context.Background(), actor, integration, filter)
	m.counted(t, "mappings", int64(m.to-m.from)/2, n, err)
	filter.Source = model.SourceCustom
	n, err = s.CountMappings(context.Background(), actor, integration, filter)
	m.counted(t, "custom mappings", 0, n, err)
}

// omniProducts compares the first page of the Omni products.
func (m muchSearch) omniProducts(t *testing.T, s *service.Service, actor model.Actor) {
	n, err := s.CountOmniProducts(context.Background(), actor, &m.text)
	m.counted(t, "Omni products", m.products, n, err)
	found, err := s.OmniProducts(context.Background(), actor, &m.text, query.PageArgs[query.ProductKey]{Limit: 3})
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Items) != int(min(3, m.products)) {
		t.Errorf("%s: found %d Omni products", m.text, len(found.Items))
	}
	for i, product := range found.Items {
		if want := fmt.Sprintf("P%05d", m.from+2*i); *product.Code != want {
			t.Errorf("%s: Omni product %d is %s, want %s", m.text, i, *product.Code, want)
		}
	}
}

func (m muchSearch) counted(t *testing.T, what string, want, got int64, err error) {
	t.Helper()
	if err != nil || got != want {
		t.Errorf("%s: counted %d %s, want %d (%v)", m.text, got, what, want, err)
	}
}
