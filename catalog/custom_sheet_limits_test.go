package catalog

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"

	"omnimap/catalog/xlsx"
)

func TestCustomSheetFlippedBits(t *testing.T) {
	emptyTempDir(t)
	file := []byte(book(t, inlineRow(2, "A", "X")+"<!-- "+strings.Repeat("x", 5000)+" -->"))
	random := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		broken := slices.Clone(file)
		broken[random.IntN(len(broken))] ^= 1 << random.IntN(8)
		rows, _, err := tryCustom(string(broken))
		if err == nil {
			checkEqual(t, customTexts(rows), []string{"Sheet1 2 A=X"})
			continue
		}
		checkFileError(t, err)
	}
}

// countingFile counts how much of a file is read.
type countingFile struct {
	*os.File
	read int64
}

func (f *countingFile) ReadAt(p []byte, off int64) (int, error) {
	n, err := f.File.ReadAt(p, off)
	f.read += int64(n)
	return n, err
}

// readLimited reads a file, and wants no more of its bytes to be read and no
// more memory to be taken than these.
func readLimited(t *testing.T, path string, maxRead, maxHeap int64) (n int, err error) {
	t.Helper()
	emptyTempDir(t)
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	counting := &countingFile{File: file}
	peak := peakHeap(func() { n, err = countRows(counting) })
	if counting.read > maxRead {
		t.Errorf("%d bytes were read, want %d at most", counting.read, maxRead)
	}
	if peak > maxHeap {
		t.Errorf("the heap grew by %d bytes, want %d at most", peak, maxHeap)
	}
	return n, err
}

func countRows(file io.Reader) (n int, err error) {
	r, err := OpenCustomSheet(file)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	for ; ; n++ {
		if _, err := r.Read(); err == io.EOF {
			return n, nil
		} else if err != nil {
			return n, err
		}
	}
}

