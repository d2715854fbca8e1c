package service_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/sample"
	"omnimap/service"
	"omnimap/service/internal/operation"
	"omnimap/service/internal/query"
)

// sampleSides are what the sample's listings are when they are parted: the
// merchant's, Amazon's, and parents, which are among the merchant's by their
// channel.
const (
	sampleMerchants = 153
	sampleAmazons   = 55
	sampleParents   = 20
)

// TestSplitSample splits the imported sample and imports both. The mappings stay
// as they were, so that what they block stays blocked.
func TestSplitSample(t *testing.T) {
	t.Parallel()
	dbtest.EachPartitioned(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		loadSample(t, s, actor, integration)
		importSample(t, s, actor, integration, 131)
		before := mappingTexts(t, s, actor, integration)
		dry, err := s.SplitIntegration(ctx, actor, integration, service.SplitRequest{Name: "FBA", DryRun: true})
		if err != nil || *dry != (service.SplitResult{Moved: sampleAmazons, Mappable: 6}) {
			t.Fatalf("a dry run: %+v, error %v", dry, err)
		}
		if all, err := s.Integrations(ctx, actor); err != nil || len(all) != 1 || all[0].Fulfilment != model.FulfilmentAny {
			t.Fatalf("after a dry run there are %+v, error %v", all, err)
		}
		done, err := s.SplitIntegration(ctx, actor, integration, service.SplitRequest{Name: " FBA "})
		if err != nil || done.Moved != dry.Moved || done.Mappable != dry.Mappable {
			t.Fatalf("split: %+v, error %v", done, err)
		}
		checkSplit(t, s, actor, integration, done)
		amazon := done.Amazon.ID
		wantStatus(t, s, actor, integration, model.ProductStatus{Mapped: 97, PartiallyMapped: 20, Unmappable: 36, PartiallyMappedParents: 14, UnmappableParents: 3, UnmappedStock: model.StockValue{Listings: 34, Value: "21491.17"}})
		wantStatus(t, s, actor, amazon, model.ProductStatus{Mapped: 34, PartiallyMapped: 13, Mappable: 6, Unmappable: 22, PartiallyMappedParents: 10, UnmappableParents: 7, UnmappedStock: model.StockValue{Value: "0"}})
		after := append(mappingTexts(t, s, actor, integration), mappingTexts(t, s, actor, amazon)...)
		slices.Sort(before)
		slices.Sort(after)
		if !slices.Equal(before, after) {
			t.Errorf("mappings are other than they were:\n%s\nwere\n%s", strings.Join(after, "\n"), strings.Join(before, "\n"))
		}
		verified(t, s)
		importSample(t, s, actor, integration, 0)
		importSample(t, s, actor, amazon, 6)
		// 137 where there were 131; three of the six are parents.
		wantStatus(t, s, actor, amazon, model.ProductStatus{Mapped: 40, PartiallyMapped: 13, Unmappable: 22, PartiallyMappedParents: 10, UnmappableParents: 7, UnmappedStock: model.StockValue{Value: "0"}})
		wantBlocked(t, s, actor, "VR-CARAFE 2543930744609 2833233816920", integration, amazon)
		if summary := load(t)(s.LoadListings(ctx, actor, amazon, sample.AmazonListings(), service.FileLoad{RemoveMissing: true})); summary != (model.LoadSummary{Read: 208}) {
			t.Errorf("the sample again: %+v", summary)
		}
		verified(t, s)
	})
}

// TestPairOfSample loads the sample into a new pair and imports both: 136 are
// mapped where one integration maps 131, parents once, and only a twin pack and
// a true duplicate are kept from a target by their Omni product's mapping.
func TestPairOfSample(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		p := openPair(t, url)
		load(t)(p.LoadOmniProducts(ctx, p.actor, sample.OmniProducts(), service.FileLoad{RemoveMissing: true, AllowShrink: true}))
		load(t)(p.LoadListings(ctx, p.actor, p.merchant, sample.AmazonListings(), service.FileLoad{}))
		importSample(t, p.Service, p.actor, p.merchant, 97)
		importSample(t, p.Service, p.actor, p.amazon, 46)
		mapped := make(map[string]bool)
		parents := sampleParentSKUs(t, p)
		for _, integration := range []int64{p.merchant, p.amazon} {
			for _, text := range mappingTexts(t, p.Service, p.actor, integration) {
				sku, _, _ := strings.Cut(text, "\t")
				if integration == p.amazon && parents[sku] {
					continue
				}
				if mapped[sku] {
					t.Errorf("%s is mapped twice", sku)
				}
				mapped[sku] = true
			}
		}
		if len(mapped) != 136 {
			t.Errorf("%d are mapped", len(mapped))
		}
		wantBlocked(t, p.Service, p.actor, "VR-CARAFE 2833233816920", p.merchant, p.amazon)
		verified(t, p.Service)
	})
}

