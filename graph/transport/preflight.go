package transport

import (
	"net/http"
	"slices"

	"omnimap/graph/gqlerr"
)

// PreflightHeaders are the headers of which one must come with a form. A
// browser sends forms to any address for the page of any site, but a header
// such as these only after a preflight request.
func PreflightHeaders() []string {
	return []string{"GraphQL-Preflight", "Apollo-Require-Preflight", "X-Apollo-Operation-Name", "X-Requested-With"}
}

// checkPreflight refuses a form that a page of another site could have sent.
func checkPreflight(header http.Header) error {
	sent := func(name string) bool { return header.Get(name) != "" }
	if sent("Authorization") || slices.ContainsFunc(PreflightHeaders(), sent) {
		return nil
	}
	return gqlerr.NewRequestError(http.StatusForbidden, "PREFLIGHT_REQUIRED",
		"A form must come with a header that no page of another site can send: add GraphQL-Preflight: 1 (or Apollo-Require-Preflight: 1, or Authorization).")
}
