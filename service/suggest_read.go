package service

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"

	"omnimap/db"
	"omnimap/service/internal/status"
	"omnimap/service/internal/suggest"
)

// readAtOnce is how many products, or listings, are read by one statement, so that
// no statement reads for long.
const readAtOnce = 10_000

// buildIndex reads the Omni catalogue, the integration's listings and what other
// integrations map, and indexes them.
func (c *suggesting) buildIndex(ctx context.Context) (*suggest.Index, error) {
	b := suggest.NewBuilder()
	for _, read := range []func(context.Context, *suggest.Builder) error{c.addItems, c.addListings, c.addMappings} {
		if err := read(ctx, b); err != nil {
			return nil, fmt.Errorf("read for suggestions: %w", err)
		}
	}
	return b.Build(ctx)
}

func (c *suggesting) each(ctx context.Context, text string, args []sql.NamedArg, scan func(db.Row) error) error {
	return c.store.Each(ctx, text, db.Used(text, args), scan)
}

// selectItems reads the options, with their sizes, of so many Omni products after
// one, and whether the product has a mapping.
const selectItems = `SELECT p.id, p.code, p.barcode, p.name, p.brand, p.taken, o.id, o.position, o.code, o.barcode, o.name, CAST(o.price AS text),
  z.id, z.code, z.barcode, z.name, CAST(z.price AS text)
FROM (SELECT q.*, EXISTS (SELECT 1 FROM mappings m WHERE m.account_id = @account AND m.integration_id = @integration AND m.product_id = q.id) AS taken
  FROM omni_products q WHERE q.account_id = @account AND q.id > @after ORDER BY q.id LIMIT @most) p
CROSS JOIN omni_options o LEFT JOIN omni_sizes z ON z.account_id = @account AND z.product_id = p.id AND z.option_id = o.id
WHERE o.account_id = @account AND o.product_id = p.id ORDER BY p.id, o.id, z.id`

// itemRow is a row of selectItems.
type itemRow struct {
	product, option, position                                int64
	productCode, productBarcode, brand, code, barcode, price *string
	productName, optionName                                  string
	taken                                                    bool
	size                                                     *int64
	sizeCode, sizeBarcode, sizeName, sizePrice               *string
}

func (r *itemRow) scan(row db.Row) error {
	return row.Scan(&r.product, &r.productCode, &r.productBarcode, &r.productName, &r.brand, &r.taken, &r.option, &r.position, &r.code, &r.barcode,
		&r.optionName, &r.price, &r.size, &r.sizeCode, &r.sizeBarcode, &r.sizeName, &r.sizePrice)
}

// optionItem is the option of the row, and sizeItem its size.
func (r *itemRow) optionItem() *suggest.Item {
	return &suggest.Item{Target: suggest.Target{Product: r.product, Option: r.option}, Code: text(r.code), Barcode: text(r.barcode),
		ProductCode: text(r.productCode), ProductBarcode: text(r.productBarcode), ProductName: r.productName, Brand: text(r.brand),
		OptionName: r.optionName, Price: number(r.price), Default: r.position == 0, Taken: r.taken}
}

func (r *itemRow) sizeItem() *suggest.Item {
	item := r.optionItem()
	item.Size, item.Code, item.Barcode, item.SizeName, item.Price = *r.size, text(r.sizeCode), text(r.sizeBarcode), text(r.sizeName), number(r.sizePrice)
	return item
}

func (c *suggesting) addItems(ctx context.Context, b *suggest.Builder) error {
	var row itemRow
	for {
		after, option := row.product, int64(0)
		err := c.each(ctx, selectItems, c.args(sql.Named("after", after), sql.Named("most", readAtOnce)), func(r db.Row) error {
			if err := row.scan(r); err != nil {
				return err
			}
			if row.option != option {
				option = row.option
				b.AddItem(row.optionItem())
			}
			if row.size != nil {
				b.AddItem(row.sizeItem())
			}
			return nil
		})
		if err != nil || row.product == after {
			return err
		}
	}
}

func (c *suggesting) addListings(ctx context.Context, b *suggest.Builder) error {
	const next = `SELECT l.sku, l.title FROM listings l WHERE l.account_id = @account AND l.integration_id = @integration AND l.sku > @after ORDER BY l.sku LIMIT @most`
	var listing suggest.Listing
	for {
		after := listing.SKU
		err := c.each(ctx, next, c.args(sql.Named("after", after), sql.Named("most", readAtOnce)), func(r db.Row) error {
			if err := r.Scan(&listing.SKU, &listing.Title); err != nil {
				return err
			}
			b.AddListing(&listing)
			return nil
		})
		if err != nil || listing.SKU == after {
			return err
		}
	}
}

