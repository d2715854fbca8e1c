package suggest_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"omnimap/service/internal/suggest"
)

// drawCatalogue draws a few products whose texts are much alike, and listings.
func drawCatalogue(t *rapid.T) ([]suggest.Item, []suggest.Listing, []suggest.Mapping) {
	word := rapid.SampledFrom([]string{"oak", "shelf", "60cm", "red", "blue", "DHR202Z", "DHR202", "pack of 3", "2 x", "M", "XL", "ß", "1.08E+12", "3-4"})
	text := rapid.Custom(func(t *rapid.T) string {
		s := ""
		for _, w := range rapid.SliceOfN(word, 0, 4).Draw(t, "words") {
			s += w + rapid.SampledFrom([]string{" ", "-", "", "/"}).Draw(t, "separator")
		}
		return s
	})
	barcode := rapid.SampledFrom([]string{"", "4006381333931", "04006381333931", "036000291452"})
	var items []suggest.Item
	for product := range int64(rapid.IntRange(0, 6).Draw(t, "products")) {
		name, brand, code := text.Draw(t, "name"), text.Draw(t, "brand"), text.Draw(t, "product code")
		for option := range int64(rapid.IntRange(1, 3).Draw(t, "options")) {
			for size := range int64(rapid.IntRange(1, 3).Draw(t, "sizes")) {
				items = append(items, suggest.Item{
					Target: target(product+1, product*10+option+1, size), ProductName: name, Brand: brand, ProductCode: code,
					Code: text.Draw(t, "code"), Barcode: barcode.Draw(t, "barcode"), OptionName: text.Draw(t, "option"),
					SizeName: rapid.SampledFrom([]string{"", "M", "XL"}).Draw(t, "size"),
					Price:    rapid.Float64Range(0, 20).Draw(t, "price"), Taken: rapid.Bool().Draw(t, "taken"), Default: option == 0,
				})
			}
		}
	}
	var listings []suggest.Listing
	for i := range rapid.IntRange(1, 8).Draw(t, "listings") {
		listings = append(listings, suggest.Listing{
			SKU: fmt.Sprint(text.Draw(t, "sku"), i), Title: text.Draw(t, "title"), Barcode: barcode.Draw(t, "gtin"),
			ASIN: rapid.SampledFrom([]string{"", "B1", "B2"}).Draw(t, "asin"), ParentSKU: rapid.SampledFrom([]string{"", "P1", "P2"}).Draw(t, "parent"),
			Price: rapid.Float64Range(0, 20).Draw(t, "price"), Variation: []string{text.Draw(t, "variation")},
		})
		if len(items) > 0 && rapid.Bool().Draw(t, "rejects") {
			listings[i].Rejected = []suggest.Target{rapid.SampledFrom(items).Draw(t, "rejected").Target}
		}
	}
	var mappings []suggest.Mapping
	if len(items) > 0 {
		mappings = []suggest.Mapping{
			{SKU: rapid.SampledFrom(listings).Draw(t, "mapped").SKU, Target: rapid.SampledFrom(items).Draw(t, "target").Target},
			{ASIN: "B1", Target: rapid.SampledFrom(items).Draw(t, "target").Target},
		}
	}
	return items, listings, mappings
}

func suggestions(t *rapid.T, items []suggest.Item, listings []suggest.Listing, mappings []suggest.Mapping, workers int) map[string][]suggest.Suggestion {
	b := suggest.NewBuilder()
	for i := range items {
		b.AddItem(&items[i])
	}
	for i := range listings {
		b.AddListing(&listings[i])
	}
	for _, m := range mappings {
		b.AddMapping(m)
	}
	index, err := b.Build(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found, err := index.Suggest(t.Context(), listings, workers)
	if err != nil {
		t.Fatal(err)
	}
	bySKU := map[string][]suggest.Suggestion{}
	for i, l := range listings {
		bySKU[l.SKU] = found[i]
	}
	return bySKU
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		items, listings, mappings := drawCatalogue(t)
		first := suggestions(t, items, listings, mappings, 1)
		for _, l := range listings {
			checkSuggestions(t, l, first[l.SKU])
		}
		// Another order, and more goroutines, change nothing.
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 0))
		r.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
		r.Shuffle(len(listings), func(i, j int) { listings[i], listings[j] = listings[j], listings[i] })
		slices.Reverse(mappings)
		if again := suggestions(t, items, listings, mappings, 3); !reflect.DeepEqual(first, again) {
			t.Fatalf("in another order:\n%+v\nwere\n%+v", again, first)
		}
	})
}

func checkSuggestions(t *rapid.T, l suggest.Listing, found []suggest.Suggestion) {
	if len(found) > suggest.MaxSuggestions {
		t.Fatalf("%q has %d suggestions", l.SKU, len(found))
	}
	for i, s := range found {
		if s.Score < 0 || s.Score > 100 || i == 0 && s.Score == 0 {
			t.Fatalf("%q has the score %d", l.SKU, s.Score)
		}
		if slices.Contains(l.Rejected, s.Target) {
			t.Fatalf("%q has the rejected %v", l.SKU, s.Target)
		}
		for _, before := range found[:i] {
			if before.Target == s.Target {
				t.Fatalf("%q has %v twice", l.SKU, s.Target)
			}
			if before.Score < s.Score && (before.Taken || !s.Taken || s.Score-before.Score > 5) {
				t.Fatalf("%q has %+v before %+v", l.SKU, before, s)
			}
		}
		against := false
		for _, e := range s.Evidence {
			if e.Sentence() == "" || e.Kind() == 0 || against && !e.Against() {
				t.Fatalf("%q has the evidence %+v", l.SKU, s.Evidence)
			}
			against = e.Against()
		}
	}
}

func FuzzListing(f *testing.F) {
	f.Add("FBA-150IN_eu", "Pack of 3 – 18 V DHR-202Z", "4006381333931", "Red")
	f.Add("amzn.gr.-", "", "", "")
	f.Add("1.08E+89", "+ + +", "\x00", "靴")
	f.Add("x+++x", "2 x 2 x 2 x", "0", " / / ")
	index := build(f, shop(), nil)
	f.Fuzz(func(t *testing.T, sku, title, barcode, variation string) {
		for _, of := range ask(t, index, suggest.Listing{SKU: sku, Title: title, Barcode: barcode, Variation: []string{variation}}) {
			for _, s := range of {
				sentences(s)
			}
		}
	})
}
