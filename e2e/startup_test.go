package e2e

import (
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// TestStartErrors gives settings with which there is nothing to serve.
func TestStartErrors(t *testing.T) {
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
		{"no file", "DATABASE_URL=sqlite:", nil, []string{"DATABASE_URL names no file", "sqlite:omnimap.db"}},
		{"blanks for a file", "DATABASE_URL=sqlite:  ", nil, []string{"DATABASE_URL names no file"}},
		{"a database in memory", "DATABASE_URL=sqlite::memory:", nil, []string{"in memory", "sqlite:omnimap.db"}},
		{"SQLite's own URL", "DATABASE_URL=sqlite:file:shop.db", nil, []string{`"file:shop.db"`, "sqlite:omnimap.db"}},
		{"two slashes", "DATABASE_URL=sqlite://shop.db", nil, []string{`"//shop.db"`, "sqlite:/var/lib/omnimap/omnimap.db"}},
		{"parameters of SQLite", "DATABASE_URL=sqlite:shop.db?mode=memory", nil, []string{`"shop.db?mode=memory"`, "parameters"}},
		{"a folder", "DATABASE_URL=sqlite:" + t.TempDir(), nil, []string{"is a folder", "omnimap.db"}},
		{"a folder by its name", "DATABASE_URL=sqlite:shop/", nil, []string{"the folder shop/"}},
		{"a device", "DATABASE_URL=sqlite:" + os.DevNull, nil, []string{"is not a regular file"}},
		{"a file of another kind", "DATABASE_URL=sqlite:" + otherFile(t), nil, []string{"open database", "not a database"}},
		{"a file without a scheme", "DATABASE_URL=shop.db", nil, []string{"DATABASE_URL must begin with sqlite: or postgres://"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			stdout, stderr, status := runProgram(t, []string{"DATABASE_URL=" + dbtest.SQLite(t), "DATABASE_WAIT=0s", test.setting}, test.args...)
			if stdout != "" || status != 1 {
				t.Errorf("status %d, printed %q", status, stdout)
			}
			checkWords(t, stderr, append(test.words, "omnimap: ")...)
			if entries, err := filepath.Glob("shop*"); err != nil || len(entries) > 0 {
				t.Errorf("it made %q, error %v", entries, err)
			}
			if strings.Contains(stderr, "geheim") || strings.Contains(stderr, "goroutine") {
				t.Errorf("it says too much: %s", stderr)
			}
		})
	}
}

// otherFile is a file that is no database.
func otherFile(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "shop.txt")
	if err := os.WriteFile(path, []byte(strings.Repeat("SKU\tCode\n", 1_000)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestStartWaits starts a server before its database: it says that it waits, and
// serves when the database is there.
func TestStartWaits(t *testing.T) {
	t.Parallel()
	proxy := newProxy(t)
	proxy.setAway(true)
	s := launch(t, proxy.url)
	eventually(t, "the server has asked twice", func() bool { return proxy.refused.Load() >= 2 })
	proxy.setAway(false)
	s.await(t)
	awaitReady(t, s, http.StatusOK)
	s.stop(t)
	checkWords(t, s.stderr.String(), "waiting for the database", "level=WARN")
}

// TestStartGivesUp starts servers whose database does not come: they wait as
// long as they are told to, and not for what will not pass.
func TestStartGivesUp(t *testing.T) {
	t.Parallel()
	proxy := newProxy(t)
	elsewhere := strings.Replace(proxy.url, "/omnimap_test", "/none", 1)
	tests := []struct {
		name, url, wait string
		away            bool
		words           []string
	}{
		{"no database of that name", elsewhere, "1h", false, []string{"open database", "does not exist"}},
		{"no waiting", proxy.url, "0s", true, []string{"open database", "after 0s (DATABASE_WAIT)"}},
		{"some waiting", proxy.url, "300ms", true, []string{"waiting for the database", "after 300ms (DATABASE_WAIT)"}},
		{"a wait in words", proxy.url, "soon", true, []string{"DATABASE_WAIT", `"soon"`, "use a duration, such as 30s"}},
	}
	for _, test := range tests {
		proxy.setAway(test.away)
		stdout, stderr, status := runProgram(t, []string{"DATABASE_URL=" + test.url, "DATABASE_WAIT=" + test.wait})
		if stdout != "" || status != 1 {
			t.Errorf("%s: status %d, printed %q", test.name, status, stdout)
		}
		checkWords(t, stderr, test.words...)
	}
}
