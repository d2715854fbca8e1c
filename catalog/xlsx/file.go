package xlsx

import (
	"bytes"
	"fmt"
	"io"
)

// The first bytes of a ZIP file, which every .xlsx is, and of a Compound File,
// which an old .xls is, and a workbook with a password.
const (
	zipBegin      = "PK\x03\x04"
	compoundBegin = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
)

// SniffLen is how many of a file's first bytes Sniff looks at.
const SniffLen = len(compoundBegin)

// Sniff says by a file's first bytes that it is for Open: a workbook, another
// ZIP file or an old Office file, for which Open says what it is.
func Sniff(head []byte) bool {
	return bytes.HasPrefix(head, []byte(zipBegin)) || bytes.HasPrefix(head, []byte(compoundBegin))
}

// A File is a file that can be read at any place. It remembers its own
// failure, which must not be taken for damage in what it holds.
type File struct {
	r    io.ReaderAt
	size int64
	// spool holds the file where it could not be read at any place itself.
	spool *tempFile
	err   error
}

// ReadAt reads as io.ReaderAt does.
func (f *File) ReadAt(p []byte, off int64) (int, error) {
	n, err := f.r.ReadAt(p, off)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("read file: %w", err)
		f.err = err
	}
	return n, err
}

// Sniff says that the file begins as Sniff wants it.
func (f *File) Sniff() (bool, error) {
	head := make([]byte, SniffLen)
	n, err := f.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return false, err
	}
	return Sniff(head[:n]), nil
}

// begins says that the file's first bytes are these.
func (f *File) begins(with string) (bool, error) {
	head := make([]byte, len(with))
	n, err := f.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return false, err
	}
	return string(head[:n]) == with, nil
}

// Reader reads the file from its beginning.
func (f *File) Reader() io.Reader {
	return io.NewSectionReader(f.r, 0, f.size)
}

// Close removes the temporary file, if there is one.
func (f *File) Close() error {
	if f.spool == nil {
		return nil
	}
	return f.spool.close()
}

// InPlace gives what r has left as a file that can be read at any place, if r
// is an io.ReaderAt and an io.Seeker.
func InPlace(r io.Reader) (*File, bool) {
	at, ok := r.(interface {
		io.ReaderAt
		io.Seeker
	})
	if !ok {
		return nil, false
	}
	start, err := at.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil, false // A pipe is an *os.File, too.
	}
	end, err := at.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, false
	}
	if _, err := at.Seek(start, io.SeekStart); err != nil {
		return nil, false
	}
	size := max(end-start, 0)
	return &File{r: io.NewSectionReader(at, start, size), size: size}, true
}

// Spool copies r to a temporary file.
func Spool(r io.Reader) (f *File, err error) {
	spool, err := newTempFile()
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = alsoClose(err, spool.close)
		}
	}()
	// One byte more shows that the file is too long.
	size, err := io.Copy(spool.file, io.LimitReader(r, MaxSize+1))
	if err != nil {
		return nil, err
	}
	return &File{r: spool.file, size: size, spool: spool}, nil
}
