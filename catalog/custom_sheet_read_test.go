package catalog

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// customTexts gives the rows at a glance.
func customTexts(rows []CustomRow) []string {
	texts := []string{}
	for _, row := range rows {
		text := fmt.Sprintf("%d %s=%s", row.Row, row.SKU, row.Cin7Code)
		if row.Sheet != nil {
			text = *row.Sheet + " " + text
		}
		texts = append(texts, text)
	}
	return texts
}

func TestCustomSheetCSV(t *testing.T) {
	plain := "Amazon SKU,Cin7 Code\nA,X\nB,\n"
	for _, test := range []struct {
		name, file string
		want       []string
	}{
		{"commas", plain, []string{"2 A=X", "3 B="}},
		{"semicolons", "Amazon SKU;ASIN;Cin7 Code\r\nA;B0;X,1\r\n", []string{"2 A=X,1"}},
		{"tabs", "cin7_code\tSELLER-SKU\nX\tA\n", []string{"2 A=X"}},
		{"folded names", " amazon  sku ,\"CIN7\nCODE\"\nA,X\n", []string{"3 A=X"}},
		{"the first of two names", "SKU,Amazon SKU,Cin7Code\nour,A,X\n", []string{"2 A=X"}},
		{"blank rows", "\n\nSKU,Cin7 Code\n\n,,\n , \nA,X\n\"B\n2\",Y\nC, Z \n", []string{"7 A=X", "8 B\n2=Y", "10 C= Z "}},
		{"short rows", "Note,SKU,Cin7 Code\nonly a note\n,,,far out\n,A\n,,X\n", []string{"4 A=", "5 =X"}},
		{"a Code alone", "SKU,Cin7 Code\n,X\n", []string{"2 =X"}},
		{"UTF-8 with a mark", "\ufeffAmazon SKU,Cin7 Code\nÄ,X\n", []string{"2 Ä=X"}},
		{"UTF-8", "Amazon SKU,Cin7 Code\n棚,é\n", []string{"2 棚=é"}},
		{"Windows-1252", encoded(t, charmap.Windows1252, "Amazon SKU;Größe;Cin7 Code\nÄ;5;€\n"), []string{"2 Ä=€"}},
		{"UTF-16", encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "Amazon SKU\tCin7 Code\r\nÄ\tX\r\n"), []string{"2 Ä=X"}},
		{"gzip", gzipped(t, plain), []string{"2 A=X", "3 B="}},
		{"damage by a spreadsheet", "SKU,Cin7 Code\nA,1.08E+89\nB,#N/A\n", []string{"2 A=1.08E+89", "3 B=#N/A"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			emptyTempDir(t)
			rows := readCustom(t, test.file)
			checkEqual(t, customTexts(rows), test.want)
			for _, row := range rows {
				if row.Sheet != nil {
					t.Errorf("a CSV file has the sheet %q", *row.Sheet)
				}
			}
		})
	}
}

func TestCustomSheetCSVRejects(t *testing.T) {
	for _, test := range []struct {
		file  string
		row   int
		words []string
		want  []string
	}{
		{"SKU,Cin7 Code\nA,X,Y\nB,Z\n", 2, []string{"3 values", "','"}, []string{"3 B=Z"}},
		{"SKU,Cin7 Code\nA,\"X\nB,Z\n", 2, []string{"line 2", "not closed"}, []string{"3 B=Z"}},
		{"SKU,Cin7 Code\n" + strings.Repeat(" ,\n", 200) + "A,X\x00\nB,Z\n", 202, []string{"Cin7 Code", "NUL"}, []string{"203 B=Z"}},
	} {
		rows, rejected, err := tryCustom(test.file)
		if err != nil {
			t.Fatal(err)
		}
		checkRejected(t, rejected, test.row, test.words...)
		checkEqual(t, customTexts(rows), test.want)
	}
}

func TestCustomSheetColumns(t *testing.T) {
	rows := inlineRow(2, "", "", "", "before") +
		inlineRow(3, "", " cin7 CODE ", "Mine", "amazon_sku", "SKU", "mine") +
		`<row r="4"/><row r="5" s="1" customFormat="1"><c r="A5" s="1"/><c r="B5" s="1"/></row>` +
		inlineRow(9, "n", "X", "m", "A", "other") + inlineRow(12, "note alone") + inlineRow(1048576, "", "", "", "B")
	parts := append(bookParts("S"), part{"xl/worksheets/sheet1.xml", strings.Replace(sheetXML(rows),
		"<sheetData>", `<cols><col min="2" max="3" hidden="1"/></cols><sheetData>`, 1)})
	_, _, err := tryCustom(zipped(t, parts...))
	checkFileError(t, err, `"S"`, "row 2", `"before"`, "Amazon SKU", "Cin7 Code")

	parts[len(parts)-1].text = strings.Replace(parts[len(parts)-1].text, ">before<", ">  <", 1)
	checkEqual(t, customTexts(readCustom(t, zipped(t, parts...))), []string{"S 9 A=X", "S 1048576 B="})
}

