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
	tx *db.Tx
	// args name the account and the integration in every statement.
	args       []sql.NamedArg
	generation int64
}

func newStandings(tx *db.Tx, integration *model.Integration) *standings {
	return &standings{
		tx:         tx,
		args:       scopeArgs(integration.AccountID, integration.ID),
		generation: integration.Generation,
	}
}

func scopeArgs(account, integration int64) []sql.NamedArg {
	return []sql.NamedArg{sql.Named("account", account), sql.Named("integration", integration)}
}

// run executes a statement that may name @account, @integration and
// @generation, the one that holds.
func (s *standings) run(what, query string, args ...sql.NamedArg) (int64, error) {
	args = append(args, s.args...)
	args = append(args, sql.Named("generation", s.generation))
	n, err := s.tx.Run(query, args...)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", what, err)
	}
	return n, nil
}

// A step is a statement and what it does, for errors.
type step struct{ what, query string }

func (s *standings) runAll(steps ...step) error {
	for _, step := range steps {
		if _, err := s.run(step.what, step.query); err != nil {
			return err
		}
	}
	return nil
}

// standingColumns are what the generations of a listing's row share.
const standingColumns = "account_id, integration_id, generation, sku, family_sku, status, base, is_parent, rank, product_id, option_id, size_id"

// ofScope limits a table to the integration.
func ofScope(alias string) string {
	return alias + ".account_id = @account AND " + alias + ".integration_id = @integration"
}

// analyzeFrom is how many rows must have changed for the statistics of a table
// that all accounts share to be worth refreshing.
const analyzeFrom = 1000

// analyze refreshes the planner's statistics of shared tables of which so many
// rows changed.
func (s *standings) analyze(changed int64, tables ...string) error {
	if changed < analyzeFrom {
		return nil
	}
	return s.tx.AnalyzeShared(tables...)
}

// prepare empties the tables in which operations note what they touch.
func (s *standings) prepare() error {
	return makeScratch(s.tx,
		scratch{"touched_families", "family_sku KEYTEXT NOT NULL PRIMARY KEY"},
		scratch{"touched_products", "product_id bigint NOT NULL PRIMARY KEY"},
		scratch{"touched", "sku KEYTEXT NOT NULL PRIMARY KEY, status smallint, base smallint"},
		scratch{"restated", "sku KEYTEXT NOT NULL PRIMARY KEY, status smallint NOT NULL, base smallint NOT NULL"},
	)
}

// touchMappings notes the families and Omni products of the mappings m that
// from and condition choose. They must exist now: before they are deleted, or
// after they were made.
func (s *standings) touchMappings(from, condition string, args ...sql.NamedArg) error {
	chosen := from + ` CROSS JOIN standings g WHERE ` + condition + ` AND ` + ofScope("m") + `
AND ` + ofScope("g") + ` AND g.generation = 0 AND g.sku = m.sku ON CONFLICT DO NOTHING`
	if _, err := s.run("note touched families", `INSERT INTO touched_families
SELECT DISTINCT g.family_sku FROM `+chosen, args...); err != nil {
		return err
	}
	_, err := s.run("note touched Omni products", `INSERT INTO touched_products
SELECT DISTINCT m.product_id FROM `+chosen, args...)
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
	if err := s.analyze(made, "mappings"); err != nil {
		return err
	}
	many, err := s.isMany(made)
	if err != nil {
		return err
	}
	if many {
		return s.renewAll()
	}
	return s.restateMappings(from, condition, args...)
}

// isMany tells whether so many changes are a large part of the integration's
// listings.
func (s *standings) isMany(changed int64) (bool, error) {
	var listings int64
	err := s.tx.Read("SELECT coalesce(sum(base_listings), 0) FROM standing_counts WHERE "+ofScope("standing_counts"), s.args, &listings)
	if err != nil {
		return false, fmt.Errorf("count listings: %w", err)
	}
	return changed > 0 && changed*rebuildShare >= listings, nil
}

