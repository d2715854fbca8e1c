package oracle

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"omnimap/model"
)

// TargetDesc describes a target: its product's reference, the place of the
// option in the product and that of the size in the option, from 0. Size is
// -1 for the option itself. It is comparable.
type TargetDesc struct {
	Reference    string
	Option, Size int
}

// StatusRow is a listing's status, with the reason where it is Unmappable.
type StatusRow struct {
	Status Status
	Reason Reason
}

// StatusCounts counts listings by status; the first four add up to all. The
// others are of the unmappable, the partially mapped and the unmappable.
type StatusCounts struct {
	Mapped, PartiallyMapped, Mappable, Unmappable      int
	Ignored, PartiallyMappedParents, UnmappableParents int
	UnmappedStock                                      model.StockValue
}

// MappingRow is a mapping. ID stays with a mapping that is deleted and
// restored, or kept by a remap; it also shows the order in which mappings
// were made: those made later have higher ones. CreatedAt is the time of the
// operation that made it.
type MappingRow struct {
	SKU       string
	Target    TargetDesc
	Level     Level
	MatchedOn Field
	Source    Source
	ID        int
	CreatedAt time.Time
}

// ItemDump has what options and sizes have in common.
type ItemDump struct {
	Reference, Code, Barcode, Name string
	Price, Cost, Stock             model.Decimal
}

// OptionDump is a product option with its sizes in order.
type OptionDump struct {
	ItemDump
	Sizes []ItemDump
}

// ProductDump is an Omni product with its options in order. Downloaded says
// that no load has brought it yet; its Reference is then a placeholder.
type ProductDump struct {
	Reference, Code, Barcode, Name string
	Brand, Category                string
	Downloaded                     bool
	Options                        []OptionDump
}

// ListingDump is an Amazon listing. Note is that of an ignored one.
type ListingDump struct {
	SKU, ParentSKU, FamilySKU, ASIN, Title      string
	Barcode                                     string
	IsParent, IsIgnored                         bool
	Note                                        string
	CreatedAt, FirstSeenAt                      time.Time
	Price                                       model.Decimal
	Quantity, ListingStatus, FulfillmentChannel string
}

// OperationDump is an operation. Integrations are those that list it, none for
// one of the Omni catalogue. DeletedSKUs are the listings of the mappings
// that it deleted, in the order of integrations and SKUs.
type OperationDump struct {
	ID           int
	Kind         Kind
	Integrations []string
	Created      int
	Deleted      int
	DeletedSKUs  []string
	Restorable   bool
	// DeletedProducts counts the downloaded products that it deleted.
	DeletedProducts int
}

// Statuses gives the status of every listing, by SKU.
func (st *State) Statuses(integration string) map[string]StatusRow {
	in := st.integration(integration)
	if in == nil {
		return nil
	}
	return st.statusRows(in, in.mappings)
}

// StatusIfNothingMapped gives the status that every listing would have if the
// integration had no mappings.
func (st *State) StatusIfNothingMapped(integration string) map[string]StatusRow {
	in := st.integration(integration)
	if in == nil {
		return nil
	}
	return st.statusRows(in, nil)
}

func (st *State) statusRows(in *integration, mappings []*mapping) map[string]StatusRow {
	rows := map[string]StatusRow{}
	for sku, v := range st.decide(in, mappings, taken{}) {
		rows[sku] = StatusRow{v.status, v.reason}
	}
	return rows
}

// Counts counts an integration's listings by status.
func (st *State) Counts(integration string) StatusCounts {
	c := StatusCounts{UnmappedStock: st.unmappedStock(integration)}
	for sku, row := range st.Statuses(integration) {
		parents := 0
		if st.integration(integration).isParent(sku) {
			parents = 1
		}
		switch row.Status {
		case Mapped:
			c.Mapped++
		case PartiallyMapped:
			c.PartiallyMapped++
			c.PartiallyMappedParents += parents
		case Mappable:
			c.Mappable++
		case Unmappable:
			c.Unmappable++
			c.UnmappableParents += parents
		}
		if row.Reason == Ignored {
			c.Ignored++
		}
	}
	return c
}

// unmappedStock adds up, listing by listing, what those that are neither mapped
// nor ignored show: quantities above 0, worth that many times their price.
func (st *State) unmappedStock(integration string) model.StockValue {
	listings, value := int64(0), decimal.Zero
	for sku, row := range st.Statuses(integration) {
		l := st.integration(integration).listing(sku)
		quantity, _ := strconv.ParseInt(l.quantity, 10, 64)
		if row.Status == Mapped || row.Reason == Ignored || quantity <= 0 {
			continue
		}
		listings++
		if l.price != "" {
			value = value.Add(decimal.RequireFromString(string(l.price)).Mul(decimal.NewFromInt(quantity)))
		}
	}
	return model.StockValue{Listings: listings, Value: model.Decimal(value.String())}
}

