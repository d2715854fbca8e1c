package e2e

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// sendWorkbooks sends workbooks whose cells, sheets or parts are not what the
// sheet was downloaded with.
func sendWorkbooks(t *testing.T, s *server, id string) {
	send := func(name, content string, want sentFile) {
		t.Run(name, func(t *testing.T) {
			want.file = "sheet.xlsx"
			want.checkContent(t, s, id, content)
		})
	}
	send("formats that add characters", formattedBook(t, []formattedCell{
		{"L-08", 417, `"SKU-"0000`}, {"L-09", 417, `0000" UK"`}, {"L-10", 7, `"A"00`}, {"L-11", 123456, `00000\-0000`},
	}), sentFile{added: []string{"mapping L-08 SKU-0417", "mapping L-09 0417 UK", "mapping L-10 A07", "mapping L-11 00012-3456"}})
	send("formats that change what was typed", formattedBook(t, []formattedCell{
		{"L-12", 417, "0.000"}, {"L-04", 0.5, "0%"}, {"L-05", 1.08e89, "0.00E+00"}, {"L-13", 0.25, "# ?/?"}, {"L-14", 46082, "yyyy-mm-dd"},
		{"L-15", true, "General"}, {"L-16", 2.5, "0"}, {"L-17", 417, `[>99]"A"0;0`},
	}), sentFile{rows: []string{"2 417.000|decimals", "3 50%|per cent", "4 1.08E+89|shortened", "5 by the format|# ?/?", "6 2026-03-01|a date", "7 TRUE|truth value",
		"8 not what the cell shows", "9 by the format"}})
	send("a lookup that found an empty cell", lookupBook(t), sentFile{rows: []string{"2 result of a formula"}})
	copied := [][]string{{"Amazon SKU", "Cin7 Code"}, {"L-13", "PLATE-1"}, {"L-14", ""}}
	filled := [][]string{{"Amazon SKU", "Cin7 Code"}, {"L-13", "TRAY-L"}, {"L-14", "TRAY-S"}, {"L-15", "BIRNE-Ö"}, {"L-16\x0b", "nonsense"}}
	send("a hidden copy, filled in", hiddenBook(t, copied, filled), sentFile{added: []string{"mapping L-13 PLATE-1"}})
	send("a hidden sheet of its own", hiddenBook(t, copied[:1], [][]string{filled[0], {"L-15", "BIRNE-Ö"}}), sentFile{added: []string{"mapping L-15 BIRNE-Ö"}})
	send("XML in UTF-16", bookOfParts(t, "UTF-16", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)), sentFile{added: []string{"mapping L-12 ÄPFEL-€"}})
	send("XML in Windows-1252, once more", bookOfParts(t, "windows-1252", charmap.Windows1252), sentFile{rows: []string{"2 mapped already"}})
}

// formattedCell is a cell of a Code, as a number with a format, beside its SKU.
type formattedCell struct {
	sku    string
	value  any
	format string
}

// formattedBook is a workbook of some cells.
func formattedBook(t *testing.T, cells []formattedCell) string {
	t.Helper()
	book := newBook(t, []sheetPage{{"Mine", [][]string{{"Amazon SKU", "Cin7 Code"}}}})
	for i, cell := range cells {
		at := fmt.Sprint("B", i+2)
		style, err := book.NewStyle(&excelize.Style{CustomNumFmt: &cell.format})
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{book.SetCellStr("Mine", fmt.Sprint("A", i+2), cell.sku), book.SetCellValue("Mine", at, cell.value), book.SetCellStyle("Mine", at, at, style)} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return bookFile(t, book)
}

// lookupBook is a workbook whose Code is the 0 of a lookup.
func lookupBook(t *testing.T) string {
	t.Helper()
	book := newBook(t, []sheetPage{{"Mine", [][]string{{"Amazon SKU", "Cin7 Code"}, {"L-16"}}}})
	for _, err := range []error{book.SetCellInt("Mine", "B2", 0), book.SetCellFormula("Mine", "B2", "VLOOKUP(A2,D:E,2,0)")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return bookFile(t, book)
}

// hiddenBook is a workbook with a hidden sheet after the visible one.
func hiddenBook(t *testing.T, visible, hidden [][]string) string {
	t.Helper()
	book := newBook(t, []sheetPage{{"Mine", visible}, {"Copy", hidden}})
	if err := book.SetSheetVisible("Copy", false); err != nil {
		t.Fatal(err)
	}
	return bookFile(t, book)
}

// bookOfParts packs the workbook in testdata/sent/book, with its XML in another
// encoding.
func bookOfParts(t *testing.T, name string, in encoding.Encoding) string {
	t.Helper()
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	parts := os.DirFS("testdata/sent/book")
	err := fs.WalkDir(parts, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(parts, path)
		if err != nil {
			return err
		}
		encoded, err := in.NewEncoder().String(strings.Replace(string(text), "UTF-8", name, 1))
		if err != nil {
			return err
		}
		part, err := w.Create(path)
		if err != nil {
			return err
		}
		_, err = part.Write([]byte(encoded))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.String()
}
