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
	"omnimap/service"
	"omnimap/service/internal/operation"
	"omnimap/service/internal/query"
)

// pair is a pair of integrations, of which each holds its part.
type pair struct {
	*service.Service
	t                *testing.T
	actor            model.Actor
	merchant, amazon int64
}

// openPair makes a pair in a new database, with Omni products of the Codes A to
// Z, one each.
func openPair(t *testing.T, url string) *pair {
	t.Helper()
	s, actor, _ := open(t, url)
	p := &pair{Service: s, t: t, actor: actor}
	p.merchant = p.create("FBM", model.FulfilmentMerchant)
	p.amazon = p.create("FBA", model.FulfilmentAmazon)
	var products []model.OmniProductInput
	for letter := 'A'; letter <= 'Z'; letter++ {
		products = append(products, model.OmniProductInput{Reference: string(letter), Code: new(string(letter))})
	}
	load(t)(s.UpsertOmniProducts(context.Background(), actor, products))
	return p
}

func (p *pair) create(name string, fulfilment model.Fulfilment) int64 {
	p.t.Helper()
	made, err := p.CreateIntegration(context.Background(), p.actor, service.NewIntegration{Name: name, SellerID: "S", MarketplaceID: "DE", Fulfilment: fulfilment, ProductsEnabled: true})
	if err != nil {
		p.t.Fatal(err)
	}
	return made.ID
}

// report loads a report of rows "SKU parent channel", of which those after the
// first may lack, into an integration.
func (p *pair) report(integration int64, load service.FileLoad, rows ...string) (model.LoadSummary, error) {
	p.t.Helper()
	result, err := p.LoadListings(context.Background(), p.actor, integration, strings.NewReader(reportOf(rows...)), load)
	if err != nil {
		return model.LoadSummary{}, err
	}
	return result.Summary, nil
}

func reportOf(rows ...string) string {
	text := "seller-sku\tparent-sku\tfulfillment-channel\n"
	for _, row := range rows {
		values := append(strings.Split(row, " "), "", "")
		text += strings.Join(values[:3], "\t") + "\n"
	}
	return text
}

// loaded loads a report, which must be done, and wants its summary.
func (p *pair) loaded(integration int64, want model.LoadSummary, rows ...string) {
	p.t.Helper()
	got, err := p.report(integration, service.FileLoad{}, rows...)
	if err != nil {
		p.t.Fatal(err)
	}
	if got != want {
		p.t.Fatalf("loaded %+v, want %+v", got, want)
	}
}

// wantListings wants the SKUs of both, each with its status.
func (p *pair) wantListings(merchant, amazon string) {
	p.t.Helper()
	if got := p.skus(p.merchant); got != merchant {
		p.t.Errorf("the merchant's are %q, want %q", got, merchant)
	}
	if got := p.skus(p.amazon); got != amazon {
		p.t.Errorf("Amazon's are %q, want %q", got, amazon)
	}
}

// skus are an integration's SKUs, those that are mapped with a mark.
func (p *pair) skus(integration int64) string {
	p.t.Helper()
	page, err := p.Listings(context.Background(), p.actor, integration, query.ListingFilter{}, query.PageArgs[string]{Limit: query.MaxPage})
	if err != nil {
		p.t.Fatal(err)
	}
	var skus []string
	for _, l := range page.Items {
		mark := ""
		if l.Status() == model.MappingStatusMapped {
			mark = "!"
		}
		skus = append(skus, l.SKU+mark)
	}
	return strings.Join(skus, " ")
}

func (p *pair) importAll(integration int64) {
	p.t.Helper()
	if _, err := p.ImportProducts(context.Background(), p.actor, integration, model.ScopeAll); err != nil {
		p.t.Fatal(err)
	}
}

// newest is the newest operation that an integration lists.
func (p *pair) newest(integration int64) *model.Operation {
	p.t.Helper()
	page, err := p.Operations(context.Background(), p.actor, operation.Filter{Integration: &integration}, query.PageArgs[string]{Limit: 1})
	if err != nil || len(page.Items) == 0 {
		p.t.Fatalf("no operation, error %v", err)
	}
	return page.Items[0]
}

