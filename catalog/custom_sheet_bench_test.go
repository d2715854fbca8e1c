package catalog

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// sheetRows is how many rows a benchmark's spreadsheet has.
var sheetRows = flag.Int("sheetrows", 20_000, "rows of the benchmarks' spreadsheets")

// benchmarkRow is a row in which all but few texts are its own.
func benchmarkRow(i int) SheetRow {
	return SheetRow{
		SKU:        fmt.Sprintf("SHELF-OAK-%07d", i),
		ASIN:       fmt.Sprintf("B0%08d", i),
		Title:      fmt.Sprintf("Wall shelf of solid oak, with hidden brackets, oiled, model %d", i),
		Kind:       "variation",
		ParentSKU:  fmt.Sprintf("SHELF-%07d", i/4),
		Reason:     "No Cin7 product has this SKU.",
		Candidates: []string{fmt.Sprintf("SHELF-OAK-%07d-A", i)},
	}
}

func benchmarkSheetRows(n int) iter.Seq2[SheetRow, error] {
	return func(yield func(SheetRow, error) bool) {
		for i := range n {
			if !yield(benchmarkRow(i), nil) {
				return
			}
		}
	}
}

// peakRSS is the most memory that the process has had, in MiB.
func peakRSS() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	text, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	kB, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return float64(kB) / 1024
}

// reportSheet reports the process's peak too: it is a benchmark's own where the
// benchmark is the only one that runs.
func reportSheet(b *testing.B) {
	b.ReportMetric(float64(*sheetRows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(peakRSS(), "peak-MiB")
}

func BenchmarkCustomSheetOut(b *testing.B) {
	b.Run("this", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := WriteCustomSheet(io.Discard, benchmarkSheetRows(*sheetRows)); err != nil {
				b.Fatal(err)
			}
		}
		reportSheet(b)
	})
	b.Run("excelize", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := writeByExcelize(io.Discard, *sheetRows); err != nil {
				b.Fatal(err)
			}
		}
		reportSheet(b)
	})
}

// writeByExcelize writes the same cells as excelize's documentation shows it.
func writeByExcelize(w io.Writer, n int) error {
	f := excelize.NewFile()
	defer f.Close()
	text, err := f.NewStyle(&excelize.Style{NumFmt: textFormat})
	if err != nil {
		return err
	}
	stream, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	for i := range n {
		row := benchmarkRow(i)
		cells := []any{
			excelize.Cell{StyleID: text, Value: row.SKU},
			excelize.Cell{StyleID: text},
			excelize.Cell{StyleID: text, Value: row.ASIN},
			excelize.Cell{StyleID: text, Value: row.Title},
			excelize.Cell{StyleID: text, Value: row.Kind},
			excelize.Cell{StyleID: text, Value: row.ParentSKU},
			excelize.Cell{StyleID: text, Value: row.Reason},
			excelize.Cell{StyleID: text, Value: strings.Join(row.Candidates, "; ")},
		}
		if err := stream.SetRow("A"+strconv.Itoa(i+1), cells); err != nil {
			return err
		}
	}
	if err := stream.Flush(); err != nil {
		return err
	}
	return f.Write(w)
}

func readByExcelize(path string) (int, error) {
	f, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		return 0, err
	}
	defer f.Close()
	rows, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		return 0, err
	}
	n := 0
	for rows.Next() {
		if _, err := rows.Columns(); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Close()
}

// benchmarkBooks are a workbook as Excel saves it, and one as this package
// writes it.
func benchmarkBooks(b *testing.B, read func(path string) (int, error)) {
	b.Run("saved", func(b *testing.B) {
		benchmarkBook(b, excelFile(b, *sheetRows), read)
	})
	b.Run("sent", func(b *testing.B) {
		path := filepath.Join(b.TempDir(), "book.xlsx")
		file, err := os.Create(path)
		if err != nil {
			b.Fatal(err)
		}
		if err := errors.Join(WriteCustomSheet(file, benchmarkSheetRows(*sheetRows)), file.Close()); err != nil {
			b.Fatal(err)
		}
		benchmarkBook(b, path, read)
	})
}

func benchmarkBook(b *testing.B, path string, read func(path string) (int, error)) {
	b.ReportAllocs()
	for b.Loop() {
		if n, err := read(path); err != nil || n < *sheetRows {
			b.Fatalf("%d rows, error %v", n, err)
		}
	}
	reportSheet(b)
}

func BenchmarkCustomSheetIn(b *testing.B) {
	b.Run("this", func(b *testing.B) { benchmarkBooks(b, readByThis) })
	b.Run("excelize", func(b *testing.B) { benchmarkBooks(b, readByExcelize) })
}

func readByThis(path string) (int, error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	r, err := OpenCustomSheet(file)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	for n := 0; ; n++ {
		if _, err := r.Read(); err == io.EOF {
			return n, nil
		} else if err != nil {
			return n, err
		}
	}
}
