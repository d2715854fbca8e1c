package service_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"omnimap/model"
)

// evenly draws each of the values as often as the others, which
// rapid.SampledFrom does not.
func evenly[V any](values ...V) *rapid.Generator[V] {
	return rapid.Map(rapid.Permutation(values), func(drawn []V) V { return drawn[0] })
}

// keyTexts collide often, with each other and with what white space, case and
// Unicode make of them.
var keyTexts = []string{"a", "A", "b", " b ", "c", "d", "é", "E\u0301", "007", "7", "\u00a0a", "a%b_\\", ""}

var (
	keys = evenly(keyTexts...)
	// badKeys can be no keys.
	badKeys = evenly("a\x00", strings.Repeat("a", 256))
	// texts are titles and names.
	texts = rapid.Custom(func(t *rapid.T) string {
		if rarely(t, 60, "long") {
			// As long as possible, and longer.
			return evenly(strings.Repeat("é", 2000), strings.Repeat("x", 2001)).Draw(t, "long text")
		}
		return evenly("Blue mug", "BLUE", "Élan 50%", "élan_", `a\b`, "ΟΔΟΣ", " x ", "").Draw(t, "text")
	})
	asins    = evenly("B0a", "b0A1", "C%", "")
	decimals = evenly[model.Decimal]("1.5", "2", "")
	// quantities can be wrong.
	quantities = evenly("5", "007", "", "", "x")
	// channels are the seller's and Amazon's.
	channels = evenly("DEFAULT", "AMAZON_EU", "AMAZON_EU", "AMAZON_NA", "amazon_eu", "AMAZON", "")
	// creations are before and after all that is done to a world.
	creations = evenly(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2090, 1, 1, 0, 0, 0, 0, time.UTC))
)

// optional draws a value, or none.
func optional[V any](t *rapid.T, values *rapid.Generator[V], label string) *V {
	if rapid.Bool().Draw(t, label+" given") {
		return new(values.Draw(t, label))
	}
	return nil
}

// rarely is true once in n times.
func rarely(t *rapid.T, n int, label string) bool {
	cases := make([]bool, n)
	cases[n-1] = true
	return evenly(cases...).Draw(t, label)
}

// key draws a key, or none, and now and then one that is bad.
func key(t *rapid.T, label string) *string {
	if rarely(t, 60, label+" is bad") {
		return new(badKeys.Draw(t, label))
	}
	if rarely(t, 3, label+" absent") {
		return nil
	}
	return new(keys.Draw(t, label))
}

// namesOfLoad draws what a load is about: a few names, all that are known but
// for a few, or a dozen that make a catalogue of which one is not a tenth.
func namesOfLoad(t *rapid.T, known, pool []string, dozen string) []string {
	if len(known) == 0 {
		return rapid.SliceOfN(evenly(pool...), 0, 8).Draw(t, "first")
	}
	switch evenly("few", "few", "few", "few", "all known", "all known", "a dozen").Draw(t, "names") {
	case "all known":
		names := slices.Clone(known)
		for range min(len(names), rapid.IntRange(0, 2).Draw(t, "fewer")) {
			at := rapid.IntRange(0, len(names)-1).Draw(t, "left out")
			names = slices.Delete(names, at, at+1)
		}
		return names
	case "a dozen":
		var names []string
		for i := range 12 {
			names = append(names, fmt.Sprint(dozen, i))
		}
		return names
	}
	return rapid.SliceOfN(evenly(pool...), 0, 6).Draw(t, "few")
}

// references draws the references of a load of Omni products.
func (w *world) references(t *rapid.T) []string {
	var known []string
	for _, p := range w.oracle.Catalogue() {
		if !p.Downloaded {
			known = append(known, p.Reference)
		}
	}
	return namesOfLoad(t, known, []string{"1", "2", "3", " 3", "a", "1", "2", "3", "a", ""}, "10")
}

// skus draws the SKUs of a load of listings.
func (w *world) skus(t *rapid.T, m market) []string {
	var known []string
	for _, other := range w.markets {
		for _, l := range w.oracle.Listings(other.name) {
			if other.place == m.place && !slices.Contains(known, l.SKU) {
				known = append(known, l.SKU)
			}
		}
	}
	return namesOfLoad(t, known, keyTexts, "n")
}

func drawProducts(t *rapid.T, references []string) []model.OmniProductInput {
	products := make([]model.OmniProductInput, len(references))
	for i, reference := range references {
		p := &products[i]
		p.Row, p.Reference = i+1, reference
		p.Code, p.Barcode, p.Name = key(t, "Code"), key(t, "Barcode"), optional(t, texts, "name")
		p.Brand, p.Category = optional(t, texts, "brand"), optional(t, texts, "category")
		if rapid.Bool().Draw(t, "options given") {
			p.Options = make([]model.OmniOptionInput, rapid.IntRange(0, 3).Draw(t, "options"))
			for j := range p.Options {
				drawOption(t, &p.Options[j], j)
			}
		}
	}
	return products
}

// drawOption draws an option. A product that holds one reference twice is left
// out: the pairing of such is not settled by the rules.
func drawOption(t *rapid.T, o *model.OmniOptionInput, place int) {
	o.Reference = drawReference(t, "o", place)
	o.Code, o.Barcode, o.Name = key(t, "option Code"), key(t, "option Barcode"), optional(t, texts, "option name")
	o.Price, o.Stock = optional(t, decimals, "price"), optional(t, decimals, "stock")
	if rapid.Bool().Draw(t, "sizes given") {
		o.Sizes = make([]model.OmniSizeInput, rapid.IntRange(0, 2).Draw(t, "sizes"))
		for k := range o.Sizes {
			z := &o.Sizes[k]
			z.Reference = drawReference(t, "z", k)
			z.Code, z.Barcode, z.Name = key(t, "size Code"), key(t, "size Barcode"), optional(t, texts, "size name")
			z.Price = optional(t, decimals, "size price")
		}
	}
}

func drawReference(t *rapid.T, kind string, place int) *string {
	if !rarely(t, 3, "reference given") {
		return nil
	}
	return new(fmt.Sprint(kind, place))
}

func drawListings(t *rapid.T, skus []string) []model.ListingInput {
	listings := make([]model.ListingInput, len(skus))
	for i, sku := range skus {
		listings[i] = model.ListingInput{
			Row: i + 1, SKU: sku, ParentSKU: key(t, "parent"), ASIN: optional(t, asins, "ASIN"), Title: optional(t, texts, "title"),
			Price: optional(t, decimals, "price"), Quantity: optional(t, quantities, "quantity"), FulfillmentChannel: optional(t, channels, "channel"),
		}
		if !rarely(t, 10, "undated") {
			listings[i].CreatedAt = new(creations.Draw(t, "createdAt"))
		}
	}
	return listings
}
