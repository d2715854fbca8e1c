package e2e

import (
	"compress/gzip"
	"database/sql"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// formerRelease is what a server of the release with version 8 of the schema
// left: its database, and its responses just before it was stopped.
type formerRelease struct {
	url string
	// Kept is an @idempotent mutation whose response is in the database.
	Kept struct {
		Query     string
		Variables variables
		Response  json.RawMessage
	}
	// DeletedAll is the operation that deleted all mappings of an integration.
	DeletedAll struct {
		ID, Integration string
		Deleted         int
	}
	Responses []struct {
		Query    string
		Response json.RawMessage
	}
}

// openFormerRelease unpacks the database, whose kept responses are given now
// as their time: they expire after a day.
func openFormerRelease(t *testing.T) formerRelease {
	t.Helper()
	const folder = "testdata/former_release/"
	var former formerRelease
	text, err := os.ReadFile(folder + "responses.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &former); err != nil {
		t.Fatal(err)
	}
	packed, err := os.Open(folder + "omnimap.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "former.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	former.url = "sqlite:" + path
	pool, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	changed, err := pool.Exec("UPDATE idempotent_answers SET created_at = ?", time.Now().UnixMicro())
	if err != nil {
		t.Fatal(err)
	}
	if n, err := changed.RowsAffected(); n != 1 || err != nil {
		t.Fatalf("the database has %d kept responses, error %v", n, err)
	}
	return former
}

// TestFormerRelease opens a database of the former release: it gives the same
// responses as before, repeats the kept one, and goes on from there.
func TestFormerRelease(t *testing.T) {
	t.Parallel()
	former := openFormerRelease(t)
	s := start(t, former.url)
	if len(former.Responses) == 0 {
		t.Fatal("there are no responses to compare")
	}
	same := func() {
		t.Helper()
		for _, c := range former.Responses {
			checkJSON(t, s.ask(t, c.Query, nil), string(c.Response))
		}
	}
	same()
	checkJSON(t, s.ask(t, former.Kept.Query, former.Kept.Variables), string(former.Kept.Response))
	other := s.post(t, strings.Replace(former.Kept.Query, "{mappingsCreated}", "{unmappable}", 1), former.Kept.Variables)
	wantCode(t, other, mismatch)
	same()
	checkVerify(t, former.url)

	all := former.DeletedAll
	checkJSON(t, s.mutate(t, "restoreMappings", variables{"operationId": all.ID}, "restored notRestored userErrors {code}"),
		fmt.Sprintf(`{"restored": %d, "notRestored": 0, "userErrors": []}`, all.Deleted))
	s.wantMapped(t, all.Integration, all.Deleted)
	checkVerify(t, former.url)
	checkJSON(t, s.mutate(t, "deleteAllMappings", variables{"integrationId": all.Integration, "confirm": "UK"}, "deleted userErrors {code}"),
		fmt.Sprintf(`{"deleted": %d, "userErrors": []}`, all.Deleted))
	checkJSON(t, s.mutate(t, "upsertAmazonListings", variables{"integrationId": all.Integration,
		"listings": []variables{{"sku": "TEE-NAVY", "createdAt": "2024-05-06T07:08:09Z"}}}, "summary {created} userErrors {code}"),
		`{"summary": {"created": 1}, "userErrors": []}`)
	checkJSON(t, s.mutate(t, "importProducts", variables{"integrationId": all.Integration}, "summary {mappingsCreated} userErrors {code}"),
		`{"summary": {"mappingsCreated": 7}, "userErrors": []}`)
	s.wantMapped(t, all.Integration, 7)
	s.stop(t)
	checkVerify(t, former.url)
}

// wantMapped wants that many listings of an integration to be mapped.
func (c *client) wantMapped(t *testing.T, integration string, want int) {
	t.Helper()
	checkJSON(t, c.ask(t, "query($id: ID!) {integration(id: $id) {productStatus {mapped}}}", variables{"id": integration}),
		fmt.Sprintf(`{"integration": {"productStatus": {"mapped": %d}}}`, want))
}
