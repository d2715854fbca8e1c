package service

import (
	"fmt"

	"omnimap/db"
)

// relink finds the targets of the mappings in to_restore: those that still
// exist, and those that were removed and came back. A null size_id means that
// there is none. See ADR 6.
func (r *restore) relink() error {
	if _, err := r.Run("find targets that exist", `INSERT INTO relinked (place, product_id, option_id, size_id)
SELECT w.place, w.product_id, o.id, CASE WHEN o.id IS NULL THEN NULL WHEN w.size_id = 0 THEN 0 ELSE z.id END
FROM to_restore w LEFT JOIN omni_options o ON o.account_id = @account AND o.product_id = w.product_id AND o.id = w.option_id
LEFT JOIN omni_sizes z ON z.account_id = @account AND z.product_id = w.product_id AND z.option_id = w.option_id AND z.id = w.size_id`); err != nil {
		return err
	}
	var gone bool
	if err := r.Tx.Read("SELECT EXISTS (SELECT 1 FROM relinked WHERE size_id IS NULL)", nil, &gone); err != nil {
		return fmt.Errorf("look for removed targets: %w", err)
	}
	if !gone {
		return nil
	}
	return r.relinkGone()
}

// relinkGone finds the removed targets, level by level. In gone_targets,
// item_id is the option that was removed, or the one that replaced it, and
// item_product_id its product.
func (r *restore) relinkGone() error {
	if err := r.Tx.CreateTempTables(
		db.TempTable{Name: "gone_targets", Columns: `place bigint NOT NULL PRIMARY KEY, product_id bigint NOT NULL, option_id bigint NOT NULL, size_id bigint NOT NULL,
item_product_id bigint NOT NULL, item_id bigint NOT NULL, new_product_id bigint, new_option_id bigint, new_size_id bigint`},
		db.TempTable{Name: "identity_matches", Columns: "place bigint NOT NULL, id bigint NOT NULL, way bigint NOT NULL"},
	); err != nil {
		return err
	}
	return r.RunAll(
		db.Step{What: "match products", Query: `INSERT INTO gone_targets (place, product_id, option_id, size_id, item_product_id, item_id, new_product_id)
SELECT w.place, w.product_id, w.option_id, w.size_id, CASE WHEN y.new_id IS NULL THEN w.product_id ELSE x.new_id END, coalesce(y.new_id, w.option_id), coalesce(p.id, q.id)
FROM relinked k JOIN to_restore w ON w.place = k.place
LEFT JOIN removed_products x ON x.account_id = @account AND x.id = w.product_id
LEFT JOIN removed_options y ON y.account_id = @account AND y.product_id = w.product_id AND y.id = w.option_id
LEFT JOIN omni_products p ON p.account_id = @account AND p.id = coalesce(x.new_id, w.product_id)
LEFT JOIN removed_products v ON v.account_id = @account AND v.id = coalesce(x.new_id, w.product_id)
LEFT JOIN omni_products q ON q.account_id = @account AND q.reference = v.reference AND NOT q.downloaded
WHERE k.size_id IS NULL`},
		db.Step{What: "find options that exist", Query: `UPDATE gone_targets SET new_option_id = (SELECT o.id FROM omni_options o
WHERE o.account_id = @account AND o.product_id = gone_targets.new_product_id AND o.id = gone_targets.item_id)`},
		db.Step{What: "find options that came back", Query: `INSERT INTO identity_matches (place, id, way)
SELECT t.place, n.id, ` + identityMatch + ` FROM gone_targets t
JOIN removed_options x ON x.account_id = @account AND x.product_id = t.item_product_id AND x.id = t.item_id
JOIN omni_options n ON n.account_id = @account AND n.product_id = t.new_product_id AND n.id > x.last_id
WHERE t.new_option_id IS NULL AND ` + identityMatch + ` IS NOT NULL`},
		db.Step{What: "set options that came back", Query: setIdentityMatch("new_option_id")},
		db.Step{What: "find sizes that exist", Query: `UPDATE gone_targets SET new_size_id = CASE WHEN size_id = 0 THEN 0 ELSE (SELECT z.id FROM omni_sizes z
WHERE z.account_id = @account AND z.product_id = gone_targets.new_product_id AND z.option_id = gone_targets.new_option_id AND z.id = gone_targets.size_id) END
WHERE new_option_id IS NOT NULL`},
		db.Step{What: "delete identity matches of options", Query: "DELETE FROM identity_matches"},
		db.Step{What: "find sizes that came back", Query: `INSERT INTO identity_matches (place, id, way)
SELECT t.place, n.id, ` + identityMatch + ` FROM gone_targets t
JOIN removed_sizes x ON x.account_id = @account AND x.product_id = t.product_id AND x.option_id = t.option_id AND x.id = t.size_id
JOIN omni_sizes n ON n.account_id = @account AND n.product_id = t.new_product_id AND n.option_id = t.new_option_id AND n.id > x.last_id
WHERE t.new_size_id IS NULL AND ` + identityMatch + ` IS NOT NULL`},
		db.Step{What: "set sizes that came back", Query: setIdentityMatch("new_size_id")},
		db.Step{What: "update targets that came back", Query: `UPDATE relinked SET product_id = t.new_product_id, option_id = t.new_option_id, size_id = t.new_size_id
FROM gone_targets t WHERE t.place = relinked.place`},
	)
}

// identityMatch is the rank at which an item n is the same as the removed item
// x, the lowest best; null if it is another item.
const identityMatch = `CASE WHEN n.reference = x.reference THEN 1
  WHEN n.code = x.code AND (n.reference IS NULL OR x.reference IS NULL) THEN 2
  WHEN coalesce(n.reference, n.code, x.reference, x.code) IS NULL THEN 3 END`

// setIdentityMatch sets a column to the items that were found, if a single one
// has the best rank.
func setIdentityMatch(column string) string {
	return `UPDATE gone_targets SET ` + column + ` = b.id FROM (
  SELECT place, min(id) AS id FROM (
    SELECT a.*, rank() OVER (PARTITION BY place ORDER BY way) AS best FROM identity_matches a
  ) f WHERE best = 1 GROUP BY place HAVING count(*) = 1
) b WHERE b.place = gone_targets.place`
}
