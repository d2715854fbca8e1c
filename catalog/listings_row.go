package catalog

import (
	"bytes"
	"strings"
	"time"

	"omnimap/model"
)

// listingValues holds what the pointers of a ListingInput point to, so that a
// row takes one allocation.
type listingValues struct {
	// row is the line at which the row begins, fields how many it has.
	row, fields int
	// texts are the row's fields, empty where the column is absent.
	texts    [numListingColumns]string
	price    model.Decimal
	openDate time.Time
	// none is always empty.
	none string
}

// isListingKey has the columns whose values are keys.
var isListingKey = [numListingColumns]bool{colSKU: true, colParentSKU: true, colASIN: true, colProductID: true}

// parse reads a row from its values.
func (l *ListingReader) parse(row int, v *listingValues) (model.ListingInput, error) {
	v.row = row
	repeated := l.repeatsHeader(v)
	if !repeated {
		l.rows++
		l.keyed = l.keyed || strings.TrimSpace(v.texts[colSKU]) != ""
	}
	if err := l.checkRow(v, repeated); err != nil {
		return model.ListingInput{}, err
	}
	var err error
	for c, text := range v.texts {
		if strings.IndexByte(text, 0) >= 0 {
			return l.reject(v, listingColumn(c), errNUL)
		}
		if isListingKey[c] {
			if err := checkKey(text); err != nil {
				return l.reject(v, listingColumn(c), err)
			}
		}
	}
	if v.price, err = parseNumber(v.texts[colPrice], l.header.language.decimalMark()); err != nil {
		return l.reject(v, colPrice, err)
	}
	if v.texts[colQuantity], err = parseQuantity(v.texts[colQuantity]); err != nil {
		return l.reject(v, colQuantity, err)
	}
	if v.openDate, err = parseLocalDate(v.texts[colOpenDate], l.header.language, l.location); err != nil {
		return l.reject(v, colOpenDate, err)
	}
	return l.listing(v), nil
}

// split takes the values that are used out of a line.
func (l *ListingReader) split(line []byte) *listingValues {
	l.row.reset()
	fields := 1 + bytes.Count(line, tab)
	place := 0
	var value []byte
	for _, c := range l.columns {
		for ; place <= c.place; place++ {
			value, line, _ = bytes.Cut(line, tab)
		}
		l.row.buf = append(l.row.buf, value...)
		l.row.end()
	}
	return l.values(fields)
}

// splitRecord takes the values that are used out of a record.
func (l *ListingReader) splitRecord(record []string) *listingValues {
	l.row.reset()
	for _, c := range l.columns {
		if c.place < len(record) {
			l.row.buf = append(l.row.buf, record[c.place]...)
		}
		l.row.end()
	}
	return l.values(len(record))
}

// values gives the values that have been gathered, without what a spreadsheet
// adds to keep them texts.
func (l *ListingReader) values(fields int) *listingValues {
	var values [numListingColumns]string
	l.row.split(values[:])
	v := &listingValues{fields: fields}
	for i, c := range l.columns {
		if isListingKey[c.column] {
			v.texts[c.column] = keyText(values[i])
		} else {
			v.texts[c.column] = keptText(values[i])
		}
	}
	return v
}

// checkRow refuses a row that is none, or not a whole one.
func (l *ListingReader) checkRow(v *listingValues, repeated bool) error {
	narrow := v.fields < min(len(l.header.names), l.width)
	l.width = v.fields
	if repeated {
		return rowErrorf(v.row, "This row is the header again. Remove it.")
	}
	var e *RowError
	switch {
	case narrow && l.lines.cut && (l.records == nil || l.records.cut()):
		e = rowErrorf(v.row, "The file ends within this row, which has %d values where the header has %d. Download it again.", v.fields, len(l.header.names))
		if v.fields == l.header.places[colSKU]+1 {
			return e // The SKU may be cut, too.
		}
	case l.quoting == quotingText && isWrapped(v.texts[colSKU]):
		e = rowErrorf(v.row, "Column %s: %s stands between quote marks, as the other cells do not. Remove the marks if they are not part of it, and save the whole table as text with tabs.", quote(l.header.names[l.header.places[colSKU]]), quote(v.texts[colSKU]))
	default:
		return l.checkBreaks(v)
	}
	e.SKU = rowKey(v.texts[colSKU])
	return e
}

