package oracle

import (
	"testing"
	"time"

	"omnimap/model"
)

func TestRemap(t *testing.T) {
	ab := omni("R", "", "", option1("a", ""), option1("b", ""))
	q := omni("Q", "", "", option1("q", ""), option1("r", ""))
	for name, c := range map[string]struct {
		listings               string
		products               []model.OmniProductInput
		mapped, family, ref    string
		pairs                  string
		created, kept, lost    string
		deleted                int
		rejected, mappingsThen string
	}{
		"1: the rest of a family is mapped": {
			listings: "a<f b<f", products: []model.OmniProductInput{ab}, mapped: "a=a", family: "f",
			created: "b=R/1", kept: "a=R/0(R/0)", mappingsThen: "a=R/0 b=R/1",
		},
		"1: ties are followed": {
			listings: "a<f x<f r<g", products: []model.OmniProductInput{ab, q}, mapped: "x=q r=r", family: "g",
			created: "a=R/0", kept: "r=Q/1(Q/1) x=Q/0(Q/0)", mappingsThen: "a=R/0 r=Q/1 x=Q/0",
		},
		"2: a pair moves a listing": {
			listings: "a b", products: []model.OmniProductInput{ab}, mapped: "a=a", ref: "R", pairs: "a=b",
			created: "a=R/1(R/0)", deleted: 1, mappingsThen: "a=R/1",
		},
		"2: the target it had is kept": {
			listings: "x b", products: []model.OmniProductInput{ab}, mapped: "x=a", family: "x", pairs: "x=a",
			created: "b=R/1", kept: "x=R/0(R/0)", mappingsThen: "b=R/1 x=R/0",
		},
		"2: one bad pair changes nothing": {
			listings: "a b", products: []model.OmniProductInput{ab}, mapped: "a=a", ref: "R", pairs: "a=b b=none b=",
			rejected: "2:UNKNOWN_CODE", mappingsThen: "a=R/0",
		},
		"2: outside the set nothing is free": {
			listings: "a x", products: []model.OmniProductInput{ab, q}, mapped: "a=a x=q", ref: "R", pairs: "a=r",
			rejected: "1:OMNI_PRODUCT_MAPPED", mappingsThen: "a=R/0 x=Q/0",
		},
		"2: a pair beside the set": {
			listings: "a x", products: []model.OmniProductInput{ab, q}, mapped: "a=a", ref: "R", pairs: "x=q",
			created: "x=Q/0", kept: "a=R/0(R/0)", mappingsThen: "a=R/0 x=Q/0",
		},
		"3: a custom mapping goes before the SKU": {
			listings: "a x", products: []model.OmniProductInput{ab}, mapped: "x=a", ref: "R",
			kept: "x=R/0(R/0)", mappingsThen: "x=R/0",
		},
		"3: unless a pair used its target": {
			listings: "a x b", products: []model.OmniProductInput{ab}, mapped: "x=a", ref: "R", pairs: "a=a",
			created: "a=R/0 b=R/1", lost: "x=R/0(R/0)", deleted: 1, mappingsThen: "a=R/0 b=R/1",
		},
		"4: the product named is in scope": {
			listings: "a b x", products: []model.OmniProductInput{ab}, ref: "R",
			created: "a=R/0 b=R/1", mappingsThen: "a=R/0 b=R/1",
		},
		"4: beside the set nothing is mapped": {
			listings: "a q", products: []model.OmniProductInput{ab, q}, family: "a",
			created: "a=R/0", mappingsThen: "a=R/0",
		},
		"4: listings outside the scope claim": {
			listings: "k k2<f", products: []model.OmniProductInput{omni("R", "", "", option1("k", "k2"))}, family: "f",
			mappingsThen: "",
		},
		"4: a family mapped by 3 is not partially mapped": {
			listings: "x<f a<f", products: []model.OmniProductInput{ab, q}, mapped: "x=q", family: "f",
			created: "a=R/0", kept: "x=Q/0(Q/0)", mappingsThen: "a=R/0 x=Q/0",
		},
	} {
		t.Run(name, func(t *testing.T) {
			st := build(t, c.listings, c.products...)
			custom(t, st, c.mapped)
			before := st.Mappings(us)
			for _, dryRun := range []bool{true, false} {
				res, err := st.Remap(us, opt(c.family), opt(c.ref), pairsOf(c.pairs), dryRun, time.Time{})
				ok(t, err)
				equal(t, "created", remapText(res.Created), c.created)
				equal(t, "kept", remapText(res.Kept), c.kept)
				equal(t, "lost", remapText(res.Lost), c.lost)
				equal(t, "deleted", res.Deleted, c.deleted)
				equal(t, "rejected", rejectedText(res.Rejected), c.rejected)
				equal(t, "operation", res.Operation != 0, !dryRun && c.rejected == "")
				if dryRun {
					equal(t, "a dry run changes nothing", st.Mappings(us), before)
				}
			}
			equal(t, "mappings", mappingText(st), c.mappingsThen)
			ok(t, st.Invariants())
		})
	}
}

// Step 5 puts back an imported mapping that its SKU no longer earns, and step 4
// lets the SKU's target go before it.
func TestRemapOfImportedMappings(t *testing.T) {
	st := build(t, "a b", omni("R", "", "", option1("a", ""), option1("b", "")))
	importAll(t, st)
	before := st.Mappings(us)
	moved := omni("R", "", "", model.OmniOptionInput{Reference: new("1"), Code: new("a")}, model.OmniOptionInput{Reference: new("2"), Code: new("b")})
	load(t, st, moved)
	moved.Options[0].Code, moved.Options[1].Code = new("z"), new("y")
	load(t, st, moved)
	res, err := st.Remap(us, new("a"), nil, nil, false, time.Time{})
	ok(t, err)
	equal(t, "5: kept", remapText(res.Kept), "a=R/0(R/0) b=R/1(R/1)")
	equal(t, "as they were", st.Mappings(us), before)

	moved.Options[0].Code, moved.Options[1].Code = new("b"), new("y")
	load(t, st, moved)
	res, err = st.Remap(us, new("a"), nil, nil, false, time.Time{})
	ok(t, err)
	equal(t, "4: moved", remapText(res.Created), "b=R/0(R/1)")
	equal(t, "lost", remapText(res.Lost), "a=R/0(R/0)")
	equal(t, "deleted", res.Deleted, 2)
	ok(t, st.Invariants())
}

func TestRemapArguments(t *testing.T) {
	st := build(t, "v<f", omni("R", "r", ""))
	for name, c := range map[string]struct {
		family, ref *string
		want        model.ErrorCode
	}{
		"neither":         {nil, nil, model.CodeInvalid},
		"unknown family":  {new("v"), nil, model.CodeNotFound},
		"unknown product": {new("f"), new("Q"), model.CodeNotFound},
		"trimmed":         {new(" f "), new("R "), ""},
	} {
		_, err := st.Remap(us, c.family, c.ref, nil, true, time.Time{})
		equal(t, name, CodeOf(err), c.want)
	}
}
