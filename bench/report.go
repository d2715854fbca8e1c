package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

func (s *settings) resultsPath() string { return filepath.Join(s.out, "results.json") }

// publish prints the results, and writes them into the report.
func (s *settings) publish(r *results) error {
	part, marker := r.markdown(), "results"
	if r.grown() {
		part, marker = r.growthMarkdown(), "growth"
	}
	fmt.Print(part)
	if s.report == "" {
		return nil
	}
	if r.grown() {
		chart := strings.TrimSuffix(s.report, filepath.Ext(s.report)) + ".svg"
		if err := os.WriteFile(chart, []byte(drawChart(r.Runs)), 0o644); err != nil {
			return fmt.Errorf("write the chart: %w", err)
		}
	}
	return replaceMarked(s.report, marker, part)
}

// publishKept reports saved results of earlier runs on the same machine.
func (s *settings) publishKept() error {
	all := &results{}
	for _, path := range s.from {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		var kept results
		if err := json.Unmarshal(text, &kept); err != nil {
			return fmt.Errorf("read %s: %w", path, err)
		}
		if all.Machine == nil {
			all.At, all.Machine = kept.At, kept.Machine
		}
		for _, version := range kept.Machine.Versions {
			if !slices.Contains(all.Machine.Versions, version) {
				all.Machine.Versions = append(all.Machine.Versions, version)
			}
		}
		all.Runs = append(all.Runs, kept.Runs...)
	}
	return s.publish(all)
}

// replaceMarked replaces the text between a file's markers. Missing markers are
// added at its end.
func replaceMarked(path, marker, text string) error {
	old, err := os.ReadFile(path)
	if err != nil && !os.IsNotExist(err) {
		return err
	}
	if err := os.WriteFile(path, []byte(marked(string(old), marker, text)), 0o644); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

func marked(old, marker, text string) string {
	begin, end := "<!-- "+marker+": begin -->\n", "<!-- "+marker+": end -->\n"
	before, rest, found := strings.Cut(old, begin)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		before, after = old, ""
		if before != "" && !strings.HasSuffix(before, "\n\n") {
			before = strings.TrimSuffix(before, "\n") + "\n\n"
		}
	}
	return before + begin + text + end + after
}

// markdown is all results as tables.
func (r *results) markdown() string {
	var b strings.Builder
	b.WriteString(r.heading())
	for _, run := range r.Runs {
		fmt.Fprintf(&b, "\n### %s, N = %s\n\nMedians of %s. Load average %s before, %s after.\n\n", title(run.Database), grouped(run.N), iterations(run.Iterations), run.LoadBefore, run.LoadAfter)
		run.writeJobs(&b)
		run.writePages(&b)
		run.writePeer(&b)
	}
	return b.String()
}

// heading names the time and the machine.
func (r *results) heading() string {
	return fmt.Sprintf("Measured %s on %s, %d cores, %d GiB, %s; %s.\n", r.At.Format("2006-01-02 15:04 UTC"), r.Machine.CPU, r.Machine.Cores, r.Machine.MemoryGiB,
		r.Machine.System, strings.Join(r.Machine.Versions, ", "))
}

func title(database string) string {
	if database == postgres {
		return "PostgreSQL"
	}
	return "SQLite"
}

func iterations(n int) string {
	if n == 1 {
		return "one round"
	}
	return fmt.Sprintf("%d rounds", n)
}

// grouped is a number with a comma for every three digits.
func grouped(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return grouped(n/1000) + fmt.Sprintf(",%03d", n%1000)
}

// duration is a time to three digits, in s or ms.
func duration(seconds float64) string {
	switch {
	case seconds >= 10:
		return fmt.Sprintf("%.1f s", seconds)
	case seconds >= 1:
		return fmt.Sprintf("%.2f s", seconds)
	case seconds >= 0.1:
		return fmt.Sprintf("%.0f ms", seconds*1000)
	}
	return fmt.Sprintf("%.1f ms", seconds*1000)
}

// wanted writes a row's target.
func (t target) wanted() string {
	var parts []string
	if t.MaxRatio > 0 {
		parts = append(parts, fmt.Sprintf("≤ %.1f×", t.MaxRatio))
	}
	if t.MaxSeconds > 0 {
		parts = append(parts, "≤ "+duration(t.MaxSeconds))
	}
	if t.MaxMemory > 0 {
		parts = append(parts, fmt.Sprintf("≤ %.0f MiB", t.MaxMemory))
	}
	if len(parts) == 0 {
		return "–"
	}
	return strings.Join(parts, ", ")
}

func (r *run) writeJobs(b *strings.Builder) {
	b.WriteString("| work | time | baseline | ratio | target | | memory |\n|---|---:|---:|---:|---|---|---:|\n")
	for _, known := range jobRows {
		s := r.find(known.Name)
		if s == nil {
			continue
		}
		took, beside, ratio, wanted := "–", "–", "–", s.Target.on(r.Database).wanted()
		if s.product() > 0 {
			took = duration(s.product())
		}
		if s.baseline() > 0 {
			beside, ratio = duration(s.baseline()), fmt.Sprintf("%.2f", s.ratio())
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %s | %s | %.0f MiB |\n", s.Work, took, beside, ratio, wanted, s.verdict(r.Database), s.memory())
	}
}

func (r *run) find(name string) *series {
	for _, s := range r.Series {
		if s.Name == name {
			return s
		}
	}
	return nil
}

func (r *run) writePages(b *strings.Builder) {
	begun := false
	for _, s := range r.Series {
		if s.Target != pageTarget {
			continue
		}
		if !begun {
			fmt.Fprintf(b, "\n| page of 50 | requests/s | bare handler | ratio (≥ %.2f) | p99 | bare handler | above (≤ %s) | | `totalCount` |\n|---|---:|---:|---:|---:|---:|---:|---|---:|\n",
				pageTarget.MinRate, duration(pageTarget.MaxOver))
			begun = true
		}
		count := "–"
		if took := s.median(func(r sample) float64 { return r.Count }); took > 0 {
			count = duration(took)
		}
		fmt.Fprintf(b, "| %s | %.0f | %.0f | %.2f | %s | %s | %s | %s | %s |\n", s.Work, s.product(), s.baseline(), s.ratio(),
			duration(s.median(func(r sample) float64 { return r.P99 })), duration(s.median(func(r sample) float64 { return r.BaselineP99 })),
			duration(s.over()), s.verdict(r.Database), count)
	}
}

// writePeer writes the page beside PostGraphile's, where that was measured.
func (r *run) writePeer(b *strings.Builder) {
	s := r.find(postgraphileRow.Name)
	if s == nil {
		return
	}
	fmt.Fprintf(b, "\n| page of 50 | requests/s | PostGraphile | ratio | target | |\n|---|---:|---:|---:|---|---|\n| %s | %.0f | %.0f | %.2f | ≥ %.1f× | %s |\n",
		s.Work, s.product(), s.baseline(), s.ratio(), s.Target.MinRate, s.verdict(r.Database))
}
