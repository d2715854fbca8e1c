package service

import (
	"fmt"
	"strings"

	"omnimap/db"
	"omnimap/model"
)

// rejectDoubled rejects new products of a file that lacks their Style Codes, or
// tells them by an option's Code alone, where a known product has one of their
// Codes: a narrower export would bring everything once more. Nothing is removed by
// such a load, for the rows may be of what it seems to lack.
func (c *omniChange) rejectDoubled(l *omniLoading) error {
	if !l.file || !l.untold {
		return nil
	}
	var found []string
	for _, given := range []string{"staged_options", "staged_sizes"} {
		for _, known := range []string{"omni_options", "omni_sizes"} {
			found = append(found, `SELECT s.row_number, g.code, p.reference FROM staged_products s CROSS JOIN `+given+` g CROSS JOIN `+known+` k CROSS JOIN omni_products p
WHERE (s.code IS NULL OR s.by_code) AND NOT EXISTS (SELECT 1 FROM omni_products x WHERE x.account_id = @account AND x.reference = s.reference AND NOT x.downloaded)
AND g.product_row = s.row_number AND g.code <> '' AND k.account_id = @account AND k.code = g.code AND p.account_id = @account AND p.id = k.product_id AND NOT p.downloaded`)
		}
	}
	n, err := c.Run("find products that would be there twice", `INSERT INTO doubled_products (row_number, code, known)
SELECT row_number, min(code), min(reference) FROM (
`+strings.Join(found, "\nUNION ALL ")+"\n) x GROUP BY row_number")
	if err != nil || n == 0 {
		return err
	}
	l.unreadable = true
	if err := c.reportDoubled(l); err != nil {
		return err
	}
	return c.RunAll(db.Step{What: "leave products that would be there twice", Query: "DELETE FROM staged_products WHERE row_number IN (SELECT row_number FROM doubled_products)"})
}

// reportDoubled rejects all rows of the products that would be there twice.
func (c *omniChange) reportDoubled(l *omniLoading) error {
	from, row := "FROM doubled_products d", "d.row_number"
	if l.absent == absentColumns {
		from, row = from+" JOIN staged_products s ON s.row_number = d.row_number JOIN staged_rows r ON r.reference = s.reference", "r.row_number"
	}
	n, err := c.number("count rows of products that would be there twice", "SELECT count(*) "+from)
	if err != nil {
		return err
	}
	var found []struct {
		RowNumber   int
		Code, Known string
	}
	if err := c.Tx.Select(fmt.Sprintf("SELECT %s AS row_number, d.code, d.known %s ORDER BY %[1]s LIMIT %[3]d", row, from, model.MaxRejectedRows), c.Args(), &found); err != nil {
		return fmt.Errorf("read rows of products that would be there twice: %w", err)
	}
	rejected := make([]model.RejectedRow, len(found))
	for i, row := range found {
		rejected[i] = model.RejectedRow{Row: row.RowNumber, Cin7Code: &row.Code, Code: model.CodeInvalid, Message: fmt.Sprintf(
			"There is no %s of the product, and its Code %s is one of product %s, so that it would be there twice. Give it, and load the row again.",
			l.absent.product, model.Quote(row.Code), model.Quote(row.Known))}
	}
	l.merge(n, rejected)
	return nil
}
