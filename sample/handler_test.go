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

// TestDownloads wants the files as they are, with names to save them under.
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
		answer := ask(t, http.MethodGet, address)
		got, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != http.StatusOK || !bytes.Equal(got, want) {
			t.Errorf("%s answers %s, %d bytes, error %v, not the file's %d bytes", address, answer.Status, len(got), err, len(want))
		}
		for name, want := range map[string]string{
			"Content-Type": contentType, "Content-Disposition": "attachment; filename=" + path.Base(address), "X-Content-Type-Options": "nosniff",
		} {
			if got := answer.Header.Get(name); got != want {
				t.Errorf("%s has %s: %q, want %q", address, name, got, want)
			}
		}
	}
}

// TestOneIntegration wants the dashboard, which loads the sample too, to make
// the same integration.
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
		if answer := ask(t, http.MethodGet, address); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s answers %s", address, answer.Status)
		}
	}
	if answer := ask(t, http.MethodPost, sample.OmniProductsPath); answer.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("POST answers %s", answer.Status)
	}
}

func ask(t *testing.T, method, address string) *http.Response {
	t.Helper()
	answer := httptest.NewRecorder()
	sample.NewHandler().ServeHTTP(answer, httptest.NewRequest(method, address, nil))
	return answer.Result()
}
