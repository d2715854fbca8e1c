// Package limit bounds what a request may be: its size in bytes, what its
// document holds, what its operation costs, and how long it takes. Its limiters
// are extensions of gqlgen's server. docs/partners.md tells clients the numbers.
package limit
