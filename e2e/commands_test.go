package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"omnimap/internal/dbtest"
)

// TestHelp asks for help in every way.
func TestHelp(t *testing.T) {
	t.Parallel()
	whole := []string{"omnimap [-sample]", "omnimap keys", "omnimap verify", "omnimap version", "DATABASE_URL", "sqlite:omnimap.db", "MAX_UPLOAD", "1073741824", "GOMEMLIMIT"}
	for args, words := range map[string][]string{
		"help": whole, "-h": whole, "-help": whole, "--help": whole,
		"-sample -h":     {"omnimap help", "-sample"},
		"verify -h":      {"omnimap verify", "checks a database"},
		"version --help": {"omnimap version"},
		"keys help":      {"keys create", "keys list", "keys revoke"},
		"keys -h":        {"keys create", "keys list", "keys revoke"},
		"help keys":      {"keys create", "keys list", "keys revoke"},
		"keys create -h": {"keys create", "-role", "-expires"},
	} {
		stdout, stderr, status := runProgram(t, []string{"DATABASE_URL=nothing", "MAX_BODY=none"}, strings.Fields(args)...)
		if stderr != "" || status != 0 {
			t.Errorf("omnimap %s: status %d, %q", args, status, stderr)
		}
		checkWords(t, stdout, words...)
	}
}

// TestVersion asks for the version, of the program and of a server.
func TestVersion(t *testing.T) {
	t.Parallel()
	line := regexp.MustCompile(`^omnimap \S+, commit (unknown|[0-9a-f]{40}( with changes)?), date (unknown|\d{4}-\d\d-\d\dT\S+Z), go\S+ \w+/\w+\n$`)
	var versions []string
	for _, argument := range []string{"version", "-version", "--version"} {
		stdout, stderr, status := runProgram(t, []string{"DATABASE_URL=nothing"}, argument)
		if stderr != "" || status != 0 || !line.MatchString(stdout) {
			t.Errorf("omnimap %s: status %d, %q, %q", argument, status, stdout, stderr)
		}
		versions = append(versions, stdout)
	}
	url := dbtest.SQLite(t)
	makeKey(t, url, "-role", "viewer", "-name", "till")
	s := start(t, url)
	status, body := s.fetch(t, "/version", http.Header{})
	if status != http.StatusOK || body != versions[0] || versions[1] != body || versions[2] != body {
		t.Errorf("/version: %d, %q; the program says %q", status, body, versions)
	}
}

// TestWrongArguments gives arguments that are not known: the program says which
// there are, and starts nothing.
func TestWrongArguments(t *testing.T) {
	t.Parallel()
	url := dbtest.EmptySQLite(t)
	for args, words := range map[string][]string{
		"verfy":           {`"verfy"`, "keys, verify, version"},
		"-simple":         {"-simple", "-sample"},
		"-sample=maybe":   {"maybe", "-sample"},
		"-sample verify":  {`"verify"`, "omnimap help"},
		"verify all":      {`"all"`, "omnimap verify"},
		"verify -fast":    {"-fast", "omnimap verify"},
		"version now":     {`"now"`, "omnimap version"},
		"keys":            {"keys create", "keys list", "keys revoke"},
		"keys make":       {"keys create"},
		"keys list -role": {"-role", "keys list"},
	} {
		stdout, stderr, status := runProgram(t, []string{"DATABASE_URL=" + url}, strings.Fields(args)...)
		if stdout != "" || status != 2 {
			t.Errorf("omnimap %s: status %d, printed %q", args, status, stdout)
		}
		checkWords(t, stderr, append(words, "omnimap: ")...)
	}
	checkNothingMade(t, url)
}

// TestReadNothing has commands that read look at databases that are not there:
// they say so and make none. The first key makes one.
func TestReadNothing(t *testing.T) {
	t.Parallel()
	dbtest.EachEmpty(t, func(t *testing.T, url string) {
		for _, args := range []string{"verify", "keys list", "keys revoke -name till", "keys create -role owner -name till"} {
			stdout, stderr, status := runProgram(t, []string{"DATABASE_URL=" + url}, strings.Fields(args)...)
			if stdout != "" || status != 1 {
				t.Errorf("omnimap %s: status %d, %q", args, status, stdout)
			}
			if !strings.Contains(args, "owner") {
				checkWords(t, stderr, "there is no database of omnimap", "DATABASE_URL", "start the server")
			}
			checkNothingMade(t, url)
		}
		_, stderr, status := runProgram(t, []string{"DATABASE_URL=" + url}, "keys", "create", "-role", "admin", "-name", "till")
		if status != 0 {
			t.Fatalf("the first key: %s", stderr)
		}
		checkWords(t, stderr, "The database is new")
		if stdout, _, status := runProgram(t, []string{"DATABASE_URL=" + url}, "keys", "list"); status != 0 || !strings.Contains(stdout, "till") {
			t.Errorf("keys list: status %d, %q", status, stdout)
		}
		checkVerify(t, url)
	})
}

// checkNothingMade wants a database not to be there, or to be empty.
func checkNothingMade(t *testing.T, url string) {
	t.Helper()
	if path, isSQLite := strings.CutPrefix(url, "sqlite:"); isSQLite {
		if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) > 0 {
			t.Errorf("files were made: %v, error %v", entries, err)
		}
		return
	}
	if n := queryInt(t, url, "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"); n > 0 {
		t.Errorf("%d tables or indexes were made", n)
	}
}

// TestStartedOnce lists the keys of a database that a server has made, and that
// has no rows yet.
func TestStartedOnce(t *testing.T) {
	t.Parallel()
	dbtest.EachEmpty(t, func(t *testing.T, url string) {
		s := start(t, url)
		checkVerify(t, url)
		s.stop(t)
		stdout, stderr, status := runProgram(t, []string{"DATABASE_URL=" + url}, "keys", "list")
		if status != 0 || strings.Count(stdout, "\n") != 1 {
			t.Errorf("keys list: status %d, %q, %q", status, stdout, stderr)
		}
		checkVerify(t, url)
	})
}

// TestNewerSchema has an older program refuse what a newer one migrated, and
// change nothing.
func TestNewerSchema(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		store := openBeside(t, url)
		change(t, store, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (90001, true)")
		store.Close()
		for _, args := range []string{"-sample", "verify", "keys list", "keys create -role admin -name till"} {
			stdout, stderr, status := runProgram(t, []string{"DATABASE_URL=" + url}, strings.Fields(args)...)
			if stdout != "" || status != 1 {
				t.Errorf("omnimap %s: status %d, %q", args, status, stdout)
			}
			checkWords(t, stderr, "version 90001 of the schema", "a newer one made it", "restore a backup")
		}
	})
}
