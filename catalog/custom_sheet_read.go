package catalog

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"omnimap/catalog/xlsx"
	"omnimap/model"
)

// CustomRow is a row of a custom-mapping spreadsheet that has been filled in.
type CustomRow struct {
	// Sheet is the name of the sheet, nil in a CSV file.
	Sheet *string
	// Hidden says that the sheet is hidden. It can be a copy of a visible one,
	// which its SKUs tell.
	Hidden bool
	// Row is the row's number as a spreadsheet program shows it, or the line
	// of the CSV file at which the record begins; both from 1.
	Row int
	// SKU and Cin7Code are as they stand there, with white space around them. An
	// apostrophe before one may be a spreadsheet's, or the key's own.
	SKU, Cin7Code string
	// skuNote and codeNote are the notes on the two cells.
	skuNote, codeNote xlsx.Note
}

// Doubts gives the SKU and Code as far as they look damaged by a spreadsheet.
func (r *CustomRow) Doubts() []model.KeyDoubt {
	return append(doubtCell(model.KeySKU, skuNames[0], r.SKU, r.skuNote), doubtCell(model.KeyCode, codeNames[0], r.Cin7Code, r.codeNote)...)
}

// doubtCell gives the doubt of a cell, if there is one.
func doubtCell(field model.KeyField, column, key string, note xlsx.Note) []model.KeyDoubt {
	var damage string
	switch note {
	case xlsx.Reformatted:
		damage = "is not what the cell shows, since its number format leaves digits out or adds some"
	case xlsx.FormulaZero:
		damage = "is the result of a formula, as a lookup gives it for an empty cell"
	default:
		return doubtKey(nil, field, quote(column), key)
	}
	key = strings.TrimSpace(key)
	return []model.KeyDoubt{{Field: field, Key: key, Message: fmt.Sprintf("Column %s: %s %s. Format the column as text, put the value back, and load the file again.", quote(column), quote(key), damage)}}
}

// blank says that the row has neither a SKU nor a Code.
func (r *CustomRow) blank() bool {
	return strings.TrimSpace(r.SKU) == "" && strings.TrimSpace(r.Cin7Code) == ""
}

// CustomReader reads a custom-mapping spreadsheet: an Excel workbook (.xlsx),
// or CSV separated by commas, semicolons or tabs, in UTF-8, UTF-16 or
// Windows-1252; packed with gzip or not. The columns Amazon SKU (or SKU, or
// seller-sku) and Cin7 Code are known by their names; others are passed over.
type CustomReader struct {
	rows customRows
	file *xlsx.File
	err  error
}

// customRows is one of the formats of a spreadsheet.
type customRows interface {
	// next gives the next row, blank ones too.
	next() (CustomRow, error)
	close() error
}

// OpenCustomSheet reads a spreadsheet's header. A file that is no spreadsheet,
// or lacks a column, is a *FileError. An *os.File, or another io.ReaderAt and
// io.Seeker, is read in place from its offset and must stay open until the
// reader is closed; other workbooks are copied to a temporary file.
func OpenCustomSheet(file io.Reader) (*CustomReader, error) {
	c := new(CustomReader)
	if err := c.open(file); err != nil {
		return nil, alsoClose(workbookError(err), c.Close)
	}
	return c, nil
}

func (c *CustomReader) open(r io.Reader) error {
	if at, ok := xlsx.InPlace(r); ok {
		packed, err := at.Sniff()
		if err != nil {
			return err
		}
		if packed {
			c.file = at
			return c.openPacked()
		}
		r = at.Reader()
	}
	src, err := open(r)
	if err != nil {
		return err
	}
	head, err := peek(src.Reader, xlsx.SniffLen)
	if err != nil {
		return err
	}
	if !xlsx.Sniff(head) {
		c.rows, err = openCustomCSV(src)
		return err
	}
	if c.file, err = xlsx.Spool(src); err != nil {
		return err
	}
	return c.openPacked()
}

func (c *CustomReader) openPacked() error {
	book, err := xlsx.Open(c.file)
	if err != nil {
		return err
	}
	rows := &customBook{book: book, first: book.First()}
	c.rows = rows
	return rows.openFirst()
}

