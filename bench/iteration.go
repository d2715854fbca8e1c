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

// An iteration is one pass over all the steps, on a database of its own.
type iteration struct {
	*settings
	dialect    *dialect
	catalogue  *catalogue
	files      files
	run        *run
	folder     string
	serverPath string

	productURL string
	product    *process
	// db is the product's database, which the baselines read.
	db       *sql.DB
	baseline *baseline
	bare     *process
	// id is the integration's id in the API, account and integration its key in
	// the database; blankID is that of an integration without matches.
	id, blankID          string
	account, integration int64
	peak                 float64
}

// integrationName is the confirmation for deleting all.
const (
	integrationName = "Benchmark"
	blankName       = "Blank"
)

// A step measures one or more rows. It runs where one of its rows is wanted, or
// a later step needs it.
type step struct {
	name  string
	rows  []string
	needs []string
	do    func(*iteration, context.Context) error
}

// steps are in the order in which they are done.
var steps = []step{
	{"omni-load", []string{"omni-load"}, nil, (*iteration).loadOmni},
	{"report-load", []string{"report-load"}, []string{"omni-load"}, (*iteration).loadReport},
	{"status-unmapped", []string{"status-unmapped", "preview-unmapped"}, []string{"report-load"}, (*iteration).statusUnmapped},
	{"import", []string{"import"}, []string{"report-load"}, (*iteration).importAll},
	{"import-again", []string{"import-again"}, []string{"import"}, (*iteration).importAgain},
	{"delete-all", []string{"delete-all", "restore-all"}, []string{"import"}, (*iteration).deleteAndRestore},
	{"status", []string{"status", "preview"}, []string{"import"}, (*iteration).statusMapped},
	{"pages", pageNames(), []string{"import"}, (*iteration).pages},
	{"postgraphile", []string{"postgraphile"}, []string{"import"}, (*iteration).postgraphile},
	{"import-new", []string{"import-new"}, []string{"import"}, (*iteration).importNew},
	{"custom", []string{"custom-list", "custom-aliases"}, []string{"import"}, (*iteration).custom},
	{"remap", []string{"remap"}, []string{"import"}, (*iteration).remap},
	{"remap-many", []string{"remap-many", "remap-all"}, []string{"import"}, (*iteration).remapMany},
	{"fields", fieldRowNames(), []string{"import"}, (*iteration).fields},
	{"sheets", []string{"sheet-out", "sheet-in", "pairs-in", "few-unmappable"}, []string{"omni-load"}, (*iteration).sheets},
	{"pair", []string{"split", "pair-load"}, []string{"import"}, (*iteration).pair},
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

// play does the steps of an iteration.
func (r *iteration) play(ctx context.Context, todo []step) (err error) {
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
	r.recordPeak()
	r.run.add(jobRow("memory"), sample{Memory: r.peak})
	if r.verify {
		return r.checkDatabase(ctx)
	}
	return nil
}

// checkDatabase runs the server's own verify command on the database.
func (r *iteration) checkDatabase(ctx context.Context) error {
	command := exec.CommandContext(ctx, r.serverPath, "verify")
	command.Env = append(os.Environ(), "DATABASE_URL="+r.productURL)
	if out, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("verify: %w: %s", err, out)
	}
	return nil
}

// open makes the iteration's databases and starts its servers. closing stops
// and removes them, also after an error.
func (r *iteration) open(ctx context.Context) (closing func() error, err error) {
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
	baselineURL, err := database("baseline")
	if err != nil {
		return closing, err
	}
	if r.baseline, err = openBaseline(ctx, r.dialect, baselineURL, r.folder); err != nil {
		return closing, err
	}
	ends = append(ends, r.baseline.close)
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
	r.baseline.integration = r.integration
	return closing, err
}

// integrationNumber is what the database calls an integration.
func (r *iteration) integrationNumber(ctx context.Context, name string) (n int64, err error) {
	err = r.db.QueryRowContext(ctx, "SELECT account_id, id FROM integrations WHERE name = $1", name).Scan(&r.account, &n)
	if err != nil {
		return 0, fmt.Errorf("find the integration: %w", err)
	}
	return n, nil
}

// timed returns how long some work took, in seconds.
func timed(work func() error) (float64, error) {
	began := time.Now()
	err := work()
	return time.Since(began).Seconds(), err
}

// productTimed is timed for the product's work, with its peak memory.
func (r *iteration) productTimed(ctx context.Context, name string, work func() error) (sample, error) {
	r.recordPeak()
	r.product.resetPeak()
	finish := r.profile(ctx, name)
	took, err := timed(work)
	finish()
	r.recordPeak()
	return sample{Product: took, Memory: r.product.peakMemory()}, err
}

func (r *iteration) recordPeak() { r.peak = max(r.peak, r.product.peakMemory()) }

// beside measures the same work of the product and of its baseline.
func (r *iteration) beside(ctx context.Context, name string, product, prepare, baseline func() error) error {
	r.dialect.checkpoint(ctx)
	s, err := r.productTimed(ctx, name, product)
	if err != nil {
		return err
	}
	if baseline != nil {
		if prepare != nil {
			if err := prepare(); err != nil {
				return fmt.Errorf("prepare the baseline: %w", err)
			}
		}
		r.dialect.checkpoint(ctx)
		if s.Baseline, err = timed(baseline); err != nil {
			return fmt.Errorf("baseline: %w", err)
		}
	}
	r.run.add(jobRow(name), s)
	return nil
}

// enough is how long work is repeated, in seconds, to find its median.
const enough = 5

// often measures quick work of the product up to n times, for up to enough
// seconds, and keeps the median.
func (r *iteration) often(ctx context.Context, name string, n int, work func() error) error {
	var took []float64
	var memory float64
	r.dialect.checkpoint(ctx)
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

// want compares a number from the API with the catalogue's.
func want(what string, got, wanted int) error {
	if got != wanted {
		return fmt.Errorf("%s: the API says %d, and the catalogue %d", what, got, wanted)
	}
	return nil
}

// wantAtLeast is want for a number that is not known exactly.
func wantAtLeast(what string, got, wanted int) error {
	if got < wanted {
		return fmt.Errorf("%s: the API says %d, and the catalogue at least %d", what, got, wanted)
	}
	return nil
}

func (r *iteration) file(name string) string { return filepath.Join(r.folder, name) }
