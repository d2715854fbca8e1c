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
	// Rejected are the first rejected families.
	Rejected []model.RejectedRow
}

// DownloadProducts creates an Omni product of each family for which that is
// possible, and maps the family's listings to it. No family depends on another:
// a family's SKU is no sellable listing of another. See ADR 7.
func (s *Service) DownloadProducts(ctx context.Context, actor model.Actor, integration int64, families []string) (*DownloadResult, error) {
	if kept, err := idempotency.Kept[DownloadResult](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleToChange); err != nil {
		return nil, err
	}
	if len(families) > MaxList {
		return nil, tooMany(len(families), "familySkus")
	}
	if len(families) == 0 {
		return &DownloadResult{}, s.checkSpec(ctx, actor, operation.Spec{Integration: &integration, CreatesMappings: true})
	}
	var result *DownloadResult
	spec := operation.Spec{Kind: model.OperationDownload, Integration: &integration, CreatesMappings: true}
	err := s.Do(ctx, actor, spec, func(ctx context.Context, run *operation.Run) error {
		rejected, err := stageFamilies(ctx, run.Session, families)
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
			return d.do()
		})
		return err
	})
	if err != nil {
		return nil, model.Wrap("download products", err)
	}
	return result, nil
}

// stageFamilies stages the families by their places in the list, and rejects
// invalid ones and duplicates.
func stageFamilies(ctx context.Context, session *db.Session, families []string) (*rejectedRows, error) {
	table, err := session.CreateStagingTable(ctx, "staged_families", "place bigint NOT NULL PRIMARY KEY", "family_sku KEYTEXT NOT NULL")
	if err != nil {
		return nil, err
	}
	rejected := new(rejectedRows)
	seen := make(map[string]bool, len(families))
	for i, given := range families {
		family, err := cleanKey("family SKU", given)
		switch {
		case err != nil:
			clean := sanitize(given)
			rejected.add(model.RejectedRow{Row: i + 1, SKU: &clean, Code: model.CodeInvalid, Message: err.Error()})
		case seen[family]:
			rejected.add(model.RejectedRow{Row: i + 1, SKU: &family, Code: model.CodeDuplicateSKU,
				Message: fmt.Sprintf("The family %s stands in the list before. Name it once.", model.Quote(family))})
		default:
			seen[family] = true
			if err := table.Add(ctx, i+1, family); err != nil {
				return nil, err
			}
		}
	}
	return rejected, table.Flush(ctx)
}

// download is a download within its transaction.
type download struct {
	*status.Statuses
	run *operation.Run
	*rejectedRows
	integration *model.Integration
}

