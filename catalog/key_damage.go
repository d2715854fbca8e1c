package catalog

import (
	"fmt"
	"regexp"
	"strings"

	"omnimap/model"
)

// KeyDamage says what a spreadsheet or another program seems to have made of a
// key, as in "a date", or is empty. A real key can look the same.
func KeyDamage(key string) string {
	key = strings.TrimSpace(key)
	if key == "" || !mayBeDamaged(key) {
		return ""
	}
	if IsSpreadsheetError(key) {
		return "a spreadsheet's error"
	}
	for _, damage := range keyDamages {
		if damage.looks.MatchString(key) {
			return damage.name
		}
	}
	return ""
}

// UnknownKeyDamage is KeyDamage for a key that is known not to exist, of which
// less is taken for damage: 1E5 can be a real key.
func UnknownKeyDamage(key string) string {
	damage := KeyDamage(key)
	if damage == "" && IsScientific(strings.TrimSpace(key)) {
		return shortened
	}
	return damage
}

// mayBeDamaged rules out nearly all keys without a search.
func mayBeDamaged(key string) bool {
	switch first := key[0]; {
	case isDigit(first):
		return !isDigits(key) && len(key) <= 30
	case first == '-', first == '+', first == '#':
		return len(key) <= 30
	case damagedWords[key]:
		return true
	case len(key) > 3 && len(key) <= 12 && shortMonths[[3]byte{key[0] | 0x20, key[1] | 0x20, key[2] | 0x20}]:
		return true
	}
	return strings.Contains(key, "\ufffd") || strings.HasPrefix(key, "Err:")
}

var (
	damagedWords = setOf("TRUE", "FALSE", "WAHR", "FALSCH", "VRAI", "FAUX", "nan", "NaN", "NAN", "null", "NULL", "undefined", "None")
	// shortMonths are the first bytes of months, all with the bit that makes
	// letters small ones; that of ä has another second byte.
	shortMonths = map[[3]byte]bool{}
)

func init() {
	for _, month := range []string{"jan", "feb", "mar", "m\xe3\xa4", "mrz", "apr", "may", "mai", "jun", "jul", "aug", "sep", "oct", "okt", "nov", "dec", "dez"} {
		shortMonths[[3]byte{month[0], month[1], month[2]}] = true
	}
}

// shortened is what becomes of a long number, or of 10752E85.
const shortened = "a number that a spreadsheet has shortened"

// keyDamages are the traces of damage, each by the texts that have it.
var keyDamages = []struct {
	name  string
	looks *regexp.Regexp
}{
	{shortened, regexp.MustCompile(`^[-+]?\d([.,]\d+)?[eE][-+]\d{2,3}$`)},
	{"a number with the decimals that a spreadsheet or program has added", regexp.MustCompile(`^-?\d+[.,]0+$`)},
	{"a date, which a spreadsheet has made of it", regexp.MustCompile(`^\d{4}-\d\d-\d\d( \d\d:\d\d:\d\d)?$|^\d{1,2}/\d{1,2}/\d{4}$|^(?i)\d{1,2}[- .]+` + months + `([- .]+\d{2,4})?$|^` + months + `[- .]+\d{2,4}$`)},
	{"a time, which a spreadsheet has made of it", regexp.MustCompile(`^\d\d:\d\d:\d\d$`)},
	{"a per cent, which a spreadsheet has made of it", regexp.MustCompile(`^-?\d+([.,]\d+)?%$`)},
	{"a truth value, which a spreadsheet has made of it", regexp.MustCompile(`^(TRUE|FALSE|WAHR|FALSCH|VRAI|FAUX)$`)},
	{"a program's word for an empty value", regexp.MustCompile(`^(nan|NaN|NAN|null|NULL|undefined|None)$`)},
	{"a text with a character that was lost (�)", regexp.MustCompile(`\x{fffd}`)},
}

// months are the short names that spreadsheets give months in dates.
const months = `(jan|feb|mar|mär|mrz|apr|may|mai|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez)`

// doubtKey adds a doubt where a key looks damaged. column is its name, quoted.
func doubtKey(doubts []model.KeyDoubt, field model.KeyField, column, key string) []model.KeyDoubt {
	damage := KeyDamage(key)
	if damage == "" {
		return doubts
	}
	key = strings.TrimSpace(key)
	return append(doubts, model.KeyDoubt{
		Field:   field,
		Key:     strings.Clone(key),
		Message: fmt.Sprintf("Column %s: %s looks like %s. Put the value back, in a column that is formatted as text, and load the file again.", column, quote(key), damage),
	})
}
