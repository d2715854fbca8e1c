package main

import (
	"fmt"
	"log/slog"
	"math"
	"os"
	"strconv"

	"omnimap/graph/limit"
)

// settings are how the server runs. README.md lists them.
type settings struct {
	address, database string
	limits            limit.Limits
	// origins are those whose pages may ask.
	origins []string
	// costBudget is how many points a key may spend in a minute; 0 for no
	// limit.
	costBudget int64
	// metricsToken is what Prometheus sends from another machine; empty where
	// it may not.
	metricsToken string
	log          *slog.Logger
}

// readSettings reads the settings from the environment.
func readSettings() (settings, error) {
	log, err := newLogger()
	if err != nil {
		return settings{}, err
	}
	budget, err := number("COST_BUDGET", 300_000)
	if err != nil {
		return settings{}, err
	}
	limits, err := readLimits()
	if err != nil {
		return settings{}, err
	}
	origins, err := readOrigins()
	if err != nil {
		return settings{}, err
	}
	return settings{address: setting("ADDR", "127.0.0.1:8080"), database: databaseURL(), limits: limits, origins: origins, costBudget: budget,
		metricsToken: os.Getenv("METRICS_TOKEN"), log: log}, nil
}

func databaseURL() string { return setting("DATABASE_URL", "sqlite:omnimap.db") }

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

// readLimits reads how large requests may be.
func readLimits() (limits limit.Limits, err error) {
	fallback := limit.DefaultLimits()
	if limits.Body, err = bytesSetting("MAX_BODY", fallback.Body); err != nil {
		return limits, err
	}
	limits.Upload, err = bytesSetting("MAX_UPLOAD", fallback.Upload)
	return limits, err
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

func newLogger() (*slog.Logger, error) {
	var level slog.Level
	if err := level.UnmarshalText([]byte(setting("LOG_LEVEL", "info"))); err != nil {
		return nil, fmt.Errorf("read LOG_LEVEL: %w", err)
	}
	options := &slog.HandlerOptions{Level: level}
	switch format := setting("LOG_FORMAT", "text"); format {
	case "json":
		return slog.New(slog.NewJSONHandler(os.Stderr, options)), nil
	case "text":
		return slog.New(slog.NewTextHandler(os.Stderr, options)), nil
	default:
		return nil, fmt.Errorf("LOG_FORMAT is %q; use text or json", format)
	}
}
