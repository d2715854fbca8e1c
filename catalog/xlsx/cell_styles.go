package xlsx

import (
	"io"
	"strconv"
)

// maxStyles is how many cell styles are known; Excel has up to 65,490.
const maxStyles = 1 << 16

// maxFormats is how many formats a workbook can add; Excel has up to 250.
const maxFormats = 1 << 12

// numberStyles are the number formats of a workbook's cell styles.
type numberStyles struct {
	formats []*numberFormat
}

// of gives the format of a style, nil where it is General or not there.
func (s *numberStyles) of(style int) *numberFormat {
	if style >= len(s.formats) {
		return nil
	}
	return s.formats[style]
}

// readNumberStyles reads the formats from the workbook's part of styles.
func readNumberStyles(x *xmlReader) (*numberStyles, error) {
	custom := make(map[int]*numberFormat)
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
			if id, err := strconv.Atoi(attribute(e, "numFmtId")); err == nil && len(custom) < maxFormats {
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
func (s *numberStyles) readCellStyles(x *xmlReader, custom map[int]*numberFormat) error {
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

// builtinFormats are the formats that every workbook has, by ECMA-376 part 1,
// 18.8.30. Those with a currency, which is the reader's own, are not there.
var builtinFormats = map[int]*numberFormat{}

func init() {
	for id, code := range map[int]string{
		1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
		37: "#,##0 ;(#,##0)", 38: "#,##0 ;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
		41: "_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)", 43: "_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)", 48: "##0.0E+0",
	} {
		builtinFormats[id] = parseNumberFormat(code)
	}
}

// builtinFormat gives a format by its number.
func builtinFormat(id int) *numberFormat {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 58:
		return &numberFormat{date: true}
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id >= 45 && id <= 47:
		return &numberFormat{clock: true}
	case id == 22:
		return &numberFormat{date: true, clock: true}
	case id >= 5 && id <= 8, id == 42, id == 44:
		return &numberFormat{code: "currency", unsure: true}
	}
	return builtinFormats[id] // nil is General
}
