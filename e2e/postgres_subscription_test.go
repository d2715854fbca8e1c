package e2e

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"omnimap/internal/pgcluster"
)

// TestSubscription has a plain logical subscription copy a database, at first
// and while it is used. The copy is verified, and then takes over.
func TestSubscription(t *testing.T) {
	t.Parallel()
	server := logicalServer(t)
	run(t, server.pool, "CREATE DATABASE primary_one")
	run(t, server.pool, "CREATE DATABASE copy")
	from, to := server.url(t, "primary_one"), server.url(t, "copy")
	fillFrom(t, from)

	file := filepath.Join(t.TempDir(), "schema.sql")
	postgresTool(t, "pg_dump", "--schema-only", "-d", from, "-f", file)
	psql(t, to, "-1", "-f", file)
	publisher, subscriber := openPostgres(t, from), openPostgres(t, to)
	run(t, publisher, "CREATE PUBLICATION omnimap FOR ALL TABLES")
	// In one server, making the slot with the subscription would wait for itself.
	run(t, publisher, "SELECT pg_create_logical_replication_slot('omnimap', 'pgoutput')")
	run(t, subscriber, fmt.Sprintf("CREATE SUBSCRIPTION omnimap CONNECTION 'host=%s user=postgres dbname=primary_one' PUBLICATION omnimap WITH (create_slot = false)", server.folder))
	eventually(t, "the rows are copied", func() bool {
		return count(t, subscriber, "SELECT count(*) FROM pg_subscription_rel WHERE srsubstate <> 'r'") == 0
	})
	checkVerify(t, to)

	s := start(t, from)
	id := s.sampleID(t)
	s.mutate(t, "deleteAllMappings", variables{"integrationId": id, "confirm": "Amazon UK (sample)"}, "deleted")
	s.mutate(t, "upsertAmazonListings", variables{"integrationId": id, "listings": []variables{{"sku": "FM-NEW", "title": "Straße", "createdAt": "2026-01-31T12:00:00Z"}}}, "summary {created}")
	checkJSON(t, s.mutate(t, "importProducts", variables{"integrationId": id}, "summary {mappingsCreated} userErrors {code}"),
		`{"summary": {"mappingsCreated": 131}, "userErrors": []}`)
	s.stop(t)
	var written string
	if err := publisher.QueryRow("SELECT pg_current_wal_lsn()").Scan(&written); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the changes are copied", func() bool {
		return count(t, publisher, "SELECT count(*) FROM pg_replication_slots WHERE slot_name = 'omnimap' AND confirmed_flush_lsn >= $1", written) == 1
	})
	checkVerify(t, to)

	for _, statement := range []string{"ALTER SUBSCRIPTION omnimap DISABLE", "ALTER SUBSCRIPTION omnimap SET (slot_name = NONE)", "DROP SUBSCRIPTION omnimap"} {
		run(t, subscriber, statement)
	}
	promoted := start(t, to)
	promoted.wantMapped(t, id, 131)
	checkJSON(t, promoted.ask(t, `query($id: ID!) {amazonListings(integrationId: $id, filter: {search: "straß"}) {totalCount}}`, variables{"id": id}),
		`{"amazonListings": {"totalCount": 1}}`)
	checkJSON(t, promoted.mutate(t, "deleteAllMappings", variables{"integrationId": id, "confirm": "Amazon UK (sample)"}, "deleted userErrors {code}"),
		`{"deleted": 131, "userErrors": []}`)
	promoted.stop(t)
	checkVerify(t, to)
}

func count(t *testing.T, pool *sql.DB, query string, args ...any) int {
	t.Helper()
	var n int
	if err := pool.QueryRow(query, args...).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// postgresServer is a PostgreSQL of a test's own.
type postgresServer struct {
	folder, base string
	pool         *sql.DB
}

// logicalServer starts a PostgreSQL that can publish changes, which the one that
// tests share cannot.
func logicalServer(t *testing.T) *postgresServer {
	t.Helper()
	bin := postgresTools(t)
	// A socket's path must be short.
	folder, err := os.MkdirTemp("", "omnimap-logical-") //nolint:usetesting // TempDir's path is long.
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	base, stop, err := pgcluster.Start(bin, folder, "fsync=off", "synchronous_commit=off", "wal_level=logical", "shared_buffers=32MB")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	s := &postgresServer{folder: folder, base: base, pool: openPostgres(t, base)}
	eventually(t, "PostgreSQL answers", func() bool { return s.pool.Ping() == nil })
	return s
}

func (s *postgresServer) url(t *testing.T, database string) string {
	t.Helper()
	u, err := url.Parse(s.base)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + database
	return u.String()
}
