package service_test

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"log/slog"
	"strconv"
	"testing"
	"time"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/sample"
	"omnimap/service"
	"omnimap/service/internal/query"
)

// TestWorldsPartitioned leaves most of the draws to the schemas that are in use.
// It sets the number of all tests, so it is not run in parallel with them.
func TestWorldsPartitioned(t *testing.T) {
	checks := flag.Lookup(checksFlag).Value
	many := checks.String()
	defer func() {
		if err := checks.Set(many); err != nil {
			t.Fatal(err)
		}
	}()
	n, err := strconv.Atoi(many)
	if err != nil {
		t.Fatal(err)
	}
	if err := checks.Set(strconv.Itoa(max(1, n/5))); err != nil {
		t.Fatal(err)
	}
	testWorlds(t, dbtest.Partitioned(t))
}

// TestOnePartition does a thing of each kind in one account, and finds that no
// statement looked into a partition where only other accounts' rows could be: on
// a distributed PostgreSQL each goes to one server.
func TestOnePartition(t *testing.T) {
	t.Parallel()
	url := dbtest.Partitioned(t)
	pool, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	awaitAlone(t, pool)
	before := scans(t, pool)
	// A start looks for tables that a restore has left empty, of any account.
	store, err := db.Open(t.Context(), url, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	store.Close()
	awaitAlone(t, pool)
	started := scans(t, pool)
	t.Run("work", func(t *testing.T) {
		s, actor, integration := open(t, url)
		// With and without statistics, which a database has once it has stood for a while.
		for range 2 {
			for _, step := range cycle(s, actor, integration) {
				if err := step(context.Background()); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := pool.Exec("ANALYZE"); err != nil {
				t.Fatal(err)
			}
		}
		look(t, s, actor, integration)
		partListings(t, s, actor, integration)
	})
	awaitAlone(t, pool)
	after := scans(t, pool)
	var own int
	if err := pool.QueryRow("SELECT right(tableoid::regclass::text, 1) FROM integrations").Scan(&own); err != nil {
		t.Fatal(err)
	}
	looked := 0
	for table, n := range after {
		switch n -= started[table] + (started[table] - before[table]); {
		case table.part == own:
			looked += n
		case n > 0:
			t.Errorf("%d looks into another partition of %s", n, table.name)
		}
	}
	if looked == 0 {
		t.Error("the account's own partitions were not looked into")
	}
}

// partListings splits the integration, feeds the pair, and deletes one of it.
func partListings(t *testing.T, s *service.Service, actor model.Actor, integration int64) {
	t.Helper()
	ctx := context.Background()
	split, err := s.SplitIntegration(ctx, actor, integration, service.SplitRequest{Name: "FBA"})
	if err != nil {
		t.Fatal(err)
	}
	amazon := split.Amazon.ID
	load(t)(s.LoadListings(ctx, actor, amazon, sample.AmazonListings(), service.FileLoad{RemoveMissing: true, AllowShrink: true}))
	if _, err := s.Twins(ctx, actor, allListings(t, s, actor, amazon)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.DeleteIntegration(ctx, actor, amazon, "FBA"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.CreateIntegration(ctx, actor, service.NewIntegration{Name: "FBA", SellerID: "S", MarketplaceID: "M", Fulfilment: model.FulfilmentAmazon}); err != nil {
		t.Fatal(err)
	}
}

// look reads in all the ways in which pages are asked for.
func look(t *testing.T, s *service.Service, actor model.Actor, integration int64) {
	t.Helper()
	ctx := context.Background()
	var errs []error
	for _, text := range []string{"WR", "mug"} {
		_, err := s.Listings(ctx, actor, integration, query.ListingFilter{Search: &text}, query.PageArgs[string]{Limit: 10})
		errs = append(errs, err)
		_, err = s.CountListings(ctx, actor, integration, query.ListingFilter{Search: &text})
		errs = append(errs, err)
		_, err = s.Mappings(ctx, actor, integration, query.MappingFilter{Search: &text}, query.PageArgs[int64]{Limit: 10})
		errs = append(errs, err)
		_, err = s.OmniTargets(ctx, actor, text, 10)
		errs = append(errs, err)
	}
	yes, no := true, false
	for _, filter := range []query.ListingFilter{{Parents: &yes}, {Parents: &no}, query.ListingFilter{Parents: &yes}.Unmappable(), {SKUs: []string{"WR-MUG"}}, {ASIN: new("B0ZX20C0J1")},
		{FulfillmentChannel: []string{"DEFAULT"}}, {FulfillmentChannel: []string{"DEFAULT", "AMAZON_NA"}, Parents: &no}} {
		_, err := s.Listings(ctx, actor, integration, filter, query.PageArgs[string]{Limit: 10})
		errs = append(errs, err)
		_, err = s.CountListings(ctx, actor, integration, filter)
		errs = append(errs, err)
	}
	_, err := s.ParentsBySKU(ctx, actor, integration, []string{"WR-MUG"})
	errs = append(errs, err)
	_, err = s.IgnoredBySKU(ctx, actor, integration, []string{"WR-MUG"})
	errs = append(errs, err)
	_, err = s.Operations(ctx, actor, service.OperationFilter{Kinds: []model.OperationKind{model.OperationIgnore}}, query.PageArgs[string]{Limit: 10})
	errs = append(errs, err)
	_, err = s.Mappings(ctx, actor, integration, query.MappingFilter{}, query.PageArgs[int64]{Limit: 10})
	errs = append(errs, err)
	_, err = s.ProductStatus(ctx, actor, []int64{integration})
	errs = append(errs, err)
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// A part is a partition of a table.
type part struct {
	name string
	part int
}

// scans counts how often each partition was looked into, in whatever way.
func scans(t *testing.T, pool *sql.DB) map[part]int {
	t.Helper()
	rows, err := pool.Query(`SELECT p.inhparent::regclass::text, right(s.relname, 1), s.seq_scan + coalesce(s.idx_scan, 0)
FROM pg_stat_user_tables s JOIN pg_inherits p ON p.inhrelid = s.relid`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	found := make(map[part]int)
	for rows.Next() {
		var table part
		var n int
		if err := rows.Scan(&table.name, &table.part, &n); err != nil {
			t.Fatal(err)
		}
		found[table] = n
	}
	if err := rows.Err(); err != nil || len(found) == 0 {
		t.Fatalf("no partitions were found (%v)", err)
	}
	return found
}

// awaitAlone waits until no one else is at the database: then all that was
// counted has been written down.
func awaitAlone(t *testing.T, pool *sql.DB) {
	t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for others := 1; others > 0; {
		if err := pool.QueryRow(`SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`).Scan(&others); err != nil {
			t.Fatal(err)
		}
		if time.Now().After(deadline) {
			t.Fatal(fmt.Sprint(others, " connections are still open"))
		}
		time.Sleep(10 * time.Millisecond) //nolint:forbidigo // this is the wait for a condition
	}
}
