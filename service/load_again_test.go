package service_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/service"
)

// TestLoadAgain loads catalogues of more than one staged batch, again as they are,
// and again with one change in the first and the last batch. It may take over
// 15 s: fewer rows would be one batch.
func TestLoadAgain(t *testing.T) {
	t.Parallel()
	const n = 6_000
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		load := func(name string, wantOmni, wantAmazon model.LoadSummary) {
			t.Helper()
			wantOmni.Read, wantAmazon.Read = n, n
			omni, err := s.LoadOmniProducts(ctx, actor, strings.NewReader(longExport(n, name)), service.FileLoad{RemoveMissing: true})
			if err != nil {
				t.Fatal(err)
			}
			amazon, err := s.LoadListings(ctx, actor, integration, strings.NewReader(longReport(n, name)), service.FileLoad{RemoveMissing: true})
			if err != nil {
				t.Fatal(err)
			}
			if omni.Summary != wantOmni || amazon.Summary != wantAmazon {
				t.Fatalf("load of %q: got %+v and %+v, want %+v and %+v", name, omni.Summary, amazon.Summary, wantOmni, wantAmazon)
			}
		}
		load("Mug", model.LoadSummary{Created: n / 4}, model.LoadSummary{Created: n})
		load("Mug", model.LoadSummary{}, model.LoadSummary{})
		load("Bowl", model.LoadSummary{Updated: 2}, model.LoadSummary{Updated: 2})
		// On the same connections: what a large load set is as it was.
		imported, err := s.ImportProducts(ctx, actor, integration, model.ScopeAll)
		if err != nil || imported.Summary.MappingsCreated != n {
			t.Fatalf("import after large loads: %+v, %v", imported, err)
		}
		if wrong, err := s.Verify(ctx); err != nil || len(wrong) > 0 {
			t.Fatalf("verify: %v, %v", wrong, err)
		}
	})
}

// ends names the first and the last of n rows, and all others alike.
func ends(i, n int, name string) string {
	if i == 0 || i == n-1 {
		return name
	}
	return "Plate"
}

// longExport has n rows: products of two options, of two sizes each. An
// option's sizes give its name alike.
func longExport(n int, name string) string {
	var file strings.Builder
	file.WriteString("Product ID,Product Name,Style Code,Code,Barcode,Option 1,Size,Size Code,Retail Price\n")
	for i := range n {
		fmt.Fprintf(&file, "%d,Set,P%d,C%d,B%d,%s,S%d,Z%d,1.50\n", i/4, i/4, i/2, i/2, ends(i/2, n/2, name), i%2, i)
	}
	return file.String()
}

func longReport(n int, name string) string {
	var file strings.Builder
	file.WriteString("item-name\tseller-sku\tprice\tquantity\topen-date\tasin1\tstatus\tparent-sku\n")
	for i := range n {
		fmt.Fprintf(&file, "%s\tZ%d\t2.50\t%d\t01/02/2020 03:04:05 GMT\tB%d\tActive\tF%d\n", ends(i, n, name), i, i%7, i, i/3)
	}
	return file.String()
}

// TestLoadBesideAnalyze loads while another transaction has analyzed the tables
// that accounts share, as another account's load does long before it ends.
func TestLoadBesideAnalyze(t *testing.T) {
	t.Parallel()
	url := dbtest.Postgres(t)
	s, actor, integration := open(t, url)
	other, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	held, err := other.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer held.Rollback()
	if _, err := held.ExecContext(ctx, "ANALYZE listings, omni_products, omni_options, omni_sizes, listing_statuses, mappings"); err != nil {
		t.Fatal(err)
	}
	const n = 2_000
	if _, err := s.LoadOmniProducts(ctx, actor, strings.NewReader(longExport(n, "Mug")), service.FileLoad{}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.LoadListings(ctx, actor, integration, strings.NewReader(longReport(n, "Mug")), service.FileLoad{}); err != nil {
		t.Fatal(err)
	}
	imported, err := s.ImportProducts(ctx, actor, integration, model.ScopeAll)
	if err != nil || imported.Summary.MappingsCreated != n {
		t.Fatalf("import: %+v, %v", imported, err)
	}
}
