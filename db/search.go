package db

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	modernc "modernc.org/sqlite"
)

// The marks in searched texts, as listing_text and omni_text make them: two
// textBegins precede each part that is found by its beginning, and the first
// textHolds precedes all that is found by any part. Two, so that a beginning of
// one character has a trigram.
const (
	textBegins = "\x01"
	textHolds  = "\x02"
)

// minGram is the length of the parts that the indexes consist of, and so the
// least length of a search inside of texts.
const minGram = 3

// maxGrams is how many trigrams of a long search are looked up.
const maxGrams = 64

// Sought is a search as patterns for LIKE, which SQL must fold.
type Sought struct {
	// Beginning matches texts with a part that begins with the search, and
	// Inside those with a part that contains it. Inside is empty if the search
	// is too short.
	Beginning, Inside string
	// anywhere matches what either does, and grams is the query for SQLite's
	// index.
	anywhere, grams string
	// term is the text escaped for a pattern, and lower the text in lower case.
	term, lower string
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Seek prepares a search.
func Seek(text string) Sought {
	plain := withoutMarks(text)
	s := Sought{term: likeEscaper.Replace(plain), lower: lower(plain)}
	s.Beginning = "%" + textBegins + s.term + "%"
	if utf8.RuneCountInString(text) < minGram {
		s.anywhere, s.grams = s.Beginning, grams(textBegins+textBegins+s.lower)
		return s
	}
	s.Inside, s.anywhere, s.grams = "%"+textHolds+"%"+s.term+"%", "%"+s.term+"%", grams(s.lower)
	return s
}

// A Pattern matches texts: Like is for LIKE, which SQL must fold, and Indexed
// for the index.
type Pattern struct{ Like, Indexed string }

// SeekKey returns patterns for the texts of Omni items whose Code or Barcode,
// as column says, is the search, and begins with it.
func (s *Store) SeekKey(sought Sought, column string) (whole, begun Pattern) {
	const marks = textBegins + textBegins
	before, after := marks, textBegins
	if column == "barcode" {
		before, after = marks+"%"+marks, textHolds
	}
	whole.Like, begun.Like = before+sought.term+after+"%", before+sought.term+"%"
	whole.Indexed, begun.Indexed = whole.Like, begun.Like
	if s.dialect.name == "sqlite" {
		whole.Indexed, begun.Indexed = grams(marks+sought.lower+after), grams(marks+sought.lower)
	}
	return whole, begun
}

// Texts returns what a query must read, as t, and its condition, to find the
// listing or omni texts in an index. The condition's one argument is a value of
// Indexed.
func (s *Store) Texts(of, argument string) (from, condition string) {
	if s.dialect.name == "sqlite" {
		return fmt.Sprintf("%[1]s_search CROSS JOIN %[1]s_texts t", of), fmt.Sprintf("%[1]s_search MATCH %[2]s AND t.id = %[1]s_search.rowid", of, argument)
	}
	return of + "_texts t", "t.text LIKE fold(" + argument + `) ESCAPE '\'`
}

// Indexed is the argument for the index of texts.
func (s *Store) Indexed(sought Sought) string {
	if s.dialect.name == "sqlite" {
		return sought.grams
	}
	return sought.anywhere
}

// MergeTexts merges the texts that a load wrote into their indexes. SQLite does
// so by itself.
func (tx *Tx) MergeTexts() error {
	if tx.dialect.name == "sqlite" {
		return nil
	}
	// The indexes of a partitioned table are those of its partitions.
	err := tx.Exec(`SELECT gin_clean_pending_list(part.relid)
FROM pg_class c CROSS JOIN LATERAL (SELECT c.oid AS relid WHERE c.relkind = 'i' UNION ALL SELECT relid FROM pg_partition_tree(c.oid) WHERE c.relkind = 'I' AND isleaf) part
WHERE c.oid IN (to_regclass('listings_search'), to_regclass('omni_products_search'), to_regclass('omni_options_search'), to_regclass('omni_sizes_search'))`).Error
	if err != nil {
		return fmt.Errorf("merge into the indexes of texts: %w", err)
	}
	return nil
}

// grams is a query of SQLite's index for the texts with every trigram of a
// term.
func grams(term string) string {
	var all []string
	runes := []rune(term)
	for i := 0; i+minGram <= len(runes) && i < maxGrams; i++ {
		all = append(all, `"`+strings.ReplaceAll(string(runes[i:i+minGram]), `"`, `""`)+`"`)
	}
	slices.Sort(all)
	return strings.Join(slices.Compact(all), " AND ")
}

func withoutMarks(text string) string {
	if !strings.ContainsAny(text, textBegins+textHolds) {
		return text
	}
	return strings.NewReplacer(textBegins, "\uFFFD", textHolds, "\uFFFD").Replace(text)
}

// textPart is an argument in lower case, without marks.
func textPart(arg driver.Value) string {
	text, _ := arg.(string)
	return lower(withoutMarks(text))
}

// listingText is the searched text of a listing: of its SKU, ASIN and title.
func listingText(_ *modernc.FunctionContext, args []driver.Value) (driver.Value, error) {
	return textBegins + textBegins + textPart(args[1]) + textHolds + textBegins + textBegins + textPart(args[0]) + textHolds + textPart(args[2]), nil
}

// omniText is the searched text of an Omni product, option or size: of its
// Code, Barcode and name.
func omniText(_ *modernc.FunctionContext, args []driver.Value) (driver.Value, error) {
	return textBegins + textBegins + textPart(args[0]) + textBegins + textBegins + textPart(args[1]) + textHolds + textPart(args[2]), nil
}
