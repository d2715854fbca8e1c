package service

import (
	"database/sql"
	"fmt"

	"omnimap/db"
	"omnimap/model"
)

// standings keeps, in a transaction that holds the integration's lock, what is
// remembered of how its listings stand; see docs/standings.md. Operations that
// change mappings or catalogues say what they touched and then have it
// restated.
type standings struct {
	// Its statements may name @account, @integration and @snapshot, the one
	// that holds.
	*db.Statements
	snapshot int64
	// former is the snapshot to which the undoing of formerOperation can go
	// back; 0 where there is none.
	former          int64
	formerOperation *string
}

func newStandings(tx *db.Tx, integration *model.Integration) *standings {
	return &standings{
		Statements: db.NewStatements(tx, sql.Named("account", integration.AccountID), sql.Named("integration", integration.ID),
			sql.Named("snapshot", integration.Generation)),
		snapshot:      integration.Generation,
		former:          integration.FormerGeneration,
		formerOperation: integration.FormerOperation,
	}
}

// standingColumns are what the generations of a listing's row share.
const standingColumns = "account_id, integration_id, snapshot, sku, family_sku, status, base, is_parent, rank, product_id, option_id, size_id"

// ofScope limits a table to the integration.
func ofScope(alias string) string {
	return alias + ".account_id = @account AND " + alias + ".integration_id = @integration"
}

// analyzeFrom is how many rows must have changed for the statistics of a table
// that all accounts share to be worth refreshing.
const analyzeFrom = 1000

// fewRows is how many rows may change for each to be looked up by its keys;
// beyond, the planner is told what there is, and chooses.
const fewRows = 5000

// analyze refreshes the planner's statistics of shared tables of which so many
// rows changed.
func (s *standings) analyze(changed int64, tables ...string) error {
	if changed < analyzeFrom {
		return nil
	}
	return s.Tx.AnalyzeShared(tables...)
}