// TestPair feeds a pair by loads into either.
func TestPair(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		p := openPair(t, url)
		defer verified(t, p.Service)
		p.loaded(p.amazon, model.LoadSummary{Read: 6, Created: 6}, "A  DEFAULT", "B  AMAZON_EU", "P", "C P AMAZON_EU", "D P", "E  amazon_eu")
		p.wantListings("A D E P", "B C P")
		if op := p.newest(p.merchant); op.ID != p.newest(p.amazon).ID || *op.IntegrationID != p.amazon || *op.CounterpartID != p.merchant {
			t.Errorf("the load is %+v", op)
		}
		p.loaded(p.merchant, model.LoadSummary{Read: 6}, "A  DEFAULT", "B  AMAZON_EU", "P", "C P AMAZON_EU", "D P", "E  amazon_eu")
		p.importAll(p.merchant)
		p.importAll(p.amazon)
		// Each side maps the parent: the product P is free in both.
		p.wantListings("A! D! E! P!", "B! C! P!")

		// B is sent otherwise, and so is the last variation of P that Amazon sends.
		p.loaded(p.merchant, model.LoadSummary{Read: 2, Updated: 2, MappingsDeleted: 2}, "B  DEFAULT", "C P DEFAULT")
		p.wantListings("A! B C D! E! P!", "P!")
		lost := p.newest(p.amazon)
		p.loaded(p.amazon, model.LoadSummary{Read: 1, Updated: 1}, "B  AMAZON_EU")
		result, err := p.RestoreMappings(context.Background(), p.actor, lost.ID)
		if err != nil || result.Restored != 1 || result.NotRestored != 1 || *result.Rejected[0].SKU != "C" {
			t.Fatalf("restored %+v, error %v", result, err)
		}
		if op := p.newest(p.merchant); op.ID != result.Operation.ID || p.newest(p.amazon).ID != op.ID {
			t.Errorf("not both list the restore: %+v", op)
		}
		p.wantListings("A! C D! E! P!", "B! P!")

		// A parent that is none any more is Amazon's or the merchant's alone.
		p.loaded(p.amazon, model.LoadSummary{Read: 2, Updated: 2, MappingsDeleted: 1}, "C  DEFAULT", "D  DEFAULT")
		p.wantListings("A! C D! E! P!", "B!")
		p.loaded(p.amazon, model.LoadSummary{Read: 1, Updated: 1, MappingsDeleted: 1}, "D P AMAZON_NA")
		p.wantListings("A! C E! P!", "B! D P")
	})
}

// TestLoneSide loads where one of a pair is not there: its rows are left out.
func TestLoneSide(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		p := openPair(t, url)
		defer verified(t, p.Service)
		all := []string{"A  DEFAULT", "B  AMAZON_EU", "P  AMAZON_EU", "C P AMAZON_EU", "D P", "Q  AMAZON_EU", "E Q AMAZON_EU"}
		p.loaded(p.merchant, model.LoadSummary{Read: 7, Created: 7}, all...)
		p.importAll(p.merchant)
		p.importAll(p.amazon)
		p.wantListings("A! D! P! Q!", "B! C! E! P! Q!")
		own := p.newest(p.amazon)
		deleted := p.removeBoth(all)
		for _, name := range []string{"fba", "FBA"} {
			_, err := p.DeleteIntegration(ctx, p.actor, p.amazon, name)
			if (name == "FBA") != (err == nil) {
				t.Fatalf("deleted as %s: %v", name, err)
			}
		}
		// Q was a parent because of Amazon's E alone; D makes P one.
		if got := p.skus(p.merchant); got != "A D P" {
			t.Errorf("left are %q", got)
		}
		found, err := p.Operation(ctx, p.actor, deleted.ID)
		if err != nil || found == nil || *found.IntegrationID != p.merchant || found.CounterpartID != nil {
			t.Errorf("the load of both is %+v, error %v", found, err)
		}
		if restored, err := p.RestoreMappings(ctx, p.actor, deleted.ID); err != nil || restored.Restored != 3 || restored.NotRestored != 1 {
			t.Errorf("restored %+v, error %v", restored, err)
		}
		if op, err := p.Operation(ctx, p.actor, own.ID); err != nil || op != nil {
			t.Errorf("the import of the deleted one is there: %+v, error %v", op, err)
		}
		p.loaded(p.merchant, model.LoadSummary{Read: 7, LeftOut: 4}, all...)
		p.loaded(p.merchant, model.LoadSummary{Read: 2, Updated: 1, Removed: 1, LeftOut: 1, MappingsDeleted: 1}, "A  AMAZON_EU", "D P DEFAULT")
		if got := p.skus(p.merchant); got != "D! P!" {
			t.Errorf("left are %q", got)
		}
		// The second of a pair begins with the parents.
		p.amazon = p.create("FBA", model.FulfilmentAmazon)
		p.wantListings("D! P!", "P")
		p.loaded(p.amazon, model.LoadSummary{Read: 7, Created: 5, Updated: 1}, append(all[1:], "A  AMAZON_EU")...)
		p.wantListings("D! P! Q", "A B C E P Q")
	})
}

