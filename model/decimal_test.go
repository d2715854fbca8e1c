package model

import "testing"

func TestParseDecimal(t *testing.T) {
	for text, want := range map[string]Decimal{
		" 12.50 ": "12.5", //nolint:gocritic // white space is trimmed
		"":        "", "12.5": "12.5", "0": "0", "-0": "0", "-0.0": "0", "0.5": "0.5", "-0.5": "-0.5", ".5": "0.5", "5.": "5",
		"007": "7", "00.1": "0.1", "-3": "-3", "+3": "3", "1e3": "1000", "1E-2": "0.01", "10": "10", "1.10": "1.1", "100.0": "100",
		"123456789012345678.0123456789":   "123456789012345678.0123456789",
		"-123456789012345678.01234567890": "-123456789012345678.0123456789",
	} {
		if got, err := ParseDecimal(text); got != want || err != nil {
			t.Errorf("%q is %q, error %v, and should be %q", text, got, err, want)
		}
	}
	for _, text := range []string{"-", ".", "--1", "1..2", "1.2.3", "1,5", "x", "1x", "1.x", "NaN", "٣", "1234567890123456789", "0.12345678901", "1e19"} {
		if got, err := ParseDecimal(text); err == nil {
			t.Errorf("%q is %q", text, got)
		}
	}
}
