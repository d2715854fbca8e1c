package service

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/operation"
	"omnimap/service/internal/status"
)

// A check counts rows that must not exist.
type check struct{ fault, query string }

// checks are what must hold of each integration beyond the constraints of the
// database.
func checks() []check {
	return []check{
		{"mappings of a listing that does not exist", `SELECT count(*) FROM mappings m WHERE ` + status.InIntegration("m") + `
AND NOT EXISTS (SELECT 1 FROM listings l WHERE ` + status.InIntegration("l") + ` AND l.sku = m.sku)`},
		{"mappings of a product option that does not exist", `SELECT count(*) FROM mappings m WHERE ` + status.InIntegration("m") + `
AND NOT EXISTS (SELECT 1 FROM omni_options o WHERE o.account_id = m.account_id AND o.product_id = m.product_id AND o.id = m.option_id)`},
		{"mappings of a size option that does not exist", `SELECT count(*) FROM mappings m WHERE ` + status.InIntegration("m") + ` AND m.size_id <> 0
AND NOT EXISTS (SELECT 1 FROM omni_sizes z WHERE z.account_id = m.account_id AND z.product_id = m.product_id AND z.option_id = m.option_id AND z.id = m.size_id)`},
		{"mappings with an id that is still to be given out", `SELECT count(*) FROM mappings m JOIN integrations i ON i.account_id = m.account_id AND i.id = m.integration_id
WHERE ` + status.InIntegration("m") + ` AND m.id > i.last_mapping_id`},
		// One that a load removed stays ignored.
		{"listings that are mapped and ignored", `SELECT count(*) FROM ignored_listings i WHERE ` + status.InIntegration("i") + `
AND EXISTS (SELECT 1 FROM mappings m WHERE ` + status.InIntegration("m") + ` AND m.sku = i.sku)`},
	}
}

// accountChecks are what must hold of each account.
func accountChecks() []check {
	return append(fulfilmentChecks(), []check{
		{"product options of a product that does not exist", `SELECT count(*) FROM omni_options o WHERE o.account_id = @account
AND NOT EXISTS (SELECT 1 FROM omni_products p WHERE p.account_id = o.account_id AND p.id = o.product_id)`},
		{"size options of a product option that does not exist", `SELECT count(*) FROM omni_sizes z WHERE z.account_id = @account
AND NOT EXISTS (SELECT 1 FROM omni_options o WHERE o.account_id = z.account_id AND o.product_id = z.product_id AND o.id = z.option_id)`},
		{"Omni products without one default option", `SELECT count(*) FROM omni_products p WHERE p.account_id = @account
AND (SELECT count(*) FROM omni_options o WHERE o.account_id = p.account_id AND o.product_id = p.id AND o.position = 0) <> 1`},
		{"operations that do not know whether what they deleted is back", `SELECT count(*) FROM operations WHERE account_id = @account AND ` + operation.Deletes + `
AND all_restored <> (` + isRestored + `)`},
		{"deleted products or options of an operation that does not exist", `SELECT count(*) FROM (
  SELECT operation_id FROM deleted_products WHERE account_id = @account UNION ALL SELECT operation_id FROM deleted_options WHERE account_id = @account) d
WHERE NOT EXISTS (SELECT 1 FROM operations o WHERE o.account_id = @account AND o.id = d.operation_id)`},
		{"runs that have not ended, of operations that are not running", `SELECT count(*) FROM runs r WHERE r.account_id = @account AND r.ended_at IS NULL
AND NOT EXISTS (SELECT 1 FROM operations o WHERE o.account_id = r.account_id AND o.id = r.operation_id AND o.finished_at IS NULL)`},
		{"counters behind the ids that were given out", `SELECT count(*) FROM (
  SELECT 'integration' AS name, max(id) AS id FROM integrations WHERE account_id = @account
  UNION ALL SELECT 'omni', max(id) FROM (SELECT id FROM omni_products WHERE account_id = @account UNION ALL SELECT id FROM omni_options WHERE account_id = @account
    UNION ALL SELECT id FROM omni_sizes WHERE account_id = @account) o
) g WHERE g.id > coalesce((SELECT c.last FROM counters c WHERE c.account_id = @account AND c.name = g.name), 0)`},
	}...)
}

