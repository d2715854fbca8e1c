// Package npmclients runs scripts that ask a server by the clients that its
// users have, which npm brings.
package npmclients

import (
	"path/filepath"
	"runtime"
	"testing"

	"omnimap/internal/node"
)

// Run runs a script of this folder by Node and gives what it prints. A script
// that fails, or a Node or npm that is missing, fails the test.
func Run(t *testing.T, script string, args ...string) string {
	t.Helper()
	return node.Run(t, folder(), script, args...)
}

// RunText is Run for the text of a script, with settings of its environment.
func RunText(t *testing.T, text string, settings ...string) string {
	t.Helper()
	return node.RunText(t, folder(), text, settings...)
}

// Install has npm bring the clients before what they ask is started.
func Install(t *testing.T) {
	t.Helper()
	node.Install(t, folder())
}

// folder is where this file and the scripts are.
func folder() string {
	_, file, _, _ := runtime.Caller(0)
	return filepath.Dir(file)
}