// restateMappings restates what the mappings m, which from and condition choose
// and which were just made, change.
func (s *standings) restateMappings(from, condition string, args ...sql.NamedArg) error {
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
	if err := s.tx.Analyze("touched_families", "touched_products"); err != nil {
		return err
	}
	return s.runAll(
		step{"note the products that touched families match", `INSERT INTO touched_products
SELECT DISTINCT g.product_id FROM touched_families f CROSS JOIN standings g
WHERE ` + ofScope("g") + ` AND g.generation = 0 AND g.family_sku = f.family_sku AND g.product_id IS NOT NULL
ON CONFLICT DO NOTHING`},
		step{"note touched listings by family", s.touchedBy(`touched_families f CROSS JOIN standings g
WHERE ` + ofScope("g") + ` AND g.generation = 0 AND g.family_sku = f.family_sku`)},
		step{"note touched listings by product", s.touchedBy(`touched_products p CROSS JOIN standings g
WHERE ` + ofScope("g") + ` AND g.generation = 0 AND g.product_id = p.product_id`)},
	)
}

// touchedBy notes listings of generation 0, as g, with how they stand.
func (s *standings) touchedBy(from string) string {
	return `INSERT INTO touched (sku, status, base)
SELECT g.sku, ` + s.currentStatus() + `, g.base FROM ` + from + `
ON CONFLICT DO NOTHING`
}

// currentStatus is how g, a row of generation 0, stands.
func (s *standings) currentStatus() string {
	if s.generation == 0 {
		return "g.status"
	}
	return `coalesce((SELECT c.status FROM standings c
  WHERE ` + ofScope("c") + ` AND c.generation = @generation AND c.sku = g.sku), 1)`
}

// touchedRows are the rows of generation 0 of the touched listings.
const touchedRows = `SELECT g.* FROM touched t CROSS JOIN standings g
WHERE g.account_id = @account AND g.integration_id = @integration AND g.generation = 0 AND g.sku = t.sku`

// rewriteTouched judges the touched listings, writes those that changed, and
// moves the counts by the differences.
func (s *standings) rewriteTouched() error {
	if err := s.tx.Analyze("touched"); err != nil {
		return err
	}
	if err := s.noteMappedOf(touchedRows); err != nil {
		return err
	}
	if err := s.runAll(step{"judge touched listings", `INSERT INTO restated (sku, status, base)
SELECT j.sku, j.judged, j.base FROM (` + judge(touchedRows, joinMapped()) + `) j`}); err != nil {
		return err
	}
	if err := s.tx.Analyze("restated"); err != nil {
		return err
	}
	steps := append(s.writeRestated(), step{"move the counts", `INSERT INTO standing_counts (account_id, integration_id, status, listings, base_listings)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), status, sum(listings), sum(base_listings) FROM (
  SELECT status, 1 AS listings, 0 AS base_listings FROM restated
  UNION ALL SELECT base, 0, 1 FROM restated
  UNION ALL SELECT status, -1, 0 FROM touched WHERE status IS NOT NULL
  UNION ALL SELECT base, 0, -1 FROM touched WHERE base IS NOT NULL
) d WHERE 1 = 1 GROUP BY status HAVING sum(listings) <> 0 OR sum(base_listings) <> 0
ON CONFLICT (account_id, integration_id, status) DO UPDATE SET
  listings = standing_counts.listings + excluded.listings,
  base_listings = standing_counts.base_listings + excluded.base_listings`})
	return s.runAll(steps...)
}

// writeRestated writes what was judged into the generation that holds: each
// listing's status in generation 0, or a row for just those not mapped in a
// later one.
func (s *standings) writeRestated() []step {
	if s.generation == 0 {
		return []step{{"write standings", `INSERT INTO standings (` + standingColumns + `)
SELECT g.account_id, g.integration_id, g.generation, g.sku, g.family_sku, n.status, g.base, g.is_parent, g.rank, g.product_id, g.option_id, g.size_id
FROM restated n CROSS JOIN standings g
WHERE ` + ofScope("g") + ` AND g.generation = 0 AND g.sku = n.sku AND g.status <> n.status
ON CONFLICT (account_id, integration_id, generation, sku) DO UPDATE SET status = excluded.status`}}
	}
	return []step{
		{"remove standings that changed", `DELETE FROM standings
WHERE ` + ofScope("standings") + ` AND generation = @generation AND sku IN (SELECT sku FROM touched)`},
		{"write standings", `INSERT INTO standings (` + standingColumns + `)
SELECT g.account_id, g.integration_id, CAST(@generation AS bigint), g.sku, g.family_sku, n.status, g.base, g.is_parent, g.rank, g.product_id, g.option_id, g.size_id
FROM restated n CROSS JOIN standings g
WHERE ` + ofScope("g") + ` AND g.generation = 0 AND g.sku = n.sku AND n.status <> 1`},
	}
}

