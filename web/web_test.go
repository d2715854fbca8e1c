package web_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"omnimap/web"
)

// firstLoad is how many bytes the first page may cost, gzipped.
const firstLoad = 250_000

// chunk is an entry of the bundler's manifest.
type chunk struct {
	File    string   `json:"file"`
	CSS     []string `json:"css"`
	Assets  []string `json:"assets"`
	Imports []string `json:"imports"`
}

func readManifest(t *testing.T) map[string]chunk {
	t.Helper()
	content, err := os.ReadFile("dist/.vite/manifest.json")
	if err != nil {
		t.Fatal(err)
	}
	chunks := map[string]chunk{}
	if err := json.Unmarshal(content, &chunks); err != nil {
		t.Fatal(err)
	}
	return chunks
}

// gather adds the files that a chunk needs before it runs.
func gather(t *testing.T, chunks map[string]chunk, name string, files map[string]bool) {
	t.Helper()
	c, ok := chunks[name]
	if !ok {
		t.Fatalf("the manifest has no %s, only %q", name, slices.Sorted(maps.Keys(chunks)))
	}
	if files[c.File] {
		return
	}
	files[c.File] = true
	for _, css := range c.CSS {
		files[css] = true
	}
	for _, asset := range c.Assets {
		// Letters of other languages are loaded only where a name has one.
		if !strings.Contains(asset, "latin-ext") {
			files[asset] = true
		}
	}
	for _, imported := range c.Imports {
		gather(t, chunks, imported, files)
	}
}

