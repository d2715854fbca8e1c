package model

import (
	"database/sql/driver"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
)

// Decimal is an exact decimal number in its shortest plain notation, such as
// "12.5" or "-3", as ParseDecimal makes it. In inputs, the empty Decimal clears
// the value.
type Decimal string

// A Decimal's digits before and after the point, at most.
const (
	maxDecimalInteger  = 18
	maxDecimalFraction = 10
)

// ParseDecimal reads a number of at most 18 digits before the decimal point and
// 10 after it, also with an exponent, and returns its shortest form, so that
// equal numbers are equal texts. Empty text returns the empty Decimal.
func ParseDecimal(s string) (Decimal, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", nil
	}
	if isShortest(s) {
		return Decimal(s), nil
	}
	if len(s) > 64 {
		return "", fmt.Errorf("%.20q… is too long for a number", s)
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return "", fmt.Errorf("%q is not a number", s)
	}
	if e := d.Exponent(); e > maxDecimalInteger || e < -64 {
		return "", fmt.Errorf("%q is out of range", s)
	}
	text := d.String()
	whole, fraction, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	if len(whole) > maxDecimalInteger || len(fraction) > maxDecimalFraction {
		return "", fmt.Errorf("%q is out of range: at most %d digits before the point and %d after", s, maxDecimalInteger, maxDecimalFraction)
	}
	return Decimal(text), nil
}

// isShortest reports whether a text is a Decimal already, as most are.
func isShortest(s string) bool {
	whole, fraction, hasPoint := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if !areDigits(whole, maxDecimalInteger) || whole[0] == '0' && len(whole) > 1 || s == "-0" {
		return false
	}
	return !hasPoint || areDigits(fraction, maxDecimalFraction) && fraction[len(fraction)-1] != '0'
}

// areDigits reports whether a text is 1 to most digits.
func areDigits(s string, most int) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != "" && len(s) <= most
}

// Scan reads a Decimal from a database's number or text.
func (d *Decimal) Scan(v any) error {
	text, ok := v.(string)
	if !ok {
		text = fmt.Sprintf("%s", v)
	}
	parsed, err := ParseDecimal(text)
	if err != nil {
		return fmt.Errorf("scan decimal: %w", err)
	}
	*d = parsed
	return nil
}

// Value returns the Decimal as text, and the empty one as NULL.
func (d Decimal) Value() (driver.Value, error) {
	if d == "" {
		return nil, nil
	}
	return string(d), nil
}
