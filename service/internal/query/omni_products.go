package query

import (
	"context"
	"fmt"
	"slices"

	"omnimap/db"
	"omnimap/model"
)

// TargetID identifies a target of the account's Omni catalogue.
type TargetID = model.TargetID

// IDOfTarget returns the id of a target.
func IDOfTarget(t *model.OmniTarget) TargetID {
	id := TargetID{Product: t.Product.ID, Option: t.Option.ID}
	if t.Size != nil {
		id.Size = t.Size.ID
	}
	return id
}

// The columns of an Omni item. Decimal numbers are read as text, as the API has
// them.
const (
	productColumns = "p.id, p.reference, p.code, p.barcode, p.name, p.brand, p.category, p.downloaded"
	optionColumns  = "o.id, o.position, o.reference, o.code, o.barcode, o.name, " +
		"CAST(o.price AS text), CAST(o.cost AS text), CAST(o.stock AS text)"
	sizeColumns = "z.id, z.position, z.reference, z.code, z.barcode, z.name, " +
		"CAST(z.price AS text), CAST(z.cost AS text), CAST(z.stock AS text)"
	// TargetColumns are the columns that TargetRow reads.
	TargetColumns = productColumns + ", " + optionColumns + ", " + sizeColumns
)

// TargetRow reads TargetColumns, in which all columns of a size may be null.
type TargetRow struct {
	product      model.OmniProduct
	option       model.OmniOption
	size         model.OmniSize
	sizeID       *int64
	sizePosition *int64
	sizeName     *string
}

func productFields(p *model.OmniProduct) []any {
	return []any{&p.ID, &p.Reference, &p.Code, &p.Barcode, &p.Name, &p.Brand, &p.Category, &p.Downloaded}
}

func scanProduct(row db.Row) (*model.OmniProduct, error) {
	var p model.OmniProduct
	return &p, row.Scan(productFields(&p)...)
}

func optionFields(o *model.OmniOption) []any {
	return []any{&o.ID, &o.Position, &o.Reference, &o.Code, &o.Barcode, &o.Name, &o.Price, &o.Cost, &o.Stock}
}

func sizeFields(z *model.OmniSize) []any {
	return []any{&z.ID, &z.Position, &z.Reference, &z.Code, &z.Barcode, &z.Name, &z.Price, &z.Cost, &z.Stock}
}

// Fields are where a row's columns are read to.
func (r *TargetRow) Fields() []any {
	z := &r.size
	return slices.Concat(productFields(&r.product), optionFields(&r.option),
		[]any{&r.sizeID, &r.sizePosition, &z.Reference, &z.Code, &z.Barcode, &r.sizeName, &z.Price, &z.Cost, &z.Stock})
}

// Target returns the target that was read, named at a level.
func (r *TargetRow) Target(level model.OmniLevel) *model.OmniTarget {
	r.option.Product = &r.product
	t := &model.OmniTarget{Level: level, Product: &r.product, Option: &r.option}
	if r.sizeID != nil {
		r.size.ID, r.size.Position, r.size.Name, r.size.Option = *r.sizeID, *r.sizePosition, *r.sizeName, &r.option
		t.Size = &r.size
	}
	return t
}

// ProductKey is the place of an Omni product in a list, which is ordered by
// Code, then by age.
type ProductKey struct {
	Code string `json:"c"`
	ID   int64  `json:"i"`
}

// KeyOfProduct returns the place of a product.
func KeyOfProduct(p *model.OmniProduct) ProductKey {
	key := ProductKey{ID: p.ID}
	if p.Code != nil {
		key.Code = *p.Code
	}
	return key
}

// OmniProducts returns a page of the account's Omni products in the order of
// their Codes.
func (r *Reader) OmniProducts(ctx context.Context, actor model.Actor, text *string, args PageArgs[ProductKey]) (*Page[*model.OmniProduct], error) {
	w := newWhere("p.account_id = ?", actor.AccountID)
	if search := newSearch(text); search != nil {
		ids, err := pageKeys[int64](ctx, r, r.productSearch(actor.AccountID, search, args))
		if err != nil {
			return nil, fmt.Errorf("search Omni products: %w", err)
		}
		if len(ids) == 0 {
			return NewPage(args, []*model.OmniProduct(nil)), nil
		}
		w.and("p.id IN ?", ids)
	}
	conditions, pageArgs, direction := Within(args, productOrder, ProductKey.values)
	query := fmt.Sprintf("SELECT %s FROM omni_products p WHERE %s%s ORDER BY coalesce(p.code, '')%s, p.id%s LIMIT %d",
		productColumns, w.text.String(), conditions, direction, direction, args.Limit+1)
	items, err := db.SelectRows(ctx, r.store, query, append(w.args, pageArgs...), scanProduct)
	if err != nil {
		return nil, fmt.Errorf("list Omni products: %w", err)
	}
	return NewPage(args, items), nil
}

