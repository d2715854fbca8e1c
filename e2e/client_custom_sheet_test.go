package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

const (
	customSheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	// customSheetTab is the name of the sheet within the workbook.
	customSheetTab = "Custom mappings"
)

var customSheetHeader = []string{"Amazon SKU", "ASIN", "Title", "Type", "Parent SKU", "Reason", "Candidates", "Cin7 Code",
	"Suggested Cin7 Code", "Score", "Because"}

// customSheetURL asks for the address of an integration's custom-mapping sheet.
func (c *client) customSheetURL(t *testing.T, integration string) string {
	t.Helper()
	var found struct{ CustomMappingSheetURL string }
	c.read(t, "query($id: ID!) {customMappingSheetUrl(integrationId: $id)}", variables{"id": integration}, &found)
	return c.url + found.CustomMappingSheetURL
}

// customSheet downloads an integration's custom-mapping sheet.
func (c *client) customSheet(t *testing.T, integration string) []byte {
	t.Helper()
	resp, body := fetchURL(t, http.MethodGet, c.customSheetURL(t, integration))
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("the sheet: %s: %s", resp.Status, body)
	}
	return body
}

// fetchURL requests a page and reads it to its end.
func fetchURL(t *testing.T, method, url string) (*http.Response, []byte) {
	t.Helper()
	req, err := http.NewRequest(method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, body
}

// openBook opens a workbook until the test ends.
func openBook(t *testing.T, content []byte) *excelize.File {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return book
}

// bookRows gives the rows of the sheet for custom mappings, each as long as the first.
func bookRows(t *testing.T, book *excelize.File) [][]string {
	t.Helper()
	rows, err := book.GetRows(customSheetTab)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		rows[i] = append(row, make([]string, len(rows[0])-len(row))...)
	}
	return rows
}

// unmappable is a listing that has a row in the sheet.
type unmappable struct {
	SKU, Title, Kind, UnmappableReason string
	ParentSKU, ASIN                    *string
	Matches                            []struct {
		Product, Option struct{ Code *string }
		Size            *struct{ Code *string }
	}
}

func (c *client) unmappable(t *testing.T, integration string) []unmappable {
	t.Helper()
	var found struct {
		UnmappableProducts struct{ Nodes []unmappable }
	}
	c.read(t, `query($id: ID!) {unmappableProducts(integrationId: $id, first: 250) {nodes {
		sku title kind unmappableReason parentSku asin matches {product {code} option {code} size {code}}}}}`, variables{"id": integration}, &found)
	return found.UnmappableProducts.Nodes
}

// customSheetRow is the listing's row as the sheet must have it, save the reason in
// words.
func (l *unmappable) customSheetRow() []string {
	kind := l.Kind[:1] + strings.ToLower(l.Kind[1:])
	return []string{l.SKU, text(l.ASIN), l.Title, kind, text(l.ParentSKU), "", strings.Join(l.candidates(), "; "), ""}
}

