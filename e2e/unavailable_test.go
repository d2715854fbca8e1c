package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/jackc/pgx/v5"

	"omnimap/internal/dbtest"
)

const (
	unavailable = "UNAVAILABLE"
	diskFull    = "DISK_FULL"
)

// codeAndStatus sends a request and gives the code of the response's one error,
// and its status.
func (c *client) codeAndStatus(t *testing.T, method, path string, header http.Header, body string) string {
	t.Helper()
	status, answer := c.send(t, method, path, header, body)
	var r response
	if err := json.Unmarshal([]byte(answer), &r); err != nil || len(r.Errors) != 1 || !strings.HasSuffix(r.Errors[0].Message, ".") {
		t.Fatalf("%s %s: %d %s", method, path, status, answer)
	}
	return fmt.Sprint(r.Errors[0].Extensions.Code, " ", status)
}

// checkDoors sends a query in every way there is, the spreadsheet's download
// too. Each tells the code, with the status 503 where it has one.
func checkDoors(t *testing.T, s *server, socket *socket, integration, code string) {
	t.Helper()
	want := code + " 503"
	posted := http.Header{"Content-Type": {typeJSON}}
	for _, accept := range []string{typeJSON, typeResponse} {
		posted := http.Header{"Content-Type": {typeJSON}, "Accept": {accept}}
		if got := s.codeAndStatus(t, http.MethodPost, "/graphql", posted, names); got != want {
			t.Errorf("a POST that accepts %s gets %s, want %s", accept, got, want)
		}
	}
	form := preflighted()
	form.Set("Content-Type", typeForm)
	if got := s.codeAndStatus(t, http.MethodPost, "/graphql", form, formOf("operations", names, "map", "{}")); got != want {
		t.Errorf("a form gets %s, want %s", got, want)
	}
	for _, path := range []string{"/graphql?query=" + url.QueryEscape("{integrations {name}}"), "/custom-mapping-sheet?integrationId=" + url.QueryEscape(integration)} {
		if got := s.codeAndStatus(t, http.MethodGet, path, nil, ""); got != want {
			t.Errorf("%s gets %s, want %s", path, got, want)
		}
	}
	posted.Set("Accept", "text/event-stream")
	if _, body := s.send(t, http.MethodPost, "/graphql", posted, names); !strings.Contains(body, `"code":"`+code+`"`) {
		t.Errorf("events tell %s", body)
	}
	socket.subscribe(t, "away", "{integrations {name}}", nil)
	if got := socket.read(t); !strings.Contains(string(got.Payload), `"code":"`+code+`"`) {
		t.Errorf("over a WebSocket came %+v", got)
	}
}

// TestDatabaseAway takes PostgreSQL away and brings it back: every request is
// told so meanwhile, and served afterwards.
func TestDatabaseAway(t *testing.T) {
	t.Parallel()
	proxy := newProxy(t)
	s := start(t, proxy.url)
	id := s.integration(t, "UK")
	open := s.socket(t, "")
	checkReady(t, s, http.StatusOK)
	proxy.setAway(true)
	checkDoors(t, s, open, id, unavailable)
	wantCode(t, s.loadListings(t, id, "seller-sku\nA-1\n"), unavailable, "The database does not answer", "Try again later")
	checkReady(t, s, http.StatusServiceUnavailable)
	eventually(t, "a WebSocket is closed, to be opened again later", func() bool {
		late := s.open(t)
		defer late.CloseNow()
		late.init(t, "")
		_, _, err := late.Read(late.ctx)
		return websocket.CloseStatus(err) == websocket.StatusTryAgainLater
	})
	proxy.setAway(false)
	eventually(t, "the server is ready again", func() bool { return s.get(t, "/readyz") == http.StatusOK })
	checkJSON(t, s.ask(t, "{integrations {name}}", nil), `{"integrations": [{"name": "UK"}]}`)
	s.stop(t)
	checkVerify(t, proxy.direct)
}

// checkReady wants an answer of /readyz within two seconds.
func checkReady(t *testing.T, s *server, want int) {
	t.Helper()
	began := time.Now()
	if got := s.get(t, "/readyz"); got != want {
		t.Errorf("/readyz gets %d, want %d", got, want)
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("/readyz takes %v", took)
	}
}

