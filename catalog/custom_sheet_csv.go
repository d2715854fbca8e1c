package catalog

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
)

// customCSV reads a spreadsheet that was saved as CSV.
type customCSV struct {
	records *csvRecords
	// width is that of the header, last that of the last record.
	width, last int
	columns     customColumns
	breaks      rowBreaks
}

func openCustomCSV(src *source) (customRows, error) {
	if err := src.lookForTable(wantSheet); err != nil {
		return nil, err
	}
	head, err := peek(src.Reader, 512)
	if err != nil {
		return nil, err
	}
	if bytes.IndexByte(head, 0) >= 0 {
		return nil, fileErrorf("The file is not a spreadsheet, nor text in an encoding that can be read. %s", wantSheet)
	}
	lines, err := newLineReader(src)
	if err != nil {
		return nil, err
	}
	c := &customCSV{records: newCSVRecords(lines)}
	if err := c.readHeader(); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *customCSV) readHeader() error {
	names, err := c.records.readHeader(knownCustomColumns, hasCustomColumns)
	if err == io.EOF {
		return fileErrorf("The file has no lines with text. %s", wantSheet)
	}
	if _, wrong := errors.AsType[*csv.ParseError](err); wrong {
		return fileErrorf("The quote marks of the header, on line %d, are not in order. %s", c.records.line, wantSheet)
	}
	if err != nil {
		return err
	}
	h := newHeader(names)
	if c.columns, err = findCustomColumns(h); err != nil {
		return err
	}
	if !c.columns.complete() {
		return fileErrorf("The file has %s. Its columns are %s. %s%s", c.columns.missing(), h.seen(), h.hint(kindSheet), wantSheet)
	}
	c.width, c.last, c.breaks = len(names), len(names), rowBreaks{columns: len(names), last: len(names)}
	return nil
}

// hasCustomColumns says that a header has both columns.
func hasCustomColumns(names []string) bool {
	h := newHeader(names)
	return h.count(skuNames) > 0 && h.count(codeNames) > 0
}

// knownCustomColumns counts how many of the columns a header has.
func knownCustomColumns(names []string) int {
	h := newHeader(names)
	return h.count(skuNames) + h.count(codeNames)
}

func (c *customCSV) next() (CustomRow, error) {
	record, err := c.records.nextRecord()
	row := CustomRow{Row: c.records.line}
	if quote, ok := errors.AsType[*csvQuoteError](err); ok {
		return row, rowErrorf(row.Row, "%v", quote)
	}
	if err != nil {
		return row, err
	}
	row.SKU, row.Cin7Code = keptText(valueAt(record, c.columns.sku)), keptText(valueAt(record, c.columns.code))
	narrow := len(record) < min(c.width, c.last)
	c.last = len(record)
	if row.blank() {
		return row, nil
	}
	if narrow && strings.TrimSpace(row.Cin7Code) != "" && c.records.cut() {
		err := row.rejected("The file ends within this row, which has %d values where the header has %d. Save or download it again.", len(record), c.width)
		return row, err
	}
	switch c.breaks.part(len(record), max(c.columns.sku, c.columns.code) >= len(record), false, c.records.ahead) {
	case restOfRow:
		return row, errRest(row.Row)
	case brokenRow:
		return row, errBroken(row.Row, len(record), c.width)
	}
	return row, c.checkWidth(row.Row, record)
}

// checkWidth refuses a record whose values may not stand in their columns.
func (c *customCSV) checkWidth(row int, record []string) error {
	if c.records.reread() && len(record) != c.width {
		return rowErrorf(row, "This line follows a row whose quote marks are not in order, and has %d values where the header has %d. Mend the quotes of the row before it.", len(record), c.width)
	}
	if len(record) > c.width && !isBlank(record[c.width:]) {
		return rowErrorf(row, "This row has %d values where the header has %d. Put values that hold the separator %q between quotes.", len(record), c.width, c.records.csv.Comma)
	}
	return nil
}

// valueAt gives a copy of a record's value, which does not keep the record.
func valueAt(record []string, place int) string {
	if place >= len(record) {
		return ""
	}
	return strings.Clone(record[place])
}

func (c *customCSV) close() error { return nil }
