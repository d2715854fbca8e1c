package e2e

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// TestSecondServer starts a second server on a SQLite file: it is refused with
// the first one's process id, by any name of the file. Commands go on beside the
// first one, and its end frees the file, also when it is killed.
func TestSecondServer(t *testing.T) {
	t.Parallel()
	url := dbtest.EmptySQLite(t)
	path := strings.TrimPrefix(url, "sqlite:")
	first := start(t, url, "-sample")
	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	up := first.beginLoad(t, first.sampleID(t))
	up.send(t, "seller-sku\tprice\n")
	for _, name := range []string{url, "sqlite:" + link, "sqlite:" + filepath.Dir(path) + "/../" + filepath.Base(filepath.Dir(path)) + "/" + filepath.Base(path)} {
		stdout, stderr, status := runProgram(t, []string{"DATABASE_URL=" + name})
		if stdout != "" || status != 1 {
			t.Errorf("a second server on %s: status %d, %q", name, status, stdout)
		}
		checkWords(t, stderr, fmt.Sprintf("is served by the process %d already", first.cmd.Process.Pid), "Stop that server first")
	}
	checkVerify(t, url)
	makeKey(t, url, "-role", "admin", "-name", "till")
	up.sendRows(t, 1, 10)
	checkJSON(t, up.end(t), `{"summary": {"read": 10, "created": 10, "rejected": 0}, "operation": {"state": "SUCCEEDED"}, "userErrors": []}`)
	first.kill(t)
	second := start(t, url)
	second.stop(t)
	start(t, url).stop(t)
	checkVerify(t, url)
}

// TestFileMode keeps the database's files to their owner, also those of a
// former release.
func TestFileMode(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has other permissions")
	}
	for name, url := range map[string]string{"new": dbtest.EmptySQLite(t), "made by a key": dbtest.EmptySQLite(t), "former": dbtest.SQLite(t)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := strings.TrimPrefix(url, "sqlite:")
			switch name {
			case "made by a key":
				makeKey(t, url, "-role", "admin", "-name", "till")
				checkMode(t, path)
			case "former":
				for _, file := range []string{path, path + "-wal", path + "-shm"} {
					if err := os.WriteFile(file, []byte(readIf(t, file)), 0o644); err != nil {
						t.Fatal(err)
					}
					if err := os.Chmod(file, 0o644); err != nil {
						t.Fatal(err)
					}
				}
			}
			s := start(t, url)
			s.fetch(t, "/readyz", http.Header{})
			checkMode(t, path, path+"-wal", path+"-shm", path+"-lock")
		})
	}
}

// readIf reads a file; it is empty if there is none.
func readIf(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return string(text)
}

// contentOf tells whether there is a file, and its content.
func contentOf(t *testing.T, path string) string {
	t.Helper()
	if _, err := os.Stat(path); err != nil {
		return "none"
	}
	return "file: " + readIf(t, path)
}

func checkMode(t *testing.T, paths ...string) {
	t.Helper()
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			t.Error(err)
		} else if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has the mode %o", path, info.Mode().Perm())
		}
	}
}

// TestFileGone takes the database's file from under a server in every way: the
// server is not ready and answers nothing, logs it once, and makes no other
// file.
func TestFileGone(t *testing.T) {
	t.Parallel()
	for name, take := range map[string]func(path string) error{
		"deleted": os.Remove,
		"moved":   func(path string) error { return os.Rename(path, path+".old") },
		"replaced": func(path string) error {
			if err := copyFile(path, path+".new"); err != nil {
				return err
			}
			return os.Rename(path+".new", path)
		},
		"overwritten": func(path string) error {
			other := path + ".other"
			if err := os.WriteFile(other, []byte(strings.Repeat("SQLite format 3\x00 of another program's", 400)), 0o600); err != nil {
				return err
			}
			return copyFile(other, path)
		},
		"an older copy":      func(path string) error { return copyFile(path+".backup", path) },
		"emptied":            func(path string) error { return os.Truncate(path, 0) },
		"its journal":        func(path string) error { return os.Remove(path + "-wal") },
		"its folder renamed": func(path string) error { return os.Rename(filepath.Dir(path), filepath.Dir(path)+".old") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "shop", "omnimap.db")
			if err := os.Mkdir(filepath.Dir(path), 0o755); err != nil {
				t.Fatal(err)
			}
			if name == "an older copy" {
				start(t, "sqlite:"+path).stop(t)
				if err := copyFile(path, path+".backup"); err != nil {
					t.Fatal(err)
				}
			}
			s := start(t, "sqlite:"+path)
			id := s.integration(t, "US")
			if err := take(path); err != nil {
				t.Fatal(err)
			}
			left := contentOf(t, path)
			if status, body := s.fetch(t, "/readyz", http.Header{}); status != http.StatusServiceUnavailable || strings.Contains(body, "ok") {
				t.Errorf("/readyz: %d, %s", status, body)
			}
			for _, query := range []string{"{integrations {name}}", `mutation {importProducts(input: {integrationId: "` + id + `"}) {summary {mappingsCreated}}}`,
				`mutation {createIntegration(input: {name: "UK", sellerId: "S", marketplaceId: "M"}) {integration {id}}}`} {
				s.wantUnavailable(t, query)
			}
			if contentOf(t, path) != left {
				t.Errorf("%s was made or written", path)
			}
			s.kill(t)
			log := s.stderr.String()
			checkWords(t, log, "deleted or replaced under the server", "omnimap.db")
			if n := strings.Count(log, "deleted or replaced under the server"); n != 1 {
				t.Errorf("that is logged %d times", n)
			}
		})
	}
}

// wantUnavailable wants a request to be answered with an error and no data.
func (c *client) wantUnavailable(t *testing.T, query string) {
	t.Helper()
	if r := c.post(t, query, nil); len(r.Errors) != 1 || strings.Trim(string(r.Data), "nul") != "" {
		t.Errorf("%s gets %s, errors %+v", query, r.Data, r.Errors)
	}
}

// TestFileBack takes the file away and puts it back: the server goes on.
func TestFileBack(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "omnimap.db")
	s := start(t, "sqlite:"+path)
	s.integration(t, "UK")
	if err := os.Rename(path, path+".old"); err != nil {
		t.Fatal(err)
	}
	s.wantUnavailable(t, "{integrations {name}}")
	if err := os.Rename(path+".old", path); err != nil {
		t.Fatal(err)
	}
	checkJSON(t, s.ask(t, "{integrations {name}}", nil), `{"integrations": [{"name": "UK"}]}`)
	if status, _ := s.fetch(t, "/readyz", http.Header{}); status != http.StatusOK {
		t.Errorf("/readyz: %d", status)
	}
	s.kill(t)
	start(t, "sqlite:"+path).stop(t)
	checkVerify(t, "sqlite:"+path)
}

// copyFile copies the bytes of a file into another, which stays the same file if
// it is there.
func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(target, source); err != nil {
		target.Close()
		return err
	}
	return target.Close()
}
