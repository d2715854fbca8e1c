package xlsx

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/xuri/excelize/v2"
)

// saved gives the bytes of a workbook that excelize has made.
func saved(t *testing.T, f *excelize.File) string {
	t.Helper()
	var file bytes.Buffer
	if err := errors.Join(f.Write(&file), f.Close()); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

// openText opens a workbook in place.
func openText(t *testing.T, text string) (*Book, error) {
	t.Helper()
	file, ok := InPlace(strings.NewReader(text))
	if !ok {
		t.Fatal("a text cannot be read in place")
	}
	return Open(file)
}

// allCells gives a sheet's cells, each with its row and column.
func allCells(t *testing.T, b *Book, sheet int) []string {
	t.Helper()
	rows, err := b.Rows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var cells []string
	for {
		if err := rows.Next(); err == io.EOF {
			return cells
		} else if err != nil {
			t.Fatal(err)
		}
		for {
			ok, err := rows.NextCell()
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				break
			}
			text, err := rows.Value(10)
			if err == ErrNoValue {
				text = "no value"
			} else if err != nil {
				t.Fatal(err)
			}
			if text != "" {
				cells = append(cells, fmt.Sprintf("%d,%d %s", rows.Row(), rows.Column(), text))
			}
		}
	}
}

// sampleBook has a hidden sheet before the sheet that is seen first.
func sampleBook(t *testing.T) string {
	f := excelize.NewFile()
	zeros := "0000"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &zeros})
	if err != nil {
		t.Fatal(err)
	}
	second, err := f.NewSheet("Data")
	f.SetActiveSheet(second)
	err = errors.Join(err,
		f.SetSheetVisible("Sheet1", false),
		f.SetCellStr("Data", "B2", "a long text of words"), f.SetCellInt("Data", "A5", 42), f.SetCellInt("Data", "C5", 7),
		f.SetCellStyle("Data", "C5", "C5", style), f.SetCellFormula("Data", "D5", "A5+1"))
	if err != nil {
		t.Fatal(err)
	}
	return saved(t, f)
}

func TestRows(t *testing.T) {
	b, err := openText(t, sampleBook(t))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if len(b.Sheets) != 2 || b.Sheets[0].Name != "Sheet1" || !b.Sheets[0].Hidden || b.Sheets[1].Name != "Data" || b.First() != 1 {
		t.Errorf("sheets %+v, first %d", b.Sheets, b.First())
	}
	want := []string{"2,2 a long tex", "5,1 42", "5,3 0007", "5,4 no value"}
	for range 2 { // A sheet can be read again.
		if got := allCells(t, b, 1); !reflect.DeepEqual(got, want) {
			t.Errorf("cells %q, want %q", got, want)
		}
	}
	if got := allCells(t, b, 0); got != nil {
		t.Errorf("an empty sheet has the cells %q", got)
	}
}

func TestTexts(t *testing.T) {
	b, err := openText(t, sampleBook(t))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	rows, err := b.Rows(1)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for _, want := range [][]string{{"", "a lon"}, {"42", "", "0007"}} {
		if err := rows.Next(); err != nil {
			t.Fatal(err)
		}
		if got, err := rows.Texts(5); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("texts %q, error %v, want %q", got, err, want)
		}
	}
}

func TestSpool(t *testing.T) {
	text := sampleBook(t)
	file, err := Spool(iotest.HalfReader(strings.NewReader(text)))
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open(file)
	if err != nil {
		t.Fatal(err)
	}
	if got := allCells(t, b, 1); len(got) != 4 {
		t.Errorf("cells %q", got)
	}
	if err := errors.Join(b.Close(), file.Close()); err != nil {
		t.Error(err)
	}
}

// zipOf packs empty parts of the given names.
func zipOf(t *testing.T, names ...string) string {
	t.Helper()
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	for _, name := range names {
		if _, err := w.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

func TestOpenErrors(t *testing.T) {
	book := sampleBook(t)
	for _, test := range []struct {
		name, file string
		want       Reason
		words      string
	}{
		{"half", book[:len(book)/2], Damaged, "zip"},
		{"a way out", zipOf(t, "../a"), Malformed, "leads out"},
		{"any ZIP", zipOf(t, "a"), NotWorkbook, "a ZIP file"},
		{".xlsb", zipOf(t, "xl/workbook.bin"), NotWorkbook, ".xlsb"},
		{"old", compoundBegin + strings.Repeat("\x00", 2000), OldWorkbook, "old format"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := openText(t, test.file)
			wrong, ok := errors.AsType[*Error](err)
			if !ok || wrong.Reason != test.want || !strings.Contains(wrong.Error(), test.words) {
				t.Errorf("error %v, want reason %d and %q", err, test.want, test.words)
			}
		})
	}
}

func TestReasonTexts(t *testing.T) {
	for reason := Damaged; reason <= Encrypted; reason++ {
		if (&Error{Reason: reason}).Error() == "" {
			t.Errorf("reason %d has no text", reason)
		}
	}
}

func TestSniff(t *testing.T) {
	for head, want := range map[string]bool{"": false, "PK\x03\x04": true, "PK\x05\x06": false, compoundBegin: true, compoundBegin[:4]: false, "SKU,Code": false} {
		if got := Sniff([]byte(head)); got != want {
			t.Errorf("%q gives %v", head, got)
		}
		file, _ := InPlace(strings.NewReader(head))
		if got, err := file.Sniff(); got != want || err != nil {
			t.Errorf("the file %q gives %v, error %v", head, got, err)
		}
	}
}
