package xlsx

import (
	"bufio"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"io"

	"github.com/xuri/excelize/v2"
)

var errNoString = errors.New("a cell refers to a text that is not there")

const (
	// stringStep is how many texts one entry of the index stands for.
	stringStep = 16
	// MaxTexts bounds the index to 32 MiB. Excel's largest sheet, filled
	// with texts in 64 columns, has no more.
	MaxTexts = 1 << 26
	// maxText is how many bytes of a text are kept: what a cell can hold.
	maxText = 3 * excelize.TotalCellChars
)

// sharedStrings is the table of texts to which a workbook's cells refer. Excel
// keeps all texts of all cells there, which can be more than memory has room
// for: they lie in a temporary file, each after its length.
type sharedStrings struct {
	file  *tempFile
	cache pageCache
	// index holds the places of every 16th text.
	index []int64
	count int
}

// readSharedStrings reads the table from its part.
func readSharedStrings(x *xmlReader) (s *sharedStrings, err error) {
	file, err := newTempFile()
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = alsoClose(err, file.close)
		}
	}()
	s = &sharedStrings{file: file, cache: pageCache{r: file.file}}
	w := &stringWriter{table: s, out: bufio.NewWriterSize(file.file, bufferSize)}
	if err := w.readAll(x); err != nil {
		return nil, err
	}
	if err := w.out.Flush(); err != nil {
		return nil, &tempFileError{err}
	}
	return s, nil
}

// stringWriter fills a table.
type stringWriter struct {
	table *sharedStrings
	out   *bufio.Writer
	size  int64
	buf   []byte
}

func (w *stringWriter) readAll(x *xmlReader) error {
	if _, err := x.find("sst"); err != nil {
		return err
	}
	depth := len(x.open)
	for {
		e, ok, err := x.child(depth)
		if err != nil || !ok {
			return err
		}
		if e.Name.Local != "si" {
			continue
		}
		if w.buf, err = x.richText(w.buf[:0], maxText); err != nil {
			return err
		}
		if err := w.add(); err != nil {
			return err
		}
	}
}

func (w *stringWriter) add() error {
	t := w.table
	if t.count == MaxTexts {
		return &Error{Reason: TooManyTexts}
	}
	if t.count%stringStep == 0 {
		t.index = append(t.index, w.size)
	}
	t.count++
	var head [binary.MaxVarintLen64]byte
	n := binary.PutUvarint(head[:], uint64(len(w.buf)))
	w.size += int64(n + len(w.buf))
	if _, err := w.out.Write(head[:n]); err != nil {
		return &tempFileError{err}
	}
	if _, err := w.out.Write(w.buf); err != nil {
		return &tempFileError{err}
	}
	return nil
}

// at gives a text by its number, from 0.
func (s *sharedStrings) at(i int) (string, error) {
	if i < 0 || i >= s.count {
		return "", errNoString
	}
	s.cache.off = s.index[i/stringStep]
	for n := i % stringStep; ; n-- {
		size, err := binary.ReadUvarint(&s.cache)
		if err != nil {
			return "", &tempFileError{err}
		}
		if n == 0 {
			text := make([]byte, size)
			if err := s.cache.readFull(text); err != nil {
				return "", &tempFileError{err}
			}
			return unescape(uncut(text)), nil
		}
		s.cache.off += int64(size)
	}
}

const (
	pageSize  = 4 << 10
	pageCount = 1 << 10
)

// pageCache reads a file at any place, a page at a time, and keeps pages.
type pageCache struct {
	r     io.ReaderAt
	off   int64
	pages [pageCount]page
}

type page struct {
	// number counts from 1; 0 is none.
	number int64
	bytes  []byte
}

// rest gives what is left of the page at off.
func (c *pageCache) rest() ([]byte, error) {
	number := c.off/pageSize + 1
	p := &c.pages[number%pageCount]
	if p.number != number {
		p.number = 0
		if p.bytes == nil {
			p.bytes = make([]byte, pageSize)
		}
		n, err := c.r.ReadAt(p.bytes[:pageSize], c.off/pageSize*pageSize)
		if err != nil && err != io.EOF {
			return nil, err
		}
		p.bytes, p.number = p.bytes[:n], number
	}
	at := int(c.off % pageSize)
	if at >= len(p.bytes) {
		return nil, io.ErrUnexpectedEOF
	}
	return p.bytes[at:], nil
}

// ReadByte reads as io.ByteReader does.
func (c *pageCache) ReadByte() (byte, error) {
	rest, err := c.rest()
	if err != nil {
		return 0, err
	}
	c.off++
	return rest[0], nil
}

func (c *pageCache) readFull(dst []byte) error {
	for len(dst) > 0 {
		rest, err := c.rest()
		if err != nil {
			return err
		}
		n := copy(dst, rest)
		dst = dst[n:]
		c.off += int64(n)
	}
	return nil
}

// richText appends the text of the si or is element that has just begun: its
// runs one after another, without their reading aids (rPh).
func (x *xmlReader) richText(dst []byte, max int) ([]byte, error) {
	depth := len(x.open)
	for {
		token, err := x.next()
		if err != nil {
			return dst, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			switch token.Name.Local {
			case "t":
				dst, err = x.text(dst, max)
			case "rPh":
				err = x.skip()
			}
			if err != nil {
				return dst, err
			}
		case xml.EndElement:
			if len(x.open) < depth {
				return dst, nil
			}
		}
	}
}
