package service_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"pgregory.net/rapid"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/internal/oracle"
	"omnimap/model"
	"omnimap/service"
)

// world is a small catalogue in a database and in the oracle, to which the
// same is done.
type world struct {
	s           *service.Service
	actor       service.Actor
	integration int64
	oracle      *oracle.World
	name        string
}

// keys collide often, with each other and with what white space, case and
// Unicode make of them.
var keys = rapid.SampledFrom([]string{"a", "A", "b", " b ", "c", "d", "é", "E\u0301", "007", "7", "\u00a0a", ""})

func optional(t *rapid.T, label string) *string {
	if rapid.Bool().Draw(t, label+" given") {
		value := keys.Draw(t, label)
		return &value
	}
	return nil
}

func drawProducts(t *rapid.T) []model.OmniProductInput {
	products := make([]model.OmniProductInput, rapid.IntRange(0, 4).Draw(t, "products"))
	for i := range products {
		p := &products[i]
		p.Row, p.Reference = i+1, rapid.SampledFrom([]string{"1", "2", "3", " 3", ""}).Draw(t, "reference")
		p.Code, p.Barcode = optional(t, "Code"), optional(t, "Barcode")
		if rapid.Bool().Draw(t, "options given") {
			p.Options = make([]model.OmniOptionInput, rapid.IntRange(0, 3).Draw(t, "options"))
			for j := range p.Options {
				drawOption(t, &p.Options[j], j)
			}
		}
	}
	return products
}

func drawOption(t *rapid.T, o *model.OmniOptionInput, place int) {
	// A product that holds one reference twice is left out: the pairing of
	// such is not settled by the rules.
	if rapid.IntRange(0, 2).Draw(t, "option reference given") == 0 {
		reference := fmt.Sprintf("o%d", place)
		o.Reference = &reference
	}
	o.Code, o.Barcode = optional(t, "option Code"), optional(t, "option Barcode")
	if rapid.Bool().Draw(t, "sizes given") {
		o.Sizes = make([]model.OmniSizeInput, rapid.IntRange(0, 2).Draw(t, "sizes"))
		for k := range o.Sizes {
			o.Sizes[k].Code, o.Sizes[k].Barcode = optional(t, "size Code"), optional(t, "size Barcode")
		}
	}
}

func drawListings(t *rapid.T) []model.ListingInput {
	listings := make([]model.ListingInput, rapid.IntRange(0, 6).Draw(t, "listings"))
	created := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range listings {
		listings[i] = model.ListingInput{Row: i + 1, SKU: keys.Draw(t, "SKU"), ParentSKU: optional(t, "parent"), CreatedAt: &created}
	}
	return listings
}

