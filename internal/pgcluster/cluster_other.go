//go:build !linux

package pgcluster

import "errors"

// Installed is empty: the machine's own binaries are only looked for on Linux.
func Installed() string { return "" }

// Start starts nothing.
func Start(_, _ string, _ ...string) (databaseURL string, stop func(), err error) {
	return "", nil, errors.New("a private PostgreSQL is started on Linux only")
}
