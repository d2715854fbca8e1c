package service

import (
	"database/sql"
	"strings"

	"omnimap/db"
)

// given gives, in SQL, what a column is by what is given (g) of something new:
// empty is as absent.
func given(column string) string {
	switch column {
	case "name":
		return "coalesce(g.name, '')"
	case "price", "cost", "stock":
		return "to_decimal(g." + column + ")"
	}
	return "nullif(g." + column + ", '')"
}

// givenItem gives all columns of an option or a size that is new.
func givenItem() string {
	var columns []string
	for _, column := range strings.Split(itemColumns, ", ") {
		columns = append(columns, given(column))
	}
	return strings.Join(columns, ", ")
}

// merged gives, in SQL, what a column of known (k) becomes by what is given
// (g): absent leaves, empty clears.
func merged(column string) string {
	return "CASE WHEN g." + column + " IS NULL THEN k." + column + " ELSE " + given(column) + " END AS " + column
}

// mergedItem gives all columns of an option or a size.
func mergedItem() string {
	return merged("reference") + ", " + merged("code") + ", " + merged("barcode") + ", coalesce(g.name, k.name, '') AS name, " +
		merged("price") + ", " + merged("cost") + ", " + merged("stock")
}

// mergeProducts gives every staged product its id and works out the rows to
// write.
func (c *omniChange) mergeProducts() error {
	if err := c.selectTakeovers(); err != nil {
		return err
	}
	added, err := c.number("count new products", `SELECT count(*) FROM staged_products s
WHERE NOT EXISTS (SELECT 1 FROM omni_products p WHERE p.account_id = @account AND p.reference = s.reference AND NOT p.downloaded)
AND s.row_number NOT IN (SELECT row_number FROM takeovers) AND s.row_number NOT IN (SELECT row_number FROM adopted_products)`)
	if err != nil {
		return err
	}
	last, err := c.Tx.NextIDs(c.account, "omni", added)
	if err != nil {
		return err
	}
	if _, err := c.Run("identify products", `INSERT INTO merged_products (row_number, id, is_new, has_options, incomplete)
SELECT row_number, coalesce(id, CAST(@last AS bigint) + row_number() OVER (PARTITION BY id IS NULL ORDER BY row_number)), id IS NULL,
  has_options OR id IS NULL, `+sqlBool(c.keepsAll)+` OR reference IN (SELECT reference FROM refused_products)
FROM (
  SELECT g.row_number, g.reference, g.has_options, coalesce(k.id, a.id, t.id) AS id
  FROM staged_products g LEFT JOIN omni_products k ON k.account_id = @account AND k.reference = g.reference AND NOT k.downloaded
  LEFT JOIN adopted_products a ON a.row_number = g.row_number
  LEFT JOIN takeovers t ON t.row_number = g.row_number
) x`, sql.Named("last", last)); err != nil {
		return err
	}
	if err := c.Tx.Analyze("merged_products"); err != nil {
		return err
	}
	return c.RunAll(db.Step{What: "merge products", Query: `INSERT INTO written_products (id, reference, code, barcode, name, brand, category, rekeyed)
SELECT id, reference, code, barcode, name, brand, category, code IS DISTINCT FROM former_code OR barcode IS DISTINCT FROM former_barcode
FROM (
  SELECT m.id, CASE WHEN a.keeps_reference THEN k.reference ELSE g.reference END AS reference, k.reference AS former_reference, ` + merged("code") + `, ` + merged("barcode") + `, coalesce(g.name, k.name) AS name, ` + merged("brand") + `, ` + merged("category") + `,
    k.brand AS former_brand, k.category AS former_category,
    k.code AS former_code, k.barcode AS former_barcode, k.name AS former_name, k.downloaded AS was_downloaded
  FROM merged_products m JOIN staged_products g ON g.row_number = m.row_number
  JOIN omni_products k ON k.account_id = @account AND k.id = m.id
  LEFT JOIN adopted_products a ON a.row_number = m.row_number WHERE NOT m.is_new
) w WHERE code IS DISTINCT FROM former_code OR barcode IS DISTINCT FROM former_barcode OR name <> former_name
  OR brand IS DISTINCT FROM former_brand OR category IS DISTINCT FROM former_category OR reference <> former_reference OR was_downloaded`},
		db.Step{What: "give default options", Query: `INSERT INTO staged_options (product_row, place, has_sizes, untold, code, barcode)
SELECT m.row_number, 0, 1 = 0, 1 = 0, coalesce(g.code, k.code, ''), coalesce(g.barcode, k.barcode, '')
FROM merged_products m JOIN staged_products g ON g.row_number = m.row_number
LEFT JOIN omni_products k ON k.account_id = @account AND k.id = m.id
WHERE m.has_options AND NOT EXISTS (SELECT 1 FROM staged_options o WHERE o.product_row = m.row_number)`})
}

