package catalog

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

// benchmarkRows is how many rows a benchmark's file has.
const benchmarkRows = 20_000

// benchmarkReport makes a report with the 29 columns that Amazon's have.
func benchmarkReport() string {
	names := make([]string, 29)
	for i := range names {
		names[i] = fmt.Sprintf("other-%d", i)
	}
	for i, name := range map[int]string{0: "item-name", 3: "seller-sku", 4: "price", 5: "quantity", 6: "open-date", 16: "asin1", 26: "fulfillment-channel", 28: "status"} {
		names[i] = name
	}
	var file strings.Builder
	file.WriteString(strings.Join(names, "\t") + "\n")
	for i := range benchmarkRows {
		fmt.Fprintf(&file, "Wall shelf of solid oak, with hidden brackets, model %d\t\t0704AB%06d\tSHELF-%06d\t%d.95\t%d\t2021-07-04 22:15:%02d PDT\t\ty\t1\t\t\t11\t\t\t\tB0%08d\t\t\t\t\t\tB0%08d\t\t\t0\tDEFAULT\tStandard\tActive\n",
			i, i, i, i%200, i%50, i%60, i, i)
	}
	return file.String()
}

func benchmarkExport() string {
	var file strings.Builder
	file.WriteString("Product ID,Product Name,Style Code,Supplier,Code,Barcode,Option 1,Option 2,Size,Size Code,Cost Price,Retail Price,Stock\n")
	for i := range benchmarkRows {
		fmt.Fprintf(&file, "%d,\"Wall shelf, of solid oak, model %d\",SHELF-%05d,Acme,SHELF-%06d,4006%09d,Oak,Oiled,,,%d.10,%d.95,%d\n",
			i/4, i, i/4, i, i, i%90, i%200, i%50)
	}
	return file.String()
}

func benchmarkProducts() string {
	var file strings.Builder
	file.WriteString("[")
	for i := range benchmarkRows / 4 {
		if i > 0 {
			file.WriteString(",")
		}
		fmt.Fprintf(&file, `{"id":%d,"status":"Public","styleCode":"SHELF-%05d","name":"Wall shelf of solid oak, model %d","description":"<p>With hidden brackets</p>","images":[{"link":"https://example.com/%d.jpg"}],"productOptions":[`, i, i, i, i)
		for j := range 4 {
			if j > 0 {
				file.WriteString(",")
			}
			fmt.Fprintf(&file, `{"id":%d,"status":"Active","code":"SHELF-%05d-%d","barcode":"4006%09d","option1":"Oak","option2":"","option3":"","size":null,"retailPrice":%d.95,"stockAvailable":%d.0,"priceColumns":{"retailAUD":19.95,"vipAUD":15.00,"costAUD":%d.10}}`,
				4*i+j, i, j, 4*i+j, i%200, i%50, i%90)
		}
		file.WriteString("]}")
	}
	file.WriteString("]")
	return file.String()
}

func BenchmarkListingReader(b *testing.B) {
	ascii := benchmarkReport()
	latin := encoded(b, charmap.Windows1252, strings.ReplaceAll(ascii, "Wall shelf", "Étagère"))
	for _, file := range []struct{ name, text string }{
		{"ASCII", ascii}, {"Windows-1252", latin}, {"gzip", gzipped(b, ascii)},
	} {
		b.Run(file.name, func(b *testing.B) {
			benchmark(b, file.text, func() error {
				r, err := NewListingReader(strings.NewReader(file.text))
				if err != nil {
					return err
				}
				return drain(r.Read)
			})
		})
	}
}

func BenchmarkOmniRowReader(b *testing.B) {
	file := benchmarkExport()
	benchmark(b, file, func() error {
		r, err := NewOmniRowReader(strings.NewReader(file))
		if err != nil {
			return err
		}
		return drain(r.Read)
	})
}

func BenchmarkOmniProductReader(b *testing.B) {
	file := benchmarkProducts()
	benchmark(b, file, func() error {
		r, err := NewOmniProductReader(strings.NewReader(file))
		if err != nil {
			return err
		}
		return drain(r.Read)
	})
}

// benchmark reports how many listings or options of a file are read in a second.
func benchmark(b *testing.B, file string, read func() error) {
	b.SetBytes(int64(len(file)))
	b.ReportAllocs()
	for b.Loop() {
		if err := read(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(benchmarkRows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// drain reads to the end, and keeps nothing.
func drain[T any](read func() (T, error)) error {
	for {
		if _, err := read(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}
