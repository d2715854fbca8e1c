package oracle

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"omnimap/model"
)

func TestBadProducts(t *testing.T) {
	long := strings.Repeat("é", 256)
	for name, bad := range map[string]model.OmniProductInput{
		"no reference":    {Reference: " "},
		"long reference":  {Reference: long},
		"NUL in a name":   {Reference: "R", Name: new("\x00")},
		"not UTF-8":       {Reference: "R", Options: []model.OmniOptionInput{{Name: new("\xff")}}},
		"long option":     {Reference: "R", Options: []model.OmniOptionInput{{Code: &long}}},
		"long size":       {Reference: "R", Options: []model.OmniOptionInput{{Sizes: []model.OmniSizeInput{{Barcode: &long}}}}},
		"no price":        {Reference: "R", Options: []model.OmniOptionInput{{Price: new(model.Decimal("x"))}}},
		"NUL in its size": {Reference: "R", Options: []model.OmniOptionInput{{Sizes: []model.OmniSizeInput{{Reference: new("a\x00")}}}}},
	} {
		st := build(t, "", omni("R", "r", ""))
		bad.Row = 7
		res := load(t, st, bad, omni("Q", "q", ""))
		equal(t, name, rejectedText(res.Rejected), "7:INVALID")
		equal(t, name, res.Summary, LoadSummary{Read: 2, Created: 1, Rejected: 1})
		equal(t, name, catalogueText(st), "Q[q,]{q} R[r,]{r}")
	}
	st := build(t, "")
	fits := strings.Repeat("é", 255)
	load(t, st, omni(" "+fits+"\u2003", "\u00a0c\u3000", ""))
	equal(t, "trimmed", catalogueText(st), fits+"[c,]{c}")
}

func TestTheLastOfDoublesCounts(t *testing.T) {
	st := build(t, "")
	invalid := model.OmniProductInput{Row: 4, Reference: "R", Name: new("\x00")}
	one, two := omni("R", "one", ""), omni(" R ", "two", "")
	one.Row, two.Row = 1, 3
	res := load(t, st, one, omni("Q", "q", ""), two, invalid)
	equal(t, "products", rejectedText(res.Rejected), "1:DUPLICATE_REFERENCE 4:INVALID")
	equal(t, "the last valid one", catalogueText(st), "Q[q,]{q} R[two,]{two}")

	listings, err := st.LoadListings(us, listingsOf("a<p b a"), false, false, true, day(1))
	ok(t, err)
	equal(t, "listings", rejectedText(listings.Rejected), "1:DUPLICATE_SKU")
	equal(t, "the last one", st.Listings(us)[0].FamilySKU, "a")
}

func TestListings(t *testing.T) {
	st := build(t, "a<p")
	step := func(name string, required bool, in model.ListingInput, want LoadSummary) ListingDump {
		t.Helper()
		want.Read = 1
		res, err := st.LoadListings(us, []model.ListingInput{in}, false, false, required, day(9))
		ok(t, err)
		equal(t, name, res.Summary, want)
		for _, l := range st.Listings(us) {
			if l.SKU == strings.TrimSpace(in.SKU) {
				return l
			}
		}
		return ListingDump{}
	}
	one := LoadSummary{Updated: 1}
	step("nothing new", true, model.ListingInput{SKU: " a "}, LoadSummary{})
	l := step("a title", true, model.ListingInput{SKU: "a", Title: new(" t ")}, one)
	equal(t, "the parent stays", []string{l.ParentSKU, l.Title, l.FamilySKU}, []string{"p", " t ", "p"})
	l = step("an empty parent", true, model.ListingInput{SKU: "a", ParentSKU: new(" "), Title: new("")}, one)
	equal(t, "cleared", []string{l.ParentSKU, l.Title, l.FamilySKU}, []string{"", "", "a"})
	step("its own parent", true, model.ListingInput{SKU: "a", ParentSKU: new("a ")}, LoadSummary{})
	step("a quantity", true, model.ListingInput{SKU: "a", Quantity: new("007"), Price: new(model.Decimal("1.50"))}, one)
	step("the same quantity", true, model.ListingInput{SKU: "a", Quantity: new("7"), Price: new(model.Decimal("1.5"))}, LoadSummary{})
	bad := LoadSummary{Rejected: 1}
	step("no quantity", true, model.ListingInput{SKU: "a", Quantity: new("7.5")}, bad)
	step("no SKU", false, model.ListingInput{SKU: " "}, bad)
	step("long parent", false, model.ListingInput{SKU: "a", ParentSKU: new(strings.Repeat("x", 256))}, bad)
	step("new without a date", true, model.ListingInput{SKU: "n"}, bad)
	l = step("new in a file", false, model.ListingInput{SKU: "n"}, LoadSummary{Created: 1})
	equal(t, "dates", []time.Time{l.CreatedAt, l.FirstSeenAt}, []time.Time{day(9), day(9)})
	_, err := st.LoadListings("nowhere", nil, false, false, true, day(9))
	equal(t, "unknown integration", CodeOf(err), model.CodeNotFound)
}

func TestRemovingWhatTheFileLacks(t *testing.T) {
	var products []model.OmniProductInput
	skus := ""
	for i := range 20 {
		products = append(products, omni(fmt.Sprintf("r%02d", i), fmt.Sprintf("k%02d", i), ""))
		skus += fmt.Sprintf(" k%02d", i)
	}
	st := build(t, skus, products...)
	importAll(t, st)
	_, err := st.LoadOmniProducts(products[3:], true, false, time.Time{})
	equal(t, "3 of 20 products", CodeOf(err), model.CodeCatalogueShrinks)
	_, err = st.LoadListings(us, listingsOf(skus)[3:], true, false, true, time.Time{})
	equal(t, "3 of 20 listings", CodeOf(err), model.CodeCatalogueShrinks)
	equal(t, "nothing changed", st.Counts(us), StatusCounts{Mapped: 20, UnmappedStock: noStock})

	res, err := st.LoadOmniProducts(products[2:], true, false, time.Time{})
	ok(t, err)
	equal(t, "2 of 20 products", res.Summary, LoadSummary{Read: 18, Removed: 2, MappingsDeleted: 2})
	res, err = st.LoadListings(us, listingsOf(skus)[2:], true, false, true, time.Time{})
	ok(t, err)
	equal(t, "2 of 20 listings", res.Summary, LoadSummary{Read: 18, Removed: 2})
	bad := model.OmniProductInput{Reference: "r19", Name: new("\x00")}
	res, err = st.LoadOmniProducts([]model.OmniProductInput{bad}, true, true, time.Time{})
	ok(t, err)
	equal(t, "all, but for a bad row", res.Summary, LoadSummary{Read: 1, Removed: 17, Rejected: 1, MappingsDeleted: 17})
	ok(t, st.Invariants())
	badListing := model.ListingInput{SKU: "k19", Title: new("\xff")}
	res, err = st.LoadListings(us, []model.ListingInput{badListing}, true, true, true, time.Time{})
	ok(t, err)
	equal(t, "all listings but one", res.Summary, LoadSummary{Read: 1, Removed: 17, Rejected: 1})
	equal(t, "what is left", st.Counts(us), StatusCounts{Mapped: 1, UnmappedStock: noStock})
	res, err = st.LoadListings(us, nil, true, true, true, time.Time{})
	ok(t, err)
	equal(t, "the last listing", res.Summary, LoadSummary{Removed: 1, MappingsDeleted: 1})
}
