package service

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/operation"
	"omnimap/service/internal/query"
	"omnimap/service/internal/status"
)

// RemapRequest says what to remap: a family, an Omni product, or both.
type RemapRequest struct {
	FamilySKU *string
	// Product is an Omni product's id.
	Product *int64
	// Pairs are mapped before anything else.
	Pairs []model.CustomPair
	// DryRun returns the same result and changes nothing.
	DryRun bool
}

// RemapResult accounts for every mapping of the connected set; each list is by
// SKU. Operation is nil if nothing was done.
type RemapResult struct {
	Operation *model.Operation
	// Deleted counts the mappings that were moved or lost.
	Deleted             int64
	Created, Kept, Lost []*model.RemapPair
	// Rejected are the first rejected pairs. If there is one, nothing was changed.
	Rejected []model.RejectedRow
}

// RemapProducts replaces the mappings of a connected set; see docs/rules.md.
func (s *Service) RemapProducts(ctx context.Context, actor model.Actor, integration int64, request RemapRequest) (*RemapResult, error) {
	if err := actor.Require(model.RoleToChange); err != nil {
		return nil, err
	}
	if len(request.Pairs) > MaxList {
		return nil, tooMany(len(request.Pairs), "mappings")
	}
	spec := operation.Spec{Kind: model.OperationRemap, Integration: &integration, CreatesMappings: true, DryRun: request.DryRun}
	if err := s.checkSpec(ctx, actor, spec); err != nil {
		return nil, err
	}
	if request.FamilySKU == nil && request.Product == nil {
		return nil, model.Refuse(model.CodeInvalid, "Neither a family nor an Omni product is named. Give familySku, omniProductId, or both.", "input")
	}
	var result *RemapResult
	err := s.Do(ctx, actor, spec, func(ctx context.Context, run *operation.Run) error {
		if _, err := stagePairs(ctx, run.Session, pairSource{read: listedPairs(request.Pairs)}, func(int64) {}); err != nil {
			return err
		}
		err := run.Change(ctx, func(tx *db.Tx) error {
			locked, err := s.toMap(run, tx, actor, integration)
			if err != nil {
				return err
			}
			r := &remap{Statuses: status.New(tx, locked), run: run, integration: locked}
			result, err = r.do(request)
			return err
		})
		if err == nil {
			result.Operation = run.Recorded()
		}
		return err
	})
	if err != nil {
		return nil, model.Wrap("remap products", err)
	}
	return result, nil
}

// remap is a remap within its transaction.
type remap struct {
	*status.Statuses
	run         *operation.Run
	integration *model.Integration
}

