package suggest

import (
	"cmp"
	"context"
	"slices"
)

// A Builder gathers what an Index is made of. It is for one goroutine.
type Builder struct {
	texts    texts
	products list[product]
	items    list[item]
	skus     list[uint32]
	// tokens are hashes of words of titles and SKUs that may be model numbers.
	tokens   list[uint64]
	mappings list[mapping]
}

// product is an Omni product; its items begin at first.
type product struct {
	id                int64
	code, name, brand uint32
	first             uint32
	barcode           gtin
}

// item is an option or a size.
type item struct {
	option, size int64
	barcode      gtin
	code         uint32
	optionName   uint32
	sizeName     uint32
	// product is the place of its product.
	product uint32
	price   float32
	isFirst bool // the default option
	taken   bool
}

// mapping is a mapping of another integration, its SKU and ASIN as hashes.
type mapping struct {
	sku, asin uint64
	target    Target
}

// NewBuilder returns a Builder that holds nothing.
func NewBuilder() *Builder { return &Builder{} }

// AddItem adds a target of the catalogue. Items of one product that come one
// after another share its texts in memory. A target that came before is
// ignored.
func (b *Builder) AddItem(in *Item) {
	if n := b.products.n; n == 0 || b.products.at(n-1).id != in.Product {
		b.products.add(product{
			id:      in.Product,
			code:    b.texts.put(in.ProductCode),
			name:    b.texts.put(in.ProductName),
			brand:   b.texts.intern(in.Brand),
			barcode: parseGTIN(in.ProductBarcode),
		})
	}
	b.items.add(item{
		option:     in.Option,
		size:       in.Size,
		barcode:    parseGTIN(in.Barcode),
		code:       b.texts.put(in.Code),
		optionName: b.texts.intern(in.OptionName),
		sizeName:   b.texts.intern(in.SizeName),
		product:    uint32(b.products.n - 1),
		price:      float32(in.Price),
		isFirst:    in.Default && in.Size == 0,
		taken:      in.Taken,
	})
}

// AddListing learns from a listing, mapped or not: which prefixes and suffixes
// the account's SKUs have, and which its Codes have. Until Build its SKU is
// kept, and hashes of its model numbers. All listings of the integration should
// come before Build.
func (b *Builder) AddListing(l *Listing) {
	if l.SKU != "" {
		b.skus.add(b.texts.put(l.SKU))
	}
	for _, m := range models(parts(l.Title)) {
		b.tokens.add(hash('k', m.text))
	}
	for _, p := range parts(l.SKU) {
		if len(p.text) >= 4 {
			b.tokens.add(hash('k', p.text))
		}
	}
}

// AddMapping adds a mapping of another integration of the account.
func (b *Builder) AddMapping(m Mapping) {
	b.mappings.add(mapping{elsewhereKey('s', m.SKU), elsewhereKey('a', m.ASIN), m.Target})
}

// Build makes the index and empties the builder. It fails only when the context
// ends.
func (b *Builder) Build(ctx context.Context) (*Index, error) {
	ix := &Index{weights: fitted()}
	ix.items, ix.products = b.sorted()
	ix.texts = b.texts
	ix.texts.interned = nil
	for _, step := range []func(){
		func() { ix.indexElsewhere(&b.mappings) },
		func() { ix.learn(b) },
		ix.indexWords,
		ix.indexCodes,
		ix.indexStems,
	} {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		step()
	}
	*b = Builder{}
	return ix, ctx.Err()
}

// sorted returns the items in the order of their ids, each target once, and the
// products that they belong to.
func (b *Builder) sorted() ([]item, []product) {
	records := b.products.drain()
	items := b.items.drain()
	order := func(x, y item) int {
		return cmp.Or(
			cmp.Compare(records[x.product].id, records[y.product].id),
			cmp.Compare(x.option, y.option),
			cmp.Compare(x.size, y.size))
	}
	if !slices.IsSortedFunc(items, order) {
		slices.SortStableFunc(items, order)
	}
	items = slices.CompactFunc(items, func(x, y item) bool { return order(x, y) == 0 })
	products := make([]product, 0, len(records))
	for i := range items {
		record := &records[items[i].product]
		if n := len(products); n == 0 || products[n-1].id != record.id {
			products = append(products, *record)
			products[n].first = uint32(i)
		}
		items[i].product = uint32(len(products) - 1)
	}
	return items, products
}
