package catalog

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxRecord is how long a record of a CSV file may be, in bytes.
const maxRecord = 1 << 20

// csvRecords reads a CSV file's records. After a record with wrong quotes it
// continues at that record's second line, so that a quote that is not closed
// costs one row and not the rest of the file.
type csvRecords struct {
	csv   *csv.Reader
	lines *lineReader
	text  *lineDecoder
	// decode gives a line in UTF-8, valid until the next call.
	decode func(line []byte) []byte
	// separated says that a first line sep= names the separator.
	separated bool

	// window holds lines that have been read, each ending in LF. The current
	// record begins at start. The lines before next have been handed to csv;
	// those from next on will be handed to it again.
	window      []byte
	start, next int
	// line is the number of the record's first line.
	line int
	// rereadTo is the last line that has been read as part of a wrong record.
	rereadTo int
}

func newCSVRecords(lines *lineReader) *csvRecords {
	r := &csvRecords{lines: lines, line: 1, text: new(lineDecoder)}
	r.decode = r.text.decode
	r.csv = csv.NewReader(r)
	r.csv.FieldsPerRecord = -1
	r.csv.ReuseRecord = true
	return r
}

// newCSVRecordsAt reads records of which the first line has been read already.
func newCSVRecordsAt(lines *lineReader, line []byte, separator rune, text *lineDecoder, decode func([]byte) []byte) *csvRecords {
	r := newCSVRecords(lines)
	r.csv.Comma, r.text, r.decode, r.line = separator, text, decode, lines.number
	r.window = append(append(r.window, quoteKept(decode(line))...), '\n')
	return r
}

// nextRecord gives the next record that has any text, valid until the next
// call, and leaves the number of its first line in r.line. A record whose
// quotes are wrong is a *csvQuoteError.
func (r *csvRecords) nextRecord() ([]string, error) {
	for {
		if err := r.begin(); err != nil {
			return nil, err
		}
		record, err := r.csv.Read()
		if parseError, ok := errors.AsType[*csv.ParseError](err); ok {
			return nil, r.giveUp(parseError)
		}
		if err != nil {
			return nil, err
		}
		if !isBlank(record) {
			return record, nil
		}
	}
}

// begin advances to the next line that can begin a record.
func (r *csvRecords) begin() error {
	r.line += bytes.Count(r.window[r.start:r.next], lf)
	r.start = r.next
	for {
		if r.start == len(r.window) {
			if err := r.fetch(); err != nil {
				return err
			}
		}
		first := r.firstLine()
		if len(bytes.TrimSpace(first)) > 0 {
			return nil
		}
		r.line++
		r.start += len(first)
		r.next = r.start
	}
}

// maxTitles is how many lines above the header are passed over as titles.
const maxTitles = 10

// readHeader reads the file's header. That is the first record, or the first
// that is complete if only titles stand above it. Where there is none, it gives
// the first record.
func (r *csvRecords) readHeader(known func(names []string) int, complete func(names []string) bool) ([]string, error) {
	if err := r.readSeparator(); err != nil {
		return nil, err
	}
	first, err := r.readNames(known)
	names := first
	for range maxTitles {
		if err != nil || complete(names) {
			return names, err
		}
		if !isTitle(names) {
			break
		}
		if names, err = r.readNames(known); err != nil {
			break
		}
	}
	return first, nil
}

// isTitle says that a record can be a title above the header: one or two texts.
func isTitle(names []string) bool {
	filled := 0
	for _, name := range names {
		if strings.TrimSpace(name) != "" {
			filled++
		}
	}
	return filled == 1 || filled == 2
}

// readSeparator reads a first line such as sep=; which names the separator.
func (r *csvRecords) readSeparator() error {
	if err := r.begin(); err != nil {
		return err
	}
	if separator, ok := separatorLine(bytes.TrimSuffix(r.firstLine(), lf)); ok {
		r.csv.Comma, r.separated = separator, true
		r.next = r.start + len(r.firstLine())
	}
	return nil
}

// separatorLine reads a line that names a file's separator, as spreadsheet
// programs understand it.
func separatorLine(line []byte) (separator rune, ok bool) {
	text := strings.Trim(string(line), `"`)
	if len(text) < 5 || !strings.EqualFold(text[:4], "sep=") {
		return 0, false
	}
	separator, size := utf8.DecodeRuneInString(text[4:])
	switch separator {
	case '"', '\r', '\n', utf8.RuneError:
		return 0, false
	}
	return separator, strings.Trim(text[4+size:], ",;\t ") == ""
}

// readNames reads a record, separated by the comma, semicolon or tab that gives
// the most known columns. A slice of its own is given.
func (r *csvRecords) readNames(known func(names []string) int) ([]string, error) {
	if err := r.begin(); err != nil {
		return nil, err
	}
	if r.separated {
		names, err := r.readAgain(r.csv.Comma)
		return slices.Clone(names), err
	}
	best, most := ',', -1
	for _, separator := range ",;\t" {
		names, err := r.readAgain(separator)
		if _, wrong := errors.AsType[*csv.ParseError](err); wrong {
			continue
		}
		if err != nil {
			return nil, err
		}
		if n := known(names); n > most {
			best, most = separator, n
		}
	}
	names, err := r.readAgain(best)
	return slices.Clone(names), err
}

