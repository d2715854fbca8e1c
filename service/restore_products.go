package service

import (
	"fmt"

	"omnimap/db"
	"omnimap/model"
)

// restoreProducts makes the downloaded products that the operation deleted
// again, as they were, unless another product has the Code by now. It updates
// the statuses of all of the account's integrations to their Codes. See ADR 7.
func (r *restore) restoreProducts() error {
	if err := r.Tx.CreateTempTables(
		db.TempTable{Name: "gone_products", Columns: "id bigint NOT NULL PRIMARY KEY, place bigint NOT NULL, code KEYTEXT NOT NULL"},
		db.TempTable{Name: "restored_products", Columns: "id bigint NOT NULL PRIMARY KEY"},
	); err != nil {
		return err
	}
	of := r.Tx.UUID("@of")
	if err := r.RunAll(
		db.Step{What: "select products that are gone", Query: `INSERT INTO gone_products (id, place, code)
SELECT d.id, row_number() OVER (ORDER BY d.code), d.code FROM deleted_products d WHERE d.account_id = @account AND d.operation_id = ` + of + `
AND NOT EXISTS (SELECT 1 FROM omni_products p WHERE p.account_id = @account AND p.id = d.id)`},
		db.Step{What: "select products to restore", Query: `INSERT INTO restored_products (id)
SELECT g.id FROM gone_products g WHERE NOT EXISTS (SELECT 1 FROM omni_products p WHERE p.account_id = @account AND p.code = g.code)`},
	); err != nil {
		return err
	}
	if err := r.Tx.Analyze("restored_products"); err != nil {
		return err
	}
	if err := r.RunAll(
		db.Step{What: "insert products", Query: `INSERT INTO omni_products (account_id, id, reference, code, name, downloaded)
SELECT d.account_id, d.id, d.code, d.code, d.name, 1 = 1 FROM restored_products c
JOIN deleted_products d ON d.account_id = @account AND d.operation_id = ` + of + ` AND d.id = c.id`},
		db.Step{What: "insert options", Query: `INSERT INTO omni_options (account_id, product_id, id, position, code, name)
SELECT o.account_id, o.product_id, o.id, o.position, o.code, o.name FROM restored_products c
JOIN deleted_options o ON o.account_id = @account AND o.operation_id = ` + of + ` AND o.product_id = c.id`},
		// A load may have brought and removed them since.
		db.Step{What: "forget that options were removed", Query: `DELETE FROM removed_options WHERE account_id = @account AND (product_id, id) IN (
SELECT o.product_id, o.id FROM restored_products c JOIN omni_options o ON o.account_id = @account AND o.product_id = c.id)`},
		db.Step{What: "forget that products were removed", Query: "DELETE FROM removed_products WHERE account_id = @account AND id IN (SELECT id FROM restored_products)"},
	); err != nil {
		return err
	}
	return r.updateToRestored()
}

// updateToRestored updates the statuses to the restored products.
func (r *restore) updateToRestored() error {
	c := newOmniChange(r.Tx, r.run)
	if err := c.makeTables(); err != nil {
		return err
	}
	if err := c.checkListings(); err != nil {
		return err
	}
	if err := c.RunAll(c.selectKeys("note new keys", "restored_products", "1 = 1")); err != nil {
		return err
	}
	var none model.LoadSummary
	if err := c.refreshIntegrations(&none); err != nil {
		return err
	}
	return r.Tx.MergeTexts()
}

// readTakenProducts reads the products that could not be restored. Their rows
// come after those of the mappings.
func (r *restore) readTakenProducts(result *RestoreResult) error {
	var found []struct {
		Place int
		Code  string
	}
	if err := r.Tx.Select(fmt.Sprintf(`SELECT (SELECT count(*) FROM to_restore) + g.place AS place, g.code FROM gone_products g
WHERE g.id NOT IN (SELECT id FROM restored_products) ORDER BY g.place LIMIT %d`, model.MaxRejectedRows-len(result.Rejected)), nil, &found); err != nil {
		return fmt.Errorf("read products that were not restored: %w", err)
	}
	for _, row := range found {
		result.Rejected = append(result.Rejected, model.RejectedRow{Row: row.Place, Cin7Code: &row.Code, Code: model.CodeTaken,
			Message: fmt.Sprintf("The product %s is not made again: Omni has another one of this Code by now. Map the listings to that one.", model.Quote(row.Code))})
	}
	return nil
}
