package catalog

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// charset is an encoding in which a table can come.
type charset int

const (
	// charsetUTF8 is UTF-8, except that a line which is not valid UTF-8 is
	// Windows-1252.
	charsetUTF8 charset = iota
	charsetShiftJIS
	charsetGBK
	charsetWindows1252
)

// charsetEncodings holds the encodings that are not UTF-8. GB18030 is GBK and
// more.
var charsetEncodings = [...]encoding.Encoding{
	charsetShiftJIS:    japanese.ShiftJIS,
	charsetGBK:         simplifiedchinese.GB18030,
	charsetWindows1252: charmap.Windows1252,
}

// lineDecoder turns a file's lines into UTF-8.
type lineDecoder struct {
	charset charset
	// macWord is a word by which the last line read as Windows-1252 may be in
	// MacRoman.
	macWord  []byte
	decoders [len(charsetEncodings)]*encoding.Decoder
	buf      []byte
}

// decode gives a line in UTF-8. It is valid until the next call, and no longer
// than the line is.
func (d *lineDecoder) decode(line []byte) []byte {
	if d.charset != charsetUTF8 {
		return d.decodeAs(d.charset, line)
	}
	if utf8.Valid(line) {
		return line
	}
	return d.decodeAs(charsetWindows1252, line)
}

// decodeAs is decode for a line in an encoding other than UTF-8. What has no
// meaning in the encoding becomes U+FFFD.
func (d *lineDecoder) decodeAs(c charset, line []byte) []byte {
	if isASCII(line) {
		return line
	}
	if c == charsetWindows1252 {
		d.macWord = macWord(line)
	}
	if d.decoders[c] == nil {
		d.decoders[c] = charsetEncodings[c].NewDecoder()
	}
	text, _, err := transform.Append(d.decoders[c], d.buf[:0], line)
	if err != nil {
		// None of the decoders fails; if one did, the line would still be UTF-8.
		text = bytes.ToValidUTF8(line, []byte("\uFFFD"))
	}
	d.buf = text
	return text
}

// detectCharset finds a file's encoding by its header line: UTF-8 if the line
// is valid UTF-8, else the encoding in which most column names are known.
func detectCharset(line []byte, known func(header []byte) int) charset {
	if utf8.Valid(line) {
		return charsetUTF8
	}
	var d lineDecoder
	best, most := charsetWindows1252, known(d.decodeAs(charsetWindows1252, line))
	for _, c := range []charset{charsetShiftJIS, charsetGBK} {
		if n := known(d.decodeAs(c, line)); n > most {
			best, most = c, n
		}
	}
	return best
}

func isASCII(text []byte) bool {
	for _, b := range text {
		if b >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
