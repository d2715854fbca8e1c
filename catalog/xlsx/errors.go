package xlsx

import "fmt"

// A Reason is what is wrong with a workbook.
type Reason int

// The reasons for which a file cannot be read as a workbook.
const (
	// Damaged is a workbook that is damaged or incomplete; the detail says
	// where.
	Damaged Reason = iota + 1
	// Malformed is a workbook that no spreadsheet program writes, and that could
	// do harm; the detail says why.
	Malformed
	// TooLarge is a file of more than MaxSize bytes.
	TooLarge
	// UnpacksTooLarge is a workbook that unpacks to more than MaxUnpacked
	// bytes.
	UnpacksTooLarge
	// TooManyTexts is a workbook with more than MaxTexts different texts.
	TooManyTexts
	// NoSheets is a workbook without a sheet that has cells.
	NoSheets
	// NotWorkbook is another ZIP file; the detail says which.
	NotWorkbook
	// OldWorkbook is a workbook in the format before .xlsx.
	OldWorkbook
	// Encrypted is a workbook with a password.
	Encrypted
)

var reasonTexts = map[Reason]string{
	Damaged:         "the workbook is damaged or incomplete",
	Malformed:       "the workbook is malformed",
	TooLarge:        "the file is too large",
	UnpacksTooLarge: "the workbook unpacks to too much",
	TooManyTexts:    "the workbook has too many different texts",
	NoSheets:        "the workbook has no sheets with cells",
	NotWorkbook:     "the file is no workbook",
	OldWorkbook:     "the file is a workbook in an old format",
	Encrypted:       "the workbook is protected with a password",
}

// An Error is a file that cannot be read as a workbook, or not any further.
// Every other error is a failure to read the file, or of a temporary one.
type Error struct {
	Reason Reason
	// Detail goes on from the reason, in words; most reasons have none.
	Detail string
}

func (e *Error) Error() string {
	if e.Detail == "" {
		return reasonTexts[e.Reason]
	}
	return reasonTexts[e.Reason] + ": " + e.Detail
}

func damagedf(format string, args ...any) *Error {
	return &Error{Damaged, fmt.Sprintf(format, args...)}
}

func malformedf(format string, args ...any) *Error {
	return &Error{Malformed, fmt.Sprintf(format, args...)}
}
