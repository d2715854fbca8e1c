package oracle

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"omnimap/model"
)

// Few words, so that they meet.
var (
	words      = rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", "g", "h"})
	maybe      = rapid.SampledFrom([]string{"", "", "a", "b", "c", "d", "e", "f", "g", "h"})
	references = rapid.SampledFrom([]string{"R1", "R2", "R3", "R4"})
)

// field is nil, or a word, or now and then an empty text.
func field(t *rapid.T, name string) *string {
	if rapid.IntRange(0, 2).Draw(t, "null "+name) == 0 {
		return nil
	}
	return new(maybe.Draw(t, name))
}

func drawSizes(t *rapid.T) []model.OmniSizeInput {
	n := rapid.IntRange(-1, 2).Draw(t, "sizes")
	if n < 0 {
		return nil
	}
	sizes := []model.OmniSizeInput{}
	for range n {
		sizes = append(sizes, model.OmniSizeInput{Code: field(t, "size code"), Barcode: field(t, "size barcode")})
	}
	return sizes
}

// drawOptions gives each option a reference of its own, if any: a load in which
// one reference is duplicated may swap two options each time it is loaded.
func drawOptions(t *rapid.T) []model.OmniOptionInput {
	n := rapid.IntRange(-1, 3).Draw(t, "options")
	if n < 0 {
		return nil
	}
	options := []model.OmniOptionInput{}
	numbers := rapid.Permutation([]int{0, 1, 2}).Draw(t, "references")
	for i := range n {
		o := model.OmniOptionInput{Code: field(t, "code"), Barcode: field(t, "barcode"), Sizes: drawSizes(t)}
		if rapid.Bool().Draw(t, "has a reference") {
			o.Reference = new(fmt.Sprint(numbers[i]))
		}
		options = append(options, o)
	}
	return options
}

func drawProducts(t *rapid.T) []model.OmniProductInput {
	var products []model.OmniProductInput
	for i := range rapid.IntRange(0, 3).Draw(t, "products") {
		products = append(products, model.OmniProductInput{
			Row: i + 1, Reference: references.Draw(t, "reference"),
			Code: field(t, "product code"), Barcode: field(t, "product barcode"), Options: drawOptions(t),
		})
	}
	return products
}

func drawListings(t *rapid.T) []model.ListingInput {
	var rows []model.ListingInput
	for i := range rapid.IntRange(0, 6).Draw(t, "listings") {
		rows = append(rows, model.ListingInput{Row: i + 1, SKU: words.Draw(t, "sku"), ParentSKU: field(t, "parent")})
	}
	return rows
}

func drawPairs(t *rapid.T) []CustomRow {
	var rows []CustomRow
	for i := range rapid.IntRange(0, 3).Draw(t, "pairs") {
		rows = append(rows, CustomRow{Row: i + 1, SKU: maybe.Draw(t, "sku"), Code: field(t, "code")})
	}
	return rows
}

// machine does random operations on an account of two integrations.
type machine struct{ st *State }

func (m machine) dump() string {
	s := fmt.Sprintf("%+v\n", m.st.Catalogue())
	for _, in := range []string{"us", "uk"} {
		s += fmt.Sprintf("%+v\n%+v\n%+v\n", m.st.Listings(in), m.st.Mappings(in), m.st.Counts(in))
	}
	return s
}

func (m machine) pick(t *rapid.T) string {
	return rapid.SampledFrom([]string{"us", "uk"}).Draw(t, "integration")
}

// twice does a load two times; the second must change nothing.
func (m machine) twice(t *rapid.T, load func() (LoadResult, error)) {
	first, err := load()
	must(t, err)
	sum := first.Summary
	if sum.Created+sum.Updated+sum.Rejected > sum.Read || sum.Rejected != len(first.Rejected) {
		t.Fatalf("the summary does not add up: %+v", sum)
	}
	before := m.dump()
	second, err := load()
	must(t, err)
	want := LoadSummary{Read: sum.Read, Rejected: sum.Rejected}
	if second.Summary != want || m.dump() != before {
		t.Fatalf("the second load changed something: %+v\n%s\n%s", second.Summary, before, m.dump())
	}
}

func (m machine) LoadOmni(t *rapid.T) {
	products, missing := drawProducts(t), rapid.Bool().Draw(t, "removeMissing")
	m.twice(t, func() (LoadResult, error) {
		return m.st.LoadOmniProducts(products, missing, true, time.Time{})
	})
}

