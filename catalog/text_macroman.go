package catalog

import (
	"bytes"

	"golang.org/x/text/encoding/charmap"
)

// macLetters are bytes that are letters in MacRoman and have no place within a
// word in Windows-1252: capitals, signs, or nothing.
var macLetters = [256]bool{
	0x81: true, 0x87: true, 0x88: true, 0x89: true, 0x8a: true, 0x8d: true, 0x8e: true, 0x8f: true, 0x90: true, 0x98: true, 0x9d: true, 0x9f: true,
}

// macWord gives the first word of a line that reads better in MacRoman than in
// Windows-1252; nil if there is none, or if another word reads better in
// Windows-1252.
func macWord(line []byte) []byte {
	begin, end := -1, -1
	for i, b := range line {
		switch {
		case b >= 0xc0 && (isSmall(line, i-1) || isSmall(line, i+1)):
			return nil
		case begin >= 0 || !macLetters[b] || i == 0:
		case isASCIILetter(line[i-1]) && isSmall(line, i+1), isSmall(line, i-1) && isCapital(b) && !isHigh(line, i+1):
			begin, end = i, i
		}
	}
	if begin < 0 {
		return nil
	}
	for begin > 0 && isWordByte(line[begin-1]) {
		begin--
	}
	for end < len(line) && isWordByte(line[end]) {
		end++
	}
	return bytes.Clone(line[begin:end])
}

// isCapital says that a byte is a capital in Windows-1252, or nothing: neither
// can end a word.
func isCapital(b byte) bool {
	return bytes.IndexByte([]byte{0x81, 0x8a, 0x8d, 0x8e, 0x8f, 0x90, 0x9d, 0x9f}, b) >= 0
}

func isSmall(line []byte, i int) bool {
	return i >= 0 && i < len(line) && 'a' <= line[i] && line[i] <= 'z'
}

func isHigh(line []byte, i int) bool {
	return i < len(line) && line[i] >= 0x80
}

func isASCIILetter(b byte) bool {
	return 'a' <= b|0x20 && b|0x20 <= 'z'
}

func isWordByte(b byte) bool {
	return b >= 0x80 || isASCIILetter(b)
}

// errMacRoman refuses a file of which the encoding is not certain.
func errMacRoman(row int, word []byte) error {
	windows, _ := charmap.Windows1252.NewDecoder().Bytes(word)
	mac, _ := charmap.Macintosh.NewDecoder().Bytes(word)
	return fileErrorf("The encoding of the file is not certain: a word on line %d is %s in Windows-1252 and %s in MacRoman. Save the file in UTF-8 (in Excel: CSV UTF-8, or Unicode Text), and send that.",
		row, quote(string(windows)), quote(string(mac)))
}
