package service

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"

	"omnimap/catalog"
	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/idempotency"
	"omnimap/service/internal/operation"
	"omnimap/service/internal/status"
)

// CustomOptions say how to apply custom mappings.
type CustomOptions struct {
	// Atomic maps nothing if any row is refused.
	Atomic bool
	// AllowMappable also maps listings that an import would map.
	AllowMappable bool
	// DryRun returns the same result and changes nothing.
	DryRun bool
	// FileName is what the client calls the file, if there is one.
	FileName string
}

// CustomResult is the result of custom mappings. Operation is nil if nothing
// was done.
type CustomResult struct {
	Operation *model.Operation
	Summary   model.CustomMappingSummary
	// Rejected are the first rejected rows; Summary counts all.
	Rejected []model.RejectedRow
}

// ApplyCustomMappings maps the listings of a list to the Codes, or the targets,
// beside them.
func (s *Service) ApplyCustomMappings(ctx context.Context, actor model.Actor, integration int64, list []model.CustomPair, options CustomOptions) (*CustomResult, error) {
	if kept, err := idempotency.Kept[CustomResult](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleToChange); err != nil {
		return nil, err
	}
	if len(list) > MaxList {
		return nil, tooMany(len(list), "mappings")
	}
	if len(list) == 0 {
		return &CustomResult{}, s.checkSpec(ctx, actor, operation.Spec{Integration: &integration, CreatesMappings: true})
	}
	result, err := s.applyCustom(ctx, actor, integration, pairSource{read: listedPairs(list)}, options)
	if err != nil {
		return nil, model.Wrap("apply custom mappings", err)
	}
	return result, nil
}

// ApplyCustomMappingFile is ApplyCustomMappings for a spreadsheet (.xlsx) or a
// CSV with the columns "Amazon SKU" and "Cin7 Code".
func (s *Service) ApplyCustomMappingFile(ctx context.Context, actor model.Actor, integration int64, file io.Reader, options CustomOptions) (*CustomResult, error) {
	if kept, err := idempotency.Kept[CustomResult](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleToChange); err != nil {
		return nil, err
	}
	sheet, err := catalog.OpenCustomSheet(file)
	if err != nil {
		return nil, model.Wrap("apply custom mappings", refuseFile(err))
	}
	defer sheet.Close()
	read := func() (model.CustomPair, error) {
		row, err := sheet.Read()
		if !errors.Is(err, io.EOF) && !errors.As(err, new(*catalog.RowError)) && err != nil {
			err = refuseFile(err)
		}
		return model.CustomPair{Sheet: row.Sheet, Row: row.Row, SKU: row.SKU, Code: &row.Cin7Code, FromFile: true, Hidden: row.Hidden, Doubts: row.Doubts()}, err
	}
	result, err := s.applyCustom(ctx, actor, integration, pairSource{read: read, hidden: sheet.HasHidden()}, options)
	if err != nil {
		return nil, model.Wrap("apply custom mappings", err)
	}
	return result, nil
}

func (s *Service) applyCustom(ctx context.Context, actor model.Actor, integration int64, source pairSource, options CustomOptions) (*CustomResult, error) {
	var result *CustomResult
	spec := operation.Spec{Kind: model.OperationCustom, Integration: &integration, CreatesMappings: true, DryRun: options.DryRun, FileName: options.FileName}
	err := s.Do(ctx, actor, spec, func(ctx context.Context, run *operation.Run) error {
		run.Enter(model.PhaseReading)
		pairs, err := stagePairs(ctx, run.Session, source, run.Progress.SetDone)
		if err != nil {
			return err
		}
		run.Progress.SetTotal(pairs.read)
		result, err = changeOnce(ctx, run, func(tx *db.Tx) (*CustomResult, error) {
			locked, err := s.toMap(run, tx, actor, integration)
			if err != nil {
				return nil, err
			}
			if source.stage != nil {
				if pairs.read, err = source.stage(tx); err != nil {
					return nil, err
				}
				if pairs.read == 0 {
					return &CustomResult{}, operation.ErrUnchanged
				}
				run.Progress.SetTotal(pairs.read)
			}
			return mapPairs(run, tx, locked, pairs, options)
		})
		return err
	})
	return result, err
}

// mapPairs checks the staged pairs and maps those that pass.
func mapPairs(run *operation.Run, tx *db.Tx, integration *model.Integration, pairs *pairs, options CustomOptions) (*CustomResult, error) {
	run.Enter(model.PhaseChecking)
	s := status.New(tx, integration)
	if err := tx.ExpectFew(pairs.read-pairs.blank <= status.FewRows); err != nil {
		return nil, err
	}
	if pairs.apostrophes {
		if err := removeApostrophes(s); err != nil {
			return nil, err
		}
	}
	rejected, err := checkPairs(s, options.AllowMappable)
	if err != nil {
		return nil, err
	}
	result := &CustomResult{Rejected: rejected.rows}
	result.Summary = model.CustomMappingSummary{RowsRead: pairs.read, Blank: pairs.blank, Rejected: rejected.count}
	if options.Atomic && rejected.count > 0 {
		return result, operation.ErrUnchanged
	}
	if run.DryRun {
		result.Summary.ProductOptionsMapped, err = countChecked(s)
		return result, err
	}
	at, err := tx.Tick(integration)
	if err != nil {
		return nil, err
	}
	run.Enter(model.PhaseMapping)
	inserted, err := insertChecked(run, s, integration, at)
	if err != nil {
		return nil, err
	}
	result.Summary.ProductOptionsMapped = inserted
	run.Op.Created, run.Op.Total = inserted, &pairs.read
	run.Op.Summary.Custom, run.Op.RejectedRows = &result.Summary, rejected.rows
	err = run.Succeed(tx)
	result.Operation = run.Recorded()
	return result, err
}

// countChecked counts the pairs that passed the checks.
func countChecked(s *status.Statuses) (n int64, err error) {
	if err := s.Tx.Read("SELECT count(*) FROM checked_pairs WHERE error IS NULL", nil, &n); err != nil {
		return 0, fmt.Errorf("count checked pairs: %w", err)
	}
	return n, nil
}

// insertChecked inserts a custom mapping of each pair that passed the checks.
func insertChecked(run *operation.Run, s *status.Statuses, integration *model.Integration, at model.Time) (int64, error) {
	last := sql.Named("last", integration.LastMappingID)
	inserted, err := s.Run("map pairs", `INSERT INTO mappings (account_id, integration_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), CAST(@last AS bigint) + row_number() OVER (ORDER BY s.place),
  s.sku, s.product_id, s.option_id, s.size_id, `+status.LevelOfRank+`, `+status.NoField+`, `+status.SourceCustom+`, CAST(@now AS bigint)
FROM checked_pairs s WHERE s.error IS NULL`, last, sql.Named("now", at))
	if err != nil || inserted == 0 {
		return inserted, err
	}
	if err := advanceMappingIDs(s, inserted); err != nil {
		return 0, err
	}
	run.Enter(model.PhaseMatching)
	return inserted, s.UpdateAfterInsert(inserted, "mappings m", "m.id > @last", last)
}

// advanceMappingIDs adds n to the integration's last mapping id.
func advanceMappingIDs(s *status.Statuses, n int64) error {
	_, err := s.Run("advance the last mapping id", `UPDATE integrations SET last_mapping_id = last_mapping_id + @made
WHERE account_id = @account AND id = @integration`, sql.Named("made", n))
	return err
}
