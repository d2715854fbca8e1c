package main

import (
	"strings"
	"unicode/utf8"
)

// pageSearch has the patterns of the baseline's statement: $3 is looked up in the
// index, and a found text must be like $4 or $5.
type pageSearch struct{ Indexed, Begins, Holds string }

// newPageSearch is the search of a term of at least three plain letters and
// digits. The product's texts have two U+0001 before what is found by its
// beginning, and U+0002 before all that is found by any part.
func newPageSearch(d, term string) *pageSearch {
	term = strings.ToLower(term)
	s := &pageSearch{Indexed: "%" + term + "%", Begins: "%\x01" + term + "%", Holds: "%\x02%" + term + "%"}
	if d == postgres {
		return s
	}
	var grams []string
	for i := 0; i+3 <= utf8.RuneCountInString(term); i++ {
		grams = append(grams, `"`+term[i:i+3]+`"`)
	}
	s.Indexed = strings.Join(grams, " AND ")
	return s
}

const fitting = " AND (t.text LIKE $4 OR t.text LIKE $5)"

// textsOf selects the listing or omni texts t of the account that the index
// finds and that fit.
func textsOf(d, of string) string {
	if d == sqlite {
		return of + "_search CROSS JOIN " + of + "_texts t WHERE " + of + "_search MATCH $3 AND t.id = " + of + "_search.rowid AND t.account_id = $1" + fitting
	}
	return of + "_texts t WHERE t.account_id = $1 AND t.text LIKE $3" + fitting
}

// foundListings selects the SKUs that the search finds.
func foundListings(d string) string {
	return "SELECT t.sku AS key FROM " + textsOf(d, "listing") + " AND t.integration_id = $2"
}

// foundMappings selects the ids of mappings whose listing, or whose product,
// option or size, the search finds.
func foundMappings(d string) string {
	return `SELECT m.id AS key FROM (` + foundListings(d) + `) h CROSS JOIN mappings m WHERE m.account_id = $1 AND m.integration_id = $2 AND m.sku = h.key
UNION SELECT m.id FROM (SELECT t.product_id, t.option_id, t.size_id FROM ` + textsOf(d, "omni") + `) h CROSS JOIN mappings m
WHERE m.account_id = $1 AND m.integration_id = $2 AND m.product_id = h.product_id
AND (h.option_id = 0 OR m.option_id = h.option_id) AND (h.size_id = 0 OR m.size_id = h.size_id)`
}

// foundUnmappable selects the SKUs of unmappable listings that the search finds.
func foundUnmappable(d string) string {
	return `SELECT h.key FROM (` + foundListings(d) + `) h CROSS JOIN listing_statuses s
WHERE s.account_id = $1 AND s.integration_id = $2 AND s.snapshot = ` + currentSnapshot + ` AND s.sku = h.key AND s.status BETWEEN 3 AND 6`
}
