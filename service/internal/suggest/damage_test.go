package suggest

import (
	"slices"
	"testing"
)

func TestGTIN(t *testing.T) {
	const ean = gtin(4006381333931)
	for in, want := range map[string]gtin{
		"4006381333931":     ean,
		"04006381333931":    ean,
		"4006 381-333931":   ean,
		"4006381333931.0":   ean,
		"4006381333930":     0, // check digit
		"036000291452":      36000291452,
		"36000291452":       36000291452, // zero lost
		"0036000291452":     36000291452, // as EAN-13
		"00036000291452":    36000291452, // as GTIN-14
		"96385074":          96385074,
		"1234567":           0,
		"00000000":          0,
		"400638133393X":     0,
		"400638133393100":   0,
		"":                  0,
		"4006381333931.5":   0,
		"99999999999999999": 0,
	} {
		if got := parseGTIN(in); got != want {
			t.Errorf("parseGTIN(%q) = %d, want %d", in, got, want)
		}
	}
	if got := parseGTIN("14006381333938").unit(); got != ean {
		t.Errorf("the case numbers %d, want %d", got, ean)
	}
	if got := ean.unit(); got != 0 {
		t.Errorf("a single item is no case, got %d", got)
	}
}

func TestLargeNumbers(t *testing.T) {
	for code, shown := range map[string]string{
		"10752E85":      "1.08E+89",
		"5012345678900": "5.01E+12",
		"123456789012":  "1.23457E+11",
		"9E9":           "9.00E+09",
		"12e5":          "1.2E+6",
	} {
		value, ok := largeNumber(code)
		low, high, shows := shownRange(shown)
		if !ok || !shows || value < low || value > high {
			t.Errorf("%s is shown as %s: %v %v, %v to %v %v", code, shown, value, ok, low, high, shows)
		}
	}
	for _, code := range []string{"", "12345", "1E2", "ABC", "E12", "1.5", "12345678901", "1E999", "0x12E5"} {
		if value, ok := largeNumber(code); ok {
			t.Errorf("%q is taken for %v", code, value)
		}
	}
	for _, sku := range []string{"", "E+1", "1.2", "1E5", "12.3E+4", "A1.2E+3", "1.2E+", "1.2E+1234", "1..2E+3"} {
		if low, high, ok := shownRange(sku); ok {
			t.Errorf("%q is taken for %v to %v", sku, low, high)
		}
	}
}

func TestDays(t *testing.T) {
	for in, want := range map[string][]day{
		"3-4":                 {{3, 4}, {4, 3}},
		"13/2":                {{2, 13}},
		"5-5":                 {{5, 5}},
		"MAR-05":              {{3, 5}},
		"MAR05":               {{3, 5}},
		"4-Mar":               {{3, 4}},
		"04/03/2026":          {{4, 3}, {3, 4}},
		"2026-03-04 00:00:00": {{3, 4}, {4, 3}},
		"SEPT-1":              {{9, 1}},
		"Mar-26":              {{3, 26}},
		"40-50":               nil,
		"1-2-3-4":             nil,
		"AB-12":               nil,
		"12":                  nil,
		"1_2":                 nil,
		"":                    nil,
	} {
		if got := days(in); !slices.Equal(got, want) {
			t.Errorf("days(%q) = %v, want %v", in, got, want)
		}
	}
	for in, want := range map[string]bool{"4-Mar": true, "04/03/2026": true, "3-4": false, "12-10-05": false, "Mar-26": true} {
		if got := showsDate(in); got != want {
			t.Errorf("showsDate(%q) = %v", in, got)
		}
	}
}

func TestPackOf(t *testing.T) {
	for in, want := range map[string]int{
		"Pack of 3 Brushes":      3,
		"Brushes, 3 Pack":        3,
		"Brushes 12pk":           12,
		"Box of 100 Screws":      100,
		"Set 4 Knives":           4,
		"2 x Lamp":               2,
		"2x Lamp":                2,
		"3er Pack Lampen":        3,
		"Lot de 6 verres":        6,
		"500 pcs Screws":         500,
		"Lamp 2 x 20W":           0,
		"2 x 20 mm Bolt":         0,
		"Lamp":                   0,
		"Pack":                   0,
		"Pack of Cards":          0,
		"pack of 99999":          0,
		"Travel bag 1":           0,
		"":                       0,
		"Screws (Pack of 1)":     0,
		"Server 5 ct Bandages":   5,
		"Carton of 24 Bottles":   24,
		"12 Pieces Pencil Set 4": 12,
	} {
		if got := packOf(words(in)); got != want {
			t.Errorf("packOf(%q) = %d, want %d", in, got, want)
		}
	}
	for in, want := range map[string]struct {
		pack int
		rest string
	}{
		"x2": {2, ""}, "2x": {2, ""}, "2pk": {2, ""}, "pack3": {3, ""}, "3pack": {3, ""}, "4xabcde": {4, "abcde"},
		"abcdex4": {4, "abcde"}, "ab12": {0, "ab12"}, "x": {0, "x"}, "": {0, ""}, "x0": {0, "x0"}, "pc12345": {0, "pc12345"},
	} {
		pack, rest := cutPack(in)
		if pack != want.pack || rest != want.rest {
			t.Errorf("cutPack(%q) = %d, %q, want %d, %q", in, pack, rest, want.pack, want.rest)
		}
	}
}