// rebuild works out everything anew from the catalogues and the mappings.
func (s *standings) rebuild() error {
	// A planner that still takes a catalogue just loaded for empty would walk
	// it for every listing.
	var listings int64
	if err := s.tx.Read(fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM listings WHERE %s LIMIT %d) l", ofScope("listings"), analyzeFrom), s.args, &listings); err != nil {
		return fmt.Errorf("count listings: %w", err)
	}
	if err := s.analyze(listings, "listings", "omni_products", "omni_options", "omni_sizes"); err != nil {
		return err
	}
	err := s.runAll(
		step{"remove standings", "DELETE FROM standings WHERE " + ofScope("standings")},
		step{"match listings", `INSERT INTO standings (` + standingColumns + `)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), 0, j.sku, j.family_sku, j.judged, j.judged, j.is_parent, j.rank, j.product_id, j.option_id, j.size_id
FROM (` + judge(match("listings l", "1 = 1"), nothingMapped()) + `) j ORDER BY j.sku`},
		step{"remove counts", "DELETE FROM standing_counts WHERE " + ofScope("standing_counts")},
		step{"count standings if nothing were mapped", `INSERT INTO standing_counts (account_id, integration_id, status, listings, base_listings)
SELECT account_id, integration_id, base, count(*), count(*) FROM standings
WHERE ` + ofScope("standings") + ` AND generation = 0 GROUP BY account_id, integration_id, base`},
	)
	if err != nil {
		return err
	}
	if err := s.analyze(listings, "standings"); err != nil {
		return err
	}
	var anyMapped bool
	if err := s.tx.Read("SELECT EXISTS (SELECT 1 FROM mappings WHERE "+ofScope("mappings")+")", s.args, &anyMapped); err != nil {
		return fmt.Errorf("look for mappings: %w", err)
	}
	if !anyMapped {
		return s.hold(0)
	}
	return s.renewAll()
}

// renewAll judges every listing that is not mapped anew, on what generation 0
// says of them. Those that are mapped claim nothing.
func (s *standings) renewAll() error {
	var mapped, listings int64
	if err := s.tx.Read(`SELECT (SELECT count(*) FROM mappings WHERE `+ofScope("mappings")+`),
(SELECT coalesce(sum(base_listings), 0) FROM standing_counts WHERE `+ofScope("standing_counts")+`)`, s.args, &mapped, &listings); err != nil {
		return fmt.Errorf("count mappings: %w", err)
	}
	const open = `SELECT g.* FROM standings g WHERE g.account_id = @account AND g.integration_id = @integration AND g.generation = 0
AND NOT EXISTS (SELECT 1 FROM mappings o WHERE o.account_id = @account AND o.integration_id = @integration AND o.sku = g.sku)`
	note := func() error { return s.noteMapped(familiesOfMappings, productsOfMappings) }
	if few := listings - mapped; few < mapped {
		note = func() error { return s.noteMappedOf(open) }
	}
	if err := note(); err != nil {
		return err
	}
	return s.renew(open, joinMapped())
}

// noteMappedOf notes which of the families, and of the matches' Omni products,
// of rows, a query for rows of generation 0, have a mapping.
func (s *standings) noteMappedOf(rows string) error {
	if err := makeScratch(s.tx,
		scratch{"judged_families", "family_sku KEYTEXT NOT NULL PRIMARY KEY"},
		scratch{"judged_products", "product_id bigint NOT NULL PRIMARY KEY"},
	); err != nil {
		return err
	}
	if err := s.runAll(
		step{"note families to be judged", "INSERT INTO judged_families SELECT DISTINCT family_sku FROM (" + rows + ") r"},
		step{"note Omni products to be judged", "INSERT INTO judged_products SELECT DISTINCT product_id FROM (" + rows + ") r WHERE product_id IS NOT NULL"},
	); err != nil {
		return err
	}
	if err := s.tx.Analyze("judged_families", "judged_products"); err != nil {
		return err
	}
	return s.noteMapped(`SELECT DISTINCT w.family_sku FROM judged_families w CROSS JOIN standings f CROSS JOIN mappings m
WHERE `+ofScope("f")+` AND f.generation = 0 AND f.family_sku = w.family_sku AND `+ofScope("m")+` AND m.sku = f.sku`,
		`SELECT DISTINCT w.product_id FROM judged_products w CROSS JOIN mappings m
WHERE `+ofScope("m")+` AND m.product_id = w.product_id`)
}

