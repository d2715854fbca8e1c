// Package graph is the GraphQL face: it translates arguments to calls of
// service, and what comes back to payloads. Package transport receives requests
// and sends responses, package limit bounds them, and package gqlerr words what
// is wrong with them.
package graph