// pairOptions pairs the given options of known products with the known ones.
func (c *omniChange) pairOptions() error {
	err := c.RunAll(
		db.Step{What: "gather known options", Query: `INSERT INTO known_options (parent_id, id, place, reference, code, barcode, name)
SELECT o.product_id, o.id, o.position, o.reference, o.code, o.barcode, o.name
FROM merged_products m CROSS JOIN omni_options o WHERE m.has_options AND NOT m.is_new AND o.account_id = @account AND o.product_id = m.id`})
	if err != nil {
		return err
	}
	if err := c.moveSizes(); err != nil {
		return err
	}
	if err := c.RunAll(
		db.Step{What: "gather given options", Query: `INSERT INTO given_options (parent_id, place, product_row, option_place, has_sizes, ` + itemColumns + `)
SELECT m.id, o.place * ` + placeScale + `, o.product_row, o.place, o.has_sizes, o.reference, o.code, o.barcode, o.name, o.price, o.cost, o.stock
FROM merged_products m JOIN staged_options o ON o.product_row = m.row_number WHERE m.has_options AND NOT m.is_new
AND NOT EXISTS (SELECT 1 FROM moved_sizes s WHERE s.product_row = o.product_row AND s.option_place = o.place)`},
		giveOptionsOfMoved, pairOptionsOfMoved,
	); err != nil {
		return err
	}
	return c.pair("option")
}

// pairSizes does the same for the sizes of the known options that give any.
func (c *omniChange) pairSizes() error {
	if err := c.Tx.Analyze("given_options (parent_id, place, product_row)", "paired_options"); err != nil {
		return err
	}
	const optionsWithSizes = `given_options g JOIN paired_options p ON p.parent_id = g.parent_id AND p.place = g.place`
	err := c.RunAll(
		db.Step{What: "gather given sizes", Query: `INSERT INTO given_sizes (parent_id, product_id, place, ` + itemColumns + `)
SELECT p.id, p.parent_id, z.place, z.reference, z.code, z.barcode, z.name, z.price, z.cost, z.stock
FROM ` + optionsWithSizes + ` JOIN staged_sizes z ON z.product_row = g.product_row AND z.option_place = g.option_place WHERE g.has_sizes`},
		giveMovedSizes,
		db.Step{What: "gather known sizes", Query: `INSERT INTO known_sizes (parent_id, product_id, id, place, reference, code, barcode, name)
SELECT z.option_id, z.product_id, z.id, z.position, z.reference, z.code, z.barcode, z.name
FROM ` + optionsWithSizes + ` CROSS JOIN omni_sizes z
WHERE g.has_sizes AND z.account_id = @account AND z.product_id = p.parent_id AND z.option_id = p.id`},
		pairMovedSizes,
	)
	if err != nil {
		return err
	}
	return c.pair("size")
}

// mergeOptions works out the options of known products that are to be written,
// and those that go.
func (c *omniChange) mergeOptions() error {
	if err := c.keepAndAdd("option", "merged_products i WHERE i.id = k.parent_id AND i.incomplete",
		"parent_id, place, product_row, option_place, has_sizes", "k.parent_id, k.place + @after, 0, -1, 1 = 0"); err != nil {
		return err
	}
	return c.RunAll(
		db.Step{What: "merge options", Query: `INSERT INTO written_options (product_id, id, position, ` + itemColumns + `, is_new, rekeyed)
SELECT parent_id, id, position, ` + itemColumns + `, is_new, ` + itemRekeyed + `
FROM (
  SELECT g.parent_id, p.id, row_number() OVER (PARTITION BY g.parent_id ORDER BY g.place) - 1 AS position, ` + mergedItem() + `, ` + formerItem + `
  FROM given_options g JOIN paired_options p ON p.parent_id = g.parent_id AND p.place = g.place
  LEFT JOIN omni_options k ON k.account_id = @account AND k.product_id = p.parent_id AND k.id = p.id
) w WHERE ` + itemDiffers},
		db.Step{What: "note options that go", Query: `INSERT INTO gone_options (product_id, id)
SELECT k.parent_id, k.id FROM known_options k WHERE NOT EXISTS (SELECT 1 FROM paired_options p WHERE p.id = k.id)`},
	)
}