// Match gives the targets at the lowest rank at which the SKU equals a key,
// sorted; none where no key does.
func (st *State) Match(sku string) []TargetDesc {
	return st.describeAll(lookup(st.keys(), sku, lastRank).targets)
}

// Targets gives every target of the catalogue, sorted.
func (st *State) Targets() []TargetDesc { return st.describeAll(st.targets()) }

func (st *State) targets() []target {
	var all []target
	for _, p := range st.products {
		for _, o := range p.options {
			all = append(all, target{p, o, nil})
			for _, s := range o.sizes {
				all = append(all, target{p, o, s})
			}
		}
	}
	return all
}

// Mappings gives an integration's mappings in the order of their SKUs.
func (st *State) Mappings(integration string) []MappingRow {
	in := st.integration(integration)
	if in == nil {
		return nil
	}
	var rows []MappingRow
	for _, m := range sortedMappings(in) {
		rows = append(rows, MappingRow{m.sku, st.describe(m.target), m.level, m.field, m.source, m.id, m.createdAt})
	}
	return rows
}

// Listings gives an integration's listings in the order of their SKUs.
func (st *State) Listings(integration string) []ListingDump {
	in := st.integration(integration)
	if in == nil {
		return nil
	}
	var rows []ListingDump
	for _, l := range sortedListings(in) {
		rows = append(rows, ListingDump{
			SKU: l.sku, ParentSKU: l.parent, FamilySKU: l.family(), ASIN: l.asin, Barcode: l.barcode, Title: l.title,
			IsParent: in.isParent(l.sku), IsIgnored: in.isIgnored(l.sku), Note: in.ignored[l.sku], CreatedAt: l.createdAt, FirstSeenAt: l.firstSeen,
			Price: l.price, Quantity: l.quantity, ListingStatus: l.listingStatus, FulfillmentChannel: l.fulfillmentChannel,
		})
	}
	return rows
}

// Catalogue gives the Omni products in the order of their references.
func (st *State) Catalogue() []ProductDump {
	var dump []ProductDump
	for _, p := range st.products {
		d := ProductDump{Reference: st.referenceOf(p), Code: p.code, Barcode: p.barcode, Name: p.name, Brand: p.brand, Category: p.category, Downloaded: p.downloaded}
		for _, o := range p.options {
			od := OptionDump{ItemDump: o.dump()}
			for _, s := range o.sizes {
				od.Sizes = append(od.Sizes, s.dump())
			}
			d.Options = append(d.Options, od)
		}
		dump = append(dump, d)
	}
	slices.SortFunc(dump, func(a, b ProductDump) int { return cmp.Compare(a.Reference, b.Reference) })
	return dump
}

func (it item) dump() ItemDump {
	return ItemDump{it.reference, it.code, it.barcode, it.name, it.price, it.cost, it.stock}
}

// Operations gives the operations, oldest first.
func (st *State) Operations() []OperationDump {
	var dump []OperationDump
	for _, op := range st.operations {
		d := OperationDump{ID: op.id, Kind: op.kind, Created: op.created, Deleted: op.deletedHere}
		for _, in := range []*integration{op.integration, op.counterpart} {
			if in != nil {
				d.Integrations = append(d.Integrations, in.name)
			}
		}
		for _, gone := range inOrder(op.deleted) {
			d.DeletedSKUs = append(d.DeletedSKUs, gone.mapping.sku)
			d.Restorable = d.Restorable || !isBack(gone)
		}
		d.DeletedProducts = len(op.products)
		for _, gone := range op.products {
			d.Restorable = d.Restorable || !slices.Contains(st.products, gone.product)
		}
		dump = append(dump, d)
	}
	return dump
}

func (st *State) referenceOf(p *product) string {
	if p.downloaded {
		return st.PlaceholderReference(p.code)
	}
	return p.reference
}

func (st *State) describe(t target) TargetDesc {
	d := TargetDesc{st.referenceOf(t.product), slices.Index(t.product.options, t.option), -1}
	if t.size != nil {
		d.Size = slices.Index(t.option.sizes, t.size)
	}
	return d
}

func (st *State) describeAll(targets []target) []TargetDesc {
	var all []TargetDesc
	for _, t := range targets {
		all = append(all, st.describe(t))
	}
	slices.SortFunc(all, func(a, b TargetDesc) int {
		return cmp.Or(cmp.Compare(a.Reference, b.Reference), cmp.Compare(a.Option, b.Option), cmp.Compare(a.Size, b.Size))
	})
	return all
}

func sortedListings(in *integration) []*listing {
	sorted := slices.Clone(in.listings)
	slices.SortFunc(sorted, func(a, b *listing) int { return cmp.Compare(a.sku, b.sku) })
	return sorted
}

func sortedMappings(in *integration) []*mapping {
	sorted := slices.Clone(in.mappings)
	slices.SortFunc(sorted, func(a, b *mapping) int { return cmp.Compare(a.sku, b.sku) })
	return sorted
}
