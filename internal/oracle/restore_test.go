package oracle

import (
	"testing"
	"time"

	"omnimap/model"
)

func restore(t *testing.T, st *State, operation int) RestoreResult {
	t.Helper()
	res, err := st.Restore(operation, time.Time{})
	ok(t, err)
	ok(t, st.Invariants())
	return res
}

func deleteAll(t *testing.T, st *State) int {
	t.Helper()
	res, err := st.DeleteAll(us, us, false, time.Time{})
	ok(t, err)
	return res.Operation
}

func TestRestorePutsBackAsItWas(t *testing.T) {
	st := build(t, "a v<f w<f", omni("R", "", "", option1("a", "", size1("v", "")), option1("w", "")))
	importAll(t, st)
	before := st.Mappings(us)
	op := deleteAll(t, st)
	equal(t, "restored", restore(t, st, op).Restored, 3)
	equal(t, "as they were", st.Mappings(us), before)
	res := restore(t, st, op)
	equal(t, "nothing more", []int{res.Restored, res.NotRestored}, []int{0, 0})
	_, err := st.Restore(res.Operation, time.Time{})
	equal(t, "a restore deletes nothing", CodeOf(err), model.CodeNotRestorable)
	_, err = st.Restore(-1, time.Time{})
	equal(t, "unknown", CodeOf(err), model.CodeNotFound)
}

func TestRestoreReportsTheRest(t *testing.T) {
	st := build(t, "a b c x", omni("R", "", "", option1("a", ""), option1("b", ""), option1("c", ""), option1("d", "")))
	importAll(t, st)
	op := deleteAll(t, st)
	custom(t, st, "x=a b=d")
	_, err := st.LoadListings(us, listingsOf("a b x"), true, true, true, day(9))
	ok(t, err)
	res := restore(t, st, op)
	equal(t, "the rest", res.Rejected, []Rejected{
		{Row: 1, SKU: "a", Code: model.CodeTaken}, {Row: 2, SKU: "b", Code: model.CodeTaken}, {Row: 3, SKU: "c", Code: model.CodeNotFound},
	})
	_, err = st.LoadListings(us, listingsOf("c"), false, false, true, day(9))
	ok(t, err)
	_, err = st.DeleteSKUs(us, []string{"b"}, false, time.Time{})
	ok(t, err)
	res = restore(t, st, op)
	equal(t, "what has become free since", []int{res.Restored, res.NotRestored}, []int{2, 1})
	equal(t, "mappings", mappingText(st), "b=R/1 c=R/2 x=R/0")
}

func TestRestoreOfARemap(t *testing.T) {
	st := build(t, "a x", omni("R", "", "", option1("a", ""), option1("b", "")))
	custom(t, st, "x=a")
	before := st.Mappings(us)
	res, err := st.Remap(us, nil, new("R"), pairsOf("x=b"), false, time.Time{})
	ok(t, err)
	equal(t, "remapped", mappingText(st), "a=R/0 x=R/1")
	equal(t, "taken", rejectedText(restore(t, st, res.Operation).Rejected), "1:TAKEN")
	deleteAll(t, st)
	restore(t, st, res.Operation)
	equal(t, "as it was", st.Mappings(us), before)
}

// What goes and comes back is relinked; what was there all along is not it.
func TestRestoreOfWhatCameBack(t *testing.T) {
	ref := func(reference, code string) model.OmniOptionInput {
		return model.OmniOptionInput{Reference: opt(reference), Code: opt(code)}
	}
	bars := option1("", "bar")
	for name, c := range map[string]struct {
		existing, without, back []model.OmniOptionInput
		want                    string
	}{
		"an option by Code":      {opts(option1("k", "bar"), option1("o", "")), opts(option1("o", "")), opts(option1("o", ""), option1("k", "")), "bar=R/1"},
		"by reference":           {opts(ref("1", "bar")), opts(ref("2", "x")), opts(ref("2", "x"), ref("1", "new")), "bar=R/1"},
		"another reference":      {opts(ref("1", "bar")), opts(ref("2", "x")), opts(ref("3", "bar")), ""},
		"it lost its reference":  {opts(ref("1", "bar")), opts(ref("2", "x")), opts(ref("", "bar")), "bar=R/0"},
		"two of its Code":        {opts(option1("bar", "")), opts(option1("x", "")), opts(option1("bar", ""), option1("bar", "")), ""},
		"neither, by place":      {opts(bars, option1("o", "")), opts(option1("o", "")), opts(option1("o", ""), bars), "bar=R/1"},
		"it was there all along": {opts(option1("bar", ""), ref("1", "x")), opts(ref("1", "bar")), opts(ref("1", "bar")), ""},
		"a size by Code": {opts(option1("o", "", size1("bar", ""))), opts(model.OmniOptionInput{Code: new("o"), Sizes: []model.OmniSizeInput{}}),
			opts(option1("o", "", size1("x", ""), size1("bar", ""))), "bar=R/0/1"},
		"a size with its option": {opts(option1("o", "", size1("bar", ""))), opts(option1("x", "")), opts(option1("o", "", size1("bar", ""))), "bar=R/0/0"},
		"a size of another option": {opts(option1("o", "", size1("bar", ""))), opts(option1("x", "")),
			opts(option1("x", "", size1("bar", ""))), ""},
	} {
		t.Run(name, func(t *testing.T) {
			st := build(t, "bar", omni("R", "", "", c.existing...))
			importAll(t, st)
			res := load(t, st, omni("R", "", "", c.without...))
			equal(t, "deleted", res.Summary.MappingsDeleted, 1)
			load(t, st, omni("R", "", "", c.back...))
			restore(t, st, res.Operation)
			equal(t, "restored", mappingText(st), c.want)
		})
	}
}

func opts(list ...model.OmniOptionInput) []model.OmniOptionInput { return list }

func TestRestoreOfACatalogue(t *testing.T) {
	products := []model.OmniProductInput{omni("R", "a", "", option1("x", "", size1("s", "")))}
	st := build(t, "a s", products...)
	ok(t, st.AddIntegration("uk"))
	_, err := st.LoadListings("uk", listingsOf("a"), false, false, true, day(3))
	ok(t, err)
	importAll(t, st)
	_, err = st.Import("uk", ScopeAll, time.Time{})
	ok(t, err)
	us1, uk1 := st.Mappings(us), st.Mappings("uk")
	gone, err := st.LoadOmniProducts(nil, true, true, time.Time{})
	ok(t, err)
	equal(t, "of both integrations", gone.Summary, LoadSummary{Removed: 1, MappingsDeleted: 3})
	lost, err := st.LoadListings(us, nil, true, true, true, time.Time{})
	ok(t, err)
	equal(t, "they had no mappings any more", lost.Summary.MappingsDeleted, 0)
	load(t, st, products...)
	_, err = st.LoadListings(us, listingsOf("a s"), false, false, true, time.Time{})
	ok(t, err)
	ok(t, st.SetProductsEnabled("uk", false))
	equal(t, "one is turned off", rejectedText(restore(t, st, gone.Operation).Rejected), "1:PRODUCTS_DISABLED")
	ok(t, st.SetProductsEnabled("uk", true))
	equal(t, "the other", restore(t, st, gone.Operation).Restored, 1)
	equal(t, "us", st.Mappings(us), us1)
	equal(t, "uk", st.Mappings("uk"), uk1)
	for _, op := range st.Operations() {
		equal(t, string(op.Kind), op.Restorable, false)
	}
}
