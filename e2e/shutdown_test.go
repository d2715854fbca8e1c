package e2e

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/sample"
)

// sampleCounts asks for everything that the sample's summary tells, and for
// the number of operations.
const sampleCounts = `{
	integrations {name productsEnabled productStatus {mapped partiallyMapped mappable unmappable}}
	omniProducts {totalCount}
	operations {totalCount}
}`

const wantSampleCounts = `{
	"integrations": [{"name": "Amazon UK (sample)", "productsEnabled": true,
		"productStatus": {"mapped": 131, "partiallyMapped": 25, "mappable": 0, "unmappable": 52}}],
	"omniProducts": {"totalCount": 87},
	"operations": {"totalCount": 3}
}`

// TestSample starts on an empty database with the sample, then again with and
// without it, and verifies it before and after a fault.
func TestSample(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		first := start(t, url, "-sample")
		checkWords(t, first.greeting, `Loaded the sample into the integration "Amazon UK (sample)": 87 Omni products, 208 Amazon listings.`,
			"Imported: 208 unmapped products found, ", "Now: 131 mapped, 25 partially mapped, 0 mappable, 52 unmappable.\n",
			first.url+"/playground")
		checkJSON(t, first.ask(t, sampleCounts, nil), wantSampleCounts)
		checkDoors(t, first)
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

		verified(t, url)
		execute(t, url, "DELETE FROM listings WHERE sku = 'FM-SCARF/GRN'")
		checkFaults(t, url)
	})
}

// checkDoors wants the pages beside GraphQL to answer.
func checkDoors(t *testing.T, s *server) {
	t.Helper()
	for _, path := range []string{"/", "/activity", "/healthz", "/readyz", "/playground", sample.OmniProductsPath, sample.AmazonListingsPath} {
		answer, err := http.Get(s.url + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusOK || len(body) == 0 {
			t.Errorf("%s answers %s, %d bytes, error %v", path, answer.Status, len(body), err)
		}
	}
}

// execute changes a database behind the program's back.
func execute(t *testing.T, url, statement string) {
	t.Helper()
	store, err := db.Open(context.Background(), url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if done := store.Reader(context.Background()).Exec(statement); done.Error != nil || done.RowsAffected != 1 {
		t.Fatalf("%s: %d rows, error %v", statement, done.RowsAffected, done.Error)
	}
}

// checkFaults wants verify to tell of a mapping whose listing is gone.
func checkFaults(t *testing.T, url string) {
	t.Helper()
	stdout, stderr, status := finished(t, []string{"DATABASE_URL=" + url}, "verify")
	if status != 1 || strings.Contains(stdout, "Nothing is wrong") {
		t.Errorf("verify of a database with faults: status %d, %q", status, stdout)
	}
	checkWords(t, stdout, `integration "Amazon UK (sample)": 1 mappings of a listing that does not exist`)
	checkWords(t, stderr, "omnimap: ", "faults")
}

// TestStop stops a server in the middle of an upload: the upload is answered
// as if nothing were, and then the server ends.
func TestStop(t *testing.T) {
	t.Parallel()
	const rows = 2_000
	dbtest.Each(t, func(t *testing.T, url string) {
		s := start(t, url)
		up := s.beginLoad(t, s.integration(t, "UK"))
		up.send(t, "seller-sku\tprice\n")
		up.sendRows(t, 1, rows/2)
		if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		s.awaitRefusal(t)
		up.sendRows(t, rows/2+1, rows)
		checkJSON(t, up.end(t), fmt.Sprintf(`{"summary": {"read": %d, "created": %[1]d, "rejected": 0}, "operation": {"state": "SUCCEEDED"}, "userErrors": []}`, rows))
		s.wait(t)

		next := start(t, url)
		checkJSON(t, next.ask(t, "{integrations {productStatus {mapped unmappable}}}", nil),
			fmt.Sprintf(`{"integrations": [{"productStatus": {"mapped": 0, "unmappable": %d}}]}`, rows))
	})
}

// TestStopAtOnce stops a server whose client never sends the rest: asked once
// more, it waits no longer.
func TestStopAtOnce(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t))
	up := s.beginLoad(t, s.integration(t, "UK"))
	up.send(t, "seller-sku\tprice\n")
	for range 2 {
		if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		s.awaitRefusal(t)
	}
	s.stopped = true
	err := s.cmd.Wait()
	up.pipe.CloseWithError(io.ErrUnexpectedEOF)
	if status, ok := s.cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() || status.Signal() != syscall.SIGTERM {
		t.Errorf("the server ended with %v", err)
	}
	if answer := <-up.answer; answer.err == nil {
		t.Errorf("an upload that was not sent is answered with %s", answer.response.Status)
	}
}

