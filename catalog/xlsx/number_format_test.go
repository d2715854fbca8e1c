package xlsx

import (
	"errors"
	"strings"
	"testing"
)

// unsure stands for a cell that is refused.
const unsure = "(unsure)"

// shownBy gives what a format makes of a number, with a mark for its note.
func shownBy(t *testing.T, format *numberFormat, content string) string {
	t.Helper()
	text, note, err := numberText(content, format, false)
	if wrong, ok := errors.AsType[*FormatError](err); ok {
		if text != "" || !strings.Contains(wrong.Error(), "not certain") {
			t.Errorf("a refused cell gives %q, error %v", text, wrong)
		}
		return unsure
	}
	if err != nil {
		t.Fatal(err)
	}
	if note == Reformatted {
		text += " *"
	}
	return text
}

func TestNumberFormats(t *testing.T) {
	for _, test := range []struct{ format, content, want string }{
		// Characters and zeros that the format adds.
		{`"SKU-"0000`, "417", "SKU-0417"},
		{`"SKU-"0000`, "12345", "SKU-12345"},
		{`0000" UK"`, "417", "0417 UK"},
		{`"A"00`, "7", "A07"},
		{`00000\-0000`, "123456789", "12345-6789"},
		{`00000\-0000`, "12", "00000-0012"},
		{`000\-00\-0000`, "1234567890", "1234-56-7890"},
		{`00-00`, "417", "04-17"},
		{`(000) 000`, "417", "(000) 417"},
		{`0\/0`, "417", "41/7"},
		{`"A"#"B"#`, "7", "AB7"},
		{`"A"???`, "7", "A  7"},
		{`"SKU-"General`, "417", "SKU-417"},
		{`General" UK"`, "417", "417 UK"},
		{`[$SKU-]000`, "7", "SKU007"},
		{`[$€-407] 0`, "7", "€ 7"},
		{`$0`, "7", "$7"},
		{`"Größe "0`, "7", "Größe 7"},
		{`№0`, "7", "№7"},
		{`[Red]0000`, "417", "0417"},
		{`_(0000_)`, "417", "0417"},
		{`00000`, "123456", "123456"},
		{`0#`, "5", "05"},
		{`000000000000000000000000000000000`, "5", strings.Repeat("0", 32) + "5"},
		// Sections.
		{`"P"00;"N"00;"Z"00`, "7", "P07"},
		{`"P"00;"N"00;"Z"00`, "-7", "N07"},
		{`"P"00;"N"00;"Z"00`, "0", "Z00"},
		{`"P"00;"N"00`, "0", "P00"},
		{`"P"00`, "-7", "-P07"},
		{`0;;`, "7", "7"},
		{`0;;`, "0", unsure},
		{`;;;`, "7", unsure},
		// Formats that add nothing.
		{`General`, "417", "417"},
		{`General`, "1.25", "1.25"},
		{`@`, "417", "417"},
		{`0`, "417", "417"},
		{`#`, "417", "417"},
		{`#,##0`, "1417", "1417"},
		{`#,##0_);(#,##0)`, "1417", "1417"},
		{`_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)`, "1417", "1417"},
		{`0" "`, "417", "417"},
		// What a spreadsheet did is seen.
		{`0.000`, "417", "417.000"},
		{`0.0`, "417", "417.0"},
		{`#,##0.00`, "1417", "1417.00"},
		{`0%`, "0.5", "50%"},
		{`0%`, "0.07", "7%"},
		{`0%`, "417", "41700%"},
		{`0.00%`, "0.5", "50.00%"},
		{`0.00E+00`, "417", "4.17E+02"},
		{`0.0"days"`, "3", "3.0days"},
		// Numbers that the cell rounds, or shows with less.
		{`0`, "1.5", "1.5 *"},
		{`0.00"days"`, "1.5", "1.5 *"},
		{`0.00`, "1.25", "1.25 *"},
		{`0%`, "0.005", "0.005 *"},
		{`0.##`, "417", "417 *"},
		{`"A"00`, "1.5", "1.5 *"},
		{`00000`, "12345678901234567890", "1.23456789012346E+19 *"},
		{`# ?/?`, "417", "417"},
		// What is not certain.
		{`# ?/?`, "0.5", unsure},
		{`"A"# ?/?`, "417", unsure},
		{`##0.0E+0`, "417", unsure},
		{`"A"0.0E+00`, "417", unsure},
		{`0,`, "417", unsure},
		{`0,,"M"`, "417000000", unsure},
		{`"A"#,##0`, "1417", unsure},
		{`"A"#,##0`, "417", "A417"},
		{`0,000`, "417", unsure},
		{`"SKU"`, "417", unsure},
		{`[>100]"A"0;"B"0`, "417", unsure},
		{`[DBNum1]0`, "417", unsure},
		{`0*-`, "417", unsure},
		{`"A"General`, "123456789012", unsure},
		{`"A"General`, "1.5", unsure},
		{`"A"@`, "417", unsure},
		{`0 Q`, "417", unsure},
		{`0.0.0`, "417", unsure},
		{`"open`, "417", unsure},
		{`0\`, "417", "417"},
		{strings.Repeat(`"A"0`, 1000), "417", unsure},
	} {
		if got := shownBy(t, parseNumberFormat(test.format), test.content); got != test.want {
			t.Errorf("%s shows %s as %q, want %q", test.format, test.content, got, test.want)
		}
	}
}

func TestBuiltinFormats(t *testing.T) {
	for id, want := range map[int]string{
		0: "417", 1: "417", 2: "417.00", 3: "417", 4: "417.00", 5: unsure, 9: "41700%", 11: "4.17E+02", 12: "417",
		37: "417", 39: "417.00", 41: "417", 42: unsure, 43: "417.00", 44: unsure, 48: unsure, 49: "417", 99: "417",
		14: "1901-02-20", 22: "1901-02-20 00:00:00", 46: "00:00:00",
	} {
		if got := shownBy(t, builtinFormat(id), "417"); got != want {
			t.Errorf("format %d shows %q, want %q", id, got, want)
		}
	}
}

func TestTextFormats(t *testing.T) {
	for _, test := range []struct{ format, want string }{
		{`"SKU-"@`, "SKU-x"},
		{`@`, "x"},
		{`0;0;0;@" UK"`, "x UK"},
		{`"SKU-"0000`, "x"},
		{`yyyy"-"@`, "x"},
		{`[DBNum1]"A"@`, unsure},
	} {
		got, err := parseNumberFormat(test.format).showText("x")
		if err != nil {
			got = unsure
		}
		if got != test.want {
			t.Errorf("%s shows %q, want %q", test.format, got, test.want)
		}
	}
}

func FuzzNumberFormat(f *testing.F) {
	f.Add(`[Red]"SKU-"0000.0#;\-#,##0%;[$€-407]?/?;@"x"*-_)`, "417")
	f.Add(`General"A"0E+0,`, "-1.5e300")
	f.Fuzz(func(t *testing.T, code, content string) {
		format := parseNumberFormat(code)
		numberText(content, format, false)
		if format == nil {
			return
		}
		format.showText(content)
	})
}
