package catalog

import "strings"

// checkRecord refuses a record that is no row, or not a whole one.
func (o *OmniRowReader) checkRecord(record []string) error {
	if err := o.checkWidth(record); err != nil {
		return err
	}
	if repeatsHeader(record, o.header.names) {
		return rowErrorf(o.records.line, "This row is the header again. Remove it.")
	}
	narrow := len(record) < min(len(o.header.names), o.width)
	o.width = len(record)
	if narrow && o.records.cut() {
		e := rowErrorf(o.records.line, "The file ends within this row, which has %d values where the header has %d. Download it again.", len(record), len(o.header.names))
		e.Cin7Code = rowKey(firstValue(record, o.header.places[colCode]))
		return e
	}
	return o.checkBreaks(record)
}

// checkBreaks refuses the parts of a row that a line break has broken.
func (o *OmniRowReader) checkBreaks(record []string) error {
	keyless, lone := false, false
	if columns := len(o.header.names); len(record) < columns {
		keyless = o.header.lastKey() >= len(record)
		lone = !o.header.holdsKeyAt(columns-1) && strings.Contains(strings.TrimSpace(record[0]), " ")
	}
	switch o.breaks.part(len(record), keyless, lone, o.records.ahead) {
	case restOfRow:
		return errRest(o.records.line)
	case brokenRow:
		// The last value is broken; those before it may tell the product.
		e := errBroken(o.records.line, len(record), len(o.header.names))
		v := o.split(record[:len(record)-1])
		e.Cin7Code = rowKey(v.texts[colCode])
		if c, ok := v.reference(); ok {
			e.Reference = v.texts[c]
		}
		return e
	}
	return nil
}

// checkWidth refuses a record whose values may not stand in their columns.
func (o *OmniRowReader) checkWidth(record []string) error {
	columns := len(o.header.names)
	if o.records.reread() && len(record) != columns {
		return rowErrorf(o.records.line, "This line follows a row whose quote marks are not in order, and has %d values where the header has %d. Mend the quotes of the row before it.", len(record), columns)
	}
	if len(record) > columns && !isBlank(record[columns:]) {
		return rowErrorf(o.records.line, "This row has %d values where the header has %d. Put values that hold the separator %q between quotes.", len(record), columns, o.records.csv.Comma)
	}
	return nil
}

// helpText gives the column of a key that is a sentence, in a row that has no
// number in its other columns.
func (v *omniValues) helpText() (c omniColumn, ok bool) {
	for _, number := range [...]omniColumn{colRetailPrice, colCostPrice, colStock, colBarcode} {
		if strings.ContainsAny(v.texts[number], "0123456789") {
			return 0, false
		}
	}
	for _, c := range [...]omniColumn{colReference, colProductCode, colCode} {
		small := 0
		for word := range strings.FieldsSeq(v.texts[c]) {
			if 'a' <= word[0] && word[0] <= 'z' && !strings.ContainsAny(word, "0123456789") {
				small++
			}
		}
		if small >= 3 {
			return c, true
		}
	}
	return 0, false
}
