package service

import (
	"context"
	"database/sql"
	"fmt"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/idempotency"
	"omnimap/service/internal/operation"
	"omnimap/service/internal/status"
)

// DownloadResult is the result of a download. Operation is nil if nothing could
// be downloaded.
type DownloadResult struct {
	Operation           *model.Operation
	OmniProductsCreated int64
	MappingsCreated     int64
	// Downloadable are all families of the integration that could be downloaded
	// before; counted if all are downloaded or the request says so.
	Downloadable int64
	// Rejected are the first rejected families.
	Rejected []model.RejectedRow
}

// DownloadRequest says which families to download.
type DownloadRequest struct {
	FamilySKUs []string
	// All downloads every family that can be; FamilySKUs must be empty then.
	All bool
	// Count has Downloadable tell of the whole integration, which takes time where
	// FamilySKUs names the families.
	Count  bool
	DryRun bool
}

// DownloadProducts creates an Omni product of each family for which that is
// possible, and maps the family's listings to it. No family depends on another:
// a family's SKU is no sellable listing of another. See ADR 7.
func (s *Service) DownloadProducts(ctx context.Context, actor model.Actor, integration int64, request DownloadRequest) (*DownloadResult, error) {
	if kept, err := idempotency.Kept[DownloadResult](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleToChange); err != nil {
		return nil, err
	}
	spec := operation.Spec{Kind: model.OperationDownload, Integration: &integration, CreatesMappings: true, DryRun: request.DryRun}
	switch {
	case request.All && len(request.FamilySKUs) > 0:
		return nil, model.Refuse(model.CodeInvalid, "Give an empty list of families where all are to be downloaded.", "input", "familySkus")
	case len(request.FamilySKUs) > MaxList:
		return nil, tooMany(len(request.FamilySKUs), "familySkus")
	case len(request.FamilySKUs) == 0 && !request.All && !request.Count:
		return &DownloadResult{}, s.checkSpec(ctx, actor, spec)
	}
	var result *DownloadResult
	err := s.Do(ctx, actor, spec, func(ctx context.Context, run *operation.Run) error {
		rejected, err := stageFamilies(ctx, run.Session, request.FamilySKUs)
		if err != nil {
			return err
		}
		result, err = changeOnce(ctx, run, func(tx *db.Tx) (*DownloadResult, error) {
			// The Omni catalogue changes, which all integrations read.
			if err := tx.LockAccount(actor.AccountID); err != nil {
				return nil, err
			}
			locked, err := s.lockToMap(tx, actor, integration)
			if err != nil {
				return nil, err
			}
			d := &download{Statuses: status.New(tx, locked), run: run, integration: locked, rejectedRows: rejected}
			return d.do(request)
		})
		return err
	})
	if err != nil {
		return nil, model.Wrap("download products", err)
	}
	return result, nil
}

// download is a download within its transaction.
type download struct {
	*status.Statuses
	run *operation.Run
	*rejectedRows
	integration *model.Integration
}

func (d *download) do(request DownloadRequest) (*DownloadResult, error) {
	d.run.Enter(model.PhaseChecking)
	result := &DownloadResult{}
	var err error
	if request.All || request.Count {
		if result.Downloadable, err = d.selectAll(); err != nil {
			return nil, err
		}
	}
	if !request.All {
		if err := d.check(); err != nil {
			return nil, err
		}
	}
	result.Rejected = d.rows
	if err := d.Tx.Read("SELECT count(*), coalesce(sum(options), 0) FROM downloads", nil, &result.OmniProductsCreated, &result.MappingsCreated); err != nil {
		return nil, fmt.Errorf("count downloads: %w", err)
	}
	if result.OmniProductsCreated == 0 || request.DryRun {
		return result, operation.ErrUnchanged
	}
	d.run.Enter(model.PhaseMapping)
	if err := d.createProducts(result.OmniProductsCreated, result.MappingsCreated); err != nil {
		return nil, err
	}
	if err := d.mapOptions(result.MappingsCreated); err != nil {
		return nil, err
	}
	d.run.Enter(model.PhaseMatching)
	if err := d.refreshStatuses(); err != nil {
		return nil, err
	}
	total := d.count + result.OmniProductsCreated
	d.run.Op.Created, d.run.Op.Total, d.run.Op.RejectedRows = result.MappingsCreated, &total, d.rows
	d.run.Op.Summary.Rejected = d.count
	err = d.run.Succeed(d.Tx)
	result.Operation = d.run.Recorded()
	return result, err
}