// TestLoneSideWithoutChildren loads a whole report that has a parent of another
// channel and lacks what names it: the parent is left out, not added and removed.
func TestLoneSideWithoutChildren(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		p := openPair(t, url)
		defer verified(t, p.Service)
		if _, err := p.DeleteIntegration(context.Background(), p.actor, p.amazon, "FBA"); err != nil {
			t.Fatal(err)
		}
		p.loaded(p.merchant, model.LoadSummary{Read: 2, Created: 2}, "A P DEFAULT", "B P DEFAULT")
		whole := service.FileLoad{RemoveMissing: true, AllowShrink: true}
		for _, load := range []struct {
			rows []string
			want model.LoadSummary
			left string
		}{
			{[]string{"B P DEFAULT", "P  AMAZON_EU"}, model.LoadSummary{Read: 2, Created: 1, Removed: 1}, "B P"},
			{[]string{"P  AMAZON_EU", "C"}, model.LoadSummary{Read: 2, Created: 1, Removed: 2, LeftOut: 1}, "C"},
			{[]string{"D Q"}, model.LoadSummary{Read: 1, Created: 1, Removed: 1}, "D"},
			{[]string{"C", "Q  AMAZON_EU"}, model.LoadSummary{Read: 2, Created: 1, Removed: 1, LeftOut: 1}, "C"},
		} {
			got, err := p.report(p.merchant, whole, load.rows...)
			if err != nil || got != load.want || p.skus(p.merchant) != load.left {
				t.Errorf("%v: %+v, error %v, left are %q; want %+v and %q", load.rows, got, err, p.skus(p.merchant), load.want, load.left)
			}
		}
	})
}

// TestRestorableOfLoneSide deletes one of a pair, with which a parent leaves the
// other one: what had restored its mapping is no longer all back.
func TestRestorableOfLoneSide(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		p := openPair(t, url)
		defer verified(t, p.Service)
		p.loaded(p.merchant, model.LoadSummary{Read: 3, Created: 3}, "A  DEFAULT", "Q  AMAZON_EU", "E Q AMAZON_EU")
		p.importAll(p.merchant)
		deleted, err := p.DeleteAllMappings(ctx, p.actor, p.merchant, "FBM", service.DeleteOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if restored, err := p.RestoreMappings(ctx, p.actor, deleted.Operation.ID); err != nil || restored.Restored != 2 {
			t.Fatalf("restored %+v, error %v", restored, err)
		}
		p.wantListings("A! Q!", "E Q")
		wantRestorable := func(want bool) {
			t.Helper()
			if op, err := p.Operation(ctx, p.actor, deleted.Operation.ID); err != nil || op.Restorable != want {
				t.Errorf("the deletion is %+v, want restorable %v, error %v", op, want, err)
			}
		}
		wantRestorable(false)
		if _, err := p.DeleteIntegration(ctx, p.actor, p.amazon, "FBA"); err != nil {
			t.Fatal(err)
		}
		wantRestorable(true)
	})
}

// removeBoth empties the pair by a whole catalogue of one other listing each, and
// loads the rows again: it returns the operation that deleted all mappings.
func (p *pair) removeBoth(rows []string) *model.Operation {
	p.t.Helper()
	if _, err := p.report(p.amazon, service.FileLoad{RemoveMissing: true, AllowShrink: true}, "Y", "Z  AMAZON_EU"); err != nil {
		p.t.Fatal(err)
	}
	deleted := p.newest(p.merchant)
	if _, err := p.report(p.merchant, service.FileLoad{RemoveMissing: true, AllowShrink: true}, rows...); err != nil {
		p.t.Fatal(err)
	}
	return deleted
}

