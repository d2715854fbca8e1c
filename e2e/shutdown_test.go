package e2e

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"omnimap/internal/dbtest"
)

// TestStop stops a server in the middle of an upload: the upload succeeds as
// usual, and then the server ends.
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
		s.awaitClosed(t)
		up.sendRows(t, rows/2+1, rows)
		checkJSON(t, up.end(t), fmt.Sprintf(`{"summary": {"read": %d, "created": %[1]d, "rejected": 0}, "operation": {"state": "SUCCEEDED"}, "userErrors": []}`, rows))
		s.wait(t)

		next := start(t, url)
		checkJSON(t, next.ask(t, "{integrations {productStatus {mapped unmappable}}}", nil),
			fmt.Sprintf(`{"integrations": [{"productStatus": {"mapped": 0, "unmappable": %d}}]}`, rows))
	})
}

// TestStopAtOnce stops a server whose client never sends the rest: a second
// signal ends it at once.
func TestStopAtOnce(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t))
	up := s.beginLoad(t, s.integration(t, "UK"))
	up.send(t, "seller-sku\tprice\n")
	for range 2 {
		if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		s.awaitClosed(t)
	}
	s.stopped = true
	err := s.cmd.Wait()
	up.pipe.CloseWithError(io.ErrUnexpectedEOF)
	if status, ok := s.cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() || status.Signal() != syscall.SIGTERM {
		t.Errorf("the server ended with %v", err)
	}
	if upload := <-up.results; upload.err == nil {
		t.Errorf("an upload that was not sent gets %s", upload.response.Status)
	}
}

// TestStopDrains signals a server to stop that is to drain: it says that it is
// not ready, and serves all the same. A second signal ends it at once.
func TestStopDrains(t *testing.T) {
	t.Parallel()
	s := startWith(t, []string{"DATABASE_URL=" + dbtest.SQLite(t), "DRAIN_DELAY=1h"})
	updates := s.stream(t, operationUpdated, nil, "")
	awaitReady(t, s, http.StatusOK)
	s.signal(t)
	awaitReady(t, s, http.StatusServiceUnavailable)
	id := s.integration(t, "UK")
	checkWords(t, payload(t, s.loadListings(t, id, "seller-sku\nA-1\n")), "SUCCEEDED")
	updates.until(t, "SUCCEEDED")
	s.signal(t)
	s.stopped = true
	err := s.cmd.Wait()
	if status, ok := s.cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() || status.Signal() != syscall.SIGTERM {
		t.Errorf("the server ended with %v", err)
	}
}

// TestStopGivesUp stops a server whose client never sends the rest, and one with
// a load that waits for a lock: it says what it waits for, and for how long.
func TestStopGivesUp(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s, beside := startWith(t, []string{"DATABASE_URL=" + url, "SHUTDOWN_WAIT=200ms"}), openBeside(t, url)
		up := s.beginLoad(t, s.integration(t, "UK"))
		up.send(t, "seller-sku\tprice\n")
		release := lockAccount(t, beside)
		_, v := loadOnce()
		delete(v, "key")
		ended := s.sent(t.Context(), t, mutation("upsertOmniProducts", "operation {id} userErrors {code}"), v)
		awaitOperation(t, beside)
		s.signal(t)
		s.stopped = true
		_ = s.cmd.Wait()
		if status := s.cmd.ProcessState.ExitCode(); status != 1 {
			t.Errorf("the server ended with the status %d", status)
		}
		checkWords(t, s.stderr.String(), "waiting for what runs", "giving up what runs", "requests=", "work did not end within 200ms (SHUTDOWN_WAIT)")
		if beside.Dialect() == "postgres" {
			checkWords(t, s.stderr.String(), "requests=2", "operations=[LOAD_OMNI]")
		}
		up.pipe.CloseWithError(io.ErrUnexpectedEOF)
		<-up.results
		<-ended
		release()

		next := start(t, url)
		eventually(t, "no operation runs", func() bool {
			return !strings.Contains(next.ask(t, "{operations {nodes {state}}}", nil), "RUNNING")
		})
		checkJSON(t, next.ask(t, "{omniProducts {totalCount}}", nil), `{"omniProducts": {"totalCount": 0}}`)
	})
}

// signal tells the server to stop.
func (s *server) signal(t *testing.T) {
	t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
}

// TestStopWithSubscribers stops a server that has subscribers: their streams
// end, not completed, and the server does.
func TestStopWithSubscribers(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t))
	updates := s.stream(t, operationUpdated, nil, "")
	socket := s.socket(t, "")
	socket.subscribe(t, "1", operationUpdated, nil)
	socket.ping(t)
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if got := updates.next(t); got.name != "" {
		t.Errorf("the events go on with %+v", got)
	}
	socket.wantClosed(t, 1001)
	s.wait(t)
}
