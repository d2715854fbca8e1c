package catalog

import (
	"bytes"
	"encoding/csv"
)

// rowBreaks finds the rows of a table that a line break within a cell, which is
// not between quotes, has broken into several.
type rowBreaks struct {
	// columns is how many columns the header has, last how many values the last
	// row had; full says that a row had as many as the header.
	columns, last int
	full          bool
	// rest is how many of the next rows are the rest of a broken one.
	rest int
}

// rowPart says what of a row a record is.
type rowPart int

const (
	wholeRow rowPart = iota
	// brokenRow is the first part of one, restOfRow a further part.
	brokenRow
	restOfRow
)

// part judges a record of the given width. keyless says that it ends before a
// column that tells its row, and lone that its one value can be the rest of a
// text in the last column; ahead gives the widths of the records after it.
func (b *rowBreaks) part(width int, keyless, lone bool, ahead func() []int) rowPart {
	last := b.last
	b.last = width
	switch {
	case b.rest > 0:
		b.rest--
		b.last = last
		return restOfRow
	case width == b.columns:
		b.full = true
		return wholeRow
	case width > b.columns || b.columns < 3:
		return wholeRow
	case width == 1 && lone && b.full && last == b.columns:
		b.last = last
		return restOfRow
	case width == 1, b.full && last != b.columns:
		return wholeRow
	}
	b.rest = b.countRest(width, keyless, ahead())
	if b.rest == 0 {
		return wholeRow
	}
	b.last = b.columns
	return brokenRow
}

// countRest counts the records that together with one of the given width make a
// row of all columns, between such rows or at the file's end. Records as wide as
// each other can be short rows, unless they lack a key.
func (b *rowBreaks) countRest(width int, keyless bool, ahead []int) int {
	n := 0
	for n < len(ahead) && ahead[n] == 1 {
		n++ // A line that lies within the cell.
	}
	if n+1 >= len(ahead) || ahead[n] == 0 || width+ahead[n]-1 != b.columns || width == ahead[n] && !keyless {
		return 0
	}
	if after := ahead[n+1]; after != b.columns && (after != 0 || !b.full) {
		return 0
	}
	return n + 1
}

// aheadSize is how many bytes are looked at for the widths of the next records.
const aheadSize = 8 << 10

// ahead gives the widths of the next records of a table, and 0 for the end of
// the file, as far as they can be seen. quoted says that values can be quoted.
func (l *lineReader) ahead(separator rune, quoted bool) []int {
	text, err := peek(l.src, aheadSize)
	if err != nil {
		return nil // It comes again when the lines are read.
	}
	whole := len(text) < aheadSize
	if !whole {
		text = text[:bytes.LastIndexByte(text, '\n')+1]
	}
	widths := widthsOf(text, separator, quoted)
	if whole && (len(widths) == 0 || widths[len(widths)-1] > 0) {
		widths = append(widths, 0)
	}
	return widths
}

// widthsOf gives the widths of a text's records, up to one that is not in order.
func widthsOf(text []byte, separator rune, quoted bool) (widths []int) {
	if !quoted {
		for line := range bytes.Lines(text) {
			if len(bytes.TrimSpace(line)) > 0 {
				widths = append(widths, 1+bytes.Count(line, []byte(string(separator))))
			}
		}
		return widths
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = separator, -1, true
	for {
		record, err := r.Read()
		if err != nil {
			return widths
		}
		if !isBlank(record) {
			widths = append(widths, len(record))
		}
	}
}

// errBroken refuses a row that is broken into several, and errRest one that is
// the rest of another.
func errBroken(row, width, columns int) *RowError {
	return rowErrorf(row, "This row has %d values where the header has %d, and what follows it has the others: a line break within a value seems to have broken it. Put that value between quotes, or remove the line break.", width, columns)
}

func errRest(row int) *RowError {
	return rowErrorf(row, "This line is no row, but seems to be the rest of the one before it, which a line break within a value has broken. Mend that row, or remove this line.")
}
