// Package npmclients runs scripts that ask a server by the clients that its
// users have, which npm brings.
package npmclients

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/gofrs/flock"
)

// Run runs a script of this folder by Node and gives what it prints. A script
// that fails, or a Node or npm that is missing, fails the test.
func Run(t *testing.T, script string, args ...string) string {
	t.Helper()
	return run(t, exec.CommandContext(t.Context(), "node", append([]string{script}, args...)...))
}

// RunText is Run for the text of a script, with settings of its environment.
func RunText(t *testing.T, text string, settings ...string) string {
	t.Helper()
	node := exec.CommandContext(t.Context(), "node", "--input-type=module", "-")
	node.Stdin = strings.NewReader(text)
	node.Env = append(os.Environ(), settings...)
	return run(t, node)
}

func run(t *testing.T, node *exec.Cmd) string {
	t.Helper()
	node.Dir = folder()
	install(t, node.Dir)
	var errors bytes.Buffer
	node.Stderr = &errors
	out, err := node.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s%s", node, err, out, errors.Bytes())
	}
	return string(out)
}

// Install has npm bring the clients before what they ask is started.
func Install(t *testing.T) {
	t.Helper()
	install(t, folder())
}

// folder is where this file and the scripts are.
func folder() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(file)
}

// install has npm bring the clients that package-lock.json names, unless they
// are there. Tests of several packages may want them at once.
func install(t *testing.T, folder string) {
	t.Helper()
	lock := flock.New(filepath.Join(os.TempDir(), "omnimap-npmclients.lock"))
	if err := lock.Lock(); err != nil {
		t.Fatal(err)
	}
	defer lock.Unlock()
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