// sampleParentSKUs are the SKUs that both of a pair hold.
func sampleParentSKUs(t *testing.T, p *pair) map[string]bool {
	t.Helper()
	parents, merchants := make(map[string]bool), make(map[string]bool)
	for _, l := range allListings(t, p.Service, p.actor, p.merchant) {
		merchants[l.SKU] = true
	}
	for _, l := range allListings(t, p.Service, p.actor, p.amazon) {
		if merchants[l.SKU] {
			parents[l.SKU] = true
		}
	}
	if len(parents) != sampleParents {
		t.Errorf("%d are in both", len(parents))
	}
	return parents
}

func loadSample(t *testing.T, s *service.Service, actor model.Actor, integration int64) {
	t.Helper()
	ctx := context.Background()
	load(t)(s.LoadOmniProducts(ctx, actor, sample.OmniProducts(), service.FileLoad{}))
	load(t)(s.LoadListings(ctx, actor, integration, sample.AmazonListings(), service.FileLoad{}))
}

func importSample(t *testing.T, s *service.Service, actor model.Actor, integration, created int64) {
	t.Helper()
	result, err := s.ImportProducts(context.Background(), actor, integration, model.ScopeAll)
	if err != nil || result.Summary.MappingsCreated != created {
		t.Fatalf("imported %+v, error %v; want %d mappings", result, err, created)
	}
}

func wantStatus(t *testing.T, s *service.Service, actor model.Actor, integration int64, want model.ProductStatus) {
	t.Helper()
	got, err := s.ProductStatus(context.Background(), actor, []int64{integration})
	if err != nil || *got[integration] != want {
		t.Errorf("the statuses are %+v, want %+v, error %v", got[integration], want, err)
	}
}

// wantBlocked wants the SKUs that are OMNI_PRODUCT_MAPPED in the integrations,
// one integration after the other.
func wantBlocked(t *testing.T, s *service.Service, actor model.Actor, want string, integrations ...int64) {
	t.Helper()
	wantReason(t, s, actor, model.ReasonOmniProductMapped, want, integrations...)
}

// wantReason is the same for any reason.
func wantReason(t *testing.T, s *service.Service, actor model.Actor, reason model.UnmappableReason, want string, integrations ...int64) {
	t.Helper()
	var skus []string
	for _, integration := range integrations {
		page, err := s.Listings(context.Background(), actor, integration, query.ListingFilter{Reason: []model.UnmappableReason{reason}}, query.PageArgs[string]{Limit: query.MaxPage})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range page.Items {
			skus = append(skus, l.SKU)
		}
	}
	if got := strings.Join(skus, " "); got != want {
		t.Errorf("%s are %s, want %s", reason, got, want)
	}
}

