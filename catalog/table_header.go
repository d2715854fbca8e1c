package catalog

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// header is a table's first line: where each of its columns stands.
type header struct {
	names  []string
	places map[string][]int
}

func newHeader(names []string) *header {
	h := &header{names: names, places: make(map[string][]int, len(names))}
	for i, name := range names {
		if key := columnKey(name); key != "" {
			h.places[key] = append(h.places[key], i)
		}
	}
	return h
}

// columnKey folds a column's name to its letters and digits in lower case, so
// that "Seller SKU", "seller-sku" and "SELLER_SKU" are one name. Half-width
// and full-width letters are the same.
func columnKey(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, norm.NFKC.String(name))
}

// find gives the places of the columns that bear one of the names, in the
// order of the names: none where there is no such column. A name that stands
// twice in the header is a *FileError, because either could be meant.
func (h *header) find(names ...string) ([]int, error) {
	var found []int
	for _, name := range names {
		places := h.places[columnKey(name)]
		if len(places) > 1 {
			return nil, fileErrorf("The header names the column %s twice (columns %d and %d). Remove or rename one of the two.",
				quote(h.names[places[0]]), places[0]+1, places[1]+1)
		}
		found = append(found, places...)
	}
	return found, nil
}

// repeatsHeader says that a row of a table has the header's names for values.
func repeatsHeader(row, names []string) bool {
	if len(row) < len(names) {
		return false
	}
	for i, name := range names {
		if strings.TrimSpace(row[i]) != strings.TrimSpace(name) {
			return false
		}
	}
	return true
}

// maxSeen is how many columns a message names.
const maxSeen = 12

// seen names the columns of the header for a message.
func (h *header) seen() string {
	var list []string
	for _, name := range h.names {
		if len(list) == maxSeen {
			list = append(list, "…")
			break
		}
		if strings.TrimSpace(name) != "" {
			list = append(list, quote(name))
		}
	}
	if len(list) == 0 {
		return "none"
	}
	return strings.Join(list, ", ")
}
