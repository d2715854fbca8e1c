// Package scale says how much tests do of what takes long. A test that draws
// worlds or kills processes does each kind in every run, and with the build tag
// scale it does more of each: make test-scale runs those tests. A tag is seen by
// the go command, which caches and rebuilds by it, and a plain "go test ./..."
// is what make test runs. SCALED in the Makefile names the tests.
package scale

// Of is usual, or with the build tag scale large.
func Of(usual, large int) int {
	if enabled {
		return large
	}
	return usual
}
