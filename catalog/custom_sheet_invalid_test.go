package catalog

import (
	"encoding/binary"
	"io"
	"strings"
	"testing"
	"unicode/utf16"
)

// compoundBegin are the first bytes of a Compound File.
const compoundBegin = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// compoundFile makes a Compound File with the given streams, its directory in
// the last of its sectors.
func compoundFile(streams ...string) string {
	const sector = 512
	file := make([]byte, 3*sector)
	le := binary.LittleEndian
	copy(file, compoundBegin)
	le.PutUint16(file[30:], 9)
	le.PutUint32(file[48:], 1)
	le.PutUint32(file[76:], 0)
	table := file[sector:]
	for i := range sector / 4 {
		le.PutUint32(table[4*i:], 0xfffffffe)
	}
	for i, name := range append([]string{"Root Entry"}, streams...) {
		at := 2*sector + 128*i
		for len(file) < at+128 {
			n := uint32(len(file)/sector - 1)
			le.PutUint32(file[sector+4*(n-1):], n)
			file = append(file, make([]byte, sector)...)
		}
		for j, unit := range utf16.Encode([]rune(name)) {
			le.PutUint16(file[at+2*j:], unit)
		}
	}
	return string(file)
}

func TestCustomSheetForeignFiles(t *testing.T) {
	good := book(t, inlineRow(2, "A", "X"))
	noise := string([]byte{0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'})
	chart := bookParts("Chart")
	chart[3].text = strings.Replace(chart[3].text, "/worksheet\"", "/chartsheet\"", 1)
	for _, test := range []struct {
		name, file string
		words      []string
	}{
		{"empty", "", []string{"empty"}},
		{"blank", " \n\n", []string{"no lines with text"}},
		{"old .xls", compoundFile("Workbook", "\x05SummaryInformation"), []string{"old Excel workbook (.xls)", "Save it as"}},
		{"password", compoundFile("\x06DataSpaces", "Version", "DataSpaceMap", "DataSpaceInfo", "EncryptedPackage"), []string{"password"}},
		{"short compound file", compoundBegin, []string{".xls"}},
		{"half", good[:len(good)/2], []string{"damaged or incomplete"}},
		{"four bytes", good[:4], []string{"damaged or incomplete"}},
		{"without its end", good[:len(good)-1], []string{"damaged or incomplete"}},
		{"empty ZIP", zipped(t), []string{"an empty ZIP file"}},
		{"any ZIP", zipped(t, part{"sheet.csv", "SKU,Cin7 Code\n"}), []string{"a ZIP file without an Excel workbook"}},
		{".xlsb", zipped(t, part{"_rels/.rels", strings.Replace(packageRels, "workbook.xml", "workbook.bin", 1)}, part{"xl/workbook.bin", ""}), []string{".xlsb", "Save the sheet"}},
		{".ods", zipped(t, part{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, part{"content.xml", ""}, part{"META-INF/manifest.xml", ""}), []string{".ods", ".xlsx"}},
		{".docx", zipped(t, part{"_rels/.rels", strings.Replace(packageRels, "xl/workbook.xml", "word/document.xml", 1)}, part{"word/document.xml", ""}), []string{".docx"}},
		{".pptx", zipped(t, part{"_rels/.rels", strings.Replace(packageRels, "xl/workbook.xml", "ppt/presentation.xml", 1)}, part{"ppt/presentation.xml", ""}), []string{".pptx"}},
		{"Numbers", zipped(t, part{"Index/Document.iwa", ""}), []string{"Numbers"}},
		{"no sheets", zipped(t, bookParts()...), []string{"no sheets"}},
		{"a chart alone", zipped(t, chart...), []string{"no sheets with cells"}},
		{"a sheet is missing", zipped(t, bookParts("S")...), []string{"xl/worksheets/sheet1.xml", "missing"}},
		{"no list of sheets", zipped(t, part{"_rels/.rels", packageRels}), []string{"xl/_rels/workbook.xml.rels", "missing"}},
		{"PDF", "%PDF-1.7\n%", []string{"PDF", wantSheet}},
		{"web page", "<!DOCTYPE html><html>", []string{"HTML"}},
		{"JSON", `[{"sku": "A"}]`, []string{"JSON"}},
		{"a picture", noise, []string{"not a spreadsheet"}},
		{"text", "Dear seller,\nhere is the list\n", []string{"neither a column", "Dear seller"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			emptyTempDir(t)
			_, _, err := tryCustom(test.file)
			checkFileError(t, err, test.words...)
			_, _, streamed := tryCustomFrom(io.MultiReader(strings.NewReader(test.file)))
			checkFileError(t, streamed, err.Error())
		})
	}
}

func TestCustomSheetDamagedParts(t *testing.T) {
	sheet := func(text string) string {
		return zipped(t, append(bookParts("S"), part{"xl/worksheets/sheet1.xml", text})...)
	}
	rows := func(xml string) string { return sheet(sheetXML(goodHead + xml)) }
	deep := strings.Repeat("<a>", 65) + strings.Repeat("</a>", 65)
	wide := `<row r="2">` + strings.Repeat("<c/>", 16385) + "</row>"
	for _, test := range []struct {
		name, file string
		words      []string
	}{
		{"ends within a row", sheet(xmlHead + "<worksheet><sheetData>" + goodHead + `<row r="2">`), []string{"unexpected EOF"}},
		{"ends within a tag", sheet(xmlHead + "<worksheet><sheetData>" + goodHead + `<row r="2"`), []string{"unexpected EOF"}},
		{"tags crossed", rows(`<row r="2"></c></row>`), []string{"closed"}},
		{"no XML", sheet("\x00\x01"), []string{"damaged"}},
		{"another encoding", sheet(`<?xml version="1.0" encoding="UTF-16"?><worksheet/>`), []string{"UTF-16"}},
		{"row 0", rows(`<row r="0"/>`), []string{`"0"`}},
		{"row twice", rows(`<row r="2"/><row r="2"/>`), []string{"after row 2", `"2"`}},
		{"row back", rows(`<row r="9"/><row r="3"/>`), []string{"after row 9", `"3"`}},
		{"row beyond", rows(`<row r="1048577"/>`), []string{"1048577", "1048576"}},
		{"row beyond int", rows(`<row r="99999999999999999999"/>`), []string{"after row 1"}},
		{"row beyond, unnumbered", rows(`<row r="1048576"/><row/>`), []string{"1048577"}},
		{"column beyond", rows(`<row r="2"><c r="XFE2"/></row>`), []string{`"XFE2"`}},
		{"column back", rows(`<row r="2"><c r="C2"/><c r="B2"/></row>`), []string{`"B2"`}},
		{"no column", rows(`<row r="2"><c r="2"/></row>`), []string{`"2"`}},
		{"too many cells", rows(wide), []string{"16384"}},
		{"no texts", rows(`<row r="2"><c r="A2" t="s"><v>1</v></c></row>`), []string{"sharedStrings.xml", "missing"}},
		{"no such text", book(t, `<row r="2"><c r="A2" t="s"><v>1</v></c></row>`, part{"xl/sharedStrings.xml", "<sst><si><t>A</t></si></sst>"}), []string{"not there"}},
		{"deep", rows(deep), []string{"nested"}},
		{"DOCTYPE", sheet(`<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>` + sheetXML("")), []string{"DOCTYPE"}},
		{"entity", rows(`<row r="2"><c r="A2" t="str"><v>&lol;</v></c></row>`), []string{"&lol;"}},
		{"list of sheets with a DOCTYPE", zipped(t, part{"_rels/.rels", packageRels}, part{"xl/_rels/workbook.xml.rels", "<!DOCTYPE x>"}, part{"xl/workbook.xml", ""}), []string{"DOCTYPE"}},
		{"texts with a DOCTYPE", book(t, `<row r="2"><c r="A2" t="s"><v>0</v></c></row>`, part{"xl/sharedStrings.xml", "<!DOCTYPE x>"}), []string{"DOCTYPE"}},
		{"texts that end early", book(t, `<row r="2"><c r="A2" t="s"><v>0</v></c></row>`, part{"xl/sharedStrings.xml", "<sst><si><t>A</t></si>"}), []string{"unexpected EOF"}},
		{"styles with a DOCTYPE", book(t, `<row r="2"><c r="A2" s="1"><v>0</v></c></row>`, part{"xl/styles.xml", "<!DOCTYPE x>"}), []string{"DOCTYPE"}},
		{"a sheet read twice", zipped(t, part{"_rels/.rels", packageRels}, part{"xl/workbook.xml", `<sheets><sheet id="a"/><sheet id="a"/></sheets>`},
			part{"xl/_rels/workbook.xml.rels", `<Relationship Id="a" Type="/worksheet" Target="a"/>`}), []string{"too many sheets"}},
		{"two of a name", book(t, "", part{"XL/Workbook.xml", ""}), []string{"two parts", "XL/Workbook.xml"}},
		{"a way out", book(t, "", part{"xl/../../etc/passwd", ""}), []string{"leads out"}},
		{"a way out, backwards", book(t, "", part{`xl\..\a`, ""}), []string{"leads out"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			emptyTempDir(t)
			_, _, err := tryCustom(test.file)
			checkFileError(t, err, append(test.words, "Open it in Excel")...)
		})
	}
}
