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
		db.TempTable{Name: "checked_pairs", Columns: "place bigint NOT NULL PRIMARY KEY, sku KEYTEXT NOT NULL, error text, rank smallint, product_id bigint, option_id bigint, size_id bigint"},
	); err != nil {
		return nil, err
	}
	if err := s.Tx.Analyze("staged_pairs"); err != nil {
		return nil, err
	}
	if err := s.RunAll(db.Step{What: "match Codes", Query: `INSERT INTO code_matches (code, rank, targets, product_id, option_id, size_id)
WITH wanted AS MATERIALIZED (
SELECT code FROM staged_pairs WHERE message IS NULL GROUP BY code
), ` + status.BestHits("code", status.LastCodeRank) + `
SELECT code, rank, targets, product_id, option_id, size_id FROM best`}); err != nil {
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
  WHEN p.status IN (`+status.Mapped+`, `+status.PartiallyMapped+`) THEN 'ALREADY_MAPPED'
  WHEN p.status = `+status.Mappable+` AND NOT @allow THEN 'PRODUCT_IS_MAPPABLE'
  WHEN c.code IS NULL THEN 'UNKNOWN_CODE'
  WHEN c.targets > 1 THEN 'AMBIGUOUS_CODE'
  WHEN EXISTS (SELECT 1 FROM mappings m WHERE `+s.IsMapping("m")+` AND m.product_id = c.product_id) THEN 'OMNI_PRODUCT_MAPPED'
END, c.rank, c.product_id, c.option_id, c.size_id
FROM (
  SELECT s.*, CASE WHEN g.sku IS NOT NULL THEN `+s.DecidedStatus()+` END AS status
  FROM staged_pairs s LEFT JOIN listing_statuses g ON `+status.InIntegration("g")+` AND g.snapshot = 0 AND g.sku = s.sku
) p LEFT JOIN code_matches c ON c.code = p.code`, sql.Named("allow", allowMappable)); err != nil {
		return nil, err
	}
	if err := s.RunAll(db.Step{What: "check pairs for duplicates", Query: `UPDATE checked_pairs SET error = 'DUPLICATE_CODE' WHERE error IS NULL
AND (product_id, option_id, size_id) IN (
  SELECT product_id, option_id, size_id FROM checked_pairs WHERE error IS NULL GROUP BY product_id, option_id, size_id HAVING count(*) > 1)`}); err != nil {
		return nil, err
	}
	return readRejectedPairs(s)
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
		Refused   int64
	}
	err := s.Tx.Select(fmt.Sprintf(`SELECT p.sheet, p.row_number, p.sku, p.code, c.error, p.message, p.sku_doubt, p.code_doubt, count(*) OVER () AS refused
FROM checked_pairs c JOIN staged_pairs p ON p.place = c.place WHERE c.error IS NOT NULL ORDER BY c.place LIMIT %d`, model.MaxRejectedRows), nil, &found)
	if err != nil {
		return nil, fmt.Errorf("read rejected pairs: %w", err)
	}
	r := new(rejectedRows)
	for _, row := range found {
		r.count = row.Refused
		rejected := model.RejectedRow{Sheet: row.Sheet, Row: row.RowNumber, SKU: &row.SKU, Cin7Code: &row.Code, Code: row.Error}
		if row.Message != nil {
			rejected.Message = *row.Message
		} else {
			rejected.Message = pairMessage(row.Error, doubtedKey{row.SKU, row.SKUDoubt}, doubtedKey{row.Code, row.CodeDoubt})
		}
		r.rows = append(r.rows, rejected)
	}
	return r, nil
}
