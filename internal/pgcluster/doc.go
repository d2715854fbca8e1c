// Package pgcluster starts private PostgreSQL clusters from the machine's own
// binaries, for tests and benchmarks.
package pgcluster
