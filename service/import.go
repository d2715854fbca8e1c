package service

import (
	"context"
	"database/sql"
	"fmt"

	"gorm.io/gorm"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/idempotency"
	"omnimap/service/internal/operation"
	"omnimap/service/internal/status"
)

// ImportResult is the result of an import.
type ImportResult struct {
	Operation *model.Operation
	Summary   model.ImportSummary
}

// ImportPreview counts the unmapped listings in scope, and those of them that
// an import would map.
func (s *Service) ImportPreview(ctx context.Context, actor model.Actor, integration int64, scope model.ImportScope) (*model.ImportPreview, error) {
	found, err := s.IntegrationsByID(ctx, actor, []int64{integration})
	if err != nil {
		return nil, err
	}
	if found[integration] == nil {
		return nil, noIntegration("integrationId")
	}
	if scope != model.ScopeAll {
		ctx = model.WithEffort(ctx, model.EffortHeavy)
	}
	var counts *model.ImportPreview
	err = s.store.Read(ctx, func(g *gorm.DB) (err error) {
		counts, err = status.CountScope(g, found[integration], scope)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("preview import: %w", err)
	}
	return counts, nil
}

// ImportProducts inserts a mapping for every listing in scope that is mappable
// when it begins: for all of them, or after a fault for none.
func (s *Service) ImportProducts(ctx context.Context, actor model.Actor, integration int64, scope model.ImportScope) (*ImportResult, error) {
	if kept, err := idempotency.Kept[ImportResult](ctx); kept != nil || err != nil {
		return kept, err
	}
	var result *ImportResult
	err := s.Do(ctx, actor, operation.Spec{Kind: model.OperationImport, Integration: &integration, CreatesMappings: true}, func(ctx context.Context, run *operation.Run) (err error) {
		result, err = changeOnce(ctx, run, func(tx *db.Tx) (*ImportResult, error) {
			locked, err := s.lockToMap(tx, actor, integration)
			if err != nil {
				return nil, err
			}
			return importInto(run, tx, locked, scope)
		})
		return err
	})
	if err != nil {
		return nil, model.Wrap("import products", err)
	}
	return result, nil
}

func importInto(run *operation.Run, tx *db.Tx, integration *model.Integration, scope model.ImportScope) (*ImportResult, error) {
	began, err := tx.Tick(integration)
	if err != nil {
		return nil, err
	}
	found, err := status.CountScope(tx.DB, integration, scope)
	if err != nil {
		return nil, err
	}
	run.Progress.SetTotal(found.Unmapped)
	run.Enter(model.PhaseMapping)
	s := status.New(tx, integration)
	inserted, err := insertMappable(s, integration, scope, began)
	if err != nil {
		return nil, err
	}
	summary := &model.ImportSummary{
		UnmappedProducts:           found.Unmapped,
		ExistingPriceOptionsLinked: inserted.options,
		ExistingSizeOptionsLinked:  inserted.sizes,
		MappingsCreated:            inserted.options + inserted.sizes,
	}
	run.Progress.SetDone(summary.MappingsCreated)
	run.Enter(model.PhaseMatching)
	if err := updateAfterImport(s, integration, scope, summary.MappingsCreated); err != nil {
		return nil, err
	}
	if summary.PartiallyMapped, summary.Unmappable, err = status.CountLeft(tx.DB, integration, scope); err != nil {
		return nil, err
	}
	if _, err := s.Run("update the last import", `UPDATE integrations SET last_import_at = @began, last_mapping_id = last_mapping_id + @made
WHERE account_id = @account AND id = @integration`, sql.Named("began", began), sql.Named("made", summary.MappingsCreated)); err != nil {
		return nil, err
	}
	run.Op.Created, run.Op.Summary.Import, run.Op.Total = summary.MappingsCreated, summary, &found.Unmapped
	if err := run.Succeed(tx); err != nil {
		return nil, err
	}
	return &ImportResult{Operation: run.Op, Summary: *summary}, nil
}

// linkedCounts counts new mappings by what they link to.
type linkedCounts struct{ options, sizes int64 }

// insertMappable inserts the mappings of the mappable listings in scope.
func insertMappable(s *status.Statuses, integration *model.Integration, scope model.ImportScope, at model.Time) (linkedCounts, error) {
	var n linkedCounts
	inserted, err := s.Run("insert mappings", `INSERT INTO mappings (account_id, integration_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at)
SELECT s.account_id, s.integration_id, CAST(@last AS bigint) + row_number() OVER (ORDER BY s.sku), s.sku, s.product_id, s.option_id, s.size_id,
  `+status.LevelOfRank+`, `+status.FieldOfRank+`, `+status.SourceImport+`, CAST(@now AS bigint)
FROM listing_statuses s WHERE `+status.InIntegration("s")+` AND s.snapshot = @snapshot AND s.status = `+status.Mappable+status.InScope("s", integration, scope),
		sql.Named("last", integration.LastMappingID), sql.Named("now", at))
	if err != nil || inserted == 0 {
		return n, err
	}
	err = s.Tx.Read("SELECT count(*) FROM mappings m WHERE "+status.InIntegration("m")+" AND m.id > @last AND m.size_id <> 0",
		s.Args(sql.Named("last", integration.LastMappingID)), &n.sizes)
	if err != nil {
		return n, fmt.Errorf("count mapped size options: %w", err)
	}
	n.options = inserted - n.sizes
	return n, nil
}

// updateAfterImport updates the statuses to the inserted mappings. A large
// import leaves snapshot 0 as it is and writes only the listings that stay
// unmapped.
func updateAfterImport(s *status.Statuses, integration *model.Integration, scope model.ImportScope, inserted int64) error {
	if inserted == 0 {
		return nil
	}
	unmapped, err := countUnmapped(s)
	if err != nil {
		return err
	}
	if 2*inserted > unmapped-inserted {
		if err := s.Analyze(inserted, "mappings"); err != nil {
			return err
		}
		return rebuildAfterImport(s, scope)
	}
	return s.UpdateInserted(inserted, "mappings m", "m.id > @last", sql.Named("last", integration.LastMappingID))
}

// rebuildAfterImport writes a snapshot of the listings that are still unmapped.
// The statuses from before the import say which families became mapped.
func rebuildAfterImport(s *status.Statuses, scope model.ImportScope) error {
	rows := "SELECT * FROM listing_statuses g WHERE " + status.InIntegration("g") + " AND g.snapshot = @snapshot AND g.status IN " + status.LeftByImport
	newlyMapped := "SELECT DISTINCT f.family_sku FROM listing_statuses f WHERE " + status.InIntegration("f") + " AND f.snapshot = @snapshot AND f.status = " + status.Mappable
	if scope != model.ScopeAll {
		const hasMapping = "EXISTS (SELECT 1 FROM mappings m WHERE m.account_id = @account AND m.integration_id = @integration AND m.sku = "
		rows += "\nUNION ALL SELECT * FROM listing_statuses g WHERE " + status.InIntegration("g") + " AND g.snapshot = @snapshot AND g.status = " + status.Mappable + " AND NOT " + hasMapping + "g.sku)"
		newlyMapped += " AND " + hasMapping + "f.sku)"
	}
	if err := s.SelectMapped(newlyMapped, status.MappedProducts); err != nil {
		return err
	}
	conditions := s.JoinMapped()
	conditions.Family = "(r.status = " + status.PartiallyMapped + " OR mf.family_sku IS NOT NULL)"
	return s.WriteSnapshot(rows, conditions)
}

// countUnmapped counts the listings without a mapping.
func countUnmapped(s *status.Statuses) (int64, error) {
	var unmapped int64
	err := s.Tx.Read("SELECT coalesce(sum(listings), 0) FROM listing_status_counts c WHERE "+status.InIntegration("c")+" AND c.status <> "+status.Mapped, s.Args(), &unmapped)
	if err != nil {
		return 0, fmt.Errorf("count unmapped listings: %w", err)
	}
	return unmapped, nil
}
