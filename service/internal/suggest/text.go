package suggest

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// lower returns s in lower case, without accents and apostrophes: Men's is
// mens. Bytes of other scripts' letters stay, and count as letters.
func lower(s string) string {
	s = strings.ReplaceAll(s, "'", "")
	upper := false
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return lowerUnicode(s)
		}
		upper = upper || 'A' <= s[i] && s[i] <= 'Z'
	}
	if !upper {
		return s
	}
	return strings.ToLower(s)
}

func lowerUnicode(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\u2019':
		case r < utf8.RuneSelf || unicode.IsLetter(r):
			b.WriteString(plainLetter(unicode.ToLower(r)))
		case unicode.IsDigit(r):
			b.WriteByte(byte('0' + digitValue(r)))
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// digitValue is the value of a decimal digit of any script: each script's ten
// stand in a row, and the first is a multiple of ten away from its block's zero.
func digitValue(r rune) int {
	v := 0
	for v < 9 && unicode.IsDigit(r-rune(v)-1) {
		v++
	}
	return v
}

// plainLetter writes the letters that have no accent to lose as ASCII does.
func plainLetter(r rune) string {
	switch r {
	case 'ß':
		return "ss"
	case 'ø':
		return "o"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ł':
		return "l"
	case 'đ':
		return "d"
	case 'ı':
		return "i"
	}
	return string(r)
}

func isDigit(c byte) bool  { return '0' <= c && c <= '9' }
func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || c >= utf8.RuneSelf }

func isDigits(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return s != ""
}

func hasDigit(s string) bool {
	for i := range len(s) {
		if isDigit(s[i]) {
			return true
		}
	}
	return false
}

// fold returns the letters and digits of s, in lower case.
func fold(s string) string { return string(appendFold(nil, s)) }

// appendFold appends the letters and digits of s, in lower case.
func appendFold(b []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			return appendFoldUnicode(b[:len(b)-folded(s[:i])], s)
		case 'A' <= c && c <= 'Z':
			b = append(b, c|0x20)
		case isLetter(c), isDigit(c):
			b = append(b, c)
		}
	}
	return b
}

func appendFoldUnicode(b []byte, s string) []byte {
	s = lower(s)
	for i := range len(s) {
		if isLetter(s[i]) || isDigit(s[i]) {
			b = append(b, s[i])
		}
	}
	return b
}

// folded counts the letters and digits of an ASCII text.
func folded(s string) int {
	n := 0
	for i := range len(s) {
		if isLetter(s[i]|0x20) || isDigit(s[i]) {
			n++
		}
	}
	return n
}

// part is a run of letters and digits.
type part struct {
	text string
	// joined says that no blank stands between it and the part before.
	joined bool
}

// parts splits s, in lower case, into its runs of letters and digits.
func parts(s string) []part {
	s = lower(s)
	var found []part
	start, joined := -1, false
	for i := range len(s) + 1 {
		if i < len(s) && (isLetter(s[i]) || isDigit(s[i])) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			found = append(found, part{s[start:i], joined})
			start, joined = -1, true
		}
		if i < len(s) && s[i] == ' ' {
			joined = false
		}
	}
	return found
}

func partTexts(s string) []string {
	var texts []string
	for _, p := range parts(s) {
		texts = append(texts, p.text)
	}
	return texts
}

// hash is the same in every run, so that equal input gives equal output.
func hash(kind byte, s string) uint64 {
	h := (uint64(14695981039346656037) ^ uint64(kind)) * 1099511628211
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	h ^= h >> 32
	h *= 0x9E3779B97F4A7C15
	return h ^ h>>29
}
