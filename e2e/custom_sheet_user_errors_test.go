package e2e

import (
	"archive/zip"
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"
)

// customSheetUserErrors are custom mappings that are refused as a whole. sample and
// off are integrations, filled is a file that could be read.
func customSheetUserErrors(t *testing.T, sample, off, unknown, filled string) []userErrorCase {
	t.Helper()
	pairs := repeat(1, variables{"sku": "A", "cin7Code": "X"})
	tooMany := repeat(10_001, variables{"sku": "A", "cin7Code": "X"})
	list := func(name, integration string, pairs []any, code, field string, words ...string) userErrorCase {
		return userErrorCase{name, "applyCustomMappings", variables{"integrationId": integration, "mappings": pairs}, "", code, field, words}
	}
	file := func(name, integration, content, code, field string, words ...string) userErrorCase {
		return userErrorCase{name, "applyCustomMappings", variables{"integrationId": integration, "file": nil}, content, code, field, words}
	}
	both := file("a file and a list", sample, filled, "INVALID", "", "exactly one")
	both.input["mappings"] = pairs
	return []userErrorCase{
		file("an old workbook", sample, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "INVALID_FILE", "file", "old Excel workbook (.xls)", "Save it as an Excel Workbook (.xlsx)"),
		file("a workbook with a password", sample, locked(t), "INVALID_FILE", "file", "protected with a password", "Remove the password"),
		file("half a workbook", sample, filled[:len(filled)/2], "INVALID_FILE", "file", "damaged or incomplete", "download it again"),
		file("a PDF", sample, "%PDF-1.7\n", "INVALID_FILE", "file", "a PDF", "(.xlsx) or as CSV"),
		file("an OpenDocument file", sample, openDocument(t), "INVALID_FILE", "file", "OpenDocument file (.ods)", "(.xlsx) or as CSV"),
		file("nothing", sample, "", "INVALID_FILE", "file", "empty", "Amazon SKU and Cin7 Code"),
		file("a workbook with other columns", sample, bookFile(t, newBook(t, []sheetPage{{"Stock", [][]string{{"Code", "Stock"}, {"A", "1"}}}})),
			"INVALID_FILE", "file", `The first sheet, "Stock"`, "neither a column Amazon SKU nor a column Cin7 Code", `"Code", "Stock"`),
		file("a CSV without Codes", sample, "Amazon SKU;Code\nA;X\n", "INVALID_FILE", "file", "no column Cin7 Code", `"Amazon SKU", "Code"`),
		both,
		{"neither a file nor a list", "applyCustomMappings", variables{"integrationId": sample}, "", "INVALID", "", []string{"exactly one of file and mappings"}},
		file("a file with Products turned off", off, filled, "PRODUCTS_DISABLED", "integrationId", `"Off"`, "Turn it on"),
		list("a list with Products turned off", off, pairs, "PRODUCTS_DISABLED", "integrationId", `"Off"`, "Turn it on"),
		file("a file for an unknown integration", unknown, filled, "NOT_FOUND", "integrationId", "no such integration"),
		list("a list for an unknown integration", unknown, pairs, "NOT_FOUND", "integrationId", "no such integration"),
		list("too many pairs", sample, tooMany, "TOO_MANY", "mappings", "10001 entries", "at most 10000"),
	}
}

// openDocument packs an OpenDocument file's parts, which are looked at by their
// names alone.
func openDocument(t *testing.T) string {
	t.Helper()
	var file bytes.Buffer
	w := zip.NewWriter(&file)
	for _, name := range []string{"mimetype", "content.xml", "META-INF/manifest.xml"} {
		if _, err := w.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

// locked is a workbook with a password.
func locked(t *testing.T) string {
	t.Helper()
	return bookFile(t, newBook(t, []sheetPage{{"Sheet", [][]string{customSheetHeader}}}), excelize.Options{Password: "geheim"})
}

// TestCustomSheetUserErrors sends custom mappings that are refused as a whole, and
// nothing has changed.
func TestCustomSheetUserErrors(t *testing.T) {
	servers(t, []string{"-sample"}, func(t *testing.T, s *server) {
		off, gone := s.integration(t, "Off"), s.integration(t, "Gone")
		s.mutate(t, "updateIntegration", variables{"id": off, "productsEnabled": false}, "userErrors {message}")
		s.mutate(t, "deleteIntegration", variables{"id": gone, "confirm": "Gone"}, "userErrors {message}")
		id := s.sampleID(t)
		filled := s.fillIn(t, id, linkedByHand(t)).file
		before := s.ask(t, sampleCounts, nil)
		for _, r := range customSheetUserErrors(t, id, off, gone, filled) {
			t.Run(r.name, func(t *testing.T) { r.check(t, s) })
		}
		checkJSON(t, s.ask(t, sampleCounts, nil), before)
	})
}