// HasHidden says that the file is a workbook with hidden sheets.
func (c *CustomReader) HasHidden() bool {
	book, ok := c.rows.(*customBook)
	return ok && slices.ContainsFunc(book.book.Sheets, func(s xlsx.Sheet) bool { return s.Hidden })
}

// Read gives the next row that has a SKU or a Code, and io.EOF at the end. A
// row that cannot be read is a *RowError beside its place, and the next call
// reads the row after it. After any other error, every call gives it again.
func (c *CustomReader) Read() (CustomRow, error) {
	if c.err != nil {
		return CustomRow{}, c.err
	}
	for {
		row, err := c.rows.next()
		if _, ok := errors.AsType[*RowError](err); ok {
			return row, err
		}
		if err != nil {
			c.err = workbookError(err)
			return CustomRow{}, c.err
		}
		if row.blank() {
			continue
		}
		err = row.check()
		return row, err
	}
}

// check refuses values that no database can hold, or that no person can see.
func (r *CustomRow) check() error {
	if strings.EqualFold(strings.TrimSpace(r.Cin7Code), codeNames[0]) && hasCustomColumns([]string{r.SKU, r.Cin7Code}) {
		return r.rejected("This row is the header again. Remove it.")
	}
	for _, value := range []struct{ name, text string }{{"Amazon SKU", r.SKU}, {"Cin7 Code", r.Cin7Code}} {
		if strings.ContainsRune(value.text, 0) {
			return r.reject(value.name, errNUL)
		}
		if err := checkKey(value.text); err != nil {
			return r.reject(value.name, err)
		}
	}
	return nil
}

// reject refuses the row for what stands in one of its columns.
func (r *CustomRow) reject(column string, reason error) error {
	return r.rejected("Column %s: %v.", quote(column), reason)
}

func (r *CustomRow) rejected(format string, args ...any) error {
	e := rowErrorf(r.Row, format, args...)
	e.Sheet, e.SKU, e.Cin7Code = r.Sheet, rowKey(r.SKU), rowKey(r.Cin7Code)
	return e
}

// Close removes what the reader has put into temporary files. It leaves open
// the file that OpenCustomSheet was given.
func (c *CustomReader) Close() error {
	var errs []error
	if c.rows != nil {
		errs = append(errs, c.rows.close())
	}
	if c.file != nil {
		errs = append(errs, c.file.Close())
	}
	c.rows, c.file, c.err = nil, nil, errClosed
	return errors.Join(errs...)
}

// alsoClose gives the error with that of closing, if any.
func alsoClose(err error, close func() error) error {
	if closing := close(); closing != nil {
		return errors.Join(err, closing)
	}
	return err
}

var errClosed = errors.New("read spreadsheet: it is closed")

// The names of the two columns. Where a sheet has one under several names, the
// first of these is meant.
var (
	skuNames  = []string{"Amazon SKU", "SKU", "seller-sku"}
	codeNames = []string{"Cin7 Code"}
)

// customColumns are the places of the two columns, from 0.
type customColumns struct {
	sku, code int
}

// findCustomColumns gives the places of the columns, -1 for a missing one. If
// both are present, a second column of the same name is a *FileError.
func findCustomColumns(h *header) (customColumns, error) {
	sku, err := firstPlace(h, skuNames)
	code, codeErr := firstPlace(h, codeNames)
	c := customColumns{sku, code}
	if !c.complete() {
		return c, nil
	}
	if err == nil {
		err = codeErr
	}
	return c, err
}

// firstPlace gives the place of the column that bears the first of the names.
func firstPlace(h *header, names []string) (int, error) {
	for _, name := range names {
		places, err := h.find(name)
		if err != nil {
			return 0, err
		}
		if len(places) > 0 {
			return places[0], nil
		}
	}
	return -1, nil
}

func (c customColumns) complete() bool {
	return c.sku >= 0 && c.code >= 0
}

// missing says which of the columns are not in the header.
func (c customColumns) missing() string {
	switch {
	case c.complete():
		return ""
	case c.sku >= 0:
		return "no column Cin7 Code"
	case c.code >= 0:
		return "no column Amazon SKU"
	}
	return "neither a column Amazon SKU nor a column Cin7 Code"
}
