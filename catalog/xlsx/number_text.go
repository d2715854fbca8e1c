package xlsx

import (
	"math"
	"strconv"
	"strings"
)

// A Note says what is remarkable about the value of a cell.
type Note int

const (
	// Reformatted is a number that the cell shows otherwise than it is given.
	Reformatted Note = iota + 1
	// FormulaZero is the number 0 as the result of a formula, which is also
	// what a lookup of an empty cell gives.
	FormulaZero
)

// A FormatError is a cell of which it is not certain what it shows. The cells
// after it can still be read.
type FormatError struct {
	// Format is the code of the cell's number format.
	Format string
}

func (e *FormatError) Error() string {
	return "it is not certain what a cell shows by the number format " + quote(e.Format)
}

// show gives a number as a cell shows it, as far as the format adds to its
// digits; separators of thousands are left out. It fails where it is not
// certain what is shown.
func (f *numberFormat) show(value float64) (text string, note Note, err error) {
	if f.unsure {
		return "", 0, &FormatError{f.code}
	}
	section, value := f.sectionOf(value)
	text, note, ok := section.show(value)
	if !ok {
		return "", 0, &FormatError{f.code}
	}
	return strings.TrimSpace(text), note, nil
}

// sectionOf gives the section for a number, and the number that it shows.
func (f *numberFormat) sectionOf(value float64) (*formatSection, float64) {
	switch n := len(f.sections); {
	case value < 0 && n > 1:
		return &f.sections[1], -value
	case value == 0 && n > 2:
		return &f.sections[2], value
	}
	return &f.sections[0], value
}

func (s *formatSection) show(value float64) (text string, note Note, ok bool) {
	held := generalText(value)
	switch {
	case s.text && !s.literals:
		return held, 0, true
	case s.text, s.fraction && s.literals, s.exponent && (s.literals || s.digits != 1), s.digits == 0 && !s.general:
		return "", 0, false
	case s.general:
		return s.showGeneral(value, held)
	case s.fraction:
		return held, 0, value == math.Trunc(value)
	case s.exponent:
		return strconv.FormatFloat(value, 'E', s.decimals, 64), 0, true
	}
	for range s.percents {
		value = roundToExact(100 * value)
	}
	switch {
	case !isWhole(value), s.point && s.fixed == 0:
		return held, Reformatted, true
	case !s.adds():
		return held, 0, true
	}
	digits := strconv.FormatInt(int64(math.Abs(value)), 10)
	if s.grouped && s.literals && len(digits) > 3 || s.grouped && s.zeros > 3 {
		return "", 0, false
	}
	text = s.layOut(strings.TrimLeft(digits, "0"))
	if value < 0 {
		text = "-" + strings.TrimLeft(text, " ")
	}
	return text, 0, true
}

// adds says that the section shows more than the digits of a whole number.
func (s *formatSection) adds() bool {
	return s.literals || s.zeros > 1 || s.fixed > 0 || s.percents > 0
}

// showGeneral puts the section's characters around a number that is shown as it
// is. Of a long one, fewer digits can be shown than it has.
func (s *formatSection) showGeneral(value float64, held string) (text string, note Note, ok bool) {
	if !s.literals {
		return held, 0, true
	}
	var out strings.Builder
	for _, token := range s.tokens {
		if token.place == 0 {
			out.WriteString(token.literal)
		} else {
			out.WriteString(held)
		}
	}
	return out.String(), 0, value >= 0 && isWhole(value) && len(held) <= 11
}

// layOut puts a whole number's digits into their places. More digits than there
// are places stand in the first.
func (s *formatSection) layOut(digits string) string {
	var out strings.Builder
	left, pointed, decimals := s.digits, false, 0
	for _, token := range s.tokens {
		switch {
		case token.place == 0:
			out.WriteString(token.literal)
		case token.place == '.':
			pointed = true
			out.WriteByte('.')
		case pointed:
			if decimals++; decimals <= s.fixed {
				out.WriteByte('0')
			}
		default:
			left--
			if extra := len(digits) - left; extra > 0 {
				out.WriteString(digits[:extra])
				digits = digits[extra:]
			} else if left < s.zeros {
				out.WriteByte('0')
			} else if token.place == '?' {
				out.WriteByte(' ')
			}
		}
	}
	return out.String()
}

// showText gives a text as a cell shows it.
func (f *numberFormat) showText(text string) (string, error) {
	section := f.textSection()
	if section == nil || !section.literals || text == "" {
		return text, nil
	}
	if f.unsure {
		return "", &FormatError{f.code}
	}
	var out strings.Builder
	for _, token := range section.tokens {
		if token.place == '@' {
			out.WriteString(text)
		} else {
			out.WriteString(token.literal)
		}
	}
	return out.String(), nil
}

// textSection gives the section for texts: the fourth, or the last if it shows
// texts.
func (f *numberFormat) textSection() *formatSection {
	if f == nil || len(f.sections) == 0 {
		return nil
	}
	last := &f.sections[len(f.sections)-1]
	if len(f.sections) != 4 && !last.text {
		return nil
	}
	return last
}

// exactDigits is how many digits of a number Excel keeps.
const exactDigits = 15

func isWhole(value float64) bool {
	return value == math.Trunc(value) && math.Abs(value) < 1e15
}

// roundToExact rounds a number to the digits that Excel keeps.
func roundToExact(value float64) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(value, 'E', exactDigits-1, 64), 64)
	if err != nil {
		return value
	}
	return rounded
}

// generalText gives a number without a format. Numbers of more than 15 digits,
// which have lost some, and those below 0.0001 are in scientific notation.
func generalText(value float64) string {
	if isWhole(value) {
		return strconv.FormatInt(int64(value), 10)
	}
	if math.Abs(value) >= 1e15 || math.Abs(value) < 1e-4 {
		mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(value, 'E', exactDigits-1, 64), "E")
		return strings.TrimSuffix(strings.TrimRight(mantissa, "0"), ".") + "E" + exponent
	}
	return strconv.FormatFloat(roundToExact(value), 'f', -1, 64)
}
