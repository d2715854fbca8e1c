package xlsx

import (
	"io"
	"strconv"
	"strings"
)

// numberFormat is what a cell's number format makes of a number, as far as
// that is looked at.
type numberFormat struct {
	// zeros is how many digits a whole number has at least.
	zeros uint8
	// date says that the number is shown as a day, clock as a time.
	date, clock bool
}

// maxZeros is how many zeros a format can have to be one for codes.
const maxZeros = 30

// maxStyles is how many cell styles are known; Excel has up to 65,490.
const maxStyles = 1 << 16

// numberStyles are the number formats of a workbook's cell styles.
type numberStyles struct {
	formats []numberFormat
}

// of gives the format of a style; that of a style which is not there is none.
func (s *numberStyles) of(style int) numberFormat {
	if style >= len(s.formats) {
		return numberFormat{}
	}
	return s.formats[style]
}

// readNumberStyles reads the formats from the workbook's part of styles.
func readNumberStyles(x *xmlReader) (*numberStyles, error) {
	custom := make(map[int]numberFormat)
	s := new(numberStyles)
	for {
		e, err := x.nextStart()
		if err == io.EOF {
			return s, nil
		}
		if err != nil {
			return nil, err
		}
		switch e.Name.Local {
		case "numFmt":
			if id, err := strconv.Atoi(attribute(e, "numFmtId")); err == nil && len(custom) < maxStyles {
				custom[id] = parseNumberFormat(attribute(e, "formatCode"))
			}
		case "cellXfs":
			if err := s.readCellStyles(x, custom); err != nil {
				return nil, err
			}
		}
	}
}

// readCellStyles reads the list to which cells refer, which stands after the
// custom formats.
func (s *numberStyles) readCellStyles(x *xmlReader, custom map[int]numberFormat) error {
	depth := len(x.open)
	for {
		e, ok, err := x.child(depth)
		if err != nil || !ok || len(s.formats) == maxStyles {
			return err
		}
		if e.Name.Local != "xf" {
			continue
		}
		id, err := strconv.Atoi(attribute(e, "numFmtId"))
		format, ok := custom[id]
		if err == nil && !ok {
			format = builtinFormat(id)
		}
		s.formats = append(s.formats, format)
	}
}

// builtinFormat gives a format that every workbook has, by ECMA-376 part 1,
// 18.8.30.
func builtinFormat(id int) numberFormat {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 58:
		return numberFormat{date: true}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47:
		return numberFormat{clock: true}
	case id == 22:
		return numberFormat{date: true, clock: true}
	}
	return numberFormat{}
}

// parseNumberFormat reads the code of a format: zeros alone, as people set to
// keep the leading zeros of their codes, or the letters of a date.
func parseNumberFormat(code string) numberFormat {
	code = bareFormat(code)
	if n := len(code); n > 1 && n <= maxZeros && strings.Trim(code, "0") == "" {
		return numberFormat{zeros: uint8(n)}
	}
	return numberFormat{
		date:  strings.ContainsAny(code, "yd") || strings.Contains(code, "mmm"),
		clock: strings.ContainsAny(code, "hs"),
	}
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
