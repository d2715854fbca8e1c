package oracle

import (
	"strings"
	"testing"
	"time"

	"omnimap/model"
)

func TestIgnoredListingClaimsNothing(t *testing.T) {
	st := build(t, "a B f v<f w<f",
		omni("R", "", "", option1("a", "B")),
		omni("Q", "", "", option1("v", "")))
	equal(t, "before", statusText(st), "B:MATCH_TAKEN a:MAPPABLE f:NO_MATCH v:MAPPABLE w:NO_MATCH")
	ignore(t, st, IgnoreRequest{SKUs: []string{" a", "f", "a", "nope", "x\x00"}}, 2, "4:UNKNOWN_SKU 5:INVALID")
	equal(t, "ignored", statusText(st), "B:MAPPABLE a:IGNORED f:IGNORED v:MAPPABLE w:NO_MATCH")
	importAll(t, st)
	equal(t, "imported", statusText(st), "B:MAPPED a:IGNORED f:IGNORED v:MAPPED w:PARTIALLY_MAPPED")
	equal(t, "counts", st.Counts(us), StatusCounts{Mapped: 2, PartiallyMapped: 1, Unmappable: 2, Ignored: 2, UnmappableParents: 1, UnmappedStock: noStock})

	ignore(t, st, IgnoreRequest{FamilySKUs: []string{"f", "none"}}, 1, "1:ALREADY_MAPPED 2:NOT_FOUND")
	equal(t, "a family", statusText(st), "B:MAPPED a:IGNORED f:IGNORED v:MAPPED w:IGNORED")
	ignore(t, st, IgnoreRequest{FamilySKUs: []string{"f"}, TakeBack: true}, 2, "")
	equal(t, "taken back", statusText(st), "B:MAPPED a:IGNORED f:PARTIALLY_MAPPED v:MAPPED w:PARTIALLY_MAPPED")
}

func TestWhatMapsLiftsTheIgnoring(t *testing.T) {
	for name, lift := range map[string]func(*testing.T, *State){
		"a custom mapping": func(t *testing.T, st *State) { custom(t, st, "a=c") },
		"a remap's pair": func(t *testing.T, st *State) {
			res, err := st.Remap(us, new("a"), nil, pairsOf("a=c"), false, time.Time{})
			ok(t, err)
			equal(t, "rejected", len(res.Rejected), 0)
		},
		"a restore": func(t *testing.T, st *State) {
			ignore(t, st, IgnoreRequest{SKUs: []string{"a"}, TakeBack: true}, 1, "")
			importAll(t, st)
			res, err := st.DeleteSKUs(us, []string{"a"}, true, time.Time{})
			ok(t, err)
			equal(t, "deleted", statusText(st), "a:IGNORED")
			_, err = st.Restore(res.Operation, time.Time{})
			ok(t, err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			st := build(t, "a", omni("R", "", "", option1("a", ""), option1("c", "")))
			ignore(t, st, IgnoreRequest{SKUs: []string{"a"}}, 1, "")
			importAll(t, st)
			equal(t, "before", statusText(st), "a:IGNORED")
			lift(t, st)
			equal(t, "after", statusText(st), "a:MAPPED")
			_, err := st.DeleteAll(us, us, false, time.Time{})
			ok(t, err)
			equal(t, "deleted", statusText(st), "a:MAPPABLE")
		})
	}
}

func TestIgnoredListingThatGoesAndComesBack(t *testing.T) {
	st := build(t, "a b", omni("R", "", "", option1("a", "")))
	ignore(t, st, IgnoreRequest{SKUs: []string{"a"}, Note: new(" why ")}, 1, "")
	for _, listings := range []string{"b", "a b"} {
		_, err := st.LoadListings(us, listingsOf(listings), true, true, false, time.Time{})
		ok(t, err)
		ok(t, st.Invariants())
	}
	equal(t, "back", statusText(st), "a:IGNORED b:NO_MATCH")
	equal(t, "note", st.Listings(us)[0].Note, "why")
}

func TestIgnoringAgain(t *testing.T) {
	st := build(t, "a")
	request := IgnoreRequest{SKUs: []string{"a"}, Note: new("one")}
	ignore(t, st, request, 1, "")
	ignore(t, st, request, 0, "")
	ignore(t, st, IgnoreRequest{SKUs: []string{"a"}}, 0, "")
	equal(t, "kept", st.Listings(us)[0].Note, "one")
	ignore(t, st, IgnoreRequest{SKUs: []string{"a"}, Note: new("")}, 1, "")
	equal(t, "cleared", st.Listings(us)[0].Note, "")
	_, err := st.Ignore(us, IgnoreRequest{SKUs: []string{"a"}, Note: new(strings.Repeat("é", 2001))}, time.Time{})
	equal(t, "too long", CodeOf(err), model.CodeInvalid)
}

func ignore(t *testing.T, st *State, request IgnoreRequest, changed int, rejected string) {
	t.Helper()
	res, err := st.Ignore(us, request, time.Time{})
	ok(t, err)
	ok(t, st.Invariants())
	equal(t, "changed", res.Changed, changed)
	equal(t, "rejected", rejectedText(res.Rejected), rejected)
}

func TestCustomByID(t *testing.T) {
	option, size, none := &TargetDesc{"R6", 0, -1}, &TargetDesc{"R6", 0, 0}, &TargetDesc{"R9", 0, -1}
	for name, c := range map[string]struct {
		rows []CustomRow
		want string
	}{
		"an option and its size":     {[]CustomRow{{Row: 1, SKU: "u1", Option: option}, {Row: 2, SKU: "u2", Size: size}}, ""},
		"an empty Code is not given": {[]CustomRow{{Row: 1, SKU: "u1", Code: new(" "), Option: option}}, ""},
		"two ways":                   {[]CustomRow{{Row: 1, SKU: "nope", Code: new("c1"), Option: option}, {Row: 2, SKU: "u1", Option: option, Size: size}}, "1:INVALID 2:INVALID"},
		"no such id":                 {[]CustomRow{{Row: 1, SKU: "u1", Option: none}, {Row: 2, SKU: "u2", Option: size}, {Row: 3, SKU: "u3", Size: option}}, "1:UNKNOWN_CODE 2:UNKNOWN_CODE 3:UNKNOWN_CODE"},
		"its product is mapped":      {[]CustomRow{{Row: 1, SKU: "u1", Option: &TargetDesc{"R5", 1, -1}}}, "1:OMNI_PRODUCT_MAPPED"},
		"one item, by Code and id":   {[]CustomRow{{Row: 1, SKU: "u1", Code: new("opt")}, {Row: 2, SKU: "u2", Option: option}}, "1:DUPLICATE_CODE 2:DUPLICATE_CODE"},
		"one SKU, by Code and id":    {[]CustomRow{{Row: 1, SKU: "u1", Code: new("opt")}, {Row: 2, SKU: "u1", Size: size}}, "1:DUPLICATE_SKU 2:DUPLICATE_SKU"},
	} {
		t.Run(name, func(t *testing.T) {
			st := customState(t)
			res, err := st.ApplyCustom(us, c.rows, false, false, false, time.Time{})
			ok(t, err)
			ok(t, st.Invariants())
			equal(t, "rejected", rejectedText(res.Rejected), c.want)
		})
	}
}
