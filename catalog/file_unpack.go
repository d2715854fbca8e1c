package catalog

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// bufferSize is how much of a file is looked at and read at a time.
const bufferSize = 64 << 10

// source is a file that has been unpacked and whose byte order mark, if any,
// has been taken off.
type source struct {
	*bufio.Reader
	// marked says that the file has a byte order mark, and that the source
	// gives UTF-8.
	marked bool
}

// open unpacks a file. A source is given back as it is, so that what was
// opened to find out its kind is not unpacked twice.
func open(r io.Reader) (*source, error) {
	if s, ok := r.(*source); ok {
		return s, nil
	}
	in := &input{r: r}
	packed := bufio.NewReaderSize(in, bufferSize)
	head, err := peek(packed, 2)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(head, []byte{0x1f, 0x8b}) {
		return unmark(packed)
	}
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		return nil, in.unzipError(err)
	}
	return unmark(bufio.NewReaderSize(&unzipper{unpacked, in}, bufferSize))
}

// unmark takes a byte order mark off, and turns UTF-16 into UTF-8.
func unmark(r *bufio.Reader) (*source, error) {
	head, err := peek(r, 3)
	if err != nil {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte{0xef, 0xbb, 0xbf}):
		if _, err := r.Discard(3); err != nil {
			return nil, err
		}
		return &source{Reader: r, marked: true}, nil
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}), bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		decoder := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()
		decoded := bufio.NewReaderSize(transform.NewReader(r, decoder), bufferSize)
		return &source{Reader: decoded, marked: true}, nil
	}
	return &source{Reader: r}, nil
}

// peek gives the next n bytes without reading them, or as many as there are.
func peek(r *bufio.Reader, n int) ([]byte, error) {
	head, err := r.Peek(n)
	if err == io.EOF || err == bufio.ErrBufferFull {
		err = nil
	}
	return head, err
}

// input is the file as it came. It remembers its own failure, which must not
// be taken for damage in what it holds.
type input struct {
	r   io.Reader
	err error
}

func (in *input) Read(p []byte) (int, error) {
	n, err := in.r.Read(p)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("read file: %w", err)
		in.err = err
	}
	return n, err
}

func (in *input) unzipError(err error) error {
	if in.err != nil {
		return in.err
	}
	return fileErrorf("The gzip file is damaged or incomplete (%v). Download it again, or send it unpacked.", err)
}

// unzipper reads what is packed in a gzip file.
type unzipper struct {
	r  *gzip.Reader
	in *input
}

func (u *unzipper) Read(p []byte) (int, error) {
	n, err := u.r.Read(p)
	if err != nil && err != io.EOF {
		err = u.in.unzipError(err)
	}
	return n, err
}
