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
	// Term is what is searched for, and Beginning a pattern for texts with a
	// part that begins with it. Inside is one for those with a part that holds
	// it; empty where it is too short for that. Anywhere fits what either does.
	Term, Beginning, Inside, Anywhere string
	// grams is the query of SQLite's index for what Anywhere fits.
	grams string
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Seek prepares a search.
func Seek(text string) Sought {
	plain := withoutMarks(text)
	s := Sought{Term: likeEscaper.Replace(plain)}
	s.Beginning = "%" + textBegins + s.Term + "%"
	if utf8.RuneCountInString(text) < minGram {
		s.Anywhere, s.grams = s.Beginning, grams(textBegins+textBegins+lower(plain))
		return s
	}
	s.Inside, s.Anywhere, s.grams = "%"+textHolds+"%"+s.Term+"%", "%"+s.Term+"%", grams(lower(plain))
	return s
}

// OfKey gives patterns for the texts of Omni items whose Code, or else Barcode,
// is what is sought, and begins with it.
func (s Sought) OfKey(column string) (whole, begun string) {
	const marks = textBegins + textBegins
	if column == "code" {
		return marks + s.Term + textBegins + "%", marks + s.Term + "%"
	}
	return marks + "%" + marks + s.Term + textHolds + "%", marks + "%" + marks + s.Term + "%"
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
	return sought.Anywhere
}

// SettleTexts merges what a load wrote into the indexes of texts. SQLite has
// done so by itself.
func (tx *Tx) SettleTexts() error {
	if tx.dialect.name == "sqlite" {
		return nil
	}
	err := tx.Exec(`SELECT gin_clean_pending_list(indexrelid) FROM pg_index
WHERE indexrelid IN (to_regclass('listings_search'), to_regclass('omni_products_search'), to_regclass('omni_options_search'), to_regclass('omni_sizes_search'))`).Error
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
