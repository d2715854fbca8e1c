package oracle

import (
	"fmt"
	"testing"

	"omnimap/model"
)

func TestMatchTakesTheLowestRank(t *testing.T) {
	products := []model.OmniProductInput{
		omni("R1", "p", "pb", option1("o", "ob", size1("s", "sb"))),
		omni("R2", "s", "o", option1("p", "s", size1("x", "ob"))),
		omni("R3", "two", "", option1("a", "both"), option1("a", "")),
		omni("R4", "two", "both"),
	}
	for sku, want := range map[string]string{
		"s":    "[R1/0/0]",    // 1 before 3 and 5
		"o":    "[R1/0]",      // 2 before 6
		"p":    "[R2/0]",      // 2 before 3
		"ob":   "[R2/0/0]",    // 4 before 5
		"sb":   "[R1/0/0]",    // 4
		"pb":   "[R1/0]",      // 6
		"a":    "[R3/0 R3/1]", // 2, twice
		"two":  "[R4/0]",      // R4's default option carries its Code, at rank 2
		"both": "[R3/0 R4/0]", // 5
		"S":    "[]",
		"":     "[]",
	} {
		st := build(t, "", products...)
		got := []string{}
		for _, d := range st.Match(sku) {
			got = append(got, d.text())
		}
		equal(t, "match of "+sku, fmt.Sprint(got), want)
	}
}

func TestStatuses(t *testing.T) {
	plain := omni("R", "", "", option1("a", ""), option1("b", ""))
	for name, c := range map[string]struct {
		listings string
		products []model.OmniProductInput
		mapped   string
		want     string
	}{
		"1 and 6": {"a b", []model.OmniProductInput{plain}, "a=b", "a:MAPPED b:OMNI_PRODUCT_MAPPED"},
		"3":       {"f v<f b<f", []model.OmniProductInput{plain}, "v=a", "b:PARTIALLY_MAPPED f:PARTIALLY_MAPPED v:MAPPED"},
		"4":       {"z", []model.OmniProductInput{plain}, "", "z:NO_MATCH"},
		"5":       {"a", []model.OmniProductInput{plain, omni("Q", "", "", option1("a", ""))}, "", "a:AMBIGUOUS_MATCH"},
		"7, the lower rank goes first": {
			"a B", []model.OmniProductInput{omni("R", "", "", option1("a", "B"))}, "", "B:MATCH_TAKEN a:MAPPABLE",
		},
		"7, a parent goes after": {
			"a B v<a", []model.OmniProductInput{omni("R", "", "", option1("a", "B"))}, "", "B:MAPPABLE a:MATCH_TAKEN v:NO_MATCH",
		},
		"7, of two parents the lower rank": {
			"a B v<a w<B", []model.OmniProductInput{omni("R", "", "", option1("a", "B"))}, "", "B:MATCH_TAKEN a:MAPPABLE v:NO_MATCH w:NO_MATCH",
		},
		"7, a mapped listing claims nothing": {
			"a B", []model.OmniProductInput{omni("R", "", "", option1("a", "B")), omni("Q", "q", "")}, "a=q", "B:MAPPABLE a:MAPPED",
		},
		"8, two of one product":        {"a b", []model.OmniProductInput{plain}, "", "a:MAPPABLE b:MAPPABLE"},
		"a parent that is not loaded":  {"v<f a<f", []model.OmniProductInput{plain}, "", "a:MAPPABLE v:NO_MATCH"},
		"parents of parents":           {"f v<f a<v", []model.OmniProductInput{plain}, "f=b", "a:OMNI_PRODUCT_MAPPED f:MAPPED v:PARTIALLY_MAPPED"},
		"its own parent":               {"a<a", []model.OmniProductInput{plain}, "", "a:MAPPABLE"},
		"a mapped parent blocks its V": {"f a<f", []model.OmniProductInput{plain, omni("Q", "q", "")}, "f=q", "a:PARTIALLY_MAPPED f:MAPPED"},
	} {
		t.Run(name, func(t *testing.T) {
			st := build(t, c.listings, c.products...)
			custom(t, st, c.mapped)
			equal(t, "statuses", statusText(st), c.want)
			ok(t, st.Invariants())
		})
	}
}

func TestCountsAndStatusIfNothingMapped(t *testing.T) {
	st := build(t, "f v<f a z", omni("R", "", "", option1("a", ""), option1("b", "")))
	custom(t, st, "v=b")
	equal(t, "counts", st.Counts(us), StatusCounts{Mapped: 1, PartiallyMapped: 1, Unmappable: 2, PartiallyMappedParents: 1, UnmappedStock: noStock})
	equal(t, "as mapped", statusText(st), "a:OMNI_PRODUCT_MAPPED f:PARTIALLY_MAPPED v:MAPPED z:NO_MATCH")
	equal(t, "if nothing mapped", st.StatusIfNothingMapped(us)["a"], StatusRow{Status: Mappable})
}

func TestIntegrationsDoNotTouchEachOther(t *testing.T) {
	st := build(t, "a", omni("R", "a", ""))
	ok(t, st.AddIntegration("uk"))
	_, err := st.LoadListings("uk", listingsOf("a"), false, false, true, day(3))
	ok(t, err)
	importAll(t, st)
	equal(t, "us", st.Counts(us), StatusCounts{Mapped: 1, UnmappedStock: noStock})
	equal(t, "uk", st.Counts("uk"), StatusCounts{Mappable: 1, UnmappedStock: noStock})
	equal(t, "the same name again", CodeOf(st.AddIntegration(us)), model.CodeTaken)
}
