package catalog

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"omnimap/model"
)

// decimalMark is the character before the fraction of a file's numbers: '.' or
// ','.
type decimalMark byte

// parseNumber reads a decimal number as a file or a person writes it. The mark
// begins the fraction; so does the other one of "." and ",", unless it could
// separate thousands: "1,234" in a file with points is refused. Blank text
// gives the empty Decimal. An error continues a sentence about the column.
func parseNumber(text string, mark decimalMark) (model.Decimal, error) {
	if strings.TrimSpace(text) == "" {
		return "", nil
	}
	s := strings.TrimFunc(text, isNumberNoise)
	if err := spreadsheetDamage(s); err != nil {
		return "", err
	}
	sign, digits := cutSign(s)
	whole, fraction, err := splitNumber(digits, mark)
	if err != nil {
		return "", err
	}
	whole, ok := ungroup(whole)
	if !ok || !isDigits(fraction) || whole+fraction == "" {
		return "", fmt.Errorf("%s is not a number; write it as in 1234%c50", quote(text), mark)
	}
	if fraction == "" {
		return model.ParseDecimal(sign + whole)
	}
	return model.ParseDecimal(sign + "0" + whole + "." + fraction)
}

// parseQuantity reads a whole number and gives it in its shortest form. Text
// without anything but white space gives "". "5.0" is 5, as programs write
// that take all numbers for decimals.
func parseQuantity(text string) (string, error) {
	s := strings.TrimSpace(text)
	if s == "" {
		return "", nil
	}
	if err := spreadsheetDamage(s); err != nil {
		return "", err
	}
	whole := s
	if i := strings.IndexAny(s, ".,"); i >= 0 && (s[i+1:] == "0" || s[i+1:] == "00") {
		whole = s[:i]
	}
	n, err := strconv.ParseInt(whole, 10, 32)
	if err != nil {
		return "", fmt.Errorf("%s is not a whole number that can be a quantity; write it as in 12, or leave it empty", quote(text))
	}
	return strconv.FormatInt(n, 10), nil
}

func isNumberNoise(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Sc, r)
}

func cutSign(s string) (sign, rest string) {
	if strings.HasPrefix(s, "-") {
		return "-", s[1:]
	}
	return "", strings.TrimPrefix(s, "+")
}

// splitNumber cuts a number at its decimal mark, if it has one.
func splitNumber(s string, mark decimalMark) (whole, fraction string, err error) {
	last := strings.LastIndexAny(s, ".,")
	if last < 0 {
		return s, "", nil
	}
	whole, fraction = s[:last], s[last+1:]
	if strings.IndexByte(whole, s[last]) >= 0 {
		return s, "", nil // Twice the same: it separates thousands.
	}
	if s[last] == byte(mark) || !mayBeGroups(whole, fraction) {
		return whole, fraction, nil
	}
	return "", "", fmt.Errorf("%s can be read as %s%s or as %s%c%s; write the one that is meant",
		quote(s), whole, fraction, whole, mark, fraction)
}

// mayBeGroups says that what separates two runs of digits can separate
// thousands.
func mayBeGroups(whole, fraction string) bool {
	return len(fraction) == 3 && len(whole) >= 1 && len(whole) <= 3 && whole[0] != '0' && isDigits(whole)
}

// ungroup takes the separators of thousands out of a number: one kind of point,
// comma, space or apostrophe, before every three digits.
func ungroup(s string) (digits string, ok bool) {
	i := strings.IndexFunc(s, func(r rune) bool { return r < '0' || r > '9' })
	if i < 0 {
		return s, true
	}
	separator, _ := utf8.DecodeRuneInString(s[i:])
	if !strings.ContainsRune(".,'’ \u00a0\u2009\u202f", separator) {
		return "", false
	}
	groups := strings.Split(s, string(separator))
	for j, group := range groups {
		if !isDigits(group) || len(group) > 3 || group == "" || j > 0 && len(group) < 3 {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func isDigits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// spreadsheetDamage gives an error for what a spreadsheet program leaves in
// place of a number.
func spreadsheetDamage(s string) error {
	if IsSpreadsheetError(s) {
		return fmt.Errorf("%s is a spreadsheet's error, which stands where the number was; put the number back", quote(s))
	}
	if IsScientific(s) {
		return fmt.Errorf("%s is a number that a spreadsheet has shortened; format the cell as a number and write all digits", quote(s))
	}
	return nil
}

// IsSpreadsheetError says that a text is an error value, such as #N/A.
func IsSpreadsheetError(s string) bool {
	switch strings.ToUpper(s) {
	case "#N/A", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#DIV/0!", "#NULL!", "#SPILL!", "#CALC!",
		"#GETTING_DATA", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#PYTHON!", "#EXTERNAL!",
		"#NV", "#WERT!", "#BEZUG!", "#ZAHL!", "#VALEUR!", "#NOM?", "#NOMBRE!", "#N/D", "#VALORE!", "#RIF!", "#VALOR!", "#REF",
		"ERR:502", "ERR:504", "ERR:508", "ERR:509", "ERR:522":
		return true
	}
	return strings.Trim(s, "#") == "" && len(s) > 1 // A column that was too narrow.
}

// IsScientific says that a text is a number such as 1.08E+89.
func IsScientific(s string) bool {
	e := strings.IndexAny(s, "eE")
	if e < 1 || e == len(s)-1 {
		return false
	}
	_, exponent := cutSign(s[e+1:])
	_, digits := cutSign(s[:e])
	digits = strings.Replace(strings.Replace(digits, ".", "", 1), ",", "", 1)
	return digits != "" && exponent != "" && isDigits(digits) && isDigits(exponent)
}
