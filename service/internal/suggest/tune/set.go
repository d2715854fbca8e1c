package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"omnimap/service/internal/suggest"
)

// set is a folder with listings.tsv, options.tsv and truth.tsv.
type set struct {
	name     string
	index    *suggest.Index
	listings []suggest.Listing
	codes    map[suggest.Target]string
	// truth are the right Codes of a SKU; none where the catalogue lacks it.
	truth map[string]map[string]bool
}

func readSet(ctx context.Context, folder string) (*set, error) {
	s := &set{name: filepath.Base(folder), codes: map[suggest.Target]string{}, truth: map[string]map[string]bool{}}
	b := suggest.NewBuilder()
	products := map[string]int64{}
	err := eachRow(filepath.Join(folder, "options.tsv"), func(row map[string]string) {
		product, known := products[row["productCode"]]
		if !known {
			product = int64(len(products) + 1)
			products[row["productCode"]] = product
		}
		it := suggest.Item{
			Target:      suggest.Target{Product: product, Option: int64(len(s.codes) + 1)},
			Code:        row["code"],
			Barcode:     row["barcode"],
			ProductCode: row["productCode"],
			ProductName: row["name"],
			Brand:       row["brand"],
			OptionName:  joinValues(row["opt1"], row["opt2"], row["opt3"]),
			Price:       number(row["price"]),
			Default:     !known,
		}
		s.codes[it.Target] = it.Code
		b.AddItem(&it)
	})
	if err != nil {
		return nil, err
	}
	err = eachRow(filepath.Join(folder, "listings.tsv"), func(row map[string]string) {
		l := suggest.Listing{
			SKU: row["sku"], ASIN: row["asin"], Title: row["title"], Barcode: row["productId"],
			Price: number(row["price"]), ParentSKU: row["parentSku"],
		}
		b.AddListing(&l)
		s.listings = append(s.listings, l)
	})
	if err != nil {
		return nil, err
	}
	if s.index, err = b.Build(ctx); err != nil {
		return nil, err
	}
	if err := s.readTruth(filepath.Join(folder, "truth.tsv")); err != nil {
		return nil, err
	}
	return s, nil
}

// readTruth leaves out what exact matching finds, and what is not sure.
func (s *set) readTruth(path string) error {
	return eachRow(path, func(row map[string]string) {
		if row["class"] == "exact" || row["class"] == "unsure" {
			return
		}
		codes := map[string]bool{}
		for _, code := range strings.Split(row["codes"], "|") {
			if code != "" && row["class"] != "none" {
				codes[code] = true
			}
		}
		s.truth[row["sku"]] = codes
	})
}

func joinValues(values ...string) string {
	var filled []string
	for _, v := range values {
		if v != "" {
			filled = append(filled, v)
		}
	}
	return strings.Join(filled, " / ")
}

func number(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return 0
	}
	return v
}

// eachRow reads a file of tab-separated rows below a header.
func eachRow(path string, each func(row map[string]string)) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	var header []string
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		if header == nil {
			header = fields
			continue
		}
		row := map[string]string{}
		for i, f := range fields[:min(len(fields), len(header))] {
			row[header[i]] = f
		}
		each(row)
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("read %s: %w", path, err)
	}
	return nil
}

type answer struct {
	Code    string   `json:"code"`
	Score   int      `json:"score"`
	Because []string `json:"because"`
}

// evaluate writes the suggestions of a set, to be compared with its truth.
func evaluate(ctx context.Context, folder, out string) error {
	s, err := readSet(ctx, folder)
	if err != nil {
		return err
	}
	suggestions, err := s.index.Suggest(ctx, s.listings, workers())
	if err != nil {
		return err
	}
	answers := map[string][]answer{}
	for i, of := range suggestions {
		list := []answer{}
		for _, g := range of {
			a := answer{Code: s.codes[g.Target], Score: g.Score}
			for _, e := range g.Evidence {
				a.Because = append(a.Because, e.Sentence())
			}
			list = append(list, a)
		}
		answers[s.listings[i].SKU] = list
	}
	text, err := json.MarshalIndent(answers, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(out, text, 0o644)
}
