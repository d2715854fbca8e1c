package catalog

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

// part is a file within a workbook.
type part struct{ name, text string }

const (
	relTypes    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	mainSpace   = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	relSpace    = ` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	xmlHead     = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	packageRels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="` + relTypes + `officeDocument" Target="xl/workbook.xml"/></Relationships>`
)

// bookParts are the parts around the sheets of the given names. A name that
// begins with a dot is that of a hidden sheet.
func bookParts(sheets ...string) []part {
	var book, rels strings.Builder
	book.WriteString(xmlHead + `<workbook` + mainSpace + relSpace + `><sheets>`)
	rels.WriteString(xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`)
	for i, name := range sheets {
		state := ""
		if strings.HasPrefix(name, ".") {
			state = ` state="hidden"`
		}
		fmt.Fprintf(&book, `<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, name, i+1, state, i+1)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%sworksheet" Target="worksheets/sheet%d.xml"/>`, i+1, relTypes, i+1)
	}
	fmt.Fprintf(&rels, `<Relationship Id="rIdS" Type="%ssharedStrings" Target="sharedStrings.xml"/>`, relTypes)
	fmt.Fprintf(&rels, `<Relationship Id="rIdT" Type="%sstyles" Target="/xl/styles.xml"/>`, relTypes)
	book.WriteString(`</sheets></workbook>`)
	rels.WriteString(`</Relationships>`)
	return []part{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
		{"_rels/.rels", packageRels},
		{"xl/workbook.xml", book.String()},
		{"xl/_rels/workbook.xml.rels", rels.String()},
	}
}

// sheetXML is a sheet with the given rows in XML.
func sheetXML(rows string) string {
	return xmlHead + `<worksheet` + mainSpace + `><sheetData>` + rows + `</sheetData></worksheet>`
}

// inlineRow is a row of texts in XML. An empty text gives no cell.
func inlineRow(number int, texts ...string) string {
	var row strings.Builder
	fmt.Fprintf(&row, `<row r="%d">`, number)
	for i, text := range texts {
		if text != "" {
			fmt.Fprintf(&row, `<c r="%c%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, 'A'+i, number, text)
		}
	}
	return row.String() + `</row>`
}

// goodHead is the header as a sheet's first row.
var goodHead = inlineRow(1, "Amazon SKU", "Cin7 Code")

// book packs one sheet with the header and the given rows, and further parts.
func book(t testing.TB, rows string, more ...part) string {
	t.Helper()
	return zipped(t, append(append(bookParts("Sheet1"), part{"xl/worksheets/sheet1.xml", sheetXML(goodHead + rows)}), more...)...)
}

func zipped(t testing.TB, parts ...part) string {
	t.Helper()
	var packed bytes.Buffer
	w := zip.NewWriter(&packed)
	for _, p := range parts {
		addPart(t, w, p.name, func(w io.Writer) error {
			_, err := io.WriteString(w, p.text)
			return err
		})
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.String()
}

func addPart(t testing.TB, w *zip.Writer, name string, write func(io.Writer) error) {
	t.Helper()
	entry, err := w.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := write(entry); err != nil {
		t.Fatal(err)
	}
}

// zipFile packs parts into a file of its own, without holding them.
func zipFile(t testing.TB, fill func(*zip.Writer)) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "book.xlsx")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	buffered := bufio.NewWriter(file)
	w := zip.NewWriter(buffered)
	w.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestSpeed)
	})
	fill(w)
	for _, end := range []func() error{w.Close, buffered.Flush, file.Close} {
		if err := end(); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// excelFile makes a filled-in workbook as Excel saves it: each text once, in
// the order of the cells, in a table that the cells refer to.
func excelFile(t testing.TB, n int) string {
	return zipFile(t, func(w *zip.Writer) {
		for _, p := range bookParts("Custom mappings") {
			addPart(t, w, p.name, func(w io.Writer) error {
				_, err := io.WriteString(w, p.text)
				return err
			})
		}
		addPart(t, w, "xl/worksheets/sheet1.xml", func(w io.Writer) error { return writeExcelSheet(w, n) })
		addPart(t, w, "xl/sharedStrings.xml", func(w io.Writer) error { return writeExcelStrings(w, n) })
	})
}

const (
	ownTexts    = 6 // that a row of excelFile has alone
	commonTexts = 10
)

func writeExcelSheet(w io.Writer, n int) error {
	b := bufio.NewWriter(w)
	b.WriteString(xmlHead + `<worksheet` + mainSpace + `><sheetData>`)
	for row := 1; row <= n+1; row++ {
		fmt.Fprintf(b, `<row r="%d" spans="1:8" x14ac:dyDescent="0.25">`, row)
		for c := range 8 {
			index := c
			if row > 1 {
				index = commonTexts + (row-2)*ownTexts + min(c, 5)
				if c >= 6 {
					index = 2 + c // 8 and 9 are common to all rows
				}
			}
			fmt.Fprintf(b, `<c r="%c%d" s="1" t="s"><v>%d</v></c>`, 'A'+c, row, index)
		}
		b.WriteString(`</row>`)
	}
	b.WriteString(`</sheetData></worksheet>`)
	return b.Flush()
}

func writeExcelStrings(w io.Writer, n int) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, xmlHead+`<sst%s count="%d" uniqueCount="%d">`, mainSpace, 8*n+8, ownTexts*n+commonTexts)
	add := func(texts ...string) {
		for _, text := range texts {
			b.WriteString(`<si><t>` + text + `</t></si>`)
		}
	}
	add("Amazon SKU", "Cin7 Code", "ASIN", "Title", "Parent SKU", "Candidates", "Type", "Reason")
	add("variation", "No Cin7 product has this SKU.")
	for i := range n {
		row := benchmarkRow(i)
		add(row.SKU, row.Candidates[0], row.ASIN, row.Title, fmt.Sprintf("SHELF-%07d", i), fmt.Sprintf("SHELF-OAK-%07d-B", i))
	}
	b.WriteString(`</sst>`)
	return b.Flush()
}

// unzipped gives the text of a part of a workbook.
func unzipped(t *testing.T, file, name string) string {
	t.Helper()
	r, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(r, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// tryCustom reads a spreadsheet that can be read at any place.
func tryCustom(file string) ([]CustomRow, []*RowError, error) {
	return tryCustomFrom(strings.NewReader(file))
}

func tryCustomFrom(file io.Reader) ([]CustomRow, []*RowError, error) {
	r, err := OpenCustomSheet(file)
	if err != nil {
		return nil, nil, err
	}
	rows, rejected, err := readAll(r.Read)
	return rows, rejected, errors.Join(err, r.Close())
}

// readCustom reads a spreadsheet in which nothing is wrong, in place and as a
// stream.
func readCustom(t *testing.T, file string) []CustomRow {
	t.Helper()
	rows, rejected, err := tryCustom(file)
	if err != nil || len(rejected) > 0 {
		t.Fatalf("rejected %v, error %v", rejected, err)
	}
	streamed, _, err := tryCustomFrom(iotest.HalfReader(strings.NewReader(file)))
	if err != nil {
		t.Fatal(err)
	}
	checkEqual(t, streamed, rows)
	return rows
}
