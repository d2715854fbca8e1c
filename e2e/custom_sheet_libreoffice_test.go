//go:build unix

package e2e

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
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
	program, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed: there is no soffice on the PATH")
	}
	o := newOffice(t, program)
	servers(t, nil, func(t *testing.T, s *server) {
		first := s.awkwardIntegration(t, "First")
		sheet := s.customSheet(t, first)
		folder := o.fillIn(t, sheet, bookRows(t, openBook(t, sheet)))
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

// office is LibreOffice with a user of its own.
type office struct {
	program, profile string
}

func newOffice(t *testing.T, program string) *office {
	t.Helper()
	o := &office{program, t.TempDir()}
	// The first start makes the profile, and overwrites macros in it.
	o.run(t, "--terminate_after_init")
	return o
}

// run runs LibreOffice to its end. Where it cannot read a macro it waits for a
// click on an invisible window; it is killed before the servers stop.
func (o *office) run(t *testing.T, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience/2)
	defer cancel()
	cmd := exec.CommandContext(ctx, o.program, append([]string{"-env:UserInstallation=" + fileURL(o.profile), "--headless", "--norestore", "--nologo"}, args...)...)
	// The command is a script that starts the program: both must end.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, output)
	}
}

func fileURL(path string) string {
	return (&url.URL{Scheme: "file", Path: path}).String()
}

// fillIn has LibreOffice type the Codes into the sheet, and gives the folder
// that it saves the sheet to in several formats.
func (o *office) fillIn(t *testing.T, sheet []byte, rows [][]string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "sheet.xlsx"), sheet, 0o600); err != nil {
		t.Fatal(err)
	}
	var typed strings.Builder
	for i, cells := range rows {
		for _, pair := range awkward {
			if i > 0 && cells[0] == pair.sku && pair.code != "" {
				fmt.Fprintf(&typed, "  Enter \"$H$%d\", %s\n", i+1, basicText(pair.code))
			}
		}
	}
	o.writeMacro(t, strings.NewReplacer("FOLDER_URL", basicText(fileURL(folder)), "FOLDER", basicText(folder), "TYPED\n", typed.String()).Replace(readText(t, "testdata/fill_in_sheet.bas")))
	o.run(t, "macro:///Standard.Fill.Main")
	if text := readText(t, filepath.Join(folder, "done")); strings.TrimSpace(text) != "done" {
		t.Fatalf("LibreOffice: %s", text)
	}
	return folder
}

// basicText is a text as a program in Basic has it.
func basicText(text string) string {
	return `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
}

// writeMacro makes Basic the one module of the user's macros.
func (o *office) writeMacro(t *testing.T, basic string) {
	t.Helper()
	var module strings.Builder
	if err := xml.EscapeText(&module, []byte(basic)); err != nil {
		t.Fatal(err)
	}
	const head = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"
	for name, text := range map[string]string{
		"script.xlb": `<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false">
<library:element library:name="Fill"/></library:library>`,
		"Fill.xba": `<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Fill" script:language="StarBasic">` + module.String() + `</script:module>`,
	} {
		if err := os.WriteFile(filepath.Join(o.profile, "user", "basic", "Standard", name), []byte(head+text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
