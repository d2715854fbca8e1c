package main

import (
	"errors"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// settings are the values of the flags.
type settings struct {
	n, iterations int
	growth        []int
	databases     []string
	only          []string
	connections   int
	pageDuration  time.Duration
	// load is how long many clients send requests at once; 0 to skip it.
	load    time.Duration
	clients int
	// attack is how long each attack of one account lasts; 0 to skip them.
	attack time.Duration
	// accounts is how many accounts the measured one is among; 0 to skip it.
	accounts int
	profiles bool
	verify   bool
	// withPostGraphile also measures a page beside PostGraphile's.
	withPostGraphile bool
	seed             uint64
	out, report      string
	// from are results files to report, in place of measuring.
	from []string
}

func readSettings(args []string) (*settings, error) {
	s := &settings{}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.IntVar(&s.n, "n", 1_000_000, "listings and options in the catalogue")
	flags.IntVar(&s.iterations, "rounds", 3, "rounds; medians are shown")
	databases := flags.String("db", "postgres,sqlite", "databases to measure on")
	growth := flags.String("growth", "", "sizes, as in 10000,100000: measure each and draw a chart, in place of -n")
	only := flags.String("only", "", "rows to measure, by name, with the steps that they need")
	list := flags.Bool("list", false, "list the names of rows")
	flags.IntVar(&s.connections, "connections", 8, "connections that ask for pages")
	flags.DurationVar(&s.pageDuration, "pages", 2*time.Second, "how long each page is asked for in a round")
	flags.DurationVar(&s.load, "load", 0, "have many clients read, change lists and import at once for so long, as in 60s, on one replica and on three, in place of the rows")
	flags.IntVar(&s.accounts, "accounts", 0, "measure one of so many accounts of 1,000 listings each, as in 1000, beside the same alone, in place of the rows")
	flags.DurationVar(&s.attack, "attack", 0, "have one account ask for as much as it can, in several ways, for so long each, as in 20s, and another for little, in place of the rows")
	flags.IntVar(&s.clients, "clients", 50, "clients of -load")
	flags.BoolVar(&s.profiles, "profile", false, "keep CPU profiles of the server, where it serves any")
	flags.BoolVar(&s.verify, "verify", false, "have the server's own check look over each round's database")
	flags.BoolVar(&s.withPostGraphile, "postgraphile", false, "measure the mapped page beside PostGraphile, which npm brings, on PostgreSQL")
	flags.Uint64Var(&s.seed, "seed", 1, "the seed of the catalogue")
	flags.StringVar(&s.out, "out", filepath.Join("bench", "out"), "where the files go: catalogues, logs, results.json")
	flags.StringVar(&s.report, "report", filepath.Join("docs", "benchmarks.md"), "the Markdown file whose marked part becomes the results; empty for none")
	from := flags.String("from", "", "results.json files, as in a.json,b.json: report these in place of measuring")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	if *list {
		printRows()
		return nil, flag.ErrHelp
	}
	if flags.NArg() > 0 {
		return nil, fmt.Errorf("%q is no flag", flags.Arg(0))
	}
	if s.iterations < 1 {
		return nil, errors.New("-rounds must be 1 or more")
	}
	s.databases, s.only, s.from = fields(*databases), fields(*only), fields(*from)
	reportGiven := false
	flags.Visit(func(f *flag.Flag) { reportGiven = reportGiven || f.Name == "report" })
	if len(s.only) > 0 && !reportGiven {
		// A few rows must not replace the report of all.
		s.report = ""
	}
	err := s.readGrowth(*growth)
	return s, err
}

func (s *settings) readGrowth(sizes string) error {
	for _, size := range fields(sizes) {
		n, err := strconv.Atoi(size)
		if err != nil {
			return fmt.Errorf("-growth: %w", err)
		}
		s.growth = append(s.growth, n)
	}
	slices.Sort(s.growth)
	return nil
}

// fields are the members of a list with commas.
func fields(list string) []string {
	return strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' })
}

// wants says whether a row was asked for, by its name or its step's.
func (s *settings) wants(name, step string) bool {
	return len(s.only) == 0 || slices.Contains(s.only, name) || slices.Contains(s.only, step)
}

func printRows() {
	for _, r := range jobRows {
		fmt.Printf("%-22s %s\n", r.Name, r.Work)
	}
	for _, c := range append(pageCases(&catalogue{}), fewCases()...) {
		fmt.Printf("%-22s %s\n", c.name, c.title())
	}
}
