package service

import (
	"context"
	"errors"
	"fmt"

	"omnimap/db"
	"omnimap/model"
)

// stageRow stages one row of a flat export.
func (l *omniLoading) stageRow(ctx context.Context, in model.OmniRow) error {
	clean, err := cleanRow(in)
	if err != nil {
		l.reject(in.Row, nil, err)
		return l.refuseProduct(ctx, clean.Reference, nil)
	}
	l.rowsTell.sizes = clean.SizeCode != nil || clean.SizeBarcode != nil || clean.SizeName != nil
	l.rowsTell.options = l.rowsTell.sizes || clean.Code != nil || clean.Barcode != nil || clean.Name != nil ||
		clean.Price != nil || clean.Cost != nil || clean.Stock != nil
	byCode := isTold(clean.Code) && !isTold(clean.ProductCode) && *clean.Code == clean.Reference
	l.untold = l.untold || byCode || clean.ProductCode == nil
	if err := l.addDoubts(ctx, clean.Row, in.Doubts); err != nil {
		return err
	}
	return l.rows.Add(ctx, clean.Row, clean.Reference, byCode, staged(clean.ProductCode), staged(clean.ProductName), staged(clean.Brand), staged(clean.Category),
		staged(clean.Code), staged(clean.Barcode), staged(clean.Name),
		clean.Sized, staged(clean.SizeCode), staged(clean.SizeBarcode), staged(clean.SizeName),
		staged(clean.Price), staged(clean.Cost), staged(clean.Stock))
}

// isTold says that a row gives a key, and no empty one.
func isTold(key *string) bool { return key != nil && *key != "" }

func cleanRow(in model.OmniRow) (model.OmniRow, error) {
	var c cleaner
	in.Reference = c.required("reference", in.Reference)
	in.ProductCode, in.ProductName = c.key("Style Code", in.ProductCode), c.text("Product Name", in.ProductName)
	in.Brand, in.Category = c.text("Brand", in.Brand), c.text("Category", in.Category)
	in.Code, in.Barcode, in.Name = c.key("Code", in.Code), c.key("Barcode", in.Barcode), c.text("option's name", in.Name)
	in.SizeCode, in.SizeBarcode, in.SizeName = c.key("Size Code", in.SizeCode), c.key("Size Barcode", in.SizeBarcode), c.text("Size", in.SizeName)
	return in, c.err
}

// groupRows makes products of the rows, with options and sizes, as ADR 3 and ADR
// 21 say. Columns that the file lacks tell nothing of the options, or of the
// sizes, of a known product. What is sorted for it is narrow: the rows' texts
// are moved once, to where they belong.
func (l *omniLoading) groupRows(ctx context.Context) error {
	if err := errors.Join(l.rows.Flush(ctx), l.refused.Flush(ctx)); err != nil {
		return err
	}
	if err := l.rejectDoubts(ctx, "staged_rows", "reference", model.KeyReference, "refused_products", rejectDamaged); err != nil {
		return err
	}
	l.run.Session.DropAtEnd("row_places")
	for _, step := range []db.Step{
		{What: "group rows", Query: `CREATE TEMPORARY TABLE row_places AS
SELECT g.*, min(row_number) OVER (PARTITION BY option_row) AS option_place FROM (
  SELECT row_number, sized, min(row_number) OVER (PARTITION BY reference) AS product_row,
    CASE WHEN sized THEN coalesce(
      min(CASE WHEN NOT sized THEN row_number END) OVER (PARTITION BY reference, coalesce(code, '')),
      min(row_number) OVER (PARTITION BY reference, coalesce(code, ''))
    ) ELSE row_number END AS option_row
  FROM staged_rows r
) g`},
		{What: "make products of rows", Query: `INSERT INTO staged_products (row_number, reference, code, name, brand, category, has_options, by_code)
SELECT r.row_number, r.reference, r.product_code, r.product_name, r.brand, r.category, ` + sqlBool(l.rowsTell.options) + `, r.by_code
FROM row_places g JOIN staged_rows r ON r.row_number = g.row_number WHERE g.row_number = g.product_row`},
		{What: "make options of rows", Query: `INSERT INTO staged_options (product_row, place, has_sizes, untold, code, barcode, name, price, cost, stock)
SELECT g.product_row, g.option_place, ` + sqlBool(l.rowsTell.sizes) + `, ` + sqlBool(!l.rowsTell.sizes) + `, r.code, r.barcode, r.name,
  CASE WHEN NOT r.sized THEN r.price END, CASE WHEN NOT r.sized THEN r.cost END, CASE WHEN NOT r.sized THEN r.stock END
FROM row_places g JOIN staged_rows r ON r.row_number = g.row_number WHERE g.row_number = g.option_row`},
		{What: "make sizes of rows", Query: `INSERT INTO staged_sizes (product_row, option_place, place, code, barcode, name, price, cost, stock)
SELECT g.product_row, g.option_place, g.row_number, r.size_code, r.size_barcode, r.size_name, r.price, r.cost, r.stock
FROM row_places g JOIN staged_rows r ON r.row_number = g.row_number WHERE g.sized`},
		{What: "drop the rows' places", Query: "DROP TABLE row_places"},
	} {
		if err := l.run.Session.Exec(step.Query); err != nil {
			return fmt.Errorf("%s: %w", step.What, err)
		}
	}
	return nil
}

// rejectDamaged rejects a row of the Omni catalogue with a damaged key.
func rejectDamaged(row int, _, message string) model.RejectedRow {
	return model.RejectedRow{Row: row, Code: model.CodeInvalid, Message: message}
}

// sqlBool is a truth value in SQL.
func sqlBool(value bool) string {
	if value {
		return "1 = 1"
	}
	return "1 = 0"
}
