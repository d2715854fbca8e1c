package service

import (
	"context"
	"fmt"

	"omnimap/model"
)

// stageRow stages one row of a flat export.
func (l *omniLoading) stageRow(ctx context.Context, in model.OmniRow) error {
	clean, err := cleanRow(in)
	if err != nil {
		l.reject(in.Row, nil, err)
		return l.refused.Add(ctx, clean.Reference)
	}
	return l.rows.Add(ctx, clean.Row, clean.Reference, clean.ProductCode, clean.ProductName, clean.Code, clean.Barcode, clean.Name,
		clean.Sized, clean.SizeCode, clean.SizeBarcode, clean.SizeName,
		decimalText(clean.Price), decimalText(clean.Cost), decimalText(clean.Stock))
}

func cleanRow(in model.OmniRow) (model.OmniRow, error) {
	var c cleaner
	in.Reference = c.required("reference", in.Reference)
	in.ProductCode, in.ProductName = c.key("Style Code", in.ProductCode), c.text("Product Name", in.ProductName)
	in.Code, in.Barcode, in.Name = c.key("Code", in.Code), c.key("Barcode", in.Barcode), c.text("option's name", in.Name)
	in.SizeCode, in.SizeBarcode, in.SizeName = c.key("Size Code", in.SizeCode), c.key("Size Barcode", in.SizeBarcode), c.text("Size", in.SizeName)
	return in, c.err
}

// groupRows makes products of the rows. Rows of one reference are one product,
// wherever they stand; its own columns are those of its first row. A row
// without a size is an option. Rows with a size belong to the first option
// with their Code; where no row of the product is that option, they make one,
// which has its Code, Barcode and name from the first of them and its price,
// cost and stock from none. An option stands where the first row of it does,
// its sizes' included, so that a product's first row is its default option.
func (l *omniLoading) groupRows(ctx context.Context) error {
	if err := l.rows.Flush(ctx); err != nil {
		return err
	}
	for _, step := range []step{
		{"group rows", `CREATE TEMPORARY TABLE grouped_rows AS
SELECT g.*, min(row_number) OVER (PARTITION BY option_row) AS option_place FROM (
  SELECT r.*, min(row_number) OVER (PARTITION BY reference) AS product_row,
    CASE WHEN sized THEN coalesce(
      min(CASE WHEN NOT sized THEN row_number END) OVER (PARTITION BY reference, coalesce(code, '')),
      min(row_number) OVER (PARTITION BY reference, coalesce(code, ''))
    ) ELSE row_number END AS option_row
  FROM staged_rows r
) g`},
		{"make products of rows", `INSERT INTO staged_products (row_number, reference, code, name, has_options)
SELECT row_number, reference, product_code, product_name, 1 = 1 FROM grouped_rows WHERE row_number = product_row`},
		{"make options of rows", `INSERT INTO staged_options (product_row, place, has_sizes, code, barcode, name, price, cost, stock)
SELECT product_row, option_place, 1 = 1, code, barcode, name,
  CASE WHEN NOT sized THEN price END, CASE WHEN NOT sized THEN cost END, CASE WHEN NOT sized THEN stock END
FROM grouped_rows WHERE row_number = option_row`},
		{"make sizes of rows", `INSERT INTO staged_sizes (product_row, option_place, place, code, barcode, name, price, cost, stock)
SELECT product_row, option_place, row_number, size_code, size_barcode, size_name, price, cost, stock FROM grouped_rows WHERE sized`},
		{"drop grouped rows", "DROP TABLE grouped_rows"},
	} {
		if err := l.session.Exec(step.query); err != nil {
			return fmt.Errorf("%s: %w", step.what, err)
		}
	}
	return nil
}
