package transport

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
)

// FuzzMultipart sends forms: whatever they hold, the response is JSON, no file is
// left, and a fault is never the server's.
func FuzzMultipart(f *testing.F) {
	part := func(name, content string) string {
		return "--edge\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + content + "\r\n"
	}
	seed := func(operations, paths string) {
		f.Add(part("operations", operations) + part("map", paths) + part("0", "x") + "--edge--\r\n")
	}
	seed(`{"query": "{a}", "variables": {"file": null, "files": [null, {"a": null}]}}`, `{"0": ["variables.file", "variables.files.0", "variables.files.1.a"]}`)
	seed(`[{"query": "{a}", "variables": {"file": null}}, 1]`, `{"0": ["0.variables.file", "1.variables.x"]}`)
	seed(`{"query": "{a}", "variables": null}`, `{"0": ["variables.file"]}`)
	seed(`[]`, `null`)
	f.Add("--edge")
	f.Fuzz(func(t *testing.T, body string) {
		folder := t.TempDir()
		t.Setenv("TMPDIR", folder)
		request := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
		request.Header.Set("Content-Type", "multipart/form-data; boundary=edge")
		request.Header.Set("GraphQL-Preflight", "1")
		response := httptest.NewRecorder()
		Multipart{MaxBody: 1 << 20, MaxUpload: 1 << 20, Log: slog.New(slog.DiscardHandler)}.Do(response, request, stubExecutor{})
		if !json.Valid(response.Body.Bytes()) || response.Code >= 500 {
			t.Errorf("status %d: %s", response.Code, response.Body)
		}
		if left, err := os.ReadDir(folder); err != nil || len(left) > 0 {
			t.Errorf("left are %v, error %v", left, err)
		}
	})
}

// TestDiskFault has no folder for temporary files: that is the server's fault,
// of which the client is told no more.
func TestDiskFault(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir()+"/missing")
	part := func(name, content string) string {
		return "--edge\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + content + "\r\n"
	}
	body := part("operations", `{"query": "{a}", "variables": {"file": null}}`) + part("map", `{"0": ["variables.file"]}`) +
		part("0", strings.Repeat("x", uploadMemory+1)) + "--edge--\r\n"
	request := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
	request.Header.Set("Content-Type", "multipart/form-data; boundary=edge")
	request.Header.Set("GraphQL-Preflight", "1")
	var log strings.Builder
	response := httptest.NewRecorder()
	Multipart{MaxBody: 16 << 20, MaxUpload: 1 << 30, Log: slog.New(slog.NewTextHandler(&log, nil))}.Do(response, request, stubExecutor{})
	if response.Code != http.StatusInternalServerError || strings.Contains(response.Body.String(), "missing") || !strings.Contains(log.String(), "missing") {
		t.Errorf("status %d: %s; logged %q", response.Code, response.Body, log.String())
	}
}