// mergeSizes does the same for sizes, of which those of new options of known
// products are given by now, too.
func (c *omniChange) mergeSizes() error {
	if err := c.Tx.Analyze("given_options (parent_id, place, product_row)", "paired_options", "gone_options"); err != nil {
		return err
	}
	if err := c.RunAll(db.Step{What: "gather sizes of new options", Query: `INSERT INTO given_sizes (parent_id, product_id, place, ` + itemColumns + `)
SELECT p.id, p.parent_id, z.place, z.reference, z.code, z.barcode, z.name, z.price, z.cost, z.stock
FROM given_options g JOIN paired_options p ON p.parent_id = g.parent_id AND p.place = g.place
JOIN staged_sizes z ON z.product_row = g.product_row AND z.option_place = g.option_place
WHERE g.has_sizes AND NOT EXISTS (SELECT 1 FROM known_options k WHERE k.id = p.id)`}); err != nil {
		return err
	}
	if err := c.keepAndAdd("size", "merged_products i WHERE i.id = k.product_id AND i.incomplete",
		"parent_id, product_id, place", "k.parent_id, k.product_id, k.place + @after"); err != nil {
		return err
	}
	return c.RunAll(
		db.Step{What: "merge sizes", Query: `INSERT INTO written_sizes (product_id, option_id, id, position, ` + itemColumns + `, is_new, rekeyed)
SELECT product_id, parent_id, id, position, ` + itemColumns + `, is_new, ` + itemRekeyed + `
FROM (
  SELECT g.product_id, g.parent_id, p.id, row_number() OVER (PARTITION BY g.parent_id ORDER BY g.place) - 1 AS position, ` + mergedItem() + `, ` + formerItem + `
  FROM given_sizes g JOIN paired_sizes p ON p.parent_id = g.parent_id AND p.place = g.place
  LEFT JOIN omni_sizes k ON k.account_id = @account AND k.product_id = g.product_id AND k.option_id = p.parent_id AND k.id = p.id
) w WHERE ` + itemDiffers},
		db.Step{What: "note sizes that go", Query: `INSERT INTO gone_sizes (product_id, option_id, id)
SELECT k.product_id, k.parent_id, k.id FROM known_sizes k WHERE NOT EXISTS (SELECT 1 FROM paired_sizes p WHERE p.id = k.id)`},
		db.Step{What: "note sizes of options that go", Query: `INSERT INTO gone_sizes (product_id, option_id, id)
SELECT z.product_id, z.option_id, z.id FROM gone_options o CROSS JOIN omni_sizes z
WHERE z.account_id = @account AND z.product_id = o.product_id AND z.option_id = o.id`},
	)
}

// afterGiven is added to the place of a known item that is kept after the given
// ones, whose places are below.
const afterGiven = 1 << 60

// pair finds the known partner of each given item, as far as there is one.
func (c *omniChange) pair(item string) error {
	if err := c.Tx.Analyze("given_"+item+"s (parent_id, place, reference, code)", "known_"+item+"s (parent_id, id, reference, code)"); err != nil {
		return err
	}
	untold, err := c.number("look for "+item+"s without a key", "SELECT count(*) FROM (SELECT 1 FROM given_"+item+"s WHERE code IS NULL LIMIT 1) x")
	if err != nil {
		return err
	}
	return c.RunAll(pairItems(item, untold > 0)...)
}

// keepAndAdd keeps known items without a partner where their product is
// incomplete, since the row that the file gave for them may be one that was
// refused; kept ones are given as they are. The given ones without a partner are
// new and get ids.
func (c *omniChange) keepAndAdd(item, incomplete, keptColumns, kept string) error {
	unpaired := "FROM known_" + item + "s k WHERE NOT EXISTS (SELECT 1 FROM paired_" + item + "s p WHERE p.id = k.id) AND EXISTS (SELECT 1 FROM " + incomplete + ")"
	if err := c.With(sql.Named("after", afterGiven)).RunAll([]db.Step{
		{What: "keep " + item + "s of incomplete products", Query: "INSERT INTO given_" + item + "s (" + keptColumns + ") SELECT " + kept + " " + unpaired},
		{What: "pair kept " + item + "s", Query: "INSERT INTO paired_" + item + "s (parent_id, place, id) SELECT k.parent_id, k.place + @after, k.id " + unpaired},
	}...); err != nil {
		return err
	}
	added := "FROM given_" + item + "s g WHERE NOT EXISTS (SELECT 1 FROM paired_" + item + "s p WHERE p.parent_id = g.parent_id AND p.place = g.place)"
	n, err := c.number("count new "+item+"s", "SELECT count(*) "+added)
	if err != nil {
		return err
	}
	last, err := c.Tx.NextIDs(c.account, "omni", n)
	if err != nil {
		return err
	}
	_, err = c.Run("identify new "+item+"s", `INSERT INTO paired_`+item+`s (parent_id, place, id)
SELECT g.parent_id, g.place, CAST(@last AS bigint) + row_number() OVER (ORDER BY g.parent_id, g.place) `+added, sql.Named("last", last))
	return err
}

// What a known option or size was, and how it differs now.
const (
	formerItem = `k.id IS NULL AS is_new, k.position AS former_position, k.reference AS former_reference, k.code AS former_code,
  k.barcode AS former_barcode, k.name AS former_name, k.price AS former_price, k.cost AS former_cost, k.stock AS former_stock`
	itemRekeyed = `is_new OR position <> former_position OR code IS DISTINCT FROM former_code OR barcode IS DISTINCT FROM former_barcode`
	itemDiffers = itemRekeyed + ` OR reference IS DISTINCT FROM former_reference OR name <> former_name
  OR price IS DISTINCT FROM former_price OR cost IS DISTINCT FROM former_cost OR stock IS DISTINCT FROM former_stock`
)