// awaitRefusal waits until the server takes no new connections.
func (s *server) awaitRefusal(t *testing.T) {
	t.Helper()
	for deadline := time.Now().Add(patience); ; {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
		if err != nil {
			return
		}
		conn.Close()
		if time.Now().After(deadline) {
			t.Fatal("the server still takes connections")
		}
	}
}

// slowLoad is a load of listings whose file is sent bit by bit.
type slowLoad struct {
	pipe   *io.PipeWriter
	form   *multipart.Writer
	file   io.Writer
	answer chan answered
}

type answered struct {
	response *http.Response
	err      error
}

// beginLoad begins to load listings. It waits for the server's word that it
// wants the file, so that the request is in flight when the first bit of it
// has been sent.
func (c *client) beginLoad(t *testing.T, integration string) *slowLoad {
	t.Helper()
	r, w := io.Pipe()
	up := &slowLoad{pipe: w, form: multipart.NewWriter(w), answer: make(chan answered, 1)}
	request := c.formRequest(t, up.form, r)
	request.Header.Set("Expect", "100-continue")
	transport := &http.Transport{ExpectContinueTimeout: patience, ResponseHeaderTimeout: patience}
	go func() {
		response, err := transport.RoundTrip(request)
		// Whoever still sends learns that nobody reads any more.
		r.CloseWithError(fmt.Errorf("the request has ended: %w", err))
		up.answer <- answered{response, err}
	}()
	up.file = beginUpload(t, up.form, "loadAmazonListings", variables{"integrationId": integration},
		"summary {read created rejected} operation {state} userErrors {message}")
	return up
}

func (up *slowLoad) send(t *testing.T, text string) {
	t.Helper()
	if _, err := io.WriteString(up.file, text); err != nil {
		t.Fatal(err)
	}
}

// sendRows sends rows with the numbers first to last.
func (up *slowLoad) sendRows(t *testing.T, first, last int) {
	t.Helper()
	var text strings.Builder
	for n := first; n <= last; n++ {
		fmt.Fprintf(&text, "SKU-%06d\t%d.99\n", n, n%100)
	}
	up.send(t, text.String())
}

// end ends the file and gives the answer's payload.
func (up *slowLoad) end(t *testing.T) string {
	t.Helper()
	if err := up.form.Close(); err != nil {
		t.Fatal(err)
	}
	if err := up.pipe.Close(); err != nil {
		t.Fatal(err)
	}
	answer := <-up.answer
	if answer.err != nil {
		t.Fatal(answer.err)
	}
	return payload(t, readResponse(t, answer.response))
}

// TestReplicas runs several servers on one PostgreSQL, started together while
// it is empty: what one does, the others serve.
func TestReplicas(t *testing.T) {
	t.Parallel()
	url := dbtest.Postgres(t)
	replicas := []*server{launch(t, url, "-sample"), launch(t, url), launch(t, url)}
	for _, s := range replicas {
		s.await(t)
	}
	for _, s := range replicas {
		checkJSON(t, s.ask(t, sampleCounts, nil), wantSampleCounts)
	}
	var found struct{ Integrations []struct{ ID string } }
	replicas[0].read(t, "{integrations {id}}", nil, &found)
	id := found.Integrations[0].ID
	checkJSON(t, replicas[1].mutate(t, "deleteAllMappings", variables{"integrationId": id, "confirm": "Amazon UK (sample)"}, "deleted userErrors {message}"),
		`{"deleted": 131, "userErrors": []}`)
	checkJSON(t, replicas[2].ask(t, "query($id: ID!) {importPreview(integrationId: $id) {unmapped mappable unmappable}}", variables{"id": id}),
		`{"importPreview": {"unmapped": 208, "mappable": 131, "unmappable": 77}}`)
	replicas[1].stop(t)
	checkJSON(t, replicas[2].mutate(t, "importProducts", variables{"integrationId": id}, "summary {mappingsCreated} userErrors {message}"),
		`{"summary": {"mappingsCreated": 131}, "userErrors": []}`)
	checkJSON(t, replicas[0].ask(t, "{integrations {productStatus {mapped partiallyMapped mappable unmappable}}}", nil),
		`{"integrations": [{"productStatus": {"mapped": 131, "partiallyMapped": 25, "mappable": 0, "unmappable": 52}}]}`)
	verified(t, url)
}

