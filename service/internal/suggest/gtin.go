package suggest

// gtin is the number of a UPC-12, EAN-13, GTIN-14 or EAN-8, which are one
// number but for zeros in front; 0 is none.
type gtin uint64

// parseGTIN reads a number with a right check digit. Zeros in front may be
// lost, blanks and hyphens may stand inside, and a spreadsheet's .0 at the end.
func parseGTIN(s string) gtin {
	s = trimDecimals(s)
	var number gtin
	digits := 0
	for i := range len(s) {
		switch c := s[i]; {
		case isDigit(c):
			number = number*10 + gtin(c-'0')
			digits++
		case c != ' ' && c != '-':
			return 0
		}
		if digits > 14 {
			return 0
		}
	}
	if digits < 8 || number < 1_000_000 || !number.checks() {
		return 0
	}
	return number
}

// checks says whether the last digit is the check digit of the others.
func (g gtin) checks() bool { return g%10 == (g / 10).checkDigit() }

// checkDigit is the digit that follows g.
func (g gtin) checkDigit() gtin {
	sum := gtin(0)
	for weight := gtin(3); g > 0; g /= 10 {
		sum += g % 10 * weight
		weight = 4 - weight
	}
	return (10 - sum%10) % 10
}

// unit returns the number of the single item in a case: a GTIN-14 whose first
// digit is 1 to 8 numbers a case of it. It is 0 for what is no case.
func (g gtin) unit() gtin {
	const first = 10_000_000_000_000
	if digit := g / first; digit < 1 || digit > 8 {
		return 0
	}
	body := g % first / 10
	return body*10 + body.checkDigit()
}

// company is what numbers of one company have in common, roughly.
func (g gtin) company() gtin { return g / 1_000_000 }

// trimDecimals removes the .0 that a spreadsheet puts after a whole number.
func trimDecimals(s string) string {
	for i := range len(s) {
		if s[i] == '.' && i > 0 && i+1 < len(s) && isDigits(s[:i]) {
			for _, c := range s[i+1:] {
				if c != '0' {
					return s
				}
			}
			return s[:i]
		}
	}
	return s
}
