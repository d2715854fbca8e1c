package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// sentFile is a file as people send it, and what comes of it.
type sentFile struct {
	// file is in testdata/sent, in UTF-8. The first word of its name says where
	// it is sent: a report, an export (or the API's), or a sheet.
	file     string
	encoding encoding.Encoding
	// whole sends it as the whole catalogue, and confirms that much may go.
	whole bool
	// refused has words of the message by which the whole file is refused, with
	// | between them; else rows has some of each rejected row, by its number.
	refused string
	rows    []string
	// added are the lines that the state has afterwards and had not before. None
	// is ever lost.
	added []string
	// skipped says that nothing was removed because of a row.
	skipped bool
}

var sentFiles = []sentFile{
	// Reports that spreadsheets have saved.
	{file: "report_quoted_by_excel.txt", added: []string{`listing QUOTE,2 "Pot, 5 l"`, `listing QUOTE-1 "Jug \"Best\""`}},
	{file: "report_quoted_throughout.txt", added: []string{`listing QUOTE,4 "Pot, 5 l"`, `listing QUOTE-3 "Jug \"Best\""`}},
	{file: "report_some_quoted.txt", whole: true, refused: "Only some cells|line 2"},
	{file: "report_sep_tab.txt", added: []string{`listing SEP-1 "Bread bin"`}},
	{file: "report_sep_semicolon.txt", added: []string{`listing SEP-2 "Bread bin; oak"`}},
	{file: "report_kept_texts.txt", added: []string{`listing 0071 "Mug"`, `listing 0072 "Vase"`}},
	{file: "report_control_characters.txt", rows: []string{`2 "seller-sku"|U+000B`, "3 U+0001"}, added: []string{`listing VT-2 "Bowl"`}},
	{file: "report_repeated_header.txt", rows: []string{"3 header again"}, added: []string{`listing HEAD-1 "Mug"`, `listing HEAD-2 "Vase"`}},
	{file: "report_title.txt", added: []string{`listing TITLE-1 "Mug"`}},
	{file: "report_without_skus.txt", whole: true, refused: `None of the 3 rows has a SKU|"seller-sku"`},
	{file: "report_cut_in_row.txt", rows: []string{"3 ends within this row"}, added: []string{`listing CUT-1 "Mug"`}},
	{file: "report_cut_in_sku.txt", whole: true, rows: []string{"3 ends within this row"}, added: []string{`listing CUT-2 "Mug"`}, skipped: true},
	{file: "report_line_break.txt", whole: true, rows: []string{"3 line break", "4 rest of the one before"}, added: []string{`listing BREAK-1 "Nail"`, `listing BREAK-3 "Nut"`}, skipped: true},
	{file: "report_mac_roman.txt", encoding: charmap.Macintosh, whole: true, refused: "MacRoman|Windows-1252|line 2"},
	{file: "report_damaged_skus.txt", whole: true, rows: []string{"3 1.08E+89|shortened", "4 1.08E+89|shortened"}, added: []string{`listing DMG-1 "Mug"`}, skipped: true},
	// Exports, and what the API gives.
	{file: "export_sep.csv", added: []string{`option SEP-3 SEP-3 `, `product SEP-3 SEP-3 "Bin, oak"`}},
	{file: "export_kept_texts.csv", added: []string{"option 0081 0081-A ", "option 0082 0082-A ", `product 0081 0081 "Mug"`, `product 0082 0082 "Vase"`}},
	{file: "export_control_characters.csv", rows: []string{`2 "Code"|U+000B`}, added: []string{"option VT-4 VT-4 ", `product VT-4 VT-4 "Vase"`}},
	{file: "export_repeated_header.csv", rows: []string{"3 header again"}, added: []string{"option HEAD-3 HEAD-3 ", "option HEAD-4 HEAD-4 ", `product HEAD-3 HEAD-3 "Mug"`, `product HEAD-4 HEAD-4 "Vase"`}, skipped: true},
	{file: "export_help_texts.csv", rows: []string{"2 help texts"}, added: []string{"option HELP-1 HELP-1 ", `product HELP-1 HELP-1 "Mug"`}, skipped: true},
	{file: "export_title.csv", added: []string{"option TITLE-2 TITLE-2 ", `product TITLE-2 TITLE-2 "Mug"`}},
	{file: "export_mac_roman.csv", encoding: charmap.Macintosh, whole: true, refused: "MacRoman|Windows-1252|line 2"},
	{file: "export_cut_in_row.csv", whole: true, rows: []string{"3 ends within this row"}, added: []string{"option CUT-3 CUT-3 ", `product CUT-3 CUT-3 "Mug"`}, skipped: true},
	{file: "export_inch_mark.csv", whole: true, rows: []string{"3 quote marks"}, added: []string{"option INCH-1 INCH-1 ", `product INCH-1 INCH-1 "Nail"`}, skipped: true},
	{file: "export_line_break.csv", whole: true, rows: []string{"3 line break", "4 rest of the one before"}, added: []string{"option BREAK-1 BREAK-1 ", `product BREAK-1 BREAK-1 "Nail"`}, skipped: true},
	{file: "export_line_break_at_end.csv", whole: true, rows: []string{"3 rest of the one before"}, added: []string{"option BREAK-4 BREAK-4 ", `product BREAK-4 BREAK-4 "A nail"`}, skipped: true},
	{file: "export_damaged_codes.csv", whole: true, rows: []string{"2 2.08E+89|shortened", "3 2.08E+89", "4 nan|empty value"}, skipped: true},
	{file: "export_without_codes.csv"},
	{file: "export_without_style_codes.csv", whole: true, rows: []string{`2 no Style Code|"TRAY-S"|"TRAY"|twice`, "3 no Style Code"}, skipped: true},
	{file: "export_codes_as_sku.csv"},
	{file: "export_other_barcodes.csv", rows: []string{"2 no column Code", "3 no column Code"}},
	{file: "api_without_codes.json", rows: []string{"1 no key code"}},
	{file: "export_gains_product_id.csv", added: []string{
		"option 9001 TRAY-L 4000000000024", "option 9001 TRAY-S 4000000000017", "option 9002 SKU-0417 ", `product 9001 TRAY "Tray"`, `product 9002 PAN "Pan"`}},
	// Spreadsheets of custom mappings.
	{file: "sheet_sep.csv", added: []string{"mapping L-01 BOWL-1"}},
	{file: "sheet_kept_texts.csv", added: []string{"mapping L-02 0071", "mapping L-03 0072"}},
	{file: "sheet_control_characters.csv", rows: []string{`2 "Cin7 Code"|U+000B`, `3 "Amazon SKU"|U+0001`}},
	{file: "sheet_repeated_header.csv", rows: []string{"2 header again"}, added: []string{"mapping L-06 DISH-1"}},
	{file: "sheet_title.csv", added: []string{"mapping L-07 KNIFE-1"}},
	{file: "sheet_mac_roman.csv", encoding: charmap.Macintosh, refused: "MacRoman|Windows-1252|line 2"},
	{file: "sheet_cut_in_row.csv", rows: []string{"3 ends within this row"}},
	{file: "sheet_damaged.csv", rows: []string{"2 1.08E+89|shortened", "3 a date", "4 decimals", "5 truth value", "6 a spreadsheet's error", "7 2.04E+77|shortened"}},
}