// orphans counts the accounts, or integrations, that have rows in a table and
// are not there themselves.
func orphans() []check {
	var checks []check
	for _, table := range []string{"api_keys", "counters", "deleted_options", "deleted_products", "idempotent_responses", "integrations", "omni_options", "omni_products", "omni_sizes",
		"operations", "removed_options", "removed_products", "removed_sizes", "runs"} {
		checks = append(checks, check{"accounts that do not exist have rows in " + table,
			"SELECT count(*) FROM (SELECT DISTINCT account_id FROM " + table + ") t WHERE NOT EXISTS (SELECT 1 FROM accounts a WHERE a.id = t.account_id)"})
	}
	for _, table := range []string{"deleted_mappings", "ignored_listings", "listing_status_counts", "listing_statuses", "listings", "mappings", "rejected_suggestions", "suggestion_states", "suggestions"} {
		checks = append(checks, check{"integrations that do not exist have rows in " + table, "SELECT count(*) FROM (SELECT DISTINCT account_id, integration_id FROM " + table +
			") t WHERE NOT EXISTS (SELECT 1 FROM integrations i WHERE i.account_id = t.account_id AND i.id = t.integration_id)"})
	}
	return checks
}

// Queries for an integration's current statuses and counts, in a form that can
// be compared.
const (
	currentStatuses = `SELECT g.sku, g.family_sku, g.is_parent, g.rank, g.product_id, g.option_id, g.size_id, g.unmapped_status,
  CASE WHEN i.snapshot = 0 THEN g.status ELSE coalesce((SELECT c.status FROM listing_statuses c
    WHERE c.account_id = g.account_id AND c.integration_id = g.integration_id AND c.snapshot = i.snapshot AND c.sku = g.sku), ` + status.Mapped + `) END AS status
FROM listing_statuses g JOIN integrations i ON i.account_id = g.account_id AND i.id = g.integration_id
WHERE g.account_id = @account AND g.integration_id = @integration AND g.snapshot = 0`
	currentCounts = `SELECT status, listings, unmapped_listings, parents, unmapped_parents, stocked, unmapped_stocked, stock_value, unmapped_stock_value FROM listing_status_counts
WHERE account_id = @account AND integration_id = @integration AND (listings <> 0 OR unmapped_listings <> 0 OR parents <> 0 OR unmapped_parents <> 0 OR stocked <> 0 OR unmapped_stocked <> 0)`
)

// errVerified rolls the transaction back in which the statuses were rebuilt.
var errVerified = errors.New("verified")

// Verify checks the whole database and returns a sentence for each fault. It
// rebuilds the statuses, compares them with the stored ones, and rolls back.
func (s *Service) Verify(ctx context.Context) ([]string, error) {
	var accounts []model.Account
	if err := s.store.Reader(ctx).Order("id").Find(&accounts).Error; err != nil {
		return nil, fmt.Errorf("verify: list accounts: %w", err)
	}
	var faults []string
	for _, check := range orphans() {
		var n int64
		if err := s.store.Reader(ctx).Raw(check.query).Row().Scan(&n); err != nil {
			return nil, fmt.Errorf("verify: count %s: %w", check.fault, err)
		}
		if n > 0 {
			faults = append(faults, fmt.Sprintf("%d %s.", n, check.fault))
		}
	}
	for _, account := range accounts {
		found, err := s.verifyAccount(ctx, account.ID)
		if err != nil {
			return nil, fmt.Errorf("verify account %d: %w", account.ID, err)
		}
		for _, fault := range found {
			faults = append(faults, fmt.Sprintf("Account %s%s.", model.Quote(account.Name), fault))
		}
	}
	return faults, nil
}