func (m machine) LoadListings(t *rapid.T) {
	in, rows, missing := m.pick(t), drawListings(t), rapid.IntRange(0, 3).Draw(t, "removeMissing") == 0
	m.twice(t, func() (LoadResult, error) {
		return m.st.LoadListings(in, rows, missing, true, false, time.Time{})
	})
}

func (m machine) Import(t *rapid.T) {
	in := m.pick(t)
	scope := rapid.SampledFrom([]Scope{ScopeAll, ScopeSinceLastImport}).Draw(t, "scope")
	preview, err := m.st.Preview(in, scope)
	must(t, err)
	res, err := m.st.Import(in, scope, time.Time{})
	must(t, err)
	s := res.Summary
	if s.MappingsCreated != preview.Mappable || s.UnmappedProducts != preview.Unmapped || s.Unmappable > preview.Unmappable || s.PartiallyMapped+s.Unmappable < preview.Unmappable {
		t.Fatalf("previewed %+v, imported %+v", preview, s)
	}
	left := m.st.Counts(in)
	if scope == ScopeAll && (left.Mappable > 0 || left.PartiallyMapped != s.PartiallyMapped || left.Unmappable != s.Unmappable) {
		t.Fatalf("imported %+v, and there are %+v", s, left)
	}
}

func (m machine) Custom(t *rapid.T) {
	in, rows := m.pick(t), drawPairs(t)
	atomic, mappable := rapid.Bool().Draw(t, "atomic"), rapid.Bool().Draw(t, "allowMappable")
	before, had := m.dump(), len(m.st.Mappings(in))
	dry, err := m.st.ApplyCustom(in, rows, atomic, mappable, true, time.Time{})
	must(t, err)
	same(t, "a dry run", m.dump(), before)
	res, err := m.st.ApplyCustom(in, rows, atomic, mappable, false, time.Time{})
	must(t, err)
	same(t, "the dry run's answer", fmt.Sprint(dry.Summary, dry.Rejected), fmt.Sprint(res.Summary, res.Rejected))
	same(t, "mappings", fmt.Sprint(len(m.st.Mappings(in))-had), fmt.Sprint(res.Summary.ProductOptionsMapped))
}

func (m machine) Remap(t *rapid.T) {
	in, pairs := m.pick(t), drawPairs(t)
	family, reference := field(t, "family"), (*string)(nil)
	if rapid.Bool().Draw(t, "by product") {
		reference = new(references.Draw(t, "product"))
	}
	before, had := m.dump(), len(m.st.Mappings(in))
	dry, err := m.st.Remap(in, family, reference, pairs, true, time.Time{})
	if err != nil {
		return
	}
	same(t, "a dry run", m.dump(), before)
	res, err := m.st.Remap(in, family, reference, pairs, false, time.Time{})
	must(t, err)
	op := res.Operation
	res.Operation = 0
	same(t, "the dry run's answer", remapResultText(dry), remapResultText(res))
	moved := 0
	for _, p := range res.Created {
		if p.FormerTarget != nil {
			moved++
		}
	}
	same(t, "deleted", fmt.Sprint(res.Deleted), fmt.Sprint(moved+len(res.Lost)))
	same(t, "mappings", fmt.Sprint(len(m.st.Mappings(in))-had), fmt.Sprint(len(res.Created)-res.Deleted))
	if op == 0 {
		same(t, "a refused remap", m.dump(), before)
	}
}

func (m machine) Download(t *rapid.T) {
	in, families, all := m.pick(t), rapid.SliceOfN(maybe, 0, 3).Draw(t, "families"), rapid.Bool().Draw(t, "all")
	if all {
		families = nil
	}
	before := m.dump()
	dry, err := m.st.Download(in, families, all, true, time.Time{})
	must(t, err)
	same(t, "a dry run", m.dump(), before)
	res, err := m.st.Download(in, families, all, false, time.Time{})
	must(t, err)
	res.Operation = 0
	same(t, "the dry run's answer", fmt.Sprint(dry), fmt.Sprint(res))
	if all {
		same(t, "all", fmt.Sprint(res.OmniProductsCreated, len(res.Rejected)), fmt.Sprint(res.Downloadable, 0))
	}
	m.deleteDownloaded(t, in)
}