// awaitReady waits until the server is ready, or no longer.
func awaitReady(t *testing.T, s *server, want int) {
	t.Helper()
	eventually(t, fmt.Sprintf("/readyz gets %d", want), func() bool { return s.get(t, "/readyz") == want })
}

// loadListings loads a report of listings.
func (c *client) loadListings(t *testing.T, integration, report string) response {
	t.Helper()
	return c.postUpload(t, mutation("loadAmazonListings", "operation {state} summary {created} userErrors {message}"),
		variables{"input": variables{"integrationId": integration, "file": nil}}, "variables.input.file", report)
}

// TestDatabaseReadOnly makes PostgreSQL read-only, as after a failover to a
// standby, and writable again.
func TestDatabaseReadOnly(t *testing.T) {
	t.Parallel()
	direct := dbtest.Postgres(t)
	s := start(t, direct)
	s.integration(t, "UK")
	config, err := pgx.ParseConfig(direct)
	if err != nil {
		t.Fatal(err)
	}
	set := func(change string) {
		administer(t, direct, "ALTER DATABASE "+config.Database+change)
	}
	set(" SET default_transaction_read_only = on")
	awaitReady(t, s, http.StatusServiceUnavailable)
	// Sessions that began before can still write.
	administer(t, direct, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
	wantCode(t, s.create(t, "k", "DE"), unavailable, "read-only", "Try again later")
	const make = `{"query": "mutation {createIntegration(input: {name: \"FR\", sellerId: \"F\", marketplaceId: \"M\"}) {userErrors {code}}}"}`
	status, body := s.send(t, http.MethodPost, "/graphql", http.Header{"Content-Type": {typeJSON}}, "["+make+", "+names+"]")
	if status != http.StatusOK || !strings.Contains(body, `"code":"UNAVAILABLE"`) || !strings.Contains(body, `{"data":{"integrations":[{"name":"UK"}]}}`) {
		t.Errorf("an array gets %d %s", status, body)
	}
	checkReady(t, s, http.StatusServiceUnavailable)
	set(" RESET default_transaction_read_only")
	awaitReady(t, s, http.StatusOK)
	checkWords(t, s.create(t, "k", "DE").data(t), `"name":"DE"`)
	s.stop(t)
	checkVerify(t, direct)
}

// administer executes a statement in a session of its own that may write.
func administer(t *testing.T, url, statement string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	if _, err := conn.Exec(t.Context(), "SET default_transaction_read_only = off"); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Exec(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// TestFewConnections lets a server have six connections, three of them for its
// work: many loads and imports at once wait for one, and all are done.
func TestFewConnections(t *testing.T) {
	t.Parallel()
	direct := dbtest.Postgres(t)
	config, err := pgx.ParseConfig(direct)
	if err != nil {
		t.Fatal(err)
	}
	role := "few_" + config.Database
	administer(t, direct, "CREATE ROLE "+role+" LOGIN PASSWORD 'geheim' CONNECTION LIMIT 6; GRANT "+config.User+" TO "+role)
	few, err := url.Parse(direct)
	if err != nil {
		t.Fatal(err)
	}
	few.User = url.UserPassword(role, "geheim")
	s := start(t, few.String())
	id := s.integration(t, "UK")
	var group sync.WaitGroup
	for i := range 30 {
		group.Go(func() {
			query, v := once("upsertAmazonListings", "summary {created} userErrors {code}"), variables{"key": fmt.Sprint(i), "input": variables{"integrationId": id,
				"listings": []variables{{"sku": fmt.Sprint("A-", i), "createdAt": "2026-01-31T12:00:00Z"}}}}
			checkJSON(t, s.post(t, query, v).data(t), `{"payload": {"summary": {"created": 1}, "userErrors": []}}`)
			checkWords(t, s.ask(t, "{operations {totalCount}}", nil), "totalCount")
		})
	}
	group.Wait()
	awaitReady(t, s, http.StatusOK)
	s.stop(t)
	administer(t, direct, "DROP OWNED BY "+role+"; DROP ROLE "+role)
	checkVerify(t, direct)
}