// noteMapped notes the families and the Omni products that have a mapping, each
// a query, in tables with keys: SQLite would walk a subquery for every listing.
func (s *standings) noteMapped(families, products string) error {
	if err := makeScratch(s.tx,
		scratch{"mapped_families", "family_sku KEYTEXT NOT NULL PRIMARY KEY"},
		scratch{"mapped_products", "product_id bigint NOT NULL PRIMARY KEY"},
	); err != nil {
		return err
	}
	if err := s.runAll(
		step{"note mapped families", "INSERT INTO mapped_families " + families},
		step{"note mapped Omni products", "INSERT INTO mapped_products " + products},
	); err != nil {
		return err
	}
	return s.tx.Analyze("mapped_families", "mapped_products")
}

// renew makes the next generation hold: rows, which include all listings that
// are not mapped, judged anew. It costs as much as there are rows, and leaves
// generation 0 as it is, however many listings became mapped.
func (s *standings) renew(rows string, m mapped) error {
	old, next := s.generation, s.generation+1
	written, err := s.run("judge open listings", `INSERT INTO standings (`+standingColumns+`)
SELECT j.account_id, j.integration_id, CAST(@next AS bigint), j.sku, j.family_sku, j.judged, j.base, j.is_parent, j.rank, j.product_id, j.option_id, j.size_id
FROM (`+judge(rows, m)+`) j WHERE j.judged <> 1`, sql.Named("next", next))
	if err != nil {
		return err
	}
	// A planner that has never seen the generation takes any way to its rows
	// for as good as any other.
	if err := s.analyze(written, "standings"); err != nil {
		return err
	}
	if err := s.hold(next); err != nil {
		return err
	}
	if old > 0 {
		if _, err := s.run("remove the old generation", `DELETE FROM standings
WHERE `+ofScope("standings")+` AND generation = @old`, sql.Named("old", old)); err != nil {
			return err
		}
	}
	return s.runAll(
		step{"count open listings", `UPDATE standing_counts SET listings = (SELECT count(*) FROM standings g
WHERE ` + ofScope("g") + ` AND g.generation = @generation AND g.status = standing_counts.status)
WHERE ` + ofScope("standing_counts")},
		step{"count open listings", `INSERT INTO standing_counts (account_id, integration_id, status, listings, base_listings)
SELECT g.account_id, g.integration_id, g.status, count(*), 0 FROM standings g
WHERE ` + ofScope("g") + ` AND g.generation = @generation
GROUP BY g.account_id, g.integration_id, g.status
ON CONFLICT (account_id, integration_id, status) DO NOTHING`},
		step{"count mapped listings", `INSERT INTO standing_counts (account_id, integration_id, status, listings, base_listings)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), 1, coalesce(sum(base_listings), 0) - coalesce(sum(listings), 0), 0
FROM standing_counts WHERE ` + ofScope("standing_counts") + ` AND status <> 1
ON CONFLICT (account_id, integration_id, status) DO UPDATE SET listings = excluded.listings`},
	)
}

// revert goes back to generation 0 as it is if nothing is mapped.
func (s *standings) revert() error {
	err := s.runAll(
		step{"revert standings", `UPDATE standings SET status = base
WHERE ` + ofScope("standings") + ` AND generation = 0 AND status <> base`},
		step{"remove the old generation", "DELETE FROM standings WHERE " + ofScope("standings") + " AND generation > 0"},
		step{"revert the counts", "UPDATE standing_counts SET listings = base_listings WHERE " + ofScope("standing_counts")},
	)
	if err != nil {
		return err
	}
	return s.hold(0)
}

// hold makes a generation the one that holds.
func (s *standings) hold(generation int64) error {
	s.generation = generation
	_, err := s.run("set the generation", "UPDATE integrations SET generation = @generation WHERE account_id = @account AND id = @integration")
	return err
}
