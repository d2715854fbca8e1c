// Package config reads the server's settings from the environment.
package config

import (
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"
)

// Settings are how the server runs. variables has a row for each of them.
type Settings struct {
	// Address is where the server listens, and Database the URL of its database.
	Address, Database string
	Limits            Limits
	// Origins are those whose pages may send requests.
	Origins []string
	// CostBudget is how many points an API key may spend in a minute; 0 for no
	// limit.
	CostBudget int64
	// MetricsToken is what Prometheus sends from another machine; empty where
	// only this machine may read the metrics.
	MetricsToken string
	LogLevel     slog.Level
	// LogFormat is text or json.
	LogFormat string
	// Tracing says whether traces are sent. OpenTelemetry reads its other
	// settings itself.
	Tracing bool
	// GCPercent and MemoryLimit are GOGC and GOMEMLIMIT, which the Go runtime
	// reads itself. TuneGC sets what is empty.
	GCPercent, MemoryLimit string
	// DatabaseWait is how long a start waits for its database, DrainDelay how long
	// a stop goes on serving while it tells that it is not ready, and ShutdownWait
	// how long it then lets work end.
	DatabaseWait, DrainDelay, ShutdownWait time.Duration
}

// Limits are how large requests may be, in bytes: their JSON, and their files
// together.
type Limits struct{ Body, Upload int64 }

// Read reads the settings. Limits that the environment does not set are the
// default ones.
func Read(defaults Limits) (*Settings, error) {
	s := new(Settings)
	for _, v := range s.variables(defaults) {
		if err := v.set(os.Getenv(v.Name)); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// readOrigins reads the origins, between commas, whose pages may send requests
// to this server.
func readOrigins(text string) ([]string, error) {
	var origins []string
	for origin := range strings.SplitSeq(text, ",") {
		origin = strings.ToLower(strings.TrimSpace(origin))
		if origin == "" {
			continue
		}
		// CrossOriginProtection tells what is not an origin.
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