func TestCustomSheetWithoutPlaces(t *testing.T) {
	cell := `<c t="inlineStr"><is><t>%s</t></is></c>`
	rows := "<row>" + fmt.Sprintf(cell+cell, "SKU", "Cin7 Code") + "</row><row>" + fmt.Sprintf(cell+cell, "A", "X") + `</row><row r="7">` +
		fmt.Sprintf(cell+`<c r="B7" t="inlineStr"><is><t>Y</t></is></c>`, "B") + "</row>"
	file := zipped(t, append(bookParts("S"), part{"xl/worksheets/sheet1.xml", sheetXML(rows)})...)
	checkEqual(t, customTexts(readCustom(t, file)), []string{"S 2 A=X", "S 7 B=Y"})
}

// sheetPart is the nth sheet with the given rows.
func sheetPart(n int, rows string) part {
	return part{fmt.Sprintf("xl/worksheets/sheet%d.xml", n), sheetXML(rows)}
}

func TestCustomSheetSheets(t *testing.T) {
	file := zipped(t, append(bookParts(".old", "First", "Notes", "Empty", ".more", "Twice"),
		sheetPart(1, goodHead+inlineRow(2, "H", "Z")),
		sheetPart(2, goodHead+inlineRow(2, "A", "X")),
		sheetPart(3, inlineRow(1, "SKU", "SKU", "Code")+inlineRow(2, "N")),
		sheetPart(4, ""),
		sheetPart(5, inlineRow(4, "Cin7 Code", "SKU")+inlineRow(5, "Y", "B")),
		sheetPart(6, inlineRow(1, "To do")),
	)...)
	checkEqual(t, customTexts(readCustom(t, file)), []string{"First 2 A=X", ".old 2 H=Z", ".more 5 B=Y"})

	file = zipped(t, append(bookParts("First", "Twice"), sheetPart(1, goodHead), sheetPart(2, inlineRow(1, "SKU", "Cin7 Code", "SKU")))...)
	_, _, err := tryCustom(file)
	checkFileError(t, err, `"SKU"`, "twice")
}

func TestCustomSheetFirstSheet(t *testing.T) {
	for _, test := range []struct {
		rows  string
		words []string
	}{
		{"", []string{`"My sheet"`, "is empty"}},
		{`<row r="3"><c r="A3" s="1"/></row>`, []string{`"My sheet"`, "is empty"}},
		{inlineRow(1, "Amazon SKU", "Price"), []string{"no column Cin7 Code", `"Amazon SKU", "Price"`}},
		{inlineRow(1, "Cin7 Code", "Title"), []string{"no column Amazon SKU", `"Title"`}},
		{inlineRow(1, "x"), []string{"neither a column Amazon SKU nor a column Cin7 Code"}},
		{inlineRow(1, "SKU", "Cin7 Code", "cin7-code"), []string{"Cin7 Code", "twice", "columns 2 and 3"}},
	} {
		emptyTempDir(t)
		file := zipped(t, append(bookParts("My sheet", "Second"), sheetPart(1, test.rows), sheetPart(2, goodHead))...)
		_, _, err := tryCustom(file)
		checkFileError(t, err, test.words...)
	}
}

// cellText reads the text of a Code's cell in XML.
func cellText(t *testing.T, cell string, more ...part) string {
	t.Helper()
	rows := readCustom(t, book(t, `<row r="2"><c r="A2" t="str"><v>A</v></c>`+cell+`</row>`, more...))
	if len(rows) != 1 {
		t.Fatalf("rows %v", rows)
	}
	return rows[0].Cin7Code
}

// stylesPart gives cells with s="1" and so on the number formats.
func stylesPart(formats ...string) part {
	var custom, styles strings.Builder
	for i, format := range formats {
		fmt.Fprintf(&custom, `<numFmt numFmtId="%d" formatCode="%s"/>`, 164+i, format)
		fmt.Fprintf(&styles, `<xf numFmtId="%d"/>`, 164+i)
	}
	return part{"xl/styles.xml", xmlHead + `<styleSheet` + mainSpace + `><numFmts>` + custom.String() + `</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>` + styles.String() + `</cellXfs></styleSheet>`}
}

