package service

import "omnimap/db"

// placeScale leaves room between the places of options for those that rows of
// sizes stand for.
const placeScale = "2097152"

// How a row that is given as an option, or a size without its option, is known
// to be a size: by what names it, as the size of an option of which nothing is
// told, or by its number among the rows of its option.
const (
	movedOption = "1"
	movedSize   = "2"
	movedRow    = "3"
)

// moveSizes notes the staged rows that are known sizes although the load does
// not tell so: rows that tell no size, by reference, Code or number; and sizes
// of an option of which nothing is told, where all their references are known.
// Each must be the only one that fits (ADR 3).
func (c *omniChange) moveSizes() error {
	const (
		products = "merged_products m JOIN staged_options o ON o.product_row = m.row_number"
		known    = "m.has_options AND NOT m.is_new AND z.account_id = @account AND z.product_id = m.id"
		free     = `NOT EXISTS (SELECT 1 FROM moved_sizes s WHERE s.id = z.id)
AND NOT EXISTS (SELECT 1 FROM moved_sizes s WHERE s.product_row = o.product_row AND s.option_place = o.place)`
	)
	only := func(columns, from, where, item string) string {
		return `INSERT INTO moved_sizes (id, product_id, option_id, product_row, option_place, size_place, how)
SELECT id, product_id, option_id, product_row, option_place, size_place, how FROM (
  SELECT z.id, z.product_id, z.option_id, o.product_row, o.place AS option_place, ` + columns + ` AS how,
    count(*) OVER (PARTITION BY z.id) AS of_size, count(*) OVER (PARTITION BY o.product_row, ` + item + `) AS of_row
  FROM ` + from + ` WHERE ` + where + `
) x WHERE of_size = 1 AND of_row = 1`
	}
	sizes, err := c.number("look for sizes", "SELECT count(*) FROM (SELECT 1 FROM omni_sizes WHERE account_id = @account LIMIT 1) x")
	if err != nil || sizes == 0 {
		return err
	}
	if err := c.RunAll(
		db.Step{What: "find sizes by the references of rows", Query: only("-1 AS size_place, "+movedOption,
			products+" CROSS JOIN omni_sizes z", known+` AND o.untold AND o.reference <> '' AND z.reference = o.reference
AND NOT EXISTS (SELECT 1 FROM omni_options k WHERE k.account_id = @account AND k.product_id = m.id AND k.reference = o.reference)`, "o.place")},
		db.Step{What: "find sizes by the Codes of rows", Query: only("-1 AS size_place, "+movedOption,
			products+" CROSS JOIN omni_sizes z", known+` AND o.untold AND o.code <> '' AND z.code = o.code AND (coalesce(o.reference, '') = '' OR coalesce(z.reference, '') = '')
AND NOT EXISTS (SELECT 1 FROM omni_options k WHERE k.account_id = @account AND k.product_id = m.id AND (k.code = o.code OR k.reference = o.reference)) AND `+free, "o.place")},
		db.Step{What: "find sizes of options of which nothing is told", Query: only("x.place AS size_place, "+movedSize,
			products+" JOIN staged_sizes x ON x.product_row = o.product_row AND x.option_place = o.place CROSS JOIN omni_sizes z",
			known+` AND o.has_sizes AND o.reference IS NULL AND o.code IS NULL AND o.barcode IS NULL AND o.name IS NULL
AND o.price IS NULL AND o.cost IS NULL AND o.stock IS NULL AND x.reference <> '' AND z.reference = x.reference AND `+free, "o.place, x.place")},
		db.Step{What: "leave options of which some sizes are not known", Query: `DELETE FROM moved_sizes WHERE how = ` + movedSize + ` AND EXISTS (
  SELECT 1 FROM staged_sizes x WHERE x.product_row = moved_sizes.product_row AND x.option_place = moved_sizes.option_place
  AND NOT EXISTS (SELECT 1 FROM moved_sizes s WHERE s.product_row = x.product_row AND s.option_place = x.option_place AND s.size_place = x.place))`},
	); err != nil {
		return err
	}
	return c.foldRows()
}

