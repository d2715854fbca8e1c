package service

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"omnimap/catalog"
	"omnimap/db"
	"omnimap/model"
)

// pairSource is where pairs come from.
type pairSource struct {
	// read gives the next pair, and io.EOF at the end.
	read func() (model.CustomPair, error)
	// hidden says that some may be on hidden sheets.
	hidden bool
	// stage stages pairs that are in the database, under the locks, and returns
	// their number; nil for none.
	stage func(*db.Tx) (int64, error)
}

// pairs are SKUs and the Cin7 Codes, or the targets, to map them to, while they
// are staged: staged_pairs holds those that are not blank, in their order. Pairs
// that cannot be read have a message. A target without a size is an option.
type pairs struct {
	read, blank int64
	// apostrophes says that one of a file begins a key.
	apostrophes bool
	// blanks says that blank pairs are staged, too, until copies are dropped.
	blanks bool
	table  *db.StagingTable
}

// stagePairs stages all pairs of a source, and reports how many were read.
func stagePairs(ctx context.Context, session *db.Session, source pairSource, report func(read int64)) (*pairs, error) {
	table, err := session.ReuseStagingTable(ctx, "staged_pairs", "place bigint NOT NULL", "sheet text", "row_number bigint NOT NULL", "hidden boolean NOT NULL",
		"sku KEYTEXT NOT NULL", "code KEYTEXT NOT NULL", "message text", "sku_doubt text", "code_doubt text",
		"target_product bigint", "target_option bigint", "target_size bigint")
	if err != nil {
		return nil, err
	}
	p := &pairs{table: table, blanks: source.hidden}
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		pair, err := source.read()
		var bad *catalog.RowError
		switch {
		case err == io.EOF:
			err := p.finish(ctx, session, report)
			return p, err
		case errors.As(err, &bad):
			err = p.refuse(ctx, bad, pair.Hidden)
		case err == nil:
			err = p.add(ctx, pair)
		}
		if err != nil {
			return nil, err
		}
		report(p.read)
	}
}

// refuse stages a row that could not be read.
func (p *pairs) refuse(ctx context.Context, row *catalog.RowError, hidden bool) error {
	p.read++
	var sku, code string
	if row.SKU != nil {
		sku = sanitize(*row.SKU)
	}
	if row.Cin7Code != nil {
		code = sanitize(*row.Cin7Code)
	}
	return p.table.Add(ctx, p.read, row.Sheet, row.Row, hidden, sku, code, row.Message, nil, nil, nil, nil, nil)
}

// add stages a pair. One that names no target is blank and only counted.
func (p *pairs) add(ctx context.Context, pair model.CustomPair) error {
	p.read++
	var given string
	if pair.Code != nil {
		given = *pair.Code
	}
	product, option, size := targetColumns(pair)
	if strings.TrimSpace(given) == "" && product == nil {
		p.blank++
		if !p.blanks {
			return nil
		}
		return p.table.Add(ctx, p.read, pair.Sheet, pair.Row, pair.Hidden, sanitize(pair.SKU), "", nil, nil, nil, nil, nil, nil)
	}
	sku, code, err := cleanPair(pair, given)
	if err != nil {
		return p.table.Add(ctx, p.read, pair.Sheet, pair.Row, pair.Hidden, sanitize(pair.SKU), sanitize(given), err.Error(), nil, nil, product, option, size)
	}
	if pair.FromFile && (strings.HasPrefix(sku, "'") || strings.HasPrefix(code, "'")) {
		p.apostrophes = true
	}
	return p.table.Add(ctx, p.read, pair.Sheet, pair.Row, pair.Hidden, sku, code, nil, doubtOf(pair, model.KeySKU), doubtOf(pair, model.KeyCode), product, option, size)
}

// cleanPair cleans the keys of a pair, and refuses one that names its target in
// several ways.
func cleanPair(pair model.CustomPair, given string) (sku, code string, err error) {
	var c cleaner
	sku, code = *c.key("SKU", &pair.SKU), *c.key("Cin7 Code", &given)
	if pair.Option != nil && pair.Size != nil || code != "" && (pair.Option != nil || pair.Size != nil) {
		c.keep(invalid("The pair names its item in several ways. Give exactly one of cin7Code, optionId and sizeId."))
	}
	return sku, code, c.err
}

// targetColumns are how the target of a pair is staged: all nil if it is named
// by its Code alone.
func targetColumns(pair model.CustomPair) (product, option, size any) {
	switch {
	case pair.Size != nil:
		return pair.Size.Product, pair.Size.Option, pair.Size.Size
	case pair.Option != nil:
		return pair.Option.Product, pair.Option.Option, nil
	}
	return nil, nil, nil
}

// doubtOf is the doubt about one of a pair's keys as it is staged, where it is
// not the key's own text that shows it.
func doubtOf(pair model.CustomPair, field model.KeyField) any {
	for _, doubt := range pair.Doubts {
		if doubt.Field == field && catalog.KeyDamage(doubt.Key) == "" {
			return doubt.Message
		}
	}
	return nil
}

// finish writes what is still held, and leaves the pairs that count.
func (p *pairs) finish(ctx context.Context, session *db.Session, report func(read int64)) error {
	if err := p.table.Flush(ctx); err != nil || !p.blanks {
		return err
	}
	if err := session.Exec(dropCopies); err != nil {
		return fmt.Errorf("drop hidden copies: %w", err)
	}
	const blank = "code = '' AND message IS NULL"
	err := session.Row("SELECT count(*), coalesce(sum(CASE WHEN "+blank+" THEN 1 ELSE 0 END), 0) FROM staged_pairs").Scan(&p.read, &p.blank)
	if err != nil {
		return fmt.Errorf("count pairs: %w", err)
	}
	report(p.read)
	if err := session.Exec("DELETE FROM staged_pairs WHERE " + blank); err != nil {
		return fmt.Errorf("drop blank pairs: %w", err)
	}
	return nil
}

// dropCopies drops the rows of hidden sheets that are copies of what is seen:
// they have a SKU of a visible sheet, with or without a Code.
const dropCopies = `DELETE FROM staged_pairs WHERE hidden AND sheet IN (
  SELECT h.sheet FROM staged_pairs h JOIN staged_pairs v ON v.sku = h.sku WHERE h.hidden AND NOT v.hidden AND h.sku <> '')`

// sanitize makes a refused text storable.
func sanitize(text string) string {
	text = strings.ToValidUTF8(strings.ReplaceAll(strings.TrimSpace(text), "\x00", ""), "\uFFFD")
	return firstCharacters(text, maxKey)
}

// listedPairs reads the pairs of a list, numbered from 1.
func listedPairs(list []model.CustomPair) func() (model.CustomPair, error) {
	next := 0
	return func() (model.CustomPair, error) {
		if next == len(list) {
			return model.CustomPair{}, io.EOF
		}
		next++
		pair := list[next-1]
		pair.Row = next
		return pair, nil
	}
}
