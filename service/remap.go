package service

import (
	"context"
	"database/sql"
	"strings"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/idempotency"
	"omnimap/service/internal/operation"
	"omnimap/service/internal/status"
)

// RemapRequest says what to remap, in one of three ways: a family, an Omni
// product, or both; several families; or all that are partially mapped.
type RemapRequest struct {
	FamilySKU *string
	// Product is an Omni product's id.
	Product *int64
	// FamilySKUs is nil if it is not the way.
	FamilySKUs         []string
	AllPartiallyMapped bool
	// OnlySafe leaves connected sets out that would lose a mapping or create none.
	OnlySafe bool
	// Pairs are mapped before anything else.
	Pairs []model.CustomPair
	// DryRun returns the same result and changes nothing.
	DryRun bool
}

// several reports whether the request may name many families.
func (r *RemapRequest) several() bool { return r.FamilySKUs != nil || r.AllPartiallyMapped }

// RemapResult accounts for every mapping of the connected sets; each list is by
// SKU. Operation is nil if nothing was done.
type RemapResult struct {
	Operation *model.Operation
	// Sets counts the connected sets, without SetsLeft, which were left out.
	Sets, SetsLeft int64
	// Deleted counts the mappings that were moved or lost.
	Deleted int64
	// If several families were named, the lists hold the first maxRemapPairs each.
	Created, Kept, Lost                []*model.RemapPair
	CreatedCount, KeptCount, LostCount int64
	// Rejected are the first rejected pairs. If there is one, nothing was changed.
	Rejected []model.RejectedRow
}

// RemapProducts replaces the mappings of connected sets; see docs/rules.md.
func (s *Service) RemapProducts(ctx context.Context, actor model.Actor, integration int64, request RemapRequest) (*RemapResult, error) {
	if kept, err := idempotency.Kept[RemapResult](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleToChange); err != nil {
		return nil, err
	}
	switch {
	case len(request.Pairs) > MaxList:
		return nil, tooMany(len(request.Pairs), "mappings")
	case len(request.FamilySKUs) > MaxList:
		return nil, tooMany(len(request.FamilySKUs), "familySkus")
	}
	spec := operation.Spec{Kind: model.OperationRemap, Integration: &integration, CreatesMappings: true, DryRun: request.DryRun}
	if err := s.checkSpec(ctx, actor, spec); err != nil {
		return nil, err
	}
	if err := request.check(); err != nil {
		return nil, err
	}
	if request.FamilySKUs != nil && len(request.FamilySKUs) == 0 {
		return new(RemapResult), nil
	}
	var result *RemapResult
	err := s.Do(ctx, actor, spec, func(ctx context.Context, run *operation.Run) error {
		if _, err := stagePairs(ctx, run.Session, pairSource{read: listedPairs(request.Pairs)}, func(int64) {}); err != nil {
			return err
		}
		if err := stageNamedFamilies(ctx, run.Session, request.FamilySKUs); err != nil {
			return err
		}
		var err error
		result, err = changeOnce(ctx, run, func(tx *db.Tx) (*RemapResult, error) {
			locked, err := s.toMap(run, tx, actor, integration)
			if err != nil {
				return nil, err
			}
			r := &remap{Statuses: status.New(tx, locked), run: run, integration: locked}
			return r.do(request)
		})
		return err
	})
	if err != nil {
		return nil, model.Wrap("remap products", err)
	}
	return result, nil
}

// check refuses a request that names nothing, or in several ways, and pairs
// where sets may be left out.
func (r *RemapRequest) check() error {
	one := r.FamilySKU != nil || r.Product != nil
	switch {
	case !one && !r.several():
		return model.Refuse(model.CodeInvalid, "Neither a family nor an Omni product is named. Give familySku, omniProductId, or both; or familySkus; or allPartiallyMapped.", "input")
	case one && r.several() || r.FamilySKUs != nil && r.AllPartiallyMapped:
		return model.Refuse(model.CodeInvalid, "Families are named in several ways. Give familySku, omniProductId, or both; or familySkus; or allPartiallyMapped.", "input")
	case r.OnlySafe && len(r.Pairs) > 0:
		return model.Refuse(model.CodeInvalid, "Pairs cannot be given with onlySafe. Remap what is safe first, then remap with the pairs.", "input", "mappings")
	}
	return nil
}

