package catalog

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"omnimap/model"
)

// OmniRowReader reads Cin7 Omni's product export: CSV by RFC 4180, separated by
// commas, semicolons or tabs, in UTF-8 or Windows-1252, packed with gzip or
// not. Columns are known by their names; others are passed over.
type OmniRowReader struct {
	records *csvRecords
	header  *omniHeader
	row     rowText
	// width is how many values the last record has, begun says that there was
	// one.
	width  int
	begun  bool
	breaks rowBreaks
	err    error
}

// NewOmniRowReader reads an export's header from r. A file that is no export,
// or has no column that identifies products, is a *FileError.
func NewOmniRowReader(r io.Reader) (*OmniRowReader, error) {
	src, err := open(r)
	if err != nil {
		return nil, err
	}
	if err := src.lookForTable(wantOmni); err != nil {
		return nil, err
	}
	lines, err := newLineReader(src)
	if err != nil {
		return nil, err
	}
	o := &OmniRowReader{records: newCSVRecords(lines)}
	if err := o.readHeader(); err != nil {
		return nil, err
	}
	return o, nil
}

func (o *OmniRowReader) readHeader() error {
	names, err := o.records.readHeader(knownOmniColumns, isOmniHeader)
	if err == io.EOF {
		return fileErrorf("The file has no lines with text. %s", wantOmni)
	}
	if _, wrong := errors.AsType[*csv.ParseError](err); wrong {
		return fileErrorf("The quote marks of the header, on line %d, are not in order. %s", o.records.line, wantOmni)
	}
	if err != nil {
		return err
	}
	if strings.ContainsRune(strings.Join(names, ""), 0) {
		return fileErrorf("The file is not text in an encoding that can be read. %s", wantOmni)
	}
	o.width = len(names)
	o.breaks = rowBreaks{columns: len(names), last: len(names)}
	o.header, err = parseOmniHeader(names, o.records.csv.Comma)
	return err
}

// Read gives the next row, and io.EOF at the end. Row is the line at which the
// record begins; a missing column gives nil, an empty value a pointer to "".
// A row that cannot be read is a *RowError, and the next call reads after it.
// After any other error, every call gives the same error again.
func (o *OmniRowReader) Read() (model.OmniRow, error) {
	if o.err != nil {
		return model.OmniRow{}, o.err
	}
	record, err := o.records.nextRecord()
	if quote, ok := errors.AsType[*csvQuoteError](err); ok {
		return model.OmniRow{}, rowErrorf(o.records.line, "%v", quote)
	}
	if err != nil {
		o.err = err
		return model.OmniRow{}, err
	}
	if err := o.checkRecord(record); err != nil {
		return model.OmniRow{}, err
	}
	return o.parse(record)
}

// omniValues holds what the pointers of an OmniRow point to, so that a row
// takes one allocation.
type omniValues struct {
	texts              [numOmniColumns]string
	price, cost, stock model.Decimal
}

// parse reads a row from a record.
func (o *OmniRowReader) parse(record []string) (model.OmniRow, error) {
	v := o.split(record)
	if c, ok := v.helpText(); ok && !o.begun {
		o.begun = true
		return model.OmniRow{}, rowErrorf(o.records.line, "This row looks like the help texts of a template (column %s: %s). Remove it.", o.header.quoted(c), quote(v.texts[c]))
	}
	o.begun = true
	for c, text := range v.texts {
		if strings.ContainsRune(text, 0) {
			return o.reject(v, omniColumn(c), errNUL)
		}
		if isOmniKey[c] {
			if err := checkKey(text); err != nil {
				return o.reject(v, omniColumn(c), err)
			}
		}
	}
	var err error
	if v.price, err = parseNumber(v.texts[colRetailPrice], o.header.mark); err != nil {
		return o.reject(v, colRetailPrice, err)
	}
	if v.cost, err = parseNumber(v.texts[colCostPrice], o.header.mark); err != nil {
		return o.reject(v, colCostPrice, err)
	}
	if v.stock, err = parseNumber(v.texts[colStock], o.header.mark); err != nil {
		return o.reject(v, colStock, err)
	}
	c, ok := v.reference()
	if !ok {
		return model.OmniRow{}, rowErrorf(o.records.line, "The row has no Product ID, Style Code or Code, so that its product cannot be told. Fill one of them in.")
	}
	if IsSpreadsheetError(strings.TrimSpace(v.texts[c])) {
		return o.reject(v, c, errLostReference)
	}
	return o.omniRow(v, v.texts[c]), nil
}