// do works the five steps of a remap out in temporary tables, and writes what
// they come to unless a pair is rejected or the run is a dry run.
func (r *remap) do(request RemapRequest) (*RemapResult, error) {
	r.run.Enter(model.PhaseMapping)
	at, err := r.now()
	if err != nil {
		return nil, err
	}
	if err := r.createTables(); err != nil {
		return nil, err
	}
	if err := r.selectNamed(request); err != nil {
		return nil, err
	}
	if err := r.selectConnected(); err != nil {
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
	if err := r.mapRest(at); err != nil {
		return nil, err
	}
	result, err := r.result()
	if err != nil || r.run.DryRun {
		return result, err
	}
	return result, r.write(result)
}

// now is when new mappings are made.
func (r *remap) now() (model.Time, error) {
	if r.run.DryRun {
		return r.Tx.Now()
	}
	return r.Tx.Tick(r.integration)
}

// createTables creates the tables of the steps. A node of the connected set is
// a family, with product_id 0, or an Omni product, with an empty family_sku.
// remapped has the new mappings; its id is 0 for one to insert, else that of
// the kept one.
func (r *remap) createTables() error {
	const mapping = "sku KEYTEXT NOT NULL PRIMARY KEY, product_id bigint NOT NULL, option_id bigint NOT NULL, size_id bigint NOT NULL, " +
		"level smallint NOT NULL, matched_on smallint NOT NULL, source smallint NOT NULL, created_at bigint NOT NULL, id bigint NOT NULL, " +
		"UNIQUE (product_id, option_id, size_id)"
	const node = "family_sku KEYTEXT NOT NULL, product_id bigint NOT NULL"
	return r.Tx.CreateTempTables(
		db.TempTable{Name: "named_nodes", Columns: node},
		db.TempTable{Name: "set_nodes", Columns: node},
		db.TempTable{Name: "set_mappings", Columns: mapping},
		db.TempTable{Name: "remapped", Columns: mapping},
	)
}

// selectNamed selects the nodes that the request names, and refuses unknown
// ones.
func (r *remap) selectNamed(request RemapRequest) error {
	if family := request.FamilySKU; family != nil {
		n, err := r.Run("select the family", `INSERT INTO named_nodes SELECT DISTINCT g.family_sku, 0 FROM listing_statuses g
WHERE `+status.InIntegration("g")+` AND g.snapshot = 0 AND g.family_sku = @family`, sql.Named("family", query.QueryKey(*family)))
		if err != nil {
			return err
		}
		if n == 0 {
			return model.Refuse(model.CodeNotFound, fmt.Sprintf("No listing of this integration is of a family %s. Check the SKU.", model.Quote(*family)), "input", "familySku")
		}
	}
	if request.Product != nil {
		n, err := r.Run("select the Omni product", `INSERT INTO named_nodes SELECT '', p.id FROM omni_products p
WHERE p.account_id = @account AND p.id = @product`, sql.Named("product", *request.Product))
		if err != nil {
			return err
		}
		if n == 0 {
			return model.Refuse(model.CodeNotFound, "There is no such Omni product. Search for it, and use the id that it has now.", "input", "omniProductId")
		}
	}
	return nil
}

// selectConnected is the first step: it selects the connected set of families and
// Omni products, and its mappings, which count as deleted from then on.
func (r *remap) selectConnected() error {
	if err := r.Tx.Analyze("named_nodes"); err != nil {
		return err
	}
	err := r.RunAll(
		db.Step{What: "select the connected set", Query: `INSERT INTO set_nodes
WITH RECURSIVE ` + status.Connected("SELECT 0 AS start, family_sku, product_id FROM named_nodes") + `
SELECT family_sku, product_id FROM reached`},
		db.Step{What: "select the set's mappings", Query: `INSERT INTO set_mappings (` + remappedColumns + `)
SELECT ` + ofMapping("m") + ` FROM set_nodes t CROSS JOIN mappings m WHERE ` + status.InIntegration("m") + ` AND m.product_id = t.product_id`},
	)
	if err != nil {
		return err
	}
	r.Without("set_mappings")
	return r.Tx.Analyze("set_nodes", "set_mappings")
}

// remappedColumns are the columns of set_mappings and remapped.
const remappedColumns = "sku, product_id, option_id, size_id, level, matched_on, source, created_at, id"

// ofMapping are the remappedColumns of a table.
func ofMapping(alias string) string {
	return alias + "." + strings.ReplaceAll(remappedColumns, ", ", ", "+alias+".")
}

// markSetDirty marks the set's families and Omni products dirty, and nothing
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
	return rejected, r.insertRemapped("map the pairs", `SELECT s.sku, s.product_id, s.option_id, s.size_id, `+status.LevelOfRank+` AS level, `+status.NoField+` AS matched_on, `+status.SourceCustom+` AS source
FROM checked_pairs s`, at)
}

// mapRest runs the third, fourth and fifth step.
func (r *remap) mapRest(at model.Time) error {
	if err := r.insertKept("keep custom mappings", "d.source = "+status.SourceCustom); err != nil {
		return err
	}
	if err := r.mapBySKU(at); err != nil {
		return err
	}
	return r.insertKept("keep mappings", "1 = 1")
}

