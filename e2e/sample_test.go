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

// TestVerifyPartial has verify find what a restore of a part leaves: rows whose
// account or integration is missing, and counters that are behind.
func TestVerifyPartial(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		start(t, url, "-sample").stop(t)
		for _, statement := range []string{
			"INSERT INTO omni_products (account_id, id, reference, name) VALUES (7, 1, 'A', 'A')",
			"INSERT INTO listing_status_counts (account_id, integration_id, status, listings, unmapped_listings) VALUES (1, 7, 1, 0, 0)",
			"UPDATE counters SET last = 1 WHERE account_id = 1 AND name = 'omni'",
			"UPDATE integrations SET last_mapping_id = 130",
		} {
			execute(t, url, statement)
		}
		stdout, stderr, status := runProgram(t, []string{"DATABASE_URL=" + url}, "verify")
		if status != 1 {
			t.Errorf("verify: status %d", status)
		}
		checkWords(t, stdout, "1 accounts that do not exist have rows in omni_products.\n", "1 integrations that do not exist have rows in listing_status_counts.\n",
			`Account "default": 1 counters behind the ids that were given out.`, `1 mappings with an id that is still to be given out.`)
		checkWords(t, stderr, "faults: 4")
	})
}
