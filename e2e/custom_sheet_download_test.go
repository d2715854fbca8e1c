package e2e

import (
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestCustomSheet downloads the custom-mapping sheet as a browser does.
func TestCustomSheet(t *testing.T) {
	servers(t, []string{"-sample"}, func(t *testing.T, s *server) {
		id := s.sampleID(t)
		t.Run("rows", func(t *testing.T) { customSheetRows(t, s, id) })
		t.Run("headers", func(t *testing.T) { customSheetHeaders(t, s, id) })
		t.Run("none", func(t *testing.T) { unknownCustomSheets(t, s, id) })
		t.Run("empty", func(t *testing.T) {
			book := openBook(t, s.customSheet(t, s.integration(t, "Empty")))
			if rows := bookRows(t, book); len(rows) != 1 || !slices.Equal(rows[0], customSheetHeader) {
				t.Errorf("without listings the sheet has %q", rows)
			}
		})
	})
}

// customSheetRows wants a row for each unmappable listing, in their order.
func customSheetRows(t *testing.T, s *server, id string) {
	awaitSuggestions(t, &s.client)
	book := openBook(t, s.customSheet(t, id))
	if tabs := book.GetSheetList(); !slices.Equal(tabs, []string{customSheetTab}) {
		t.Errorf("the workbook has the sheets %q", tabs)
	}
	rows, listings := bookRows(t, book), s.unmappable(t, id)
	if !slices.Equal(rows[0], customSheetHeader) {
		t.Errorf("the header is %q", rows[0])
	}
	rows = rows[1:]
	if len(rows) != 52 || len(listings) != 52 {
		t.Fatalf("%d rows, %d listings, want 52", len(rows), len(listings))
	}
	const reason = 5
	words := map[string]string{"NO_MATCH": "No Omni item", "AMBIGUOUS_MATCH": "Several Omni items", "OMNI_PRODUCT_MAPPED": "has a mapping already"}
	ambiguous, suggested := 0, 0
	for i, listing := range listings {
		checkWords(t, rows[i][reason], words[listing.UnmappableReason])
		rows[i][reason] = ""
		// A suggestion has a score and a reason; its item may have no Code.
		if code, score, because := rows[i][8], rows[i][9], rows[i][10]; (score == "") != (because == "") || code != "" && score == "" {
			t.Errorf("row %d suggests %q, %q, %q", i+2, code, score, because)
		} else if code != "" {
			suggested++
		}
		rows[i] = rows[i][:8]
		if want := listing.customSheetRow(); !slices.Equal(rows[i], want) {
			t.Errorf("row %d is\n%q, want\n%q", i+2, rows[i], want)
		}
		if len(listing.candidates()) > 0 {
			ambiguous++
		}
	}
	if suggested < 30 {
		t.Errorf("%d rows have a suggested Code", suggested)
	}
	if ambiguous != 9 {
		t.Errorf("%d rows have candidates, want those of the 9 ambiguous SKUs", ambiguous)
	}
}

// customSheetHeaders looks at what surrounds the file, also of an integration whose
// name no file can have.
func customSheetHeaders(t *testing.T, s *server, id string) {
	for _, test := range []struct{ integration, name string }{
		{id, "Amazon UK (sample)"},
		{s.integration(t, `Café "Nord/Süd": 50%`), "Café -Nord-Süd-- 50%"},
	} {
		url := s.customSheetURL(t, test.integration)
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			before := time.Now().UTC()
			resp, body := fetchURL(t, method, url)
			if got := resp.Header.Get("Content-Type"); resp.StatusCode != http.StatusOK || got != customSheetType {
				t.Errorf("%s: %s with the type %q", method, resp.Status, got)
			}
			if empty := len(body) == 0; empty != (method == http.MethodHead) {
				t.Errorf("%s: %d bytes", method, len(body))
			}
			checkFileName(t, resp.Header.Get("Content-Disposition"), test.name, before)
		}
	}
}

// checkFileName wants the integration's name and today's date in UTC: the day
// on which the request began or that on which it ended.
func checkFileName(t *testing.T, disposition, name string, before time.Time) {
	t.Helper()
	kind, params, err := mime.ParseMediaType(disposition)
	if err != nil || kind != "attachment" {
		t.Errorf("Content-Disposition is %q, error %v", disposition, err)
	}
	var want []string
	for _, day := range []time.Time{before, time.Now().UTC()} {
		want = append(want, fmt.Sprintf("custom-mappings %s %s.xlsx", name, day.Format(time.DateOnly)))
	}
	if !slices.Contains(want, params["filename"]) {
		t.Errorf("the file is called %q, want %q", params["filename"], want[0])
	}
}

// unknownCustomSheets requests sheets of unknown integrations.
func unknownCustomSheets(t *testing.T, s *server, id string) {
	gone := s.integration(t, "Gone")
	url := s.customSheetURL(t, gone)
	s.mutate(t, "deleteIntegration", variables{"id": gone, "confirm": "Gone"}, "userErrors {message}")
	page, _, _ := strings.Cut(url, "?")
	for _, url := range []string{url, page, page + "?integrationId=", page + "?integrationId=1", page + "?integrationId=%00"} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			if resp, _ := fetchURL(t, method, url); resp.StatusCode != http.StatusNotFound {
				t.Errorf("%s %s: %s", method, url, resp.Status)
			}
		}
		_, body := fetchURL(t, http.MethodGet, url)
		checkWords(t, string(body), "no such integration", "customMappingSheetUrl")
	}
	resp, _ := fetchURL(t, http.MethodPost, s.customSheetURL(t, id))
	if allow := resp.Header.Get("Allow"); resp.StatusCode != http.StatusMethodNotAllowed || allow != "GET, HEAD" {
		t.Errorf("POST: %s, allowing %q", resp.Status, allow)
	}
	refused := s.post(t, "query($id: ID!) {customMappingSheetUrl(integrationId: $id)}", variables{"id": gone})
	if len(refused.Errors) != 1 || refused.Errors[0].Extensions.Code != "NOT_FOUND" {
		t.Errorf("the address of no integration's sheet: %+v", refused)
	}
}
