package oracle

import (
	"testing"
	"time"

	"omnimap/model"
)

// The six pairs: {Amazon product, Amazon variation} × {Omni product, product
// option, size option}, each on a Code and on a Barcode.
func TestImportOfTheSixPairs(t *testing.T) {
	for _, parent := range []string{"", "<f"} {
		for name, c := range map[string]struct {
			product model.OmniProductInput
			want    MappingRow
		}{
			"product, code":    {omni("R", "k", "", option1("x", "")), MappingRow{Level: LevelProduct, MatchedOn: FieldCode}},
			"product, barcode": {omni("R", "", "k", option1("x", "")), MappingRow{Level: LevelProduct, MatchedOn: FieldBarcode}},
			"option, code":     {omni("R", "", "", option1("k", "")), MappingRow{Level: LevelProductOption, MatchedOn: FieldCode}},
			"option, barcode":  {omni("R", "", "", option1("x", "k")), MappingRow{Level: LevelProductOption, MatchedOn: FieldBarcode}},
			"size, code":       {omni("R", "", "", option1("x", "", size1("k", ""))), MappingRow{Level: LevelSizeOption, MatchedOn: FieldCode}},
			"size, barcode":    {omni("R", "", "", option1("x", "", size1("", "k"))), MappingRow{Level: LevelSizeOption, MatchedOn: FieldBarcode}},
			"no options":       {omni("R", "k", ""), MappingRow{Level: LevelProductOption, MatchedOn: FieldCode}},
		} {
			t.Run(name+parent, func(t *testing.T) {
				st := build(t, "k"+parent, c.product)
				_, err := st.Import(us, ScopeAll, day(5))
				ok(t, err)
				got := st.Mappings(us)[0]
				want := c.want
				want.SKU, want.Source, want.ID, want.CreatedAt = "k", SourceImport, got.ID, day(5)
				want.Target = TargetDesc{"R", 0, -1}
				if want.Level == LevelSizeOption {
					want.Target.Size = 0
				}
				equal(t, "mapping", got, want)
			})
		}
	}
}

func TestImportSummary(t *testing.T) {
	st := build(t, "p s z m t", omni("R", "p", "", option1("x", "", size1("s", "t"))), omni("Q", "m", ""))
	custom(t, st, "m=m")
	p, err := st.Preview(us, ScopeAll)
	ok(t, err)
	equal(t, "preview", p, ImportPreview{Unmapped: 4, Mappable: 2, Unmappable: 2})
	equal(t, "summary", importAll(t, st), ImportSummary{4, 1, 1, 2, 0, 2})
	equal(t, "mappings", mappingText(st), "m=Q/0 p=R/0 s=R/0/0")
	equal(t, "again", importAll(t, st), ImportSummary{2, 0, 0, 0, 0, 2})
}

func TestScopeSinceLastImport(t *testing.T) {
	st := build(t, "a", omni("R", "", "", option1("a", "")), omni("Q", "", "", option1("b", "")), omni("P", "", "", option1("c", "")))
	since := func() ImportPreview {
		p, err := st.Preview(us, ScopeSinceLastImport)
		ok(t, err)
		return p
	}
	equal(t, "before the first import every listing is in scope", since().Unmapped, 1)
	equal(t, "no import yet", st.LastImportAt(us) == nil, true)
	_, err := st.Import(us, ScopeSinceLastImport, day(10))
	ok(t, err)
	equal(t, "last import", *st.LastImportAt(us), day(10))
	_, err = st.DeleteAll(us, us, false, day(11))
	ok(t, err)
	equal(t, "old and seen before", since(), ImportPreview{})
	late := model.ListingInput{SKU: "b", CreatedAt: new(day(1))}
	_, err = st.LoadListings(us, []model.ListingInput{late}, false, false, true, day(12))
	ok(t, err)
	equal(t, "old, but first seen after it", since(), ImportPreview{1, 1, 0})
	created := model.ListingInput{SKU: "a", CreatedAt: new(day(11))}
	_, err = st.LoadListings(us, []model.ListingInput{created}, false, false, true, day(13))
	ok(t, err)
	equal(t, "seen before, but created after it", since(), ImportPreview{2, 2, 0})
	_, err = st.Import(us, ScopeSinceLastImport, day(14))
	ok(t, err)
	equal(t, "after the second", since(), ImportPreview{})
}

func TestProductsTurnedOff(t *testing.T) {
	st := build(t, "a", omni("R", "a", ""))
	importAll(t, st)
	del, err := st.DeleteAll(us, us, false, time.Time{})
	ok(t, err)
	ok(t, st.SetProductsEnabled(us, false))
	_, imported := st.Import(us, ScopeAll, time.Time{})
	_, mapped := st.ApplyCustom(us, nil, false, false, true, time.Time{})
	_, remapped := st.Remap(us, new("a"), nil, nil, true, time.Time{})
	_, downloaded := st.Download(us, []string{"a"}, false, false, time.Time{})
	_, restored := st.Restore(del.Operation, time.Time{})
	for name, err := range map[string]error{"import": imported, "custom": mapped, "remap": remapped, "download": downloaded, "restore": restored} {
		equal(t, name, CodeOf(err), model.CodeProductsDisabled)
	}
	_, err = st.Preview(us, ScopeAll)
	ok(t, err)
	_, err = st.Delete(us, nil, false, time.Time{})
	ok(t, err)
	_, err = st.Import("nowhere", ScopeAll, time.Time{})
	equal(t, "unknown integration", CodeOf(err), model.CodeNotFound)
}
