package service

import (
	"context"
	"errors"
	"fmt"
	"io"

	"omnimap/catalog"
	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/idempotency"
	"omnimap/service/internal/operation"
)

// UpsertOmniProducts loads Omni products from a request.
func (s *Service) UpsertOmniProducts(ctx context.Context, actor model.Actor, products []model.OmniProductInput) (*LoadResult, error) {
	if kept, err := idempotency.Kept[LoadResult](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleToChange); err != nil {
		return nil, err
	}
	if len(products) > MaxList {
		return nil, tooMany(len(products), "products")
	}
	if len(products) == 0 {
		return &LoadResult{}, nil
	}
	next := 0
	read := func() (model.OmniProductInput, error) {
		if next == len(products) {
			return model.OmniProductInput{}, io.EOF
		}
		next++
		product := products[next-1]
		product.Row = next
		return product, nil
	}
	result, err := s.loadOmni(ctx, actor, FileLoad{}, false, func(ctx context.Context, l *omniLoading) error {
		l.absent = absentFields
		return readRows(ctx, &l.loading, read, func(in model.OmniProductInput) error { return l.stageProduct(ctx, in) }, l.refuse(ctx))
	})
	if err != nil {
		return nil, model.Wrap("load Omni products", err)
	}
	return result, nil
}

// LoadOmniProducts loads a product export (CSV), or the products as Cin7's API
// returns them (JSON); which of the two, the file itself tells.
func (s *Service) LoadOmniProducts(ctx context.Context, actor model.Actor, file io.Reader, load FileLoad) (*LoadResult, error) {
	if kept, err := idempotency.Kept[LoadResult](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleToChange); err != nil {
		return nil, err
	}
	kind, file, err := catalog.DetectOmni(file)
	if err != nil {
		return nil, model.Wrap("load Omni products", refuseFile(err))
	}
	stage := stageExport
	if kind == catalog.OmniJSON {
		stage = stageAPIProducts
	}
	result, err := s.loadOmni(ctx, actor, load, true, func(ctx context.Context, l *omniLoading) error { return stage(ctx, l, file) })
	if err != nil {
		return nil, model.Wrap("load Omni products", err)
	}
	return result, nil
}

func stageExport(ctx context.Context, l *omniLoading, file io.Reader) error {
	reader, err := catalog.NewOmniRowReader(file)
	if err != nil {
		return refuseFile(err)
	}
	l.absent = absentColumns
	if err := readRows(ctx, &l.loading, reader.Read, func(row model.OmniRow) error { return l.stageRow(ctx, row) }, l.refuse(ctx)); err != nil {
		return err
	}
	return l.groupRows(ctx)
}

func stageAPIProducts(ctx context.Context, l *omniLoading, file io.Reader) error {
	reader, err := catalog.NewOmniProductReader(file)
	if err != nil {
		return refuseFile(err)
	}
	l.absent = absentKeys
	return readRows(ctx, &l.loading, reader.Read, func(in model.OmniProductInput) error { return l.stageProduct(ctx, in) }, l.refuse(ctx))
}

func (s *Service) loadOmni(ctx context.Context, actor model.Actor, load FileLoad, file bool, stage func(context.Context, *omniLoading) error) (*LoadResult, error) {
	var result *LoadResult
	err := s.Do(ctx, actor, operation.Spec{Kind: model.OperationLoadOmni, FileName: load.Name}, func(ctx context.Context, w *operation.Run) error {
		w.Enter(model.PhaseReading)
		l, err := newOmniLoading(ctx, w)
		if err != nil {
			return err
		}
		l.file = file
		if err := stage(ctx, l); err != nil {
			return err
		}
		w.Enter(model.PhaseChecking)
		if err := l.finishStaging(ctx); err != nil {
			return err
		}
		result, err = changeOnce(ctx, w, func(tx *db.Tx) (*LoadResult, error) {
			if err := tx.LockAccount(actor.AccountID); err != nil {
				return nil, err
			}
			return newOmniChange(tx, w).apply(l, load)
		})
		return err
	})
	return result, err
}

