package e2e

import (
	"bytes"
	"encoding/csv"
	"mime/multipart"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// csvFile is the table as a CSV file.
func csvFile(t *testing.T, name string, rows [][]string, comma rune, encoding encoding.Encoding) custom {
	t.Helper()
	var table strings.Builder
	w := csv.NewWriter(&table)
	w.Comma, w.UseCRLF = comma, true
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	text, err := encoding.NewEncoder().String(table.String())
	if err != nil {
		t.Fatal(err)
	}
	return custom{name, []sheetPage{{"", rows}}, text}
}

// rearranged has the columns in another order and under other names, one of
// them hidden, and a blank row after each.
func rearranged(t *testing.T, rows [][]string) custom {
	t.Helper()
	var table [][]string
	for i, cells := range rows {
		row := []string{cells[7], cells[2], "", cells[0], cells[5]}
		if i == 0 {
			row = []string{"cin7_code", "What it is", "Notes", "SELLER-SKU", "Reason"}
		}
		table = append(table, row, nil)
	}
	pages := []sheetPage{{"Mine", table}}
	book := newBook(t, pages)
	if err := book.SetColVisible("Mine", "D", false); err != nil {
		t.Fatal(err)
	}
	return custom{"rearranged", pages, bookFile(t, book)}
}

// severalSheets has the rows on three sheets, one of them hidden, and between
// them one of another kind.
func severalSheets(t *testing.T, rows [][]string) custom {
	t.Helper()
	under := func(rows [][]string) [][]string { return append([][]string{customSheetHeader}, rows...) }
	pages := []sheetPage{
		{"First", rows[:20]},
		{"Notes", [][]string{{"Ask Jo about K-100"}, {"Amazon SKU", "K-100"}}},
		{"Second", under(rows[20:40])},
		{"Third", under(rows[40:])},
	}
	book := newBook(t, pages)
	if err := book.SetSheetVisible("Second", false); err != nil {
		t.Fatal(err)
	}
	return custom{"several sheets", pages, bookFile(t, book)}
}

// kinds are files of all kinds that hold what the one does.
func fileFormats(t *testing.T, filled custom) []custom {
	t.Helper()
	rows := filled.pages[0].rows
	return []custom{
		filled,
		csvFile(t, "semicolons in Windows-1252", rows, ';', charmap.Windows1252),
		csvFile(t, "tabs", rows, '\t', encoding.Nop),
		csvFile(t, "Unicode text", rows, '\t', unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)),
		csvFile(t, "commas", rows, ',', unicode.UTF8BOM),
		rearranged(t, rows),
		severalSheets(t, rows),
	}
}

// TestCustomMappings maps by hand what the sample's README says: by files of
// all kinds as by a list, tried first, then done.
func TestCustomMappings(t *testing.T) {
	servers(t, []string{"-sample"}, func(t *testing.T, s *server) {
		id, other := s.sampleID(t), s.anotherSample(t, "Other")
		pairs := linkedByHand(t)
		// A SKU and a Code that are not ASCII, refused so as to be seen again.
		pairs = append(pairs, skuPair{"VR-CAFETIÈRE-8", "VR-CAFETIÈRE-8", "ALREADY_MAPPED"})
		filled := s.fillIn(t, id, pairs)
		list := s.applyList(t, variables{"integrationId": id, "dryRun": true}, filled.pairs())
		checkRowCodes(t, list, pairs)
		before := s.ask(t, sampleCounts, nil)
		for _, file := range fileFormats(t, filled) {
			t.Run(file.name, func(t *testing.T) {
				file.check(t, s.applyFile(t, variables{"integrationId": id, "dryRun": true}, file.file), list)
			})
		}
		t.Run("atomic", func(t *testing.T) { applyAtomic(t, s, id, filled, list) })
		checkJSON(t, s.ask(t, sampleCounts, nil), before)
		t.Run("for real", func(t *testing.T) { applyForReal(t, s, id, other, filled) })
		t.Run("at once", func(t *testing.T) { applyAtOnce(t, s, s.anotherSample(t, "Third"), filled) })
	})
}

// checkRowCodes wants each pair to have the code that the README gives it, and
// nothing to have been mapped.
func checkRowCodes(t *testing.T, got applied, pairs []skuPair) {
	t.Helper()
	want := map[string]string{}
	for _, pair := range pairs {
		if pair.answer != "mapped" {
			want[pair.sku+" with "+pair.code] = pair.answer
		}
	}
	codes := map[string]string{}
	for _, row := range got.RejectedRows {
		codes[row.SKU+" with "+row.Cin7Code] = row.Code
	}
	if !reflect.DeepEqual(codes, want) {
		t.Errorf("refused are %v, want %v", codes, want)
	}
	summary := *got.Summary
	if mapped := len(pairs) - len(want); summary.ProductOptionsMapped != mapped || summary.Rejected != len(want) || summary.RowsRead != summary.Blank+len(pairs) {
		t.Errorf("got %+v, want %d mapped and %d refused", summary, mapped, len(want))
	}
	if got.Operation != nil {
		t.Errorf("a dry run has the operation %+v", *got.Operation)
	}
}