// prepare empties the tables in which operations note what they touch.
func (s *standings) prepare() error {
	return s.Tx.CreateTempTables(
		db.TempTable{Name: "touched_families", Columns: "family_sku KEYTEXT NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "touched_products", Columns: "product_id bigint NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "touched", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY, status smallint, base smallint"},
		db.TempTable{Name: "restated", Columns: "sku KEYTEXT NOT NULL PRIMARY KEY, status smallint NOT NULL, base smallint NOT NULL"},
	)
}

// touchMappings notes the families and Omni products of the mappings m that
// from and condition choose. They must exist now: before they are deleted, or
// after they were made.
func (s *standings) touchMappings(from, condition string, args ...sql.NamedArg) error {
	chosen := " WHERE " + condition + " AND " + ofScope("m")
	// With DISTINCT, SQLite would walk an index that holds all mappings in the
	// order of what is selected.
	if _, err := s.Run("note touched families", `INSERT INTO touched_families
SELECT g.family_sku FROM `+from+` CROSS JOIN standings g`+chosen+`
AND `+ofScope("g")+` AND g.snapshot = 0 AND g.sku = m.sku ON CONFLICT DO NOTHING`, args...); err != nil {
		return err
	}
	_, err := s.Run("note touched Omni products", "INSERT INTO touched_products SELECT m.product_id FROM "+from+chosen+" ON CONFLICT DO NOTHING", args...)
	return err
}

// restate brings the standings of the touched families and Omni products, and
// of all that they can change, up to date with the mappings. All rivals for a
// target lie in its Omni product; so the families, and the products that they
// match, and all listings of both, are a set that nothing outside depends on.
func (s *standings) restate() error {
	if err := s.noteTouched(); err != nil {
		return err
	}
	return s.rewriteTouched()
}

// settleNew brings the standings up to date with so many mappings m just made,
// which from and condition choose: in the way that is cheaper.
func (s *standings) settleNew(made int64, from, condition string, args ...sql.NamedArg) error {
	many, err := s.isMany(made)
	if err != nil {
		return err
	}
	if many {
		if err := s.analyze(made, "mappings"); err != nil {
			return err
		}
		return s.renewAll()
	}
	return s.restateMappings(made, from, condition, args...)
}

// isMany tells whether so many changes are a large part of the integration's
// listings.
func (s *standings) isMany(changed int64) (bool, error) {
	var listings int64
	err := s.Tx.Read("SELECT coalesce(sum(base_listings), 0) FROM standing_counts WHERE "+ofScope("standing_counts"), s.Args(), &listings)
	if err != nil {
		return false, fmt.Errorf("count listings: %w", err)
	}
	return changed > 0 && changed*rebuildShare >= listings, nil
}

// restateMappings restates what so many mappings m, which from and condition
// selectMappings and which were just made, change. They are few beside what was there,
// by which the planner may go on.
func (s *standings) restateMappings(made int64, from, condition string, args ...sql.NamedArg) error {
	if err := s.Tx.ExpectFew(made <= fewRows); err != nil {
		return err
	}
	if made > fewRows {
		if err := s.analyze(made, "mappings"); err != nil {
			return err
		}
	}
	if err := s.prepare(); err != nil {
		return err
	}
	if err := s.touchMappings(from, condition, args...); err != nil {
		return err
	}
	return s.restate()
}

// noteTouched gathers the listings that may stand otherwise now, and how they
// stood.
func (s *standings) noteTouched() error {
	if err := s.Tx.Analyze("touched_families", "touched_products"); err != nil {
		return err
	}
	return s.RunAll(
		db.Step{What: "note the products that touched families match", Query: `INSERT INTO touched_products
SELECT DISTINCT g.product_id FROM touched_families f CROSS JOIN standings g
WHERE ` + ofScope("g") + ` AND g.snapshot = 0 AND g.family_sku = f.family_sku AND g.product_id IS NOT NULL
ON CONFLICT DO NOTHING`},
		// Most are of both, and are looked up once.
		db.Step{What: "note touched listings", Query: s.touchedBy(`(SELECT g.sku, g.status, g.base FROM touched_families f CROSS JOIN standings g
WHERE ` + ofScope("g") + ` AND g.snapshot = 0 AND g.family_sku = f.family_sku
UNION SELECT g.sku, g.status, g.base FROM touched_products p CROSS JOIN standings g
WHERE ` + ofScope("g") + ` AND g.snapshot = 0 AND g.product_id = p.product_id) g WHERE 1 = 1`)},
	)
}

// touchedBy notes listings of snapshot 0, as g, with how they stand.
func (s *standings) touchedBy(from string) string {
	return `INSERT INTO touched (sku, status, base)
SELECT g.sku, ` + s.currentStatus() + `, g.base FROM ` + from + `
ON CONFLICT DO NOTHING`
}

// currentStatus is how g, a row of snapshot 0, stands.
func (s *standings) currentStatus() string {
	if s.snapshot == 0 {
		return "g.status"
	}
	return `coalesce((SELECT c.status FROM standings c
  WHERE ` + ofScope("c") + ` AND c.snapshot = @snapshot AND c.sku = g.sku), 1)`
}

// touchedRows are the rows of snapshot 0 of the touched listings.
const touchedRows = `SELECT g.* FROM touched t CROSS JOIN standings g
WHERE g.account_id = @account AND g.integration_id = @integration AND g.snapshot = 0 AND g.sku = t.sku`

// rewriteTouched judges the touched listings, writes those that changed, and
// moves the counts by the differences.
func (s *standings) rewriteTouched() error {
	if err := s.Tx.Analyze("touched"); err != nil {
		return err
	}
	if err := s.takeRows(touchedRows); err != nil {
		return err
	}
	if err := s.RunAll(db.Step{What: "judge touched listings", Query: `INSERT INTO restated (sku, status, base)
SELECT j.sku, j.judged, j.base FROM (` + judge(takenRows, joinMapped()) + `) j`}); err != nil {
		return err
	}
	if err := s.Tx.Analyze("restated"); err != nil {
		return err
	}
	steps := append(s.writeRestated(), db.Step{What: "move the counts", Query: `INSERT INTO standing_counts (account_id, integration_id, status, listings, base_listings)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), status, sum(listings), sum(base_listings) FROM (
  SELECT status, 1 AS listings, 0 AS base_listings FROM restated
  UNION ALL SELECT base, 0, 1 FROM restated
  UNION ALL SELECT status, -1, 0 FROM touched WHERE status IS NOT NULL
  UNION ALL SELECT base, 0, -1 FROM touched WHERE base IS NOT NULL
) d WHERE 1 = 1 GROUP BY status HAVING sum(listings) <> 0 OR sum(base_listings) <> 0
ON CONFLICT (account_id, integration_id, status) DO UPDATE SET
  listings = standing_counts.listings + excluded.listings,
  base_listings = standing_counts.base_listings + excluded.base_listings`})
	return s.RunAll(steps...)
}

// writeRestated writes what was judged into the snapshot that holds: each
// listing's status in snapshot 0, or a row for just those not mapped in a
// later one.
func (s *standings) writeRestated() []db.Step {
	if s.snapshot == 0 {
		return []db.Step{{What: "write standings", Query: `INSERT INTO standings (` + standingColumns + `)
SELECT g.account_id, g.integration_id, g.snapshot, g.sku, g.family_sku, n.status, g.base, g.is_parent, g.rank, g.product_id, g.option_id, g.size_id
FROM restated n CROSS JOIN standings g
WHERE ` + ofScope("g") + ` AND g.snapshot = 0 AND g.sku = n.sku AND g.status <> n.status
ON CONFLICT (account_id, integration_id, snapshot, sku) DO UPDATE SET status = excluded.status`}}
	}
	return []db.Step{
		{What: "remove standings that changed", Query: `DELETE FROM standings
WHERE ` + ofScope("standings") + ` AND snapshot = @snapshot AND sku IN (SELECT sku FROM touched)`},
		{What: "write standings", Query: `INSERT INTO standings (` + standingColumns + `)
SELECT g.account_id, g.integration_id, CAST(@snapshot AS bigint), g.sku, g.family_sku, n.status, g.base, g.is_parent, g.rank, g.product_id, g.option_id, g.size_id
FROM restated n CROSS JOIN standings g
WHERE ` + ofScope("g") + ` AND g.snapshot = 0 AND g.sku = n.sku AND n.status <> 1`},
	}
}
