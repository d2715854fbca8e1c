package service

import (
	"database/sql"
	"fmt"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/query"
)

// maxRemapPairs is how many pairs of each kind the answer to a remap of several
// families holds, as many as other answers hold rejected rows.
const maxRemapPairs = model.MaxRejectedRows

// The pairs of a remap, as queries for mappings m in the order of their SKUs.
const (
	createdPairs = "remapped m WHERE m.id = 0"
	keptPairs    = "remapped m WHERE m.id <> 0"
	lostPairs    = "set_mappings m WHERE NOT EXISTS (SELECT 1 FROM remapped x WHERE x.sku = m.sku)"
)

// result reads the previous and the new mappings of the sets' listings and of
// those that were added to them. If several families were named, only the first.
func (r *remap) result(several bool) (*RemapResult, error) {
	limit := ""
	if several {
		limit = fmt.Sprintf(" LIMIT %d", maxRemapPairs)
	}
	result := &RemapResult{Sets: r.sets, SetsLeft: r.left}
	for _, list := range []struct {
		pairs *[]*model.RemapPair
		rows  string
	}{{&result.Created, createdPairs}, {&result.Kept, keptPairs}, {&result.Lost, lostPairs}} {
		pairs, err := r.pairs("SELECT m.* FROM " + list.rows + " ORDER BY m.sku" + limit)
		if err != nil {
			return nil, err
		}
		*list.pairs = pairs
	}
	for _, pair := range result.Lost {
		pair.FormerTarget = pair.Target
	}
	for _, pair := range result.Kept {
		pair.FormerTarget = pair.Target
	}
	if err := r.setFormer(result.Created, limit); err != nil {
		return nil, err
	}
	return result, r.count(result)
}

// setFormer sets the former targets of the created pairs.
func (r *remap) setFormer(created []*model.RemapPair, limit string) error {
	if len(created) == 0 {
		return nil
	}
	moved, err := r.pairs("SELECT d.* FROM (SELECT m.sku FROM " + createdPairs + " ORDER BY m.sku" + limit + ") x CROSS JOIN set_mappings d WHERE d.sku = x.sku")
	if err != nil {
		return err
	}
	former := make(map[string]*model.OmniTarget, len(moved))
	for _, pair := range moved {
		former[pair.SKU] = pair.Target
	}
	for _, pair := range created {
		pair.FormerTarget = former[pair.SKU]
	}
	return nil
}

// count counts all pairs, and the mappings that are no more.
func (r *remap) count(result *RemapResult) error {
	const counts = "SELECT (SELECT count(*) FROM " + createdPairs + "), (SELECT count(*) FROM " + keptPairs + "), (SELECT count(*) FROM " + lostPairs + "), (SELECT count(*) FROM set_mappings)"
	var former int64
	if err := r.Tx.Read(counts, nil, &result.CreatedCount, &result.KeptCount, &result.LostCount, &former); err != nil {
		return fmt.Errorf("count the pairs: %w", err)
	}
	result.Deleted = former - result.KeptCount
	return nil
}

// pairs reads rows of mappings with their targets, by SKU.
func (r *remap) pairs(mappings string) ([]*model.RemapPair, error) {
	rows, err := r.Tx.Query(`SELECT h.sku, h.level, `+query.TargetColumns+` FROM (`+mappings+`) h`+query.JoinHits+`
ORDER BY h.sku`, r.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read pairs: %w", err)
	}
	pairs, err := db.ScanRows(rows, func(rows *sql.Rows) (*model.RemapPair, error) {
		pair := new(model.RemapPair)
		var level model.OmniLevel
		var target query.TargetRow
		err := rows.Scan(append([]any{&pair.SKU, &level}, target.Fields()...)...)
		pair.Target = target.Target(level)
		return pair, err
	})
	if err != nil {
		return nil, fmt.Errorf("read pairs: %w", err)
	}
	return pairs, nil
}
