package suggest

import "strings"

// maxPack is the largest number that is read as a count of items.
const maxPack = 10_000

// packOf is how many items the words of a title or name say are sold as one:
// pack of 3, 3 pack, set of 4, 2 x …; 0 if they say nothing.
func packOf(ws []string) int {
	for i, w := range ws {
		if n := countedWord(w); n > 0 {
			return n
		}
		if isContainer(w) && i+1 < len(ws) {
			next := ws[i+1]
			if (next == "of" || next == "de" || next == "von") && i+2 < len(ws) {
				next = ws[i+2]
			}
			if n := count(next); n > 1 {
				return n
			}
		}
	}
	return leadingCount(ws)
}

// countedWord reads 3pk, 10pc and 3er.
func countedWord(w string) int {
	number, unit := measure(w)
	if unit == "pk" || unit == "pc" || unit == "ct" {
		return count(number)
	}
	if strings.HasSuffix(w, "er") {
		return count(strings.TrimSuffix(w, "er"))
	}
	return 0
}

func isContainer(w string) bool {
	switch w {
	case "pack", "box", "set", "bag", "tub", "lot", "case", "carton", "bundle":
		return true
	}
	return false
}

// leadingCount reads a count at the beginning: 2 x …, 2x ….
func leadingCount(ws []string) int {
	if len(ws) == 0 {
		return 0
	}
	w, found := strings.CutSuffix(ws[0], "x")
	if !found && (len(ws) < 3 || ws[1] != "x" || numberLen(ws[2]) > 0) {
		return 0
	}
	if n := count(w); n > 1 {
		return n
	}
	return 0
}

// count reads a number of items, 0 for none.
func count(s string) int {
	if !isDigits(s) || len(s) > 5 {
		return 0
	}
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	if n > maxPack {
		return 0
	}
	return n
}

// cutPack takes a count of items off a part of a SKU: x2, 2pk, pack3, 2xCODE
// and CODEx2. The count is 0 if the part has none.
func cutPack(p string) (pack int, rest string) {
	for _, word := range [...]string{"pack", "pcs", "pc", "pk", "x"} {
		if n := shortCount(strings.TrimSuffix(p, word)); n > 0 && strings.HasSuffix(p, word) {
			return n, ""
		}
		if n := shortCount(strings.TrimPrefix(p, word)); n > 0 && strings.HasPrefix(p, word) {
			return n, ""
		}
	}
	if i := strings.IndexByte(p, 'x'); 0 < i && i < 3 && i < len(p)-4 {
		if n := shortCount(p[:i]); n > 0 {
			return n, p[i+1:]
		}
	}
	if i := strings.LastIndexByte(p, 'x'); i >= 5 && len(p)-i <= 3 {
		if n := shortCount(p[i+1:]); n > 0 {
			return n, p[:i]
		}
	}
	return 0, p
}

func shortCount(s string) int {
	if len(s) > 3 {
		return 0
	}
	return count(s)
}