// candidates are the Codes of what an ambiguous SKU names, each once.
func (l *unmappable) candidates() []string {
	if l.UnmappableReason != "AMBIGUOUS_MATCH" {
		return nil
	}
	var codes []string
	for _, match := range l.Matches {
		code := text(match.Option.Code)
		if match.Size != nil {
			code = text(match.Size.Code)
		}
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// applied is the payload of custom mappings.
type applied struct {
	Operation *struct {
		Kind, State string
		Created     int
	}
	Summary      *struct{ RowsRead, ProductOptionsMapped, Blank, Rejected int }
	RejectedRows []rejectedRow
	UserErrors   []struct{ Code, Message string }
}

type rejectedRow struct {
	Sheet                        *string
	Row                          int
	SKU, Cin7Code, Code, Message string
}

const appliedFields = `operation {kind state created} summary {rowsRead productOptionsMapped blank rejected}
	rejectedRows {sheet row sku cin7Code code message} userErrors {code message}`

func readApplied(t *testing.T, payload string) applied {
	t.Helper()
	var a applied
	if err := json.Unmarshal([]byte(payload), &a); err != nil {
		t.Fatal(err)
	}
	if len(a.UserErrors) > 0 || a.Summary == nil {
		t.Fatalf("refused as a whole: %s", payload)
	}
	return a
}

// applyList applies pairs as a list.
func (c *client) applyList(t *testing.T, input variables, pairs []skuPair) applied {
	t.Helper()
	list := make([]variables, len(pairs))
	for i, pair := range pairs {
		list[i] = variables{"sku": pair.sku, "cin7Code": pair.code}
	}
	input["mappings"] = list
	return readApplied(t, c.mutate(t, "applyCustomMappings", input, appliedFields))
}

// applyFile applies a file.
func (c *client) applyFile(t *testing.T, input variables, file string) applied {
	t.Helper()
	return readApplied(t, c.upload(t, "applyCustomMappings", input, file, appliedFields))
}

// sheetPage is one sheet of a workbook, or a CSV file, which has no name.
type sheetPage struct {
	name string
	rows [][]string
}

func bookFile(t *testing.T, book *excelize.File, options ...excelize.Options) string {
	t.Helper()
	var file bytes.Buffer
	if err := book.Write(&file, options...); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

// newBook makes a workbook of the pages.
func newBook(t *testing.T, pages []sheetPage) *excelize.File {
	t.Helper()
	book := excelize.NewFile()
	t.Cleanup(func() { book.Close() })
	for i, page := range pages {
		var err error
		if i == 0 {
			err = book.SetSheetName("Sheet1", page.name)
		} else {
			_, err = book.NewSheet(page.name)
		}
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range page.rows {
			if err := book.SetSheetRow(page.name, fmt.Sprint("A", i+1), &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	return book
}

// custom is a custom-mapping file, filled in.
type custom struct {
	name  string
	pages []sheetPage
	file  string
}

// find gives the sheet and the row number, as a spreadsheet program shows them,
// of the row that holds both values.
func (f *custom) find(t *testing.T, sku, code string) (sheet *string, row int) {
	t.Helper()
	for _, page := range f.pages {
		for i, cells := range page.rows {
			if slices.Contains(cells, sku) && slices.Contains(cells, code) {
				if page.name != "" {
					sheet = &page.name
				}
				return sheet, i + 1
			}
		}
	}
	t.Fatalf("%s has no row with %q and %q", f.name, sku, code)
	return nil, 0
}

// check wants the result that a list of the same pairs has, with the places
// that rejected rows have in this file.
func (f *custom) check(t *testing.T, got, list applied) {
	t.Helper()
	list.RejectedRows = slices.Clone(list.RejectedRows)
	for i := range list.RejectedRows {
		row := &list.RejectedRows[i]
		row.Sheet, row.Row = f.find(t, row.SKU, row.Cin7Code)
	}
	if !reflect.DeepEqual(got, list) {
		t.Errorf("got\n%s\nwant\n%s", indented(t, got), indented(t, list))
	}
}

// fillIn fills an integration's sheet in, as a program for spreadsheets does.
// Pairs without a row in the sheet are added below it, after a blank row.
func (c *client) fillIn(t *testing.T, integration string, pairs []skuPair) custom {
	t.Helper()
	book := openBook(t, c.customSheet(t, integration))
	rows := bookRows(t, book)
	next := len(rows) + 2
	set := func(column string, row int, text string) {
		if err := book.SetCellStr(customSheetTab, fmt.Sprint(column, row), text); err != nil {
			t.Fatal(err)
		}
	}
	for _, pair := range pairs {
		row := 1 + slices.IndexFunc(rows, func(cells []string) bool { return cells[0] == pair.sku })
		if row == 0 {
			row = next
			next++
			set("A", row, pair.sku)
		}
		set("H", row, pair.code)
	}
	return custom{"filled in", []sheetPage{{customSheetTab, bookRows(t, book)}}, bookFile(t, book)}
}

// pairs are all the pairs of the file, blank ones too, in their order.
func (f *custom) pairs() []skuPair {
	var pairs []skuPair
	for _, cells := range f.pages[0].rows[1:] {
		if cells[0] != "" {
			pairs = append(pairs, skuPair{sku: cells[0], code: cells[7]})
		}
	}
	return pairs
}
