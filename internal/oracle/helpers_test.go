package oracle

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"omnimap/model"
)

const us = "us"

func day(n int) time.Time { return time.Date(2026, 1, n, 12, 0, 0, 0, time.UTC) }

// omni is a product with its own Code and Barcode; "" is null.
func omni(reference, code, barcode string, options ...model.OmniOptionInput) model.OmniProductInput {
	return model.OmniProductInput{Reference: reference, Code: opt(code), Barcode: opt(barcode), Options: options}
}

func option1(code, barcode string, sizes ...model.OmniSizeInput) model.OmniOptionInput {
	return model.OmniOptionInput{Code: opt(code), Barcode: opt(barcode), Sizes: sizes}
}

func size1(code, barcode string) model.OmniSizeInput {
	return model.OmniSizeInput{Code: opt(code), Barcode: opt(barcode)}
}

func opt(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// listingsOf reads "sku" and "sku<parent".
func listingsOf(specs string) []model.ListingInput {
	var list []model.ListingInput
	for i, spec := range strings.Fields(specs) {
		sku, parent, _ := strings.Cut(spec, "<")
		list = append(list, model.ListingInput{Row: i + 1, SKU: sku, ParentSKU: &parent, CreatedAt: new(day(1))})
	}
	return list
}

// pairsOf reads "sku=code".
func pairsOf(specs string) []CustomRow {
	var rows []CustomRow
	for i, spec := range strings.Fields(specs) {
		sku, code, _ := strings.Cut(spec, "=")
		rows = append(rows, CustomRow{Row: i + 1, SKU: sku, Code: &code})
	}
	return rows
}

// build makes an account with one integration.
func build(t *testing.T, listings string, products ...model.OmniProductInput) *State {
	t.Helper()
	st := NewState()
	ok(t, st.AddIntegration(us))
	for i := range products {
		products[i].Row = i + 1
	}
	load(t, st, products...)
	_, err := st.LoadListings(us, listingsOf(listings), false, false, true, day(2))
	ok(t, err)
	return st
}

func load(t *testing.T, st *State, products ...model.OmniProductInput) LoadResult {
	t.Helper()
	res, err := st.LoadOmniProducts(products, false, false, time.Time{})
	ok(t, err)
	ok(t, st.Invariants())
	return res
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		t.Errorf("%s:\n got %s\nwant %s", what, g, w)
	}
}

func custom(t *testing.T, st *State, pairs string) {
	t.Helper()
	res, err := st.ApplyCustom(us, pairsOf(pairs), false, true, false, time.Time{})
	ok(t, err)
	ok(t, st.Invariants())
	equal(t, "rejected of "+pairs, len(res.Rejected), 0)
}

func importAll(t *testing.T, st *State) ImportSummary {
	t.Helper()
	res, err := st.Import(us, ScopeAll, time.Time{})
	ok(t, err)
	ok(t, st.Invariants())
	return res.Summary
}

func (d TargetDesc) text() string {
	s := fmt.Sprintf("%s/%d", d.Reference, d.Option)
	if d.Size >= 0 {
		s += fmt.Sprintf("/%d", d.Size)
	}
	return s
}

// short names the statuses and reasons by their initials.
func short(row StatusRow) string {
	if row.Status == Unmappable {
		return string(row.Reason)
	}
	return string(row.Status)
}

func statusText(st *State) string {
	var parts []string
	for sku, row := range st.Statuses(us) {
		parts = append(parts, sku+":"+short(row))
	}
	slices.Sort(parts)
	return strings.Join(parts, " ")
}

func mappingText(st *State) string {
	var parts []string
	for _, m := range st.Mappings(us) {
		parts = append(parts, m.SKU+"="+m.Target.text())
	}
	return strings.Join(parts, " ")
}

func rejectedText(rows []Rejected) string {
	var parts []string
	for _, r := range rows {
		parts = append(parts, fmt.Sprintf("%d:%s", r.Row, r.Code))
	}
	return strings.Join(parts, " ")
}

func remapText(pairs []RemapPair) string {
	var parts []string
	for _, p := range pairs {
		s := p.SKU + "=" + p.Target.text()
		if p.FormerTarget != nil {
			s += "(" + p.FormerTarget.text() + ")"
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, " ")
}

// catalogueText writes "R[code,barcode]{option[…](size[…] …) …}".
func catalogueText(st *State) string {
	var parts []string
	for _, p := range st.Catalogue() {
		s := fmt.Sprintf("%s[%s,%s]{", p.Reference, p.Code, p.Barcode)
		for i, o := range p.Options {
			if i > 0 {
				s += " "
			}
			s += o.text()
			var sizes []string
			for _, z := range o.Sizes {
				sizes = append(sizes, z.text())
			}
			if len(sizes) > 0 {
				s += "(" + strings.Join(sizes, " ") + ")"
			}
		}
		parts = append(parts, s+"}")
	}
	return strings.Join(parts, " ")
}

func (d ItemDump) text() string {
	s := d.Code
	if d.Reference != "" {
		s = d.Reference + "#" + s
	}
	if d.Barcode != "" {
		s += "|" + d.Barcode
	}
	if d.Price != "" {
		s += "$" + string(d.Price)
	}
	return s
}

// noStock is what catalogues without quantities have in stock.
var noStock = model.StockValue{Value: "0"}
