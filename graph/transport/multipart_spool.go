package transport

import (
	"bytes"
	"io"
	"os"
)

// spool keeps the files of a request: the first of them in memory, while it
// lasts, and the others on disk.
type spool struct {
	memory int64 // What is left of it.
	files  []*os.File
}

// keep keeps a file, whose content can be read until the spool is closed.
func (s *spool) keep(r io.Reader) (content io.ReaderAt, size int64, err error) {
	var held bytes.Buffer
	// One byte more shows that the file is too large.
	size, err = io.CopyN(&held, r, s.memory+1)
	if err == io.EOF {
		s.memory -= size
		return bytes.NewReader(held.Bytes()), size, nil
	}
	if err != nil {
		return nil, 0, err
	}
	file, err := s.create()
	if err != nil {
		return nil, 0, err
	}
	size, err = io.Copy(file, io.MultiReader(&held, r))
	return file, size, err
}

// create makes a file that goes when the spool is closed, or with the process
// where the system can remove an open file.
func (s *spool) create() (*os.File, error) {
	file, err := os.CreateTemp("", "omnimap-upload-")
	if err != nil {
		return nil, err
	}
	s.files = append(s.files, file)
	_ = os.Remove(file.Name()) // Windows does that in close.
	return file, nil
}

func (s *spool) close() {
	for _, file := range s.files {
		_ = file.Close()
		_ = os.Remove(file.Name()) // It may be gone already.
	}
}
