package main

import (
	"context"
	"fmt"
)

// sheets measures the custom-mapping spreadsheet on an integration of which
// no listing matches: out with all, in with a Code for all but a few, and what
// is left then.
func (r *iteration) sheets(ctx context.Context) error {
	var err error
	if r.blankID, err = r.product.integration(ctx, blankName); err != nil {
		return err
	}
	integration, err := r.integrationNumber(ctx, blankName)
	if err != nil {
		return err
	}
	if _, err := r.product.upload(ctx, "loadAmazonListings", variables{"integrationId": r.blankID}, r.files.blanks, "summary {created} rejectedRows {message}"); err != nil {
		return err
	}
	if err := r.sheetOut(ctx); err != nil {
		return err
	}
	if err := r.sheetIn(ctx); err != nil {
		return err
	}
	for _, c := range fewCases() {
		if err := r.page(ctx, r.blankID, integration, c); err != nil {
			return err
		}
	}
	if !r.wants("pairs-in", "sheets") {
		return nil
	}
	if _, err := r.product.mutate(ctx, "deleteAllMappings", variables{"integrationId": r.blankID, "confirm": blankName}, "deleted"); err != nil {
		return err
	}
	return r.beside(ctx, "pairs-in", func() error {
		return r.uploadPairs(ctx, r.files.pairs, map[string]int{"rowsRead": r.catalogue.n - blanksLeft, "productOptionsMapped": r.catalogue.n - blanksLeft})
	}, nil, nil)
}

func (r *iteration) sheetOut(ctx context.Context) error {
	if !r.wants("sheet-out", "sheets") {
		return nil
	}
	var found struct{ CustomMappingSheetURL string }
	err := r.product.ask(ctx, "query($integration: ID!) {customMappingSheetUrl(integrationId: $integration)}", variables{"integration": r.blankID}, &found)
	if err != nil {
		return err
	}
	var cells [][]any
	return r.beside(ctx, "sheet-out", func() error {
		return r.product.download(ctx, found.CustomMappingSheetURL, r.file("out.xlsx"))
	}, func() error {
		cells = make([][]any, 0, r.catalogue.n+1)
		err := readSheet(r.file("out.xlsx"), func(row []string) {
			values := make([]any, len(row))
			for i, value := range row {
				values[i] = value
			}
			cells = append(cells, values)
		})
		if err != nil {
			return err
		}
		return want("rows of the sheet", len(cells)-1, r.catalogue.n)
	}, func() error {
		return writeSheet(r.file("baseline.xlsx"), func(yield func([]any) error) error {
			for _, row := range cells {
				if err := yield(row); err != nil {
					return err
				}
			}
			return nil
		})
	})
}

func (r *iteration) sheetIn(ctx context.Context) error {
	n := r.catalogue.n
	return r.beside(ctx, "sheet-in", func() error {
		return r.uploadPairs(ctx, r.files.sheet, map[string]int{"rowsRead": n, "productOptionsMapped": n - blanksLeft, "blank": blanksLeft})
	}, nil, func() error {
		rows := 0
		if err := readSheet(r.files.sheet, func([]string) { rows++ }); err != nil {
			return err
		}
		if rows != n+1 {
			return fmt.Errorf("the sheet has %d rows, and should have %d", rows, n+1)
		}
		return nil
	})
}

func (r *iteration) uploadPairs(ctx context.Context, path string, wanted map[string]int) error {
	done, err := r.product.upload(ctx, "applyCustomMappings", variables{"integrationId": r.blankID}, path,
		"summary {rowsRead productOptionsMapped blank rejected} rejectedRows {message}")
	if err != nil {
		return err
	}
	return r.wantSummary(done, wanted)
}
