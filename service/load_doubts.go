package service

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"omnimap/db"
	"omnimap/model"
)

// keyDoubts gathers the keys of a load's rows that look like a spreadsheet's
// damage. Its table is made when the first comes, which is rare.
type keyDoubts struct {
	stage *db.StagingTable
	place int64
}

// addDoubts notes the doubtful keys of a staged row.
func (l *loading) addDoubts(ctx context.Context, row int, doubts []model.KeyDoubt) error {
	for _, doubt := range doubts {
		if l.doubts.stage == nil {
			stage, err := l.run.Session.CreateStagingTable(ctx, "key_doubts", "place bigint NOT NULL", "row_number bigint NOT NULL",
				"field text NOT NULL", "doubted KEYTEXT NOT NULL", "message text NOT NULL")
			if err != nil {
				return err
			}
			l.doubts.stage = stage
		}
		l.doubts.place++
		if err := l.doubts.stage.Add(ctx, l.doubts.place, row, string(doubt.Field), doubt.Key, doubt.Message); err != nil {
			return err
		}
	}
	return nil
}

// isKnownKey is true of a doubt d whose key the known catalogue has: what a
// spreadsheet makes of keys can be a real one. A SKU that stands once in the
// first report of an integration is taken for one: Amazon's SKUs are any text.
func (l *loading) isKnownKey() string {
	account := fmt.Sprint(l.run.Op.AccountID)
	has := func(table string, columns ...string) string {
		var any []string
		for _, column := range columns {
			any = append(any, "EXISTS (SELECT 1 FROM "+table+" k WHERE k."+column+" = d.doubted AND k.account_id = "+account+")")
		}
		return strings.Join(any, " OR ")
	}
	integrations := ""
	for _, id := range []*int64{l.run.Op.IntegrationID, l.run.Op.CounterpartID} {
		if id != nil {
			integrations += fmt.Sprintf(", %d", *id)
		}
	}
	ofSeller := "k.account_id = " + account + " AND k.integration_id IN (" + strings.TrimPrefix(integrations, ", ") + ")"
	listing := func(columns ...string) string {
		var any []string
		for _, column := range columns {
			any = append(any, "EXISTS (SELECT 1 FROM listings k WHERE "+ofSeller+" AND k."+column+" = d.doubted)")
		}
		return strings.Join(any, " OR ")
	}
	known := map[model.KeyField]string{
		model.KeyReference: has("omni_products", "reference", "code"),
		model.KeyCode:      has("omni_sizes", "code") + " OR " + has("omni_options", "code") + " OR " + has("omni_products", "code"),
		model.KeyBarcode:   has("omni_sizes", "barcode") + " OR " + has("omni_options", "barcode") + " OR " + has("omni_products", "barcode"),
	}
	if l.run.Op.IntegrationID != nil {
		known = map[model.KeyField]string{
			model.KeySKU: listing("sku") + " OR NOT EXISTS (SELECT 1 FROM listings k WHERE " + ofSeller + ")" +
				" AND (SELECT count(*) FROM staged_listings s WHERE s.sku = d.doubted) = 1",
			model.KeyParentSKU: listing("sku", "parent_sku") + " OR EXISTS (SELECT 1 FROM staged_listings s WHERE s.sku = d.doubted)",
			model.KeyASIN:      listing("asin"),
		}
	}
	condition := "CASE d.field"
	for field, is := range known {
		condition += " WHEN '" + string(field) + "' THEN " + is
	}
	return condition + " ELSE 1 = 0 END"
}

// rejectDoubts takes the rows with a doubtful key that is not known out of a
// staged table, and reports them. The rows' own key, in a column of the table,
// is noted among those of refused rows, unless it is the doubtful one.
func (l *loading) rejectDoubts(ctx context.Context, table, column string, own model.KeyField, refused string, report func(row int, key, message string) model.RejectedRow) error {
	if l.doubts.stage == nil {
		return nil
	}
	if err := l.doubts.stage.Flush(ctx); err != nil {
		return err
	}
	l.run.Session.DropAtEnd("doubted_rows")
	for _, query := range []string{
		`CREATE TEMPORARY TABLE doubted_rows AS
SELECT x.row_number, x.message, x.own = 1 AS own FROM (
  SELECT d.row_number, d.message, row_number() OVER (PARTITION BY d.row_number ORDER BY d.place) AS nth,
    max(CASE WHEN d.field = '` + string(own) + `' THEN 1 ELSE 0 END) OVER (PARTITION BY d.row_number) AS own
  FROM key_doubts d WHERE NOT (` + l.isKnownKey() + `)
) x WHERE x.nth = 1`,
		"INSERT INTO " + refused + " SELECT s." + column + " FROM doubted_rows d JOIN " + table + " s ON s.row_number = d.row_number WHERE NOT d.own",
	} {
		if err := l.run.Session.Exec(query); err != nil {
			return fmt.Errorf("find damaged keys: %w", err)
		}
	}
	rows, err := l.run.Session.Query(fmt.Sprintf(`SELECT s.row_number, s.%s, d.message FROM doubted_rows d JOIN %s s ON s.row_number = d.row_number
ORDER BY s.row_number LIMIT %d`, column, table, model.MaxRejectedRows))
	if err != nil {
		return fmt.Errorf("read damaged keys: %w", err)
	}
	rejected, err := db.ScanRows(rows, func(rows *sql.Rows) (model.RejectedRow, error) {
		var row int
		var key, message string
		err := rows.Scan(&row, &key, &message)
		return report(row, key, message), err
	})
	if err != nil {
		return fmt.Errorf("read damaged keys: %w", err)
	}
	var n, damaged int64
	if err := l.run.Session.Row("SELECT count(*), coalesce(sum(CASE WHEN own THEN 1 ELSE 0 END), 0) FROM doubted_rows").Scan(&n, &damaged); err != nil {
		return fmt.Errorf("count damaged keys: %w", err)
	}
	l.merge(n, rejected)
	l.unreadable = l.unreadable || damaged > 0
	if err := l.run.Session.Exec("DELETE FROM " + table + " WHERE row_number IN (SELECT row_number FROM doubted_rows)"); err != nil {
		return fmt.Errorf("remove rows with damaged keys: %w", err)
	}
	return nil
}
