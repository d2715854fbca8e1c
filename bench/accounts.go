package main

import (
	"context"
	"fmt"
	"log"
	"net/http"
	"slices"
	"strings"
)

const (
	// accountListings is how many listings an account has, and options.
	accountListings = 1000
	// accountIterations is how often each work is measured; medians are shown.
	accountIterations = 9
	// accountPages and accountImports are how many pages and imports an
	// iteration measures.
	accountPages   = 50
	accountImports = 5
)

// accountTarget bounds how much longer work may take where there are other
// accounts.
var accountTarget = target{MaxRatio: 1.25}

// measureAccounts measures an account in a database of many, beside the same
// account alone in a database.
func (s *settings) measureAccounts(ctx context.Context, server string) (err error) {
	c, f, err := s.makeCatalogue(accountListings)
	if err != nil {
		return err
	}
	d, about, err := s.openPostgres(ctx)
	if err != nil {
		return err
	}
	defer d.stop()
	found := &run{Database: postgres, N: s.accounts, Iterations: accountIterations}
	var homes []*iteration
	var closings []func()
	defer func() {
		for _, closing := range slices.Backward(closings) {
			closing()
		}
	}()
	for _, accounts := range []int{1, s.accounts} {
		home := &iteration{settings: s, dialect: d, catalogue: c, files: f, run: found, folder: s.out, serverPath: server}
		closing, err := home.openAccounts(ctx, accounts)
		closings = append(closings, closing)
		if err != nil {
			return fmt.Errorf("%d accounts: %w", accounts, err)
		}
		homes = append(homes, home)
	}
	for i := range accountIterations {
		log.Printf("round %d of %d, load %s", i+1, accountIterations, loadAverage())
		if err := measureBeside(ctx, homes[0], homes[1]); err != nil {
			return err
		}
	}
	part := accountsMarkdown(about, found)
	fmt.Print(part)
	if s.report == "" {
		return nil
	}
	return replaceMarked(s.report, "accounts", part)
}

// openAccounts makes a database with so many accounts and starts a server on
// it. The first account is loaded through the API, the others copy its rows.
func (r *iteration) openAccounts(ctx context.Context, accounts int) (closing func(), err error) {
	var ends []func()
	closing = func() {
		for _, end := range slices.Backward(ends) {
			end()
		}
	}
	url, drop, err := r.dialect.make(ctx, "accounts")
	if err != nil {
		return closing, err
	}
	ends = append(ends, drop)
	r.productURL = url
	if r.product, err = startServer(r.serverPath, r.folder, url); err != nil {
		return closing, err
	}
	ends = append(ends, func() { _ = r.product.stop() })
	if r.db, err = r.dialect.connect(url); err != nil {
		return closing, err
	}
	ends = append(ends, func() { r.db.Close() })
	if r.id, err = r.product.fill(ctx, r.files.export, r.files.report); err != nil {
		return closing, err
	}
	if r.integration, err = r.integrationNumber(ctx, integrationName); err != nil {
		return closing, err
	}
	log.Printf("copying the account to %d", accounts)
	if err := r.copyAccount(ctx, accounts); err != nil {
		return closing, fmt.Errorf("copy the account: %w", err)
	}
	_, err = r.db.ExecContext(ctx, "VACUUM ANALYZE")
	return closing, err
}

