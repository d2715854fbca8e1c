package service

import (
	"context"
	"database/sql"
	"fmt"

	"omnimap/db"
	"omnimap/model"
)

// ImportResult is what an import did.
type ImportResult struct {
	Operation *model.Operation
	Summary   model.ImportSummary
}

// ImportPreview counts the unmapped listings in scope, and how many of them an
// import would map.
func (s *Service) ImportPreview(ctx context.Context, actor model.Actor, integration int64, scope model.ImportScope) (*model.ImportPreview, error) {
	found, err := s.IntegrationsByID(ctx, actor, []int64{integration})
	if err != nil {
		return nil, err
	}
	if found[integration] == nil {
		return nil, noIntegration("integrationId")
	}
	counts, err := countScope(s.store.Reader(ctx), found[integration], scope)
	if err != nil {
		return nil, fmt.Errorf("preview import: %w", err)
	}
	return counts, nil
}

// ImportProducts makes a mapping for every mappable listing in scope, judged
// on the state before it began: all of them, or on any fault none.
func (s *Service) ImportProducts(ctx context.Context, actor model.Actor, integration int64, scope model.ImportScope) (*ImportResult, error) {
	var result *ImportResult
	err := s.operate(ctx, actor, opening{kind: model.OperationImport, integration: &integration, makes: true}, func(ctx context.Context, w *work) error {
		return w.change(ctx, func(tx *db.Tx) error {
			locked, err := s.lockToMap(tx, actor, integration)
			if err != nil {
				return err
			}
			result, err = importInto(w, tx, locked, scope)
			return err
		})
	})
	if err != nil {
		return nil, model.Wrap("import products", err)
	}
	return result, nil
}

func importInto(w *work, tx *db.Tx, integration *model.Integration, scope model.ImportScope) (*ImportResult, error) {
	began, err := tx.Tick(integration)
	if err != nil {
		return nil, err
	}
	found, err := countScope(tx.DB, integration, scope)
	if err != nil {
		return nil, err
	}
	w.progress.SetTotal(found.Unmapped)
	s := newStandings(tx, integration)
	linked, err := insertMappable(s, integration, scope, began)
	if err != nil {
		return nil, err
	}
	summary := &model.ImportSummary{
		UnmappedProducts:           found.Unmapped,
		ExistingPriceOptionsLinked: linked.options,
		ExistingSizeOptionsLinked:  linked.sizes,
		MappingsCreated:            linked.options + linked.sizes,
		Unmappable:                 found.Unmappable,
	}
	w.progress.SetDone(summary.MappingsCreated)
	if err := updateAfterImport(s, integration, scope, summary.MappingsCreated); err != nil {
		return nil, err
	}
	if _, err := s.Run("set the time of the last import", `UPDATE integrations SET last_import_at = @began, last_mapping_id = last_mapping_id + @made
WHERE account_id = @account AND id = @integration`, sql.Named("began", began), sql.Named("made", summary.MappingsCreated)); err != nil {
		return nil, err
	}
	w.op.Created, w.op.Summary.Import, w.op.Total = summary.MappingsCreated, summary, &found.Unmapped
	if err := w.finish(tx); err != nil {
		return nil, err
	}
	return &ImportResult{Operation: w.op, Summary: *summary}, nil
}

// linked counts new mappings by what they link to.
type linked struct{ options, sizes int64 }

// insertMappable maps the mappable listings in scope.
func insertMappable(s *standings, integration *model.Integration, scope model.ImportScope, at model.Time) (linked, error) {
	var n linked
	made, err := s.Run("map listings", `INSERT INTO mappings (account_id, integration_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at)
SELECT s.account_id, s.integration_id, CAST(@last AS bigint) + row_number() OVER (ORDER BY s.sku), s.sku, s.product_id, s.option_id, s.size_id,
  `+levelOfRank+`, `+fieldOfRank+`, 1, CAST(@now AS bigint)
FROM standings s WHERE `+ofScope("s")+` AND s.snapshot = @snapshot AND s.status = 7`+inScope("s", integration, scope),
		sql.Named("last", integration.LastMappingID), sql.Named("now", at))
	if err != nil || made == 0 {
		return n, err
	}
	err = s.Tx.Read("SELECT count(*) FROM mappings m WHERE "+ofScope("m")+" AND m.id > @last AND m.size_id <> 0",
		s.Args(sql.Named("last", integration.LastMappingID)), &n.sizes)
	if err != nil {
		return n, fmt.Errorf("count linked size options: %w", err)
	}
	n.options = made - n.sizes
	return n, nil
}

// updateAfterImport brings the standings up to date with the mappings just made. A
// large import leaves snapshot 0 alone and writes only what stays open.
func updateAfterImport(s *standings, integration *model.Integration, scope model.ImportScope, made int64) error {
	if made == 0 {
		return nil
	}
	open, err := countUnmapped(s)
	if err != nil {
		return err
	}
	if 2*made > open-made {
		if err := s.analyze(made, "mappings"); err != nil {
			return err
		}
		return rebuildAfterImport(s, scope)
	}
	return s.restateMappings(made, "mappings m", "m.id > @last", sql.Named("last", integration.LastMappingID))
}

// rebuildAfterImport makes a snapshot of what an import left open. Which
// families became mapped, the standings before it tell without the mappings.
func rebuildAfterImport(s *standings, scope model.ImportScope) error {
	rows := "SELECT * FROM standings g WHERE " + ofScope("g") + " AND g.snapshot = @snapshot AND g.status BETWEEN 2 AND 6"
	became := "SELECT DISTINCT f.family_sku FROM standings f WHERE " + ofScope("f") + " AND f.snapshot = @snapshot AND f.status = 7"
	if scope != model.ScopeAll {
		const hasMapping = "EXISTS (SELECT 1 FROM mappings m WHERE m.account_id = @account AND m.integration_id = @integration AND m.sku = "
		rows += "\nUNION ALL SELECT * FROM standings g WHERE " + ofScope("g") + " AND g.snapshot = @snapshot AND g.status = 7 AND NOT " + hasMapping + "g.sku)"
		became += " AND " + hasMapping + "f.sku)"
	}
	if err := s.noteMapped(became, productsOfMappings); err != nil {
		return err
	}
	m := joinMapped()
	m.family = "(r.status = 2 OR mf.family_sku IS NOT NULL)"
	return s.renew(rows, m)
}

// countUnmapped counts the listings without a mapping.
func countUnmapped(s *standings) (int64, error) {
	var open int64
	err := s.Tx.Read("SELECT coalesce(sum(listings), 0) FROM standing_counts c WHERE "+ofScope("c")+" AND c.status <> 1", s.Args(), &open)
	if err != nil {
		return 0, fmt.Errorf("count open listings: %w", err)
	}
	return open, nil
}
