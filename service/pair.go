package service

import (
	"database/sql"
	"fmt"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/status"
)

// copyParents gives a new integration the parents of its counterpart, if it has
// one: they belong to both. The account's lock must be held exclusively.
func copyParents(tx *db.Tx, created *model.Integration) error {
	if created.Fulfilment == model.FulfilmentAny {
		return nil
	}
	locked, err := lockPair(tx, created.AccountID, created.ID)
	if err != nil {
		return err
	}
	created.CounterpartID = locked.of(created.ID).CounterpartID
	other := locked.other(created.ID)
	if other == nil {
		return nil
	}
	at, err := tx.Tick(locked...)
	if err != nil {
		return err
	}
	s := status.New(tx, locked.of(created.ID))
	copied, err := s.Run("copy parents", `INSERT INTO listings (account_id, integration_id, sku, first_seen_at, `+listingColumns("")+`)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), l.sku, CAST(@now AS bigint), `+listingColumns("l.")+`
FROM listings l WHERE l.account_id = @account AND l.integration_id = @other AND `+s.IsParent("l.sku"),
		sql.Named("now", at), sql.Named("other", other.ID))
	if err != nil || copied == 0 {
		return err
	}
	return s.RebuildAll()
}

// releaseParents prepares the deletion of one of a pair: the other one keeps the
// operations of both, and loses the parents that it held because of the deleted
// one's listings alone.
func releaseParents(tx *db.Tx, gone, left *model.Integration) error {
	s := db.NewStatements(tx, sql.Named("account", gone.AccountID), sql.Named("integration", left.ID), sql.Named("side", left.ID), sql.Named("gone", gone.ID))
	if err := tx.CreateTempTables(db.TempTable{Name: "touched_listings", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY"}); err != nil {
		return err
	}
	if err := s.RunAll(
		db.Step{What: "keep the operations of both", Query: `UPDATE operations SET integration_id = CAST(@integration AS bigint)
WHERE account_id = @account AND integration_id = @gone AND counterpart_id = @integration`},
		db.Step{What: "forget the deleted one in operations", Query: `UPDATE operations SET counterpart_id = NULL
WHERE account_id = @account AND integration_id = @integration AND counterpart_id IS NOT NULL`},
		db.Step{What: "select what the deleted one makes parents", Query: `INSERT INTO touched_listings (sku)
SELECT DISTINCT l.parent_sku FROM listings l WHERE l.account_id = @account AND l.integration_id = @gone AND l.parent_sku IS NOT NULL`},
	); err != nil {
		return err
	}
	if _, err := leaveSide(s, sides{left}, left); err != nil {
		return err
	}
	err := s.RunAll(
		db.Step{What: "delete mappings of parents that left", Query: `DELETE FROM mappings WHERE account_id = @account AND integration_id = @integration
AND sku IN (SELECT sku FROM touched_listings) AND NOT EXISTS (SELECT 1 FROM listings l
WHERE l.account_id = @account AND l.integration_id = @integration AND l.sku = mappings.sku)`},
		db.Step{What: "mark operations as not restored", Query: `UPDATE operations SET all_restored = (1 = 0)
WHERE account_id = @account AND all_restored AND EXISTS (SELECT 1 FROM deleted_mappings d
WHERE d.account_id = @account AND d.integration_id = @integration AND d.operation_id = operations.id
AND d.sku IN (SELECT sku FROM touched_listings) AND NOT EXISTS (SELECT 1 FROM mappings m
WHERE m.account_id = @account AND m.integration_id = @integration AND m.id = d.id))`},
	)
	if err != nil {
		return fmt.Errorf("release parents: %w", err)
	}
	return nil
}
