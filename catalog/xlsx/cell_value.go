package xlsx

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"
)

// numberText gives the text of a cell that holds a number, as the cell shows
// it; what Excel took for a date is given as one.
func numberText(value string, format *numberFormat, from1904 bool) (text string, note Note, err error) {
	f, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	switch {
	case err != nil || math.IsNaN(f) || math.IsInf(f, 0):
		return value, 0, nil
	case format == nil:
		return generalText(f), 0, nil
	case (format.date || format.clock) && f >= 0 && f < maxDate:
		return dateText(f, format, from1904), 0, nil
	case format.date || format.clock:
		return generalText(f), 0, nil
	}
	return format.show(f)
}

// maxDate is the day after 31 December 9999, as Excel counts.
const maxDate = 2958466

// dateText gives the date that Excel has made of a value, in one form whatever
// the cell's own is.
func dateText(days float64, format *numberFormat, from1904 bool) string {
	t, err := excelize.ExcelDateToTime(days, from1904)
	if err != nil {
		return strconv.FormatFloat(days, 'f', -1, 64)
	}
	t = t.Round(time.Second)
	switch {
	case !format.date, days < 1 && format.clock:
		return t.Format(time.TimeOnly)
	case !format.clock:
		return t.Format(time.DateOnly)
	}
	return t.Format(time.DateTime)
}

// unescape undoes _x000D_, by which workbooks hold the characters that XML
// does not. What is not such an escape stays as it is; half of a pair of
// UTF-16 becomes U+FFFD.
func unescape(text string) string {
	if !strings.Contains(text, "_x") {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); {
		unit, ok := escaped(text[i:])
		if !ok {
			out.WriteByte(text[i])
			i++
			continue
		}
		i += len("_x000D_")
		r := rune(unit)
		if low, ok := escaped(text[i:]); ok && utf16.IsSurrogate(r) {
			if pair := utf16.DecodeRune(r, rune(low)); pair != '\uFFFD' {
				r = pair
				i += len("_x000D_")
			}
		}
		out.WriteRune(r)
	}
	return out.String()
}

// escaped reads the escape with which text begins.
func escaped(text string) (unit uint16, ok bool) {
	if len(text) < 7 || text[:2] != "_x" || text[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(text[2:6], 16, 16)
	return uint16(n), err == nil
}

// uncut gives a text without the part of a character that is left where it was
// cut at a number of bytes.
func uncut(text []byte) string {
	return strings.ToValidUTF8(string(text), "")
}
