package catalog

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"omnimap/model"
)

// readAll reads to the end. It gives the rows, those rejected, and the error
// that ended the reading, or nil where that is io.EOF.
func readAll[T any](read func() (T, error)) (rows []T, rejected []*RowError, err error) {
	for {
		row, err := read()
		if bad, ok := errors.AsType[*RowError](err); ok {
			rejected = append(rejected, bad)
			continue
		}
		if err == io.EOF {
			return rows, rejected, nil
		}
		if err != nil {
			return rows, rejected, err
		}
		rows = append(rows, row)
	}
}

// readListings reads a report in which nothing is wrong.
func readListings(t *testing.T, file string) []model.ListingInput {
	t.Helper()
	rows, rejected, err := tryListings(file)
	if err != nil || len(rejected) > 0 {
		t.Fatalf("rejected %v, error %v", rejected, err)
	}
	return rows
}

func tryListings(file string) ([]model.ListingInput, []*RowError, error) {
	r, err := NewListingReader(strings.NewReader(file))
	if err != nil {
		return nil, nil, err
	}
	return readAll(r.Read)
}

// readOmniRows reads an export in which nothing is wrong.
func readOmniRows(t *testing.T, file string) []model.OmniRow {
	t.Helper()
	rows, rejected, err := tryOmniRows(file)
	if err != nil || len(rejected) > 0 {
		t.Fatalf("rejected %v, error %v", rejected, err)
	}
	return rows
}

func tryOmniRows(file string) ([]model.OmniRow, []*RowError, error) {
	r, err := NewOmniRowReader(strings.NewReader(file))
	if err != nil {
		return nil, nil, err
	}
	return readAll(r.Read)
}

// readProducts reads products in which nothing is wrong.
func readProducts(t *testing.T, file string) []model.OmniProductInput {
	t.Helper()
	rows, rejected, err := tryProducts(file)
	if err != nil || len(rejected) > 0 {
		t.Fatalf("rejected %v, error %v", rejected, err)
	}
	return rows
}

func tryProducts(file string) ([]model.OmniProductInput, []*RowError, error) {
	r, err := NewOmniProductReader(strings.NewReader(file))
	if err != nil {
		return nil, nil, err
	}
	return readAll(r.Read)
}

// asText gives a row's place and key, for rows to be compared at a glance.
func asText(row int, key string) string {
	return fmt.Sprintf("%d %s", row, key)
}

func checkEqual(t *testing.T, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %s\nwant %s", asJSON(got), asJSON(want))
	}
}

func asJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// checkFileError wants a *FileError whose message has all of the words.
func checkFileError(t *testing.T, err error, words ...string) {
	t.Helper()
	file, ok := errors.AsType[*FileError](err)
	if !ok {
		t.Fatalf("error is %T (%v), want a *FileError", err, err)
	}
	checkWords(t, file.Message, words...)
}

// checkRejected wants one rejected row, with a message that has all of the
// words.
func checkRejected(t *testing.T, rejected []*RowError, row int, words ...string) {
	t.Helper()
	if len(rejected) != 1 {
		t.Fatalf("rejected %v, want one row", rejected)
	}
	if rejected[0].Row != row || rejected[0].Code != model.CodeInvalid {
		t.Errorf("rejected row %d with %s, want row %d with INVALID", rejected[0].Row, rejected[0].Code, row)
	}
	checkWords(t, rejected[0].Error(), words...)
}

func checkWords(t *testing.T, message string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(message, word) {
			t.Errorf("message %q lacks %q", message, word)
		}
	}
}

func gzipped(t testing.TB, text string) string {
	t.Helper()
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.String()
}
