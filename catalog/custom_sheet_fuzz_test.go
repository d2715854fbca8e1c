package catalog

import (
	"errors"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"
)

// fuzzCustom reads a file to its end, and wants every error to be the
// seller's.
func fuzzCustom(t *testing.T, file string) {
	r, err := OpenCustomSheet(strings.NewReader(file))
	if err != nil {
		checkFuzzedFileError(t, err)
		return
	}
	defer r.Close()
	for {
		row, err := r.Read()
		if bad, ok := errors.AsType[*RowError](err); ok {
			checkUTF8(t, bad.Message)
			checkUTF8s(t, bad.Sheet, bad.SKU, bad.Cin7Code)
			continue
		}
		if err == io.EOF {
			return
		}
		if err != nil {
			checkFuzzedFileError(t, err)
			return
		}
		checkUTF8(t, row.SKU, row.Cin7Code)
		checkUTF8s(t, row.Sheet)
		if row.blank() || row.Row < 2 || len([]rune(row.SKU)) > 1<<20 {
			t.Fatalf("row %s", asJSON(row))
		}
	}
}

func FuzzCustomSheet(f *testing.F) {
	shared := part{"xl/sharedStrings.xml", "<sst><si><t>A</t></si></sst>"}
	good := book(f, inlineRow(2, "A", "X")+`<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" s="1"><v>1.08E+89</v></c></row>`, shared, stylesPart("000"))
	f.Add(good)
	f.Add(good[:len(good)-30])
	f.Add(gzipped(f, good))
	f.Add(zipped(f, part{"xl/workbook.bin", ""}))
	f.Add(compoundFile("Workbook"))
	f.Add(compoundFile("a", "b", "c", "d", "EncryptedPackage"))
	f.Add("Amazon SKU,Cin7 Code\nA,X\n,\n\"B\n\",Y\n")
	f.Add("SKU;Cin7 Code\r\nA;\"X\r\nB;Y;Z\r\n")
	f.Add("\ufeffSKU\tCin7 Code\rA\xe9\t\x00\r")
	f.Add(encoded(f, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), "SKU\tCin7 Code\nA\t☕\n"))
	f.Fuzz(fuzzCustom)
}

// FuzzCustomSheetParts changes what is packed in a workbook.
func FuzzCustomSheetParts(f *testing.F) {
	parts := bookParts("S", ".hidden")
	f.Add(parts[2].text, parts[3].text,
		sheetXML(goodHead+inlineRow(2, "A", "X")+`<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3" s="1"><v>45363.5</v></c></row>`),
		"<sst><si/><si><r><t>A_x000D_</t></r><rPh><t>b</t></rPh></si></sst>", stylesPart("d/m/yy h:mm", "0000").text)
	f.Add(parts[2].text, parts[3].text, sheetXML(`<row><c t="str"><v>SKU</v></c><c t="inlineStr"><is><t>Cin7 Code</t></is></c></row><row/><row><c t="b"><v>1</v></c><c t="e"><f/><v>#N/A</v></c></row>`), "", "")
	f.Add("<workbook\xd5/>", "", "", "", "")
	f.Fuzz(func(t *testing.T, list, relations, sheet, texts, styles string) {
		fuzzCustom(t, zipped(t, part{"_rels/.rels", packageRels}, part{"xl/workbook.xml", list}, part{"xl/_rels/workbook.xml.rels", relations},
			part{"xl/worksheets/sheet1.xml", sheet}, part{"xl/sharedStrings.xml", texts}, part{"xl/styles.xml", styles}))
	})
}