// errLostReference refuses a row that would become one product with every
// other row that has the same damage.
var errLostReference = errors.New("a spreadsheet's error stands where the value was that tells the product; put the value back")

// split takes the values that are used out of a record.
func (o *OmniRowReader) split(record []string) *omniValues {
	o.row.reset()
	for c, places := range o.header.places {
		value := firstValue(record, places)
		if omniColumn(c) == colOption || omniColumn(c) == colCategory {
			value = optionName(valuesAt(record, places))
		}
		o.row.buf = append(o.row.buf, value...)
		o.row.end()
	}
	v := new(omniValues)
	o.row.split(v.texts[:])
	for c, text := range v.texts {
		if isOmniKey[c] {
			v.texts[c] = keyText(text)
		} else {
			v.texts[c] = keptText(text)
		}
	}
	return v
}

// valuesAt gives the values at the places that a record has.
func valuesAt(record []string, places []int) []string {
	values := make([]string, 0, 3)
	for _, place := range places {
		if place < len(record) {
			values = append(values, record[place])
		}
	}
	return values
}

// firstValue gives the first value that is not empty at one of the places, or
// else the last.
func firstValue(record []string, places []int) string {
	value := ""
	for _, value = range valuesAt(record, places) {
		if strings.TrimSpace(value) != "" {
			break
		}
	}
	return value
}

// optionName gives an option its name: its values that are not empty.
func optionName(values []string) string {
	filled := make([]string, 0, 3)
	for _, value := range values {
		if strings.TrimSpace(value) != "" {
			filled = append(filled, value)
		}
	}
	return strings.Join(filled, " / ")
}

// reference gives the first filled column of those that identify a product.
func (v *omniValues) reference() (c omniColumn, ok bool) {
	for _, c := range [...]omniColumn{colReference, colProductCode, colCode} {
		if strings.TrimSpace(v.texts[c]) != "" {
			return c, true
		}
	}
	return 0, false
}

// omniRow makes a row of a record's values.
func (o *OmniRowReader) omniRow(v *omniValues, reference string) model.OmniRow {
	row := model.OmniRow{
		Doubts:      o.doubts(v),
		Row:         o.records.line,
		Reference:   reference,
		ProductCode: o.given(colProductCode, v),
		ProductName: o.given(colProductName, v),
		Brand:       o.given(colBrand, v),
		Category:    o.given(colCategory, v),
		Code:        o.given(colCode, v),
		Barcode:     o.given(colBarcode, v),
		Name:        o.given(colOption, v),
		Sized:       strings.TrimSpace(v.texts[colSize]+v.texts[colSizeCode]+v.texts[colSizeBarcode]) != "",
		SizeCode:    o.given(colSizeCode, v),
		SizeBarcode: o.given(colSizeBarcode, v),
		SizeName:    o.given(colSize, v),
	}
	if o.header.has(colRetailPrice) {
		row.Price = &v.price
	}
	if o.header.has(colCostPrice) {
		row.Cost = &v.cost
	}
	if o.header.has(colStock) {
		row.Stock = &v.stock
	}
	return row
}

// doubts gives the keys of a row that look damaged. A column that tells the
// product is asked for among the references, too.
func (o *OmniRowReader) doubts(v *omniValues) []model.KeyDoubt {
	var doubts []model.KeyDoubt
	by, _ := v.reference()
	for c, text := range v.texts {
		if !isOmniKey[c] || KeyDamage(text) == "" {
			continue
		}
		field := model.KeyCode
		switch omniColumn(c) {
		case by:
			field = model.KeyReference
		case colReference:
			continue
		case colBarcode, colSizeBarcode:
			field = model.KeyBarcode
		}
		doubts = doubtKey(doubts, field, o.header.quoted(omniColumn(c)), text)
	}
	return doubts
}

// given points to a column's text, or is nil where the column is absent.
func (o *OmniRowReader) given(c omniColumn, v *omniValues) *string {
	if !o.header.has(c) {
		return nil
	}
	return &v.texts[c]
}

// reject refuses a row for what stands in one of its columns.
func (o *OmniRowReader) reject(v *omniValues, c omniColumn, err error) (model.OmniRow, error) {
	e := rowErrorf(o.records.line, "Column %s: %v.", o.header.quoted(c), err)
	e.Cin7Code = rowKey(v.texts[colCode])
	if by, ok := v.reference(); ok && !IsSpreadsheetError(strings.TrimSpace(v.texts[by])) {
		e.Reference = v.texts[by]
	}
	return model.OmniRow{}, e
}
