package transport

import (
	"context"
	"net"
	"net/http"
	"strings"
	"time"

	"omnimap/graph/gqlerr"
)

// existTimeout is how long OwnHosts waits to learn whether there are keys.
const existTimeout = 2 * time.Second

// OwnHosts serves requests that name another host only where there are API keys,
// whatever they are for: a page of another site can have its own name resolve to
// this machine, and would then read what it likes as its own server. See ADR 10.
func (o *Observer) OwnHosts(keysExist func(context.Context) (bool, error), next http.Handler) http.Handler {
	refused := o.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requestLogOf(r.Context()).recordOutcome("", codeForbidden)
		writeRequestError(w, r, foreignHost(r.Host))
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if isLoopback(r.Host) {
			next.ServeHTTP(w, r)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), existTimeout)
		exist, err := keysExist(ctx)
		cancel()
		switch {
		case err != nil:
			o.log.ErrorContext(r.Context(), "look for keys", "error", err)
			writeRequestError(w, r, gqlerr.Internal())
		case exist:
			next.ServeHTTP(w, r)
		default:
			refused.ServeHTTP(w, r)
		}
	})
}

// isLoopback tells whether a request's host is this machine by a name that no
// other site can have.
func isLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

func foreignHost(host string) *gqlerr.RequestError {
	return gqlerr.NewRequestError(http.StatusForbidden, codeForbidden, "Without API keys this server answers only to this machine's own names, such as localhost, not to "+host+".")
}
