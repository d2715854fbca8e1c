package catalog

import (
	"errors"
	"io"
	"slices"
	"strings"

	"omnimap/catalog/xlsx"
)

// customBook reads a custom-mapping spreadsheet that is an Excel workbook:
// first the first visible sheet, then the other sheets that have the columns.
type customBook struct {
	book *xlsx.Book
	// first is the place of the first sheet, done how many of the others have
	// been begun.
	first, done int
	sheet       *customSheet
}

// customSheet is one sheet with the columns.
type customSheet struct {
	// name is shared by the rows. It is allocated alone so that a kept row does
	// not keep the sheet.
	name    *string
	hidden  bool
	cells   *xlsx.Rows
	columns customColumns
	// headerRow is the number of the row that names the columns.
	headerRow int
}

// openFirst opens the first sheet, which must have the columns.
func (b *customBook) openFirst() error {
	sheet, h, err := b.open(b.first)
	if err != nil {
		return err
	}
	if isSummary(*sheet.name) && (h == nil || !sheet.columns.complete()) {
		return b.openAfterSummary(sheet)
	}
	b.sheet = sheet
	if h == nil {
		return fileErrorf("The first sheet, %s, is empty. Put the sheet with the columns Amazon SKU and Cin7 Code first.", quote(*sheet.name))
	}
	if !sheet.columns.complete() {
		return fileErrorf("The first sheet, %s, has %s in row %d. The columns there are %s. The first row must name the columns Amazon SKU and Cin7 Code; if they are on another sheet, put that first.%s",
			quote(*sheet.name), sheet.columns.missing(), sheet.headerRow, h.seen(), strings.TrimRight(" "+h.hint(kindSheet), " "))
	}
	return nil
}

// isSummary says that a sheet is the one that Numbers puts before the others
// when it exports a workbook.
func isSummary(name string) bool {
	return strings.EqualFold(strings.TrimSpace(name), "Export Summary")
}

// openAfterSummary opens the next visible sheet in place of the summary.
func (b *customBook) openAfterSummary(summary *customSheet) error {
	if err := summary.cells.Close(); err != nil {
		return err
	}
	for place := b.first + 1; place < len(b.book.Sheets); place++ {
		if sheet := b.book.Sheets[place]; !sheet.Hidden && !isSummary(sheet.Name) {
			b.first = place
			return b.openFirst()
		}
	}
	return fileErrorf("The workbook has nothing but the sheet %s, which Numbers adds to what it exports. Export the table with the columns Amazon SKU and Cin7 Code.", quote(*summary.name))
}

// open opens a sheet and reads its header, which is nil if the sheet is blank.
func (b *customBook) open(place int) (*customSheet, *header, error) {
	cells, err := b.book.Rows(place)
	if err != nil {
		return nil, nil, err
	}
	at := b.book.Sheets[place]
	sheet := &customSheet{name: new(at.Name), hidden: at.Hidden, cells: cells}
	h, err := sheet.readHeader()
	if err != nil {
		return nil, nil, alsoClose(err, cells.Close)
	}
	return sheet, h, nil
}

// readHeader reads the first row that is not blank, or the first with both
// columns if only titles stand above it, at or left of its first column.
func (s *customSheet) readHeader() (*header, error) {
	names, err := firstRow(s.cells)
	if err != nil || names == nil {
		return nil, err
	}
	first, title, row := names, 0, s.cells.Row()
	for range maxTitles {
		if hasCustomColumns(names) || !isTitle(names) {
			break
		}
		title = max(title, leftmost(names))
		if names, err = firstRow(s.cells); err != nil {
			return nil, err
		}
	}
	if !hasCustomColumns(names) || title > leftmost(names) {
		names = first
	} else {
		row = s.cells.Row()
	}
	s.headerRow = row
	h := newHeader(names)
	s.columns, err = findCustomColumns(h)
	return h, err
}

// leftmost gives the place of the first name that is not blank.
func leftmost(names []string) int {
	return slices.IndexFunc(names, func(name string) bool { return strings.TrimSpace(name) != "" })
}

// maxHeaderCell is how many characters of a header's cell are looked at.
const maxHeaderCell = 255

// firstRow reads the first row that is not blank. A sheet without one has
// neither names nor an error.
func firstRow(cells *xlsx.Rows) ([]string, error) {
	for {
		err := cells.Next()
		if err == io.EOF {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		names, err := cells.Texts(maxHeaderCell)
		if err != nil || !isBlank(names) {
			return names, err
		}
	}
}

func (b *customBook) next() (CustomRow, error) {
	for {
		if b.sheet == nil {
			if err := b.openNext(); err != nil {
				return CustomRow{}, err
			}
		}
		row, err := b.sheet.next()
		if err != io.EOF {
			return row, err
		}
		err = b.sheet.cells.Close()
		b.sheet = nil
		if err != nil {
			return CustomRow{}, err
		}
	}
}

// openNext opens the next sheet that has the columns.
func (b *customBook) openNext() error {
	for b.done < len(b.book.Sheets) {
		place := b.done
		b.done++
		if place == b.first {
			continue
		}
		sheet, h, err := b.open(place)
		if wrong, ok := errors.AsType[*FileError](err); ok {
			if b.book.Sheets[place].Hidden {
				continue
			}
			return fileErrorf("On the sheet %s: %s", quote(b.book.Sheets[place].Name), wrong.Message)
		}
		if err != nil {
			return err
		}
		if h != nil && sheet.columns.complete() {
			b.sheet = sheet
			return nil
		}
		if err := sheet.cells.Close(); err != nil {
			return err
		}
	}
	return io.EOF
}

func (b *customBook) close() error {
	var err error
	if b.sheet != nil {
		err = b.sheet.cells.Close()
	}
	return errors.Join(err, b.book.Close())
}

// next gives the sheet's next row.
func (s *customSheet) next() (CustomRow, error) {
	if err := s.cells.Next(); err != nil {
		return CustomRow{}, err
	}
	row := CustomRow{Sheet: s.name, Hidden: s.hidden, Row: s.cells.Row()}
	faulty, fault := "", error(nil)
	for {
		ok, err := s.cells.NextCell()
		if err != nil {
			return row, err
		}
		if !ok {
			break
		}
		into, note, column := s.place(&row)
		if into == nil {
			continue
		}
		*into, err = s.cells.Value(maxCell)
		*into, *note = keptText(*into), s.cells.Note()
		if xlsx.IsCellError(err) {
			faulty, fault = column, cellError(err)
		} else if err != nil {
			return row, err
		}
	}
	if faulty != "" {
		err := row.reject(faulty, fault)
		return row, err
	}
	return row, nil
}

// place gives the fields for the value of the current cell and its note, and
// the name of its column; nil if the column is not used.
func (s *customSheet) place(row *CustomRow) (into *string, note *xlsx.Note, column string) {
	switch s.cells.Column() - 1 {
	case s.columns.sku:
		return &row.SKU, &row.skuNote, "Amazon SKU"
	case s.columns.code:
		return &row.Cin7Code, &row.codeNote, "Cin7 Code"
	}
	return nil, nil, ""
}
