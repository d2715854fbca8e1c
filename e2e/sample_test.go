package e2e

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
	"omnimap/sample"
)

// TestSample starts on an empty database with the sample, then again with and
// without it, and verifies it before and after a fault.
func TestSample(t *testing.T) {
	t.Parallel()
	dbtest.EachEmpty(t, func(t *testing.T, url string) {
		first := start(t, url, "-sample")
		checkWords(t, first.greeting, `Loaded the sample into the integration "Amazon UK (sample)": 87 Omni products, 208 Amazon listings.`,
			"Imported: 208 unmapped products found, ", "Now: 131 mapped, 25 partially mapped, 0 mappable, 52 unmappable.\n",
			first.url+"/playground")
		checkJSON(t, first.ask(t, sampleCounts, nil), wantSampleCounts)
		checkPages(t, first)
		first.stop(t)

		again := start(t, url, "-sample")
		checkWords(t, again.greeting, `The database holds the integration "Amazon UK (sample)" already: nothing of the sample was loaded.`, again.url)
		checkJSON(t, again.ask(t, sampleCounts, nil), wantSampleCounts)
		again.stop(t)

		plain := start(t, url)
		if want := fmt.Sprintf("omnimap serves %s; its API is at %[1]s/graphql, and %[1]s/playground explores it\n", plain.url); plain.greeting != want {
			t.Errorf("without -sample it says %q, want %q", plain.greeting, want)
		}
		checkJSON(t, plain.ask(t, sampleCounts, nil), wantSampleCounts)
		plain.stop(t)

		checkVerify(t, url)
		execute(t, url, "DELETE FROM listings WHERE sku = 'FM-SCARF/GRN'")
		checkFaults(t, url)
	})
}

// checkPages wants a response from each page beside GraphQL.
func checkPages(t *testing.T, s *server) {
	t.Helper()
	for _, path := range []string{"/", "/activity", "/healthz", "/readyz", "/playground", sample.OmniProductsPath, sample.AmazonListingsPath} {
		resp, err := http.Get(s.url + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK || len(body) == 0 {
			t.Errorf("%s: %s, %d bytes, error %v", path, resp.Status, len(body), err)
		}
	}
}

// checkFaults wants verify to report a mapping whose listing is gone.
func checkFaults(t *testing.T, url string) {
	t.Helper()
	stdout, stderr, status := runProgram(t, []string{"DATABASE_URL=" + url}, "verify")
	if status != 1 || strings.Contains(stdout, "Nothing is wrong") {
		t.Errorf("verify of a database with faults: status %d, %q", status, stdout)
	}
	checkWords(t, stdout, `integration "Amazon UK (sample)": 1 mappings of a listing that does not exist`)
	checkWords(t, stderr, "omnimap: ", "faults")
}