// omniLoading is a load of Omni products while it is staged: the products, the
// options and sizes that it gives of them, and the references of rows that
// were refused, so that none is taken for missing.
type omniLoading struct {
	loading
	products, options, sizes, rows, refused *db.StagingTable
	// absent names what a load can lack.
	absent absentNames
	// rowsTell says which columns a flat export has.
	rowsTell struct{ options, sizes bool }
	// untold says that some products are not told by a Style Code.
	untold bool
}

// absentNames are the words for what tells options and sizes apart, where a
// load lacks it.
type absentNames struct{ product, option, size, sized string }

var (
	absentColumns = absentNames{product: "Style Code", option: "column Code", size: "column Size Code", sized: "column Size or Size Code"}
	absentKeys    = absentNames{product: "styleCode", option: "key code", size: "key productOptionSizeCode", sized: "key size or productOptionSizeCode"}
	absentFields  = absentNames{option: "Codes of options", size: "Codes of sizes", sized: "sizes"}
)

// itemColumns are what options and sizes share.
const itemColumns = "reference, code, barcode, name, price, cost, stock"

func newOmniLoading(ctx context.Context, w *operation.Run) (*omniLoading, error) {
	l := &omniLoading{loading: loading{run: w}}
	item := []string{"reference KEYTEXT", "code KEYTEXT", "barcode KEYTEXT", "name text", "price text", "cost text", "stock text"}
	var errs []error
	stage := func(table string, columns ...string) *db.StagingTable {
		stage, err := w.Session.CreateStagingTable(ctx, table, columns...)
		errs = append(errs, err)
		return stage
	}
	l.products = stage("staged_products", "row_number bigint NOT NULL", "reference KEYTEXT NOT NULL", "code KEYTEXT", "barcode KEYTEXT", "name text", "brand text", "category text",
		"has_options boolean NOT NULL", "by_code boolean NOT NULL")
	l.options = stage("staged_options", append([]string{"product_row bigint NOT NULL", "place bigint NOT NULL", "has_sizes boolean NOT NULL", "untold boolean NOT NULL"}, item...)...)
	l.sizes = stage("staged_sizes", append([]string{"product_row bigint NOT NULL", "option_place bigint NOT NULL", "place bigint NOT NULL"}, item...)...)
	l.rows = stage("staged_rows", "row_number ROWNUMBER", "reference KEYTEXT NOT NULL", "by_code boolean NOT NULL", "product_code KEYTEXT", "product_name text", "brand text", "category text",
		"code KEYTEXT", "barcode KEYTEXT", "name text", "sized boolean NOT NULL", "size_code KEYTEXT", "size_barcode KEYTEXT", "size_name text",
		"price text", "cost text", "stock text")
	l.refused = stage("refused_products", "reference KEYTEXT NOT NULL")
	return l, errors.Join(errs...)
}

// refuse notes the reference of a row that could not be read, so that its product
// counts as being in the file.
func (l *omniLoading) refuse(ctx context.Context) func(*catalog.RowError) error {
	return func(row *catalog.RowError) error {
		reference, err := cleanKey("reference", row.Reference)
		return l.refuseProduct(ctx, reference, err)
	}
}

// refuseProduct notes the reference of a refused product, or that it cannot be
// read.
func (l *omniLoading) refuseProduct(ctx context.Context, reference string, err error) error {
	if err != nil || reference == "" {
		l.unreadable = true
		return nil
	}
	return l.refused.Add(ctx, reference)
}