func (d *download) do() (*DownloadResult, error) {
	d.run.Enter(model.PhaseChecking)
	if err := d.check(); err != nil {
		return nil, err
	}
	result := &DownloadResult{}
	var err error
	if result.OmniProductsCreated, err = d.createProducts(); err != nil {
		return nil, err
	}
	result.Rejected = d.rows
	if result.OmniProductsCreated == 0 {
		return result, operation.ErrUnchanged
	}
	d.run.Enter(model.PhaseMapping)
	if result.MappingsCreated, err = d.mapOptions(); err != nil {
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

// check selects into downloads the families that can be downloaded, and rejects
// the others. Sellable listings are all that are neither parents nor ignored.
func (d *download) check() error {
	if err := d.Tx.CreateTempTables(
		db.TempTable{Name: "sellable", Columns: "family_sku KEYTEXT NOT NULL, sku KEYTEXT NOT NULL PRIMARY KEY, status smallint NOT NULL"},
		db.TempTable{Name: "taken_families", Columns: "family_sku KEYTEXT NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "downloads", Columns: "place bigint NOT NULL PRIMARY KEY, family_sku KEYTEXT NOT NULL, id bigint NOT NULL, options bigint NOT NULL"},
	); err != nil {
		return err
	}
	if err := d.RunAll(
		db.Step{What: "select sellable listings", Query: `INSERT INTO sellable (family_sku, sku, status)
SELECT g.family_sku, g.sku, ` + d.CurrentStatus() + ` FROM staged_families f CROSS JOIN listing_statuses g
WHERE ` + status.InIntegration("g") + ` AND g.snapshot = 0 AND g.family_sku = f.family_sku AND NOT g.is_parent AND g.unmapped_status <> ` + status.Ignored},
		db.Step{What: "select families whose SKU is a Code", Query: "INSERT INTO taken_families (family_sku) SELECT DISTINCT family_sku FROM (\n" +
			status.KeyHits("staged_families", "w.family_sku", "family_sku", status.LastCodeRank) + "\n) h"},
		db.Step{What: "select families", Query: `INSERT INTO downloads (place, family_sku, id, options)
SELECT f.place, f.family_sku, 0, count(*) FROM staged_families f JOIN sellable s ON s.family_sku = f.family_sku
WHERE f.family_sku NOT IN (SELECT family_sku FROM taken_families)
GROUP BY f.place, f.family_sku HAVING min(s.status) = ` + status.NoMatch + ` AND max(s.status) = ` + status.NoMatch},
	); err != nil {
		return err
	}
	return d.rejectOthers()
}

// rejectOthers rejects the other families, each with its reason.
func (d *download) rejectOthers() error {
	var found []struct {
		Place     int
		FamilySKU string
		Known     bool
		Ignored   bool
		Taken     bool
		OtherSKU  *string
		Status    *model.Status
	}
	if err := d.Tx.Select(`SELECT f.place, f.family_sku,
  EXISTS (SELECT 1 FROM listing_statuses g WHERE `+status.InIntegration("g")+` AND g.snapshot = 0 AND g.family_sku = f.family_sku) AS known,
  EXISTS (SELECT 1 FROM listing_statuses g WHERE `+status.InIntegration("g")+` AND g.snapshot = 0 AND g.family_sku = f.family_sku
    AND NOT g.is_parent AND g.unmapped_status = `+status.Ignored+`) AS ignored,
  f.family_sku IN (SELECT family_sku FROM taken_families) AS taken, s.sku AS other_sku, s.status
FROM staged_families f LEFT JOIN sellable s ON s.sku = (SELECT min(o.sku) FROM sellable o WHERE o.family_sku = f.family_sku AND o.status <> `+status.NoMatch+`)
WHERE f.place NOT IN (SELECT place FROM downloads) ORDER BY f.place`, d.Args(), &found); err != nil {
		return fmt.Errorf("read rejected families: %w", err)
	}
	rejected := make([]model.RejectedRow, len(found))
	for i, f := range found {
		rejected[i] = model.RejectedRow{Row: f.Place, SKU: &f.FamilySKU}
		row, family := &rejected[i], model.Quote(f.FamilySKU)
		switch {
		case !f.Known:
			row.Code, row.Message = model.CodeNotFound, fmt.Sprintf("No listing of this integration is of a family %s. Check the SKU.", family)
		case f.Taken:
			row.Code, row.Message = model.CodeTaken, fmt.Sprintf("The Code %s is in Omni already. Map the listings to it instead.", family)
		case f.Status == nil && f.Ignored:
			row.Code, row.Message = model.CodeNotDownloadable, fmt.Sprintf("All listings of the family %s that could be sold are ignored. Take that back for those that are to be downloaded.", family)
		case f.Status == nil:
			row.Code, row.Message = model.CodeNotDownloadable, fmt.Sprintf("The family %s has no listing that is not a parent itself, so there is nothing to sell. Download the families of its variations.", family)
		default:
			row.Code, row.Message = model.CodeNotDownloadable, fmt.Sprintf("The listing %s of the family %s %s.", model.Quote(*f.OtherSKU), family, whyNotDownloadable(*f.Status))
		}
	}
	d.merge(int64(len(rejected)), rejected)
	return nil
}

// whyNotDownloadable says why a listing with this status cannot be downloaded,
// in words that follow its SKU.
func whyNotDownloadable(st model.Status) string {
	switch st {
	case model.StatusMapped:
		return "is mapped already"
	case model.StatusPartiallyMapped:
		return "is of a family that is partly mapped already; remap the family"
	case model.StatusMappable:
		return "matches an Omni item: import it instead"
	case model.StatusAmbiguousMatch:
		return "matches several Omni items: map it by hand"
	}
	return "matches an Omni item that is in use: map it by hand, or remap it"
}

// createProducts inserts the Omni products, each with an option for each of its
// family's sellable listings, by SKU.
func (d *download) createProducts() (int64, error) {
	var products, options int64
	if err := d.Tx.Read("SELECT count(*), coalesce(sum(options), 0) FROM downloads", nil, &products, &options); err != nil {
		return 0, fmt.Errorf("count downloads: %w", err)
	}
	if products == 0 {
		return 0, nil
	}
	last, err := d.Tx.NextIDs(d.integration.AccountID, "omni", products+options)
	if err != nil {
		return 0, err
	}
	err = d.With(sql.Named("last", last), sql.Named("first", last+products)).RunAll(
		db.Step{What: "number products", Query: "UPDATE downloads SET id = CAST(@last AS bigint) + (SELECT count(*) FROM downloads e WHERE e.place <= downloads.place)"},
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
	if err != nil {
		return 0, err
	}
	return products, nil
}

// mapOptions maps the listings to the new options.
func (d *download) mapOptions() (int64, error) {
	at, err := d.Tx.Tick(d.integration)
	if err != nil {
		return 0, err
	}
	inserted, err := d.Run("insert mappings", `INSERT INTO mappings (account_id, integration_id, id, sku, product_id, option_id, size_id, level, matched_on, source, created_at)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), CAST(@last AS bigint) + row_number() OVER (ORDER BY o.id),
  o.code, o.product_id, o.id, 0, `+status.LevelProductOption+`, `+status.FieldCode+`, `+status.SourceDownload+`, CAST(@now AS bigint)
FROM downloads d JOIN omni_options o ON o.account_id = @account AND o.product_id = d.id`,
		sql.Named("last", d.integration.LastMappingID), sql.Named("now", at))
	if err != nil {
		return 0, err
	}
	return inserted, advanceMappingIDs(d.Statuses, inserted)
}

// refreshStatuses updates the statuses of all of the account's integrations to
// the new Codes, and those of this integration to the new mappings.
func (d *download) refreshStatuses() error {
	c := &omniChange{Statements: db.NewStatements(d.Tx, sql.Named("account", d.integration.AccountID)), account: d.integration.AccountID, op: d.run.Op, markDirty: func(s *status.Statuses) error {
		return s.MarkMappingsDirty("downloads d CROSS JOIN mappings m", "m.product_id = d.id")
	}}
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
