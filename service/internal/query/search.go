package query

import (
	"strings"
	"unicode/utf8"

	"omnimap/db"
)

// MaxSearch is how many characters a search may have; a longer one finds
// nothing. SQLite does not accept patterns that are much longer.
const MaxSearch = 1000

// search is a text to search for.
type search struct {
	db.Sought
	// impossible is true if no text can match.
	impossible bool
}

// maxKey is how many characters a stored key has at most.
const maxKey = 255

// QueryKey is a key as queries use it: one that cannot be stored becomes empty,
// which no row has.
func QueryKey(key string) string {
	key = strings.TrimSpace(key)
	if !storable(key) || utf8.RuneCountInString(key) > maxKey {
		return ""
	}
	return key
}

// storable reports whether a database can store a text. PostgreSQL also rejects
// others in queries.
func storable(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsRune(text, 0)
}

// newSearch returns nil if the text is nil or empty.
func newSearch(text *string) *search {
	if text == nil {
		return nil
	}
	trimmed := strings.TrimSpace(*text)
	if trimmed == "" {
		return nil
	}
	if !storable(trimmed) || utf8.RuneCountInString(trimmed) > MaxSearch {
		return &search{impossible: true}
	}
	return &search{Sought: db.Seek(trimmed)}
}

// fits is the condition that the search finds the text t, written so that no
// planner uses an index for it a second time.
func (s *search) fits() (string, []any) {
	if s.impossible {
		return "1 = 0", nil
	}
	const like = `t.text LIKE fold(?) ESCAPE '\'`
	if s.Inside == "" {
		return "(" + like + ") IS TRUE", []any{s.Beginning}
	}
	return "(" + like + " OR " + like + ") IS TRUE", []any{s.Beginning, s.Inside}
}

// texts is a query, by the index, for columns of the listing or Omni texts t
// that the search finds in scope.
func (r *Reader) texts(of, columns string, search *search, scope *where) *where {
	if search.impossible {
		return newWhere("SELECT " + columns + " FROM " + of + "_texts t WHERE 1 = 0")
	}
	from, indexed := r.store.Texts(of, "?")
	query := newWhere("SELECT "+columns+" FROM "+from+" WHERE "+indexed, r.store.Indexed(search.Sought))
	fits, fitArgs := search.fits()
	query.and(fits, fitArgs...)
	query.and(scope.text.String(), scope.args...)
	return query
}

// where is a condition, or a query that ends in one, with its arguments in
// order.
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

// cut appends further conditions, their arguments, and the order.
func (w *where) cut(conditions string, args []any, order string) {
	w.text.WriteString(conditions)
	w.text.WriteString(order)
	w.args = append(w.args, args...)
}
