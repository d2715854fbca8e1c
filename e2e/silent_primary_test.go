package e2e

import (
	"net/http"
	"testing"
	"time"

	"omnimap/internal/dbtest"
)

// silence is how long a database may say nothing, and givenUp when that must be
// noticed.
const (
	silence = 7 * time.Second
	givenUp = 10 * time.Second
)

// TestSilentPrimary freezes the database in the middle of a load: it takes
// connections and says nothing. The load is given up, /readyz tells all the while,
// and when the database goes on, the load is FAILED, and its repeat is done. It
// takes as long as a database may be silent.
func TestSilentPrimary(t *testing.T) {
	t.Parallel()
	proxy := newProxy(t)
	s, beside := start(t, proxy.url), openBeside(t, proxy.direct)
	events := s.stream(t, operationUpdated, nil, "")
	release := lockAccount(t, beside)
	query, v := loadOnce()
	responses := make(chan response, 1)
	go func() { responses <- s.post(t, query, v) }()
	awaitOperation(t, beside)

	began := time.Now()
	proxy.freeze()
	checkReady(t, s, http.StatusServiceUnavailable)
	wantCode(t, <-responses, unavailable, "does not answer")
	if took := time.Since(began); took > givenUp {
		t.Errorf("a load is given up after %v", took)
	}
	// Others are told at once.
	began = time.Now()
	wantCode(t, s.post(t, "{omniProducts {totalCount}}", nil), unavailable)
	if took := time.Since(began); took > time.Second {
		t.Errorf("the next request is told after %v", took)
	}
	checkReady(t, s, http.StatusServiceUnavailable)
	release()
	proxy.thaw()
	awaitReady(t, s, http.StatusOK)
	if op := events.until(t, "FAILED"); op.Error == nil || *op.Error != "The database does not answer. Try again later. Nothing was changed." {
		t.Errorf("the load is %+v", op)
	}
	checkWords(t, s.post(t, query, v).data(t), `"created":1`)
	checkJSON(t, s.ask(t, "{operations {nodes {state}} omniProducts {totalCount}}", nil),
		`{"operations": {"nodes": [{"state": "SUCCEEDED"}, {"state": "FAILED"}]}, "omniProducts": {"totalCount": 1}}`)
	s.stop(t)
	checkVerify(t, proxy.direct)
}

// TestLongStatement has a statement wait for longer than a database may be
// silent: it is no silence.
func TestLongStatement(t *testing.T) {
	t.Parallel()
	url := dbtest.Postgres(t)
	s, beside := start(t, url), openBeside(t, url)
	release := lockAccount(t, beside)
	query, v := loadOnce()
	responses := make(chan response, 1)
	go func() { responses <- s.post(t, query, v) }()
	awaitOperation(t, beside)
	began := time.Now()
	eventually(t, "the statement has waited for long", func() bool { return time.Since(began) > silence+2*time.Second })
	checkReady(t, s, http.StatusOK)
	release()
	checkWords(t, (<-responses).data(t), `"created":1`)
}

// TestHungBriefly freezes the database for less than it may be silent: what runs
// goes on.
func TestHungBriefly(t *testing.T) {
	t.Parallel()
	proxy := newProxy(t)
	s := start(t, proxy.url)
	proxy.freeze()
	query, v := loadOnce()
	responses := make(chan response, 1)
	go func() { responses <- s.post(t, query, v) }()
	checkReady(t, s, http.StatusServiceUnavailable)
	proxy.thaw()
	checkWords(t, (<-responses).data(t), `"created":1`)
	awaitReady(t, s, http.StatusOK)
}
