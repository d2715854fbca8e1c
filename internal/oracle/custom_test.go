package oracle

import (
	"strings"
	"testing"
	"time"

	"omnimap/model"
)

// customState has a listing or a Code for every check.
func customState(t *testing.T) *State {
	st := build(t, "able u1 u2 u3 fam v1<fam v2<fam",
		omni("R1", "able", ""),
		omni("R2", "", "bar", option1("c1", ""), option1("c2", "")),
		omni("R3", "", "", option1("amb", "")), omni("R4", "", "", option1("amb", "")),
		omni("R5", "", "", option1("gone", ""), option1("rest", "")),
		omni("R6", "prod", "", option1("opt", "", size1("siz", ""))))
	custom(t, st, "v1=gone")
	return st
}

func TestCustomChecksInOrder(t *testing.T) {
	long := strings.Repeat("x", 256)
	for name, c := range map[string]struct{ pairs, want string }{
		"invalid sku":                          {long + "=c1", "1:INVALID"},
		"invalid code":                         {"u1=" + long, "1:INVALID"},
		"duplicate sku, both fail":             {"nope=c1 nope=c2", "1:DUPLICATE_SKU 2:DUPLICATE_SKU"},
		"a blank row is no duplicate":          {"u1=c1 u1=", ""},
		"an invalid row is no duplicate":       {"u1=c1 u1=" + long, "2:INVALID"},
		"unknown sku before unknown code":      {"nope=none", "1:UNKNOWN_SKU"},
		"empty skus":                           {"=c1 =c2", "1:UNKNOWN_SKU 2:UNKNOWN_SKU"},
		"already mapped, itself":               {"v1=none", "1:ALREADY_MAPPED"},
		"already mapped, its family":           {"v2=none fam=none", "1:ALREADY_MAPPED 2:ALREADY_MAPPED"},
		"mappable before unknown code":         {"able=none", "1:PRODUCT_IS_MAPPABLE"},
		"unknown code":                         {"u1=none", "1:UNKNOWN_CODE"},
		"a barcode is no code":                 {"u1=bar", "1:UNKNOWN_CODE"},
		"ambiguous code":                       {"u1=amb", "1:AMBIGUOUS_CODE"},
		"omni product mapped":                  {"u1=rest", "1:OMNI_PRODUCT_MAPPED"},
		"omni product mapped before duplicate": {"u1=rest u2=rest", "1:OMNI_PRODUCT_MAPPED 2:OMNI_PRODUCT_MAPPED"},
		"duplicate code, all fail":             {"u1=prod u2=opt u3=c1", "1:DUPLICATE_CODE 2:DUPLICATE_CODE"},
		"one that failed is no duplicate":      {"u1=prod nope=opt", "2:UNKNOWN_SKU"},
		"one product, two targets":             {"u1=opt u2=siz", ""},
	} {
		t.Run(name, func(t *testing.T) {
			st := customState(t)
			res, err := st.ApplyCustom(us, pairsOf(c.pairs), false, false, false, time.Time{})
			ok(t, err)
			ok(t, st.Invariants())
			equal(t, "rejected", rejectedText(res.Rejected), c.want)
			equal(t, "mappings", len(st.Mappings(us)), 1+res.Summary.ProductOptionsMapped)
			total := res.Summary.ProductOptionsMapped + res.Summary.Blank + res.Summary.Rejected
			equal(t, "read", res.Summary.RowsRead, total)
		})
	}
}

func TestCustomLevels(t *testing.T) {
	for code, want := range map[string]MappingRow{
		"prod": {Level: LevelProduct, Target: TargetDesc{"R6", 0, -1}},
		"opt":  {Level: LevelProductOption, Target: TargetDesc{"R6", 0, -1}},
		"siz":  {Level: LevelSizeOption, Target: TargetDesc{"R6", 0, 0}},
	} {
		st := customState(t)
		custom(t, st, "u1="+code)
		got := st.Mappings(us)[0]
		want.SKU, want.Source, want.ID, want.CreatedAt = "u1", SourceCustom, got.ID, got.CreatedAt
		equal(t, code, got, want)
	}
}

func TestCustomOptions(t *testing.T) {
	apply := func(pairs string, atomic, allowMappable, dryRun bool) (*State, CustomResult) {
		st := customState(t)
		res, err := st.ApplyCustom(us, pairsOf(pairs), atomic, allowMappable, dryRun, time.Time{})
		ok(t, err)
		return st, res
	}
	st, _ := apply("able=c1", false, true, false)
	equal(t, "allowMappable", mappingText(st), "able=R2/0 v1=R5/0")

	st, res := apply("u1=c1 u2=none u3=", true, false, false)
	equal(t, "atomic", res.Summary, CustomSummary{3, 0, 1, 1})
	equal(t, "atomic maps nothing", len(st.Mappings(us)), 1)

	_, res = apply("u1=c1 u3=", true, false, false)
	equal(t, "atomic, a blank is not wrong", res.Summary, CustomSummary{2, 1, 1, 0})

	st, res = apply("u1=c1 u2=none", false, false, true)
	equal(t, "dry run", res.Summary, CustomSummary{2, 1, 0, 1})
	equal(t, "a dry run has no operation", res.Operation, 0)
	equal(t, "a dry run maps nothing", len(st.Mappings(us)), 1)
}

func TestCustomTrimsAndSeesDamage(t *testing.T) {
	st := customState(t)
	res, err := st.ApplyCustom(us, []CustomRow{
		{Row: 1, SKU: " u1\u00a0", Code: new("\u2003c1 ")}, {Row: 2, SKU: "u2"}, {Row: 3, SKU: "nope", Code: new(" \t")},
		{Row: 4, SKU: "u2", Code: new("1.08E+89")}, {Row: 5, SKU: "u3", Code: new("#n/a")}, {Row: 6, SKU: "able", Code: new("1E5")}, {Row: 7, SKU: "u\x00", Code: new("c2")},
	}, false, true, false, time.Time{})
	ok(t, err)
	equal(t, "summary", res.Summary, CustomSummary{7, 1, 2, 4})
	for i, r := range res.Rejected {
		equal(t, "damaged", r.Damaged, i < 3)
	}
	equal(t, "mapped", mappingText(st), "u1=R2/0 v1=R5/0")
	equal(t, "last", res.Rejected[3].Code, model.CodeInvalid)
}

func TestDelete(t *testing.T) {
	st := customState(t)
	custom(t, st, "u1=c1 u2=c2")
	rows := st.Mappings(us)
	res, err := st.Delete(us, []int{rows[0].ID, 999, rows[0].ID}, false, time.Time{})
	ok(t, err)
	equal(t, "some", []any{res.Deleted, res.NotFound}, []any{1, []int{1}})
	res, err = st.DeleteSKUs(us, []string{"u2", "u1"}, false, time.Time{})
	ok(t, err)
	equal(t, "by SKU", []any{res.Deleted, res.NotFound}, []any{1, []int{1}})
	_, err = st.DeleteAll(us, "US", false, time.Time{})
	equal(t, "not confirmed", CodeOf(err), model.CodeConfirmationMismatch)
	res, err = st.DeleteAll(us, us, false, time.Time{})
	ok(t, err)
	equal(t, "all", []any{res.Deleted, len(st.Mappings(us))}, []any{1, 0})
}
