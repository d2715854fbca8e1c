// Package node runs the scripts of tests by Node, with the packages of npm that
// the lock file beside them names.
package node

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofrs/flock"
)

// Run runs a script of a folder and gives what it prints. A script that fails,
// or a Node or npm that is missing, fails the test.
func Run(t *testing.T, folder, script string, args ...string) string {
	t.Helper()
	return run(t, folder, exec.CommandContext(t.Context(), "node", append([]string{script}, args...)...))
}

// RunText is Run for the text of a script that has the folder's packages, with
// settings of its environment.
func RunText(t *testing.T, folder, text string, settings ...string) string {
	t.Helper()
	node := exec.CommandContext(t.Context(), "node", "--input-type=module", "-")
	node.Stdin = strings.NewReader(text)
	node.Env = append(os.Environ(), settings...)
	return run(t, folder, node)
}

func run(t *testing.T, folder string, node *exec.Cmd) string {
	t.Helper()
	Install(t, folder)
	node.Dir = folder
	var errors bytes.Buffer
	node.Stderr = &errors
	out, err := node.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", node, err, out, errors.Bytes())
	}
	return string(out)
}

// Install has npm bring the packages that the folder's package-lock.json names,
// unless they are there.
func Install(t *testing.T, folder string) {
	t.Helper()
	defer Lock(t, filepath.Base(folder))()
	wanted, err := os.ReadFile(filepath.Join(folder, "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	done := filepath.Join(folder, "node_modules", ".installed")
	if have, err := os.ReadFile(done); err == nil && bytes.Equal(have, wanted) {
		return
	}
	npm := exec.CommandContext(context.Background(), "npm", "ci", "--no-audit", "--no-fund")
	npm.Dir = folder
	if out, err := npm.CombinedOutput(); err != nil {
		t.Fatalf("npm ci, for which Node and a network are needed: %v\n%s", err, out)
	}
	if err := os.WriteFile(done, wanted, 0o644); err != nil {
		t.Fatal(err)
	}
}

// Lock has one process at a time install something: tests of several packages
// may want it at once. What it gives ends that.
func Lock(t *testing.T, name string) (unlock func()) {
	t.Helper()
	lock := flock.New(filepath.Join(os.TempDir(), "omnimap-"+name+".lock"))
	if err := lock.Lock(); err != nil {
		t.Fatal(err)
	}
	return func() { lock.Unlock() }
}
