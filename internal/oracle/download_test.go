package oracle

import (
	"strings"
	"testing"
	"time"

	"omnimap/model"
)

func download(t *testing.T, st *State, families ...string) DownloadResult {
	t.Helper()
	res, err := st.Download(us, families, false, false, time.Time{})
	ok(t, err)
	ok(t, st.Invariants())
	return res
}

func TestDownload(t *testing.T) {
	st := build(t, "f v2<f v1<f single g<other")
	res := download(t, st, "f", " single ", "other")
	equal(t, "created", []int{res.OmniProductsCreated, res.MappingsCreated, len(res.Rejected)}, []int{3, 4, 0})
	equal(t, "products", catalogueText(st), "downloaded:f[f,]{v1 v2} downloaded:other[other,]{g} downloaded:single[single,]{single}")
	equal(t, "mappings", mappingText(st), "g=downloaded:other/0 single=downloaded:single/0 v1=downloaded:f/0 v2=downloaded:f/1")
	equal(t, "statuses", statusText(st), "f:PARTIALLY_MAPPED g:MAPPED single:MAPPED v1:MAPPED v2:MAPPED")
	m := st.Mappings(us)[0]
	equal(t, "made as", []any{m.Level, m.MatchedOn, m.Source}, []any{LevelProductOption, FieldCode, SourceDownload})
	equal(t, "it is no import", st.LastImportAt(us) == nil, true)
}

func TestDownloadRefusals(t *testing.T) {
	products := []model.OmniProductInput{
		omni("R", "taken", "bar"), omni("P", "", "", option1("code", ""), option1("c2", "")),
	}
	for name, c := range map[string]struct{ listings, family, want string }{
		"unknown":                          {"a", "z", "1:NOT_FOUND"},
		"a variation's SKU":                {"v<f", "v", "1:NOT_FOUND"},
		"invalid":                          {"a", strings.Repeat("x", 256), "1:INVALID"},
		"its SKU is a Code":                {"v<taken", "taken", "1:TAKEN"},
		"its SKU is a Code, and it maps":   {"taken", "taken", "1:TAKEN"},
		"a match by Barcode":               {"bar", "bar", "1:NOT_DOWNLOADABLE"},
		"a parent's Barcode does not hurt": {"bar v<bar", "bar", ""},
		"one of the family has a match":    {"v<f code<f", "f", "1:NOT_DOWNLOADABLE"},
		"parents only":                     {"p<f w<p", "f", "1:NOT_DOWNLOADABLE"},
		"parents of parents":               {"f p<f w<p v<f", "f", ""},
	} {
		st := build(t, c.listings, products...)
		equal(t, name, rejectedText(download(t, st, c.family).Rejected), c.want)
	}
	st := build(t, "a b<m m", products...)
	custom(t, st, "b=c2")
	res := download(t, st, "a", "m", "a")
	equal(t, "those that can be are done", rejectedText(res.Rejected), "2:NOT_DOWNLOADABLE 3:DUPLICATE_SKU")
	equal(t, "one", res.OmniProductsCreated, 1)
}

func TestALoadTakesTheDownloadedOnesPlace(t *testing.T) {
	empty := []model.OmniOptionInput{}
	for name, c := range map[string]struct {
		products []model.OmniProductInput
		want     string
		deleted  int
	}{
		"options by Code":          {[]model.OmniProductInput{omni("R", "f", "", option1("v2", ""), option1("n", ""), option1("v1", ""))}, "v1=R/2 v2=R/0", 0},
		"one option is missing":    {[]model.OmniProductInput{omni("R", "f", "", option1("v2", ""))}, "v2=R/0", 1},
		"no list of options":       {[]model.OmniProductInput{omni("R", " f ", "")}, "v1=R/0 v2=R/1", 0},
		"an empty list of options": {[]model.OmniProductInput{{Reference: "R", Code: new("f"), Options: empty}}, "", 2},
		"another Code":             {[]model.OmniProductInput{omni("R", "x", "", option1("f", ""))}, "v1=downloaded:f/0 v2=downloaded:f/1", 0},
		"a second of the Code": {[]model.OmniProductInput{omni("R", "f", "", option1("v1", "")), omni("Q", "f", "", option1("v2", ""))},
			"v1=R/0", 1},
	} {
		t.Run(name, func(t *testing.T) {
			st := build(t, "f v1<f v2<f")
			download(t, st, "f")
			res := load(t, st, c.products...)
			equal(t, "mappings", mappingText(st), c.want)
			equal(t, "deleted", res.Summary.MappingsDeleted, c.deleted)
			equal(t, "twice changes nothing", load(t, st, c.products...).Summary, LoadSummary{Read: len(c.products)})
		})
	}
}

func TestAKnownProductTakesTheDownloadedOnesPlace(t *testing.T) {
	st := build(t, "f v1<f v2<f x", omni("R", "r", "", option1("k", "")))
	del := download(t, st, "f")
	custom(t, st, "x=k")
	res := load(t, st, omni("R", "f", "", option1("v1", ""), option1("k", "")))
	equal(t, "summary", res.Summary, LoadSummary{Read: 1, Updated: 1, MappingsDeleted: 1})
	equal(t, "moved", mappingText(st), "v1=R/0 x=R/1")
	load(t, st, omni("R", "", "", option1("v1", ""), option1("k", ""), option1("v2", "")))
	back, err := st.Restore(res.Operation, time.Time{})
	ok(t, err)
	equal(t, "restored", []int{back.Restored, back.NotRestored, del.MappingsCreated}, []int{1, 0, 2})
	equal(t, "back", mappingText(st), "v1=R/0 v2=R/2 x=R/1")
}

func TestNoLoadRemovesADownloadedProduct(t *testing.T) {
	st := build(t, "f", omni("R", "r", ""))
	download(t, st, "f")
	res, err := st.LoadOmniProducts([]model.OmniProductInput{}, true, true, time.Time{})
	ok(t, err)
	equal(t, "only the loaded one", res.Summary, LoadSummary{Removed: 1})
	equal(t, "still mapped", mappingText(st), "f=downloaded:f/0")
	load(t, st, omni("Q", "f", ""))
	res, err = st.LoadOmniProducts([]model.OmniProductInput{}, true, true, time.Time{})
	ok(t, err)
	equal(t, "now it is a loaded one", res.Summary, LoadSummary{Removed: 1, MappingsDeleted: 1})
}