// readAgain reads the current record from its beginning.
func (r *csvRecords) readAgain(separator rune) ([]string, error) {
	r.next = r.start
	r.csv.Comma = separator
	return r.csv.Read()
}

// giveUp drops the first line of a wrong record; its other lines are read again.
func (r *csvRecords) giveUp(err *csv.ParseError) error {
	line, open := r.openQuote()
	r.rereadTo = max(r.rereadTo, r.line+bytes.Count(r.window[r.start:r.next], lf)-1)
	r.next = r.start + len(r.firstLine())
	if open && err.Err == csv.ErrQuote {
		return &csvQuoteError{fmt.Sprintf("a quote that opens on line %d is not closed", line)}
	}
	return &csvQuoteError{fmt.Sprintf("there is one out of place on line %d, character %d", r.line+err.Line-err.StartLine, err.Column)}
}

// cut says that the file ends within the current record's line, which may lack
// values therefore.
func (r *csvRecords) cut() bool {
	return r.lines.cut && r.next == len(r.window)
}

// ahead gives the widths of the records after the current one, and 0 for the
// end of the file, as far as they can be seen.
func (r *csvRecords) ahead() []int {
	if r.next < len(r.window) {
		return nil // Lines of a wrong record are read again.
	}
	return r.lines.ahead(r.csv.Comma, true)
}

// quoteKept puts values such as ="0071", by which spreadsheets keep texts,
// between quotes, so that they are read as other values are.
func quoteKept(line []byte) []byte {
	if !bytes.Contains(line, []byte(`="`)) {
		return line
	}
	for range 2 { // Two neighbours share a separator.
		line = keptValue.ReplaceAll(line, []byte(`$1"=""$2"""$3`))
	}
	return line
}

// keptValue is a value ="…" without quotes around it, with the separators before
// and after it.
var keptValue = regexp.MustCompile(`(^|[,;\t|])="([^"]*)"([,;\t|]|$)`)

// record gives the current record's text as it stands in the file.
func (r *csvRecords) record() []byte {
	return bytes.TrimSuffix(r.window[r.start:r.next], lf)
}

// reread says that the current record has been read before, as part of a wrong
// one: it may be the rest of a value rather than a row.
func (r *csvRecords) reread() bool {
	return r.line <= r.rereadTo
}

// firstLine gives the current record's first line with its end.
func (r *csvRecords) firstLine() []byte {
	return r.window[r.start:][:bytes.IndexByte(r.window[r.start:], '\n')+1]
}

// Read hands csv one line. It never gives more, so that csv has read nothing
// beyond the record that it gives.
func (r *csvRecords) Read(p []byte) (int, error) {
	if r.next == len(r.window) {
		if err := r.fetch(); err != nil {
			return 0, err
		}
	}
	end := r.next + bytes.IndexByte(r.window[r.next:], '\n') + 1
	n := copy(p, r.window[r.next:end])
	r.next += n
	return n, nil
}

// fetch adds the file's next line to the window.
func (r *csvRecords) fetch() error {
	if len(r.window)-r.start > maxRecord {
		line, _ := r.openQuote()
		return fileErrorf("A quote that opens on line %d is not closed within 1 MiB. Close it, or double it if it is part of the text.", line)
	}
	line, err := r.lines.next()
	if err != nil {
		return err
	}
	if r.start > 0 {
		kept := copy(r.window, r.window[r.start:])
		r.window, r.next, r.start = r.window[:kept], r.next-r.start, 0
	}
	r.window = append(append(r.window, quoteKept(r.decode(line))...), '\n')
	if r.text.macWord != nil {
		return errMacRoman(r.lines.number, r.text.macWord)
	}
	return nil
}

// openQuote says whether a quote is open at the end of the current record, as
// far as csv has read it, and on which line it opens.
func (r *csvRecords) openQuote() (line int, open bool) {
	record, at := r.window[r.start:r.next], r.line
	for i := 0; i < len(record); i++ {
		switch {
		case record[i] == '\n':
			at++
		case record[i] != '"':
		case open && i+1 < len(record) && record[i+1] == '"':
			i++ // A quote that is part of the text.
		default:
			line, open = at, !open
		}
	}
	return line, open
}

// csvQuoteError is a record whose quotes are wrong, and in what.
type csvQuoteError struct {
	reason string
}

func (e *csvQuoteError) Error() string {
	return "The quote marks of this row are not in order: " + e.reason + ". A value that holds quotes, separators or line breaks stands between quotes, and the quotes within it are doubled."
}

var lf = []byte{'\n'}

func isBlank(record []string) bool {
	for _, value := range record {
		if strings.TrimSpace(value) != "" {
			return false
		}
	}
	return true
}
