package main

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/rs/cors"

	"omnimap/graph/transport"
)

// readOrigins reads CORS_ORIGINS: the origins, between commas, whose pages may
// ask this server.
func readOrigins() ([]string, error) {
	var origins []string
	for origin := range strings.SplitSeq(setting("CORS_ORIGINS", ""), ",") {
		origin = strings.ToLower(strings.TrimSpace(origin))
		if origin == "" {
			continue
		}
		// What is no origin, CrossOriginProtection tells.
		err := http.NewCrossOriginProtection().AddTrustedOrigin(origin)
		if err == nil && strings.ContainsAny(origin, "*@") {
			err = fmt.Errorf("%q is not one origin", origin)
		}
		if err != nil {
			return nil, fmt.Errorf("read CORS_ORIGINS: %w; write origins such as https://shop.example, with commas between them", err)
		}
		origins = append(origins, origin)
	}
	return origins, nil
}

// crossOrigin refuses what browsers send for the pages of other sites, save
// those of the origins given. Browsers may send forms to any address for the
// page of any site; they send the rest only when the server has allowed it.
func crossOrigin(origins []string, next http.Handler) (http.Handler, error) {
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
		AllowedHeaders: append(transport.PreflightHeaders(), "Authorization", "Content-Type"),
		ExposedHeaders: []string{"Content-Disposition", "Retry-After", "WWW-Authenticate"},
		MaxAge:         600,
	}).Handler(handler), nil
}