func (s *Service) verifyAccount(ctx context.Context, account int64) ([]string, error) {
	var faults []string
	for _, check := range accountChecks() {
		var n int64
		if err := s.store.Reader(ctx).Raw(check.query, sql.Named("account", account)).Row().Scan(&n); err != nil {
			return nil, fmt.Errorf("look for %s: %w", check.fault, err)
		}
		if n > 0 {
			faults = append(faults, fmt.Sprintf(": %d %s", n, check.fault))
		}
	}
	integrations, err := s.Integrations(ctx, model.Actor{AccountID: account})
	if err != nil {
		return nil, err
	}
	for _, integration := range integrations {
		found, err := s.verifyIntegration(ctx, account, integration.ID)
		if err != nil {
			return nil, fmt.Errorf("integration %d: %w", integration.ID, err)
		}
		for _, fault := range found {
			faults = append(faults, fmt.Sprintf(", integration %s: %s", model.Quote(integration.Name), fault))
		}
	}
	return faults, nil
}

func (s *Service) verifyIntegration(ctx context.Context, account, id int64) (faults []string, err error) {
	err = s.store.Change(ctx, func(tx *db.Tx) error {
		if err := tx.ShareAccount(account); err != nil {
			return err
		}
		integration, err := tx.LockIntegration(account, id)
		if err != nil {
			return err
		}
		faults, err = verifyStatuses(status.New(tx, integration))
		return errors.Join(err, errVerified)
	})
	if joined, ok := err.(interface{ Unwrap() []error }); ok && len(joined.Unwrap()) == 1 {
		return faults, nil
	}
	return faults, err
}

func verifyStatuses(s *status.Statuses) (faults []string, err error) {
	for _, check := range checks() {
		var n int64
		if err := s.Tx.Read(check.query, s.Args(), &n); err != nil {
			return nil, fmt.Errorf("look for %s: %w", check.fault, err)
		}
		if n > 0 {
			faults = append(faults, fmt.Sprintf("%d %s", n, check.fault))
		}
	}
	if err := s.Tx.CreateTempTables(
		db.TempTable{Name: "kept_statuses", Columns: `sku KEYTEXT, family_sku KEYTEXT, is_parent boolean, rank smallint, product_id bigint, option_id bigint,
size_id bigint, unmapped_status smallint, status smallint`},
		db.TempTable{Name: "kept_counts", Columns: `status smallint, listings bigint, unmapped_listings bigint, parents bigint, unmapped_parents bigint,
stocked bigint, unmapped_stocked bigint, stock_value DECIMALTYPE, unmapped_stock_value DECIMALTYPE`},
	); err != nil {
		return nil, err
	}
	if err := s.RunAll(
		db.Step{What: "copy the stored statuses", Query: "INSERT INTO kept_statuses " + currentStatuses},
		db.Step{What: "copy the stored counts", Query: "INSERT INTO kept_counts " + currentCounts},
	); err != nil {
		return nil, err
	}
	if err := s.RebuildAll(); err != nil {
		return nil, err
	}
	for _, kept := range []struct{ what, table, current string }{
		{"statuses", "kept_statuses", currentStatuses},
		{"counts by status", "kept_counts", currentCounts},
	} {
		var n int64
		query := "SELECT (SELECT count(*) FROM (SELECT * FROM " + kept.table + " EXCEPT SELECT * FROM (" + kept.current + ") a) x) + " +
			"(SELECT count(*) FROM (SELECT * FROM (" + kept.current + ") b EXCEPT SELECT * FROM " + kept.table + ") y)"
		if err := s.Tx.Read(query, s.Args(), &n); err != nil {
			return nil, fmt.Errorf("compare %s: %w", kept.what, err)
		}
		if n > 0 {
			faults = append(faults, fmt.Sprintf("%d %s differ from what the catalogues and mappings say", n, kept.what))
		}
	}
	return faults, nil
}