func gzipped(t *testing.T, name string) int {
	t.Helper()
	content, err := os.ReadFile("dist/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	if _, err := w.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Len()
}

// TestFirstLoad adds up what a browser fetches for the first page: index.html,
// the frame and Home, with all that they import, and the face.
func TestFirstLoad(t *testing.T) {
	t.Parallel()
	chunks := readManifest(t)
	files := map[string]bool{"index.html": true, "icon.svg": true}
	for _, entry := range []string{"index.html", "src/pages/home/index.tsx"} {
		gather(t, chunks, entry, files)
	}
	if !files["assets/inter-latin-wght-normal.woff2"] {
		t.Errorf("the face is not in the first load: %q", slices.Sorted(maps.Keys(files)))
	}
	sum := 0
	for _, name := range slices.Sorted(maps.Keys(files)) {
		size := gzipped(t, name)
		t.Logf("%7d %s", size, name)
		sum += size
	}
	t.Logf("%7d in all", sum)
	if sum > firstLoad {
		t.Errorf("the first load has %d bytes gzipped, more than %d", sum, firstLoad)
	}
}

func serve(t *testing.T, method, path string, header http.Header) *http.Response {
	t.Helper()
	request := httptest.NewRequest(method, path, nil)
	maps.Copy(request.Header, header)
	recorder := httptest.NewRecorder()
	web.NewHandler().ServeHTTP(recorder, request)
	return recorder.Result()
}

func bodyOf(t *testing.T, response *http.Response) []byte {
	t.Helper()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestPages(t *testing.T) {
	t.Parallel()
	for path, file := range map[string]string{
		"/":                                   "index.html",
		"/activity":                           "index.html",
		"/settings?x=1":                       "index.html",
		"/integrations/SW50OjE/download":      "index.html",
		"/integrations/SW50OjE/no/such/page/": "index.html",
		"/index.html":                         "index.html",
		"/playground":                         "playground.html",
		"/playground/":                        "playground.html",
	} {
		response := serve(t, http.MethodGet, path, nil)
		want, err := os.ReadFile("dist/" + file)
		if err != nil {
			t.Fatal(err)
		}
		if got := bodyOf(t, response); response.StatusCode != http.StatusOK || !bytes.Equal(got, want) {
			t.Errorf("%s answers %s and is not %s:\n%s", path, response.Status, file, got)
		}
		checkHeader(t, path, response, "Content-Type", "text/html; charset=utf-8")
		checkHeader(t, path, response, "Cache-Control", "no-cache")
		checkHeader(t, path, response, "ETag", etagOf(want))
	}
}

// etagOf is the ETag that a file of this content must have: nothing but the
// content may decide it, or a new release could be taken for the last one.
func etagOf(content []byte) string {
	return fmt.Sprintf(`W/"%x"`, sha256.Sum256(content))
}

func checkHeader(t *testing.T, path string, response *http.Response, name, want string) {
	t.Helper()
	if got := response.Header.Get(name); got != want {
		t.Errorf("%s has %s: %q, want %q", path, name, got, want)
	}
}

// TestAssets asks for every file of the build: each is served as it is, has a
// name without a content hash, and is asked for again before it is used again.
func TestAssets(t *testing.T) {
	t.Parallel()
	types := map[string]string{".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
	// A hash is known from a word by its capitals and digits.
	hashed := regexp.MustCompile(`-[A-Za-z0-9_-]*[A-Z0-9][A-Za-z0-9_-]*\.[a-z]+$`)
	entries, err := os.ReadDir("dist/assets")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		path := "/assets/" + entry.Name()
		response := serve(t, http.MethodGet, path, nil)
		want, err := os.ReadFile("dist" + path)
		if err != nil {
			t.Fatal(err)
		}
		if got := bodyOf(t, response); response.StatusCode != http.StatusOK || !bytes.Equal(got, want) {
			t.Errorf("%s answers %s, %d bytes, not the file's %d", path, response.Status, len(got), len(want))
		}
		checkHeader(t, path, response, "Cache-Control", "no-cache")
		checkHeader(t, path, response, "ETag", etagOf(want))
		if hashed.MatchString(path) {
			t.Errorf("%s has a content hash in its name", path)
		}
		if want := types[path[strings.LastIndex(path, "."):]]; want != "" {
			checkHeader(t, path, response, "Content-Type", want)
		}
	}
}

// TestFreshness sends the ETag of a first response again: the same release sends
// no body, gzipped or not, and any other release sends its own file.
func TestFreshness(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/", "/activity", "/playground", "/icon.svg", "/" + readManifest(t)["index.html"].File} {
		for _, encoding := range []string{"identity", "gzip"} {
			first := serve(t, http.MethodGet, path, http.Header{"Accept-Encoding": {encoding}})
			tag := first.Header.Get("ETag")
			checkHeader(t, path, first, "Last-Modified", "")
			again := serve(t, http.MethodGet, path, http.Header{"Accept-Encoding": {encoding}, "If-None-Match": {tag}})
			if body := bodyOf(t, again); again.StatusCode != http.StatusNotModified || len(body) > 0 {
				t.Errorf("%s answers %s with %d bytes to its own ETag", path, again.Status, len(body))
			}
			checkHeader(t, path, again, "ETag", tag)
			checkHeader(t, path, again, "Cache-Control", "no-cache")
			for _, header := range []http.Header{
				{"If-None-Match": {etagOf([]byte("the same file of another release"))}},
				{"If-Modified-Since": {time.Now().Add(time.Hour).UTC().Format(http.TimeFormat)}},
			} {
				header.Set("Accept-Encoding", encoding)
				if other := serve(t, http.MethodGet, path, header); other.StatusCode != http.StatusOK || len(bodyOf(t, other)) == 0 {
					t.Errorf("%s answers %s to a browser that holds another release: %v", path, other.Status, header)
				}
			}
		}
	}
}

// TestGzip asks for a large file gzipped, and unpacks the same bytes.
func TestGzip(t *testing.T) {
	t.Parallel()
	path := "/" + readManifest(t)["index.html"].File
	response := serve(t, http.MethodGet, path, http.Header{"Accept-Encoding": {"gzip"}})
	checkHeader(t, path, response, "Content-Encoding", "gzip")
	r, err := gzip.NewReader(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("dist" + path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("unpacked, %s has %d bytes, not the file's %d", path, len(got), len(want))
	}
}

func TestUnknownFiles(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/assets/none.js", "/assets/none", "/none.css", "/.vite/manifest.json", "/assets/..%2f..%2fweb.go", "/favicon.ico", "/assets/"} {
		response := serve(t, http.MethodGet, path, nil)
		if response.StatusCode != http.StatusNotFound {
			t.Errorf("%s answers %s", path, response.Status)
		}
		checkHeader(t, path, response, "Cache-Control", "")
		checkHeader(t, path, response, "ETag", "")
	}
}

// TestPolicy checks that every response forbids what the pages do not need:
// inline scripts, other hosts, frames.
func TestPolicy(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/", "/playground", "/icon.svg", "/assets/none.js", "/" + readManifest(t)["index.html"].File} {
		response := serve(t, http.MethodGet, path, nil)
		policy := map[string]string{}
		for directive := range strings.SplitSeq(response.Header.Get("Content-Security-Policy"), "; ") {
			name, sources, _ := strings.Cut(directive, " ")
			policy[name] = sources
		}
		for name, want := range map[string]string{"default-src": "'none'", "script-src": "'self'", "connect-src": "'self'", "frame-ancestors": "'none'", "base-uri": "'none'"} {
			if policy[name] != want {
				t.Errorf("%s: the policy has %s %s, want %s", path, name, policy[name], want)
			}
		}
		checkHeader(t, path, response, "X-Content-Type-Options", "nosniff")
		checkHeader(t, path, response, "Referrer-Policy", "same-origin")
	}
}

// TestNoInlineScripts checks that the pages keep their own policy, by which a
// browser runs no inline script and loads nothing from another host.
func TestNoInlineScripts(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/", "/playground"} {
		page := string(bodyOf(t, serve(t, http.MethodGet, path, nil)))
		for script := range strings.SplitSeq(page, "<script") {
			if script != page && !strings.HasPrefix(script, "<!doctype") && !strings.Contains(script, `src="/assets/`) {
				t.Errorf("%s has a script without a file: <script%s", path, script)
			}
		}
		if strings.Contains(page, "://") || strings.Contains(page, `="//`) {
			t.Errorf("%s names another host:\n%s", path, page)
		}
	}
}

func TestHead(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/", "/activity", "/playground", "/icon.svg"} {
		head, get := serve(t, http.MethodHead, path, nil), serve(t, http.MethodGet, path, nil)
		if body := bodyOf(t, head); head.StatusCode != http.StatusOK || len(body) > 0 {
			t.Errorf("HEAD %s answers %s with %d bytes", path, head.Status, len(body))
		}
		for _, name := range []string{"Content-Type", "Cache-Control", "ETag", "Content-Security-Policy"} {
			checkHeader(t, path, head, name, get.Header.Get(name))
		}
	}
}

func TestOtherMethods(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions} {
		response := serve(t, method, "/", nil)
		if response.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("%s answers %s", method, response.Status)
		}
		checkHeader(t, "/", response, "Allow", "GET, HEAD")
	}
}