// stageProduct stages a product that is given whole.
func (l *omniLoading) stageProduct(ctx context.Context, in model.OmniProductInput) error {
	clean, err := cleanProduct(in)
	if err != nil {
		l.reject(in.Row, nil, err)
		return l.refuseProduct(ctx, clean.Reference, nil)
	}
	if err := l.addDoubts(ctx, clean.Row, in.Doubts); err != nil {
		return err
	}
	l.untold = l.untold || clean.Code == nil
	if err := l.products.Add(ctx, clean.Row, clean.Reference, staged(clean.Code), staged(clean.Barcode), staged(clean.Name), staged(clean.Brand), staged(clean.Category), clean.Options != nil, false); err != nil {
		return err
	}
	for place, option := range clean.Options {
		untold := l.absent == absentKeys && len(option.Sizes) == 0 && !option.Unsized
		if err := l.options.Add(ctx, clean.Row, place, option.Sizes != nil && !untold, untold, staged(option.Reference), staged(option.Code), staged(option.Barcode), staged(option.Name),
			staged(option.Price), staged(option.Cost), staged(option.Stock)); err != nil {
			return err
		}
		for sizePlace, size := range option.Sizes {
			if err := l.sizes.Add(ctx, clean.Row, place, sizePlace, staged(size.Reference), staged(size.Code), staged(size.Barcode), staged(size.Name),
				staged(size.Price), staged(size.Cost), staged(size.Stock)); err != nil {
				return err
			}
		}
	}
	return nil
}

// cleanProduct trims the keys and checks the values. Where it fails, the
// product that it gives has a reference only if that is readable.
func cleanProduct(in model.OmniProductInput) (model.OmniProductInput, error) {
	var c cleaner
	in.Reference = c.required("reference", in.Reference)
	in.Code, in.Barcode, in.Name = c.key("Code", in.Code), c.key("Barcode", in.Barcode), c.text("name", in.Name)
	in.Brand, in.Category = c.text("brand", in.Brand), c.text("category", in.Category)
	if in.Options == nil {
		return in, c.err
	}
	options := make([]model.OmniOptionInput, len(in.Options))
	for i, option := range in.Options {
		option.Reference, option.Name = c.key("option's reference", option.Reference), c.text("option's name", option.Name)
		option.Code, option.Barcode = c.key("option's Code", option.Code), c.key("option's Barcode", option.Barcode)
		if option.Sizes != nil {
			option.Sizes = c.sizes(option.Sizes)
		}
		options[i] = option
	}
	in.Options = options
	return in, c.err
}

func (c *cleaner) sizes(in []model.OmniSizeInput) []model.OmniSizeInput {
	sizes := make([]model.OmniSizeInput, len(in))
	for i, size := range in {
		size.Reference, size.Name = c.key("size's reference", size.Reference), c.text("size's name", size.Name)
		size.Code, size.Barcode = c.key("size's Code", size.Code), c.key("size's Barcode", size.Barcode)
		sizes[i] = size
	}
	return sizes
}

// finishStaging writes what is still held and leaves the last of each
// reference.
func (l *omniLoading) finishStaging(ctx context.Context) error {
	for _, stage := range []*db.StagingTable{l.products, l.options, l.sizes, l.refused} {
		if err := stage.Flush(ctx); err != nil {
			return err
		}
	}
	// Those of a flat export are gone by now.
	if l.absent == absentKeys {
		if err := l.rejectDoubts(ctx, "staged_products", "reference", model.KeyReference, "refused_products", rejectDamaged); err != nil {
			return err
		}
	}
	if err := l.run.Session.Exec("CREATE INDEX staged_products_reference ON staged_products (reference)"); err != nil {
		return fmt.Errorf("index staged rows: %w", err)
	}
	err := l.rejectDuplicates("staged_products", "reference", func(row int, reference string) model.RejectedRow {
		return model.RejectedRow{Row: row, Code: model.CodeDuplicateReference,
			Message: fmt.Sprintf("The reference %s comes again further down; the last entry with it counts. Remove this one.", model.Quote(reference))}
	})
	if err != nil {
		return err
	}
	for _, index := range []string{
		"CREATE UNIQUE INDEX staged_options_place ON staged_options (product_row, place)",
		"CREATE UNIQUE INDEX staged_sizes_place ON staged_sizes (product_row, option_place, place)",
	} {
		if err := l.run.Session.Exec(index); err != nil {
			return fmt.Errorf("index staged rows: %w", err)
		}
	}
	return nil
}
