package suggest

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// A spreadsheet shows what looks like a number with an exponent, or has more
// than eleven digits, as 1.08E+89, and what looks like a day as a date.

// numberCode is a Code that a spreadsheet takes for a large number.
type numberCode struct {
	value float64
	item  uint32
}

// largeNumber is the number for which a spreadsheet takes a Code, if it then
// shows another text.
func largeNumber(code string) (float64, bool) {
	if code == "" || !isDigit(code[0]) || len(code) > 40 {
		return 0, false
	}
	exponent := false
	for i := range len(code) {
		switch c := code[i]; {
		case c == 'e' || c == 'E':
			exponent = true
		case !isDigit(c) && c != '.' && c != '+':
			return 0, false
		}
	}
	if !exponent && (len(code) < 12 || strings.ContainsAny(code, ".+")) {
		return 0, false
	}
	value, err := strconv.ParseFloat(code, 64)
	return value, err == nil && value >= 1e5 && !math.IsInf(value, 0)
}

// shownRange is what a number shown as 1.08E+89 may have been before it was
// rounded.
func shownRange(shown string) (low, high float64, ok bool) {
	shown = strings.ToUpper(shown)
	mantissa, exponent, found := strings.Cut(shown, "E+")
	if !found || mantissa == "" || len(mantissa) > 16 || !isDigits(exponent) || len(exponent) > 3 || !isDigit(mantissa[0]) {
		return 0, 0, false
	}
	whole, decimals, _ := strings.Cut(mantissa, ".")
	if len(whole) != 1 || decimals != "" && !isDigits(decimals) {
		return 0, 0, false
	}
	value, err := strconv.ParseFloat(mantissa+"E"+exponent, 64)
	if err != nil || math.IsInf(value, 0) {
		return 0, 0, false
	}
	power, _ := strconv.Atoi(exponent)
	half := 0.5 * math.Pow10(power-len(decimals))
	return value - half, value + half, true
}

// day is a month and a number beside it, of a day or a year.
type day struct{ month, number int }

// days returns the days that a spreadsheet may read in a Code such as 3-4 or
// MAR-05, or that it wrote, as 4-Mar, 04/03/2026 or 2026-03-04 00:00:00.
func days(s string) []day {
	s, _, _ = strings.Cut(s, " 00:00")
	if len(s) < 3 || len(s) > 12 {
		return nil
	}
	month, numbers := 0, []int(nil)
	for _, p := range splitDate(s) {
		switch {
		case isDigits(p) && len(p) == 4:
			// The year, which the spreadsheet adds.
		case isDigits(p) && len(p) <= 2:
			n, _ := strconv.Atoi(p)
			numbers = append(numbers, n)
		case month == 0 && monthOf(p) > 0:
			month = monthOf(p)
		default:
			return nil
		}
	}
	switch {
	case month > 0 && len(numbers) >= 1 && len(numbers) <= 2:
		return []day{{month, numbers[0]}}
	case month == 0 && len(numbers) >= 2 && len(numbers) <= 3:
		return bothOrders(numbers[0], numbers[1])
	}
	return nil
}

func bothOrders(a, b int) []day {
	var found []day
	if 1 <= a && a <= 12 && 1 <= b && b <= 31 {
		found = append(found, day{a, b})
	}
	if 1 <= b && b <= 12 && 1 <= a && a <= 31 && a != b {
		found = append(found, day{b, a})
	}
	return found
}

// splitDate splits at the separators of dates, and between letters and digits.
func splitDate(s string) []string {
	s = strings.ToLower(s)
	var found []string
	start := 0
	for i := 1; i <= len(s); i++ {
		if i < len(s) && isLetter(s[i]) == isLetter(s[i-1]) && isDigit(s[i]) == isDigit(s[i-1]) {
			continue
		}
		if p := s[start:i]; isLetter(p[0]) || isDigit(p[0]) {
			found = append(found, p)
		} else if p != "-" && p != "/" && p != " " && p != "." {
			return nil
		}
		start = i
	}
	return found
}

func monthOf(s string) int {
	names := [...]string{"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"}
	for i, name := range names {
		if len(s) >= 3 && strings.HasPrefix(name, s) || s == "sept" && i == 8 {
			return i + 1
		}
	}
	return 0
}

// showsDate says whether a SKU reads as a date that a spreadsheet wrote: with a
// month's name or a year of four digits.
func showsDate(sku string) bool {
	if len(sku) < 5 || len(sku) > 19 || len(days(sku)) == 0 {
		return false
	}
	s, _, _ := strings.Cut(sku, " 00:00")
	return slices.ContainsFunc(splitDate(s), func(p string) bool { return len(p) == 4 && isDigits(p) || monthOf(p) > 0 })
}

func dayKey(d day) string { return string([]byte{byte(d.month), byte(d.number)}) }
