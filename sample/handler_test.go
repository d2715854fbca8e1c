package sample_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"strings"
	"testing"

	"omnimap/sample"
)

// TestDownloads checks that the files are served byte for byte, with names to
// save them under.
func TestDownloads(t *testing.T) {
	t.Parallel()
	for address, contentType := range map[string]string{
		sample.OmniProductsPath:   "text/csv; charset=utf-8",
		sample.AmazonListingsPath: "text/tab-separated-values; charset=windows-1252",
	} {
		want, err := os.ReadFile(path.Base(address))
		if err != nil {
			t.Fatal(err)
		}
		response := ask(t, http.MethodGet, address)
		got, err := io.ReadAll(response.Body)
		if err != nil || response.StatusCode != http.StatusOK || !bytes.Equal(got, want) {
			t.Errorf("%s answers %s, %d bytes, error %v, not the file's %d bytes", address, response.Status, len(got), err, len(want))
		}
		for name, want := range map[string]string{
			"Content-Type": contentType, "Content-Disposition": "attachment; filename=" + path.Base(address), "X-Content-Type-Options": "nosniff",
		} {
			if got := response.Header.Get(name); got != want {
				t.Errorf("%s has %s: %q, want %q", address, name, got, want)
			}
		}
	}
}

// TestOneIntegration checks that the dashboard, which loads the sample too,
// makes the same integration.
func TestOneIntegration(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../web/src/pages/home/sample.tsx")
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf("name: %q, sellerId: %q, marketplaceId: %q", sample.IntegrationName, sample.SellerID, sample.MarketplaceID)
	if !strings.Contains(string(page), want) {
		t.Errorf("the dashboard's sample is not %s", want)
	}
}

func TestOtherDownloads(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"/sample/", "/sample/sample.go", "/sample/README.md"} {
		if response := ask(t, http.MethodGet, address); response.StatusCode != http.StatusNotFound {
			t.Errorf("%s answers %s", address, response.Status)
		}
	}
	if response := ask(t, http.MethodPost, sample.OmniProductsPath); response.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST answers %s", response.Status)
	}
}

func ask(t *testing.T, method, address string) *http.Response {
	t.Helper()
	recorder := httptest.NewRecorder()
	sample.NewHandler().ServeHTTP(recorder, httptest.NewRequest(method, address, nil))
	return recorder.Result()
}