// mappingTexts describe an integration's mappings, each by its SKU and all that
// a split leaves as it was.
func mappingTexts(t *testing.T, s *service.Service, actor model.Actor, integration int64) []string {
	t.Helper()
	page, err := s.Mappings(context.Background(), actor, integration, query.MappingFilter{}, query.PageArgs[int64]{Limit: query.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, m := range page.Items {
		texts = append(texts, fmt.Sprint(m.Listing.SKU, "\t", m.ID, service.IDOfTarget(m.Target), m.Target.Level, m.MatchedOn, m.Source, m.CreatedAt))
	}
	return texts
}

func allListings(t *testing.T, s *service.Service, actor model.Actor, integration int64) []*model.AmazonListing {
	t.Helper()
	page, err := s.Listings(context.Background(), actor, integration, query.ListingFilter{}, query.PageArgs[string]{Limit: query.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	return page.Items
}

// checkSplit checks both integrations after a split, and its operation.
func checkSplit(t *testing.T, s *service.Service, actor model.Actor, merchant int64, done *service.SplitResult) {
	t.Helper()
	ctx := context.Background()
	found, err := s.IntegrationsByID(ctx, actor, []int64{merchant, done.Amazon.ID})
	if err != nil {
		t.Fatal(err)
	}
	m, a := found[merchant], found[done.Amazon.ID]
	if m.Fulfilment != model.FulfilmentMerchant || *m.CounterpartID != a.ID || a.Fulfilment != model.FulfilmentAmazon || *a.CounterpartID != m.ID {
		t.Errorf("the pair is %+v and %+v", m, a)
	}
	if a.Name != "FBA" || a.SellerID != m.SellerID || a.MarketplaceID != m.MarketplaceID || !a.ProductsEnabled || *a.LastImportAt != *m.LastImportAt || a.LastMappingID != m.LastMappingID {
		t.Errorf("the new one is %+v, beside %+v", a, m)
	}
	if n := len(allListings(t, s, actor, m.ID)); n != sampleMerchants {
		t.Errorf("the merchant has %d listings", n)
	}
	if n := len(allListings(t, s, actor, a.ID)); n != sampleAmazons+sampleParents {
		t.Errorf("Amazon has %d listings", n)
	}
	for _, integration := range []int64{m.ID, a.ID} {
		page, err := s.Operations(ctx, actor, operation.Filter{Integration: &integration}, query.PageArgs[string]{Limit: 1})
		if err != nil || page.Items[0].ID != done.Operation.ID || page.Items[0].Kind != model.OperationSplit || page.Items[0].Restorable {
			t.Errorf("the newest operation is %+v, error %v", page.Items, err)
		}
	}
}

// TestRestoreAfterSplit restores what was deleted before a split: each mapping
// where its listing is now.
func TestRestoreAfterSplit(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		loadSample(t, s, actor, integration)
		importSample(t, s, actor, integration, 131)
		deleted, err := s.DeleteAllMappings(ctx, actor, integration, "UK", service.DeleteOptions{})
		if err != nil {
			t.Fatal(err)
		}
		split, err := s.SplitIntegration(ctx, actor, integration, service.SplitRequest{Name: "FBA"})
		if err != nil {
			t.Fatal(err)
		}
		amazon := split.Amazon.ID
		off := false
		if _, err := s.UpdateIntegration(ctx, actor, integration, service.IntegrationChange{ProductsEnabled: &off}); err != nil {
			t.Fatal(err)
		}
		// With Products turned off for one of the two, the other's come back.
		first, err := s.RestoreMappings(ctx, actor, deleted.Operation.ID)
		if err != nil || first.Restored != 34 || first.NotRestored != 97 || first.Rejected[0].Code != model.CodeProductsDisabled {
			t.Fatalf("restored %+v, error %v", first, err)
		}
		if _, err := s.UpdateIntegration(ctx, actor, amazon, service.IntegrationChange{ProductsEnabled: &off}); err != nil {
			t.Fatal(err)
		}
		var refused *model.UserError
		if _, err := s.RestoreMappings(ctx, actor, deleted.Operation.ID); !errors.As(err, &refused) || refused.Code != model.CodeProductsDisabled {
			t.Fatalf("with Products turned off for both: %v", err)
		}
		on := true
		for _, side := range []int64{integration, amazon} {
			if _, err := s.UpdateIntegration(ctx, actor, side, service.IntegrationChange{ProductsEnabled: &on}); err != nil {
				t.Fatal(err)
			}
		}
		second, err := s.RestoreMappings(ctx, actor, deleted.Operation.ID)
		if err != nil || second.Restored != 97 || second.NotRestored != 0 {
			t.Fatalf("restored %+v, error %v", second, err)
		}
		wantStatus(t, s, actor, integration, model.ProductStatus{Mapped: 97, PartiallyMapped: 20, Unmappable: 36, PartiallyMappedParents: 14, UnmappableParents: 3, UnmappedStock: model.StockValue{Listings: 34, Value: "21491.17"}})
		wantStatus(t, s, actor, amazon, model.ProductStatus{Mapped: 34, PartiallyMapped: 13, Mappable: 6, Unmappable: 22, PartiallyMappedParents: 10, UnmappableParents: 7, UnmappedStock: model.StockValue{Value: "0"}})
		if op, err := s.Operation(ctx, actor, deleted.Operation.ID); err != nil || op.Restorable {
			t.Errorf("the deletion is %+v, error %v", op, err)
		}
		verified(t, s)
	})
}

// TestSplitRefused splits what cannot be split.
func TestSplitRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		p := openPair(t, url)
		for _, c := range []struct {
			integration int64
			name        string
			code        model.ErrorCode
			field       string
		}{
			{p.merchant, "new", model.CodeInvalid, "integrationId"},
			{p.amazon, "new", model.CodeInvalid, "integrationId"},
			{1, "FBA", model.CodeTaken, "name"},
			{1, "UK", model.CodeTaken, "name"},
			{1, "\x00", model.CodeInvalid, "name"},
			{1 << 40, "new", model.CodeNotFound, "integrationId"},
		} {
			for _, dryRun := range []bool{true, false} {
				_, err := p.SplitIntegration(ctx, p.actor, c.integration, service.SplitRequest{Name: c.name, DryRun: dryRun})
				var refused *model.UserError
				if !errors.As(err, &refused) || refused.Code != c.code || strings.Join(refused.Field, ".") != "input."+c.field {
					t.Errorf("%+v: %v", c, err)
				}
			}
		}
		editor := p.actor
		editor.Role = model.RoleEditor
		var forbidden *model.ForbiddenError
		if _, err := p.SplitIntegration(ctx, editor, 1, service.SplitRequest{Name: "new"}); !errors.As(err, &forbidden) {
			t.Errorf("an editor splits: %v", err)
		}
		verified(t, p.Service)
	})
}

