package httpserver

import (
	"net/http"

	"github.com/rs/cors"
)

// CrossOrigin refuses what browsers send for the pages of other sites, except
// for those of the origins given, which may send the headers given too.
// Browsers may send forms to any address for the page of any site; they send
// the rest only when the server has allowed it.
func CrossOrigin(origins, headers []string, next http.Handler) (http.Handler, error) {
	protection := http.NewCrossOriginProtection()
	for _, origin := range origins {
		if err := protection.AddTrustedOrigin(origin); err != nil {
			return nil, err
		}
	}
	handler := protection.Handler(next)
	if len(origins) == 0 {
		return handler, nil // To the library, no origins mean all.
	}
	return cors.New(cors.Options{
		AllowedOrigins: origins,
		AllowedMethods: []string{http.MethodGet, http.MethodPost},
		AllowedHeaders: append(headers, "Authorization", "Content-Type"),
		ExposedHeaders: []string{"Content-Disposition", "Retry-After", "WWW-Authenticate"},
		MaxAge:         600,
	}).Handler(handler), nil
}
