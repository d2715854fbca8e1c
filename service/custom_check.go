package service

import (
	"database/sql"
	"fmt"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/status"
)

// removeApostrophes removes the apostrophe by which a spreadsheet keeps a text,
// unless a listing, or an Omni item, has just that key.
func removeApostrophes(s *status.Statuses) error {
	return s.RunAll(
		db.Step{What: "remove apostrophes before SKUs", Query: `UPDATE staged_pairs SET sku = trim(substr(sku, 2))
WHERE sku LIKE '''_%' AND sku NOT IN (SELECT l.sku FROM listings l WHERE ` + status.InIntegration("l") + ` AND l.sku LIKE '''%')`},
		db.Step{What: "remove apostrophes before Codes", Query: `UPDATE staged_pairs SET code = trim(substr(code, 2))
WHERE code LIKE '''_%' AND code NOT IN (SELECT h.code FROM (` + status.KeyHits("staged_pairs", "w.code", "code", status.LastCodeRank) + `) h)`},
	)
}

// checkPairs checks the staged pairs, in the order of docs/rules.md, against
// the current statuses and mappings. It returns the rejected ones; the others
// are in checked_pairs without an error.
func checkPairs(s *status.Statuses, allowMappable bool) (*rejectedRows, error) {
	if err := s.Tx.CreateTempTables(
		db.TempTable{Name: "code_matches", Columns: "code KEYTEXT NOT NULL PRIMARY KEY, rank smallint NOT NULL, targets bigint NOT NULL, product_id bigint, option_id bigint, size_id bigint"},
		db.TempTable{Name: "id_matches", Columns: "place bigint NOT NULL PRIMARY KEY, rank smallint NOT NULL, product_id bigint NOT NULL, option_id bigint NOT NULL, size_id bigint NOT NULL"},
		db.TempTable{Name: "checked_pairs", Columns: "place bigint NOT NULL PRIMARY KEY, sku KEYTEXT NOT NULL, error text, rank smallint, product_id bigint, option_id bigint, size_id bigint"},
	); err != nil {
		return nil, err
	}
	if err := s.Tx.Analyze("staged_pairs"); err != nil {
		return nil, err
	}
	if err := s.RunAll(
		db.Step{What: "match Codes", Query: `INSERT INTO code_matches (code, rank, targets, product_id, option_id, size_id)
WITH wanted AS MATERIALIZED (
SELECT code FROM staged_pairs WHERE message IS NULL AND target_product IS NULL GROUP BY code
), ` + status.BestHits("code", status.LastCodeRank) + `
SELECT code, rank, targets, product_id, option_id, size_id FROM best`},
		db.Step{What: "match ids", Query: matchIDs},
	); err != nil {
		return nil, err
	}
	if err := s.Tx.Analyze("code_matches"); err != nil {
		return nil, err
	}
	if _, err := s.Run("check pairs", `INSERT INTO checked_pairs (place, sku, error, rank, product_id, option_id, size_id)
SELECT p.place, p.sku, CASE
  WHEN p.message IS NOT NULL THEN 'INVALID'
  WHEN p.sku IN (SELECT t.sku FROM staged_pairs t WHERE t.message IS NULL AND t.sku <> '' GROUP BY t.sku HAVING count(*) > 1) THEN 'DUPLICATE_SKU'
  WHEN p.status IS NULL THEN 'UNKNOWN_SKU'
  WHEN p.status IN (`+status.Mapped+`, `+status.PartiallyMapped+`) OR p.status = `+status.Ignored+` AND `+familyIsMapped(s)+` THEN 'ALREADY_MAPPED'
  WHEN p.status = `+status.Mappable+` AND NOT @allow THEN 'PRODUCT_IS_MAPPABLE'
  WHEN c.code IS NULL AND t.place IS NULL THEN 'UNKNOWN_CODE'
  WHEN c.targets > 1 THEN 'AMBIGUOUS_CODE'
  WHEN EXISTS (SELECT 1 FROM mappings m WHERE `+s.IsMapping("m")+` AND m.product_id = coalesce(c.product_id, t.product_id)) THEN 'OMNI_PRODUCT_MAPPED'
END, coalesce(c.rank, t.rank), coalesce(c.product_id, t.product_id), coalesce(c.option_id, t.option_id), coalesce(c.size_id, t.size_id)
FROM (
  SELECT s.*, g.family_sku, CASE WHEN g.sku IS NOT NULL THEN `+s.DecidedStatus()+` END AS status
  FROM staged_pairs s LEFT JOIN listing_statuses g ON `+status.InIntegration("g")+` AND g.snapshot = 0 AND g.sku = s.sku
) p LEFT JOIN code_matches c ON c.code = p.code LEFT JOIN id_matches t ON t.place = p.place`, sql.Named("allow", allowMappable)); err != nil {
		return nil, err
	}
	if err := s.RunAll(db.Step{What: "check pairs for duplicates", Query: `UPDATE checked_pairs SET error = 'DUPLICATE_CODE' WHERE error IS NULL
AND (product_id, option_id, size_id) IN (
  SELECT product_id, option_id, size_id FROM checked_pairs WHERE error IS NULL GROUP BY product_id, option_id, size_id HAVING count(*) > 1)`}); err != nil {
		return nil, err
	}
	return readRejectedPairs(s)
}

