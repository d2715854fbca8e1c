package db

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	modernc "modernc.org/sqlite"
)

// A text that is searched is kept as the functions listing_text and omni_text
// make it: two textBegins stand before what is found by its beginning, and the
// first textHolds before all that is found by any part. Two, so that what
// begins with a single character has three in a row to be found by.
const (
	textBegins = "\x01"
	textHolds  = "\x02"
)

// minGram is how many characters in a row the indexes are made of, and so how
// many a search needs to look inside of texts.
const minGram = 3

// maxGrams is how many of its grams a long text is looked up by.
const maxGrams = 64

// Sought is what is searched for, as patterns for LIKE, once they are folded.
type Sought struct {
	// Beginning fits texts with a part that begins with it, and Inside those
	// with a part that holds it; Inside is empty where it is too short for that.
	Beginning, Inside string
	// anywhere fits what either does, and grams asks SQLite's index for it.
	anywhere, grams string
	// term is the text itself in a pattern, and lower as texts have it.
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

// A Pattern fits texts: Like is for LIKE, once it is folded, and Indexed what
// their index is asked for.
type Pattern struct{ Like, Indexed string }

// SeekKey gives patterns for the texts of Omni items whose Code, or else
// Barcode, is what is sought, and begins with it.
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

// Texts gives what a query reads, as t, and its condition, to find in an index
// the listing or omni texts that may be sought. The condition's one argument is
// what Indexed gives.
func (s *Store) Texts(of, argument string) (from, condition string) {
	if s.dialect.name == "sqlite" {
		return fmt.Sprintf("%[1]s_search CROSS JOIN %[1]s_texts t", of), fmt.Sprintf("%[1]s_search MATCH %[2]s AND t.id = %[1]s_search.rowid", of, argument)
	}
	return of + "_texts t", "t.text LIKE fold(" + argument + `) ESCAPE '\'`
}

// Indexed is what the index of texts is asked for.
func (s *Store) Indexed(sought Sought) string {
	if s.dialect.name == "sqlite" {
		return sought.grams
	}
	return sought.anywhere
}

// MergeTexts merges what a load wrote into the indexes of texts. SQLite has
// done so by itself.
func (tx *Tx) MergeTexts() error {
	if tx.dialect.name == "sqlite" {
		return nil
	}
	// Those of a partitioned table are its partitions'.
	err := tx.Exec(`SELECT gin_clean_pending_list(part.relid)
FROM pg_class c CROSS JOIN LATERAL (SELECT c.oid AS relid WHERE c.relkind = 'i' UNION ALL SELECT relid FROM pg_partition_tree(c.oid) WHERE c.relkind = 'I' AND isleaf) part
WHERE c.oid IN (to_regclass('listings_search'), to_regclass('omni_products_search'), to_regclass('omni_options_search'), to_regclass('omni_sizes_search'))`).Error
	if err != nil {
		return fmt.Errorf("merge into the indexes of texts: %w", err)
	}
	return nil
}

// grams is a query of SQLite's index for the texts with every part of a term.
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

// textPart is an argument as a part of a text.
func textPart(arg driver.Value) string {
	text, _ := arg.(string)
	return lower(withoutMarks(text))
}

// listingText is what a listing is found by: of its SKU, ASIN and title.
func listingText(_ *modernc.FunctionContext, args []driver.Value) (driver.Value, error) {
	return textBegins + textBegins + textPart(args[1]) + textHolds + textBegins + textBegins + textPart(args[0]) + textHolds + textPart(args[2]), nil
}

// omniText is what an Omni product, option or size is found by: of its Code,
// Barcode and name.
func omniText(_ *modernc.FunctionContext, args []driver.Value) (driver.Value, error) {
	return textBegins + textBegins + textPart(args[0]) + textBegins + textBegins + textPart(args[1]) + textHolds + textPart(args[2]), nil
}
