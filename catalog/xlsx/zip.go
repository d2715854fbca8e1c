package xlsx

import (
	"archive/zip"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
)

// What a workbook can have. A real one of a million rows has some 100 MB, and
// some 700 MB unpacked.
const (
	// MaxSize is the file's length in bytes.
	MaxSize = 512 << 20
	// maxDirectory is how many bytes are read to find the file's directory
	// and to read it.
	maxDirectory = 4 << 20
	maxParts     = 10_000
	// MaxUnpacked is how many bytes all parts together unpack to.
	MaxUnpacked = 4 << 30
	// maxRatio is how many times its packed length a part of more than
	// freeUnpacked bytes can have; a sheet of a million styled blank rows has
	// some 30.
	maxRatio     = 200
	freeUnpacked = 64 << 20
)

// maxReason is how many characters of a library's error a message shows.
const maxReason = 200

// bookZip is a workbook as what it is packed in.
type bookZip struct {
	file  *File
	parts map[string]*zip.File
}

// openBookZip reads a workbook's directory and checks it, before anything is
// unpacked.
func openBookZip(file *File) (*bookZip, error) {
	if file.size > MaxSize {
		return nil, &Error{Reason: TooLarge}
	}
	b := &bookZip{file: file}
	budget := &budgetReaderAt{r: file, left: maxDirectory}
	packed, err := zip.NewReader(budget, file.size)
	if errors.Is(err, errBudget) {
		return nil, malformedf("its directory of parts is too long")
	}
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, b.damaged(err)
	}
	budget.left = 1 << 62
	if err := b.checkParts(packed.File); err != nil {
		return nil, err
	}
	if err := b.checkPlaces(packed.File); err != nil {
		return nil, err
	}
	return b, nil
}

// damaged makes an *Error of damage to the workbook. A failure to read it, or to
// keep what was read, stays as it is.
func (b *bookZip) damaged(err error) error {
	if b.file.err != nil {
		return b.file.err
	}
	if _, ok := errors.AsType[*Error](err); ok {
		return err
	}
	if _, ok := errors.AsType[*tempFileError](err); ok {
		return err
	}
	// The error of XML can hold a tag as it came.
	return &Error{Damaged, prefix(strings.ToValidUTF8(err.Error(), "\uFFFD"), maxReason)}
}

// checkParts keeps the parts by their names, and refuses what would unpack to
// too much according to the directory. If more comes than the directory says,
// that is found while the part is read.
func (b *bookZip) checkParts(files []*zip.File) error {
	if len(files) > maxParts {
		return malformedf("it has too many parts")
	}
	b.parts = make(map[string]*zip.File, len(files))
	unpacked := uint64(0)
	for _, f := range files {
		name := strings.ReplaceAll(f.Name, `\`, "/")
		if slices.Contains(strings.Split(name, "/"), "..") {
			return malformedf("the name of the part %s leads out of the file", quote(f.Name))
		}
		key := partKey(name)
		if b.parts[key] != nil {
			return malformedf("it has two parts of the name %s", quote(f.Name))
		}
		b.parts[key] = f
		if f.UncompressedSize64 > MaxUnpacked-unpacked {
			return &Error{Reason: UnpacksTooLarge}
		}
		unpacked += f.UncompressedSize64
		if f.UncompressedSize64 > freeUnpacked && f.UncompressedSize64/maxRatio > f.CompressedSize64 {
			return malformedf("the part %s unpacks to more than %d times its length", quote(f.Name), maxRatio)
		}
	}
	return nil
}

// checkPlaces refuses parts that share bytes of the file.
func (b *bookZip) checkPlaces(files []*zip.File) error {
	type place struct{ begin, end int64 }
	places := make([]place, len(files))
	for i, f := range files {
		begin, err := f.DataOffset()
		if err != nil {
			return b.damaged(err)
		}
		if begin > b.file.size || f.CompressedSize64 > uint64(b.file.size-begin) {
			return b.damaged(io.ErrUnexpectedEOF)
		}
		places[i] = place{begin, begin + int64(f.CompressedSize64)}
	}
	slices.SortFunc(places, func(a, b place) int {
		return int(min(max(a.begin-b.begin, -1), 1))
	})
	for i := 1; i < len(places); i++ {
		if places[i].begin < places[i-1].end {
			return malformedf("parts of it overlap")
		}
	}
	return nil
}

// partKey folds a part's name, which is the same in upper and lower case.
func partKey(name string) string {
	return strings.ToLower(strings.TrimPrefix(name, "/"))
}

func (b *bookZip) has(name string) bool {
	return b.parts[partKey(name)] != nil
}

// open unpacks a part. A part that is missing is an *Error.
func (b *bookZip) open(name string) (io.ReadCloser, error) {
	f := b.parts[partKey(name)]
	if f == nil {
		return nil, damagedf("its part %s is missing", quote(name))
	}
	r, err := f.Open()
	if err != nil {
		return nil, b.damaged(err)
	}
	return r, nil
}

// target gives the name of the part that another part refers to.
func target(from, to string) string {
	to = strings.ReplaceAll(to, `\`, "/")
	if strings.HasPrefix(to, "/") {
		return path.Clean(to)
	}
	return path.Join(path.Dir(from), to)
}

// foreignBook says which other file it is that has no workbook in it.
func (b *bookZip) foreignBook() error {
	kind := "a ZIP file without an Excel workbook in it"
	switch {
	case b.has("xl/workbook.bin"):
		kind = "an Excel Binary Workbook (.xlsb)"
	case b.has("content.xml") && b.has("META-INF/manifest.xml"):
		kind = "an OpenDocument file (.ods)"
	case b.has("word/document.xml"):
		kind = "a Word document (.docx)"
	case b.has("ppt/presentation.xml"):
		kind = "a PowerPoint presentation (.pptx)"
	case b.has("Index/Document.iwa"):
		kind = "a Numbers spreadsheet"
	}
	return &Error{NotWorkbook, kind}
}

var errBudget = errors.New("too much is read")

// budgetReaderAt gives no more than left bytes.
type budgetReaderAt struct {
	r    io.ReaderAt
	left int64
}

func (b *budgetReaderAt) ReadAt(p []byte, off int64) (int, error) {
	if b.left -= int64(len(p)); b.left < 0 {
		return 0, errBudget
	}
	return b.r.ReadAt(p, off)
}
