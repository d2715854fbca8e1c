package catalog

import (
	"testing"
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
