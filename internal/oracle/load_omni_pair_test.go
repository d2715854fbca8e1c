package oracle

import (
	"fmt"
	"strings"
	"testing"

	"omnimap/model"
)

// namings reads "ref#code", "code", "ref#" and "-" for neither.
func namings(specs string) []naming {
	var list []naming
	for _, spec := range strings.Fields(specs) {
		ref, code, found := strings.Cut(spec, "#")
		switch {
		case spec == "-":
			list = append(list, naming{})
		case found:
			list = append(list, naming{reference: ref, code: code})
		default:
			list = append(list, naming{code: spec})
		}
	}
	return list
}

func TestPair(t *testing.T) {
	for name, c := range map[string]struct{ incoming, existing, want string }{
		"by reference, not by Code":          {"1#b 2#a", "1#a 2#b", "[0 1]"},
		"duplicates of a reference":          {"1#x 1#y 1#z", "1#a 1#b", "[0 1 -1]"},
		"by Code":                            {"b a", "a b", "[1 0]"},
		"the nth of a Code":                  {"a a a", "a b a", "[0 2 -1]"},
		"both have one, and not the same":    {"1#a", "2#a", "[-1]"},
		"reference is new, known has none":   {"1#a", "a", "[0]"},
		"given brings no reference":          {"a", "1#a", "[0]"},
		"a reference goes before none":       {"a 1#a", "a", "[-1 0]"},
		"a reference does not go to another": {"1#a a", "2#a a", "[1 0]"},
		"neither, by place":                  {"- x -", "a - -", "[1 -1 2]"},
		"neither is not a Code":              {"- a", "a 1#", "[-1 0]"},
		"reference only, with neither":       {"1#", "-", "[-1]"},
	} {
		got := pair(namings(c.incoming), namings(c.existing))
		equal(t, name, fmt.Sprint(got), c.want)
	}
}

func TestOptionsOfAKnownProduct(t *testing.T) {
	existing := omni("R", "p", "pb", option1("a", "ab", size1("s", ""), size1("t", "")), option1("b", ""))
	none := []model.OmniOptionInput{}
	for name, c := range map[string]struct {
		incoming model.OmniProductInput
		want     string
	}{
		"absent leaves":      {omni("R", "", ""), "R[p,pb]{a|ab(s t) b}"},
		"empty fields clear": {model.OmniProductInput{Reference: "R", Code: new(""), Barcode: new(" ")}, "R[,]{a|ab(s t) b}"},
		"the whole list":     {omni("R", "", "", option1("c", ""), option1("b", "")), "R[p,pb]{c b}"},
		"sizes absent stay":  {omni("R", "", "", option1("b", ""), option1("a", "")), "R[p,pb]{b a|ab(s t)}"},
		"sizes given":        {omni("R", "", "", option1("a", "", size1("t", "x"))), "R[p,pb]{a|ab(t|x)}"},
		"no sizes": {omni("R", "", "", model.OmniOptionInput{Code: new("a"), Sizes: []model.OmniSizeInput{}}),
			"R[p,pb]{a|ab}"},
		"empty is a default option":       {model.OmniProductInput{Reference: "R", Options: none}, "R[p,pb]{p|pb}"},
		"that has the new Code":           {model.OmniProductInput{Reference: "R", Code: new("n"), Options: none}, "R[n,pb]{n|pb}"},
		"that is paired, its sizes stay":  {model.OmniProductInput{Reference: "R", Code: new("a"), Options: none}, "R[a,pb]{a|pb(s t)}"},
		"a new product without options":   {omni("Q", "q", "qb"), "Q[q,qb]{q|qb} R[p,pb]{a|ab(s t) b}"},
		"a new product with an empty one": {model.OmniProductInput{Reference: "Q", Options: none}, "Q[,]{} R[p,pb]{a|ab(s t) b}"},
	} {
		t.Run(name, func(t *testing.T) {
			st := build(t, "", existing)
			equal(t, "first", load(t, st, c.incoming).Summary.Rejected, 0)
			equal(t, "catalogue", catalogueText(st), c.want)
			again := load(t, st, c.incoming)
			equal(t, "twice changes nothing", again.Summary, LoadSummary{Read: 1})
		})
	}
}