// remap is a remap within its transaction.
type remap struct {
	*status.Statuses
	run         *operation.Run
	integration *model.Integration
	// sets counts the connected sets that are remapped, left those that are not.
	sets, left int64
}

// do works the five steps of a remap out in temporary tables, and writes what
// they come to unless a pair is rejected, no set is left to remap, or the run is
// a dry run.
func (r *remap) do(request RemapRequest) (*RemapResult, error) {
	r.run.Enter(model.PhaseMapping)
	at, err := r.now()
	if err != nil {
		return nil, err
	}
	if err := r.createTables(); err != nil {
		return nil, err
	}
	if err := r.selectConnected(request); err != nil {
		return nil, err
	}
	if len(request.Pairs) > 0 {
		rejected, err := r.mapPairs(at)
		if err != nil {
			return nil, err
		}
		if rejected.count > 0 {
			return &RemapResult{Rejected: rejected.rows}, operation.ErrUnchanged
		}
	}
	if err := r.mapRest(at, request.OnlySafe); err != nil {
		return nil, err
	}
	result, err := r.result(request.several())
	if err != nil || r.run.DryRun {
		return result, err
	}
	if r.sets == 0 && result.CreatedCount == 0 {
		return result, operation.ErrUnchanged
	}
	err = r.write(result)
	result.Operation = r.run.Recorded()
	return result, err
}

// now is when new mappings are made.
func (r *remap) now() (model.Time, error) {
	if r.run.DryRun {
		return r.Tx.Now()
	}
	return r.Tx.Tick(r.integration)
}

// createTables creates the tables of the steps. A node of a connected set is a
// family, with product_id 0, or an Omni product, with an empty family_sku.
// remapped has the new mappings; its id is 0 for one to insert, else that of the
// kept one. A set_id of 0 is none's: a pair's may be.
func (r *remap) createTables() error {
	const mapping = "sku KEYTEXT NOT NULL PRIMARY KEY, product_id bigint NOT NULL, option_id bigint NOT NULL, size_id bigint NOT NULL, " +
		"level smallint NOT NULL, matched_on smallint NOT NULL, source smallint NOT NULL, created_at bigint NOT NULL, id bigint NOT NULL, set_id bigint NOT NULL, UNIQUE (set_id, sku)"
	const node = "family_sku KEYTEXT NOT NULL, product_id bigint NOT NULL"
	return r.Tx.CreateTempTables(
		db.TempTable{Name: "named_nodes", Columns: node},
		db.TempTable{Name: "set_nodes", Columns: node + ", node bigint NOT NULL PRIMARY KEY, set_id bigint NOT NULL, UNIQUE (family_sku, product_id), UNIQUE (set_id, node)"},
		db.TempTable{Name: "set_ties", Columns: "node bigint NOT NULL, other bigint NOT NULL"},
		db.TempTable{Name: "open_sets", Columns: "set_id bigint NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "decided_products", Columns: "product_id bigint NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "set_mappings", Columns: mapping},
		db.TempTable{Name: "remapped", Columns: mapping + ", UNIQUE (product_id, option_id, size_id)"},
	)
}

// selectConnected is the first step: it selects the connected sets of families
// and Omni products, and their mappings, which count as deleted from then on.
func (r *remap) selectConnected(request RemapRequest) error {
	named, err := r.selectNamed(request)
	if err != nil {
		return err
	}
	if err := r.selectSets(named); err != nil {
		return err
	}
	if _, err := r.Run("select the sets' mappings", `INSERT INTO set_mappings (`+remappedColumns+`, set_id)
SELECT `+ofMapping("m")+`, t.set_id FROM set_nodes t CROSS JOIN mappings m WHERE `+status.InIntegration("m")+` AND m.product_id = t.product_id`); err != nil {
		return err
	}
	r.Without("set_mappings", "set_nodes")
	return r.Tx.Analyze("set_mappings")
}

// remappedColumns are the columns of set_mappings and remapped that mappings
// have.
const remappedColumns = "sku, product_id, option_id, size_id, level, matched_on, source, created_at, id"

// ofMapping are the remappedColumns of a table.
func ofMapping(alias string) string {
	return alias + "." + strings.ReplaceAll(remappedColumns, ", ", ", "+alias+".")
}

