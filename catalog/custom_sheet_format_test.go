package catalog

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func TestCustomSheetFormats(t *testing.T) {
	styles := stylesPart(`&quot;SKU-&quot;0000`, `0000&quot; UK&quot;`, `00000\-0000`, `0.000`, `&quot;X-&quot;@`)
	for _, test := range []struct{ cell, want string }{
		{`<c r="B2" s="1"><v>417</v></c>`, "SKU-0417"},
		{`<c r="B2" s="2"><v>417</v></c>`, "0417 UK"},
		{`<c r="B2" s="3"><v>123456789</v></c>`, "12345-6789"},
		{`<c r="B2" s="4"><v>417</v></c>`, "417.000"},
		{`<c r="B2" s="5" t="str"><v>417</v></c>`, "X-417"},
	} {
		if got := cellText(t, test.cell, styles); got != test.want {
			t.Errorf("%s gives %q, want %q", test.cell, got, test.want)
		}
	}
}

func TestCustomSheetUncertainFormat(t *testing.T) {
	rows, rejected, err := tryCustom(book(t, `<row r="2"><c r="A2" t="str"><v>A</v></c><c r="B2" s="1"><v>417</v></c></row>`+inlineRow(3, "B", "X"),
		stylesPart(`[&gt;9]&quot;A&quot;0;0`)))
	if err != nil {
		t.Fatal(err)
	}
	checkEqual(t, customTexts(rows), []string{"Sheet1 3 B=X"})
	checkRejected(t, rejected, 2, `"Cin7 Code"`, `[>9]\"A\"0;0`, "format the column as text")
	checkEqual(t, rejected[0].SKU, new("A"))
}

// TestCustomSheetEncodings reads workbooks whose parts are not in UTF-8, as
// some programs write them.
func TestCustomSheetEncodings(t *testing.T) {
	sheet := sheetXML(goodHead + inlineRow(2, "Ä", "X €"))
	declared := func(name string) string { return strings.Replace(sheet, `encoding="UTF-8"`, `encoding="`+name+`"`, 1) }
	little, big := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	for name, text := range map[string]string{
		"UTF-16, little end first": encoded(t, little, declared("UTF-16")),
		"UTF-16, big end first":    encoded(t, big, declared("utf-16")),
		"UTF-16 without a mark":    encoded(t, little, declared("UTF-16LE"))[2:],
		"UTF-16, undeclared":       encoded(t, little, strings.TrimPrefix(sheet, xmlHead)),
		"Latin-1":                  encoded(t, charmap.Windows1252, declared("ISO-8859-1")),
		"Windows-1252":             encoded(t, charmap.Windows1252, declared("windows-1252")),
		"UTF-8 with a mark":        "\ufeff" + sheet,
	} {
		t.Run(name, func(t *testing.T) {
			emptyTempDir(t)
			file := zipped(t, append(bookParts("S"), part{"xl/worksheets/sheet1.xml", text})...)
			checkEqual(t, customTexts(readCustom(t, file)), []string{"S 2 Ä=X €"})
		})
	}
	_, _, err := tryCustom(zipped(t, append(bookParts("S"), part{"xl/worksheets/sheet1.xml", declared("Shift_JIS")})...))
	checkFileError(t, err, "shift_jis", "Open it in Excel")
}
