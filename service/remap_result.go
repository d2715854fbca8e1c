package service

import (
	"database/sql"
	"fmt"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/query"
)

// result reads the previous and the new mappings of the set's listings and of
// those that were added to it.
func (r *remap) result() (*RemapResult, error) {
	now, err := r.pairs("remapped", "m.id AS kept")
	if err != nil {
		return nil, err
	}
	before, err := r.pairs("set_mappings", "CASE WHEN m.id IN (SELECT id FROM remapped) THEN m.id ELSE 0 END AS kept")
	if err != nil {
		return nil, err
	}
	previous := make(map[string]*model.OmniTarget, len(before))
	for _, pair := range before {
		previous[pair.SKU] = pair.Target
	}
	result := new(RemapResult)
	remapped := make(map[string]bool, len(now))
	for _, pair := range now {
		remapped[pair.SKU] = true
		pair.FormerTarget = previous[pair.SKU]
		if pair.kept {
			result.Kept = append(result.Kept, &pair.RemapPair)
		} else {
			result.Created = append(result.Created, &pair.RemapPair)
		}
	}
	for _, pair := range before {
		if !pair.kept {
			result.Deleted++
		}
		if !remapped[pair.SKU] {
			pair.FormerTarget = pair.Target
			result.Lost = append(result.Lost, &pair.RemapPair)
		}
	}
	return result, nil
}

// remapRow is a listing with its target, and whether its mapping is kept.
type remapRow struct {
	model.RemapPair
	kept bool
}

// pairs reads a table of mappings with their targets, by SKU.
func (r *remap) pairs(table, kept string) ([]*remapRow, error) {
	rows, err := r.Tx.Query(`SELECT h.sku, h.level, h.kept <> 0, `+query.TargetColumns+` FROM (SELECT m.*, `+kept+` FROM `+table+` m) h`+query.JoinHits+`
ORDER BY h.sku`, r.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", table, err)
	}
	pairs, err := db.ScanRows(rows, func(rows *sql.Rows) (*remapRow, error) {
		row := new(remapRow)
		var level model.OmniLevel
		var target query.TargetRow
		err := rows.Scan(append([]any{&row.SKU, &level, &row.kept}, target.Fields()...)...)
		row.Target = target.Target(level)
		return row, err
	})
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", table, err)
	}
	return pairs, nil
}
