// Package scale says how much tests do of what takes long: each kind in every
// run, and with the build tag scale more of each. SCALED in the Makefile names
// the tests that make test-scale runs. The go command caches and rebuilds by a
// tag, as it does not by a variable of the environment.
package scale

// Of is usual, or with the build tag scale large.
func Of(usual, large int) int {
	if enabled {
		return large
	}
	return usual
}
