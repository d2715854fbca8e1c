package service

import (
	"omnimap/db"
	"omnimap/service/internal/status"
)

// selectTakeovers notes, before products are identified, which staged rows take
// the place of a downloaded product: the first of its Code. Where no known
// product has that row's reference, the downloaded one has it from then on.
func (c *omniChange) selectTakeovers() error {
	return c.RunAll(db.Step{What: "find products that take a downloaded one's place", Query: `INSERT INTO takeovers (row_number, id)
SELECT min(s.row_number), d.id FROM omni_products d JOIN staged_products s ON s.code = d.code
WHERE d.account_id = @account AND d.downloaded GROUP BY d.id`})
}

// selectReplaced notes, after products are identified, the downloaded products
// whose place a known one takes: they go, with their options.
func (c *omniChange) selectReplaced() error {
	return c.RunAll(
		db.Step{What: "note replaced products", Query: `INSERT INTO replaced_products (id, new_id)
SELECT t.id, m.id FROM takeovers t JOIN merged_products m ON m.row_number = t.row_number WHERE m.id <> t.id`},
		db.Step{What: "note that replaced products go", Query: "INSERT INTO missing_products (id) SELECT id FROM replaced_products"},
		db.Step{What: "note that options of replaced products go", Query: `INSERT INTO gone_options (product_id, id)
SELECT o.product_id, o.id FROM replaced_products r CROSS JOIN omni_options o WHERE o.account_id = @account AND o.product_id = r.id`},
	)
}

// pairReplaced pairs the options of a replaced product with those of the one
// that took its place, by Code, the nth of a Code with the nth.
const pairReplaced = `INSERT INTO replaced_options (product_id, id, new_product_id, new_id)
SELECT a.product_id, a.id, b.product_id, b.id FROM (
  SELECT r.new_id, o.product_id, o.id, o.code, row_number() OVER (PARTITION BY o.product_id, o.code ORDER BY o.position) AS n
  FROM replaced_products r CROSS JOIN omni_options o WHERE o.account_id = @account AND o.product_id = r.id
) a JOIN (
  SELECT o.product_id, o.id, o.code, row_number() OVER (PARTITION BY o.product_id, o.code ORDER BY o.position) AS n
  FROM replaced_products r CROSS JOIN omni_options o WHERE o.account_id = @account AND o.product_id = r.new_id
) b ON b.product_id = a.new_id AND b.code = a.code AND b.n = a.n`

// moveToReplacements moves mappings of replaced options to those that took
// their places, where these are free. The others go with their targets.
func moveToReplacements(s *status.Statuses) error {
	err := s.RunAll(db.Step{What: "move mappings", Query: `UPDATE mappings SET product_id = x.new_product_id, option_id = x.new_id
FROM replaced_options x WHERE ` + status.InIntegration("mappings") + ` AND mappings.product_id = x.product_id AND mappings.option_id = x.id AND mappings.size_id = 0
AND NOT EXISTS (SELECT 1 FROM mappings n
  WHERE ` + status.InIntegration("n") + ` AND n.product_id = x.new_product_id AND n.option_id = x.new_id AND n.size_id = 0)`})
	if err != nil {
		return err
	}
	return s.MarkMappingsDirty("replaced_options x CROSS JOIN mappings m", "m.product_id = x.new_product_id AND m.option_id = x.new_id")
}
