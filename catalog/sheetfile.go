package catalog

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf16"
)

const wantSheet = "Send the spreadsheet as an Excel workbook (.xlsx) or as CSV, with the columns Amazon SKU and Cin7 Code."

// The first bytes of a ZIP file, which every .xlsx is, and of a Compound File,
// which an old .xls is, and a workbook with a password.
const (
	zipBegin      = "PK\x03\x04"
	compoundBegin = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
)

// sheetFile is a file that can be read at any place. It remembers its own
// failure, which must not be taken for damage in what it holds.
type sheetFile struct {
	r    io.ReaderAt
	size int64
	// spool holds the file where it could not be read at any place itself.
	spool *tempFile
	err   error
}

// ReadAt reads as io.ReaderAt does.
func (f *sheetFile) ReadAt(p []byte, off int64) (int, error) {
	n, err := f.r.ReadAt(p, off)
	if err != nil && err != io.EOF {
		err = fmt.Errorf("read file: %w", err)
		f.err = err
	}
	return n, err
}

// begins says that the file's first bytes are these.
func (f *sheetFile) begins(with string) (bool, error) {
	head := make([]byte, len(with))
	n, err := f.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return false, err
	}
	return string(head[:n]) == with, nil
}

// reader reads the file from its beginning.
func (f *sheetFile) reader() io.Reader {
	return io.NewSectionReader(f.r, 0, f.size)
}

func (f *sheetFile) close() error {
	if f.spool == nil {
		return nil
	}
	return f.spool.close()
}

// randomAccess gives what r has left as a file that can be read at any place,
// where r itself can be.
func randomAccess(r io.Reader) (*sheetFile, bool) {
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
	return &sheetFile{r: io.NewSectionReader(at, start, size), size: size}, true
}

// spooled copies r to a temporary file.
func spooled(r io.Reader) (f *sheetFile, err error) {
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
	size, err := io.Copy(spool.file, io.LimitReader(r, maxBook+1))
	if err != nil {
		return nil, err
	}
	return &sheetFile{r: spool.file, size: size, spool: spool}, nil
}

// tempFile is a file that goes when it is closed, or with the process where
// the system can remove an open file.
type tempFile struct {
	file *os.File
}

func newTempFile() (*tempFile, error) {
	file, err := os.CreateTemp("", "omnimap-sheet-")
	if err != nil {
		return nil, &spoolError{err}
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

// spoolError is a failure of a temporary file, for which the seller's file is
// not to blame.
type spoolError struct{ err error }

func (e *spoolError) Error() string { return fmt.Sprintf("temporary file: %v", e.err) }
func (e *spoolError) Unwrap() error { return e.err }

// compoundError says which of the files that are Compound Files this one is.
func (f *sheetFile) compoundError() error {
	encrypted, err := f.hasStream("EncryptedPackage")
	if err != nil {
		return err
	}
	if encrypted {
		return fileErrorf("The workbook is protected with a password. Remove the password in Excel (File, Info, Protect Workbook, Encrypt with Password), save it, and send it again.")
	}
	return fileErrorf("The file is an old Excel workbook (.xls) or another old Office file. Save it as an Excel Workbook (.xlsx), and send that.")
}

// maxDirectorySectors is how far a Compound File's directory is followed; that
// of a workbook with a password has a dozen entries.
const maxDirectorySectors = 64

// hasStream says that a Compound File holds a stream of the name, by [MS-CFB].
// Where the file is damaged the answer is no.
func (f *sheetFile) hasStream(name string) (bool, error) {
	head := make([]byte, 512)
	if _, err := f.ReadAt(head, 0); err != nil {
		return false, f.err
	}
	shift := binary.LittleEndian.Uint16(head[30:])
	if shift != 9 && shift != 12 {
		return false, nil
	}
	buf := make([]byte, 1<<shift)
	sector := binary.LittleEndian.Uint32(head[48:])
	for range maxDirectorySectors {
		if err := f.readSector(buf, sector); err != nil {
			return false, f.err
		}
		if hasDirectoryEntry(buf, name) {
			return true, nil
		}
		perSector := uint32(len(buf) / 4)
		table := sector / perSector
		if table >= 109 { // as many as the head tells
			return false, nil
		}
		if err := f.readSector(buf, binary.LittleEndian.Uint32(head[76+4*table:])); err != nil {
			return false, f.err
		}
		sector = binary.LittleEndian.Uint32(buf[4*(sector%perSector):])
	}
	return false, nil
}

func (f *sheetFile) readSector(buf []byte, sector uint32) error {
	_, err := f.ReadAt(buf, (int64(sector)+1)*int64(len(buf)))
	return err
}

// hasDirectoryEntry looks for a name in a sector of directory entries.
func hasDirectoryEntry(sector []byte, name string) bool {
	for entry := range len(sector) / 128 {
		units := make([]uint16, 32)
		for i := range units {
			units[i] = binary.LittleEndian.Uint16(sector[128*entry+2*i:])
		}
		if found, _, _ := strings.Cut(string(utf16.Decode(units)), "\x00"); found == name {
			return true
		}
	}
	return false
}
