package xlsx

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// ErrNoValue is the error of a cell whose formula has no result. The cells
// after it can still be read.
var ErrNoValue = errors.New("a formula has no result")

// IsCellError says that an error is of one cell only.
func IsCellError(err error) bool {
	return err == ErrNoValue || errors.As(err, new(*FormatError))
}

// Rows reads the rows of one sheet, and the cells of each row, in their order.
type Rows struct {
	book *Book
	part io.ReadCloser
	x    *xmlReader
	// depth is that of sheetData, or 0 where the sheet has no rows at all.
	depth int
	// row and column are where the reading is, from 1.
	row, column int
	cell        xml.StartElement
	// formula says that the cell last read has a formula, note what is
	// remarkable about its value.
	formula bool
	note    Note
	buf     []byte
}

// Rows opens a sheet by its place in Sheets.
func (b *Book) Rows(sheet int) (*Rows, error) {
	r, err := b.zip.open(b.Sheets[sheet].part)
	if err != nil {
		return nil, err
	}
	s := &Rows{book: b, part: r, x: newXMLReader(r)}
	if _, err := s.x.find("sheetData"); err != nil && err != io.EOF {
		return nil, alsoClose(b.zip.damaged(err), r.Close)
	}
	s.depth = len(s.x.open)
	return s, nil
}

// Close ends the reading of the sheet.
func (s *Rows) Close() error {
	return s.part.Close()
}

// Row is the number of the current row, from 1.
func (s *Rows) Row() int { return s.row }

// Column is the number of the current cell's column, from 1.
func (s *Rows) Column() int { return s.column }

// Next advances to the next row, whose cells can then be read. After the last row
// the error is io.EOF.
func (s *Rows) Next() error {
	if s.depth == 0 {
		return io.EOF
	}
	for {
		e, ok, err := s.x.child(s.depth)
		if err != nil {
			return s.book.zip.damaged(err)
		}
		if !ok {
			return s.end()
		}
		if e.Name.Local == "row" {
			return s.beginRow(e)
		}
	}
}

// end reads past the last row.
func (s *Rows) end() error {
	s.depth = 0
	if err := s.x.in.drain(); err != nil {
		return s.book.zip.damaged(err)
	}
	return io.EOF
}

func (s *Rows) beginRow(e xml.StartElement) error {
	row := s.row + 1
	if r := attribute(e, "r"); r != "" {
		n, err := strconv.Atoi(r)
		if err != nil || n < row {
			return damagedf("the row after row %d has the number %s", s.row, quote(r))
		}
		row = n
	}
	if row > excelize.TotalRows {
		return damagedf("a sheet has a row %d; it can have %d", row, excelize.TotalRows)
	}
	s.row, s.column = row, 0
	return nil
}

// NextCell advances to the next cell of the row; ok is false after the last one.
func (s *Rows) NextCell() (ok bool, err error) {
	for {
		e, ok, err := s.x.child(s.depth + 1)
		if err != nil {
			return false, s.book.zip.damaged(err)
		}
		if !ok {
			return false, nil
		}
		if e.Name.Local == "c" {
			s.cell = e
			return true, s.placeCell(attribute(e, "r"))
		}
	}
}

func (s *Rows) placeCell(ref string) error {
	column := s.column + 1
	if ref != "" {
		n, err := excelize.ColumnNameToNumber(strings.TrimRight(ref, "0123456789"))
		if err != nil || n < column {
			return damagedf("a cell of row %d has the place %s", s.row, quote(ref))
		}
		column = n
	}
	if column > excelize.MaxColumns {
		return damagedf("row %d has more than %d cells", s.row, excelize.MaxColumns)
	}
	s.column = column
	return nil
}

// Note says what is remarkable about the value last read, 0 for nothing.
func (s *Rows) Note() Note { return s.note }

// Value reads the cell, up to max characters of what it shows. The error is
// ErrNoValue or a *FormatError where only the cell itself is at fault.
func (s *Rows) Value(max int) (string, error) {
	s.note = 0
	kind := attribute(s.cell, "t")
	style, err := strconv.Atoi(attribute(s.cell, "s"))
	if err != nil {
		style = 0
	}
	if err := s.content(kind); err == ErrNoValue {
		return "", err
	} else if err != nil {
		return "", s.book.zip.damaged(err)
	}
	text, err := s.text(kind, style)
	if wrong, ok := errors.AsType[*FormatError](err); ok {
		return "", wrong
	}
	if err != nil {
		return "", s.book.zip.damaged(err)
	}
	return prefix(text, max), nil
}

// content reads what the cell holds into s.buf.
func (s *Rows) content(kind string) error {
	s.buf = s.buf[:0]
	valued := false
	s.formula = false
	depth := s.depth + 2
	for {
		e, ok, err := s.x.child(depth)
		if err != nil {
			return err
		}
		if !ok {
			break
		}
		switch e.Name.Local {
		case "f":
			s.formula = true
		case "v":
			valued = true
			s.buf, err = s.x.text(s.buf[:0], maxText)
		case "is":
			if kind == "inlineStr" {
				s.buf, err = s.x.richText(s.buf[:0], maxText)
			}
		}
		if err != nil {
			return err
		}
	}
	if s.formula && !valued {
		return ErrNoValue
	}
	return nil
}

// text gives what the cell's content means.
func (s *Rows) text(kind string, style int) (string, error) {
	content := uncut(s.buf)
	if content == "" {
		return "", nil
	}
	switch kind {
	case "b":
		return booleanText(content), nil
	case "", "n":
		return s.number(content, style)
	case "s", "inlineStr", "str":
		text, err := s.string(kind, content)
		if s.formula && text == "0" { // Some programs keep the numbers of formulas as texts.
			s.note = FormulaZero
		}
		if err != nil || style == 0 {
			return text, err
		}
		format, err := s.book.formatOf(style)
		if err != nil {
			return text, nil // Texts can be read without their styles.
		}
		return format.showText(text)
	}
	return content, nil
}

// number gives the text of a number, and leaves its note.
func (s *Rows) number(content string, style int) (text string, err error) {
	format, err := s.book.formatOf(style)
	if err != nil {
		return "", err
	}
	text, s.note, err = numberText(content, format, s.book.from1904)
	if s.formula && strings.Trim(text, "0") == "" {
		s.note = FormulaZero
	}
	return text, err
}

// string gives a text that the cell holds or refers to.
func (s *Rows) string(kind, content string) (string, error) {
	if kind != "s" {
		return unescape(content), nil
	}
	i, err := strconv.Atoi(strings.TrimSpace(content))
	if err != nil {
		return "", errNoString
	}
	return s.book.stringAt(i)
}

func booleanText(content string) string {
	switch strings.TrimSpace(content) {
	case "1", "true":
		return "TRUE"
	case "0", "false":
		return "FALSE"
	}
	return content
}

// Texts gives the texts of the row's cells at their columns, up to max
// characters of each. A cell without a value is empty.
func (s *Rows) Texts(max int) ([]string, error) {
	var texts []string
	for {
		ok, err := s.NextCell()
		if err != nil || !ok {
			return texts, err
		}
		text, err := s.Value(max)
		if err != nil && !IsCellError(err) {
			return nil, err
		}
		if text == "" {
			continue
		}
		for len(texts) < s.column {
			texts = append(texts, "")
		}
		texts[s.column-1] = text
	}
}