// copyAccount copies every row of the account until there are so many accounts.
func (r *iteration) copyAccount(ctx context.Context, accounts int) error {
	if _, err := r.db.ExecContext(ctx, `INSERT INTO accounts (id, name, created_at)
SELECT n, 'account ' || n, 0 FROM generate_series($1::bigint + 1, $2) n`, r.account, accounts); err != nil {
		return err
	}
	tables, err := r.accountTables(ctx)
	if err != nil {
		return err
	}
	for _, t := range tables {
		columns := strings.Join(t.columns, ", ")
		if _, err := r.db.ExecContext(ctx, fmt.Sprintf("INSERT INTO %s (account_id, %s) SELECT n, %[2]s FROM %[1]s CROSS JOIN generate_series($1::bigint + 1, $2) n WHERE account_id = $1 ORDER BY n",
			t.name, columns), r.account, accounts); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	return nil
}

// accountTable is a table whose rows belong to an account. Its columns leave out
// account_id and generated ones.
type accountTable struct {
	name    string
	columns []string
}

func (r *iteration) accountTables(ctx context.Context) (tables []accountTable, err error) {
	rows, err := r.db.QueryContext(ctx, `SELECT a.table_name::text, c.column_name::text FROM information_schema.columns a
JOIN information_schema.tables t ON t.table_schema = a.table_schema AND t.table_name = a.table_name AND t.table_type = 'BASE TABLE'
JOIN information_schema.columns c ON c.table_schema = a.table_schema AND c.table_name = a.table_name
WHERE a.table_schema = 'public' AND a.column_name = 'account_id' AND c.column_name <> 'account_id' AND c.is_generated = 'NEVER'
ORDER BY a.table_name, c.ordinal_position`)
	if err != nil {
		return nil, err
	}
	err = eachSQLRow(rows, func(scan func(...any) error) error {
		var table, column string
		if err := scan(&table, &column); err != nil {
			return err
		}
		if n := len(tables); n == 0 || tables[n-1].name != table {
			tables = append(tables, accountTable{name: table})
		}
		last := &tables[len(tables)-1]
		last.columns = append(last.columns, column)
		return nil
	})
	return tables, err
}

// measureBeside does one iteration of both.
func measureBeside(ctx context.Context, alone, among *iteration) error {
	alone.dialect.checkpoint(ctx)
	for _, c := range pageCases(alone.catalogue) {
		if c.place == "last" || strings.HasSuffix(c.name, "-filter") || !alone.wants(c.name, "pages") {
			continue
		}
		var asks [2]func() (float64, error)
		for i, r := range []*iteration{alone, among} {
			request, err := r.pageRequest(ctx, c)
			if err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
			asks[i] = func() (float64, error) {
				return timed(func() error { _, err := fetchLength(r.product.http, request); return err })
			}
		}
		if err := among.alternate(row{Name: c.name, Work: c.title(), Target: accountTarget}, accountPages, asks); err != nil {
			return err
		}
	}
	if !alone.wants("import", "import") {
		return nil
	}
	return among.alternate(row{Name: "import", Work: "import", Target: accountTarget}, accountImports, [2]func() (float64, error){
		func() (float64, error) { return alone.importTime(ctx) },
		func() (float64, error) { return among.importTime(ctx) },
	})
}

// alternate measures the same work n times alone and among others, in turns, so
// that the machine's load is the same for both, and keeps the medians.
func (r *iteration) alternate(of row, n int, works [2]func() (float64, error)) error {
	var took [2][]float64
	for range n {
		for i, work := range works {
			seconds, err := work()
			if err != nil {
				return fmt.Errorf("%s: %w", of.Name, err)
			}
			took[i] = append(took[i], seconds)
		}
	}
	r.run.add(of, sample{Baseline: median(took[0]), Product: median(took[1])})
	return nil
}

// pageRequest asks for a page once, checks it, and returns the request.
func (r *iteration) pageRequest(ctx context.Context, c pageCase) (*http.Request, error) {
	pages := &pageRun{dialect: r.dialect, product: r.product, db: r.db, id: r.id, account: r.account, integration: r.integration}
	ask, _, err := pages.locate(ctx, c)
	if err != nil {
		return nil, err
	}
	request, err := pages.productRequest(ctx, c, ask)
	if err != nil {
		return nil, err
	}
	_, err = pages.productPage(request, c)
	return request, err
}

// importTime is how long an import of all takes, once all mappings are deleted.
func (r *iteration) importTime(ctx context.Context) (float64, error) {
	if _, err := r.product.mutate(ctx, "deleteAllMappings", variables{"integrationId": r.id, "confirm": integrationName}, "deleted"); err != nil {
		return 0, err
	}
	return timed(func() error { return r.imports(ctx, "ALL", r.catalogue.mappable) })
}

// accountsMarkdown is what was measured as a table.
func accountsMarkdown(about *results, r *run) string {
	var b strings.Builder
	b.WriteString(about.heading())
	fmt.Fprintf(&b, "\nOne of %s accounts of %s listings each, and the same alone; medians of %s.\n\n", grouped(r.N), grouped(accountListings), iterations(r.Iterations))
	fmt.Fprintf(&b, "| work | among %s | alone | ratio (≤ %.2f) | |\n|---|---:|---:|---:|---|\n", grouped(r.N), accountTarget.MaxRatio)
	for _, s := range r.Series {
		fmt.Fprintf(&b, "| %s | %s | %s | %.2f | %s |\n", s.Work, duration(s.product()), duration(s.baseline()), s.ratio(), s.verdict(r.Database))
	}
	return b.String()
}
