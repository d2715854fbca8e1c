package catalog

import (
	"bytes"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"omnimap/model"
)

// ListingReader reads Amazon's All Listings Report: tab-separated text without
// quoting, in any of the languages and encodings in which Amazon writes it,
// packed with gzip or not. Columns are known by their names.
type ListingReader struct {
	lines  *lineReader
	text   lineDecoder
	header *listingHeader
	// undecided says that the header is ASCII, which shows no encoding.
	undecided bool
	columns   []placedColumn
	row       rowText
	err       error
}

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

func (l *ListingReader) readHeader(utf8Marked bool) error {
	line, err := l.nextLine()
	if err == io.EOF {
		return fileErrorf("The file has no lines with text. %s", wantListings)
	}
	if err != nil {
		return err
	}
	if bytes.IndexByte(line, 0) >= 0 {
		return fileErrorf("The file is not text in an encoding that can be read. %s", wantListings)
	}
	if !utf8Marked {
		l.undecided = isASCII(line)
		l.text.charset = detectCharset(line, func(header []byte) int {
			return knownListingColumns(splitTabs(header))
		})
	}
	l.header, err = parseListingHeader(splitTabs(l.text.decode(line)))
	if err != nil {
		return err
	}
	l.columns = l.header.columns()
	return nil
}

// Read gives the next listing, and io.EOF at the end. A missing column and an
// empty open-date give nil, another empty field a pointer to "". A row that
// cannot be read is a *RowError, and the next call reads the row after it.
// After any other error, every call gives the same error again.
func (l *ListingReader) Read() (model.ListingInput, error) {
	if l.err != nil {
		return model.ListingInput{}, l.err
	}
	line, err := l.nextLine()
	if err != nil {
		l.err = err
		return model.ListingInput{}, err
	}
	return l.parse(l.decode(line))
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

// listingValues holds what the pointers of a ListingInput point to, so that a
// row takes one allocation.
type listingValues struct {
	// texts are the row's fields, empty where the column is absent.
	texts    [numListingColumns]string
	price    model.Decimal
	openDate time.Time
}

// parse reads a row from a line in UTF-8.
func (l *ListingReader) parse(line []byte) (model.ListingInput, error) {
	v := l.split(line)
	var err error
	for c, text := range v.texts {
		if strings.IndexByte(text, 0) >= 0 {
			return l.reject(v, listingColumn(c), errNUL)
		}
	}
	if v.price, err = parseNumber(v.texts[colPrice], l.header.language.decimalMark()); err != nil {
		return l.reject(v, colPrice, err)
	}
	if v.texts[colQuantity], err = parseQuantity(v.texts[colQuantity]); err != nil {
		return l.reject(v, colQuantity, err)
	}
	if v.openDate, err = parseOpenDate(v.texts[colOpenDate], l.header.language); err != nil {
		return l.reject(v, colOpenDate, err)
	}
	return l.listing(v), nil
}

// split takes the values that are used out of a line.
func (l *ListingReader) split(line []byte) *listingValues {
	l.row.reset()
	place := 0
	var value []byte
	for _, c := range l.columns {
		for ; place <= c.place; place++ {
			value, line, _ = bytes.Cut(line, tab)
		}
		l.row.buf = append(l.row.buf, value...)
		l.row.end()
	}
	var values [numListingColumns]string
	l.row.split(values[:])
	v := new(listingValues)
	for i, c := range l.columns {
		v.texts[c.column] = values[i]
	}
	return v
}

// listing makes a listing of a row's values.
func (l *ListingReader) listing(v *listingValues) model.ListingInput {
	in := model.ListingInput{
		Row:                l.lines.number,
		SKU:                v.texts[colSKU],
		ParentSKU:          l.given(colParentSKU, v),
		ASIN:               l.asin(v),
		Title:              l.given(colTitle, v),
		Quantity:           l.given(colQuantity, v),
		ListingStatus:      l.given(colStatus, v),
		FulfillmentChannel: l.given(colChannel, v),
	}
	if l.has(colPrice) {
		in.Price = &v.price
	}
	if !v.openDate.IsZero() {
		in.CreatedAt = &v.openDate
	}
	return in
}

func (l *ListingReader) has(c listingColumn) bool {
	return l.header.places[c] >= 0
}

// given points to a column's text, or is nil where the column is absent.
func (l *ListingReader) given(c listingColumn, v *listingValues) *string {
	if !l.has(c) {
		return nil
	}
	return &v.texts[c]
}

// asin gives a row's ASIN: that of its own column, else the product's id where
// its type says that it is one.
func (l *ListingReader) asin(v *listingValues) *string {
	if strings.TrimSpace(v.texts[colASIN]) != "" {
		return &v.texts[colASIN]
	}
	idType := strings.TrimSpace(v.texts[colProductIDType])
	if l.has(colProductID) && (idType == "1" || strings.EqualFold(idType, "ASIN")) {
		return &v.texts[colProductID]
	}
	return l.given(colASIN, v)
}

// reject refuses a row for what stands in one of its columns.
func (l *ListingReader) reject(v *listingValues, c listingColumn, err error) (model.ListingInput, error) {
	e := rowErrorf(l.lines.number, "Column %s: %v.", quote(l.header.names[l.header.places[c]]), err)
	e.SKU = rowKey(v.texts[colSKU])
	return model.ListingInput{}, e
}

func splitTabs(line []byte) []string {
	return strings.Split(string(line), "\t")
}
