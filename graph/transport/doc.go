// Package transport is GraphQL over HTTP: POST of one operation or an array,
// GET, multipart uploads, server-sent events and WebSocket, with the
// authentication and the log of requests around them.
package transport