func TestCustomSheetValues(t *testing.T) {
	strs := part{"xl/sharedStrings.xml", xmlHead + `<sst` + mainSpace + `><si><t>zero</t></si><si><r><rPr><b/></rPr><t xml:space="preserve">rich </t></r><r><t>text</t></r><rPh sb="0" eb="1"><t>reading</t></rPh></si><si/><si><t> a_x000D_b_x005F_x0041_ </t></si></sst>`}
	styles := stylesPart("00000", "yyyy\\-mm\\-dd", "[$-409]d/m/yy h:mm AM/PM;@", "0.00&quot;days&quot;", "[h]:mm", "#,##0")
	for _, test := range []struct{ cell, want string }{
		{`<c r="B2" t="s"><v>0</v></c>`, "zero"},
		{`<c r="B2" t="s"><v>1</v></c>`, "rich text"},
		{`<c r="B2" t="s"><v>2</v></c>`, ""},
		{`<c r="B2" t="s"><v>3</v></c>`, " a\rb_x0041_ "},
		{`<c r="B2" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c>`, "inline"},
		{`<c r="B2" t="inlineStr"><is><t>_xD83D__xDE00_ _xD83D_ _x00</t></is></c>`, "😀 \uFFFD _x00"},
		{`<c r="B2" t="inlineStr"><is><t><![CDATA[<1>]]>&amp;&#x41;</t></is></c>`, "<1>&A"},
		{`<c r="B2" t="str"><f>A2&amp;"x"</f><v>Ax</v></c>`, "Ax"},
		{`<c r="B2" t="str"><f>A2</f><v></v></c>`, ""},
		{`<c r="B2"><f>5+5</f><v>10</v></c>`, "10"},
		{`<c r="B2" t="b"><v>1</v></c>`, "TRUE"},
		{`<c r="B2" t="b"><v>0</v></c>`, "FALSE"},
		{`<c r="B2" t="e"><v>#N/A</v></c>`, "#N/A"},
		{`<c r="B2" t="d"><v>2024-03-12T00:00:00</v></c>`, "2024-03-12T00:00:00"},
		{`<c r="B2"><v>12345</v></c>`, "12345"},
		{`<c r="B2" t="n"><v>9400000000000</v></c>`, "9400000000000"},
		{`<c r="B2"><v>9.4E+12</v></c>`, "9400000000000"},
		{`<c r="B2"><v>999999999999999</v></c>`, "999999999999999"},
		{`<c r="B2"><v>1000000000000000</v></c>`, "1E+15"},
		{`<c r="B2"><v>12345678901234500000</v></c>`, "1.23456789012345E+19"},
		{`<c r="B2"><v>1.0799999999999999E+89</v></c>`, "1.08E+89"},
		{`<c r="B2"><v>-1E+100</v></c>`, "-1E+100"},
		{`<c r="B2"><v>-42</v></c>`, "-42"},
		{`<c r="B2"><v>-0</v></c>`, "0"},
		{`<c r="B2"><v>1.1000000000000001</v></c>`, "1.1"},
		{`<c r="B2"><v>123456.78900000001</v></c>`, "123456.789"},
		{`<c r="B2"><v>0.00001</v></c>`, "1E-05"},
		{`<c r="B2"><v>1e999</v></c>`, "1e999"},
		{`<c r="B2"><v>what</v></c>`, "what"},
		{`<c r="B2" s="1"><v>123</v></c>`, "00123"},
		{`<c r="B2" s="1"><v>1234567</v></c>`, "1234567"},
		{`<c r="B2" s="2"><v>45363</v></c>`, "2024-03-12"},
		{`<c r="B2" s="2"><v>-1</v></c>`, "-1"},
		{`<c r="B2" s="3"><v>45363.5</v></c>`, "2024-03-12 12:00:00"},
		{`<c r="B2" s="4"><v>1.5</v></c>`, "1.5"},
		{`<c r="B2" s="5"><v>0.25</v></c>`, "06:00:00"},
		{`<c r="B2" s="6"><v>1234567</v></c>`, "1234567"},
		{`<c r="B2" s="99"><v>7</v></c>`, "7"},
		{`<c r="B2" s="x"><v>7</v><extLst><v>8</v></extLst></c>`, "7"},
	} {
		if got := cellText(t, test.cell, strs, styles); got != test.want {
			t.Errorf("%s gives %q, want %q", test.cell, got, test.want)
		}
	}
}

