package oracle

import (
	"testing"
	"time"

	"omnimap/model"
)

func restore(t *testing.T, w *World, operation int) RestoreResult {
	t.Helper()
	res, err := w.Restore(operation, time.Time{})
	ok(t, err)
	ok(t, w.Invariants())
	return res
}

func deleteAll(t *testing.T, w *World) int {
	t.Helper()
	res, err := w.DeleteAll(us, us, time.Time{})
	ok(t, err)
	return res.Operation
}

func TestRestorePutsBackAsItWas(t *testing.T) {
	w := build(t, "a v<f w<f", omni("R", "", "", option1("a", "", size1("v", "")), option1("w", "")))
	importAll(t, w)
	before := w.Mappings(us)
	op := deleteAll(t, w)
	equal(t, "restored", restore(t, w, op).Restored, 3)
	equal(t, "as they were", w.Mappings(us), before)
	res := restore(t, w, op)
	equal(t, "nothing more", []int{res.Restored, res.NotRestored}, []int{0, 0})
	_, err := w.Restore(res.Operation, time.Time{})
	equal(t, "a restore deletes nothing", CodeOf(err), model.CodeNotRestorable)
	_, err = w.Restore(-1, time.Time{})
	equal(t, "unknown", CodeOf(err), model.CodeNotFound)
}

func TestRestoreReportsTheRest(t *testing.T) {
	w := build(t, "a b c x", omni("R", "", "", option1("a", ""), option1("b", ""), option1("c", ""), option1("d", "")))
	importAll(t, w)
	op := deleteAll(t, w)
	custom(t, w, "x=a b=d")
	_, err := w.LoadListings(us, listingsOf("a b x"), true, true, true, day(9))
	ok(t, err)
	res := restore(t, w, op)
	equal(t, "the rest", res.Rejected, []Rejected{
		{Row: 1, SKU: "a", Code: model.CodeTaken}, {Row: 2, SKU: "b", Code: model.CodeTaken}, {Row: 3, SKU: "c", Code: model.CodeNotFound},
	})
	_, err = w.LoadListings(us, listingsOf("c"), false, false, true, day(9))
	ok(t, err)
	_, err = w.DeleteSKUs(us, []string{"b"}, time.Time{})
	ok(t, err)
	res = restore(t, w, op)
	equal(t, "what has become free since", []int{res.Restored, res.NotRestored}, []int{2, 1})
	equal(t, "mappings", mappingText(w), "b=R/1 c=R/2 x=R/0")
}

func TestRestoreOfARemap(t *testing.T) {
	w := build(t, "a x", omni("R", "", "", option1("a", ""), option1("b", "")))
	custom(t, w, "x=a")
	before := w.Mappings(us)
	res, err := w.Remap(us, nil, new("R"), pairsOf("x=b"), false, time.Time{})
	ok(t, err)
	equal(t, "remapped", mappingText(w), "a=R/0 x=R/1")
	equal(t, "taken", rejectedText(restore(t, w, res.Operation).Rejected), "1:TAKEN")
	deleteAll(t, w)
	restore(t, w, res.Operation)
	equal(t, "as it was", w.Mappings(us), before)
}

// What goes and comes back is recognised; what was there all along is not it.
func TestRestoreOfWhatCameBack(t *testing.T) {
	ref := func(reference, code string) model.OmniOptionInput {
		return model.OmniOptionInput{Reference: opt(reference), Code: opt(code)}
	}
	bars := option1("", "bar")
	for name, c := range map[string]struct {
		known, without, back []model.OmniOptionInput
		want                 string
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
			w := build(t, "bar", omni("R", "", "", c.known...))
			importAll(t, w)
			res := load(t, w, omni("R", "", "", c.without...))
			equal(t, "deleted", res.Summary.MappingsDeleted, 1)
			load(t, w, omni("R", "", "", c.back...))
			restore(t, w, res.Operation)
			equal(t, "restored", mappingText(w), c.want)
		})
	}
}

func opts(list ...model.OmniOptionInput) []model.OmniOptionInput { return list }

func TestRestoreOfACatalogue(t *testing.T) {
	products := []model.OmniProductInput{omni("R", "a", "", option1("x", "", size1("s", "")))}
	w := build(t, "a s", products...)
	ok(t, w.AddIntegration("uk"))
	_, err := w.LoadListings("uk", listingsOf("a"), false, false, true, day(3))
	ok(t, err)
	importAll(t, w)
	_, err = w.Import("uk", ScopeAll, time.Time{})
	ok(t, err)
	us1, uk1 := w.Mappings(us), w.Mappings("uk")
	gone, err := w.LoadOmniProducts(nil, true, true, time.Time{})
	ok(t, err)
	equal(t, "of both integrations", gone.Summary, LoadSummary{Removed: 1, MappingsDeleted: 3})
	lost, err := w.LoadListings(us, nil, true, true, true, time.Time{})
	ok(t, err)
	equal(t, "they had no mappings any more", lost.Summary.MappingsDeleted, 0)
	load(t, w, products...)
	_, err = w.LoadListings(us, listingsOf("a s"), false, false, true, time.Time{})
	ok(t, err)
	ok(t, w.SetProductsEnabled("uk", false))
	equal(t, "one is turned off", rejectedText(restore(t, w, gone.Operation).Rejected), "1:PRODUCTS_DISABLED")
	ok(t, w.SetProductsEnabled("uk", true))
	equal(t, "the other", restore(t, w, gone.Operation).Restored, 1)
	equal(t, "us", w.Mappings(us), us1)
	equal(t, "uk", w.Mappings("uk"), uk1)
	for _, op := range w.Operations() {
		equal(t, string(op.Kind), op.Restorable, false)
	}
}