// matchIDs finds the targets that are named by their ids. Their rank is that of
// the Code of such an item, which says at which level the mapping is made.
const matchIDs = `INSERT INTO id_matches (place, rank, product_id, option_id, size_id)
SELECT s.place, 2, o.product_id, o.id, 0 FROM staged_pairs s CROSS JOIN omni_options o
WHERE s.message IS NULL AND s.target_product IS NOT NULL AND s.target_size IS NULL AND o.account_id = @account AND o.product_id = s.target_product AND o.id = s.target_option
UNION ALL
SELECT s.place, 1, z.product_id, z.option_id, z.id FROM staged_pairs s CROSS JOIN omni_sizes z
WHERE s.message IS NULL AND z.account_id = @account AND z.product_id = s.target_product AND z.option_id = s.target_option AND z.id = s.target_size`

// familyIsMapped is the condition that the family of a pair p has a mapping. The
// status of an ignored listing does not tell.
func familyIsMapped(s *status.Statuses) string {
	return `EXISTS (SELECT 1 FROM listing_statuses f CROSS JOIN mappings m
WHERE ` + status.InIntegration("f") + ` AND f.snapshot = 0 AND f.family_sku = p.family_sku AND ` + s.IsMapping("m") + ` AND m.sku = f.sku)`
}

func readRejectedPairs(s *status.Statuses) (*rejectedRows, error) {
	var found []struct {
		Sheet     *string
		RowNumber int
		SKU, Code string
		Error     model.ErrorCode
		Message   *string
		SKUDoubt  *string
		CodeDoubt *string
		ByID      bool
		Refused   int64
	}
	err := s.Tx.Select(fmt.Sprintf(`SELECT p.sheet, p.row_number, p.sku, p.code, c.error, p.message, p.sku_doubt, p.code_doubt, p.target_product IS NOT NULL AS by_id, count(*) OVER () AS refused
FROM checked_pairs c JOIN staged_pairs p ON p.place = c.place WHERE c.error IS NOT NULL ORDER BY c.place LIMIT %d`, model.MaxRejectedRows), nil, &found)
	if err != nil {
		return nil, fmt.Errorf("read rejected pairs: %w", err)
	}
	r := new(rejectedRows)
	for _, row := range found {
		r.count = row.Refused
		rejected := model.RejectedRow{Sheet: row.Sheet, Row: row.RowNumber, SKU: &row.SKU, Code: row.Error}
		if !row.ByID || row.Code != "" {
			rejected.Cin7Code = &row.Code
		}
		switch {
		case row.Message != nil:
			rejected.Message = *row.Message
		case row.ByID:
			rejected.Message = idPairMessage(row.Error, doubtedKey{row.SKU, row.SKUDoubt})
		default:
			rejected.Message = pairMessage(row.Error, doubtedKey{row.SKU, row.SKUDoubt}, doubtedKey{row.Code, row.CodeDoubt})
		}
		r.rows = append(r.rows, rejected)
	}
	return r, nil
}
