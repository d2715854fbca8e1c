package main

import (
	"fmt"
	"strings"
	"time"
)

// kindTitles say what the kinds of request are.
var kindTitles = map[string]string{
	"page":   "page of a list",
	"search": "page of a search inside titles",
	"status": "counts and import preview",
	"list":   "list of pairs, deletions or listings",
	"import": "import",
}

// loadMarkdown is what the clients got as tables.
func loadMarkdown(about *results, runs []*loadRun) string {
	var b strings.Builder
	b.WriteString(about.heading())
	for _, r := range runs {
		fmt.Fprintf(&b, "\n%s, N = %s, %d clients for %s:\n\n| request | requests | a second | p50 | p99 | longest | errors |\n|---|---:|---:|---:|---:|---:|---:|\n",
			replicas(r.Replicas), grouped(r.N), r.Clients, r.Duration.Round(time.Second))
		all := &tally{Kind: "all"}
		for _, t := range r.Kinds {
			t.write(&b, kindTitles[t.Kind], r.Duration)
			all.Took, all.Errors = append(all.Took, t.Took...), append(all.Errors, t.Errors...)
		}
		all.write(&b, "all", r.Duration)
	}
	return b.String()
}

func replicas(n int) string {
	if n == 1 {
		return "One replica"
	}
	return fmt.Sprintf("%d replicas", n)
}

func (t *tally) write(b *strings.Builder, title string, during time.Duration) {
	seconds := func(percent int) string { return duration(percentile(t.Took, percent).Seconds()) }
	fmt.Fprintf(b, "| %s | %d | %.1f | %s | %s | %s | %d |\n", title, len(t.Took), float64(len(t.Took))/during.Seconds(),
		seconds(50), seconds(99), seconds(100), len(t.Errors))
}
