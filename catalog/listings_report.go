package catalog

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"omnimap/model"
)

// ListingReader reads Amazon's All Listings Report: tab-separated text, in any
// of the languages and encodings in which Amazon writes it, packed with gzip or
// not. Columns are known by their names. Amazon quotes nothing; a report that a
// spreadsheet program has saved is read by the rules of CSV.
type ListingReader struct {
	lines  *lineReader
	text   lineDecoder
	header *listingHeader
	// undecided says that the header is ASCII, which shows no encoding.
	undecided bool
	columns   []placedColumn
	quoting   quoting
	signs     quoteSigns
	// records reads a report whose cells can be quoted, nil another one.
	records *csvRecords
	// width is how many fields the last row has.
	width  int
	breaks rowBreaks
	rows   int
	keyed  bool
	row    rowText
	// location is where times without a zone are, nil for UTC.
	location *time.Location
	err      error
}

// SetLocation says where the report's times without a zone are: at the
// marketplace. It is called before Read; without it they are in UTC.
func (l *ListingReader) SetLocation(at *time.Location) { l.location = at }

// tab separates a report's fields.
var tab = []byte{'\t'}

// NewListingReader reads a report's header from r. A file that is no report,
// or has no column of SKUs, is a *FileError.
func NewListingReader(r io.Reader) (*ListingReader, error) {
	src, err := open(r)
	if err != nil {
		return nil, err
	}
	if err := src.lookForTable(wantListings); err != nil {
		return nil, err
	}
	lines, err := newLineReader(src)
	if err != nil {
		return nil, err
	}
	l := &ListingReader{lines: lines}
	if err := l.readHeader(src.marked); err != nil {
		return nil, err
	}
	return l, nil
}

// readHeader reads the header, which is the first line with text, or the first
// with SKUs if only titles stand above it.
func (l *ListingReader) readHeader(utf8Marked bool) error {
	first, err := l.readFirstNames(utf8Marked)
	if err != nil {
		return err
	}
	names := first
	for range maxTitles {
		if isListingHeader(names) || !isTitle(names) {
			break
		}
		line, err := l.nextLine()
		if err != nil {
			break
		}
		if names, err = l.names(line, '\t', utf8Marked); err != nil {
			break
		}
	}
	if !isListingHeader(names) {
		names = first
	}
	if l.header, err = parseListingHeader(names); err != nil {
		return err
	}
	l.columns, l.width = l.header.columns(), len(names)
	l.breaks = rowBreaks{columns: len(names), last: len(names)}
	l.lookAhead()
	return nil
}

// readFirstNames reads the names of the first line with text. A line such as
// sep=, before it names another separator than the tab.
func (l *ListingReader) readFirstNames(utf8Marked bool) ([]string, error) {
	line, err := l.nextLine()
	separator := '\t'
	if err == nil {
		if named, ok := separatorLine(line); ok {
			separator = named
			line, err = l.nextLine()
		}
	}
	if err == io.EOF {
		return nil, fileErrorf("The file has no lines with text. %s", wantListings)
	}
	if err != nil {
		return nil, err
	}
	if bytes.IndexByte(line, 0) >= 0 {
		return nil, fileErrorf("The file is not text in an encoding that can be read. %s", wantListings)
	}
	return l.names(line, separator, utf8Marked)
}

// names gives the names of a header line. Where they are quoted, or separated
// by something else than tabs, the whole file is read by the rules of CSV.
func (l *ListingReader) names(line []byte, separator rune, utf8Marked bool) ([]string, error) {
	if !utf8Marked {
		l.undecided = isASCII(line)
		l.text.charset = detectCharset(line, func(header []byte) int {
			return knownListingColumns(strings.FieldsFunc(string(header), func(r rune) bool { return r == '"' || r == separator }))
		})
	}
	l.records = nil
	if separator == '\t' && !hasWrapped(line) {
		names := splitTabs(l.text.decode(line))
		return names, l.checkEncoding()
	}
	l.records = newCSVRecordsAt(l.lines, line, separator, &l.text, l.decode)
	if err := l.checkEncoding(); err != nil {
		return nil, err
	}
	names, err := l.records.nextRecord()
	if _, wrong := errors.AsType[*csvQuoteError](err); wrong {
		return nil, fileErrorf("The quote marks of the header, on line %d, are not in order. %s", l.records.line, wantListings)
	}
	if err != nil {
		return nil, err
	}
	return append([]string(nil), names...), nil
}

// hasWrapped says that one of the fields of a line stands between quote marks.
func hasWrapped(line []byte) bool {
	for field := range bytes.SplitSeq(line, tab) {
		if inner, ok := unwrap(field); ok && !hasBareQuote(inner) || opensQuote(field) {
			return true
		}
	}
	return false
}

