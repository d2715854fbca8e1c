package xlsx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const (
	// maxToken is how many bytes one tag, or one stretch of text, of a
	// workbook's XML can have. The longest text of a cell needs a third of it.
	maxToken = 1 << 20
	// maxDepth is how deep the elements of a workbook can be nested. A cell's
	// text is at depth 7.
	maxDepth = 64
)

// What is wrong with XML that is well-formed so far.
var (
	errLongToken = errors.New("a tag or text is longer than 1 MiB")
	errDeep      = errors.New("elements are nested too deep")
	errDoctype   = errors.New("it has a document type declaration (DOCTYPE)")
	errUnpaired  = errors.New("a tag is closed that is not open")
)

// xmlReader reads one part of a workbook as a stream of tags and texts, in
// memory that has a bound.
type xmlReader struct {
	in   xmlInput
	dec  *xml.Decoder
	open []xml.Name
}

// newXMLReader reads XML in UTF-8, UTF-16, Latin-1 or Windows-1252.
func newXMLReader(r io.Reader) *xmlReader {
	r, wide := narrowed(r)
	x := &xmlReader{in: xmlInput{r: r, buf: make([]byte, 0, bufferSize)}}
	x.dec = xml.NewDecoder(&x.in)
	x.dec.CharsetReader = func(label string, in io.Reader) (io.Reader, error) {
		switch label = strings.ToLower(label); {
		case wide && strings.HasPrefix(label, "utf-16"), label == "us-ascii":
			return in, nil
		case slices.Contains([]string{"iso-8859-1", "latin1", "windows-1252", "cp1252"}, label):
			return transform.NewReader(in, charmap.Windows1252.NewDecoder()), nil
		}
		return nil, fmt.Errorf("it is in the encoding %s", quote(label))
	}
	return x
}

// narrowed gives XML in UTF-16 as UTF-8. It is known by its first bytes: a byte
// order mark, or a tag's.
func narrowed(r io.Reader) (narrow io.Reader, wide bool) {
	head := make([]byte, 2)
	n, _ := io.ReadFull(r, head) // An error comes again when r is read on.
	r = io.MultiReader(bytes.NewReader(head[:n]), r)
	var order unicode.Endianness
	switch string(head[:n]) {
	case "\xff\xfe", "<\x00":
		order = unicode.LittleEndian
	case "\xfe\xff", "\x00<":
		order = unicode.BigEndian
	default:
		return r, false
	}
	return transform.NewReader(r, unicode.UTF16(order, unicode.UseBOM).NewDecoder()), true
}

// next gives the next xml.StartElement, xml.EndElement or xml.CharData, valid
// until the next call. At the end of the part the error is io.EOF.
func (x *xmlReader) next() (xml.Token, error) {
	for {
		x.in.left = maxToken
		// RawToken, for Token keeps a map of name spaces that has no bound.
		token, err := x.dec.RawToken()
		if err == io.EOF && len(x.open) > 0 {
			return nil, io.ErrUnexpectedEOF
		}
		if err != nil {
			return nil, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if len(x.open) == maxDepth {
				return nil, errDeep
			}
			x.open = append(x.open, token.Name)
			return token, nil
		case xml.EndElement:
			if len(x.open) == 0 || x.open[len(x.open)-1] != token.Name {
				return nil, errUnpaired
			}
			x.open = x.open[:len(x.open)-1]
			return token, nil
		case xml.CharData:
			return token, nil
		case xml.Directive:
			return nil, errDoctype
		}
	}
}

// child gives the next element within the one that is at the given depth, and
// false at that one's end. What is deeper is passed over.
func (x *xmlReader) child(depth int) (e xml.StartElement, ok bool, err error) {
	for {
		token, err := x.next()
		if err != nil {
			return e, false, err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if len(x.open) == depth+1 {
				return token, true, nil
			}
		case xml.EndElement:
			if len(x.open) < depth {
				return e, false, nil
			}
		}
	}
}

// nextStart advances to the next element, at any depth. The error is io.EOF
// if there is none.
func (x *xmlReader) nextStart() (xml.StartElement, error) {
	for {
		token, err := x.next()
		if err != nil {
			return xml.StartElement{}, err
		}
		if e, ok := token.(xml.StartElement); ok {
			return e, nil
		}
	}
}

// find advances to the next element of the name, as nextStart does.
func (x *xmlReader) find(name string) (xml.StartElement, error) {
	for {
		e, err := x.nextStart()
		if err != nil || e.Name.Local == name {
			return e, err
		}
	}
}

// skip advances to the end of the element that has just begun.
func (x *xmlReader) skip() error {
	for depth := len(x.open); len(x.open) >= depth; {
		if _, err := x.next(); err != nil {
			return err
		}
	}
	return nil
}

// text appends the text of the element that has just begun to dst, up to max
// bytes of it, and advances to the element's end.
func (x *xmlReader) text(dst []byte, max int) ([]byte, error) {
	depth := len(x.open)
	for {
		token, err := x.next()
		if err != nil {
			return dst, err
		}
		if len(x.open) < depth {
			return dst, nil
		}
		if text, ok := token.(xml.CharData); ok && len(x.open) == depth {
			dst = append(dst, text[:min(len(text), max-len(dst))]...)
		}
	}
}

// attribute gives the value of an element's attribute by its local name.
func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}

// xmlInput hands over what is read byte by byte, as xml.Decoder wants it, and
// no more than left bytes.
type xmlInput struct {
	r    io.Reader
	buf  []byte
	pos  int
	left int
}

func (in *xmlInput) ReadByte() (byte, error) {
	if in.pos == len(in.buf) {
		if err := in.fill(); err != nil {
			return 0, err
		}
	}
	if in.left == 0 {
		return 0, errLongToken
	}
	in.left--
	b := in.buf[in.pos]
	in.pos++
	return b, nil
}

func (in *xmlInput) fill() error {
	for {
		n, err := in.r.Read(in.buf[:cap(in.buf)])
		in.buf, in.pos = in.buf[:n], 0
		if n > 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// Read is there because xml.NewDecoder takes a Reader.
func (in *xmlInput) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	b, err := in.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = b
	return 1, nil
}

// drain reads what is left of the part, so that damage to it is found.
func (in *xmlInput) drain() error {
	_, err := io.Copy(io.Discard, in.r)
	return err
}