func TestMappingsStayWithWhatStays(t *testing.T) {
	for name, c := range map[string]struct {
		incoming []model.OmniOptionInput
		want     string
		deleted  int
	}{
		"another order":       {[]model.OmniOptionInput{option1("b", ""), option1("a", "")}, "x=R/1 y=R/1/0 z=R/0", 0},
		"an option goes":      {[]model.OmniOptionInput{option1("b", "")}, "z=R/0", 2},
		"a size goes":         {[]model.OmniOptionInput{option1("a", "", size1("n", "")), option1("b", "")}, "x=R/0 z=R/1", 1},
		"a Code is no target": {[]model.OmniOptionInput{option1("z", "")}, "", 3},
	} {
		t.Run(name, func(t *testing.T) {
			st := build(t, "x y z", omni("R", "", "", option1("a", "", size1("s", "")), option1("b", "")))
			custom(t, st, "x=a y=s z=b")
			res := load(t, st, omni("R", "", "", c.incoming...))
			equal(t, "mappings", mappingText(st), c.want)
			equal(t, "summary", res.Summary, LoadSummary{Read: 1, Updated: 1, MappingsDeleted: c.deleted})
		})
	}
}

// row is a flat export's row of the price 9.
func row(ref, code string, sized bool, sizeCode string) model.OmniRow {
	return model.OmniRow{Reference: ref, Code: opt(code), Sized: sized, SizeCode: opt(sizeCode), Price: new(model.Decimal("9"))}
}

func TestGroupRows(t *testing.T) {
	for name, c := range map[string]struct {
		rows []model.OmniRow
		want string
	}{
		"two unsized of one Code are two": {[]model.OmniRow{row("R", "a", false, ""), row("R", "a", false, "")}, "R[,]{a$9 a$9}"},
		"wherever they stand": {[]model.OmniRow{row("R", "a", false, ""), row("Q", "q", false, ""), row(" R", "b", false, "")},
			"Q[,]{q$9} R[,]{a$9 b$9}"},
		"sizes before and after, to the first unsized": {
			[]model.OmniRow{row("R", "a", true, "1"), row("R", "b", false, ""), row("R", " a", false, ""), row("R", "a", false, ""), row("R", "a ", true, "2")},
			"R[,]{a$9(1$9 2$9) b$9 a$9}",
		},
		"sizes alone make one, at the first's place": {
			[]model.OmniRow{row("R", "a", true, "1"), row("R", "b", false, ""), row("R", "a", true, "2"), row("R", "", true, "3"), row("R", " ", true, "4")},
			"R[,]{a(1$9 2$9) b$9 (3$9 4$9)}",
		},
	} {
		t.Run(name, func(t *testing.T) {
			st := NewState()
			_, err := st.LoadOmniRows(c.rows, false, false, day(1))
			ok(t, err)
			equal(t, "catalogue", catalogueText(st), c.want)
			again, err := st.LoadOmniRows(c.rows, false, false, day(1))
			ok(t, err)
			equal(t, "twice changes nothing", again.Summary, LoadSummary{Read: len(c.rows)})
		})
	}
}

func TestGroupRowsTakesTheFirstRow(t *testing.T) {
	got := GroupRows([]model.OmniRow{
		{Row: 2, Reference: "R", ProductCode: new("p"), ProductName: new("n"), Code: new("a"), Barcode: new("b"), Name: new("x"), Sized: true, Cost: new(model.Decimal("1"))},
		{Row: 3, Reference: "R", ProductCode: new("other"), Code: new("a"), Barcode: new("z"), Sized: true},
		{Row: 4}, {Row: 5},
	})
	p := got[0]
	equal(t, "product", []any{p.Row, *p.Code, *p.Name, p.Barcode == nil}, []any{2, "p", "n", true})
	o := p.Options[0]
	equal(t, "option", []any{*o.Code, *o.Barcode, *o.Name, o.Cost == nil, len(o.Sizes)}, []any{"a", "b", "x", true, 2})
	equal(t, "rows without a reference", []int{len(got), got[1].Row, got[2].Row}, []int{3, 4, 5})
}

func TestABadRowLeavesTheRest(t *testing.T) {
	st := build(t, "")
	first := []model.OmniRow{row("R", "a", false, ""), row("R", "b", true, "1"), row("R", "b", true, "2"), row("Q", "q", false, "")}
	_, err := st.LoadOmniRows(first, true, true, day(1))
	ok(t, err)
	second := []model.OmniRow{row("R", "b", true, "2"), row("R", "c", false, ""), row("R", "a", false, ""), row("Q", "q", false, "")}
	for i := range second {
		second[i].Row = i + 2
	}
	second[2].Name, second[3].Name = new("\x00"), new("\x00")
	res, err := st.LoadOmniRows(second, true, true, day(1))
	ok(t, err)
	equal(t, "rejected", rejectedText(res.Rejected), "4:INVALID 5:INVALID")
	equal(t, "summary", res.Summary, LoadSummary{Read: 4, Updated: 1, Rejected: 2})
	equal(t, "catalogue", catalogueText(st), "Q[,]{q$9} R[,]{b(2$9 1$9) c$9 a$9}")
}