// checkBreaks refuses the parts of a row that a line break has broken.
func (l *ListingReader) checkBreaks(v *listingValues) error {
	sku := l.header.places[colSKU]
	switch l.breaks.part(v.fields, sku >= v.fields, false, l.ahead) {
	case restOfRow:
		return errRest(v.row)
	case brokenRow:
		e := errBroken(v.row, v.fields, len(l.header.names))
		if sku < v.fields-1 { // The last value is broken.
			e.SKU = rowKey(v.texts[colSKU])
		}
		return e
	}
	return nil
}

// ahead gives the widths of the next rows.
func (l *ListingReader) ahead() []int {
	if l.records != nil {
		return l.records.ahead()
	}
	return l.lines.ahead('\t', false)
}

func isWrapped(text string) bool {
	return len(text) > 2 && text[0] == '"' && text[len(text)-1] == '"'
}

// repeatsHeader says that each value of a row is the name of its column.
func (l *ListingReader) repeatsHeader(v *listingValues) bool {
	for _, c := range l.columns {
		if v.texts[c.column] != strings.TrimSpace(l.header.names[c.place]) {
			return false
		}
	}
	return true
}

// listing makes a listing of a row's values.
func (l *ListingReader) listing(v *listingValues) model.ListingInput {
	in := model.ListingInput{
		Doubts:             l.doubts(v),
		Row:                v.row,
		SKU:                v.texts[colSKU],
		ParentSKU:          l.given(colParentSKU, v),
		ASIN:               l.asin(v),
		Barcode:            l.barcode(v),
		Title:              l.given(colTitle, v),
		Quantity:           l.given(colQuantity, v),
		ListingStatus:      l.given(colStatus, v),
		FulfillmentChannel: l.given(colChannel, v),
	}
	if l.has(colPrice) {
		in.Price = &v.price
	}
	if !v.openDate.IsZero() {
		in.CreatedAt = &v.openDate
	}
	return in
}

// listingKeys are the fields of the columns that hold keys.
var listingKeys = map[listingColumn]model.KeyField{colSKU: model.KeySKU, colParentSKU: model.KeyParentSKU, colASIN: model.KeyASIN}

// doubts gives the keys of a row that look damaged.
func (l *ListingReader) doubts(v *listingValues) []model.KeyDoubt {
	var doubts []model.KeyDoubt
	for _, c := range [...]listingColumn{colSKU, colParentSKU, colASIN} {
		if KeyDamage(v.texts[c]) != "" {
			doubts = doubtKey(doubts, listingKeys[c], quote(l.header.names[l.header.places[c]]), v.texts[c])
		}
	}
	return doubts
}

func (l *ListingReader) has(c listingColumn) bool {
	return l.header.places[c] >= 0
}

// given points to a column's text, or is nil where the column is absent.
func (l *ListingReader) given(c listingColumn, v *listingValues) *string {
	if !l.has(c) {
		return nil
	}
	return &v.texts[c]
}

// asin gives a row's ASIN: that of its own column, else the product's id where
// its type says that it is one.
func (l *ListingReader) asin(v *listingValues) *string {
	if strings.TrimSpace(v.texts[colASIN]) != "" {
		return &v.texts[colASIN]
	}
	idType := strings.TrimSpace(v.texts[colProductIDType])
	if l.has(colProductID) && (idType == "1" || strings.EqualFold(idType, "ASIN")) {
		return &v.texts[colProductID]
	}
	return l.given(colASIN, v)
}

// barcode gives a row's product id where its type says that it is a UPC or an
// EAN; nil where the file does not tell of such.
func (l *ListingReader) barcode(v *listingValues) *string {
	if !l.has(colProductID) || !l.has(colProductIDType) {
		return nil
	}
	switch strings.ToUpper(strings.TrimSpace(v.texts[colProductIDType])) {
	case "3", "UPC", "4", "EAN":
		return &v.texts[colProductID]
	}
	return &v.none
}

// reject refuses a row for what stands in one of its columns.
func (l *ListingReader) reject(v *listingValues, c listingColumn, err error) (model.ListingInput, error) {
	e := rowErrorf(v.row, "Column %s: %v.", quote(l.header.names[l.header.places[c]]), err)
	e.SKU = rowKey(v.texts[colSKU])
	return model.ListingInput{}, e
}
