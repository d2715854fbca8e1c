// Package browser runs scripts that use the pages as people do, in Chromium by
// Playwright.
package browser

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"

	"omnimap/internal/node"
)

// Run runs a script of this folder on the pages at an address, which may have an
// API key before its host, as KEY@, and returns its output. A script that fails,
// or that saw a page do what no page may, fails the test.
func Run(t *testing.T, script, url string, args ...string) string {
	t.Helper()
	chromium := Install(t)
	return node.Run(t, folder(), script, append([]string{url, chromium}, args...)...)
}

// Install installs what the scripts need. Call it before the server is started,
// since it may take long. It returns Chromium's path; empty for Playwright's own.
func Install(t *testing.T) string {
	t.Helper()
	node.Install(t, folder())
	defer node.Lock(t, "chromium")()
	if path := installed(); path != "" {
		return path
	}
	if os.Getuid() == 0 && debian(t) {
		if path := installed(); path != "" {
			return path
		}
	}
	download := exec.CommandContext(context.Background(), "npx", "playwright-core", "install", "chromium")
	download.Dir = folder()
	if out, err := download.CombinedOutput(); err != nil {
		t.Fatalf("install Chromium, for which a network is needed: %v\n%s", err, out)
	}
	return ""
}

// installed is the path of the machine's Chromium, if it has one that runs.
// Debian's chromium-headless-shell comes first: without windows, it takes half
// the time.
func installed() string {
	for _, name := range []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"} {
		path, err := exec.LookPath(name)
		if err == nil && exec.Command(path, "--version").Run() == nil {
			return path
		}
	}
	return ""
}

// debian installs Debian's Chromium, and reports whether that worked.
func debian(t *testing.T) bool {
	t.Helper()
	for _, args := range [][]string{{"update"}, {"install", "-y", "--no-install-recommends", "chromium"}} {
		apt := exec.CommandContext(context.Background(), "apt-get", append([]string{"-qq", "-o", "DPkg::Lock::Timeout=300"}, args...)...)
		apt.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
		if out, err := apt.CombinedOutput(); err != nil {
			t.Logf("apt-get %s: %v\n%s", args[0], err, out)
			return false
		}
	}
	return true
}

// folder is where this file and the scripts are.
func folder() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(file)
}
