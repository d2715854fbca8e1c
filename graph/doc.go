// Package graph is the GraphQL face: it translates arguments to calls of
// service, and what comes back to payloads.
package graph
