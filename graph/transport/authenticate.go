package transport

import (
	"context"
	"log/slog"
	"net/http"
	"strings"

	"omnimap/graph/gqlerr"
	"omnimap/model"
)

// Authenticate gives the actor of a request by its API key, which is empty
// where it carries none, and nil where the request may not be served.
type Authenticate func(ctx context.Context, key string) (*model.Actor, error)

// Guard serves only authenticated requests. A WebSocket's client is let
// in to say who it is in its first message, since browsers send no headers.
func Guard(authenticate Authenticate, log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key, given := bearer(r)
		if !given && isWebSocket(r) {
			next.ServeHTTP(w, r)
			return
		}
		actor, err := authenticate(r.Context(), key)
		switch {
		case err != nil:
			WriteError(w, r, log, "authenticate", err)
		case actor == nil:
			requestLogOf(r.Context()).recordOutcome("", "UNAUTHENTICATED")
			w.Header().Set("WWW-Authenticate", `Bearer realm="omnimap"`)
			writeRequestError(w, r, unauthenticated(given))
		default:
			requestLogOf(r.Context()).setActor(*actor)
			next.ServeHTTP(w, r.WithContext(model.WithActor(r.Context(), *actor)))
		}
	})
}

// bearer gives the key of an Authorization header, and whether there is such a
// header.
func bearer(r *http.Request) (key string, given bool) {
	header := r.Header.Get("Authorization")
	return parseBearer(header), header != ""
}

// parseBearer gives the key in the text of an Authorization header.
func parseBearer(header string) string {
	scheme, key, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return header
	}
	return strings.TrimSpace(key)
}

func isWebSocket(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket")
}

func unauthenticated(given bool) *gqlerr.RequestError {
	message := "This server wants an API key: send the header Authorization: Bearer omnimap_…"
	if given {
		message = "The API key is not known here, was revoked, or has expired. Ask whoever runs the server for another one."
	}
	return gqlerr.NewRequestError(http.StatusUnauthorized, "UNAUTHENTICATED", message)
}
