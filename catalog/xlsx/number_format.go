package xlsx

import "strings"

// numberFormat is a cell's number format: what it makes of a number. The zero
// value is General.
type numberFormat struct {
	code string
	// date says that the number is shown as a day, clock as a time.
	date, clock bool
	sections    []formatSection
	// unsure says that the format holds something that is not understood.
	unsure bool
}

// formatSection is a part of a format: for positive numbers, negative numbers,
// zero, or texts.
type formatSection struct {
	tokens []formatToken
	// zeros is how many digits a whole number has at least, digits how many
	// places for digits there are before the decimal point.
	zeros, digits int
	// decimals counts the places after the point, fixed those that are zeros.
	decimals, fixed int
	percents        int
	point, grouped  bool
	// literals says that the section adds characters to the number.
	literals bool
	// exponent, fraction, general and text say what stands for the number.
	exponent, fraction, general, text bool
}

// formatToken is a text that is shown as it stands, or one place for a digit
// ('0', '#' or '?') or for the whole number or text.
type formatToken struct {
	literal string
	place   byte
}

// maxFormat is how long a format can be; Excel allows 255 characters.
const maxFormat = 1 << 10

// parseNumberFormat reads the code of a format, which is nil for General.
func parseNumberFormat(code string) *numberFormat {
	if code == "" {
		return nil
	}
	if len(code) > maxFormat {
		return &numberFormat{code: prefix(code, maxQuoted), unsure: true}
	}
	bare := bareFormat(code)
	f := &numberFormat{
		code:  code,
		date:  strings.ContainsAny(bare, "yd") || strings.Contains(bare, "mmm"),
		clock: strings.ContainsAny(bare, "hs"),
	}
	if !f.date && !f.clock {
		p := &formatParser{code: code, format: f}
		p.parse()
	}
	return f
}

// formatParser reads a format from left to right.
type formatParser struct {
	code    string
	format  *numberFormat
	section formatSection
}

func (p *formatParser) parse() {
	for p.code != "" {
		c := p.code[0]
		switch {
		case strings.HasPrefix(strings.ToLower(p.code), "general"):
			p.section.general = true
			p.place('G', len("general"))
		case c == ';':
			p.endSection()
			p.code = p.code[1:]
		case c == '"':
			text, rest, _ := strings.Cut(p.code[1:], `"`)
			p.literal(text)
			p.code = rest
		case c == '\\', c == '_', c == '*':
			p.escape(c)
		case c == '[':
			p.bracket()
		default:
			p.symbol(c)
		}
	}
	p.endSection()
}

// escape reads a character that is shown as it stands, is left out for its
// width, or fills the cell.
func (p *formatParser) escape(c byte) {
	next := prefix(p.code[1:], 1)
	p.code = p.code[1+len(next):]
	switch {
	case c == '\\':
		p.literal(next)
	case c == '_':
		p.section.tokens = append(p.section.tokens, formatToken{literal: " "})
	case next != " ":
		p.format.unsure = true
	}
}

// bracket reads a colour, a language or currency, or a condition.
func (p *formatParser) bracket() {
	inside, rest, _ := strings.Cut(p.code[1:], "]")
	p.code = rest
	switch lower := strings.ToLower(inside); {
	case strings.HasPrefix(inside, "$"):
		currency, _, _ := strings.Cut(inside[1:], "-")
		p.literal(currency)
	case strings.HasPrefix(lower, "color"), isColor[lower]:
	default:
		p.format.unsure = true
	}
}

var isColor = map[string]bool{"black": true, "blue": true, "cyan": true, "green": true, "magenta": true, "red": true, "white": true, "yellow": true}

// symbol reads one character of its own meaning. Signs and spaces stand for
// themselves.
func (p *formatParser) symbol(c byte) {
	s := &p.section
	switch {
	case c == '0', c == '#', c == '?':
		p.digit(c)
		return
	case c == '.':
		p.format.unsure = p.format.unsure || s.point
		s.point = true
		p.place('.', 1)
		return
	case c == ',':
		// Between digits it groups them, after them it divides by a thousand.
		if len(p.code) < 2 || strings.IndexByte("0#?", p.code[1]) < 0 || s.digits == 0 {
			p.format.unsure = true
		}
		s.grouped = true
	case c == '%':
		s.percents++
		s.tokens = append(s.tokens, formatToken{literal: "%"})
	case c == '@':
		s.text = true
		p.place('@', 1)
		return
	case c == '/' && s.digits > 0:
		s.fraction = true
	case c == 'E' || c == 'e':
		s.exponent = true
	case c == '+' && s.exponent:
	case c == ' ':
		s.tokens = append(s.tokens, formatToken{literal: " "})
	case strings.IndexByte("-+/():!^&'~{}<>=$", c) >= 0, c >= 0x80:
		size := len(prefix(p.code, 1))
		p.literal(p.code[:size])
		p.code = p.code[size:]
		return
	default:
		p.format.unsure = true
	}
	p.code = p.code[1:]
}

func (p *formatParser) digit(c byte) {
	s := &p.section
	switch {
	case s.exponent || s.fraction:
		p.code = p.code[1:]
		return
	case s.point:
		s.decimals++
		if c == '0' {
			s.fixed = s.decimals
		}
	default:
		s.digits++
		if s.zeros > 0 || c == '0' {
			s.zeros++
		}
	}
	p.place(c, 1)
}

func (p *formatParser) place(c byte, size int) {
	p.section.tokens = append(p.section.tokens, formatToken{place: c})
	p.code = p.code[size:]
}

func (p *formatParser) literal(text string) {
	p.section.literals = p.section.literals || strings.TrimSpace(text) != ""
	p.section.tokens = append(p.section.tokens, formatToken{literal: text})
}

func (p *formatParser) endSection() {
	p.format.sections = append(p.format.sections, p.section)
	p.section = formatSection{}
}

// bareFormat removes from a format's code the literal texts, colours and
// languages, and the formats for negative numbers and texts.
func bareFormat(code string) string {
	var bare strings.Builder
	quoted, bracketed := false, false
	for i := 0; i < len(code); i++ {
		switch c := code[i]; {
		case quoted:
			quoted = c != '"'
		case bracketed:
			bracketed = c != ']'
		case c == '"':
			quoted = true
		case c == '[':
			bracketed = true
			if strings.HasPrefix(strings.ToLower(code[i:]), "[h]") {
				bare.WriteByte('h')
			}
		case c == '\\', c == '_', c == '*':
			i++
		case c == ';':
			return strings.ToLower(bare.String())
		default:
			bare.WriteByte(c)
		}
	}
	return strings.ToLower(bare.String())
}
