package service

import (
	"fmt"

	"omnimap/db"
	"omnimap/model"
)

// Why it is not certain which of a product's options or sizes a load means.
const (
	whyOption = "1"
	whySize   = "2"
	whySized  = "3"
)

// rejectUncertain rejects the rows of known products some of whose options or
// sizes have no partner, though the load may mean them: it gives others without
// a Code. Those that have a reference are not meant where all that is given has
// one.
func (c *omniChange) rejectUncertain(l *omniLoading) error {
	uncertain := func(item, product, exempt, why string) db.Step {
		given, known, paired := "given_"+item+"s", "known_"+item+"s", "paired_"+item+"s"
		return db.Step{What: "find uncertain " + item + "s", Query: `INSERT INTO uncertain_products (id, why)
SELECT DISTINCT k.` + product + `, ` + why + ` FROM ` + known + ` k JOIN merged_products m ON m.id = k.` + product + `
WHERE NOT EXISTS (SELECT 1 FROM ` + paired + ` p WHERE p.id = k.id)
AND EXISTS (SELECT 1 FROM ` + given + ` g WHERE g.parent_id = k.parent_id AND g.code IS NULL
  AND (NOT m.incomplete OR NOT EXISTS (SELECT 1 FROM ` + paired + ` p WHERE p.parent_id = g.parent_id AND p.place = g.place)))
AND (coalesce(k.reference, '') = '' OR EXISTS (SELECT 1 FROM ` + given + ` g WHERE g.parent_id = k.parent_id AND coalesce(g.reference, '') = ''` + exempt + `))`}
	}
	if err := c.RunAll(
		uncertain("option", "parent_id", " AND g.option_place >= 0", whyOption),
		uncertain("size", "product_id", "", whySize),
		// A row of an option beside rows of its sizes.
		db.Step{What: "find options given in two ways", Query: `INSERT INTO uncertain_products (id, why)
SELECT DISTINCT k.parent_id, ` + whySized + ` FROM moved_sizes s JOIN known_options k ON k.id = s.option_id
JOIN given_options g ON g.parent_id = k.parent_id AND g.option_place >= 0 AND (g.code = k.code OR g.reference = k.reference)`},
	); err != nil {
		return err
	}
	n, err := c.number("count uncertain products", "SELECT count(*) FROM uncertain_products")
	if err != nil || n == 0 {
		return err
	}
	if err := c.reportUncertain(l); err != nil {
		return err
	}
	const products = "(SELECT id FROM uncertain_products)"
	return c.RunAll(
		db.Step{What: "leave sizes", Query: "DELETE FROM paired_sizes WHERE id IN (SELECT id FROM known_sizes WHERE product_id IN " + products + ")"},
		db.Step{What: "leave given sizes", Query: "DELETE FROM given_sizes WHERE product_id IN " + products},
		db.Step{What: "leave known sizes", Query: "DELETE FROM known_sizes WHERE product_id IN " + products},
		db.Step{What: "leave options", Query: "DELETE FROM paired_options WHERE parent_id IN " + products},
		db.Step{What: "leave given options", Query: "DELETE FROM given_options WHERE parent_id IN " + products},
		db.Step{What: "leave known options", Query: "DELETE FROM known_options WHERE parent_id IN " + products},
		db.Step{What: "leave downloaded products", Query: "DELETE FROM takeovers WHERE row_number IN (SELECT row_number FROM merged_products WHERE id IN " + products + ")"},
		db.Step{What: "leave products", Query: "DELETE FROM written_products WHERE id IN " + products},
		db.Step{What: "leave merged products", Query: "DELETE FROM merged_products WHERE id IN " + products},
	)
}

// reportUncertain rejects the rows of the uncertain products: all of a flat
// export, else the one of the product.
func (c *omniChange) reportUncertain(l *omniLoading) error {
	from := `FROM (SELECT id, min(why) AS why FROM uncertain_products GROUP BY id) u JOIN merged_products m ON m.id = u.id
JOIN staged_products s ON s.row_number = m.row_number`
	row := "s.row_number"
	if l.absent == absentColumns {
		from, row = from+" JOIN staged_rows r ON r.reference = s.reference", "r.row_number"
	}
	n, err := c.number("count uncertain rows", "SELECT count(*) "+from)
	if err != nil {
		return err
	}
	var found []struct {
		RowNumber, Why  int
		Reference, Code string
	}
	query := fmt.Sprintf("SELECT %s AS row_number, u.why, s.reference, coalesce(s.code, '') AS code %s ORDER BY %[1]s LIMIT %[3]d", row, from, model.MaxRejectedRows)
	if err := c.Tx.Select(query, c.Args(), &found); err != nil {
		return fmt.Errorf("find uncertain rows: %w", err)
	}
	rejected := make([]model.RejectedRow, len(found))
	for i, row := range found {
		rejected[i] = model.RejectedRow{Row: row.RowNumber, Code: model.CodeInvalid, Message: l.absent.uncertain(row.Why, row.Reference)}
		if row.Code != "" {
			rejected[i].Cin7Code = &found[i].Code
		}
	}
	l.merge(n, rejected)
	return nil
}

// uncertain says why a product was left as it was.
func (a absentNames) uncertain(why int, reference string) string {
	what, lacks := "options", a.option
	switch fmt.Sprint(why) {
	case whySize:
		what, lacks = "sizes", a.size
	case whySized:
		what, lacks = "sizes", a.sized
	}
	return fmt.Sprintf("There is no %s, and without it the %s of product %s cannot be told apart with certainty, so the product was left as it was. Add it and load the row again.",
		lacks, what, model.Quote(reference))
}
