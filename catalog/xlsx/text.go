package xlsx

import (
	"errors"
	"strconv"
	"unicode/utf8"
)

// bufferSize is how much of a part is read or written at a time.
const bufferSize = 64 << 10

// maxQuoted is how many characters of a name a detail shows.
const maxQuoted = 60

// quote quotes a name for a detail, and cuts it where it is long.
func quote(name string) string {
	if cut := prefix(name, maxQuoted); cut != name {
		return strconv.Quote(cut + "…")
	}
	return strconv.Quote(name)
}

// prefix gives the first n characters of s.
func prefix(s string, n int) string {
	if len(s) <= n {
		return s
	}
	end := 0
	for ; n > 0 && end < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	return s[:end]
}

// alsoClose gives the error with that of closing, if any.
func alsoClose(err error, close func() error) error {
	if closing := close(); closing != nil {
		return errors.Join(err, closing)
	}
	return err
}
