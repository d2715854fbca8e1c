package config

import (
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Variable is a setting as the environment has it. README.md and the
// program's help have the same rows.
type Variable struct {
	Name, Default, About string
	// set takes the variable's text, which is empty where it is not set.
	set func(text string) error
}

// Variables are all settings, in the order in which they are documented.
func Variables(defaults Limits) []Variable {
	return new(Settings).variables(defaults)
}

func (s *Settings) variables(defaults Limits) []Variable {
	return []Variable{
		text("ADDR", "127.0.0.1:8080", "a loopback address until there is an API key", &s.Address),
		text("DATABASE_URL", defaultDatabase, "or `postgres://…`", &s.Database),
		number("COST_BUDGET", 300_000, "points that an API key may spend in a minute, on each replica; `0` for no limit", &s.CostBudget),
		{"CORS_ORIGINS", "", "origins whose pages may use the API, separated by commas: `https://shop.example`", func(text string) (err error) {
			s.Origins, err = readOrigins(text)
			return err
		}},
		bytes("MAX_BODY", defaults.Body, "bytes of a request's JSON", &s.Limits.Body),
		bytes("MAX_UPLOAD", defaults.Upload, "bytes of a request's files together", &s.Limits.Upload),
		text("METRICS_TOKEN", "", "lets other machines read `/metrics` with `Authorization: Bearer …`", &s.MetricsToken),
		{"OTEL_EXPORTER_OTLP_ENDPOINT", "", "where traces go; OpenTelemetry's other settings work too", func(text string) error {
			s.Tracing = text != ""
			return nil
		}},
		duration("DATABASE_WAIT", "30s", "how long a start waits for PostgreSQL; `0s` for not at all", &s.DatabaseWait),
		duration("DRAIN_DELAY", "1s", "how long a stop still serves, while `/readyz` is 503 already", &s.DrainDelay),
		duration("SHUTDOWN_WAIT", "25s", "how long a stop then lets work end", &s.ShutdownWait),
		choice("LOG_FORMAT", []string{"text", "json"}, "how the log is written", &s.LogFormat),
		{"LOG_LEVEL", "info", "`debug`, `info`, `warn` or `error`", func(text string) error {
			if err := s.LogLevel.UnmarshalText([]byte(or(text, "info"))); err != nil {
				return fmt.Errorf("read LOG_LEVEL: %w", err)
			}
			return nil
		}},
		{"GOGC", strconv.Itoa(gcPercent), "Go's own setting: by how many percent memory grows before it is collected", func(text string) error {
			s.GCPercent = text
			return nil
		}},
		{"GOMEMLIMIT", fmt.Sprintf("%dMiB", softMemoryLimit>>20), "Go's own setting: from where on memory is collected more often", func(text string) error {
			s.MemoryLimit = text
			return nil
		}},
	}
}

const defaultDatabase = "sqlite:omnimap.db"

// DatabaseURL reads the one setting that the commands beside the server have.
func DatabaseURL() string { return or(os.Getenv("DATABASE_URL"), defaultDatabase) }

func or(text, fallback string) string {
	if text != "" {
		return text
	}
	return fallback
}

// text is a setting that may be any text.
func text(name, fallback, about string, to *string) Variable {
	return Variable{name, fallback, about, func(text string) error {
		*to = or(text, fallback)
		return nil
	}}
}

// choice is a setting that is one of some words, the first by default.
func choice(name string, words []string, about string, to *string) Variable {
	list := strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
	return Variable{name, words[0], about + ": " + list, func(text string) error {
		if *to = or(text, words[0]); !slices.Contains(words, *to) {
			return fmt.Errorf("%s is %q; use %s", name, text, list)
		}
		return nil
	}}
}

// duration is a setting that is a duration, 0 or more.
func duration(name, fallback, about string, to *time.Duration) Variable {
	return Variable{name, fallback, about, func(text string) (err error) {
		if *to, err = time.ParseDuration(or(text, fallback)); err != nil || *to < 0 {
			return fmt.Errorf("%s is %q; use a duration, such as %s", name, text, fallback)
		}
		return nil
	}}
}

// number is a setting that is a whole number, 0 or more.
func number(name string, fallback int64, about string, to *int64) Variable {
	return integer(name, fallback, 0, math.MaxInt64, "whole number", about, to)
}

// bytes is a setting that is a number of bytes.
func bytes(name string, fallback int64, about string, to *int64) Variable {
	return integer(name, fallback, 1, math.MaxInt64/4, "number of bytes", about, to)
}

func integer(name string, fallback, least, most int64, what, about string, to *int64) Variable {
	return Variable{name, strconv.FormatInt(fallback, 10), about, func(text string) (err error) {
		if *to = fallback; text == "" {
			return nil
		}
		if *to, err = strconv.ParseInt(text, 10, 64); err != nil || *to < least || *to > most {
			return fmt.Errorf("%s is %q; use a %s, such as %d", name, text, what, fallback)
		}
		return nil
	}}
}
