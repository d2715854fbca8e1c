package db_test

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"slices"
	"testing"

	"omnimap/db"
	"omnimap/internal/dbtest"
	"omnimap/model"
)

// TestEach reads rows of every type of column that there is, by arguments of
// every kind.
func TestEach(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		ctx := context.Background()
		store, err := db.Open(ctx, url, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		for _, statement := range []string{
			`INSERT INTO listings (account_id, integration_id, sku, title, price, quantity, created_at, first_seen_at) VALUES (1, 1, 'a', 'A', 12.5, 3, 1000001, 0), (1, 1, 'b', 'B', NULL, NULL, 0, 0), (1, 1, 'c', 'C', 0, 0, 0, 0)`,
			`INSERT INTO mappings (account_id, integration_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at) VALUES (1, 1, 1, 'a', 1, 1, 0, 3, 2, 2, 0), (1, 1, 2, 'b', 2, 2, 0, 1, 0, 1, 0)`,
		} {
			if err := store.Reader(ctx).Exec(statement).Error; err != nil {
				t.Fatal(err)
			}
		}
		type found struct {
			sku      string
			price    model.Decimal
			quantity int64
			level    model.OmniLevel
			field    model.MatchField
			created  int64
		}
		read := func(condition string, args ...any) (all []found, err error) {
			err = store.Each(ctx, `SELECT l.sku, CAST(l.price AS text), l.quantity, m.level, m.matched_on, l.created_at FROM listings l
JOIN mappings m ON m.account_id = l.account_id AND m.integration_id = l.integration_id AND m.sku = l.sku WHERE `+condition+" ORDER BY l.sku", args, func(row db.Row) error {
				var f found
				var price *model.Decimal
				var quantity *int64
				var created model.Time
				if err := row.Scan(&f.sku, &price, &quantity, &f.level, &f.field, &created); err != nil {
					return err
				}
				if price != nil {
					f.price = *price
				}
				if quantity != nil {
					f.quantity = *quantity
				}
				f.created = created.UnixMicro()
				all = append(all, f)
				return nil
			})
			return all, err
		}
		a, b := found{"a", "12.5", 3, model.LevelSizeOption, model.FieldBarcode, 1000001}, found{"b", "", 0, model.LevelProduct, "", 0}
		for _, c := range []struct {
			condition string
			args      []any
			want      []found
		}{
			{"l.account_id = ?", []any{int64(1)}, []found{a, b}},
			{"l.sku IN ?", []any{[]string{"b", "c"}}, []found{b}},
			{"m.level = ? AND m.source = ?", []any{model.LevelSizeOption, model.SourceCustom}, []found{a}},
			{"l.created_at > @since AND l.sku = @sku", []any{sql.Named("since", model.Time{}), sql.Named("sku", "a")}, []found{a}},
			{"l.sku = ?", []any{"none"}, nil},
		} {
			if got, err := read(c.condition, c.args...); err != nil || !slices.Equal(got, c.want) {
				t.Errorf("%s: %+v, error %v, and should be %+v", c.condition, got, err, c.want)
			}
		}
		if _, err := read("nonsense"); err == nil {
			t.Error("a query that is none gives no error")
		}
		stop, rows := errors.New("stop"), 0
		err = store.Each(ctx, "SELECT sku FROM listings", nil, func(db.Row) error { rows++; return stop })
		if !errors.Is(err, stop) || rows != 1 {
			t.Errorf("a stop after one row gives the error %v after %d", err, rows)
		}
		ended, end := context.WithCancel(ctx)
		end()
		if err := store.Each(ended, "SELECT 1", nil, func(db.Row) error { return nil }); !errors.Is(err, context.Canceled) {
			t.Errorf("a query that nobody waits for gives the error %v", err)
		}
		// What went wrong leaves the connections usable.
		if got, err := read("1 = 1"); err != nil || len(got) != 2 {
			t.Errorf("afterwards: %+v, error %v", got, err)
		}
	})
}