// TestFilesAsSent sends files as people really send them. Each is refused, or
// read for what it is; nothing that was there before is lost or changed.
func TestFilesAsSent(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		id := s.integration(t, "UK")
		s.loadSent(t, id, "products.csv")
		s.loadSent(t, id, "listings.txt")
		s.mutate(t, "importProducts", variables{"integrationId": id}, "userErrors {message}")
		for _, file := range sentFiles {
			t.Run(file.file, func(t *testing.T) { file.check(t, s, id) })
		}
		t.Run("workbooks", func(t *testing.T) { sendWorkbooks(t, s, id) })
		t.Run("files of another kind", func(t *testing.T) { sendOtherKinds(t, s, id) })
	})
}

// loadSent loads one of the catalogues that are there before.
func (c *client) loadSent(t *testing.T, id, file string) {
	t.Helper()
	sent := sentFile{file: file}
	mutation, input := sent.door(id)
	checkJSON(t, c.upload(t, mutation, input, readText(t, "testdata/sent/"+file), "summary {rejected} userErrors {message}"), `{"summary": {"rejected": 0}, "userErrors": []}`)
}

// door is where the file is sent.
func (f *sentFile) door(id string) (mutation string, input variables) {
	switch {
	case strings.HasPrefix(f.file, "sheet"):
		return "applyCustomMappings", variables{"integrationId": id}
	case strings.HasSuffix(f.file, ".txt"):
		return "loadAmazonListings", variables{"integrationId": id, "removeMissing": f.whole, "allowShrink": f.whole}
	}
	return "loadOmniProducts", variables{"removeMissing": f.whole, "allowShrink": f.whole}
}

func (f *sentFile) check(t *testing.T, s *server, id string) {
	text := readText(t, "testdata/sent/"+f.file)
	if f.encoding != nil {
		encoded, err := f.encoding.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		text = encoded
	}
	f.checkContent(t, s, id, text)
}

// sent is the answer to a file.
type sent struct {
	Summary *struct {
		Rejected        int
		RemovalsSkipped bool
	}
	RejectedRows []rejectedRow
	UserErrors   []struct{ Code, Message string }
}

