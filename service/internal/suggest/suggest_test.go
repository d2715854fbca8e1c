package suggest_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"omnimap/service/internal/suggest"
	"omnimap/service/internal/suggest/invent"
)

// shop is a small catalogue: drills of one maker, a shirt in colours and sizes,
// and things whose Codes spreadsheets damage.
func shop() []suggest.Item {
	items := []suggest.Item{
		{Target: target(1, 1, 0), Code: "TORDHR202Z", ProductName: "Torvik DHR202Z Rotary Hammer 18V Body Only", Brand: "Torvik", Barcode: "4006381333931", Price: 100},
		{Target: target(2, 2, 0), Code: "TORDHR202RT", ProductName: "Torvik DHR202RT Rotary Hammer 18V with Batteries", Brand: "Torvik", Price: 220},
		{Target: target(3, 3, 0), Code: "TORSP6000", ProductName: "Torvik Plunge Saw SP6000", Brand: "Torvik"},
		{Target: target(5, 8, 0), Code: "10752E85", ProductName: "Brass Elbow 15mm"},
		{Target: target(6, 9, 0), Code: "0071", ProductName: "Felt Washer"},
		{Target: target(7, 10, 0), Code: "3-4", ProductName: "Copper Reducer"},
		{Target: target(8, 11, 0), Code: "150IN", ProductName: "Index Timber Screw Hex Green"},
		{Target: target(9, 12, 0), Code: "BRSH-10", ProductName: "Paint Brush Pack of 10", Price: 9},
		{Target: target(10, 13, 0), Code: "BRSH-3", ProductName: "Paint Brush Pack of 3", Price: 4},
		{Target: target(11, 14, 0), Code: "KETT/1", ProductName: "Whistling Kettle Copper"},
		{Target: target(12, 15, 0), Code: "POT.22", ProductName: "Cast Iron Casserole"},
		{Target: target(13, 16, 0), Code: "PAN-28", ProductName: "Crepe Pan Large Flat"},
	}
	for i, colour := range []string{"Black", "Blue"} {
		option := int64(4 + i)
		items = append(items, suggest.Item{
			Target: target(4, option, 0), Code: "SHIRT-" + colour, ProductCode: "SHIRT", ProductName: "Oxford Cotton Shirt", OptionName: colour, Default: i == 0,
		})
		for k, size := range []string{"M", "XL"} {
			items = append(items, suggest.Item{
				Target: target(4, option, option*10+int64(k)), Code: "SHIRT-" + colour + "-" + size,
				ProductCode: "SHIRT", ProductName: "Oxford Cotton Shirt", OptionName: colour, SizeName: size,
			})
		}
	}
	return items
}

func target(product, option, size int64) suggest.Target {
	return suggest.Target{Product: product, Option: option, Size: size}
}