// TestSplitIgnored splits what is ignored: a listing that moves is ignored where
// it goes, and a parent, or a listing that may come back, on both sides.
func TestSplitIgnored(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		rows := []string{"A  DEFAULT", "B  AMAZON_EU", "P", "C P AMAZON_EU", "gone"}
		load(t)(s.LoadListings(ctx, actor, integration, strings.NewReader(reportOf(rows...)), service.FileLoad{}))
		ignored, err := s.IgnoreListings(ctx, actor, integration, service.IgnoreRequest{SKUs: []string{"A", "B", "P", "gone"}, Note: new("not for sale")})
		if err != nil || ignored.Changed != 4 {
			t.Fatalf("ignored %+v, error %v", ignored, err)
		}
		load(t)(s.LoadListings(ctx, actor, integration, strings.NewReader(reportOf(rows[:4]...)), service.FileLoad{RemoveMissing: true, AllowShrink: true}))
		split, err := s.SplitIntegration(ctx, actor, integration, service.SplitRequest{Name: "FBA"})
		if err != nil {
			t.Fatal(err)
		}
		load(t)(s.LoadListings(ctx, actor, integration, strings.NewReader(reportOf("gone  AMAZON_EU")), service.FileLoad{}))
		for _, side := range []struct {
			integration int64
			want        string
		}{{integration, "A P"}, {split.Amazon.ID, "B P gone"}} {
			notes, err := s.IgnoredBySKU(ctx, actor, side.integration, []string{"A", "B", "C", "P"})
			if err != nil {
				t.Fatal(err)
			}
			for sku, by := range notes {
				if *by.Note != "not for sale" {
					t.Errorf("%s is ignored because of %q", sku, *by.Note)
				}
			}
			wantReason(t, s, actor, model.ReasonIgnored, side.want, side.integration)
		}
		verified(t, s)
	})
}

// TestMovePair changes the seller and the marketplace of a pair, from either of
// the two, to some that are free and some that are not.
func TestMovePair(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		p := openPair(t, url)
		for i, id := range []int64{p.merchant, p.amazon} {
			place := fmt.Sprint("place ", i)
			if _, err := p.UpdateIntegration(ctx, p.actor, id, service.IntegrationChange{MarketplaceID: &place, SellerID: new("other")}); err != nil {
				t.Fatal(err)
			}
			found, err := p.IntegrationsByID(ctx, p.actor, []int64{p.merchant, p.amazon})
			if err != nil {
				t.Fatal(err)
			}
			m, a := found[p.merchant], found[p.amazon]
			if m.MarketplaceID != place || a.MarketplaceID != place || m.SellerID != "other" || a.SellerID != "other" || *m.CounterpartID != a.ID || m.Name != "FBM" || a.Name != "FBA" {
				t.Errorf("the pair is %+v and %+v", m, a)
			}
		}
		lone := p.create("lone", model.FulfilmentAmazon)
		for _, move := range []struct {
			id            int64
			seller, place string
		}{{p.merchant, "S", "M"}, {p.merchant, "S", "DE"}, {p.amazon, "S", "DE"}, {lone, "other", "place 1"}, {1, "S", "DE"}} {
			_, err := p.UpdateIntegration(ctx, p.actor, move.id, service.IntegrationChange{MarketplaceID: &move.place, SellerID: &move.seller})
			var refused *model.UserError
			if !errors.As(err, &refused) || refused.Code != model.CodeTaken || strings.Join(refused.Field, ".") != "input.sellerId" {
				t.Errorf("%+v: %v", move, err)
			}
		}
		verified(t, p.Service)
	})
}
