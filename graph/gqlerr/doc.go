// Package gqlerr holds what the transports, the limits and the resolvers of
// GraphQL say alike: errors with codes that clients can tell apart, errors of
// whole requests with their HTTP status, and texts as JSON.
package gqlerr