func build(tb testing.TB, items []suggest.Item, listings []suggest.Listing, mappings ...suggest.Mapping) *suggest.Index {
	tb.Helper()
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
	index, err := b.Build(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	return index
}

func ask(tb testing.TB, index *suggest.Index, listings ...suggest.Listing) [][]suggest.Suggestion {
	tb.Helper()
	found, err := index.Suggest(tb.Context(), listings, 2)
	if err != nil {
		tb.Fatal(err)
	}
	return found
}

func sentences(s suggest.Suggestion) string {
	var b strings.Builder
	for _, e := range s.Evidence {
		against := ""
		if e.Against() {
			against = "but "
		}
		fmt.Fprintf(&b, "%s%v: %s\n", against, e.Kind(), e.Sentence())
	}
	return b.String()
}

// reason is a listing, the target that must come first, and what must be among
// the reasons.
type reason struct {
	name    string
	listing suggest.Listing
	want    suggest.Target
	says    string
}

func reasons() []reason {
	return []reason{
		{"same SKU elsewhere", suggest.Listing{SKU: "elsewhere"}, target(8, 11, 0),
			`SAME_SKU_ELSEWHERE: Another integration maps the SKU "elsewhere" to it.`},
		{"same ASIN", suggest.Listing{SKU: "x", ASIN: "B000000001"}, target(11, 14, 0),
			`SAME_ASIN: Another integration maps the ASIN "B000000001" to it.`},
		{"barcode", suggest.Listing{SKU: "x", Barcode: "04006381333931"}, target(1, 1, 0), `GTIN: Barcode "04006381333931" is its own.`},
		{"barcode as SKU", suggest.Listing{SKU: "4006381333931.0"}, target(1, 1, 0), `GTIN: Barcode "4006381333931.0" is its own.`},
		{"case", suggest.Listing{SKU: "x", Barcode: "14006381333938"}, target(1, 1, 0), `GTIN: Barcode "14006381333938" numbers a case of it, or one of its case.`},
		{"the Code itself", suggest.Listing{SKU: "150IN"}, target(8, 11, 0), `CODE_LIKE_SKU: SKU is the Code "150IN".`},
		{"case and separators", suggest.Listing{SKU: "kett 1"}, target(11, 14, 0), `CODE_LIKE_SKU: SKU is the Code "KETT/1" but for case or separators.`},
		{"zeros in front", suggest.Listing{SKU: "00150IN"}, target(8, 11, 0), `CODE_LIKE_SKU: SKU is the Code "150IN" but for zeros in front.`},
		{"contained", suggest.Listing{SKU: "TQ-150IN-77"}, target(8, 11, 0), `CODE_LIKE_SKU: SKU contains the Code "150IN".`},
		{"prefix", suggest.Listing{SKU: "fba-150IN"}, target(8, 11, 0), `CODE_LIKE_SKU: SKU is the Code "150IN" with the prefix "fba-".`},
		{"suffix", suggest.Listing{SKU: "150IN_eu"}, target(8, 11, 0), `CODE_LIKE_SKU: SKU is the Code "150IN" with the suffix "_eu".`},
		{"both", suggest.Listing{SKU: "FBA-150IN_eu"}, target(8, 11, 0), `CODE_LIKE_SKU: SKU is the Code "150IN" between "FBA-" and "_eu".`},
		{"slip", suggest.Listing{SKU: "TORSP6OO0"}, target(3, 3, 0), `CODE_LIKE_SKU: SKU differs from the Code "TORSP6000" by letters: 2.`},
		{"Code without its prefix", suggest.Listing{SKU: "SP6000-A"}, target(3, 3, 0), `CODE_LIKE_SKU: SKU contains "SP6000" of the Code "TORSP6000".`},
		{"number", suggest.Listing{SKU: "1.08E+89"}, target(5, 8, 0), `SPREADSHEET_DAMAGE: A spreadsheet shows the Code "10752E85" as "1.08E+89".`},
		{"date", suggest.Listing{SKU: "04-Mar"}, target(7, 10, 0), `SPREADSHEET_DAMAGE: A spreadsheet shows the Code "3-4" as "04-Mar".`},
		{"lost zeros", suggest.Listing{SKU: "71", Title: "Felt washer"}, target(6, 9, 0), `SPREADSHEET_DAMAGE: SKU is the Code "0071" without the zeros that a spreadsheet drops.`},
		{"decimals", suggest.Listing{SKU: "0071.0"}, target(6, 9, 0), `SPREADSHEET_DAMAGE: SKU is the Code "0071" with the decimals that a spreadsheet adds.`},
		{"model", suggest.Listing{SKU: "x", Title: "Torvik DHR202Z hammer"}, target(1, 1, 0), `MODEL_NUMBER: Title contains the Code "TORDHR202Z".`},
		{"words", suggest.Listing{SKU: "x", Title: "Green hex timber screw"}, target(8, 11, 0), `TITLE: Title and name share "timber screw hex green".`},
		{"price", suggest.Listing{SKU: "x", Title: "Torvik Rotary Hammer body only", Price: 120}, target(1, 1, 0), `PRICE: Price 120.00 is near the retail price 100.00.`},
		{"pack", suggest.Listing{SKU: "x", Title: "Paint brush, pack of 3"}, target(10, 13, 0), `PACK: Listing and item are both packs of 3.`},
		{"pack of a single item", suggest.Listing{SKU: "150INx4"}, target(8, 11, 0), `PACK: The listing is a pack of 4; the item names no count.`},
		{"bundle", suggest.Listing{SKU: "150IN+POT.22", Title: "Timber screw hex green and more"}, target(8, 11, 0), `BUNDLE: The listing is a bundle; this is one item of it.`},
		{"size", suggest.Listing{SKU: "x", Title: "Oxford shirt of cotton, Blue, Extra Large"}, target(4, 5, 51), `OPTION_WORDS: Title says "Blue / XL".`},
		{"option", suggest.Listing{SKU: "x", Title: "Oxford shirt of cotton, blue"}, target(4, 5, 0), `OPTION_WORDS: Title says "Blue".`},
		{"variation", suggest.Listing{SKU: "x", Title: "Oxford shirt of cotton", Variation: []string{"Black", "Medium"}}, target(4, 4, 40), `OPTION_WORDS: Title says "Black / M".`},
		{"short forms", suggest.Listing{SKU: "shirt_blu_x-large", Title: "Oxford shirt"}, target(4, 5, 51), `OPTION_WORDS: SKU has short forms of "Blue / XL".`},
		{"mapped sibling", suggest.Listing{SKU: "x", ParentSKU: "P", Title: "Cotton shirt blue", Siblings: []int64{4}}, target(4, 5, 0),
			`FAMILY: Other listings of its family belong to this product.`},
	}
}

func TestEvidence(t *testing.T) {
	listings := []suggest.Listing{
		{SKU: "FBA-KETT/1"}, {SKU: "FBA-POT.22"}, {SKU: "FBA-PAN-28"}, {SKU: "KETT/1_eu"}, {SKU: "POT.22_eu"}, {SKU: "PAN-28_eu"},
		{SKU: "DHR202Z"}, {SKU: "DHR202RT"}, {SKU: "SP6000"},
	}
	index := build(t, shop(), listings,
		suggest.Mapping{SKU: "elsewhere", Target: target(8, 11, 0)},
		suggest.Mapping{ASIN: "B000000001", Target: target(11, 14, 0)})
	for _, c := range reasons() {
		t.Run(c.name, func(t *testing.T) {
			found := ask(t, index, c.listing)[0]
			if len(found) == 0 || found[0].Target != c.want {
				t.Fatalf("suggested %+v, want %v first", found, c.want)
			}
			if says := sentences(found[0]); !strings.Contains(says, c.says+"\n") {
				t.Errorf("the evidence is\n%swithout\n%s", says, c.says)
			}
		})
	}
}

func TestEvidenceAgainst(t *testing.T) {
	for _, c := range []struct {
		name    string
		listing suggest.Listing
		of      suggest.Target
		// without is a product that the catalogue lacks: the right one.
		without int64
		says    string
	}{
		{"colour", suggest.Listing{SKU: "SHIRT-Blue-9", Title: "Oxford cotton shirt black"}, target(4, 5, 0), 0,
			`but OPTION_WORDS: Title says "Black", the option is "Blue".`},
		{"pack", suggest.Listing{SKU: "x", Title: "Paint brush, pack of 3"}, target(9, 12, 0), 10,
			`but PACK: The listing is a pack of 3, the item one of 10.`},
		{"ending of the name's model", suggest.Listing{SKU: "x", Title: "Torvik DHR202RT rotary hammer"}, target(1, 1, 0), 2,
			`but MODEL_NUMBER: The name has the model number "DHR202RT" with another ending.`},
		{"ending", suggest.Listing{SKU: "TORDHR202RT", Title: "Torvik rotary hammer"}, target(1, 1, 0), 2,
			`but MODEL_NUMBER: The model's ending differs from that of the Code "TORDHR202Z".`},
		{"measure", suggest.Listing{SKU: "x", Title: "Torvik DHR202Z rotary hammer 36V"}, target(1, 1, 0), 0,
			`but TITLE: The name says "18v", the title another measure.`},
		{"model", suggest.Listing{SKU: "x", Title: "Torvik SP7100 plunge saw"}, target(3, 3, 0), 0,
			`but MODEL_NUMBER: The name has another model number than "SP7100".`},
		{"barcode", suggest.Listing{SKU: "x", Barcode: "4006381333108", Title: "Torvik DHR202Z rotary hammer"}, target(1, 1, 0), 0,
			`but GTIN: Its barcode is "4006381333931", another of the same company.`},
	} {
		t.Run(c.name, func(t *testing.T) {
			items := slices.DeleteFunc(shop(), func(it suggest.Item) bool { return it.Product == c.without })
			index := build(t, items, []suggest.Listing{{SKU: "DHR202Z"}, {SKU: "DHR202RT"}, {SKU: "SP6000"}})
			found := ask(t, index, c.listing)[0]
			i := slices.IndexFunc(found, func(s suggest.Suggestion) bool { return s.Target == c.of })
			if i < 0 {
				t.Fatalf("%v is not among %+v", c.of, found)
			}
			if says := sentences(found[i]); !strings.Contains(says, c.says+"\n") {
				t.Errorf("the evidence is\n%swithout\n%s", says, c.says)
			}
		})
	}
}

// TestDamageOfTwo leaves damage alone that two Codes could have become.
func TestDamageOfTwo(t *testing.T) {
	items := append(shop(), suggest.Item{Target: target(20, 20, 0), Code: "10753E85", ProductName: "Brass Elbow 22mm"})
	for _, s := range ask(t, build(t, items, nil), suggest.Listing{SKU: "1.08E+89", Title: "Brass elbow"})[0] {
		if strings.Contains(sentences(s), "SPREADSHEET_DAMAGE") {
			t.Errorf("%v: %s", s.Target, sentences(s))
		}
	}
}

func TestFamily(t *testing.T) {
	items := []suggest.Item{}
	for product := range int64(6) {
		for i, colour := range []string{"Red", "Green", "White"} {
			items = append(items, suggest.Item{
				Target:      target(product+1, product*10+int64(i)+1, 0),
				Code:        fmt.Sprintf("CUSH%d-%s", product, colour),
				ProductName: "Velvet Cushion", OptionName: colour,
			})
		}
	}
	found := ask(t, build(t, items, nil),
		suggest.Listing{SKU: "CUSH3-Red-x", ParentSKU: "P", Title: "Velvet cushion red"},
		suggest.Listing{SKU: "CUSH3-Green-x", ParentSKU: "P", Title: "Velvet cushion green"},
		suggest.Listing{SKU: "whatever", ParentSKU: "P", Title: "Velvet cushion white"})
	if want := target(4, 33, 0); found[2][0].Target != want || !strings.Contains(sentences(found[2][0]), "FAMILY") {
		t.Errorf("the third is %+v, want %v by its family", found[2], want)
	}
	if says := sentences(found[0][0]); !strings.Contains(says, "FAMILY") {
		t.Errorf("the first says\n%swithout its family", says)
	}
}

func TestAffixes(t *testing.T) {
	var items []suggest.Item
	var listings []suggest.Listing
	for i := range int64(40) {
		code := fmt.Sprintf("Q%dW-%d", i*7919%1000, i)
		items = append(items, suggest.Item{Target: target(i+1, i+1, 0), Code: code, ProductName: "Thing"})
		switch {
		case i < 8:
			listings = append(listings, suggest.Listing{SKU: "ZZ." + code})
		case i < 20:
			listings = append(listings, suggest.Listing{SKU: code + "_wh"})
		case i < 22:
			listings = append(listings, suggest.Listing{SKU: "rare-" + code})
		default:
			listings = append(listings, suggest.Listing{SKU: code})
		}
	}
	index := build(t, items, listings)
	want := []suggest.Affix{{Text: "_wh", Count: 12}, {Text: "ZZ.", Prefix: true, Count: 8}}
	if got := index.Affixes(20); !slices.Equal(got, want) {
		t.Errorf("learnt %v, want %v", got, want)
	}
	if got := suggest.CountAffixes(ask(t, index, listings...), 20); !slices.Equal(got, want) {
		t.Errorf("counted %v, want %v", got, want)
	}
	if got := index.Affixes(1); len(got) != 1 {
		t.Errorf("asked for one, got %v", got)
	}
}

func TestTaken(t *testing.T) {
	items := []suggest.Item{
		{Target: target(1, 1, 0), Code: "A1", ProductName: "Oak shelf 60cm", Taken: true},
		{Target: target(2, 2, 0), Code: "B2", ProductName: "Oak shelf 60cm"},
	}
	index := build(t, items, nil)
	listing := suggest.Listing{SKU: "x", Title: "Oak shelf 60cm"}
	first := ask(t, index, listing)[0][0]
	if first.Target != items[1].Target || first.Taken {
		t.Errorf("first is %+v, want the free one", first)
	}
	index.SetTaken(items[0].Target, false)
	index.SetTaken(items[1].Target, true)
	index.SetTaken(target(9, 9, 9), true)
	if first = ask(t, index, listing)[0][0]; first.Target != items[0].Target {
		t.Errorf("first is %+v, want the one that is free now", first)
	}
}

func TestRejected(t *testing.T) {
	index := build(t, shop(), nil)
	found := ask(t, index, suggest.Listing{SKU: "150IN", Rejected: []suggest.Target{target(8, 11, 0)}})[0]
	if slices.ContainsFunc(found, func(s suggest.Suggestion) bool { return s.Target == target(8, 11, 0) }) {
		t.Errorf("suggested %+v", found)
	}
}

func TestNothing(t *testing.T) {
	if found := ask(t, build(t, nil, nil), suggest.Listing{SKU: "150IN"}); len(found) != 1 || found[0] != nil {
		t.Errorf("an empty catalogue has %v", found)
	}
	index := build(t, shop(), nil)
	if found := ask(t, index); len(found) != 0 {
		t.Errorf("no listings have %v", found)
	}
	if found := ask(t, index, suggest.Listing{})[0]; len(found) != 0 {
		t.Errorf("a listing that tells nothing has %v", found)
	}
	index = build(t, []suggest.Item{{Target: target(1, 1, 0)}}, nil)
	if found := ask(t, index, suggest.Listing{SKU: "a", Title: "b"})[0]; len(found) != 0 {
		t.Errorf("an item that tells nothing is suggested: %v", found)
	}
}

func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	b := suggest.NewBuilder()
	b.AddItem(&shop()[0])
	if _, err := b.Build(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Build: %v", err)
	}
	if _, err := build(t, shop(), nil).Suggest(ctx, make([]suggest.Listing, 100), 2); !errors.Is(err, context.Canceled) {
		t.Errorf("Suggest: %v", err)
	}
}

// TestCalibration holds the promise of scores: in each band of ten, with fifty
// suggestions or more, the share of right ones is within ten points.
func TestCalibration(t *testing.T) {
	index, cases := invented(t, 77, 20_000, 6_000)
	listings := make([]suggest.Listing, len(cases))
	for i := range cases {
		listings[i] = cases[i].Listing
	}
	found := ask(t, index, listings...)
	for _, band := range invent.Bands(cases, found) {
		t.Logf("%d to %d: %d suggestions, %.0f %% right", band.From, band.To, band.Suggestions, 100*band.Right)
		low, high := float64(band.From-10)/100, float64(band.To+10)/100
		if band.Suggestions >= 50 && (band.Right < low || band.Right > high) {
			t.Errorf("of those that score %d to %d, %.0f %% are right", band.From, band.To, 100*band.Right)
		}
	}
	for _, kind := range invent.Kinds(cases, found) {
		t.Logf("%s: %d, first %.3f, first three %.3f", kind.Kind, kind.Listings, kind.First, kind.FirstThree)
		if kind.FirstThree < 0.9 {
			t.Errorf("of %s, %.1f %% are among the first three", kind.Kind, 100*kind.FirstThree)
		}
	}
}
