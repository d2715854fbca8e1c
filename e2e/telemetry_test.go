package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// TestMetrics reads the counts of operations by name and outcome, with and
// without the right to.
func TestMetrics(t *testing.T) {
	t.Parallel()
	url := dbtest.SQLite(t)
	s := startWith(t, []string{"DATABASE_URL=" + url})
	s.ask(t, "query Shops {integrations {id}}", nil)
	s.ask(t, "{integrations {id}}", nil)
	s.post(t, "{nothing}", nil)
	s.post(t, `{importPreview(integrationId: "x") {mappable}}`, nil)
	status, body := s.fetch(t, "/metrics", http.Header{})
	if status != http.StatusOK {
		t.Fatalf("%d: %s", status, body)
	}
	checkWords(t, body,
		`omnimap_requests_total{kind="query",operation="Shops",outcome="ok"} 1`,
		`omnimap_requests_total{kind="query",operation="integrations",outcome="ok"} 1`,
		`omnimap_requests_total{kind="none",operation="",outcome="GRAPHQL_VALIDATION_FAILED"} 1`,
		`omnimap_requests_total{kind="query",operation="importPreview",outcome="NOT_FOUND"} 1`,
		`omnimap_request_duration_seconds_count{kind="query",operation="Shops"} 1`,
		"omnimap_operations_running 0", `go_sql_open_connections{db_name="omnimap"}`, "go_goroutines", "process_resident_memory_bytes")
	if status, _ := s.fetch(t, "/metrics", http.Header{"X-Forwarded-For": {"192.0.2.1"}}); status != http.StatusUnauthorized {
		t.Errorf("from another machine, through a proxy: %d", status)
	}
	guarded := startWith(t, []string{"DATABASE_URL=" + dbtest.SQLite(t), "METRICS_TOKEN=secret"})
	for header, want := range map[string]int{"": 401, "Bearer wrong": 401, "Bearer secret": 200} {
		if status, _ := guarded.fetch(t, "/metrics", http.Header{"Authorization": {header}}); status != want {
			t.Errorf("with %q: %d, want %d", header, status, want)
		}
	}
}

// TestRequestLog reads the line that each request leaves.
func TestRequestLog(t *testing.T) {
	t.Parallel()
	url := dbtest.SQLite(t)
	key := makeKey(t, url, "-role", "editor", "-name", "till")
	s := startWith(t, []string{"DATABASE_URL=" + url, "LOG_LEVEL=info", "LOG_FORMAT=json"})
	req, err := http.NewRequest(http.MethodPost, s.url+"/graphql", strings.NewReader(`{"query": "query Shops {integrations {id}}"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = http.Header{"Content-Type": {"application/json"}, "X-Request-Id": {"abc-1"}, "Authorization": {"Bearer " + key}}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if id := resp.Header.Get("X-Request-Id"); id != "abc-1" {
		t.Errorf("the response's id is %q", id)
	}
	s.post(t, "{integrations {id}}", nil)
	s.stop(t)
	var lines []map[string]any
	for text := range strings.Lines(s.stderr.String()) {
		var line map[string]any
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if line["msg"] == "request" {
			lines = append(lines, line)
		}
	}
	if len(lines) != 2 {
		t.Fatalf("%d lines: %v", len(lines), lines)
	}
	for name, want := range map[string]any{"id": "abc-1", "operation": "Shops", "outcome": "ok", "key": "till", "account": 1.0, "status": 200.0, "method": "POST", "path": "/graphql"} {
		if got := lines[0][name]; got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	if duration, _ := lines[0]["duration"].(float64); duration <= 0 {
		t.Errorf("the duration is %v", lines[0]["duration"])
	}
	if id, _ := lines[1]["id"].(string); id == "" || lines[1]["outcome"] != "UNAUTHENTICATED" || lines[1]["status"] != 401.0 {
		t.Errorf("without a key: %v", lines[1])
	}
	if strings.Contains(s.stderr.String(), key) {
		t.Error("the log holds the key")
	}
}

// TestTraces has a collector that takes spans.
func TestTraces(t *testing.T) {
	t.Parallel()
	spans := make(chan string, 10)
	collector := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		spans <- r.URL.Path + string(body)
	}))
	defer collector.Close()
	s := startWith(t, []string{"DATABASE_URL=" + dbtest.SQLite(t), "OTEL_EXPORTER_OTLP_ENDPOINT=" + collector.URL, "OTEL_SERVICE_NAME=shop"})
	s.ask(t, "query Shops {integrations {id}}", nil)
	s.stop(t)
	select {
	case got := <-spans:
		checkWords(t, got, "/v1/traces", "graphql query Shops", "shop")
	default:
		t.Error("no spans came")
	}
}
