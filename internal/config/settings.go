// Package config reads the server's settings from the environment.
package config

import (
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"os"
	"strconv"
	"strings"
)

// Settings are how the server runs. README.md lists them.
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
}

// Limits are how large requests may be, in bytes: their JSON, and their files
// together.
type Limits struct{ Body, Upload int64 }

// Read reads the settings. Limits that the environment does not set are the
// default ones.
func Read(defaults Limits) (*Settings, error) {
	s := &Settings{
		Address: setting("ADDR", "127.0.0.1:8080"), Database: DatabaseURL(), MetricsToken: os.Getenv("METRICS_TOKEN"),
		Tracing: os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != "", GCPercent: os.Getenv("GOGC"), MemoryLimit: os.Getenv("GOMEMLIMIT"),
	}
	if err := s.readLog(); err != nil {
		return nil, err
	}
	var err error
	if s.CostBudget, err = number("COST_BUDGET", 300_000); err != nil {
		return nil, err
	}
	if s.Limits.Body, err = bytesSetting("MAX_BODY", defaults.Body); err != nil {
		return nil, err
	}
	if s.Limits.Upload, err = bytesSetting("MAX_UPLOAD", defaults.Upload); err != nil {
		return nil, err
	}
	if s.Origins, err = readOrigins(); err != nil {
		return nil, err
	}
	return s, nil
}

// DatabaseURL reads the one setting that the commands beside the server have.
func DatabaseURL() string { return setting("DATABASE_URL", "sqlite:omnimap.db") }

// setting reads a setting from the environment.
func setting(name, fallback string) string {
	if value := os.Getenv(name); value != "" {
		return value
	}
	return fallback
}

// number reads a setting that is a whole number, 0 or more.
func number(name string, fallback int64) (int64, error) {
	text := os.Getenv(name)
	if text == "" {
		return fallback, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, fmt.Errorf("%s is %q; use a whole number, such as %d", name, text, fallback)
	}
	return n, nil
}

// bytesSetting reads a setting that is a number of bytes.
func bytesSetting(name string, fallback int64) (int64, error) {
	text := setting(name, "")
	if text == "" {
		return fallback, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 || n > math.MaxInt64/4 {
		return 0, fmt.Errorf("%s is %q; use a number of bytes, such as %d", name, text, fallback)
	}
	return n, nil
}

func (s *Settings) readLog() error {
	if err := s.LogLevel.UnmarshalText([]byte(setting("LOG_LEVEL", "info"))); err != nil {
		return fmt.Errorf("read LOG_LEVEL: %w", err)
	}
	switch s.LogFormat = setting("LOG_FORMAT", "text"); s.LogFormat {
	case "json", "text":
		return nil
	default:
		return fmt.Errorf("LOG_FORMAT is %q; use text or json", s.LogFormat)
	}
}

// readOrigins reads CORS_ORIGINS: the origins, between commas, whose pages may
// send requests to this server.
func readOrigins() ([]string, error) {
	var origins []string
	for origin := range strings.SplitSeq(setting("CORS_ORIGINS", ""), ",") {
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
