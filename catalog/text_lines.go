package catalog

import (
	"bufio"
	"bytes"
	"io"
)

// maxLine is how long a line may be, in bytes.
const maxLine = 1 << 20

// lineReader reads a file's physical lines.
type lineReader struct {
	src *bufio.Reader
	// number is that of the line last read; the first is 1.
	number int
	// cut says that the line last read has no end: the file may be cut within
	// it.
	cut bool
	// long holds a line that does not fit into src's buffer.
	long []byte
}

func newLineReader(src *source) (*lineReader, error) {
	head, err := peek(src.Reader, bufferSize)
	if err != nil {
		return nil, err
	}
	r := src.Reader
	if endsInCR(head) {
		r = bufio.NewReaderSize(crReader{r}, bufferSize)
	}
	return &lineReader{src: r}, nil
}

// next gives the next line without its end. It is valid until the next call.
// At the end of the file the error is io.EOF.
func (l *lineReader) next() ([]byte, error) {
	line, err := l.read()
	if err != nil && err != io.EOF {
		return nil, err
	}
	if len(line) == 0 {
		return nil, io.EOF
	}
	l.number++
	l.cut = line[len(line)-1] != '\n'
	if len(line) > maxLine {
		return nil, fileErrorf("Line %d is longer than 1 MiB: the file is damaged, or its lines do not end as those of a text file. Download or save it again.", l.number)
	}
	// More than one CR is what a file has that was converted twice.
	return bytes.TrimRight(line, "\r\n"), nil
}

// read gives the next line with its end, or more than maxLine bytes of it.
func (l *lineReader) read() ([]byte, error) {
	line, err := l.src.ReadSlice('\n')
	if err != bufio.ErrBufferFull {
		return line, err
	}
	l.long = l.long[:0]
	for err == bufio.ErrBufferFull && len(l.long) <= maxLine {
		l.long = append(l.long, line...)
		line, err = l.src.ReadSlice('\n')
	}
	l.long = append(l.long, line...)
	if err == bufio.ErrBufferFull {
		err = nil
	}
	return l.long, err
}

// endsInCR says that a file's first line ends in CR alone, as spreadsheet
// programs write text for old Macintoshes.
func endsInCR(head []byte) bool {
	end := bytes.IndexAny(head, "\r\n")
	if end < 0 || head[end] == '\n' {
		return false
	}
	after := bytes.TrimLeft(head[end:], "\r")
	return len(after) > 0 && after[0] != '\n'
}

// crReader reads text whose lines end in CR as text whose lines end in LF.
type crReader struct {
	r io.Reader
}

func (c crReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i, b := range p[:n] {
		if b == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}