// TestPairGuards has the guards of either side refuse a load for both.
func TestPairGuards(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		p := openPair(t, url)
		defer verified(t, p.Service)
		var rows []string
		for i := range 100 {
			rows = append(rows, fmt.Sprintf("M%d", i))
		}
		for letter := 'A'; letter <= 'Z'; letter++ {
			rows = append(rows, string(letter)+"  AMAZON_EU")
		}
		p.loaded(p.merchant, model.LoadSummary{Read: 126, Created: 126}, rows...)
		p.importAll(p.amazon)
		before := p.skus(p.amazon)
		refused := func(err error, words ...string) {
			t.Helper()
			var refusal *model.UserError
			if !errors.As(err, &refusal) || refusal.Code != model.CodeCatalogueShrinks {
				t.Fatalf("not refused: %v", err)
			}
			for _, word := range words {
				if !strings.Contains(refusal.Message, word) {
					t.Errorf("the message lacks %q: %s", word, refusal.Message)
				}
			}
			if p.skus(p.amazon) != before {
				t.Error("listings are gone")
			}
		}
		// Three of 126 are few, but three of Amazon's 26 are many.
		whole := service.FileLoad{RemoveMissing: true}
		_, err := p.report(p.merchant, whole, rows[:123]...)
		refused(err, `lacks 3 of the 26 listings of "FBA"`)
		// Ten of Amazon's become the merchant's.
		moved := slices.Clone(rows)
		for i := range 10 {
			moved[100+i] = strings.TrimSuffix(moved[100+i], "  AMAZON_EU") + "  DEFAULT"
		}
		_, err = p.report(p.merchant, service.FileLoad{}, moved...)
		refused(err, `10 of the 26 mappings of the integration "FBA"`, "it loses 10 listings by the channel")
		if got, err := p.report(p.merchant, whole, append(rows[:120:120], "\x00")...); err != nil || !got.RemovalsSkipped || got.Removed != 0 {
			t.Errorf("with an unreadable row: %+v, error %v", got, err)
		}
		if got, err := p.report(p.merchant, service.FileLoad{AllowShrink: true}, moved...); err != nil || got.MappingsDeleted != 10 || got.Updated != 10 {
			t.Errorf("confirmed: %+v, error %v", got, err)
		}
	})
}

// TestPairScopes counts what came since the last import of each side.
func TestPairScopes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		p := openPair(t, url)
		old := func(sku, channel string) model.ListingInput {
			return model.ListingInput{SKU: sku, FulfillmentChannel: &channel, CreatedAt: new(creations.Example(0).AddDate(-100, 0, 0))}
		}
		load(t)(p.UpsertListings(ctx, p.actor, p.merchant, []model.ListingInput{old("A", "DEFAULT"), old("B", "AMAZON_EU"), old("C", "AMAZON_EU")}))
		p.importAll(p.merchant)
		unmapped := func() string {
			t.Helper()
			var counts []string
			for _, integration := range []int64{p.merchant, p.amazon} {
				preview, err := p.ImportPreview(ctx, p.actor, integration, model.ScopeSinceLastImport)
				if err != nil {
					t.Fatal(err)
				}
				counts = append(counts, fmt.Sprint(preview.Unmapped))
			}
			return strings.Join(counts, " ")
		}
		if got := unmapped(); got != "0 2" {
			t.Errorf("after an import of the merchant's: %s", got)
		}
		p.importAll(p.amazon)
		// B is new to the merchant, and known to Amazon again.
		load(t)(p.UpsertListings(ctx, p.actor, p.amazon, []model.ListingInput{{SKU: "B", FulfillmentChannel: new("DEFAULT")}}))
		if got := unmapped(); got != "1 0" {
			t.Errorf("after a change of channel: %s", got)
		}
	})
}

// TestPairEvents tells a subscription to the counterpart of a load.
func TestPairEvents(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		p := openPair(t, url)
		watched(t, p.Service)
		sub := subscribed(t, p.Service, p.actor, &p.merchant)
		p.loaded(p.amazon, model.LoadSummary{Read: 1, Created: 1}, "A")
		// What began shortly before the subscription may come first.
		op := receiveUntil(t, sub, model.StateSucceeded)
		for op.Kind == model.OperationLoadOmni {
			op = receiveUntil(t, sub, model.StateSucceeded)
		}
		if op.Kind != model.OperationLoadAmazon || *op.IntegrationID != p.amazon {
			t.Errorf("told of %+v", op)
		}
	})
}
