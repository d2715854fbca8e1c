package catalog

import (
	"bytes"
	"unicode/utf8"
)

// quoting is what quote marks mean in a report.
type quoting int

const (
	// quotingUnknown is that of a report in which nothing has shown it yet.
	quotingUnknown quoting = iota
	// quotingText is Amazon's own: quote marks are text.
	quotingText
	// quotingSheet is that of a spreadsheet program, which quotes the cells that
	// hold a comma, a quote mark or a line break.
	quotingSheet
	// quotingMixed is neither.
	quotingMixed
)

// quoteSigns counts the cells of a report that show what quote marks mean.
type quoteSigns struct {
	// text counts cells with quote marks as no spreadsheet program writes them.
	text int
	// sheet counts quoted cells in which the quote marks are doubled, and cells
	// that go on in the next line.
	sheet int
	// quoted counts quoted cells with a comma, which can be either; commas
	// those with letters and a comma that are not quoted.
	quoted, commas int
	// open says that the last cell goes on in the next line.
	open bool
}

// addAll counts the cells of a report's lines, as far as they are complete.
func (s *quoteSigns) addAll(text []byte, columns int) {
	for {
		line, rest, found := bytes.Cut(text, lf)
		if !found {
			return
		}
		s.add(bytes.TrimRight(line, "\r"), columns)
		text = rest
	}
}

// add counts the cells of a line in a report with the number of columns.
func (s *quoteSigns) add(line []byte, columns int) {
	for n := 1; ; n++ {
		cell, rest, more := bytes.Cut(line, tab)
		switch {
		case s.open:
			s.open = bytes.Count(cell, quoteMark)%2 == 0
		case !more && n < columns && opensQuote(cell):
			s.open = true
			s.sheet++
		default:
			s.addCell(cell)
		}
		if !more {
			return
		}
		line = rest
	}
}

var quoteMark = []byte{'"'}

// opensQuote says that a cell begins with a quote mark that is not closed.
func opensQuote(cell []byte) bool {
	return bytes.HasPrefix(cell, quoteMark) && bytes.Count(cell, quoteMark)%2 == 1
}

func (s *quoteSigns) addCell(cell []byte) {
	switch inner, wrapped := unwrap(cell); {
	case bytes.IndexByte(cell, '"') < 0:
		if s.commas == 0 && bytes.IndexByte(cell, ',') >= 0 && bytes.ContainsFunc(cell, isLetter) {
			s.commas++
		}
	case bytes.HasPrefix(cell, []byte(`="`)):
	case !wrapped:
		s.text++
	case hasBareQuote(inner):
		s.text++
	case bytes.ContainsAny(inner, "\"\n"):
		s.sheet++
	case bytes.ContainsAny(inner, ",;"):
		s.quoted++
	default:
		s.text++
	}
}

// hasBareQuote says that a text has a quote mark that is not doubled.
func hasBareQuote(text []byte) bool {
	return bytes.IndexByte(bytes.ReplaceAll(text, []byte(`""`), nil), '"') >= 0
}

func isLetter(r rune) bool {
	return r >= utf8.RuneSelf || 'a' <= r|0x20 && r|0x20 <= 'z'
}

// unwrap gives what stands between the quote marks around a cell.
func unwrap(cell []byte) (inner []byte, ok bool) {
	if len(cell) < 2 || cell[0] != '"' || cell[len(cell)-1] != '"' {
		return cell, false
	}
	return cell[1 : len(cell)-1], true
}

// decide says what quote marks mean, by all cells counted so far.
func (s *quoteSigns) decide() quoting {
	switch {
	case s.sheet > 0 && s.text > 0:
		return quotingMixed
	case s.sheet > 0:
		return quotingSheet
	case s.text > 0, s.quoted > 0 && s.commas > 0:
		return quotingText
	case s.quoted > 0:
		return quotingSheet
	}
	return quotingUnknown
}

// errMixedQuotes refuses a report of which only some cells are quoted.
func errMixedQuotes(row int) error {
	return fileErrorf("Only some cells of the file are between quote marks (line %d), so that it is not certain which of the marks belong to the text. %s In a spreadsheet program, save the whole table again as text with tabs.", row, wantListings)
}
