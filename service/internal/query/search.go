package query

import (
	"strings"
	"unicode/utf8"

	"omnimap/db"
)

// MaxSearch is how many characters a search that can find anything has at most.
// SQLite bears no pattern much longer.
const MaxSearch = 1000

// search is what was searched for.
type search struct {
	db.Sought
	// impossible says that nothing can have what is searched for.
	impossible bool
}

// QueryKey is a key as databases are asked for it: the empty one, which nothing
// has, for one that cannot be.
func QueryKey(key string) string {
	if !storable(key) {
		return ""
	}
	return strings.TrimSpace(key)
}

// storable tells whether a text can be in the database. PostgreSQL cannot even
// be asked for others.
func storable(text string) bool {
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
	if !storable(trimmed) || utf8.RuneCountInString(trimmed) > MaxSearch {
		return &search{impossible: true}
	}
	return &search{Sought: db.Seek(trimmed)}
}

// fits is the condition that the search finds the text t. It is written such
// that no planner looks it up in an index a second time.
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

// texts is a query, by an index, for columns of the listing or omni texts t
// that the search finds in some scope.
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

// where is a condition that is put together, or a query that ends in one, with
// its arguments in order.
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

// cut ends a query with further conditions, their arguments, and its order.
func (w *where) cut(conditions string, args []any, order string) {
	w.text.WriteString(conditions)
	w.text.WriteString(order)
	w.args = append(w.args, args...)
}