// productOrder is the order of lists of Omni products p.
var productOrder = ListOrder{Columns: "(coalesce(p.code, ''), p.id)", Binding: "(?, ?)"}

func (k ProductKey) values() []any { return []any{k.Code, k.ID} }

// CountOmniProducts counts the Omni products that a search finds.
func (r *Reader) CountOmniProducts(ctx context.Context, actor model.Actor, text *string) (n int64, err error) {
	if search := newSearch(text); search != nil {
		n, err = r.countKeys(ctx, r.productSearch(actor.AccountID, search, PageArgs[ProductKey]{}))
	} else {
		n, err = db.SelectOne[int64](model.WithEffort(ctx, model.EffortHeavy), r.store, "SELECT count(*) FROM omni_products p WHERE p.account_id = ?", []any{actor.AccountID})
	}
	if err != nil {
		return 0, fmt.Errorf("count Omni products: %w", err)
	}
	return n, nil
}

// OmniProductsByID reads some Omni products at once. Unknown ids are left out.
func (r *Reader) OmniProductsByID(ctx context.Context, actor model.Actor, ids []int64) (map[int64]*model.OmniProduct, error) {
	query := "SELECT " + productColumns + " FROM omni_products p WHERE p.account_id = ? AND p.id IN ?"
	found, err := db.SelectRows(ctx, r.store, query, []any{actor.AccountID, ids}, scanProduct)
	if err != nil {
		return nil, fmt.Errorf("read Omni products: %w", err)
	}
	byID := make(map[int64]*model.OmniProduct, len(found))
	for _, product := range found {
		byID[product.ID] = product
	}
	return byID, nil
}

// OptionsOf reads the options of some Omni products at once, in their order.
func (r *Reader) OptionsOf(ctx context.Context, actor model.Actor, products []*model.OmniProduct) (map[int64][]*model.OmniOption, error) {
	byID := make(map[int64]*model.OmniProduct, len(products))
	ids := make([]int64, 0, len(products))
	for _, product := range products {
		byID[product.ID] = product
		ids = append(ids, product.ID)
	}
	query := "SELECT o.product_id, " + optionColumns + " FROM omni_options o WHERE o.account_id = ? AND o.product_id IN ? ORDER BY o.product_id, o.position"
	found, err := db.SelectRows(ctx, r.store, query, []any{actor.AccountID, ids}, func(row db.Row) (*model.OmniOption, error) {
		var product int64
		var o model.OmniOption
		err := row.Scan(append([]any{&product}, optionFields(&o)...)...)
		o.Product = byID[product]
		return &o, err
	})
	if err != nil {
		return nil, fmt.Errorf("read product options: %w", err)
	}
	options := make(map[int64][]*model.OmniOption, len(products))
	for _, option := range found {
		options[option.Product.ID] = append(options[option.Product.ID], option)
	}
	return options, nil
}

// SizesOf reads the sizes of some product options at once, in their order.
func (r *Reader) SizesOf(ctx context.Context, actor model.Actor, options []*model.OmniOption) (map[int64][]*model.OmniSize, error) {
	byID := make(map[int64]*model.OmniOption, len(options))
	products := make([]int64, 0, len(options))
	ids := make([]int64, 0, len(options))
	for _, option := range options {
		byID[option.ID] = option
		ids = append(ids, option.ID)
		products = append(products, option.Product.ID)
	}
	query := "SELECT z.option_id, " + sizeColumns + ` FROM omni_sizes z
WHERE z.account_id = ? AND z.product_id IN ? AND z.option_id IN ? ORDER BY z.option_id, z.position`
	found, err := db.SelectRows(ctx, r.store, query, []any{actor.AccountID, products, ids}, func(row db.Row) (*model.OmniSize, error) {
		var option int64
		var z model.OmniSize
		err := row.Scan(append([]any{&option}, sizeFields(&z)...)...)
		z.Option = byID[option]
		return &z, err
	})
	if err != nil {
		return nil, fmt.Errorf("read size options: %w", err)
	}
	sizes := make(map[int64][]*model.OmniSize, len(options))
	for _, size := range found {
		sizes[size.Option.ID] = append(sizes[size.Option.ID], size)
	}
	return sizes, nil
}
