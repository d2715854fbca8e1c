package e2e

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// largeReport is a report of many listings, of some bytes each.
func largeReport(rows, bytes int) string {
	var text strings.Builder
	text.WriteString("seller-sku\titem-name\n")
	for n := range rows {
		fmt.Fprintf(&text, "SKU-%06d\t%s\n", n, strings.Repeat("x", bytes))
	}
	return text.String()
}

// TestDiskFull fills the disk of the database: SQLite's really, in the middle of
// a load, and PostgreSQL's by what it reports then. The load says so and changes
// nothing, /readyz tells until a write succeeds, and with room the load is done.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		folder := smallDisk(t, "size=2m")
		checkDiskFull(t, "sqlite:"+filepath.Join(folder, "shop.db"), func(full bool) {
			if !full {
				remount(t, folder, "size=64m")
			}
		})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		url := dbtest.Postgres(t)
		checkDiskFull(t, url, func(full bool) {
			statement := "DROP FUNCTION disk_full() CASCADE"
			if full {
				statement = `CREATE FUNCTION disk_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'could not extend file' USING ERRCODE = '53100'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON listings FOR EACH STATEMENT EXECUTE FUNCTION disk_full()`
			}
			administer(t, url, statement)
		})
	})
}

func checkDiskFull(t *testing.T, url string, fill func(full bool)) {
	t.Helper()
	s := start(t, url)
	id := s.integration(t, "UK")
	fill(true)
	large := largeReport(1_500, 500)
	wantCode(t, s.loadListings(t, id, large), diskFull, "disk", "made room")
	checkReady(t, s, http.StatusServiceUnavailable)
	checkJSON(t, s.ask(t, "{operations {nodes {state}} integrations {productStatus {unmappable}}}", nil),
		`{"operations": {"nodes": [{"state": "FAILED"}]}, "integrations": [{"productStatus": {"unmappable": 0}}]}`)
	checkWords(t, s.ask(t, "{operations {nodes {error}}}", nil), "disk", "full", "Nothing was changed.")
	fill(false)
	checkJSON(t, payload(t, s.loadListings(t, id, large)), `{"operation": {"state": "SUCCEEDED"}, "summary": {"created": 1500}, "userErrors": []}`)
	awaitReady(t, s, http.StatusOK)
	s.stop(t)
	checkVerify(t, url)
}

// TestTemporaryFolderFull gives the server a folder for temporary files that
// takes none: what needs some says so, and the rest works.
func TestTemporaryFolderFull(t *testing.T) {
	t.Parallel()
	url := dbtest.SQLite(t)
	folder := smallDisk(t, "nr_inodes=1")
	s := startWith(t, []string{"DATABASE_URL=" + url, "TMPDIR=" + folder})
	id := s.integration(t, "UK")
	checkReady(t, s, http.StatusServiceUnavailable)
	small := payload(t, s.loadListings(t, id, largeReport(10, 10)))
	checkWords(t, small, `"created":10`)
	wantCode(t, s.loadListings(t, id, largeReport(9_000, 1_000)), diskFull, "temporary files", "made room")
	sheet := "/custom-mapping-sheet?integrationId=" + id
	if got := s.codeAndStatus(t, http.MethodGet, sheet, nil, ""); got != diskFull+" 503" {
		t.Errorf("a spreadsheet gets %s", got)
	}
	remount(t, folder, "nr_inodes=100")
	awaitReady(t, s, http.StatusOK)
	content := s.customSheet(t, id)
	remount(t, folder, "nr_inodes=1")
	done := s.postUpload(t, mutation("applyCustomMappings", "summary {rowsRead blank} userErrors {message}"),
		variables{"input": variables{"integrationId": id, "file": nil}}, "variables.input.file", string(content))
	if len(done.Errors) > 0 {
		wantCode(t, done, diskFull, "temporary files")
	} else {
		checkWords(t, string(done.Data), `"blank":10`)
	}
	s.stop(t)
	checkVerify(t, url)
}
