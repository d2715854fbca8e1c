package service

import (
	"strings"
	"unicode/utf8"
)

// minInside is how many characters a search needs to match inside of texts and
// not only their beginnings.
const minInside = 3

// maxSearch is how many characters a search that can find anything has at most.
// SQLite bears no pattern much longer.
const maxSearch = 1000

// search is what was searched for, as patterns for LIKE.
type search struct {
	beginning string
	// inside is empty where the search is too short for it.
	inside string
	// vain says that nothing can have what is searched for.
	vain bool
}

// askable is a key as databases are asked for it: the empty one, which nothing
// has, for one that cannot be.
func askable(key string) string {
	if !findable(key) {
		return ""
	}
	return strings.TrimSpace(key)
}

// findable tells whether a text can be in the database. PostgreSQL cannot even
// be asked for others.
func findable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsRune(text, 0)
}

// newSearch gives nil where nothing is searched for.
func newSearch(text *string) *search {
	if text == nil {
		return nil
	}
	trimmed := strings.TrimSpace(*text)
	if trimmed == "" {
		return nil
	}
	if !findable(trimmed) || utf8.RuneCountInString(trimmed) > maxSearch {
		return &search{vain: true}
	}
	escaped := strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(trimmed)
	found := &search{beginning: escaped + "%"}
	if utf8.RuneCountInString(trimmed) >= minInside {
		found.inside = "%" + escaped + "%"
	}
	return found
}

// condition is true where any of the columns in begins begins with what is
// searched for, or any of those in holds has it inside. They are among the
// three of texts, whose search_text PostgreSQL has indexed.
func (s *search) condition(texts, begins, holds []string) (string, []any) {
	if s.vain {
		return "1 = 0", nil
	}
	anywhere := s.inside
	if anywhere == "" {
		anywhere = "%\n" + s.beginning
	}
	var members []string
	args := []any{anywhere}
	add := func(column, pattern string) {
		members = append(members, "fold("+column+") LIKE fold(?) ESCAPE '\\'")
		args = append(args, pattern)
	}
	for _, column := range begins {
		add(column, s.beginning)
	}
	if s.inside != "" {
		for _, column := range holds {
			add(column, s.inside)
		}
	}
	return "(search_text(" + strings.Join(texts, ", ") + ") LIKE fold(?) ESCAPE '\\' AND (" + strings.Join(members, " OR ") + "))", args
}

// listingCondition finds listings l.
func (s *search) listingCondition() (string, []any) {
	return s.condition([]string{"l.sku", "l.asin", "l.title"}, []string{"l.sku", "l.asin"}, []string{"l.sku", "l.title"})
}

// omniCondition finds Omni products, options or sizes by their own texts.
func (s *search) omniCondition(alias string) (string, []any) {
	code, barcode, name := alias+".code", alias+".barcode", alias+".name"
	return s.condition([]string{code, barcode, name}, []string{code, barcode}, []string{name})
}

// where is a condition that is put together, with its arguments in order.
type where struct {
	text strings.Builder
	args []any
}

func newWhere(condition string, args ...any) *where {
	w := &where{args: args}
	w.text.WriteString(condition)
	return w
}

func (w *where) and(condition string, args ...any) {
	w.text.WriteString(" AND ")
	w.text.WriteString(condition)
	w.args = append(w.args, args...)
}
