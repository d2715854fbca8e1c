package httpserver

import "net/http"

// NoSniff has browsers take every response for what its Content-Type says, so
// that none of them is run as a script that only looks like one.
func NoSniff(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		next.ServeHTTP(w, r)
	})
}
