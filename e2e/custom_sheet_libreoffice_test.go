package e2e

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"omnimap/internal/office"
)

// awkward are SKUs and the Codes for them that a program for spreadsheets
// likes to take for something else.
var awkward = []skuPair{
	{sku: "00418", code: "00417"},
	{sku: "2.04E+77", code: "20418E73"},
	{sku: "2833233816920", code: "2833233816937"},
	{sku: "12345678901234567891", code: "12345678901234567890"},
	{sku: "1E5", code: "1E6"},
	{sku: "1-2", code: "1/2"},
	{sku: "2024-05-06", code: "06.05.2024"},
	{sku: "TRUE", code: "FALSE"},
	{sku: "=A1", code: "=1+1"},
	{sku: "+44", code: "-44"},
	{sku: "'0042", code: "0042"},
	{sku: "@home", code: "50%"},
	{sku: "#N/A", code: "€ 5"},
	{sku: "1,5", code: "1.50"},
	{sku: `IM-NAIL 9"`, code: `IM-NAIL 4", "long"`},
	{sku: "A;B\\C", code: "LW  LANTERN XL"},
	{sku: "VR-CAFETIÈRE-8", code: "Grün/Straße"},
	{sku: "NOT FILLED IN"},
}

// TestCustomSheetThroughLibreOffice has LibreOffice open the sheet and type the Codes
// in, and sends what LibreOffice then saves.
func TestCustomSheetThroughLibreOffice(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		first := s.awkwardIntegration(t, "First")
		sheet := s.customSheet(t, first)
		folder := fillInByLibreOffice(t, sheet, bookRows(t, openBook(t, sheet)))
		list := s.applyList(t, variables{"integrationId": first}, bySKU(awkward))
		want := s.customMappings(t, first)
		if n := len(awkward) - 1; list.Summary.ProductOptionsMapped != n || strings.Count(want, `"MAPPED"`) != n {
			t.Fatalf("a list of the pairs: %+v, %s", list, want)
		}
		for _, file := range []string{"filled.xlsx", "commas.csv", "semicolons.csv", "tabs.csv"} {
			t.Run(file, func(t *testing.T) {
				id := s.awkwardIntegration(t, file)
				content := readText(t, filepath.Join(folder, file))
				(&custom{}).check(t, s.applyFile(t, variables{"integrationId": id}, content), list)
				checkJSON(t, s.customMappings(t, id), want)
			})
		}
		for file, words := range map[string]string{"filled.ods": "OpenDocument file (.ods)", "filled.xls": "old Excel workbook (.xls)", "locked.xlsx": "protected with a password"} {
			t.Run(file, func(t *testing.T) {
				content := readText(t, filepath.Join(folder, file))
				userErrorCase{mutation: "applyCustomMappings", input: variables{"integrationId": first, "file": nil}, file: content,
					code: "INVALID_FILE", field: "file", words: []string{words}}.check(t, s)
			})
		}
	})
}

// bySKU sorts pairs as the sheet has them.
func bySKU(pairs []skuPair) []skuPair {
	return slices.SortedFunc(slices.Values(pairs), func(a, b skuPair) int { return strings.Compare(a.sku, b.sku) })
}

// awkwardIntegration makes an integration with the awkward SKUs, and the Omni
// products with the awkward Codes.
func (c *client) awkwardIntegration(t *testing.T, name string) string {
	t.Helper()
	var products, listings []variables
	for i, pair := range awkward {
		listings = append(listings, variables{"sku": pair.sku, "title": "For " + pair.code, "createdAt": "2026-01-31T12:00:00Z"})
		products = append(products, variables{"reference": fmt.Sprint(i), "name": pair.sku, "options": []variables{{"code": pair.code}}})
	}
	id := c.integration(t, name)
	const selection = "rejectedRows {message} userErrors {message}"
	checkJSON(t, c.mutate(t, "upsertOmniProducts", variables{"products": products}, selection), `{"rejectedRows": [], "userErrors": []}`)
	checkJSON(t, c.mutate(t, "upsertAmazonListings", variables{"integrationId": id, "listings": listings}, selection), `{"rejectedRows": [], "userErrors": []}`)
	return id
}

// fillInByLibreOffice has LibreOffice type the Codes into the sheet, and gives
// the folder that it saves the sheet to in several formats.
func fillInByLibreOffice(t *testing.T, sheet []byte, rows [][]string) (folder string) {
	t.Helper()
	cells := make(map[string]string)
	for i, row := range rows {
		for _, pair := range awkward {
			if i > 0 && row[0] == pair.sku && pair.code != "" {
				cells[fmt.Sprint("H", i+1)] = pair.code
			}
		}
	}
	return office.FillIn(t, sheet, customSheetTab, cells)
}