// deleteDownloaded deletes what downloads made, and now and then restores it:
// then all is as it was.
func (m machine) deleteDownloaded(t *rapid.T, in string) {
	var references []string
	for _, p := range m.st.Catalogue() {
		if p.Downloaded {
			references = append(references, p.Reference)
		}
	}
	if rapid.Bool().Draw(t, "for good") {
		return
	}
	made := m.dump()
	res, err := m.st.DeleteDownloaded(in, references, time.Time{})
	must(t, err)
	same(t, "deleted", fmt.Sprint(res.Deleted, len(res.Refused)), fmt.Sprint(len(references), 0))
	if res.Deleted == 0 || rapid.Bool().Draw(t, "deleted for good") {
		return
	}
	back, err := m.st.Restore(res.Operation, time.Time{})
	must(t, err)
	same(t, "restored", fmt.Sprint(back.NotRestored, len(back.Rejected)), "0 0")
	same(t, "the state", m.dump(), made)
}

func (m machine) DeleteAndRestore(t *rapid.T) {
	in, before := m.pick(t), m.dump()
	res, err := m.st.DeleteAll(in, in, rapid.Bool().Draw(t, "do not map again"), time.Time{})
	must(t, err)
	if res.Deleted == 0 || rapid.Bool().Draw(t, "for good") {
		return
	}
	back, err := m.st.Restore(res.Operation, time.Time{})
	must(t, err)
	same(t, "restored", fmt.Sprint(back.Restored, back.NotRestored), fmt.Sprint(res.Deleted, 0))
	same(t, "the state", m.dump(), before)
}

func (m machine) DeleteSome(t *rapid.T) {
	_, err := m.st.DeleteSKUs(m.pick(t), rapid.SliceOfN(words, 0, 3).Draw(t, "skus"), rapid.Bool().Draw(t, "do not map again"), time.Time{})
	must(t, err)
}

// Ignore ignores listings, and takes back what that changed: then nothing is
// ignored that was not before.
func (m machine) Ignore(t *rapid.T) {
	in, before := m.pick(t), m.dump()
	request := IgnoreRequest{SKUs: rapid.SliceOfN(maybe, 0, 3).Draw(t, "skus")}
	if rapid.Bool().Draw(t, "families") {
		request = IgnoreRequest{FamilySKUs: request.SKUs}
	}
	was := m.st.Counts(in).Ignored
	res, err := m.st.Ignore(in, request, time.Time{})
	must(t, err)
	same(t, "ignored", fmt.Sprint(m.st.Counts(in).Ignored-was), fmt.Sprint(res.Changed))
	if was > 0 || rapid.Bool().Draw(t, "for good") {
		return
	}
	request.TakeBack = true
	_, err = m.st.Ignore(in, request, time.Time{})
	must(t, err)
	same(t, "the state", m.dump(), before)
}

func (m machine) RestoreAny(t *rapid.T) {
	var ids []int
	for _, op := range m.st.Operations() {
		if op.Restorable {
			ids = append(ids, op.ID)
		}
	}
	if len(ids) == 0 {
		return
	}
	id := rapid.SampledFrom(ids).Draw(t, "operation")
	first, err := m.st.Restore(id, time.Time{})
	must(t, err)
	second, err := m.st.Restore(id, time.Time{})
	must(t, err)
	same(t, "the rest stays the rest", fmt.Sprint(second.Restored, second.NotRestored), fmt.Sprint(0, first.NotRestored))
}

func must(t *rapid.T, err error) {
	if err != nil {
		t.Fatal(err)
	}
}

func same(t *rapid.T, what, got, want string) {
	if got != want {
		t.Fatalf("%s:\n got %s\nwant %s", what, got, want)
	}
}

// remapResultText writes a result out, pointers followed.
func remapResultText(r RemapResult) string {
	return fmt.Sprint(r.Operation, r.Deleted, remapText(r.Created), remapText(r.Kept), remapText(r.Lost), r.Rejected)
}

func TestRandomOperationsKeepTheInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := machine{NewState()}
		must(t, m.st.AddIntegration("us"))
		must(t, m.st.AddIntegration("uk"))
		t.Repeat(map[string]func(*rapid.T){
			"":             func(t *rapid.T) { must(t, m.st.Invariants()) },
			"load omni":    m.LoadOmni,
			"load amazon":  m.LoadListings,
			"import":       m.Import,
			"custom":       m.Custom,
			"remap":        m.Remap,
			"download":     m.Download,
			"delete all":   m.DeleteAndRestore,
			"delete some":  m.DeleteSome,
			"ignore":       m.Ignore,
			"restore":      m.RestoreAny,
			"import again": m.Import,
		})
	})
}
