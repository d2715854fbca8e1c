package catalog

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"omnimap/model"
)

// A RowError is one row that cannot be loaded, with its place and the reason.
// The rows after it can still be read.
type RowError struct {
	model.RejectedRow
	// Reference is that of the Omni product that the row is about, as it came;
	// empty where it is not known.
	Reference string
}

// Error gives the sentence that says what is wrong and what to do.
func (e *RowError) Error() string { return e.Message }

// A FileError is a file that cannot be read, or cannot be read further.
type FileError struct {
	// Message says what is wrong and what to do, in a sentence or two.
	Message string
}

// Error gives the sentence that says what is wrong and what to do.
func (e *FileError) Error() string { return e.Message }

func fileErrorf(format string, args ...any) *FileError {
	return &FileError{Message: fmt.Sprintf(format, args...)}
}

func rowErrorf(row int, format string, args ...any) *RowError {
	return &RowError{RejectedRow: model.RejectedRow{
		Row:     row,
		Code:    model.CodeInvalid,
		Message: fmt.Sprintf(format, args...),
	}}
}

// errNUL refuses a value that no database can hold.
var errNUL = errors.New("the value holds a NUL character; remove it")

// maxQuoted is how many characters of a value a message shows.
const maxQuoted = 60

// quote quotes a value for a message. What cannot be printed is escaped, and
// what is long is cut.
func quote(value string) string {
	if cut := prefix(value, maxQuoted); cut != value {
		return strconv.Quote(cut + "…")
	}
	return strconv.Quote(value)
}

// maxRowKey is how many characters of a row's SKU or Code its error carries: as
// many as a valid one can have.
const maxRowKey = 255

// rowKey gives a SKU or Code by which a seller finds the rejected row, or nil
// if there is none that can be displayed.
func rowKey(value string) *string {
	key := strings.TrimSpace(value)
	if key == "" || strings.ContainsRune(key, 0) {
		return nil
	}
	return new(strings.Clone(prefix(key, maxRowKey)))
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
