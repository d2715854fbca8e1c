package service_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"omnimap/internal/dbtest"
	"omnimap/internal/oracle"
	"omnimap/model"
	"omnimap/service"
	"omnimap/service/internal/query"
)

// A change is something that maps, as the service and as the oracle do it.
type change struct {
	do     func(s *service.Service, actor model.Actor, integration int64) error
	oracle func(w *oracle.State) error
}

func customChange(pairs ...string) change {
	var list []model.CustomPair
	var rows []oracle.CustomRow
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, model.CustomPair{SKU: pairs[i], Code: &pairs[i+1]})
		rows = append(rows, oracle.CustomRow{Row: i/2 + 1, SKU: pairs[i], Code: &pairs[i+1]})
	}
	return change{
		func(s *service.Service, actor model.Actor, integration int64) error {
			_, err := s.ApplyCustomMappings(context.Background(), actor, integration, list, service.CustomOptions{AllowMappable: true})
			return err
		},
		func(w *oracle.State) error {
			_, err := w.ApplyCustom("UK", rows, false, true, false, time.Time{})
			return err
		},
	}
}

// rivals all want to map the same few listings and items, and what one of them
// does forbids much of what the others would.
func rivals() []change {
	family := "F"
	return []change{
		customChange("F-1", "P-1", "F-2", "Q-1"),
		customChange("F-1", "Q-1", "G", "P-2", "F-2", "P-2"),
		{
			func(s *service.Service, actor model.Actor, integration int64) error {
				_, err := s.ImportProducts(context.Background(), actor, integration, model.ScopeAll)
				return err
			},
			func(w *oracle.State) error {
				_, err := w.Import("UK", oracle.Scope(model.ScopeAll), time.Time{})
				return err
			},
		},
		{
			func(s *service.Service, actor model.Actor, integration int64) error {
				_, err := s.RemapProducts(context.Background(), actor, integration, service.RemapRequest{FamilySKU: &family})
				return err
			},
			func(w *oracle.State) error {
				_, err := w.Remap("UK", &family, nil, nil, false, time.Time{})
				return err
			},
		},
	}
}

func rivalCatalogues() ([]model.OmniProductInput, []model.ListingInput) {
	made := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	option := func(code string) model.OmniOptionInput { return model.OmniOptionInput{Code: &code} }
	listing := func(row int, sku, parent string) model.ListingInput {
		return model.ListingInput{Row: row, SKU: sku, ParentSKU: &parent, CreatedAt: &made}
	}
	return []model.OmniProductInput{
			{Row: 1, Reference: "P", Options: []model.OmniOptionInput{option("P-1"), option("P-2"), option("F-2")}},
			{Row: 2, Reference: "Q", Options: []model.OmniOptionInput{option("Q-1"), option("G")}},
		}, []model.ListingInput{
			listing(1, "F-1", "F"), listing(2, "F-2", "F"), listing(3, "P-2", "F"), listing(4, "G", ""), listing(5, "Q-1", ""),
		}
}

// TestOrders has two custom uploads, an import and a remap of the same products
// at once: what is left is what some order of them leaves.
func TestOrders(t *testing.T) {
	t.Parallel()
	products, listings := rivalCatalogues()
	possible := make(map[string]bool)
	for _, order := range permutations(len(rivals())) {
		w := oracle.NewState()
		if err := w.AddIntegration("UK"); err != nil {
			t.Fatal(err)
		}
		if _, err := w.LoadOmniProducts(products, false, false, time.Time{}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.LoadListings("UK", listings, false, false, true, time.Time{}); err != nil {
			t.Fatal(err)
		}
		for _, i := range order {
			if err := rivals()[i].oracle(w); err != nil {
				t.Fatal(err)
			}
		}
		var left []string
		for _, m := range w.Mappings("UK") {
			left = append(left, fmt.Sprint(m.SKU, " on ", m.Target.Reference, m.Target.Option, " ", m.Source))
		}
		slices.Sort(left)
		possible[fmt.Sprint(left)] = true
	}
	if len(possible) < 3 {
		t.Fatalf("the rivals do not get in each other's way: %v", possible)
	}
	dbtest.EachPartitioned(t, func(t *testing.T, url string) {
		s, actor, integration := open(t, url)
		if _, err := s.UpsertOmniProducts(context.Background(), actor, products); err != nil {
			t.Fatal(err)
		}
		if _, err := s.UpsertListings(context.Background(), actor, integration, listings); err != nil {
			t.Fatal(err)
		}
		for range 6 {
			var group sync.WaitGroup
			for _, rival := range rivals() {
				group.Go(func() {
					if err := rival.do(s, actor, integration); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
			if left := mappingsLeft(t, s, actor, integration); !possible[left] {
				t.Errorf("no order leaves %s", left)
			}
			if _, err := s.DeleteAllMappings(context.Background(), actor, integration, "UK", service.DeleteOptions{}); err != nil {
				t.Fatal(err)
			}
		}
		verified(t, s)
	})
}

func mappingsLeft(t *testing.T, s *service.Service, actor model.Actor, integration int64) string {
	t.Helper()
	page, err := s.Mappings(context.Background(), actor, integration, query.MappingFilter{}, query.PageArgs[int64]{Limit: query.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, m := range page.Items {
		left = append(left, fmt.Sprint(m.Listing.SKU, " on ", m.Target.Product.Reference, m.Target.Option.Position, " ", m.Source))
	}
	slices.Sort(left)
	return fmt.Sprint(left)
}

// permutations are all orders of n things.
func permutations(n int) [][]int {
	if n == 0 {
		return [][]int{nil}
	}
	var all [][]int
	for _, shorter := range permutations(n - 1) {
		for place := range n {
			all = append(all, slices.Insert(slices.Clone(shorter), place, n-1))
		}
	}
	return all
}
