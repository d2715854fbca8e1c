package suggest

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"":              "",
		"AB-12/c.D":     "ab12cd",
		"  Ä-é ß ":      "aess",
		"Straße 5":      "strasse5",
		"ｆｕｌｌ１２":        "full12",
		"x\u00b2":       "x2",
		"٣٤":            "34",
		"O'Neill":       "oneill",
		"靴-12":          "靴12",
		"\xff-a":        "a",
		"Ørsted Łódź æ": "orstedlodzae",
	} {
		if got := fold(in); got != want {
			t.Errorf("fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for in, want := range map[string]string{
		"18 V Drill":              "18v drill",
		"5.0Ah Batteries":         "5ah batterie",
		"16x38mm":                 "16 38mm",
		"16 x 38 mm":              "16 x 38mm",
		"2x Screws":               "2x screw",
		"Men's Shoes, UK 9":       "mens shoe uk 9",
		"v2.0 of 3.50":            "2 of 3.5",
		"Glass":                   "glass",
		"100 Megapixels":          "100mp",
		"3.5.1":                   "3.5.1",
		"(500 pcs) – 1,5 Litre":   "500pc 1 5l",
		"10.":                     "10",
		"M6x20":                   "m6x20",
		"6ft x 4ft 6 inches 12\"": "6ft x 4ft 6in 12",
	} {
		if got := strings.Join(words(in), " "); got != want {
			t.Errorf("words(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestModels(t *testing.T) {
	for in, want := range map[string]string{
		"Acme DHR-202Z drill":      "dhr202z 202z",
		"DW 088 K":                 "dw088 dw088k",
		"F3H982-10 cable":          "f3h982 f3h98210",
		"6-Device remote":          "",
		"Pack of 10 18V":           "",
		"Part 4711 and 12345":      "12345",
		"X1 with charger DC18RC":   "dc18rc",
		"a 1234567890123456789012": "1234567890123456789012",
	} {
		var got []string
		for _, m := range models(parts(in)) {
			got = append(got, m.text)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("models(%q) = %q, want %q", in, got, want)
		}
	}
	for _, m := range models(parts("Drill DHR202Z new with charger DC18RC")) {
		if accessory := m.text == "dc18rc"; accessory != (m.weight < 1) {
			t.Errorf("%s weighs %v", m.text, m.weight)
		}
	}
}

func TestHead(t *testing.T) {
	for in, want := range map[string]string{
		"dhr242rtj": "dhr242", "dhr242": "", "12345ab": "12345", "1234ab": "", "ab1c": "", "a12b": "", "abc": "", "": "", "靴12x": "靴12",
	} {
		if got := head(in); got != want {
			t.Errorf("head(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestOptionWords(t *testing.T) {
	in := func(v, title string) int {
		value := newValue(v)
		return value.in(partTexts(title))
	}
	for _, c := range []struct {
		value, title string
		want         int
	}{
		{"Black", "a black bag", 1},
		{"Navy Blue", "in Navy-Blue", 2},
		{"M", "Medium shirt", 1},
		{"XL", "size Extra Large", 2},
		{"2XL", "XX-Large", 2},
		{"Red", "reduced", 0},
		{"S", "Men's shirt", 0},
		{"Grey", "gray hat", 1},
		{"", "anything", 0},
		{"Glove", "two gloves", 1},
	} {
		if got := in(c.value, c.title); got != c.want {
			t.Errorf("%q in %q: %d words, want %d", c.value, c.title, got, c.want)
		}
	}
	values := optionValues("Black / Medium")
	for rest, want := range map[string]bool{"blkm": true, "blkmed": true, "blackm": true, "bkszm": true, "redm": false, "blk": false, "": false} {
		if got := spells(rest, values); got != want {
			t.Errorf("spells(%q) = %v", rest, got)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"abc", "abc", 0}, {"abcd", "abdc", 1}, {"abcd", "acd", 1}, {"abcd", "abxcd", 1},
		{"abcd", "wxyz", 4}, {"abc", "abcdefg", 4}, {"kitten", "sitting", 3},
	} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
		if got := distance(c.b, c.a); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.b, c.a, got, c.want)
		}
	}
	if got := likeness("abcdef", "abcdef"); got != 1 {
		t.Errorf("a text is like itself by %v", got)
	}
	if got := likeness("abcdef", "uvwxyz"); got != 0 {
		t.Errorf("texts that share nothing are like by %v", got)
	}
}

func FuzzTexts(f *testing.F) {
	for _, s := range []string{"", "Pack of 3 – 18 V DHR-202Z", "1.08E+89", "ß'\u2019Å", "靴12", "\xff\x00", "x2x2x2", "12x12x12mm", "0.0.0"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := fold(s)
		if utf8.ValidString(s) && fold(once) != once {
			t.Errorf("fold(%q) = %q, and folded again %q", s, once, fold(once))
		}
		for _, w := range words(s) {
			if w == "" || strings.ContainsAny(w, " \t-/") {
				t.Errorf("%q has the word %q", s, w)
			}
		}
		ps := parts(s)
		for _, p := range ps {
			if p.text == "" || slices.ContainsFunc([]byte(p.text), func(c byte) bool { return !isLetter(c) && !isDigit(c) }) {
				t.Errorf("%q has the part %q", s, p.text)
			}
		}
		if found := models(ps); len(found) > maxModels {
			t.Errorf("%q has %d models", s, len(found))
		}
		if n := packOf(words(s)); n < 0 || n > maxPack {
			t.Errorf("%q is a pack of %d", s, n)
		}
		if _, rest := cutPack(once); len(rest) > len(once) {
			t.Errorf("%q without a count is %q", once, rest)
		}
		if g := parseGTIN(s); g != 0 && !g.checks() {
			t.Errorf("%q is read as %d", s, g)
		}
		if low, high, ok := shownRange(s); ok && low > high {
			t.Errorf("%q is from %v to %v", s, low, high)
		}
		for _, d := range days(s) {
			if d.month < 1 || d.month > 12 || d.number < 0 || d.number > 99 {
				t.Errorf("%q is read as %v", s, d)
			}
		}
		values := optionValues(s)
		if len(values) >= maxValues {
			t.Errorf("%q has %d values", s, len(values))
		}
	})
}