// createProducts inserts so many Omni products, each with an option for each of
// its family's sellable listings, by SKU.
func (d *download) createProducts(products, options int64) error {
	last, err := d.Tx.NextIDs(d.integration.AccountID, "omni", products+options)
	if err != nil {
		return err
	}
	return d.With(sql.Named("last", last), sql.Named("first", last+products)).RunAll(
		db.Step{What: "number products", Query: "UPDATE downloads SET id = CAST(@last AS bigint) + id"},
		db.Step{What: "insert products", Query: `INSERT INTO omni_products (account_id, id, reference, code, name, downloaded)
SELECT CAST(@account AS bigint), d.id, d.family_sku, d.family_sku, l.title, 1 = 1
FROM downloads d JOIN listings l ON ` + status.InIntegration("l") + ` AND l.sku = coalesce(
  (SELECT o.sku FROM listings o WHERE ` + status.InIntegration("o") + ` AND o.sku = d.family_sku),
  (SELECT min(s.sku) FROM sellable s WHERE s.family_sku = d.family_sku))`},
		db.Step{What: "insert options", Query: `INSERT INTO omni_options (account_id, product_id, id, position, code, name)
SELECT CAST(@account AS bigint), d.id, CAST(@first AS bigint) + row_number() OVER (ORDER BY d.id, s.sku),
  row_number() OVER (PARTITION BY d.id ORDER BY s.sku) - 1, s.sku, l.title
FROM downloads d JOIN sellable s ON s.family_sku = d.family_sku JOIN listings l ON ` + status.InIntegration("l") + ` AND l.sku = s.sku`},
	)
}

// mapOptions maps so many listings to the new options.
func (d *download) mapOptions(mappings int64) error {
	at, err := d.Tx.Tick(d.integration)
	if err != nil {
		return err
	}
	if err := d.Tx.Analyze("downloads"); err != nil {
		return err
	}
	if err := d.Analyze(mappings, "omni_products", "omni_options"); err != nil {
		return err
	}
	inserted, err := d.Run("insert mappings", `INSERT INTO mappings (account_id, integration_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), CAST(@last AS bigint) + row_number() OVER (ORDER BY o.id),
  o.code, o.product_id, o.id, 0, `+status.LevelProductOption+`, `+status.FieldCode+`, `+status.SourceDownload+`, CAST(@now AS bigint)
FROM downloads d JOIN omni_options o ON o.account_id = @account AND o.product_id = d.id`,
		sql.Named("last", d.integration.LastMappingID), sql.Named("now", at))
	if err != nil {
		return err
	}
	return advanceMappingIDs(d.Statuses, inserted)
}

// refreshStatuses updates the statuses of all of the account's integrations to
// the new Codes, and those of this integration to the new mappings.
func (d *download) refreshStatuses() error {
	c := newOmniChange(d.Tx, d.run)
	c.markDirty = func(s *status.Statuses) error {
		return s.MarkMappingsDirty("downloads d CROSS JOIN mappings m", "m.product_id = d.id")
	}
	if err := c.makeTables(); err != nil {
		return err
	}
	if _, err := c.Run("record new keys", `INSERT INTO changed_keys (key)
SELECT family_sku FROM downloads UNION SELECT s.sku FROM downloads d JOIN sellable s ON s.family_sku = d.family_sku`); err != nil {
		return err
	}
	var none model.LoadSummary
	if err := c.refreshIntegrations(&none); err != nil {
		return err
	}
	return d.Tx.MergeTexts()
}