// applyAtomic has nothing be mapped while some rows are refused.
func applyAtomic(t *testing.T, s *server, id string, filled custom, list applied) {
	none := *list.Summary
	none.ProductOptionsMapped = 0
	want := applied{Summary: &none, RejectedRows: list.RejectedRows, UserErrors: list.UserErrors}
	for _, dryRun := range []bool{true, false} {
		filled.check(t, s.applyFile(t, variables{"integrationId": id, "atomic": true, "dryRun": dryRun}, filled.file), want)
	}
	var good []skuPair
	for _, pair := range linkedByHand(t) {
		if pair.answer == "mapped" {
			good = append(good, pair)
		}
	}
	got := s.applyList(t, variables{"integrationId": id, "atomic": true, "dryRun": true}, good)
	if got.Summary.ProductOptionsMapped != len(good) || got.Summary.Rejected != 0 {
		t.Errorf("without refused ones: %+v", *got.Summary)
	}
}

// applyForReal maps the file in one integration and the list in another, with
// the same result, and the file once more.
func applyForReal(t *testing.T, s *server, id, other string, filled custom) {
	list := s.applyList(t, variables{"integrationId": other}, filled.pairs())
	got := s.applyFile(t, variables{"integrationId": id}, filled.file)
	filled.check(t, got, list)
	if got.Operation == nil || got.Operation.Kind != "CUSTOM" || got.Operation.State != "SUCCEEDED" || got.Operation.Created != 7 {
		t.Errorf("the operation is %+v", got.Operation)
	}
	if by := s.customMappings(t, id); !strings.Contains(by, "FM-SOCK-OLD-L") {
		t.Errorf("mapped are %s", by)
	} else {
		checkJSON(t, by, s.customMappings(t, other))
	}
	again := s.applyFile(t, variables{"integrationId": id}, filled.file)
	if s := *again.Summary; s.ProductOptionsMapped != 0 || s.Rejected != got.Summary.Rejected+7 {
		t.Errorf("the same file again: %+v", s)
	}
	if left := len(bookRows(t, openBook(t, s.customSheet(t, id)))) - 1; left != len(s.unmappable(t, id)) || left >= 52 {
		t.Errorf("the next sheet has %d rows", left)
	}
}

// customMappings are an integration's mappings by hand, newest first.
func (c *client) customMappings(t *testing.T, integration string) string {
	t.Helper()
	return c.ask(t, `query($id: ID!) {mappedProducts(integrationId: $id, filter: {source: CUSTOM}) {
		nodes {listing {sku status} target {level option {code} size {code}} source matchedOn}}}`, variables{"id": integration})
}

// applyAtOnce uploads the same file twice at the same time: one maps, and the
// other finds it done.
func applyAtOnce(t *testing.T, s *server, id string, filled custom) {
	first, second := s.uploading(t, id, filled.file), s.uploading(t, id, filled.file)
	var mapped, already []int
	for _, results := range []chan uploadResult{first, second} {
		upload := <-results
		if upload.err != nil {
			t.Fatal(upload.err)
		}
		got := readApplied(t, payload(t, readResponse(t, upload.response)))
		n := 0
		for _, row := range got.RejectedRows {
			if row.Code == "ALREADY_MAPPED" {
				n++
			}
		}
		mapped, already = append(mapped, got.Summary.ProductOptionsMapped), append(already, n)
	}
	// Two of the sample's pairs are of families that the import mapped.
	slices.Sort(mapped)
	slices.Sort(already)
	if !slices.Equal(mapped, []int{0, 7}) || !slices.Equal(already, []int{2, 9}) {
		t.Errorf("the two map %d, and find %d mapped already", mapped, already)
	}
}

// uploading uploads a custom-mapping file and does not wait for the response.
func (c *client) uploading(t *testing.T, integration, file string) chan uploadResult {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part := beginUpload(t, form, "applyCustomMappings", variables{"integrationId": integration}, appliedFields)
	if _, err := part.Write([]byte(file)); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	results, req := make(chan uploadResult, 1), c.formRequest(t, form, &body)
	go func() {
		resp, err := http.DefaultClient.Do(req)
		results <- uploadResult{resp, err}
	}()
	return results
}
