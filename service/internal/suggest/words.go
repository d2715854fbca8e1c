package suggest

import "strings"

// unitOf gives the usual short form of a unit of measure; empty for none.
func unitOf(s string) string {
	switch s {
	case "v", "volt", "volts":
		return "v"
	case "w", "watt", "watts":
		return "w"
	case "a", "amp", "amps":
		return "a"
	case "m", "metre", "metres", "meter", "meters":
		return "m"
	case "l", "ltr", "litre", "litres", "liter", "liters":
		return "l"
	case "g", "gm", "gram", "grams":
		return "g"
	case "kg", "kilo", "kilos":
		return "kg"
	case "lb", "lbs":
		return "lb"
	case "in", "inch", "inches":
		return "in"
	case "ft", "feet", "foot":
		return "ft"
	case "mp", "megapixel", "megapixels":
		return "mp"
	case "pk", "pks", "pack", "packs":
		return "pk"
	case "pc", "pcs", "piece", "pieces":
		return "pc"
	case "mm", "cm", "ml", "cl", "oz", "ah", "mah", "kw", "wh", "kb", "mb", "gb", "tb", "hz", "khz", "mhz", "ghz",
		"rpm", "psi", "bar", "dpi", "nm", "awg", "mbps", "gbps", "ct", "way", "pin", "port", "lm", "fps":
		return s
	}
	return ""
}

// words returns the words of s in lower case. A number takes its unit with it
// (18 V is 18v, 5.0Ah is 5ah), dimensions come apart (16x38mm is 16 and 38mm),
// a version loses its v (v2.0 is 2), and long words lose a plural's s.
func words(s string) []string { return appendWords(make([]string, 0, 16), s) }

// appendWords makes words of s in the place of found, which it overwrites.
func appendWords(found []string, s string) []string {
	s = lower(s)
	found = found[:0]
	start := -1
	for i := range len(s) + 1 {
		if i < len(s) && (isLetter(s[i]) || isDigit(s[i]) || isPoint(s, i)) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			found = appendWord(found, s[start:i])
			start = -1
		}
	}
	return joinUnits(found)
}

// isPoint says whether a decimal point stands at i.
func isPoint(s string, i int) bool {
	return s[i] == '.' && i > 0 && i+1 < len(s) && isDigit(s[i-1]) && isDigit(s[i+1])
}

// appendWord appends w, or its dimensions one by one.
func appendWord(found []string, w string) []string {
	for {
		i := dimension(w)
		if i < 0 {
			return append(found, w)
		}
		found = append(found, w[:i])
		w = w[i+1:]
	}
}

// dimension is the place of the x between two dimensions, or -1: w begins with
// a number, then has an x, then another digit.
func dimension(w string) int {
	n := numberLen(w)
	if n == 0 || n+1 >= len(w) {
		return -1
	}
	unit := n
	for unit < len(w) && isLetter(w[unit]) && w[unit] != 'x' {
		unit++
	}
	if unit+1 >= len(w) || w[unit] != 'x' || !isDigit(w[unit+1]) || unit > n && unitOf(w[n:unit]) == "" {
		return -1
	}
	return unit
}

func joinUnits(found []string) []string {
	joined := found[:0]
	for i := 0; i < len(found); i++ {
		w := found[i]
		if i+1 < len(found) && numberLen(w) == len(w) {
			if u := unitOf(found[i+1]); u != "" {
				joined = append(joined, trimNumber(w)+u)
				i++
				continue
			}
		}
		joined = append(joined, plainWord(w))
	}
	return joined
}

// plainWord gives a word the form in which it is compared.
func plainWord(w string) string {
	n := numberLen(w)
	switch {
	case n == len(w):
		return trimNumber(w)
	case n > 0:
		if u := unitOf(w[n:]); u != "" {
			return trimNumber(w[:n]) + u
		}
		return strings.ReplaceAll(w, ".", "")
	case len(w) > 1 && w[0] == 'v' && numberLen(w[1:]) == len(w)-1:
		return trimNumber(w[1:]) // a version
	case len(w) > 4 && w[len(w)-1] == 's' && w[len(w)-2] != 's':
		return w[:len(w)-1]
	}
	return w
}

// numberLen is the length of the number that w begins with.
func numberLen(w string) int {
	n := 0
	for n < len(w) && (isDigit(w[n]) || n > 0 && w[n] == '.') {
		n++
	}
	return n
}

func trimNumber(w string) string {
	if strings.Contains(w, ".") {
		w = strings.TrimRight(strings.TrimRight(w, "0"), ".")
	}
	return w
}

// measure splits 18v into 18 and v. A bare number has the unit #; what is no
// measure has none.
func measure(w string) (number, unit string) {
	n := numberLen(w)
	switch {
	case n == 0:
		return "", ""
	case n == len(w):
		return w, "#"
	}
	if u := unitOf(w[n:]); u != "" {
		return w[:n], u
	}
	return "", ""
}
