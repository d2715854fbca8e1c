package catalog

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// emptyTempDir gives the test a folder for temporary files, and wants it empty
// at the end.
func emptyTempDir(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Cleanup(func() {
		left, err := os.ReadDir(dir)
		if err != nil || len(left) > 0 {
			t.Errorf("temporary files left behind: %v, error %v", left, err)
		}
	})
}

func allRows(rows ...SheetRow) iter.Seq2[SheetRow, error] {
	return func(yield func(SheetRow, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// writtenBook writes rows and opens what has been written with another
// program's eyes.
func writtenBook(t *testing.T, limits sheetLimits, rows ...SheetRow) (file string, f *excelize.File) {
	t.Helper()
	var out bytes.Buffer
	if err := writeCustomSheet(&out, allRows(rows...), limits); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return out.String(), f
}

// difficultSKUs are SKUs that a spreadsheet program would like to change.
var difficultSKUs = []string{
	"00123", "10752E85", "9400000000000", "=1+1", "+49", "-5", "@SUM", "1/2", "TRUE", "#N/A",
	" led by  spaces ", "a\tb", "two\nlines", "\r", "_x0041_", "_x005F_x0041_", "_x000D", `<&>"'`, "棚 ☕ 😀", "A,B;C",
}

func TestCustomSheetRoundTrip(t *testing.T) {
	emptyTempDir(t)
	var rows []SheetRow
	var want []CustomRow
	sheet := "Custom mappings"
	for i, sku := range difficultSKUs {
		rows = append(rows, SheetRow{SKU: sku, Title: "T"})
		if strings.TrimSpace(sku) != "" {
			want = append(want, CustomRow{Sheet: &sheet, Row: i + 2, SKU: sku})
		}
	}
	file, f := writtenBook(t, excelLimits, rows...)
	checkEqual(t, readCustom(t, file), want)

	// The person fills the Codes in, and saves. SetCellStr takes escapes for
	// what they stand for.
	for i, sku := range difficultSKUs {
		if strings.Contains(sku, "_x0") {
			continue
		}
		if err := f.SetCellStr(sheet, fmt.Sprintf("H%d", i+2), sku); err != nil {
			t.Fatal(err)
		}
	}
	var saved bytes.Buffer
	if err := f.Write(&saved); err != nil {
		t.Fatal(err)
	}
	for i := range want {
		if !strings.Contains(want[i].SKU, "_x0") {
			want[i].Cin7Code = want[i].SKU
		}
	}
	checkEqual(t, readCustom(t, saved.String()), want)
}

func TestCustomSheetLooks(t *testing.T) {
	_, f := writtenBook(t, excelLimits, SheetRow{
		SKU: "=A", ASIN: "B01", Title: "T", Kind: "product", ParentSKU: "P", Reason: "None has its SKU.", Candidates: []string{"X,1", "X2"},
		SuggestedCode: "0071", Score: "93", Because: "SKU contains the Code.",
	})
	rows, err := f.GetRows("Custom mappings")
	if err != nil {
		t.Fatal(err)
	}
	checkEqual(t, rows, [][]string{
		{"Amazon SKU", "ASIN", "Title", "Type", "Parent SKU", "Reason", "Candidates", "Cin7 Code", "Suggested Cin7 Code", "Score", "Because"},
		{"=A", "B01", "T", "product", "P", "None has its SKU.", "X,1; X2", "", "0071", "93", "SKU contains the Code."},
	})
	checkStyle(t, f, "A2", func(s *excelize.Style) bool { return s.NumFmt == textFormat })
	checkStyle(t, f, "H2", func(s *excelize.Style) bool { return s.NumFmt == textFormat && s.Fill.Pattern == 1 })
	checkStyle(t, f, "G2", func(s *excelize.Style) bool { return s.NumFmt == textFormat })
	checkStyle(t, f, "H1", func(s *excelize.Style) bool { return s.Font != nil && s.Font.Bold && s.Fill.Pattern == 1 })
	if formula, err := f.GetCellFormula("Custom mappings", "A2"); formula != "" || err != nil {
		t.Errorf("the SKU became the formula %q, error %v", formula, err)
	}
	column, err := f.GetColStyle("Custom mappings", "H")
	if err != nil {
		t.Fatal(err)
	}
	if style, err := f.GetStyle(column); err != nil || style.NumFmt != textFormat {
		t.Errorf("the column's style is %+v, error %v", style, err)
	}
	panes, err := f.GetPanes("Custom mappings")
	if err != nil || !panes.Freeze || panes.XSplit != 1 || panes.YSplit != 1 {
		t.Errorf("panes %+v, error %v", panes, err)
	}
	if names := f.GetDefinedName(); len(names) != 0 && names[0].RefersTo != "'Custom mappings'!$A$1:$K$2" {
		t.Errorf("defined names %+v", names)
	}
}

func checkStyle(t *testing.T, f *excelize.File, cell string, want func(*excelize.Style) bool) {
	t.Helper()
	id, err := f.GetCellStyle("Custom mappings", cell)
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	if !want(style) {
		t.Errorf("cell %s has the style %+v", cell, style)
	}
}

func TestCustomSheetFilter(t *testing.T) {
	file, _ := writtenBook(t, sheetLimits{rows: 3, bytes: 1 << 20}, numberedRows(3)...)
	first, second := unzipped(t, file, "xl/worksheets/sheet1.xml"), unzipped(t, file, "xl/worksheets/sheet2.xml")
	checkWords(t, first, `<autoFilter ref="$A$1:$K$3"`, `topLeftCell="B2"`, `activeCell="H2"`, `state="frozen"`)
	checkWords(t, second, `<autoFilter ref="$A$1:$K$2"`, `state="frozen"`)
}

func numberedRows(n int) []SheetRow {
	rows := make([]SheetRow, n)
	for i := range rows {
		rows[i].SKU = fmt.Sprint("S", i+1)
	}
	return rows
}

func TestCustomSheetGoesOnOnTheNext(t *testing.T) {
	for _, limits := range []sheetLimits{{rows: 11, bytes: 1 << 30}, {rows: 1000, bytes: 10 * (11*100 + 15)}} {
		emptyTempDir(t)
		file, f := writtenBook(t, limits, numberedRows(25)...)
		checkEqual(t, f.GetSheetList(), []string{"Custom mappings", "Custom mappings 2", "Custom mappings 3"})
		var got []string
		for _, row := range readCustom(t, file) {
			got = append(got, *row.Sheet+" "+asText(row.Row, row.SKU))
		}
		if len(got) != 25 || got[9] != "Custom mappings 11 S10" || got[10] != "Custom mappings 2 2 S11" || got[24] != "Custom mappings 3 6 S25" {
			t.Errorf("rows %q", got)
		}
	}
}

// TestCustomSheetProperties wants the names of properties prefixed, as npm's
// exceljs wants them.
func TestCustomSheetProperties(t *testing.T) {
	file, _ := writtenBook(t, excelLimits, SheetRow{SKU: "A"})
	book, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(book, "docProps/core.xml")
	if err != nil || !strings.Contains(string(text), "<cp:coreProperties ") || !strings.Contains(string(text), "<dc:creator>omnimap<") {
		t.Errorf("the properties are %s, error %v", text, err)
	}
}

func TestCustomSheetWithoutRows(t *testing.T) {
	emptyTempDir(t)
	file, _ := writtenBook(t, excelLimits)
	if rows := readCustom(t, file); len(rows) != 0 {
		t.Errorf("rows %v", rows)
	}
}

func TestCustomSheetLongTexts(t *testing.T) {
	long := strings.Repeat("ß", maxCell-1) + "😀"
	codes := slices.Repeat([]string{strings.Repeat("C", 1000)}, 40)
	_, f := writtenBook(t, excelLimits, SheetRow{SKU: "A", Title: long, Candidates: codes})
	title, err := f.GetCellValue("Custom mappings", "C2")
	if err != nil || title != strings.Repeat("ß", maxCell-1) {
		t.Errorf("the title has %d bytes, error %v", len(title), err)
	}
	candidates, err := f.GetCellValue("Custom mappings", "G2")
	if err != nil || len(candidates) != 32*1002+len("…") || !strings.HasSuffix(candidates, "C; …") {
		t.Errorf("the candidates have %d bytes, error %v", len(candidates), err)
	}
	if err := WriteCustomSheet(io.Discard, allRows(SheetRow{SKU: long})); err == nil {
		t.Error("a SKU was cut")
	}
}

func TestCustomSheetControlCharacters(t *testing.T) {
	file, _ := writtenBook(t, excelLimits, SheetRow{SKU: "A\x01B\x00", Title: "\xff\x0b"}, SheetRow{SKU: "C"})
	rows := readCustom(t, file)
	if len(rows) != 2 || rows[0].SKU != "A\uFFFDB\uFFFD" {
		t.Errorf("rows %s", asJSON(rows))
	}
}

// failingWriter fails after a number of bytes.
type failingWriter struct{ left int }

var errGone = errors.New("the client has gone away")

func (w *failingWriter) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, errGone
	}
	return len(p), nil
}

func TestCustomSheetWriteFails(t *testing.T) {
	for _, left := range []int{0, 100, 10_000} {
		emptyTempDir(t)
		if err := WriteCustomSheet(&failingWriter{left}, longRows(600)); !errors.Is(err, errGone) {
			t.Errorf("after %d bytes the error is %v", left, err)
		}
	}
}

func TestCustomSheetRowsFail(t *testing.T) {
	emptyTempDir(t)
	wrong := errors.New("the database has gone away")
	var out bytes.Buffer
	err := WriteCustomSheet(&out, func(yield func(SheetRow, error) bool) {
		if yield(SheetRow{SKU: "A"}, nil) {
			yield(SheetRow{}, wrong)
		}
	})
	if err != wrong || out.Len() > 0 {
		t.Errorf("error %v after %d bytes", err, out.Len())
	}
}

// memoryWriter looks at the heap while it is written to.
type memoryWriter struct{ peak uint64 }

func (w *memoryWriter) Write(p []byte) (int, error) {
	w.peak = max(w.peak, heap())
	return len(p), nil
}

func TestCustomSheetOutMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("writes many megabytes")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	w := new(memoryWriter)
	runtime.GC()
	before := heap()
	err := WriteCustomSheet(w, func(yield func(SheetRow, error) bool) {
		for row := range longRows(2500) {
			w.peak = max(w.peak, heap())
			if !yield(row, nil) {
				return
			}
		}
	})
	// StreamWriter's own buffer of 16 MiB doubles before it is written out.
	if grown := int64(w.peak) - int64(before); err != nil || grown > 64<<20 {
		t.Errorf("the heap grew by %d bytes, error %v", grown, err)
	}
}

// longRows are rows of 32 kB each.
func longRows(n int) iter.Seq2[SheetRow, error] {
	title := strings.Repeat("a long title ", 2500)
	return func(yield func(SheetRow, error) bool) {
		for i := range n {
			if !yield(SheetRow{SKU: fmt.Sprint("S", i), Title: title}, nil) {
				return
			}
		}
	}
}
