package service_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/model"
	"omnimap/sample"
	"omnimap/service"
)

// TestVerifyIgnored has the database say that listings are ignored that must not
// be, and finds each fault; one that is in no catalogue is none.
func TestVerifyIgnored(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		s, actor, integration := open(t, url)
		if _, err := s.LoadOmniProducts(ctx, actor, sample.OmniProducts(), service.FileLoad{}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.LoadListings(ctx, actor, integration, sample.AmazonListings(), service.FileLoad{}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.ImportProducts(ctx, actor, integration, model.ScopeAll); err != nil {
			t.Fatal(err)
		}
		store, err := db.Open(ctx, url, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		for _, fault := range []struct {
			integration int64
			sku, want   string
		}{
			{integration, "in no catalogue", ""},
			{integration, "00417", `Account "default", integration "UK": 1 listings that are mapped and ignored.`},
			{integration, "QX-7F3K-9LPD", `Account "default", integration "UK": 2 statuses differ`},
			{integration + 1, "00417", "1 integrations that do not exist have rows in ignored_listings."},
		} {
			change := func(statement string) {
				t.Helper()
				if err := store.Reader(ctx).Exec(statement, actor.AccountID, fault.integration, fault.sku).Error; err != nil {
					t.Fatal(err)
				}
			}
			change("INSERT INTO ignored_listings (account_id, integration_id, sku, ignored_at, actor) VALUES (?, ?, ?, 1, 'test')")
			faults, err := s.Verify(ctx)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(faults, " "); !strings.Contains(got, fault.want) || (fault.want == "") != (got == "") {
				t.Errorf("%q is ignored: %q, want %q", fault.sku, got, fault.want)
			}
			change("DELETE FROM ignored_listings WHERE account_id = ? AND integration_id = ? AND sku = ?")
		}
		verified(t, s)
	})
}
