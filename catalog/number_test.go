package catalog

import "testing"

func TestParseNumber(t *testing.T) {
	tests := []struct {
		text string
		mark decimalMark
		want string // Empty for an error.
	}{
		{"12.50", '.', "12.5"},
		{"0.02", '.', "0.02"},
		{"7", '.', "7"},
		{"-3", '.', "-3"},
		{"+3.10", '.', "3.1"},
		{".5", '.', "0.5"},
		{"5.", '.', "5"},
		{"007", '.', "7"},
		{"1.234", '.', "1.234"},
		{"0.7683", '.', "0.7683"},
		{"12,5", '.', "12.5"},
		{"12,34", '.', "12.34"},
		{"0,125", '.', "0.125"},
		{"1234,567", '.', "1234.567"},
		{"1,2345", '.', "1.2345"},
		{"1,234", '.', ""},
		{"12,345", '.', ""},
		{"1,234.50", '.', "1234.5"},
		{"1.234,50", '.', "1234.5"},
		{"1,234,567", '.', "1234567"},
		{"1,234,567.8", '.', "1234567.8"},
		{"1 234,50", '.', "1234.5"},
		{"1\u00a0234", '.', "1234"},
		{"1\u202f234,5", ',', "1234.5"},
		{"1'234.50", '.', "1234.5"},
		{"12,50", ',', "12.5"},
		{"1,234", ',', "1.234"},
		{"12.50", ',', "12.5"},
		{"1.234", ',', ""},
		{"1.234.567", ',', "1234567"},
		{"1.234.567,89", ',', "1234567.89"},
		{" \u00a012.5\u00a0 ", '.', "12.5"},
		{"£12.50", '.', "12.5"},
		{"12,50 €", ',', "12.5"},
		{"￥1280", '.', "1280"},
		{"12.5 USD", '.', ""},
		{"12.5.6", '.', ""},
		{"1,23,456", '.', ""},
		{"1.234,567,8", '.', ""},
		{"1,234 567", '.', ""},
		{"12,34.5", '.', ""},
		{"abc", '.', ""},
		{"1-2", '.', ""},
		{"-", '.', ""},
		{"$", '.', ""},
		{".", '.', ""},
		{"1.08E+89", '.', ""},
		{"5e-05", '.', ""},
		{"#N/A", '.', ""},
		{"#VALUE!", '.', ""},
		{"####", '.', ""},
		{"１２", '.', ""},
		{"1234567890123456789", '.', ""},
		{"0.12345678901", '.', ""},
	}
	for _, test := range tests {
		got, err := parseNumber(test.text, test.mark)
		if (err != nil) != (test.want == "") || string(got) != test.want {
			t.Errorf("parseNumber(%q, %q) = %q, %v; want %q", test.text, test.mark, got, err, test.want)
		}
	}
}

func TestParseNumberEmpty(t *testing.T) {
	for _, text := range []string{"", " ", "\u00a0"} {
		if got, err := parseNumber(text, '.'); got != "" || err != nil {
			t.Errorf("parseNumber(%q) = %q, %v; want the empty Decimal", text, got, err)
		}
	}
}

func TestParseNumberSaysWhy(t *testing.T) {
	tests := []struct{ text, word string }{
		{"#N/A", "spreadsheet's error"},
		{"9.40E+12", "shortened"},
		{"1,234", "1234 or as 1.234"},
		{"abc", "1234.50"},
	}
	for _, test := range tests {
		_, err := parseNumber(test.text, '.')
		if err == nil {
			t.Errorf("parseNumber(%q) gives no error", test.text)
			continue
		}
		checkWords(t, err.Error(), test.text, test.word)
	}
}

func TestParseQuantity(t *testing.T) {
	tests := []struct {
		text, want string
		bad        bool
	}{
		{text: ""},
		{text: " "},
		{text: "0", want: "0"},
		{text: "12", want: "12"},
		{text: " 12\u00a0", want: "12"},
		{text: "007", want: "7"},
		{text: "5.0", want: "5"},
		{text: "5,00", want: "5"},
		{text: "2147483647", want: "2147483647"},
		{text: "2147483648", bad: true},
		{text: "5.5", bad: true},
		{text: "1.000", bad: true},
		{text: "1,000", bad: true},
		{text: "many", bad: true},
		{text: "#N/A", bad: true},
		{text: "1E+05", bad: true},
	}
	for _, test := range tests {
		got, err := parseQuantity(test.text)
		if got != test.want || (err != nil) != test.bad {
			t.Errorf("parseQuantity(%q) = %q, %v; want %q", test.text, got, err, test.want)
		}
	}
}