// markSetDirty marks the sets' families and Omni products dirty, and nothing
// else.
func (r *remap) markSetDirty() error {
	if err := r.CreateDirtyTables(); err != nil {
		return err
	}
	return r.RunAll(
		db.Step{What: "mark the set's families dirty", Query: "INSERT INTO dirty_families SELECT family_sku FROM set_nodes WHERE product_id = 0"},
		db.Step{What: "mark the set's Omni products dirty", Query: "INSERT INTO dirty_products SELECT product_id FROM set_nodes WHERE product_id <> 0"},
	)
}

// mapPairs is the second step, unless pairs are rejected. Pairs are checked
// against the statuses after the first step, which are decided for this alone.
func (r *remap) mapPairs(at model.Time) (*rejectedRows, error) {
	if err := r.markSetDirty(); err != nil {
		return nil, err
	}
	if err := r.DecideDirty(); err != nil {
		return nil, err
	}
	rejected, err := checkPairs(r.Statuses, true)
	if err != nil || rejected.count > 0 {
		return rejected, err
	}
	return rejected, r.insertRemapped("map the pairs", `SELECT s.sku, s.product_id, s.option_id, s.size_id, `+status.LevelOfRank+` AS level, `+status.NoField+` AS matched_on, `+status.SourceCustom+` AS source, 0 AS set_id, `+formerColumns+`
FROM checked_pairs s`+joinFormer("s"), at)
}

// mapRest runs the third, fourth and fifth step. With onlySafe the fourth one
// leaves out sets.
func (r *remap) mapRest(at model.Time, onlySafe bool) error {
	if err := r.insertKept("keep custom mappings", "d.source = "+status.SourceCustom); err != nil {
		return err
	}
	if err := r.selectProducts("open_sets"); err != nil {
		return err
	}
	if err := r.mapBySKU(at); err != nil {
		return err
	}
	if onlySafe {
		if err := r.leaveUnsafe(at); err != nil {
			return err
		}
	}
	return r.insertKept("keep mappings", "1 = 1")
}

// formerColumns are the columns of rows with a former mapping d, which joinFormer
// joins, that insertRemapped reads.
const formerColumns = "d.level AS former_level, d.matched_on AS former_matched_on, d.source AS former_source, d.created_at AS former_created_at, d.id AS former_id"

// joinFormer joins the former mapping d to rows of an alias: the one that their
// listing had, if it had the same target.
func joinFormer(alias string) string {
	return strings.ReplaceAll(" LEFT JOIN set_mappings d ON d.sku = x.sku AND d.product_id = x.product_id AND d.option_id = x.option_id AND d.size_id = x.size_id", "x.", alias+".")
}

// insertRemapped inserts rows, a query, into remapped. A listing that had the
// same target before keeps its mapping.
func (r *remap) insertRemapped(what, rows string, at model.Time) error {
	_, err := r.Run(what, `INSERT INTO remapped (`+remappedColumns+`, set_id)
SELECT x.sku, x.product_id, x.option_id, x.size_id, coalesce(x.former_level, x.level), coalesce(x.former_matched_on, x.matched_on), coalesce(x.former_source, x.source),
  coalesce(x.former_created_at, CAST(@now AS bigint)), coalesce(x.former_id, 0), x.set_id
FROM (`+rows+`) x`, sql.Named("now", at))
	return err
}

// insertKept inserts those previous mappings d into remapped whose listing and
// target are still free.
func (r *remap) insertKept(what, condition string) error {
	_, err := r.Run(what, `INSERT INTO remapped (`+remappedColumns+`, set_id)
SELECT `+ofMapping("d")+`, d.set_id FROM set_mappings d WHERE `+condition+`
AND NOT EXISTS (SELECT 1 FROM remapped x WHERE x.sku = d.sku)
AND NOT EXISTS (SELECT 1 FROM remapped x WHERE x.product_id = d.product_id AND x.option_id = d.option_id AND x.size_id = d.size_id)`)
	return err
}

