package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// A round is one pass over all the work, on a database of its own.
type round struct {
	*settings
	dialect    *dialect
	catalogue  *catalogue
	files      files
	run        *run
	folder     string
	serverPath string

	productURL string
	product    *process
	// db is the product's database, for what floors need to know of it.
	db    *sql.DB
	floor *floor
	bare  *process
	// id is what the API calls the integration, account and integration what
	// the database does; likewise blank, the integration of which no listing
	// matches.
	id, blankID          string
	account, integration int64
	peak                 float64
}

// integrationName is the confirmation for deleting all.
const (
	integrationName = "Benchmark"
	blankName       = "Blank"
)

// A step is work that belongs together. It runs where one of its rows is
// wanted, or one of a step that needs it.
type step struct {
	name  string
	rows  []string
	needs []string
	do    func(*round, context.Context) error
}

// steps are in the order in which they are done.
var steps = []step{
	{"omni-load", []string{"omni-load"}, nil, (*round).loadOmni},
	{"report-load", []string{"report-load"}, []string{"omni-load"}, (*round).loadReport},
	{"status-unmapped", []string{"status-unmapped", "preview-unmapped"}, []string{"report-load"}, (*round).statusUnmapped},
	{"import", []string{"import"}, []string{"report-load"}, (*round).importAll},
	{"import-again", []string{"import-again"}, []string{"import"}, (*round).importAgain},
	{"delete-all", []string{"delete-all", "restore-all"}, []string{"import"}, (*round).deleteAndRestore},
	{"status", []string{"status", "preview"}, []string{"import"}, (*round).statusMapped},
	{"pages", pageNames(), []string{"import"}, (*round).pages},
	{"postgraphile", []string{"postgraphile"}, []string{"import"}, (*round).postgraphile},
	{"import-new", []string{"import-new"}, []string{"import"}, (*round).importNew},
	{"custom", []string{"custom-list", "custom-aliases"}, []string{"import"}, (*round).custom},
	{"remap", []string{"remap"}, []string{"import"}, (*round).remap},
	{"sheets", []string{"sheet-out", "sheet-in", "pairs-in", "few-unmappable"}, []string{"omni-load"}, (*round).sheets},
}

// chosen are the steps that the rows of -only need, in their order.
func (s *settings) chosen() ([]step, error) {
	if len(s.only) == 0 {
		return steps, nil
	}
	wanted := map[string]bool{}
	for _, name := range s.only {
		i := slices.IndexFunc(steps, func(s step) bool {
			return s.name == name || slices.Contains(s.rows, name)
		})
		if i < 0 {
			return nil, fmt.Errorf("-only: there is no row %q; see -list", name)
		}
		wanted[steps[i].name] = true
	}
	var found []step
	for _, s := range slices.Backward(steps) {
		if wanted[s.name] {
			found = append(found, s)
			for _, need := range s.needs {
				wanted[need] = true
			}
		}
	}
	slices.Reverse(found)
	return found, nil
}

// play does a round.
func (r *round) play(ctx context.Context, todo []step) (err error) {
	closing, err := r.open(ctx)
	defer func() { err = errors.Join(err, closing()) }()
	if err != nil {
		return err
	}
	for _, s := range todo {
		began := time.Now()
		if err := s.do(r, ctx); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		log.Printf("%s: %s took %s", r.dialect.name, s.name, time.Since(began).Round(time.Millisecond))
	}
	r.notePeak()
	r.run.add(jobRow("memory"), sample{Memory: r.peak})
	if r.verify {
		return r.checkDatabase(ctx)
	}
	return nil
}

// checkDatabase has the server's own check look over the database.
func (r *round) checkDatabase(ctx context.Context) error {
	command := exec.CommandContext(ctx, r.serverPath, "verify")
	command.Env = append(os.Environ(), "DATABASE_URL="+r.productURL)
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("verify: %w: %s", err, out)
	}
	return nil
}

