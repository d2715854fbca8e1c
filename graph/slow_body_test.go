package graph_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"omnimap/graph"
	"omnimap/internal/dbtest"
)

// TestSlowBody has a body's time run out, at several places.
func TestSlowBody(t *testing.T) {
	w := newServer(t, dbtest.SQLite(t))
	handler := graph.NewHandler(w.resolver, w.options)
	const form = "multipart/form-data; boundary=B"
	operations := "--B\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n"
	for _, test := range []struct{ contentType, accept, body string }{
		{"application/json", "", ""},
		{"application/json", "", `{"query": "{integrations {id`},
		{"application/json", "", `{"query": "{integrations {id}}"}`},
		{"application/json", "text/event-stream", `{"query": `},
		{form, "", ""},
		{form, "", operations},
		{form, "", operations + `{"query": "{integrations {id}}"}` + "\r\n--B\r\nContent-Disposition: form-data; name=\"map\"\r\n\r\n{}\r\n--B--\r\n"},
	} {
		slow := io.MultiReader(strings.NewReader(test.body), iotest.ErrReader(fmt.Errorf("read: %w", os.ErrDeadlineExceeded)))
		request := httptest.NewRequest(http.MethodPost, "/graphql", slow)
		request.Header.Set("Content-Type", test.contentType)
		request.Header.Set("Accept", test.accept)
		request.Header.Set("GraphQL-Preflight", "1")
		response := httptest.NewRecorder()
		handler.ServeHTTP(response, request)
		if response.Code != http.StatusRequestTimeout || response.Header().Get("Connection") != "close" || !strings.Contains(response.Body.String(), `"TIMEOUT"`) {
			t.Errorf("%s %q: %d, %v, %s", test.contentType, test.body, response.Code, response.Header(), response.Body)
		}
	}
}