// selectProducts selects the Omni products in which sets of a table may map by
// SKU: their own, and those that their families match.
func (r *remap) selectProducts(sets string) error {
	if err := r.RunAll(
		db.Step{What: "select no products", Query: "DELETE FROM decided_products"},
		db.Step{What: "select products to decide", Query: `INSERT INTO decided_products
SELECT n.product_id FROM ` + sets + ` s CROSS JOIN set_nodes n WHERE n.set_id = s.set_id AND n.product_id <> 0
UNION SELECT g.product_id FROM ` + sets + ` s CROSS JOIN set_nodes n CROSS JOIN listing_statuses g
WHERE n.set_id = s.set_id AND n.product_id = 0 AND ` + status.InIntegration("g") + ` AND g.snapshot = 0 AND g.family_sku = n.family_sku AND g.product_id IS NOT NULL`},
	); err != nil {
		return err
	}
	return r.Tx.Analyze("decided_products")
}

// mapBySKU is the fourth step, in the selected products. It decides statuses
// after the first step, with the targets of remapped as taken. All listings that
// match the products are decided, and those in a set are mapped.
func (r *remap) mapBySKU(at model.Time) error {
	if err := r.SelectBatch(`SELECT g.* FROM decided_products p CROSS JOIN listing_statuses g
WHERE ` + status.InIntegration("g") + ` AND g.snapshot = 0 AND g.product_id = p.product_id`); err != nil {
		return err
	}
	conditions := r.JoinMapped()
	conditions.Listing = "EXISTS (SELECT 1 FROM remapped x WHERE x.sku = r.sku) OR " + conditions.Listing
	conditions.Target = "EXISTS (SELECT 1 FROM remapped x WHERE x.product_id = r.product_id AND x.option_id = r.option_id AND x.size_id = r.size_id)"
	// The planner takes few rows for mappable, so all else is joined before.
	rows := `SELECT b.*, coalesce(f.set_id, p.set_id) AS set_id, ` + formerColumns + ` FROM (` + status.BatchRows + `) b
LEFT JOIN set_nodes f ON f.family_sku = b.family_sku AND f.product_id = 0
LEFT JOIN set_nodes p ON p.product_id = b.product_id AND p.family_sku = ''` + joinFormer("b")
	return r.insertRemapped("map by SKU", `SELECT s.*, `+status.LevelOfRank+` AS level, `+status.FieldOfRank+` AS matched_on, `+status.SourceImport+` AS source
FROM (`+status.Decide(rows, conditions)+`) s WHERE s.decided_status = `+status.Mappable+` AND s.set_id IS NOT NULL`, at)
}

// write deletes the moved and lost mappings and inserts the new ones. The kept
// ones are as they were.
func (r *remap) write(result *RemapResult) error {
	const gone = "NOT EXISTS (SELECT 1 FROM remapped x WHERE x.sku = m.sku AND x.id = m.id)"
	if _, err := insertDeleted(r.Statuses, r.run.Op, "set_mappings m", gone); err != nil {
		return err
	}
	created := result.CreatedCount
	if _, err := r.Run("delete mappings", "DELETE FROM mappings WHERE "+status.InIntegration("mappings")+" AND id IN (SELECT m.id FROM set_mappings m WHERE "+gone+")"); err != nil {
		return err
	}
	r.WithAll()
	if _, err := r.Run("insert mappings", `INSERT INTO mappings (account_id, integration_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), CAST(@last AS bigint) + row_number() OVER (ORDER BY sku),
  sku, product_id, option_id, size_id, level, matched_on, source, created_at FROM remapped WHERE id = 0`, sql.Named("last", r.integration.LastMappingID)); err != nil {
		return err
	}
	if err := advanceMappingIDs(r.Statuses, created); err != nil {
		return err
	}
	r.run.Enter(model.PhaseMatching)
	if err := r.updateStatuses(created); err != nil {
		return err
	}
	total := created + result.Deleted + result.KeptCount
	r.run.Op.Created, r.run.Op.Deleted, r.run.Op.Total = created, result.Deleted, &total
	return r.run.Succeed(r.Tx)
}

// updateStatuses updates the statuses to the set's mappings. A pair may have
// named an ignored listing, which is not ignored any more.
func (r *remap) updateStatuses(created int64) error {
	// Kept mappings are of the set; new ones may be of other families.
	const from, condition = "remapped x CROSS JOIN mappings m", "x.id = 0 AND m.sku = x.sku"
	lifted, err := r.Lift(created, from, condition)
	if err != nil {
		return err
	}
	if err := r.markSetDirty(); err != nil {
		return err
	}
	if err := r.MarkMappingsDirty(from, condition); err != nil {
		return err
	}
	if lifted {
		return r.UpdateIgnored()
	}
	return r.Update()
}