func TestCustomSheetFormulaWithoutResult(t *testing.T) {
	rows, rejected, err := tryCustom(book(t, `<row r="2"><c r="A2" t="str"><v>A</v></c><c r="B2"><f>C2</f></c></row>`+inlineRow(3, "B", "X")+
		inlineRow(4, "a_x0000_", "X")))
	if err != nil || len(rejected) != 2 {
		t.Fatalf("rejected %v, error %v", rejected, err)
	}
	checkEqual(t, customTexts(rows), []string{"Sheet1 3 B=X"})
	checkWords(t, rejected[0].Message, "Cin7 Code", "formula")
	if rejected[0].Row != 2 || *rejected[0].Sheet != "Sheet1" || *rejected[0].SKU != "A" {
		t.Errorf("rejected %s", asJSON(rejected[0]))
	}
	checkWords(t, rejected[1].Message, "Amazon SKU", "NUL")
}

func TestCustomSheet1904(t *testing.T) {
	parts := append(bookParts("S"), sheetPart(1, goodHead+`<row r="2"><c r="B2" s="1"><v>43901</v></c></row>`), stylesPart("yyyy-mm-dd"))
	parts[2].text = strings.Replace(parts[2].text, "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)
	checkEqual(t, customTexts(readCustom(t, zipped(t, parts...))), []string{"S 2 =2024-03-12"})
}

func TestCustomSheetLongCell(t *testing.T) {
	long := strings.Repeat("棚", maxCell+10)
	for _, cell := range []string{`<c r="B2" t="inlineStr"><is><t>` + long + `</t></is></c>`, `<c r="B2" t="s"><v>0</v></c>`} {
		got := cellText(t, cell, part{"xl/sharedStrings.xml", `<sst><si><t>` + long + `</t></si></sst>`})
		if got != strings.Repeat("棚", maxCell) {
			t.Errorf("%d bytes are left", len(got))
		}
	}
}

func TestCustomSheetFromWhereItStands(t *testing.T) {
	emptyTempDir(t)
	path := filepath.Join(t.TempDir(), "upload")
	if err := os.WriteFile(path, []byte("head"+book(t, inlineRow(2, "A", "X"))), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.Seek(4, io.SeekStart); err != nil {
		t.Fatal(err)
	}
	rows, _, err := tryCustomFrom(file)
	if err != nil {
		t.Fatal(err)
	}
	checkEqual(t, customTexts(rows), []string{"Sheet1 2 A=X"})
}

func TestCustomSheetPackedTwice(t *testing.T) {
	emptyTempDir(t)
	file := gzipped(t, book(t, inlineRow(2, "A", "X")))
	checkEqual(t, customTexts(readCustom(t, file)), []string{"Sheet1 2 A=X"})
}

func TestCustomSheetClosed(t *testing.T) {
	emptyTempDir(t)
	r, err := OpenCustomSheet(iotest.OneByteReader(strings.NewReader(book(t, inlineRow(2, "A", "X")))))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := r.Read(); err == nil || err == io.EOF {
		t.Errorf("a closed reader gives %v", err)
	}
}

// brokenFile is a file whose disk fails from a place on.
type brokenFile struct {
	*strings.Reader
	from int64
}

func (f *brokenFile) ReadAt(p []byte, off int64) (int, error) {
	if off < f.from {
		return 0, errGone
	}
	return f.Reader.ReadAt(p, off)
}

func TestCustomSheetReadFails(t *testing.T) {
	emptyTempDir(t)
	file := book(t, inlineRow(2, "A", "X"))
	for _, r := range []io.Reader{
		&brokenFile{strings.NewReader(file), 1}, // The directory at the end can still be read.
		&brokenFile{strings.NewReader(file), 1 << 40},
		io.MultiReader(strings.NewReader(file[:500]), iotest.ErrReader(errGone)),
		io.MultiReader(strings.NewReader("SKU,Cin7 Code\n"), iotest.ErrReader(errGone)),
	} {
		_, _, err := tryCustomFrom(r)
		if _, ok := errors.AsType[*FileError](err); ok || !errors.Is(err, errGone) {
			t.Errorf("error %v", err)
		}
	}
}

func TestCustomSheetWithoutTempDir(t *testing.T) {
	file := book(t, `<row r="2"><c r="A2" t="s"><v>0</v></c></row>`, part{"xl/sharedStrings.xml", "<sst><si><t>A</t></si></sst>"})
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "gone"))
	for _, r := range []io.Reader{strings.NewReader(file), io.MultiReader(strings.NewReader(file))} {
		if _, _, err := tryCustomFrom(r); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("error %v", err)
		} else if _, ok := errors.AsType[*FileError](err); ok {
			t.Errorf("the seller is told %v", err)
		}
	}
	if err := WriteCustomSheet(io.Discard, allRows()); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}
