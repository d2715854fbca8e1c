// Package doctables reads tables of the documentation, for tests that compare
// them with what they tell of.
package doctables

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Rows gives the rows of the tables below a heading of a file of docs, each by
// its cells. The tables' own headings are among them.
func Rows(t *testing.T, file, heading string) [][]string {
	t.Helper()
	_, self, _, _ := runtime.Caller(0)
	text, err := os.ReadFile(filepath.Join(filepath.Dir(self), "..", "..", "docs", file))
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(text), "\n## "+heading+"\n")
	if !found {
		t.Fatalf("%s has no part %q", file, heading)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	var rows [][]string
	for line := range strings.Lines(section) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|--") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	return rows
}

// Check wants the row of each name to say in its second cell exactly these
// numbers.
func Check(t *testing.T, file, heading string, want map[string][]int64) {
	t.Helper()
	rows := Rows(t, file, heading)
	for name, numbers := range want {
		said, found := "", false
		for _, row := range rows {
			if row[0] == name {
				said, found = row[1], true
			}
		}
		if !found {
			t.Errorf("%s tells nothing of %q", file, name)
			continue
		}
		if got := numbersOf(said); !slices.Equal(got, numbers) {
			t.Errorf("of %q %s says %q, which is %d; want %d", name, file, said, got, numbers)
		}
	}
}

// numbersOf reads the numbers of a text, such as 10,000 or 16 MiB.
func numbersOf(text string) []int64 {
	var numbers []int64
	for word := range strings.FieldsSeq(text) {
		word = strings.Trim(word, "(),")
		n, err := strconv.ParseInt(strings.ReplaceAll(word, ",", ""), 10, 64)
		scale := map[string]int64{"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}[word]
		switch {
		case err == nil:
			numbers = append(numbers, n)
		case scale > 0 && len(numbers) > 0:
			numbers[len(numbers)-1] *= scale
		}
	}
	return numbers
}