// TestRefusesToStart gives settings with which there is nothing to serve.
func TestRefusesToStart(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	tests := []struct {
		name, setting string
		args          []string
		words         []string
	}{
		{"every address", "ADDR=0.0.0.0:0", nil, []string{"ADDR is 0.0.0.0:0", "no API keys", "127.0.0.1 or localhost"}},
		{"every address, unsaid", "ADDR=:0", nil, []string{"ADDR is :0", "127.0.0.1 or localhost"}},
		{"every address of IPv6", "ADDR=[::]:0", nil, []string{"ADDR is [::]:0", "127.0.0.1 or localhost"}},
		{"another machine's address", "ADDR=192.0.2.1:8080", nil, []string{"ADDR is 192.0.2.1:8080", "127.0.0.1 or localhost"}},
		{"a name", "ADDR=shop.example:8080", nil, []string{"ADDR is shop.example:8080", "127.0.0.1 or localhost"}},
		{"no port", "ADDR=127.0.0.1", nil, []string{"ADDR", "missing port"}},
		{"a port in use", "ADDR=" + taken.Addr().String(), nil, []string{taken.Addr().String(), "in use", "set ADDR to a free address"}},
		{"another database", "DATABASE_URL=mysql://shop", nil, []string{"DATABASE_URL must begin with sqlite: or postgres://"}},
		{"a folder that is not there", "DATABASE_URL=sqlite:" + filepath.Join(t.TempDir(), "missing", "shop.db"), nil, []string{"open database", "missing", "no such file or directory"}},
		{"a database that is not there", "DATABASE_URL=postgres://shop:geheim@127.0.0.1:1/shop", nil, []string{"open database", "127.0.0.1:1", "refused"}},
		{"a URL that is none", "DATABASE_URL=postgres://shop:geheim@127.0.0.1:port/shop", nil, []string{"open database", "port"}},
		{"a limit in words", "MAX_BODY=16MB", nil, []string{"MAX_BODY", `"16MB"`, "number of bytes"}},
		{"a limit of nothing", "MAX_UPLOAD=0", nil, []string{"MAX_UPLOAD", "number of bytes"}},
		{"every origin", "CORS_ORIGINS=*", nil, []string{"CORS_ORIGINS", `"*"`, "https://shop.example"}},
		{"all of a site", "CORS_ORIGINS=https://*.example", nil, []string{"CORS_ORIGINS", "https://*.example"}},
		{"an origin with a path", "CORS_ORIGINS=https://shop.example/", nil, []string{"CORS_ORIGINS", "path"}},
		{"a log level", "LOG_LEVEL=loud", nil, []string{"LOG_LEVEL", "loud"}},
		{"an unknown command", "", []string{"verfy"}, []string{`"verfy"`, "verify"}},
		{"an unknown flag", "", []string{"-simple"}, []string{"-simple", "-sample"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			stdout, stderr, status := finished(t, []string{"DATABASE_URL=" + dbtest.SQLite(t), test.setting}, test.args...)
			if stdout != "" || status != 1 {
				t.Errorf("status %d, printed %q", status, stdout)
			}
			checkWords(t, stderr, append(test.words, "omnimap: ")...)
			if strings.Contains(stderr, "geheim") || strings.Contains(stderr, "goroutine") {
				t.Errorf("it says too much: %s", stderr)
			}
		})
	}
}
