package service_test

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/service"
)

// small is how many mapped listings a small account has here: too few for loads
// to analyze tables as large ones do.
const small = 300

// TestFewReads drops a mapped option, remaps a family, and undoes a deletion, of
// a small account whose tables PostgreSQL has not looked at yet. It must not read
// all mappings for each of them, and has statistics from the first change on.
func TestFewReads(t *testing.T) {
	t.Parallel()
	for name, analyzes := range map[string]bool{"with statistics": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := dbtest.Postgres(t)
			beside := openTx(t, url)
			if !analyzes {
				// ANALYZE (SKIP_LOCKED) skips them, and nothing else waits.
				execute(t, beside, `LOCK TABLE listings, listing_statuses, listing_status_counts, mappings, deleted_mappings,
omni_products, omni_options, omni_sizes, operations IN SHARE UPDATE EXCLUSIVE MODE`)
			}
			changeSmall(t, url, func(ctx context.Context, s *service.Service, actor model.Actor, integration int64) error {
				if _, err := s.UpsertOmniProducts(ctx, actor, smallProducts(3)); err != nil {
					return err
				}
				if _, err := s.UpsertListings(ctx, actor, integration, smallListings()); err != nil {
					return err
				}
				_, err := s.ImportProducts(ctx, actor, integration, model.ScopeAll)
				return err
			})
			before := mappingsRead(t, beside)
			changeSmall(t, url, func(ctx context.Context, s *service.Service, actor model.Actor, integration int64) error {
				result, err := s.UpsertOmniProducts(ctx, actor, smallProducts(2)[:1])
				if err == nil && result.Summary.MappingsDeleted != 1 {
					err = fmt.Errorf("%d mappings are deleted", result.Summary.MappingsDeleted)
				}
				return err
			})
			dropped := mappingsRead(t, beside)
			if n := dropped - before; n > 20*small {
				t.Errorf("%d rows of mappings are read to delete one of %d", n, small)
			}
			if !analyzes {
				return
			}
			changeSmall(t, url, func(ctx context.Context, s *service.Service, actor model.Actor, integration int64) error {
				family := smallSKU(5, 1)
				if _, err := s.RemapProducts(ctx, actor, integration, service.RemapRequest{FamilySKU: &family}); err != nil {
					return err
				}
				result, err := s.DeleteMappings(ctx, actor, integration, []*service.MappingID{{Integration: integration, ID: 7}, {Integration: integration, ID: 8}}, service.DeleteOptions{})
				if err == nil {
					_, err = s.RestoreMappings(ctx, actor, result.Operation.ID)
				}
				return err
			})
			if n := mappingsRead(t, beside) - dropped; n > 20*small {
				t.Errorf("%d rows of mappings are read to remap one and restore two of %d", n, small)
			}
		})
	}
}

// changeSmall opens the small account's database, changes it, and closes it, so
// that PostgreSQL counts all that was read.
func changeSmall(t *testing.T, url string, change func(context.Context, *service.Service, model.Actor, int64) error) {
	t.Helper()
	ctx, log := context.Background(), slog.New(slog.DiscardHandler)
	store, err := db.Open(ctx, url, log)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	s := service.New(store, log)
	actor, err := s.DefaultActor(ctx)
	if err != nil {
		t.Fatal(err)
	}
	known, err := s.Integrations(ctx, actor)
	if err == nil && len(known) == 0 {
		var made *model.Integration
		made, err = s.CreateIntegration(ctx, actor, service.NewIntegration{Name: "UK", SellerID: "S", MarketplaceID: "M", ProductsEnabled: true})
		known = append(known, made)
	}
	if err != nil {
		t.Fatal(err)
	}
	if err := change(ctx, s, actor, known[0].ID); err != nil {
		t.Fatal(err)
	}
}

func smallSKU(product, option int) string { return fmt.Sprintf("P%d-%d", product, option) }

// smallProducts are products with as many options each.
func smallProducts(options int) []model.OmniProductInput {
	products := make([]model.OmniProductInput, small/3)
	for i := range products {
		products[i].Reference = fmt.Sprint("R", i)
		for o := range options {
			code := smallSKU(i, o)
			products[i].Options = append(products[i].Options, model.OmniOptionInput{Code: &code})
		}
	}
	return products
}

func smallListings() []model.ListingInput {
	listings, at := make([]model.ListingInput, small), time.Now()
	for i := range listings {
		listings[i] = model.ListingInput{SKU: smallSKU(i/3, i%3), CreatedAt: &at}
	}
	return listings
}

// openTx begins a transaction that ends with the test.
func openTx(t *testing.T, url string) *sql.Tx {
	t.Helper()
	pool, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	tx, err := pool.Begin()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = tx.Rollback(); pool.Close() })
	return tx
}

func execute(t *testing.T, tx *sql.Tx, statement string) {
	t.Helper()
	if _, err := tx.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

// mappingsRead is how many rows of mappings were read, once all other connections have
// ended, which then have counted what they read.
func mappingsRead(t *testing.T, tx *sql.Tx) (n int64) {
	t.Helper()
	for deadline, others := time.Now().Add(patience), 1; others > 0; {
		execute(t, tx, "SELECT pg_stat_clear_snapshot()")
		if err := tx.QueryRow("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()").Scan(&others); err != nil {
			t.Fatal(err)
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d connections stay open", others)
		}
	}
	if err := tx.QueryRow(`SELECT (SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = 'mappings') +
(SELECT sum(idx_tup_read) FROM pg_stat_user_indexes WHERE relname = 'mappings')`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
