package xlsx

import (
	"errors"
	"fmt"
	"os"
)

// tempFile is a file that is removed when it is closed, or when the process
// ends if the system can remove an open file.
type tempFile struct {
	file *os.File
}

func newTempFile() (*tempFile, error) {
	file, err := os.CreateTemp("", "omnimap-xlsx-")
	if err != nil {
		return nil, &tempFileError{err}
	}
	os.Remove(file.Name()) // Windows does that in close.
	return &tempFile{file}, nil
}

func (t *tempFile) close() error {
	err := t.file.Close()
	if gone := os.Remove(t.file.Name()); gone != nil && !errors.Is(gone, os.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}

// tempFileError is a failure of a temporary file, for which the seller's file is
// not to blame.
type tempFileError struct{ err error }

func (e *tempFileError) Error() string { return fmt.Sprintf("temporary file: %v", e.err) }
func (e *tempFileError) Unwrap() error { return e.err }
