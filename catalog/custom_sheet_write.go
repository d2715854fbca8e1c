package catalog

import (
	"archive/zip"
	"compress/flate"
	"fmt"
	"io"
	"iter"
	"os"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// SheetRow is a row of the custom-mapping spreadsheet as it is sent out: a
// listing that has no match, and why. Its texts are for people to read; only
// the SKU comes back.
type SheetRow struct {
	SKU   string
	ASIN  string
	Title string
	// Kind is what the listing is, in a word: a product, a variation.
	Kind      string
	ParentSKU string
	// Reason says why the listing cannot be mapped by its SKU.
	Reason string
	// Candidates are Codes that could be meant, the best first.
	Candidates []string
	// SuggestedCode is the Code of the item that the listing is likely to be, Score
	// how likely, from 0 to 100, and Because why, in sentences. All are empty where
	// nothing is suggested.
	SuggestedCode, Score, Because string
}

// maxCell is how many characters a cell of a spreadsheet holds, counted in
// UTF-16 as Excel counts them.
const maxCell = excelize.TotalCellChars

// sheetLimits is how much one sheet holds.
type sheetLimits struct {
	// rows counts the header too.
	rows int
	// bytes is how long the sheet's XML can be. What is compared with it is
	// an upper bound.
	bytes int64
}

// excelLimits are Excel's rows, and a length for which ZIP64 entries are not
// needed: Excel reads those only from writers that announce them.
var excelLimits = sheetLimits{rows: excelize.TotalRows, bytes: 3 << 30}

// WriteCustomSheet writes an Excel workbook of the rows for people to fill in
// and OpenCustomSheet to read; all cells are text, and rows continue on a next
// sheet where one is full. Titles, Candidates and reasons of suggestions are cut to a
// cell's length, other long texts are an error. An error of rows leaves w unwritten.
func WriteCustomSheet(w io.Writer, rows iter.Seq2[SheetRow, error]) error {
	return writeCustomSheet(w, rows, excelLimits)
}

func writeCustomSheet(w io.Writer, rows iter.Seq2[SheetRow, error], limits sheetLimits) (err error) {
	dir, err := os.MkdirTemp("", "omnimap-sheet-")
	if err != nil {
		return fmt.Errorf("write spreadsheet: %w", err)
	}
	defer func() {
		err = alsoClose(err, func() error { return os.RemoveAll(dir) })
	}()
	file := excelize.NewFile(excelize.Options{TmpDir: dir})
	// Its temporary files are removed with the folder, after they are closed.
	defer file.Close()
	s := &sheetWriter{file: file, limits: limits}
	if err := s.prepare(); err != nil {
		return fmt.Errorf("write spreadsheet: %w", err)
	}
	if err := s.addAll(rows); err != nil {
		return err
	}
	return s.send(w)
}

// sheetWriter gathers rows in a workbook.
type sheetWriter struct {
	file   *excelize.File
	limits sheetLimits
	styles [numSheetStyles]int

	stream *excelize.StreamWriter
	sheets int
	name   string
	// row is the last row written, bytes the most that the sheet's XML can
	// have so far.
	row   int
	bytes int64

	cells  [len(sheetColumns)]excelize.Cell
	values [len(sheetColumns)]any
}

// sheetStyle is how a cell looks.
type sheetStyle int

const (
	styleText sheetStyle = iota
	styleFill
	styleHead
	styleFillHead
	numSheetStyles
)

// textFormat is the number format "@" by its number in every workbook.
const textFormat = 49

// sheetColumns are the columns in their order. They are narrow enough for the one
// that is to be filled in to be in sight.
var sheetColumns = [...]struct {
	name string
	// width is in characters.
	width float64
	style sheetStyle
	head  sheetStyle
}{
	{"Amazon SKU", 22, styleText, styleHead},
	{"ASIN", 13, styleText, styleHead},
	{"Title", 34, styleText, styleHead},
	{"Type", 10, styleText, styleHead},
	{"Parent SKU", 20, styleText, styleHead},
	{"Reason", 36, styleText, styleHead},
	{"Candidates", 22, styleText, styleHead},
	{"Cin7 Code", 24, styleFill, styleFillHead},
	{"Suggested Cin7 Code", 24, styleText, styleHead},
	{"Score", 8, styleText, styleHead},
	{"Because", 60, styleText, styleHead},
}

// candidateSeparator stands between Codes, which can hold commas. It is for
// reading only.
const candidateSeparator = "; "

func (s *sheetWriter) prepare() error {
	paper := func(color string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	// A fill hides the grid, so that filled cells need lines of their own.
	lines := []excelize.Border{
		{Type: "left", Color: "D9D9D9", Style: 1}, {Type: "right", Color: "D9D9D9", Style: 1},
		{Type: "top", Color: "D9D9D9", Style: 1}, {Type: "bottom", Color: "D9D9D9", Style: 1},
	}
	bold := &excelize.Font{Bold: true}
	for style, look := range [numSheetStyles]excelize.Style{
		styleText:     {NumFmt: textFormat},
		styleFill:     {NumFmt: textFormat, Fill: paper("FFF2CC"), Border: lines},
		styleHead:     {NumFmt: textFormat, Font: bold},
		styleFillHead: {NumFmt: textFormat, Font: bold, Fill: paper("FFD966"), Border: lines},
	} {
		id, err := s.file.NewStyle(&look)
		if err != nil {
			return err
		}
		s.styles[style] = id
	}
	for i := range s.values {
		s.values[i] = &s.cells[i]
	}
	s.file.Pkg.Store("docProps/core.xml", []byte(sheetProperties))
	return s.begin()
}

// sheetProperties say who made the workbook. excelize's own way leaves out the
// prefix that ECMA-376 shows, without which npm's exceljs opens no workbook.
const sheetProperties = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>omnimap</dc:creator></cp:coreProperties>`

// begin starts a new sheet.
func (s *sheetWriter) begin() error {
	s.sheets++
	s.name = "Custom mappings"
	if s.sheets == 1 {
		if err := s.file.SetSheetName("Sheet1", s.name); err != nil {
			return err
		}
	} else {
		s.name += " " + strconv.Itoa(s.sheets)
		if _, err := s.file.NewSheet(s.name); err != nil {
			return err
		}
	}
	var err error
	if s.stream, err = s.file.NewStreamWriter(s.name); err != nil {
		return err
	}
	if err := s.layOut(); err != nil {
		return err
	}
	for i, column := range sheetColumns {
		s.cells[i] = excelize.Cell{StyleID: s.styles[column.head], Value: column.name}
	}
	s.row, s.bytes = 0, 0
	if err := s.addCells(); err != nil {
		return err
	}
	for i, column := range sheetColumns {
		s.cells[i] = excelize.Cell{StyleID: s.styles[column.style]}
	}
	return nil
}

// layOut sets what holds for whole columns, and for the view of the sheet.
func (s *sheetWriter) layOut() error {
	for i, column := range sheetColumns {
		if err := s.stream.SetColWidth(i+1, i+1, column.width); err != nil {
			return err
		}
	}
	// Rows that people add below are text as well.
	if err := s.stream.SetColStyle(1, len(sheetColumns), s.styles[styleText]); err != nil {
		return err
	}
	return s.stream.SetPanes(&excelize.Panes{
		Freeze:      true,
		XSplit:      1,
		YSplit:      1,
		TopLeftCell: "B2",
		ActivePane:  "bottomRight",
		Selection:   []excelize.Selection{{SQRef: "H2", ActiveCell: "H2", Pane: "bottomRight"}},
	})
}

func (s *sheetWriter) addAll(rows iter.Seq2[SheetRow, error]) error {
	for row, err := range rows {
		if err != nil {
			return err
		}
		if err := s.add(&row); err != nil {
			return fmt.Errorf("write spreadsheet: SKU %q: %w", row.SKU, err)
		}
	}
	if err := s.end(); err != nil {
		return fmt.Errorf("write spreadsheet: %w", err)
	}
	return nil
}

func (s *sheetWriter) add(row *SheetRow) error {
	texts := [len(sheetColumns)]string{
		row.SKU, row.ASIN, cutToCell(row.Title), row.Kind, row.ParentSKU, row.Reason, joinToCell(row.Candidates), "",
		row.SuggestedCode, row.Score, cutToCell(row.Because),
	}
	size := int64(0)
	for i, text := range texts {
		if tooLongForCell(text) {
			return fmt.Errorf("the %s is longer than the %d characters of a cell", sheetColumns[i].name, maxCell)
		}
		size += maxCellXML(text)
	}
	if s.row == s.limits.rows || s.bytes+size > s.limits.bytes {
		if err := s.end(); err != nil {
			return err
		}
		if err := s.begin(); err != nil {
			return err
		}
	}
	for i, text := range texts {
		s.cells[i].Value = nil
		if text != "" {
			s.cells[i].Value = text
		}
	}
	s.bytes += size
	return s.addCells()
}

// maxCellXML is the most bytes that a cell takes in a sheet's XML: the longest
// escape of a byte is that of a quote.
func maxCellXML(text string) int64 {
	return 100 + int64(len(text))*int64(len("&#34;"))
}

func (s *sheetWriter) addCells() error {
	s.row++
	return s.stream.SetRow("A"+strconv.Itoa(s.row), s.values[:])
}

// end completes the sheet.
func (s *sheetWriter) end() error {
	lastColumn, err := excelize.ColumnNumberToName(len(sheetColumns))
	if err != nil {
		return err
	}
	if err := s.file.AutoFilter(s.name, fmt.Sprintf("A1:%s%d", lastColumn, s.row), nil); err != nil {
		return err
	}
	return s.stream.Flush()
}

// send packs the workbook into w. File.Write would gather the packed workbook
// in memory; here its buffer stays empty, because the parts are written to w.
func (s *sheetWriter) send(w io.Writer) error {
	s.file.SetZipWriter(func(io.Writer) excelize.ZipWriter {
		packed := zip.NewWriter(w)
		packed.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
			return flate.NewWriter(w, flate.BestSpeed)
		})
		return packed
	})
	if err := s.file.Write(io.Discard); err != nil {
		return fmt.Errorf("write spreadsheet: %w", err)
	}
	return nil
}

func tooLongForCell(text string) bool {
	return len(text) > maxCell && cellLength(text) > maxCell
}

// cellLength is a text's length as Excel counts it.
func cellLength(text string) int {
	n := 0
	for _, r := range text {
		n += max(utf16.RuneLen(r), 1)
	}
	return n
}

// cutToCell gives as much of a text as a cell holds.
func cutToCell(text string) string {
	if !tooLongForCell(text) {
		return text
	}
	n := 0
	for i, r := range text {
		if n += max(utf16.RuneLen(r), 1); n > maxCell {
			return text[:i]
		}
	}
	return text
}

// joinToCell gives as many of the Codes as a cell holds.
func joinToCell(codes []string) string {
	joined := strings.Join(codes, candidateSeparator)
	if !tooLongForCell(joined) {
		return joined
	}
	joined = ""
	for _, code := range codes {
		if cellLength(joined)+cellLength(code)+2*len(candidateSeparator) > maxCell {
			break
		}
		joined += code + candidateSeparator
	}
	return joined + "…"
}
