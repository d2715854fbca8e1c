package service

import (
	"context"
	"fmt"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/status"
)

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

// selectAll selects all families that can be downloaded into downloads, and
// counts them. Those with a listing that matches nothing are looked at.
func (d *download) selectAll() (n int64, err error) {
	if err := d.Tx.CreateTempTables(db.TempTable{Name: "unmatched_families", Columns: "place bigint NOT NULL PRIMARY KEY, family_sku KEYTEXT NOT NULL"}); err != nil {
		return 0, err
	}
	if err := d.RunAll(db.Step{What: "select families without a match", Query: `INSERT INTO unmatched_families (place, family_sku)
SELECT row_number() OVER (ORDER BY family_sku), family_sku FROM (SELECT DISTINCT g.family_sku FROM listing_statuses g
WHERE ` + status.InIntegration("g") + ` AND g.snapshot = @snapshot AND g.status = ` + status.NoMatch + ` AND NOT g.is_parent) f`}); err != nil {
		return 0, err
	}
	if err := d.selectDownloads("unmatched_families"); err != nil {
		return 0, err
	}
	if err := d.Tx.Read("SELECT count(*) FROM downloads", nil, &n); err != nil {
		return 0, fmt.Errorf("count downloads: %w", err)
	}
	return n, nil
}

// check selects into downloads the staged families that can be downloaded, and
// rejects the others.
func (d *download) check() error {
	if err := d.selectDownloads("staged_families"); err != nil {
		return err
	}
	return d.rejectOthers()
}

// selectDownloads selects into downloads those of a table of families that can
// be downloaded, with their numbers and how many options they get. Sellable
// listings are all that are neither parents nor ignored.
func (d *download) selectDownloads(families string) error {
	if err := d.Tx.CreateTempTables(
		db.TempTable{Name: "sellable", Columns: "family_sku KEYTEXT NOT NULL, sku KEYTEXT NOT NULL, status smallint NOT NULL, PRIMARY KEY (family_sku, sku)"},
		db.TempTable{Name: "taken_families", Columns: "family_sku KEYTEXT NOT NULL PRIMARY KEY"},
		db.TempTable{Name: "downloads", Columns: "place bigint NOT NULL PRIMARY KEY, family_sku KEYTEXT NOT NULL, id bigint NOT NULL, options bigint NOT NULL"},
	); err != nil {
		return err
	}
	if err := d.Tx.Analyze(families); err != nil {
		return err
	}
	if err := d.RunAll(
		db.Step{What: "select sellable listings", Query: `INSERT INTO sellable (family_sku, sku, status)
SELECT g.family_sku, g.sku, ` + d.CurrentStatus() + ` FROM ` + families + ` f CROSS JOIN listing_statuses g
WHERE ` + status.InIntegration("g") + ` AND g.snapshot = 0 AND g.family_sku = f.family_sku AND NOT g.is_parent AND g.unmapped_status <> ` + status.Ignored},
		db.Step{What: "select families whose SKU is a Code", Query: "INSERT INTO taken_families (family_sku) SELECT DISTINCT family_sku FROM (\n" +
			status.KeyHits(families, "w.family_sku", "family_sku", status.LastCodeRank) + "\n) h"},
	); err != nil {
		return err
	}
	if err := d.Tx.Analyze("sellable", "taken_families"); err != nil {
		return err
	}
	return d.RunAll(db.Step{What: "select families", Query: `INSERT INTO downloads (place, family_sku, id, options)
SELECT f.place, f.family_sku, row_number() OVER (ORDER BY f.place), count(*) FROM ` + families + ` f JOIN sellable s ON s.family_sku = f.family_sku
WHERE f.family_sku NOT IN (SELECT family_sku FROM taken_families)
GROUP BY f.place, f.family_sku HAVING min(s.status) = ` + status.NoMatch + ` AND max(s.status) = ` + status.NoMatch})
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
FROM staged_families f LEFT JOIN sellable s ON s.family_sku = f.family_sku AND s.sku = (SELECT min(o.sku) FROM sellable o WHERE o.family_sku = f.family_sku AND o.status <> `+status.NoMatch+`)
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