// lookAhead finds what quote marks mean by the rows that have been read into
// the buffer already.
func (l *ListingReader) lookAhead() {
	if l.records != nil {
		return
	}
	ahead, err := peek(l.lines.src, l.lines.src.Buffered())
	if err != nil {
		return // It comes again when the rows are read.
	}
	l.signs.addAll(ahead, len(l.header.names))
	l.quoting = l.signs.decide()
}

// Read gives the next listing, and io.EOF at the end. A missing column and an
// empty open-date give nil, another empty field a pointer to "". A row that
// cannot be read is a *RowError, and the next call reads the row after it.
// After any other error, every call gives the same error again.
func (l *ListingReader) Read() (model.ListingInput, error) {
	if l.err != nil {
		return model.ListingInput{}, l.err
	}
	in, err := l.read()
	if _, ok := errors.AsType[*RowError](err); err != nil && !ok {
		l.err = err
	}
	return in, err
}

// SKUsMissing says that the rows read so far are more than one, and that none
// of them has a SKU.
func (l *ListingReader) SKUsMissing() bool {
	return l.rows > 1 && !l.keyed
}

// CheckSKUs refuses a report that was read to its end, if no row has a SKU: that
// is told once, as a *FileError, rather than row by row.
func (l *ListingReader) CheckSKUs() error {
	if !l.SKUsMissing() {
		return nil
	}
	return fileErrorf("None of the %d rows has a SKU: the column %s is empty. Send the report with the SKU of each listing, as Amazon wrote it.", l.rows, quote(l.header.names[l.header.places[colSKU]]))
}

func (l *ListingReader) read() (model.ListingInput, error) {
	if l.records != nil {
		return l.readRecord()
	}
	line, err := l.nextLine()
	if err != nil {
		return model.ListingInput{}, err
	}
	if l.quoting == quotingUnknown {
		l.signs.add(line, len(l.header.names))
		l.quoting = l.signs.decide()
	}
	switch l.quoting {
	case quotingMixed:
		return model.ListingInput{}, errMixedQuotes(l.lines.number)
	case quotingSheet:
		l.records = newCSVRecordsAt(l.lines, line, '\t', &l.text, l.decode)
		if err := l.checkEncoding(); err != nil {
			return model.ListingInput{}, err
		}
		return l.readRecord()
	}
	v := l.split(l.decode(line))
	if err := l.checkEncoding(); err != nil {
		return model.ListingInput{}, err
	}
	return l.parse(l.lines.number, v)
}

// checkEncoding refuses a file of which the encoding is not certain, by the
// line last decoded.
func (l *ListingReader) checkEncoding() error {
	if l.text.macWord == nil {
		return nil
	}
	return errMacRoman(l.lines.number, l.text.macWord)
}

// readRecord reads a row by the rules of CSV.
func (l *ListingReader) readRecord() (model.ListingInput, error) {
	record, err := l.records.nextRecord()
	if quote, ok := errors.AsType[*csvQuoteError](err); ok {
		if l.quoting == quotingSheet {
			return model.ListingInput{}, errMixedQuotes(l.records.line)
		}
		return model.ListingInput{}, rowErrorf(l.records.line, "%v", quote)
	}
	if err != nil {
		return model.ListingInput{}, err
	}
	if l.quoting == quotingSheet && l.signs.sheet == 0 {
		if l.signs.add(l.records.record(), len(l.header.names)); l.signs.decide() != quotingSheet {
			return model.ListingInput{}, errMixedQuotes(l.records.line)
		}
	}
	if l.records.reread() && len(record) != len(l.header.names) {
		return model.ListingInput{}, rowErrorf(l.records.line, "This line follows a row whose quote marks are not in order, and has %d values where the header has %d. Mend the quotes of the row before it.", len(record), len(l.header.names))
	}
	return l.parse(l.records.line, l.splitRecord(record))
}

// nextLine gives the next line that is not blank.
func (l *ListingReader) nextLine() ([]byte, error) {
	for {
		line, err := l.lines.next()
		if err != nil {
			return nil, err
		}
		if len(bytes.Trim(line, " \t")) > 0 {
			return line, nil
		}
	}
}

// decode gives a line in UTF-8. Where the header shows no encoding, a row with
// a Japanese date is in Shift_JIS rather than in Windows-1252.
func (l *ListingReader) decode(line []byte) []byte {
	if l.undecided && !utf8.Valid(line) && hasJapaneseDate(line) {
		text := l.text.decodeAs(charsetShiftJIS, line)
		if !bytes.ContainsRune(text, utf8.RuneError) {
			return text
		}
	}
	return l.text.decode(line)
}

func hasJapaneseDate(line []byte) bool {
	return bytes.Contains(line, []byte(" JST\t")) || bytes.HasSuffix(line, []byte(" JST"))
}

func splitTabs(line []byte) []string {
	return strings.Split(string(line), "\t")
}
