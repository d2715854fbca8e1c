package service_test

import (
	"encoding/csv"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"omnimap/model"
)

// record is a row of a table, by the names of its columns. A column that the
// table lacks is not in it.
type record map[string]string

// given is what a column gives: nothing where the table lacks it.
func given[V ~string](r record, column string) *V {
	text, ok := r[column]
	if !ok {
		return nil
	}
	value := V(text)
	return &value
}

// blank says that a record holds only white space.
func (r record) blank() bool {
	for _, text := range r {
		if strings.TrimSpace(text) != "" {
			return false
		}
	}
	return true
}

// line is a record with its values in the order of the columns.
func (r record) line(columns []string) []string {
	line := make([]string, len(columns))
	for i, column := range columns {
		line[i] = r[column]
	}
	return line
}

func drawRecord(t *rapid.T, columns []string, cells map[string]*rapid.Generator[string]) record {
	r := record{}
	for _, column := range columns {
		r[column] = cells[column].Draw(t, column)
	}
	return r
}

// drawColumns draws which of the optional columns a table has, and the order of
// all.
func drawColumns(t *rapid.T, always, optional []string) []string {
	columns := slices.Clone(always)
	for _, column := range optional {
		if rapid.Bool().Draw(t, column) {
			columns = append(columns, column)
		}
	}
	return rapid.Permutation(columns).Draw(t, "columns")
}

// In files numbers are texts, which can be long or wrong.
var fileDecimals = evenly("1.5", "1.50", "2", "", "", "", "", "", "x")

// exportCells draw what stands in the columns of an export. Codes are not bad:
// the reference may be one, and then the row tells no product.
var exportCells = map[string]*rapid.Generator[string]{
	"Product ID":   keys,
	"Style Code":   keys,
	"Product Name": texts,
	"Brand":        texts,
	"Code":         keys,
	"Barcode":      evenly(append(keyTexts, strings.Repeat("a", 256))...),
	"Option 1":     texts,
	"Size":         evenly("S", "", ""),
	"Size Code":    rapid.OneOf(keys, rapid.Just("")),
	"Size Barcode": rapid.OneOf(keys, rapid.Just("")),
	"Retail Price": fileDecimals,
	"Stock":        fileDecimals,
}

// drawExport draws a product export of some products, as its rows and as CSV.
func drawExport(t *rapid.T, references []string) ([]model.OmniRow, string) {
	told := evenly([]string{"Product ID", "Style Code", "Code"}, []string{"Style Code", "Code"}, []string{"Code"}, []string{"Style Code"}, []string{"Product ID"}).Draw(t, "told by")
	always, others := told, []string{"Brand", "Barcode", "Option 1", "Size", "Size Code", "Size Barcode", "Retail Price", "Stock"}
	if slices.Contains(told, "Code") {
		others = append(others, "Product Name")
	} else {
		always = append(slices.Clone(told), "Product Name")
	}
	columns := drawColumns(t, always, others)
	var records []record
	for _, reference := range references {
		for range rapid.IntRange(1, 3).Draw(t, "rows") {
			r := drawRecord(t, columns, exportCells)
			r[told[0]] = reference
			records = append(records, r)
		}
	}
	if len(records) > 0 {
		records = rapid.Permutation(records).Draw(t, "order")
	}
	lines := [][]string{columns}
	var rows []model.OmniRow
	for _, r := range records {
		lines = append(lines, r.line(columns))
		if !r.blank() {
			rows = append(rows, r.omniRow(len(lines), told))
		}
	}
	var file strings.Builder
	out := csv.NewWriter(&file)
	out.Comma = evenly([]rune(",;\t")...).Draw(t, "separator")
	if err := out.WriteAll(lines); err != nil {
		t.Fatal(err)
	}
	return rows, file.String()
}

// omniRow is what the record on a line of an export means. told are the columns
// by which its product is told.
func (r record) omniRow(line int, told []string) model.OmniRow {
	row := model.OmniRow{
		Row: line, ProductCode: given[string](r, "Style Code"), ProductName: given[string](r, "Product Name"), Brand: given[string](r, "Brand"),
		Code: given[string](r, "Code"), Barcode: given[string](r, "Barcode"), Name: given[string](r, "Option 1"),
		Sized:    strings.TrimSpace(r["Size"]+r["Size Code"]+r["Size Barcode"]) != "",
		SizeCode: given[string](r, "Size Code"), SizeBarcode: given[string](r, "Size Barcode"), SizeName: given[string](r, "Size"),
		Price: given[model.Decimal](r, "Retail Price"), Stock: given[model.Decimal](r, "Stock"),
	}
	for _, column := range slices.Backward(told) {
		if strings.TrimSpace(r[column]) != "" {
			row.Reference = r[column]
		}
	}
	return row
}

// drawReport draws an All Listings Report of some listings, as listings and as
// text.
func drawReport(t *rapid.T, skus []string) ([]model.ListingInput, string) {
	columns := drawColumns(t, []string{"seller-sku"}, []string{"parent-sku", "asin1", "product-id", "product-id-type", "item-name", "price", "quantity", "fulfillment-channel", "open-date"})
	lines := []string{strings.Join(columns, "\t")}
	var listings []model.ListingInput
	for _, sku := range skus {
		r := drawRecord(t, columns, reportCells)
		r["seller-sku"] = sku
		lines = append(lines, strings.Join(r.line(columns), "\t"))
		if strings.Trim(lines[len(lines)-1], " \t") != "" {
			listings = append(listings, r.listing(len(lines)))
		}
	}
	return listings, strings.Join(lines, "\n") + "\n"
}

var reportCells = map[string]*rapid.Generator[string]{
	"seller-sku":          keys,
	"parent-sku":          evenly(append(keyTexts, strings.Repeat("a", 256))...),
	"asin1":               asins,
	"product-id":          evenly("036000291452", "4006381333931", "B0c", ""),
	"product-id-type":     evenly("1", "3", "4", "EAN", ""),
	"item-name":           texts,
	"price":               fileDecimals,
	"quantity":            quantities,
	"fulfillment-channel": channels,
	"open-date":           evenly("2020-01-01 00:00:00 UTC", "01/01/2090 00:00:00 GMT", "", ""),
}

// productID is what a product id means beside an ASIN: an ASIN by its type,
// where there is no other, or a barcode.
func (r record) productID(asin *string) (*string, *string) {
	kind, typed := r["product-id-type"]
	barcode := ""
	switch {
	case !typed:
		return asin, nil
	case kind == "1" && (asin == nil || *asin == ""):
		return new(r["product-id"]), &barcode
	case kind == "3" || kind == "4" || kind == "EAN":
		barcode = r["product-id"]
	}
	return asin, &barcode
}

// listing is what the record on a line of a report means.
func (r record) listing(line int) model.ListingInput {
	in := model.ListingInput{
		Row: line, SKU: r["seller-sku"], ParentSKU: given[string](r, "parent-sku"), ASIN: given[string](r, "asin1"),
		Title: given[string](r, "item-name"), Price: given[model.Decimal](r, "price"), Quantity: given[string](r, "quantity"),
		FulfillmentChannel: given[string](r, "fulfillment-channel"),
	}
	if _, ok := r["product-id"]; ok {
		in.ASIN, in.Barcode = r.productID(in.ASIN)
	}
	for year, text := range map[int]string{2020: "2020-", 2090: "/2090 "} {
		if strings.Contains(r["open-date"], text) {
			at := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC)
			in.CreatedAt = &at
		}
	}
	return in
}
