// Command bench measures the server, through its API, beside baselines: the
// least work that writes or reads the same rows, on the same database server.
// See docs/benchmarks.md.
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
	"syscall"
	"time"
)

func main() {
	log.SetFlags(log.Ltime)
	if len(os.Args) == 4 && os.Args[1] == bareCommand {
		if err := servePages(os.Args[2], os.Args[3]); err != nil {
			log.Fatalln("bench:", err)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	var err error
	if len(os.Args) > 1 && os.Args[1] == suggestCommand {
		err = tuneSuggestions(ctx, os.Args[2:])
	} else {
		err = measure(ctx, os.Args[1:])
	}
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		log.Fatalln("bench:", err)
	}
}

func measure(ctx context.Context, args []string) error {
	s, err := readSettings(args)
	if err != nil {
		return err
	}
	if len(s.from) > 0 {
		return s.publishKept()
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
	if s.load > 0 {
		return s.measureLoad(ctx, server)
	}
	if s.attack > 0 {
		return s.measureAttacks(ctx, server)
	}
	if s.accounts > 0 {
		return s.measureAccounts(ctx, server)
	}
	results := &results{Machine: aboutMachine(), At: time.Now().UTC()}
	for _, name := range s.databases {
		if err := s.measureDatabase(ctx, name, server, todo, results); err != nil {
			return err
		}
	}
	if err := results.save(s.resultsPath()); err != nil {
		return err
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
		if err := s.measureSize(ctx, d, n, server, todo, results); err != nil {
			return fmt.Errorf("%s, N = %d: %w", name, n, err)
		}
	}
	return nil
}

// measureSize measures one size of catalogue. The results are saved after each
// iteration, so that a later failure loses none.
func (s *settings) measureSize(ctx context.Context, d *dialect, n int, server string, todo []step, results *results) error {
	log.Printf("%s: making a catalogue of %d", d.name, n)
	c, err := newCatalogue(n, s.seed)
	if err != nil {
		return err
	}
	files, err := c.writeFiles(s.out)
	if err != nil {
		return err
	}
	// From here on only the numbers are needed.
	c.options, c.listings = nil, nil
	found := &run{Database: d.name, N: n, LoadBefore: loadAverage()}
	for i := range s.iterations {
		log.Printf("%s: N = %d, round %d of %d, load %s", d.name, n, i+1, s.iterations, loadAverage())
		it := &iteration{settings: s, dialect: d, catalogue: c, files: files, run: found, folder: s.out, serverPath: server}
		if err := it.play(ctx, todo); err != nil {
			return err
		}
		if found.Iterations++; found.Iterations == 1 {
			results.Runs = append(results.Runs, found)
		}
		found.LoadAfter = loadAverage()
		if err := results.save(s.resultsPath()); err != nil {
			return err
		}
	}
	return nil
}
