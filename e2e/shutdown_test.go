package e2e

import (
	"fmt"
	"io"
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