// open makes the round's databases and starts its servers. What it gives ends
// them, also after an error.
func (r *round) open(ctx context.Context) (closing func() error, err error) {
	var ends []func() error
	closing = func() error {
		var errs []error
		for _, end := range slices.Backward(ends) {
			errs = append(errs, end())
		}
		return errors.Join(errs...)
	}
	database := func(purpose string) (string, error) {
		url, drop, err := r.dialect.make(ctx, purpose)
		if err == nil {
			ends = append(ends, func() error { drop(); return nil })
		}
		return url, err
	}
	if r.productURL, err = database("product"); err != nil {
		return closing, err
	}
	floorURL, err := database("floor")
	if err != nil {
		return closing, err
	}
	if r.floor, err = openFloor(ctx, r.dialect, floorURL, r.folder); err != nil {
		return closing, err
	}
	ends = append(ends, r.floor.close)
	if r.product, err = startServer(r.serverPath, r.folder, r.productURL); err != nil {
		return closing, err
	}
	ends = append(ends, r.product.stop)
	if r.bare, err = startBare(r.folder, r.dialect.name, r.productURL); err != nil {
		return closing, err
	}
	ends = append(ends, r.bare.stop)
	if r.db, err = r.dialect.connect(r.productURL); err != nil {
		return closing, err
	}
	ends = append(ends, r.db.Close)
	if r.id, err = r.product.integration(ctx, integrationName); err != nil {
		return closing, err
	}
	r.integration, err = r.integrationNumber(ctx, integrationName)
	r.floor.integration = r.integration
	return closing, err
}

// integrationNumber is what the database calls an integration.
func (r *round) integrationNumber(ctx context.Context, name string) (n int64, err error) {
	err = r.db.QueryRowContext(ctx, "SELECT account_id, id FROM integrations WHERE name = $1", name).Scan(&r.account, &n)
	if err != nil {
		return 0, fmt.Errorf("find the integration: %w", err)
	}
	return n, nil
}

// timed gives how long some work took, in seconds.
func timed(work func() error) (float64, error) {
	began := time.Now()
	err := work()
	return time.Since(began).Seconds(), err
}

// productTimed is timed for the product's own work, with its peak of memory.
func (r *round) productTimed(ctx context.Context, name string, work func() error) (sample, error) {
	r.notePeak()
	r.product.resetPeak()
	finish := r.profile(ctx, name)
	took, err := timed(work)
	finish()
	r.notePeak()
	return sample{Product: took, Memory: r.product.peakMemory()}, err
}

func (r *round) notePeak() { r.peak = max(r.peak, r.product.peakMemory()) }

// beside measures work of the product and of its floor, and keeps both.
func (r *round) beside(ctx context.Context, name string, product, prepare, floor func() error) error {
	r.dialect.settle(ctx)
	s, err := r.productTimed(ctx, name, product)
	if err != nil {
		return err
	}
	if floor != nil {
		if prepare != nil {
			if err := prepare(); err != nil {
				return fmt.Errorf("prepare the floor: %w", err)
			}
		}
		r.dialect.settle(ctx)
		if s.Floor, err = timed(floor); err != nil {
			return fmt.Errorf("floor: %w", err)
		}
	}
	r.run.add(jobRow(name), s)
	return nil
}

// enough is how long work is repeated, in seconds, to find its median.
const enough = 5

// often measures quick work of the product n times, fewer where it is not that
// quick, and keeps the median.
func (r *round) often(ctx context.Context, name string, n int, work func() error) error {
	var took []float64
	var memory float64
	r.dialect.settle(ctx)
	for total := 0.0; len(took) < n && total < enough; {
		s, err := r.productTimed(ctx, name, work)
		if err != nil {
			return err
		}
		took, memory, total = append(took, s.Product), max(memory, s.Memory), total+s.Product
	}
	r.run.add(jobRow(name), sample{Product: median(took), Memory: memory})
	return nil
}

// want compares a number that the API answered with what the catalogue knows.
func want(what string, got, wanted int) error {
	if got != wanted {
		return fmt.Errorf("%s: the API says %d, and the catalogue %d", what, got, wanted)
	}
	return nil
}

func (r *round) file(name string) string { return filepath.Join(r.folder, name) }