// step does one random thing to both.
func (w *world) step(t *rapid.T, ctx context.Context) {
	var got, want any
	var err, oracleErr error
	switch rapid.SampledFrom([]string{"omni", "listings", "listings", "import", "since", "delete", "delete all"}).Draw(t, "step") {
	case "omni":
		products := drawProducts(t)
		var result *service.LoadResult
		result, err = w.s.UpsertOmniProducts(ctx, w.actor, products)
		expected, e := w.oracle.LoadOmniProducts(products, false, false, time.Time{})
		got, want, oracleErr = loadSummary(result), fmt.Sprintf("%+v", expected.Summary), e
	case "listings":
		listings := drawListings(t)
		var result *service.LoadResult
		result, err = w.s.UpsertListings(ctx, w.actor, w.integration, listings)
		expected, e := w.oracle.LoadListings(w.name, listings, false, false, true, time.Time{})
		got, want, oracleErr = loadSummary(result), fmt.Sprintf("%+v", expected.Summary), e
	case "import":
		got, want, err, oracleErr = w.importBoth(ctx, model.ScopeAll)
	case "since":
		got, want, err, oracleErr = w.importBoth(ctx, model.ScopeSinceLastImport)
	case "delete":
		got, want, err, oracleErr = w.deleteBoth(t, ctx)
	case "delete all":
		var result *service.DeleteResult
		result, err = w.s.DeleteAllMappings(ctx, w.actor, w.integration, w.name)
		expected, e := w.oracle.DeleteAll(w.name, w.name, time.Time{})
		if err == nil {
			got = result.Deleted
		}
		want, oracleErr = int64(expected.Deleted), e
	}
	if err != nil || oracleErr != nil {
		t.Fatalf("got error %v, oracle %v", err, oracleErr)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
}

func loadSummary(result *service.LoadResult) string {
	if result == nil {
		return "refused"
	}
	return fmt.Sprintf("%+v", result.Summary)
}

func (w *world) importBoth(ctx context.Context, scope model.ImportScope) (got, want any, err, oracleErr error) {
	result, err := w.s.ImportProducts(ctx, w.actor, w.integration, scope)
	if err == nil {
		got = fmt.Sprintf("%+v", result.Summary)
	}
	expected, oracleErr := w.oracle.Import(w.name, oracle.Scope(scope), time.Time{})
	return got, fmt.Sprintf("%+v", expected.Summary), err, oracleErr
}

func (w *world) deleteBoth(t *rapid.T, ctx context.Context) (got, want any, err, oracleErr error) {
	page, err := w.s.Mappings(ctx, w.actor, w.integration, service.MappingFilter{}, service.PageArgs[int64]{Limit: service.MaxPage})
	if err != nil || len(page.Items) == 0 {
		return 0, 0, err, nil
	}
	chosen := page.Items[rapid.IntRange(0, len(page.Items)-1).Draw(t, "mapping")]
	result, err := w.s.DeleteMappings(ctx, w.actor, w.integration, []*service.MappingID{{Integration: w.integration, ID: chosen.ID}})
	if err == nil {
		got = result.Deleted
	}
	expected, oracleErr := w.oracle.DeleteSKUs(w.name, []string{chosen.Listing.SKU}, time.Time{})
	return got, int64(expected.Deleted), err, oracleErr
}

// compare holds every status, count and mapping against the oracle's.
func (w *world) compare(t *rapid.T, ctx context.Context) {
	want := make(map[string]string)
	for sku, status := range w.oracle.Statuses(w.name) {
		want[sku] = fmt.Sprint(status.Status, " ", status.Reason)
	}
	page, err := w.s.Listings(ctx, w.actor, w.integration, service.ListingFilter{}, service.PageArgs[string]{Limit: service.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]string)
	for _, listing := range page.Items {
		got[listing.SKU] = fmt.Sprint(listing.Status(), " ", listing.Standing.Reason())
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("statuses: got %v, want %v", got, want)
	}
	counts, err := w.s.ProductStatus(ctx, w.actor, []int64{w.integration})
	if err != nil {
		t.Fatal(err)
	}
	if g, e := fmt.Sprint(*counts[w.integration]), fmt.Sprint(w.oracle.Counts(w.name)); g != e {
		t.Fatalf("counts: got %v, want %v", g, e)
	}
	w.compareMappings(t, ctx)
}

func (w *world) compareMappings(t *rapid.T, ctx context.Context) {
	want := make(map[string]string)
	for _, m := range w.oracle.Mappings(w.name) {
		want[m.SKU] = fmt.Sprint(m.Target.Reference, " ", m.Target.Option, " ", m.Target.Size, " ", m.Level, " ", m.MatchedOn, " ", m.Source)
	}
	page, err := w.s.Mappings(ctx, w.actor, w.integration, service.MappingFilter{}, service.PageArgs[int64]{Limit: service.MaxPage})
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]string)
	for _, m := range page.Items {
		size := int64(-1)
		if m.Target.Size != nil {
			size = m.Target.Size.Position
		}
		got[m.Listing.SKU] = fmt.Sprint(m.Target.Product.Reference, " ", m.Target.Option.Position, " ", size, " ", m.Target.Level, " ", m.MatchedOn, " ", m.Source)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("mappings: got %v, want %v", got, want)
	}
}

// TestWorlds drives random small catalogues, full of collisions, through loads,
// imports and deletions, and compares everything with the rules as plain loops.
// Each world is an account of its own. -rapid.checks sets their number.
func TestWorlds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		log := slog.New(slog.DiscardHandler)
		store, err := db.Open(ctx, url, log)
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		s := service.New(store, log)
		account := int64(1)
		rapid.Check(t, func(t *rapid.T) {
			account++
			err := store.Reader(ctx).Exec("INSERT INTO accounts (id, name, created_at) VALUES (?, ?, 0)", account, fmt.Sprint("world ", account)).Error
			if err != nil {
				t.Fatal(err)
			}
			w := &world{s: s, actor: service.Actor{AccountID: account, Name: "test"}, oracle: oracle.NewWorld(), name: "UK"}
			made, err := s.CreateIntegration(ctx, w.actor, service.NewIntegration{Name: w.name, SellerID: "S", MarketplaceID: "M", ProductsEnabled: true})
			if err != nil {
				t.Fatal(err)
			}
			w.integration = made.ID
			if err := w.oracle.AddIntegration(w.name); err != nil {
				t.Fatal(err)
			}
			for range rapid.IntRange(1, 10).Draw(t, "steps") {
				w.step(t, ctx)
				w.compare(t, ctx)
			}
		})
		faults, err := s.Verify(ctx)
		if err != nil || len(faults) > 0 {
			t.Fatalf("verify: %v %v", err, faults)
		}
	})
}
