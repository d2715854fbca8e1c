package service

import "omnimap/db"

// selectAdopted notes which staged products of a file are known ones under
// another reference, before any is taken for missing or new, by their Style
// Code. One that an export without Product ID brings keeps its id. Of several
// the first is the known one.
func (c *omniChange) selectAdopted() error {
	const (
		isNew   = "NOT EXISTS (SELECT 1 FROM omni_products k WHERE k.account_id = @account AND k.reference = s.reference AND NOT k.downloaded)"
		isFree  = "NOT EXISTS (SELECT 1 FROM staged_products x WHERE x.reference = p.reference)"
		product = "p.account_id = @account AND NOT p.downloaded"
	)
	return c.RunAll(
		db.Step{What: "find products that gain an id", Query: `INSERT INTO adopted_products (row_number, id, keeps_reference)
SELECT min(s.row_number), p.id, 1 = 0 FROM staged_products s JOIN omni_products p ON ` + product + ` AND p.reference = s.code
WHERE s.code <> '' AND s.reference <> s.code AND p.code = p.reference AND ` + isNew + ` AND ` + isFree + ` GROUP BY p.id`},
		db.Step{What: "find products that lose their id", Query: `INSERT INTO adopted_products (row_number, id, keeps_reference)
SELECT s.row_number, min(p.id), 1 = 1 FROM staged_products s JOIN omni_products p ON ` + product + ` AND p.code = s.code
WHERE s.code <> '' AND s.reference = s.code AND ` + isNew + ` AND ` + isFree + ` GROUP BY s.row_number HAVING count(*) = 1`},
	)
}

// keepUnknown keeps a whole catalogue's load from removing anything where a
// refused row has a reference that is not known: it may be that of a product
// that is known by another.
func (c *omniChange) keepUnknown(load FileLoad) error {
	if !load.RemoveMissing || c.keepsAll {
		return nil
	}
	n, err := c.number("count refused products that are not known", `SELECT count(*) FROM refused_products r
WHERE NOT EXISTS (SELECT 1 FROM omni_products p WHERE p.account_id = @account AND p.reference = r.reference AND NOT p.downloaded)
AND NOT EXISTS (SELECT 1 FROM staged_products s WHERE s.reference = r.reference)`)
	c.keepsAll = n > 0
	return err
}