// addMappings adds what other integrations map of SKUs and ASINs that this one
// has.
func (c *suggesting) addMappings(ctx context.Context, b *suggest.Builder) error {
	others, err := c.Integrations(ctx, c.actor)
	if err != nil {
		return err
	}
	const elsewhere = `SELECT l.sku, l.asin, m.product_id, m.option_id, m.size_id FROM mappings m CROSS JOIN listings l
WHERE m.account_id = @account AND m.integration_id = @other AND l.account_id = @account AND l.integration_id = @other AND l.sku = m.sku
AND (EXISTS (SELECT 1 FROM listings k WHERE k.account_id = @account AND k.integration_id = @integration AND k.sku = l.sku)
  OR EXISTS (SELECT 1 FROM listings k WHERE k.account_id = @account AND k.integration_id = @integration AND k.asin = l.asin))`
	for _, other := range others {
		if other.ID == c.integration {
			continue
		}
		err := c.each(ctx, elsewhere, c.args(sql.Named("other", other.ID)), func(r db.Row) error {
			var m suggest.Mapping
			var asin *string
			err := r.Scan(&m.SKU, &asin, &m.Target.Product, &m.Target.Option, &m.Target.Size)
			m.ASIN = text(asin)
			b.AddMapping(m)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (c *suggesting) readRejected(ctx context.Context) error {
	c.rejected = make(map[string][]suggest.Target)
	return c.each(ctx, `SELECT r.sku, r.product_id, r.option_id, r.size_id FROM rejected_suggestions r WHERE r.account_id = @account AND r.integration_id = @integration`,
		c.args(), func(r db.Row) error {
			var sku string
			var t suggest.Target
			err := r.Scan(&sku, &t.Product, &t.Option, &t.Size)
			c.rejected[sku] = append(c.rejected[sku], t)
			return err
		})
}

// listingBatch are listings of whole families, in the order of their families.
type listingBatch struct {
	listings []suggest.Listing
	// last is the last one's family.
	last string
}

// selectUnmapped reads the listings of families after one that are to have
// suggestions.
var selectUnmapped = `SELECT g.family_sku, l.sku, l.asin, l.barcode, l.title, l.parent_sku, CAST(l.price AS text) FROM listing_statuses g CROSS JOIN listings l
WHERE ` + status.InIntegration("g") + ` AND g.snapshot = 0 AND g.family_sku > @after AND NOT g.is_parent
AND ` + status.InIntegration("l") + ` AND l.sku = g.sku
AND NOT EXISTS (SELECT 1 FROM mappings m WHERE ` + status.InIntegration("m") + ` AND m.sku = g.sku)
AND NOT EXISTS (SELECT 1 FROM ignored_listings i WHERE ` + status.InIntegration("i") + ` AND i.sku = g.sku)
ORDER BY g.family_sku, g.sku LIMIT @most`

// readListings reads the next listings, of whole families: a few thousand, or one
// family that has more.
func (c *suggesting) readListings(ctx context.Context) (listingBatch, error) {
	for most := batchListings; ; most *= 2 {
		batch, families, err := c.readUnmapped(ctx, most)
		if err != nil {
			return listingBatch{}, err
		}
		n := len(batch)
		if n == most {
			for n > 0 && families[n-1] == families[most-1] {
				n--
			}
		}
		if n == 0 && len(batch) > 0 {
			continue
		}
		if n == 0 {
			return listingBatch{}, nil
		}
		found := listingBatch{batch[:n], families[n-1]}
		return found, c.addSiblings(ctx, found, families[:n])
	}
}

func (c *suggesting) readUnmapped(ctx context.Context, most int) (listings []suggest.Listing, families []string, err error) {
	err = c.each(ctx, selectUnmapped, c.args(sql.Named("after", c.state.Family), sql.Named("most", most)), func(r db.Row) error {
		var family string
		var l suggest.Listing
		var asin, barcode, parent, price *string
		if err := r.Scan(&family, &l.SKU, &asin, &barcode, &l.Title, &parent, &price); err != nil {
			return err
		}
		l.ASIN, l.Barcode, l.ParentSKU, l.Price, l.Rejected = text(asin), text(barcode), text(parent), number(price), c.rejected[l.SKU]
		listings, families = append(listings, l), append(families, family)
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read listings for suggestions: %w", err)
	}
	return listings, families, nil
}

// addSiblings adds to the listings the products to which their families are
// mapped.
func (c *suggesting) addSiblings(ctx context.Context, batch listingBatch, families []string) error {
	mapped := make(map[string][]int64)
	err := c.each(ctx, `SELECT f.family_sku, m.product_id FROM listing_statuses f CROSS JOIN mappings m
WHERE `+status.InIntegration("f")+` AND f.snapshot = 0 AND f.family_sku > @after AND f.family_sku <= @last AND `+status.InIntegration("m")+` AND m.sku = f.sku`,
		c.args(sql.Named("after", c.state.Family), sql.Named("last", batch.last)), func(r db.Row) error {
			var family string
			var product int64
			err := r.Scan(&family, &product)
			mapped[family] = append(mapped[family], product)
			return err
		})
	if err != nil {
		return fmt.Errorf("read mapped siblings: %w", err)
	}
	for i, family := range families {
		batch.listings[i].Siblings = mapped[family]
	}
	return nil
}

func text(value *string) string {
	if value == nil {
		return ""
	}
	return *value
}

// number is a decimal number, 0 for none.
func number(value *string) float64 {
	n, err := strconv.ParseFloat(text(value), 64)
	if err != nil {
		return 0
	}
	return n
}
