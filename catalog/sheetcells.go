package catalog

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// errNoValue is a cell whose formula has not been worked out.
var errNoValue = errors.New("the cell has a formula without a result; open the workbook in Excel and save it, or put the value in place of the formula")

// sheetCells reads the rows of one sheet, and the cells of a row, in their
// order.
type sheetCells struct {
	book *workbook
	part io.ReadCloser
	x    *xmlReader
	// depth is that of sheetData, or 0 where the sheet has no rows at all.
	depth int
	// row and column are where the reading is, from 1.
	row, column int
	cell        xml.StartElement
	buf         []byte
}

func openCells(book *workbook, part string) (*sheetCells, error) {
	r, err := book.zip.open(part)
	if err != nil {
		return nil, err
	}
	s := &sheetCells{book: book, part: r, x: newXMLReader(r)}
	if _, err := s.x.find("sheetData"); err != nil && err != io.EOF {
		return nil, alsoClose(book.zip.damaged(err), r.Close)
	}
	s.depth = len(s.x.open)
	return s, nil
}

func (s *sheetCells) close() error {
	return s.part.Close()
}

// nextRow goes to the next row, whose cells can then be read, and leaves its
// number in s.row. After the last one the error is io.EOF.
func (s *sheetCells) nextRow() error {
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
func (s *sheetCells) end() error {
	s.depth = 0
	if err := s.x.in.drain(); err != nil {
		return s.book.zip.damaged(err)
	}
	return io.EOF
}

func (s *sheetCells) beginRow(e xml.StartElement) error {
	row := s.row + 1
	if r := attribute(e, "r"); r != "" {
		n, err := strconv.Atoi(r)
		if err != nil || n < row {
			return fileErrorf(damagedBook, "the row after row "+strconv.Itoa(s.row)+" has the number "+shown(r))
		}
		row = n
	}
	if row > excelize.TotalRows {
		return fileErrorf(damagedBook, fmt.Sprintf("a sheet has a row %d; it can have %d", row, excelize.TotalRows))
	}
	s.row, s.column = row, 0
	return nil
}

// nextCell goes to the row's next cell, and leaves its column in s.column.
func (s *sheetCells) nextCell() (ok bool, err error) {
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

func (s *sheetCells) placeCell(ref string) error {
	column := s.column + 1
	if ref != "" {
		n, err := excelize.ColumnNameToNumber(strings.TrimRight(ref, "0123456789"))
		if err != nil || n < column {
			return fileErrorf(damagedBook, "a cell of row "+strconv.Itoa(s.row)+" has the place "+shown(ref))
		}
		column = n
	}
	if column > excelize.MaxColumns {
		return fileErrorf(damagedBook, fmt.Sprintf("row %d has more than %d cells", s.row, excelize.MaxColumns))
	}
	s.column = column
	return nil
}

// value reads the cell, up to max characters of what it shows. The error is
// errNoValue where only the cell itself is at fault.
func (s *sheetCells) value(max int) (string, error) {
	kind := attribute(s.cell, "t")
	style, err := strconv.Atoi(attribute(s.cell, "s"))
	if err != nil {
		style = 0
	}
	if err := s.content(kind); err == errNoValue {
		return "", err
	} else if err != nil {
		return "", s.book.zip.damaged(err)
	}
	text, err := s.text(kind, style)
	if err != nil {
		return "", s.book.zip.damaged(err)
	}
	return prefix(text, max), nil
}

// content reads what the cell holds into s.buf.
func (s *sheetCells) content(kind string) error {
	s.buf = s.buf[:0]
	formula, valued := false, false
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
			formula = true
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
	if formula && !valued {
		return errNoValue
	}
	return nil
}

// text gives what the cell's content means.
func (s *sheetCells) text(kind string, style int) (string, error) {
	content := uncut(s.buf)
	if content == "" {
		return "", nil
	}
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(content))
		if err != nil {
			return "", errNoString
		}
		return s.book.stringAt(i)
	case "inlineStr", "str":
		return unescape(content), nil
	case "b":
		return booleanText(content), nil
	case "", "n":
		format, err := s.book.formatOf(style)
		return numberText(content, format, s.book.from1904), err
	}
	return content, nil
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

// maxHeaderCell is how many characters of a header's cell are looked at.
const maxHeaderCell = 255

// header reads the first row that is not blank. Where there is none it gives
// none, and no error.
func (s *sheetCells) header() ([]string, error) {
	for {
		err := s.nextRow()
		if err == io.EOF {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		names, err := s.names()
		if err != nil || !isBlank(names) {
			return names, err
		}
	}
}

// names gives the texts of a row's cells, at their columns.
func (s *sheetCells) names() ([]string, error) {
	var names []string
	for {
		ok, err := s.nextCell()
		if err != nil || !ok {
			return names, err
		}
		text, err := s.value(maxHeaderCell)
		if err != nil && err != errNoValue {
			return nil, err
		}
		if text == "" {
			continue
		}
		for len(names) < s.column {
			names = append(names, "")
		}
		names[s.column-1] = text
	}
}