// peakHeap measures by how many bytes the heap grows while f runs, with little
// garbage among them.
func peakHeap(f func()) int64 {
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	runtime.GC()
	before, peak := heap(), uint64(0)
	done, stopped := make(chan bool), make(chan bool)
	go func() {
		defer close(stopped)
		for {
			peak = max(peak, heap())
			select {
			case <-done:
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	f()
	close(done)
	<-stopped
	return int64(peak) - int64(before)
}

// repeat writes a text n times.
func repeat(w io.Writer, text string, n int) error {
	block := strings.Repeat(text, max(1, 1<<16/len(text)))
	for n > 0 {
		times := min(n, len(block)/len(text))
		if _, err := io.WriteString(w, block[:times*len(text)]); err != nil {
			return err
		}
		n -= times
	}
	return nil
}

// repeatedBook is a workbook in whose part a text stands n times.
func repeatedBook(t *testing.T, name, begin, text string, n int, end string, more ...part) string {
	return zipFile(t, func(w *zip.Writer) {
		for _, p := range append(bookParts("S"), more...) {
			addPart(t, w, p.name, func(w io.Writer) error {
				_, err := io.WriteString(w, p.text)
				return err
			})
		}
		addPart(t, w, name, func(w io.Writer) error {
			if _, err := io.WriteString(w, begin); err != nil {
				return err
			}
			if err := repeat(w, text, n); err != nil {
				return err
			}
			_, err := io.WriteString(w, end)
			return err
		})
	})
}

const (
	sheetBegin  = xmlHead + `<worksheet` + mainSpace + `><sheetData>`
	sheetEnd    = `</sheetData></worksheet>`
	refusedRead = 128 << 10
	refusedHeap = 4 << 20
)

func TestCustomSheetBombs(t *testing.T) {
	const mega = 1 << 20
	sheet1 := "xl/worksheets/sheet1.xml"
	head := sheetBegin + goodHead
	refersToText := sheetPart(1, goodHead+`<row r="2"><c r="A2" t="s"><v>5</v></c></row>`)
	for _, test := range []struct {
		name    string
		path    string
		words   []string
		maxHeap int64
	}{
		{"long text", repeatedBook(t, sheet1, head+`<row r="2"><c r="A2" t="str"><v>`, "x", 6*mega, "</v></c></row>"+sheetEnd), []string{"longer than 1 MiB"}, 8 * mega},
		{"long attribute", repeatedBook(t, sheet1, head+`<row r="`, "0", 6*mega, `"/>`+sheetEnd), []string{"longer than 1 MiB"}, 8 * mega},
		{"many attributes", repeatedBook(t, sheet1, head+`<row`, ` a=""`, 2*mega, `/>`+sheetEnd), []string{"longer than 1 MiB"}, 32 * mega},
		{"long comment", repeatedBook(t, sheet1, head+`<!--`, "<<<", 4*mega, `-->`+sheetEnd), []string{"longer than 1 MiB"}, 8 * mega},
		{"deep", repeatedBook(t, sheet1, head, "<a>", 4*mega, ""), []string{"nested"}, 8 * mega},
		{"long shared text", repeatedBook(t, "xl/sharedStrings.xml", "<sst><si><t>", "x", 6*mega, "</t></si></sst>", refersToText), []string{"longer than 1 MiB"}, 8 * mega},
		{"shared text in pieces", repeatedBook(t, "xl/sharedStrings.xml", "<sst><si>", "<t>xxxxxxxx</t>", mega/16, "</si></sst>", refersToText), []string{"not there"}, 8 * mega},
		{"empty shared texts", repeatedBook(t, "xl/sharedStrings.xml", "<sst>", "<si/>", mega/8, "", refersToText), []string{"unexpected EOF"}, 8 * mega},
		{"relations", repeatedBook(t, "xl/_rels/workbook.xml.rels", "<Relationships>", `<Relationship Id="x" Type="a/worksheet" Target="y"/>`, mega/16, ""), []string{"two parts"}, refusedHeap},
		{"styles", repeatedBook(t, "xl/styles.xml", "<styleSheet><cellXfs>", `<xf numFmtId="1"/>`, mega/16, "", sheetPart(1, goodHead+`<row r="2"><c r="A2" s="5"><v>1</v></c></row><row/><c/>`)), []string{"unexpected EOF"}, 8 * mega},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := readLimited(t, test.path, 1<<40, test.maxHeap)
			checkFileError(t, err, test.words...)
		})
	}
}

// rawPart adds a part whose sizes are not those that it has.
func rawPart(t *testing.T, w *zip.Writer, name, text string, declared uint64) {
	t.Helper()
	var packed bytes.Buffer
	deflate, err := flate.NewWriter(&packed, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(deflate, text); err != nil {
		t.Fatal(err)
	}
	if err := deflate.Close(); err != nil {
		t.Fatal(err)
	}
	entry, err := w.CreateRaw(&zip.FileHeader{
		Name: name, Method: zip.Deflate, CRC32: crc32.ChecksumIEEE([]byte(text)),
		CompressedSize64: uint64(packed.Len()), UncompressedSize64: declared,
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := entry.Write(packed.Bytes()); err != nil {
		t.Fatal(err)
	}
}

// bulk adds a part of random bytes, that reading the file whole would be seen.
func bulk(t *testing.T, w *zip.Writer) {
	t.Helper()
	noise := rand.NewChaCha8([32]byte{})
	entry, err := w.CreateHeader(&zip.FileHeader{Name: "xl/media/image1.png", Method: zip.Store})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(entry, noise, 4<<20); err != nil {
		t.Fatal(err)
	}
}

func addBookParts(t *testing.T, w *zip.Writer) {
	t.Helper()
	for _, p := range bookParts("S") {
		addPart(t, w, p.name, func(w io.Writer) error {
			_, err := io.WriteString(w, p.text)
			return err
		})
	}
}

func TestCustomSheetLyingSizes(t *testing.T) {
	sheet := sheetXML(goodHead + strings.Repeat(" ", 1<<19) + inlineRow(2, "A", "X"))
	for _, test := range []struct {
		name     string
		declared uint64
		words    []string
		maxRead  int64
	}{
		{"too large", 5 << 30, []string{"4 GiB"}, refusedRead},
		{"huge", 1 << 63, []string{"4 GiB"}, refusedRead},
		{"many times its length", 1 << 30, []string{"200 times"}, refusedRead},
		{"smaller than it is", 100, []string{"damaged or incomplete"}, refusedRead},
		{"one less", uint64(len(sheet) - 1), []string{"damaged or incomplete"}, 256 << 10},
		{"one more", uint64(len(sheet) + 1), []string{"damaged or incomplete"}, 256 << 10},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := zipFile(t, func(w *zip.Writer) {
				addBookParts(t, w)
				rawPart(t, w, "xl/worksheets/sheet1.xml", sheet, test.declared)
				bulk(t, w)
			})
			_, err := readLimited(t, path, test.maxRead, refusedHeap)
			checkFileError(t, err, test.words...)
		})
	}
}

func TestCustomSheetTooManyParts(t *testing.T) {
	for _, test := range []struct {
		n     int
		name  string
		words []string
	}{
		{10_000, "p%d", []string{"too many parts"}},
		{20_000, "xl/" + strings.Repeat("long/", 50) + "%d", []string{"directory of parts is too long"}},
	} {
		path := zipFile(t, func(w *zip.Writer) {
			addBookParts(t, w)
			bulk(t, w)
			for i := range test.n {
				if _, err := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf(test.name, i)}); err != nil {
					t.Fatal(err)
				}
			}
		})
		_, err := readLimited(t, path, 4<<20, 64<<20)
		checkFileError(t, err, test.words...)
	}
}

