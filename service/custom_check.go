package service

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"omnimap/catalog"
	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/status"
)

// pairs are SKUs and the Cin7 Codes to map them to, while they are staged:
// staged_pairs holds those that are not blank, in their order. Pairs that
// cannot be read have a message.
type pairs struct {
	read, blank int64
	// apostrophes says that one of a file begins a key.
	apostrophes bool
	table       *db.StagingTable
}

// stagePairs stages pairs until read returns io.EOF, and reports how many were
// read.
func stagePairs(ctx context.Context, session *db.Session, read func() (model.CustomPair, error), report func(read int64)) (*pairs, error) {
	table, err := session.ReuseStagingTable(ctx, "staged_pairs", "place bigint NOT NULL", "sheet text", "row_number bigint NOT NULL",
		"sku KEYTEXT NOT NULL", "code KEYTEXT NOT NULL", "message text")
	if err != nil {
		return nil, err
	}
	p := &pairs{table: table}
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		pair, err := read()
		var bad *catalog.RowError
		switch {
		case err == io.EOF:
			return p, table.Flush(ctx)
		case errors.As(err, &bad):
			err = p.refuse(ctx, bad)
		case err == nil:
			err = p.add(ctx, pair)
		}
		if err != nil {
			return nil, err
		}
		report(p.read)
	}
}

// refuse stages a row that could not be read.
func (p *pairs) refuse(ctx context.Context, row *catalog.RowError) error {
	p.read++
	var sku, code string
	if row.SKU != nil {
		sku = sanitize(*row.SKU)
	}
	if row.Cin7Code != nil {
		code = sanitize(*row.Cin7Code)
	}
	return p.table.Add(ctx, p.read, row.Sheet, row.Row, sku, code, row.Message)
}

// add stages a pair. One without a Code is blank and only counted.
func (p *pairs) add(ctx context.Context, pair model.CustomPair) error {
	p.read++
	if pair.Code == nil || strings.TrimSpace(*pair.Code) == "" {
		p.blank++
		return nil
	}
	sku, err := cleanKey("SKU", pair.SKU)
	code, codeErr := cleanKey("Cin7 Code", *pair.Code)
	if err == nil {
		err = codeErr
	}
	if err != nil {
		return p.table.Add(ctx, p.read, pair.Sheet, pair.Row, sanitize(pair.SKU), sanitize(*pair.Code), err.Error())
	}
	if pair.FromFile && (strings.HasPrefix(sku, "'") || strings.HasPrefix(code, "'")) {
		p.apostrophes = true
	}
	return p.table.Add(ctx, p.read, pair.Sheet, pair.Row, sku, code, nil)
}

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

// sanitize makes a refused text storable.
func sanitize(text string) string {
	text = strings.ToValidUTF8(strings.ReplaceAll(strings.TrimSpace(text), "\x00", ""), "\uFFFD")
	if utf8.RuneCountInString(text) > maxKey {
		text = string([]rune(text)[:maxKey])
	}
	return text
}

// listedPairs reads the pairs of a list, numbered from 1.
func listedPairs(list []model.CustomPair) func() (model.CustomPair, error) {
	next := 0
	return func() (model.CustomPair, error) {
		if next == len(list) {
			return model.CustomPair{}, io.EOF
		}
		next++
		pair := list[next-1]
		pair.Row = next
		return pair, nil
	}
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
  WHEN EXISTS (SELECT 1 FROM mappings m WHERE `+status.InIntegration("m")+` AND m.product_id = c.product_id) THEN 'OMNI_PRODUCT_MAPPED'
END, c.rank, c.product_id, c.option_id, c.size_id
FROM (
  SELECT s.*, CASE WHEN g.sku IS NOT NULL THEN `+s.CurrentStatus()+` END AS status
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
		Refused   int64
	}
	err := s.Tx.Select(fmt.Sprintf(`SELECT p.sheet, p.row_number, p.sku, p.code, c.error, p.message, count(*) OVER () AS refused
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
			rejected.Message = pairMessage(row.Error, row.SKU, row.Code)
		}
		r.rows = append(r.rows, rejected)
	}
	return r, nil
}
