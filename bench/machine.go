package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

// results are all that was measured.
type results struct {
	At      time.Time
	Machine *machine
	Runs    []*run
}

func (r *results) save(path string) error {
	text, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return err
	}
	if err := os.WriteFile(path, append(text, '\n'), 0o644); err != nil {
		return fmt.Errorf("keep the results: %w", err)
	}
	return nil
}

// machine is what the measuring was done on.
type machine struct {
	CPU, System string
	Cores       int
	MemoryGiB   int
	Versions    []string
}

func aboutMachine() *machine {
	m := &machine{CPU: fieldOf("/proc/cpuinfo", "model name"), System: runtime.GOOS + "/" + runtime.GOARCH, Cores: runtime.NumCPU(),
		Versions: []string{runtime.Version()}}
	if m.CPU == "" {
		m.CPU = runtime.GOARCH
	}
	var kilobytes int
	_, _ = fmt.Sscan(fieldOf("/proc/meminfo", "MemTotal"), &kilobytes)
	m.MemoryGiB = (kilobytes + 1<<19) >> 20
	if build, ok := debug.ReadBuildInfo(); ok {
		for _, module := range build.Deps {
			switch module.Path {
			case "github.com/99designs/gqlgen", "github.com/jackc/pgx/v5", "modernc.org/sqlite", "github.com/xuri/excelize/v2":
				m.Versions = append(m.Versions, module.Path[strings.Index(module.Path, "/")+1:]+" "+module.Version)
			}
		}
	}
	return m
}

// fieldOf is the value of the first line of a file with the name; empty where
// the system has no such file.
func fieldOf(path, name string) string {
	text, err := os.ReadFile(path)
	if err != nil {
		return ""
	}
	for line := range strings.Lines(string(text)) {
		key, value, found := strings.Cut(line, ":")
		if found && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// loadAverage is how busy the machine was in the last minute.
func loadAverage() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	first, _, _ := strings.Cut(string(text), " ")
	return first
}