func TestCustomSheetOverlap(t *testing.T) {
	emptyTempDir(t)
	file := []byte(book(t, "", part{"xl/a.xml", "same"}, part{"xl/b.xml", "same"}))
	directory := bytes.Index(file, []byte("PK\x01\x02"))
	place := func(name string) []byte {
		at := directory + bytes.Index(file[directory:], []byte(name))
		return file[at-4 : at]
	}
	copy(place("xl/b.xml"), place("xl/a.xml"))
	_, _, err := tryCustom(string(file))
	checkFileError(t, err, "overlap")
}

func TestCustomSheetTooLong(t *testing.T) {
	emptyTempDir(t)
	path := zipFile(t, func(w *zip.Writer) { addBookParts(t, w) })
	if err := os.Truncate(path, xlsx.MaxSize+1); err != nil {
		t.Fatal(err)
	}
	_, err := readLimited(t, path, refusedRead, refusedHeap)
	checkFileError(t, err, "512 MiB")
}

// An honest sheet can have a style on every row that there is, down to the
// 1,048,576th.
func TestCustomSheetStyledBlankRows(t *testing.T) {
	if testing.Short() {
		t.Skip("reads many rows")
	}
	const last = 100_000
	path := zipFile(t, func(w *zip.Writer) {
		addBookParts(t, w)
		addPart(t, w, "xl/worksheets/sheet1.xml", func(w io.Writer) error {
			if _, err := io.WriteString(w, sheetBegin+goodHead+inlineRow(2, "A", "X")); err != nil {
				return err
			}
			for row := 3; row <= last; row++ {
				if _, err := fmt.Fprintf(w, `<row r="%d" spans="1:8" s="2" customFormat="1" ht="15" customHeight="1"/>`, row); err != nil {
					return err
				}
			}
			_, err := io.WriteString(w, sheetEnd)
			return err
		})
	})
	if n, err := readLimited(t, path, 1<<40, 6<<20); n != 1 || err != nil {
		t.Errorf("%d rows, error %v", n, err)
	}
}

// As Excel saves them, all texts of a sheet come before its rows.
func TestCustomSheetManySharedTexts(t *testing.T) {
	if testing.Short() {
		t.Skip("reads many megabytes")
	}
	const rows = 10_000
	if n, err := readLimited(t, excelFile(t, rows), 1<<40, 10<<20); n != rows || err != nil {
		t.Errorf("%d rows, error %v", n, err)
	}
}