// insertRemapped inserts rows into remapped. A listing that had the same target
// before keeps its mapping.
func (r *remap) insertRemapped(what, rows string, at model.Time) error {
	_, err := r.Run(what, `INSERT INTO remapped (`+remappedColumns+`)
SELECT x.sku, x.product_id, x.option_id, x.size_id, coalesce(d.level, x.level), coalesce(d.matched_on, x.matched_on), coalesce(d.source, x.source),
  coalesce(d.created_at, CAST(@now AS bigint)), coalesce(d.id, 0)
FROM (`+rows+`) x LEFT JOIN set_mappings d ON d.sku = x.sku AND d.product_id = x.product_id AND d.option_id = x.option_id AND d.size_id = x.size_id`,
		sql.Named("now", at))
	return err
}

// insertKept inserts those previous mappings d into remapped whose listing and
// target are still free.
func (r *remap) insertKept(what, condition string) error {
	_, err := r.Run(what, `INSERT INTO remapped (`+remappedColumns+`)
SELECT `+ofMapping("d")+` FROM set_mappings d WHERE `+condition+`
AND NOT EXISTS (SELECT 1 FROM remapped x WHERE x.sku = d.sku)
AND NOT EXISTS (SELECT 1 FROM remapped x WHERE x.product_id = d.product_id AND x.option_id = d.option_id AND x.size_id = d.size_id)`)
	return err
}

// mapBySKU is the fourth step. It decides statuses after the first step, with
// the targets of remapped as taken. All listings that match a target of the set
// are decided, and those in the set are mapped.
func (r *remap) mapBySKU(at model.Time) error {
	if err := r.markSetDirty(); err != nil {
		return err
	}
	if err := r.SelectDirty(); err != nil {
		return err
	}
	if err := r.SelectBatch(status.DirtyRows); err != nil {
		return err
	}
	conditions := r.JoinMapped()
	conditions.Listing = "EXISTS (SELECT 1 FROM remapped x WHERE x.sku = r.sku) OR " + conditions.Listing
	conditions.Target = "EXISTS (SELECT 1 FROM remapped x WHERE x.product_id = r.product_id AND x.option_id = r.option_id AND x.size_id = r.size_id)"
	return r.insertRemapped("map by SKU", `SELECT s.sku, s.product_id, s.option_id, s.size_id, `+status.LevelOfRank+` AS level, `+status.FieldOfRank+` AS matched_on, `+status.SourceImport+` AS source
FROM (`+status.Decide(status.BatchRows, conditions)+`) s WHERE s.decided_status = `+status.Mappable+` AND (
  s.family_sku IN (SELECT family_sku FROM set_nodes WHERE product_id = 0) OR s.product_id IN (SELECT product_id FROM set_nodes WHERE product_id <> 0))`, at)
}

// write replaces the set's mappings by the kept and new ones, and inserts the
// moved and lost ones into deleted_mappings.
func (r *remap) write(result *RemapResult) error {
	if _, err := r.Run("delete the set's mappings", `DELETE FROM mappings WHERE `+status.InIntegration("mappings")+` AND id IN (SELECT id FROM set_mappings)`); err != nil {
		return err
	}
	r.Without("")
	if _, err := insertDeleted(r.Statuses, r.run.Op, "set_mappings m", "m.id NOT IN (SELECT id FROM remapped)"); err != nil {
		return err
	}
	created := int64(len(result.Created))
	if _, err := r.Run("insert mappings", `INSERT INTO mappings (account_id, integration_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint),
  CASE WHEN id > 0 THEN id ELSE CAST(@last AS bigint) + row_number() OVER (PARTITION BY id = 0 ORDER BY sku) END,
  sku, product_id, option_id, size_id, level, matched_on, source, created_at FROM remapped`, sql.Named("last", r.integration.LastMappingID)); err != nil {
		return err
	}
	if err := advanceMappingIDs(r.Statuses, created); err != nil {
		return err
	}
	r.run.Enter(model.PhaseMatching)
	if err := r.updateStatuses(created); err != nil {
		return err
	}
	total := created + result.Deleted + int64(len(result.Kept))
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
