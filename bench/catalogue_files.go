package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// files are a catalogue's files, which are uploaded to the server.
type files struct {
	// export has the Omni products; report the listings; fresh those that come
	// later.
	export, report, fresh string
	// blanks is a report of n listings that match nothing. pairs and sheet have
	// a Code of the export for all of them but blanksLeft.
	blanks, pairs, sheet string
}

// blanksLeft is how many listings stay unmappable once the pairs are mapped.
const blanksLeft = 10

func blankSKU(i int) string { return fmt.Sprintf("BLANK-%07d", i) }

// writeFiles writes a catalogue's files into a folder.
func (c *catalogue) writeFiles(folder string) (files, error) {
	at := func(name string) string { return filepath.Join(folder, name) }
	f := files{at("omni-products.csv"), at("listings.txt"), at("fresh.txt"), at("blanks.txt"), at("pairs.csv"), at("sheet.xlsx")}
	blanks := make([]listing, c.n)
	for i := range blanks {
		blanks[i] = listing{sku: blankSKU(i), title: fmt.Sprintf("%s %s", brands[i%len(brands)], things[i%len(things)])}
	}
	return f, errors.Join(
		writeFile(f.export, c.writeExport),
		writeFile(f.report, func(w io.Writer) error { return writeReport(w, c.listings) }),
		writeFile(f.fresh, func(w io.Writer) error { return writeReport(w, c.fresh) }),
		writeFile(f.blanks, func(w io.Writer) error { return writeReport(w, blanks) }),
		writeFile(f.pairs, c.writePairs),
		writeSheet(f.sheet, func(yield func([]any) error) error { return c.sheetRows(blanks, yield) }),
	)
}

func writeFile(path string, write func(io.Writer) error) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	w := bufio.NewWriter(file)
	if err := errors.Join(write(w), w.Flush(), file.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

func (c *catalogue) writeExport(w io.Writer) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"Product ID", "Product Name", "Style Code", "Code", "Barcode", "Option 1", "Size", "Size Code", "Size Barcode",
		"Cost Price", "Retail Price", "Stock", "Category", "Brand"})
	for i, o := range c.options {
		brand, _, _ := strings.Cut(o.name, " ")
		_ = out.Write([]string{strconv.Itoa(60000 + o.product), o.name, o.styleCode, o.code, o.barcode, o.option, o.size, o.sizeCode, o.sizeBarcode,
			fmt.Sprintf("%d.%d5", 1+i%30, i%10), fmt.Sprintf("%d.%d9", 5+i%90, i%10), strconv.Itoa(i % 400), "Kitchen", brand})
	}
	out.Flush()
	return out.Error()
}

func writeReport(w io.Writer, listings []listing) error {
	_, err := io.WriteString(w, "item-name\titem-description\tlisting-id\tseller-sku\tprice\tquantity\topen-date\tproduct-id-type\titem-condition\tasin1\tproduct-id\tfulfillment-channel\tmerchant-shipping-group\tstatus\tparent-sku\n")
	for i, l := range listings {
		if err != nil {
			break
		}
		_, err = fmt.Fprintf(w, "%s\t\t%011d\t%s\t%d.%d9\t%d\t%02d/%02d/%d %02d:%02d:%02d GMT\t1\t11\tB0%08d\tB0%08d\t%s\tSample Template\tActive\t%s\n",
			l.title, i, l.sku, 5+i%90, i%10, i%200, 1+i%28, 1+i%12, 2019+i%7, i%24, i%60, i/60%60, i, i, channel(i), l.parent)
	}
	return err
}

func (c *catalogue) writePairs(w io.Writer) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"Amazon SKU", "Cin7 Code"})
	for i := range c.n - blanksLeft {
		_ = out.Write([]string{blankSKU(i), c.options[i].key()})
	}
	out.Flush()
	return out.Error()
}

// sheetRows yields the rows of a filled-in custom-mapping sheet.
func (c *catalogue) sheetRows(blanks []listing, yield func([]any) error) error {
	if err := yield([]any{"Amazon SKU", "ASIN", "Title", "Type", "Parent SKU", "Reason", "Candidates", "Cin7 Code"}); err != nil {
		return err
	}
	for i, l := range blanks {
		code := ""
		if i < c.n-blanksLeft {
			code = c.options[i].key()
		}
		if err := yield([]any{l.sku, fmt.Sprintf("B0%08d", i), l.title, "Product", "", "No Code or Barcode in Omni equals the SKU.", "", code}); err != nil {
			return err
		}
	}
	return nil
}

// writeSheet writes rows as an .xlsx file with excelize alone.
func writeSheet(path string, rows func(yield func([]any) error) error) error {
	book := excelize.NewFile()
	defer book.Close()
	stream, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	next := 0
	err = rows(func(row []any) error {
		next++
		return stream.SetRow("A"+strconv.Itoa(next), row)
	})
	if err := errors.Join(err, stream.Flush()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := book.SaveAs(path); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// readSheet reads the cells of an .xlsx file's first sheet with excelize alone
// and hands them to row.
func readSheet(path string, row func([]string)) error {
	book, err := excelize.OpenFile(path)
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	defer book.Close()
	rows, err := book.Rows(book.GetSheetName(0))
	if err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	for rows.Next() {
		cells, err := rows.Columns()
		if err != nil {
			return fmt.Errorf("read %s: %w", path, err)
		}
		row(cells)
	}
	if err := errors.Join(rows.Error(), rows.Close()); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return nil
}
