// Command bench measures the server, through its API, beside floors: the same
// rows written or read by as little as can do it, on the same database server,
// in the same run. See docs/benchmarks.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// settings are what the flags say.
type settings struct {
	n, rounds    int
	growth       []int
	databases    []string
	only         []string
	connections  int
	pageDuration time.Duration
	profiles     bool
	verify       bool
	// withPostGraphile measures a page beside it, too.
	withPostGraphile bool
	seed             uint64
	out, report      string
}

func main() {
	log.SetFlags(log.Ltime)
	if len(os.Args) == 4 && os.Args[1] == bareCommand {
		if err := servePages(os.Args[2], os.Args[3]); err != nil {
			log.Fatalln("bench:", err)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := measure(ctx, os.Args[1:])
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		log.Fatalln("bench:", err)
	}
}

func readSettings(args []string) (*settings, error) {
	s := &settings{}
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.IntVar(&s.n, "n", 1_000_000, "listings and options in the catalogue")
	flags.IntVar(&s.rounds, "rounds", 3, "rounds; medians are shown")
	databases := flags.String("db", "postgres,sqlite", "databases to measure on")
	growth := flags.String("growth", "", "sizes, as in 10000,100000: measure each and draw a chart, in place of -n")
	only := flags.String("only", "", "rows to measure, by name, and whatever must be done before them")
	list := flags.Bool("list", false, "list the names of rows")
	flags.IntVar(&s.connections, "connections", 8, "connections that ask for pages")
	flags.DurationVar(&s.pageDuration, "pages", 2*time.Second, "how long each page is asked for in a round")
	flags.BoolVar(&s.profiles, "profile", false, "keep CPU profiles of the server, where it serves any")
	flags.BoolVar(&s.verify, "verify", false, "have the server's own check look over each round's database")
	flags.BoolVar(&s.withPostGraphile, "postgraphile", false, "measure the mapped page beside PostGraphile, which npm brings, on PostgreSQL")
	flags.Uint64Var(&s.seed, "seed", 1, "the seed of the catalogue")
	flags.StringVar(&s.out, "out", filepath.Join("bench", "out"), "where the files go: catalogues, logs, results.json")
	flags.StringVar(&s.report, "report", filepath.Join("docs", "benchmarks.md"), "the Markdown file whose marked part becomes the results; empty for none")
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
	if s.rounds < 1 {
		return nil, errors.New("-rounds must be 1 or more")
	}
	s.databases, s.only = fields(*databases), fields(*only)
	for _, size := range fields(*growth) {
		n, err := strconv.Atoi(size)
		if err != nil {
			return nil, fmt.Errorf("-growth: %w", err)
		}
		s.growth = append(s.growth, n)
	}
	slices.Sort(s.growth)
	return s, nil
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

func measure(ctx context.Context, args []string) error {
	s, err := readSettings(args)
	if err != nil {
		return err
	}
	todo, err := s.chosen()
	if err != nil {
		return err
	}
	if s.out, err = filepath.Abs(s.out); err != nil {
		return err
	}
	if err := os.MkdirAll(s.out, 0o755); err != nil {
		return err
	}
	if s.withPostGraphile {
		if err := installPostGraphile(ctx, filepath.Join(s.out, "postgraphile")); err != nil {
			return err
		}
	}
	server, err := buildServer(ctx, s.out)
	if err != nil {
		return err
	}
	results := &results{Machine: aboutMachine(), At: time.Now().UTC()}
	for _, name := range s.databases {
		if err := s.measureDatabase(ctx, name, server, todo, results); err != nil {
			return err
		}
	}
	return s.publish(results)
}

// measureDatabase measures every size on one database.
func (s *settings) measureDatabase(ctx context.Context, name, server string, todo []step, results *results) (err error) {
	d, err := openDialect(ctx, name, s.out)
	if err != nil {
		return err
	}
	defer d.stop()
	version, err := d.version(ctx)
	if err != nil {
		return err
	}
	results.Machine.Versions = append(results.Machine.Versions, name+" "+version)
	sizes := s.growth
	if len(sizes) == 0 {
		sizes = []int{s.n}
	}
	for _, n := range sizes {
		found, err := s.measureSize(ctx, d, n, server, todo)
		if err != nil {
			return fmt.Errorf("%s, N = %d: %w", name, n, err)
		}
		results.Runs = append(results.Runs, found)
		// What is done is kept, whatever comes of the rest.
		if err := results.save(s.resultsPath()); err != nil {
			return err
		}
	}
	return nil
}

// measureSize measures one size of catalogue.
func (s *settings) measureSize(ctx context.Context, d *dialect, n int, server string, todo []step) (*run, error) {
	log.Printf("%s: making a catalogue of %d", d.name, n)
	c, err := newCatalogue(n, s.seed)
	if err != nil {
		return nil, err
	}
	files, err := c.writeFiles(s.out)
	if err != nil {
		return nil, err
	}
	// From here on only the numbers are needed.
	c.options, c.listings = nil, nil
	found := &run{Database: d.name, N: n, Rounds: s.rounds, LoadBefore: loadAverage()}
	for i := range s.rounds {
		log.Printf("%s: N = %d, round %d of %d, load %s", d.name, n, i+1, s.rounds, loadAverage())
		r := &round{settings: s, dialect: d, catalogue: c, files: files, run: found, folder: s.out, serverPath: server}
		if err := r.play(ctx, todo); err != nil {
			return nil, err
		}
	}
	found.LoadAfter = loadAverage()
	return found, nil
}