// foldRows takes the rows of a load that tells no sizes for those of an option,
// where several have its Code and it has as many, in their order. Where it has
// another number, it is not certain which they are.
func (c *omniChange) foldRows() error {
	const rows = `merged_products m JOIN staged_options o ON o.product_row = m.row_number
JOIN (
  SELECT k.*, count(*) OVER (PARTITION BY k.parent_id) AS options, count(*) OVER (PARTITION BY k.parent_id, coalesce(k.code, '')) AS alike,
    (SELECT count(*) FROM omni_sizes z WHERE z.account_id = @account AND z.product_id = k.parent_id AND z.option_id = k.id) AS sizes
  FROM known_options k
) k ON k.parent_id = m.id AND (coalesce(k.code, '') = coalesce(o.code, '') OR o.code IS NULL AND k.options = 1)
WHERE NOT m.is_new AND m.has_options AND o.untold
AND NOT EXISTS (SELECT 1 FROM moved_sizes s WHERE s.product_row = o.product_row AND s.option_place = o.place)`
	untold, err := c.number("look for rows that tell no sizes", "SELECT count(*) FROM (SELECT 1 FROM staged_options WHERE untold LIMIT 1) x")
	if err != nil || untold == 0 {
		return err
	}
	return c.RunAll(
		db.Step{What: "count rows that tell no sizes", Query: `INSERT INTO folded_options (id, product_id, product_row, row_count, alike, sizes, has_reference)
SELECT k.id, m.id, o.product_row, count(*), k.alike, k.sizes, max(CASE WHEN coalesce(o.reference, '') <> '' THEN 1 ELSE 0 END) = 1
FROM ` + rows + ` AND k.sizes > 0 AND NOT EXISTS (SELECT 1 FROM moved_sizes s WHERE s.option_id = k.id) GROUP BY k.id, m.id, o.product_row, k.alike, k.sizes`},
		db.Step{What: "note rows whose sizes are not certain", Query: `INSERT INTO uncertain_products (id, why)
SELECT product_id, ` + whySized + ` FROM folded_options WHERE row_count > alike AND (row_count <> sizes OR alike > 1 OR has_reference)`},
		db.Step{What: "drop rows that are no sizes", Query: "DELETE FROM folded_options WHERE row_count <> sizes OR alike > 1 OR has_reference"},
		db.Step{What: "take rows for sizes", Query: `INSERT INTO moved_sizes (id, product_id, option_id, product_row, option_place, size_place, how)
SELECT z.id, z.product_id, z.option_id, r.product_row, r.place, -1, ` + movedRow + ` FROM (
  SELECT k.id, o.product_row, o.place, row_number() OVER (PARTITION BY k.id ORDER BY o.place) AS n
  FROM ` + rows + ` AND k.id IN (SELECT id FROM folded_options)
) r JOIN (
  SELECT z.id, z.product_id, z.option_id, row_number() OVER (PARTITION BY z.option_id ORDER BY z.position) AS n
  FROM folded_options f CROSS JOIN omni_sizes z WHERE z.account_id = @account AND z.product_id = f.product_id AND z.option_id = f.id
) z ON z.option_id = r.id AND z.n = r.n`},
	)
}

// giveOptionsOfMoved gives the options of moved sizes: of rows that are sizes by
// their number the first tells its Code, Barcode and name; else nothing does.
var giveOptionsOfMoved = db.Step{What: "give options of sizes", Query: `INSERT INTO given_options (parent_id, place, product_row, option_place, has_sizes, code, barcode, name)
SELECT s.product_id, s.place, s.product_row, -1, 1 = 1, o.code, o.barcode, o.name
FROM (
  SELECT product_id, option_id, product_row, max(how) AS how, min(option_place * ` + placeScale + ` + CASE WHEN how = ` + movedSize + ` THEN size_place ELSE 0 END) AS place
  FROM moved_sizes GROUP BY product_id, option_id, product_row
) s LEFT JOIN staged_options o ON s.how = ` + movedRow + ` AND o.product_row = s.product_row AND o.place = s.place / ` + placeScale}

// pairOptionsOfMoved pairs those options with the known ones, whose sizes they
// have.
var pairOptionsOfMoved = db.Step{What: "pair options of sizes", Query: `INSERT INTO paired_options (parent_id, place, id)
SELECT product_id, min(option_place * ` + placeScale + ` + CASE WHEN how = ` + movedSize + ` THEN size_place ELSE 0 END), option_id
FROM moved_sizes GROUP BY product_id, option_id, product_row`}

// movedPlace is where a moved size stands among those of its option.
const movedPlace = "s.option_place * " + placeScale + " + s.size_place + 1"

// giveMovedSizes gives the moved sizes. A Code or Barcode that is the option's
// is not the size's.
var giveMovedSizes = db.Step{What: "give moved sizes", Query: `INSERT INTO given_sizes (parent_id, product_id, place, ` + itemColumns + `)
SELECT s.option_id, s.product_id, ` + movedPlace + `,
  CASE WHEN s.how = ` + movedSize + ` THEN z.reference ELSE o.reference END,
  CASE s.how WHEN ` + movedSize + ` THEN z.code WHEN ` + movedOption + ` THEN nullif(o.code, coalesce(k.code, '')) END,
  CASE s.how WHEN ` + movedSize + ` THEN z.barcode WHEN ` + movedOption + ` THEN nullif(o.barcode, coalesce(k.barcode, '')) END,
  CASE WHEN s.how = ` + movedSize + ` THEN z.name END,
  CASE WHEN s.how = ` + movedSize + ` THEN z.price ELSE o.price END, CASE WHEN s.how = ` + movedSize + ` THEN z.cost ELSE o.cost END,
  CASE WHEN s.how = ` + movedSize + ` THEN z.stock ELSE o.stock END
FROM moved_sizes s JOIN staged_options o ON o.product_row = s.product_row AND o.place = s.option_place JOIN known_options k ON k.id = s.option_id
LEFT JOIN staged_sizes z ON z.product_row = s.product_row AND z.option_place = s.option_place AND z.place = s.size_place`}

// pairMovedSizes pairs them with the known ones.
var pairMovedSizes = db.Step{What: "pair moved sizes", Query: `INSERT INTO paired_sizes (parent_id, place, id)
SELECT s.option_id, ` + movedPlace + `, s.id FROM moved_sizes s`}
