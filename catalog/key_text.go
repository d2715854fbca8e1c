package catalog

import (
	"fmt"
	"strings"
	"unicode"
)

// keptText gives the text inside ="…", by which spreadsheets keep a text from
// becoming a number.
func keptText(value string) string {
	if firstByte(value) != '=' {
		return value
	}
	trimmed := strings.TrimSpace(value)
	inner, ok := strings.CutPrefix(trimmed, `="`)
	if !ok || !strings.HasSuffix(inner, `"`) {
		return value
	}
	inner = inner[:len(inner)-1]
	if strings.Contains(strings.ReplaceAll(inner, `""`, ""), `"`) {
		return value // A formula of several texts.
	}
	return strings.ReplaceAll(inner, `""`, `"`)
}

// keyText gives a key without what a spreadsheet adds to keep it a text: ="…"
// or an apostrophe before it.
func keyText(value string) string {
	value = keptText(value)
	if firstByte(value) != '\'' {
		return value
	}
	if i := strings.IndexByte(value, '\''); i >= 0 && strings.TrimSpace(value[:i]) == "" && strings.TrimSpace(value[i+1:]) != "" {
		return value[i+1:]
	}
	return value
}

// firstByte gives the first byte that is no ASCII white space, or 0.
func firstByte(value string) byte {
	for i := range len(value) {
		if value[i] > ' ' {
			return value[i]
		}
	}
	return 0
}

// checkKey refuses a key that holds a character which cannot be seen, since the
// key would equal no other. Line breaks and tabs can be within a key.
func checkKey(value string) error {
	if isPlain(value) {
		return nil
	}
	trimmed := strings.TrimSpace(value)
	for _, r := range trimmed {
		if isInvisible(r) {
			return fmt.Errorf("the value %s holds the invisible character U+%04X; remove it", quote(trimmed), r)
		}
	}
	return nil
}

// isPlain says that a text holds nothing but ASCII characters that can be seen,
// as nearly all keys do.
func isPlain(value string) bool {
	for i := range len(value) {
		if value[i] < ' ' || value[i] > '~' {
			return false
		}
	}
	return true
}

func isInvisible(r rune) bool {
	switch r {
	case '\t', '\n', '\r':
		return false
	case '\ufeff', '\u200b':
		return true
	}
	return unicode.IsControl(r)
}