// checkContent sends the file's content.
func (f *sentFile) checkContent(t *testing.T, s *server, id, content string) {
	t.Helper()
	mutation, input := f.door(id)
	selection := "summary {rejected removalsSkipped} rejectedRows {sheet row message} userErrors {code message}"
	if mutation == "applyCustomMappings" {
		selection = strings.Replace(selection, "removalsSkipped", "", 1)
	}
	before := s.catalogueLines(t, id)
	var got sent
	text := s.upload(t, mutation, input, content, selection)
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	switch {
	case f.refused != "":
		if len(got.UserErrors) != 1 || got.UserErrors[0].Code != "INVALID_FILE" || got.Summary != nil {
			t.Fatalf("got %s, want the file refused", text)
		}
		checkWords(t, got.UserErrors[0].Message, strings.Split(f.refused, "|")...)
	case len(got.UserErrors) > 0 || len(got.RejectedRows) != len(f.rows) || got.Summary.Rejected != len(f.rows) || got.Summary.RemovalsSkipped != f.skipped:
		t.Fatalf("got %s, want the rows %q rejected, removals skipped %v", text, f.rows, f.skipped)
	}
	for i, row := range f.rows {
		number, words, _ := strings.Cut(row, " ")
		if fmt.Sprint(got.RejectedRows[i].Row) != number {
			t.Errorf("row %d is rejected, want %s", got.RejectedRows[i].Row, number)
		}
		checkWords(t, got.RejectedRows[i].Message, strings.Split(words, "|")...)
	}
	f.compare(t, before, s.catalogueLines(t, id))
}

// compare wants the lines that are added, and none to be lost. Products that
// gain an id have other lines.
func (f *sentFile) compare(t *testing.T, before, after []string) {
	t.Helper()
	without := func(lines, others []string) []string {
		return slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return slices.Contains(others, line) })
	}
	if added := without(after, before); !slices.Equal(added, f.added) && len(added)+len(f.added) > 0 {
		t.Errorf("added are\n%s\nwant\n%s", strings.Join(added, "\n"), strings.Join(f.added, "\n"))
	}
	if lost := without(before, after); len(lost) > 0 && f.file != "export_gains_product_id.csv" {
		t.Errorf("lost are\n%s", strings.Join(lost, "\n"))
	}
	if len(after)-len(before) != len(f.added) && f.file != "export_gains_product_id.csv" {
		t.Errorf("there are %d lines after %d", len(after), len(before))
	}
}

// catalogueLines writes out both catalogues and the mappings between them.
func (c *client) catalogueLines(t *testing.T, id string) []string {
	t.Helper()
	type option struct{ Code, Barcode *string }
	var found struct {
		OmniProducts struct {
			Nodes []struct {
				Reference string
				Code      *string
				Name      string
				Options   []option
			}
		}
		AmazonListings struct{ Nodes []struct{ SKU, Title string } }
		MappedProducts struct {
			Nodes []struct {
				Listing struct{ SKU string }
				Target  struct{ Option option }
			}
		}
	}
	c.read(t, `query($id: ID!) {omniProducts(first: 250) {nodes {reference code name options {code barcode}}}
		amazonListings(integrationId: $id, first: 250) {nodes {sku title}}
		mappedProducts(integrationId: $id, first: 250) {nodes {listing {sku} target {option {code}}}}}`, variables{"id": id}, &found)
	var lines []string
	for _, p := range found.OmniProducts.Nodes {
		lines = append(lines, fmt.Sprintf("product %s %s %q", p.Reference, text(p.Code), p.Name))
		for _, o := range p.Options {
			lines = append(lines, fmt.Sprintf("option %s %s %s", p.Reference, text(o.Code), text(o.Barcode)))
		}
	}
	for _, l := range found.AmazonListings.Nodes {
		lines = append(lines, fmt.Sprintf("listing %s %q", l.SKU, l.Title))
	}
	for _, m := range found.MappedProducts.Nodes {
		lines = append(lines, fmt.Sprintf("mapping %s %s", m.Listing.SKU, text(m.Target.Option.Code)))
	}
	slices.Sort(lines)
	return lines
}

// sendOtherKinds sends a file of each kind to each of the places where files are
// loaded, as the whole catalogue: each is read in one of them at most, and
// refused by the others, told what it looks like.
func sendOtherKinds(t *testing.T, s *server, id string) {
	const folder = "../catalog/testdata/other_kinds/"
	reads := map[string]string{
		"amazon_listings.txt": "loadAmazonListings", "cin7_omni_export.csv": "loadOmniProducts", "custom_sheet.csv": "applyCustomMappings",
	}
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		for _, door := range []sentFile{{file: "export.csv", whole: true}, {file: "report.txt", whole: true}, {file: "sheet.csv"}} {
			if mutation, _ := door.door(id); reads[file.Name()] == mutation {
				continue
			}
			door.refused = "look|Send"
			if strings.HasSuffix(file.Name(), ".json") && door.file != "export.csv" {
				door.refused = "JSON"
			}
			if file.Name() == "contacts.json" {
				door.refused = "JSON"
			}
			t.Run(file.Name()+" as "+door.file, func(t *testing.T) { door.checkContent(t, s, id, readText(t, folder+file.Name())) })
		}
	}
}
