package catalog

import (
	"fmt"
	"slices"
	"strings"
)

// tableKind is a kind of table that people send, known by its columns.
type tableKind struct {
	name string
	// belongs says where to load it, or what to send instead.
	belongs string
	// signs are sets of column names; a table with all of one set is of the
	// kind.
	signs [][]string
}

// The kinds that have a place of their own.
var (
	kindReport = &tableKind{
		name:    "Amazon's All Listings Report",
		belongs: "Load it as Amazon listings.",
		signs: [][]string{
			{"seller-sku"}, {"asin1"}, {"listing-id"}, {"product-id-type"}, {"item-name", "open-date"},
			{"Händler-SKU"}, {"sku-vendeur"}, {"SKU venditore"}, {"SKU del vendedor"}, {"出品者SKU"}, {"卖家 SKU"},
		},
	}
	kindExport = &tableKind{
		name:    "Cin7's product export",
		belongs: "Load it as Omni products.",
		signs:   [][]string{{"Style Code"}, {"Product Name", "Option Code"}, {"Product Name", "Price Code"}, {"Product Name", "Option 1"}},
	}
	kindSheet = &tableKind{
		name:    "a spreadsheet of custom mappings",
		belongs: "Upload it as custom mappings.",
		signs:   [][]string{{"Cin7 Code"}},
	}
)

// tableKinds are the kinds that are recognised, the most certain first.
var tableKinds = []*tableKind{
	kindSheet,
	{
		name:    "a list of orders",
		belongs: "Orders are not loaded.",
		signs: [][]string{
			{"order-id"}, {"amazon-order-id"}, {"order-item-id"}, {"Order Ref"}, {"Order Reference"}, {"Order Number"},
			{"Lineitem sku"}, {"Lineitem name"}, {"settlement-id"}, {"ship-date"}, {"ship-city"}, {"ship-state"}, {"ship-country"},
			{"ship-postal-code"}, {"ship-service-level"}, {"shipment-date"}, {"buyer-name"}, {"recipient-name"},
			{"purchase-date"}, {"payments-date"}, {"quantity-purchased"}, {"quantity-shipped"}, {"order-status"},
			{"Order Date"}, {"PO Number"}, {"Purchase Order Number"}, {"Invoice Number"}, {"Qty Ordered"},
		},
	},
	{
		name:    "a report on stock in Amazon's warehouses (FBA)",
		belongs: "It does not hold all listings.",
		signs: [][]string{
			{"fulfillment-channel-sku"}, {"fulfillment-center-id"}, {"fulfilment-center-id"}, {"fulfilment-centre-id"}, {"fnsku"},
			{"afn-fulfillable-quantity"}, {"Warehouse-Condition-code"},
		},
	},
	{
		name:    "a product export of Shopify",
		belongs: "The products come from Cin7 Omni.",
		signs:   [][]string{{"Handle", "Variant SKU"}, {"Variant SKU", "Variant Barcode"}},
	},
	{
		name:    "a product export of another shop",
		belongs: "The products come from Cin7 Omni, the listings from Amazon.",
		signs:   [][]string{{"Custom label (SKU)"}, {"Lifecycle Status", "Item ID"}, {"Regular price", "SKU"}, {"attribute_set_code", "sku"}},
	},
	{
		name:    "a list of an accounting program",
		belongs: "Such lists are not loaded.",
		signs:   [][]string{{"PurchasesUnitPrice"}, {"SalesUnitPrice"}, {"Type", "Tax Code", "Name"}},
	},
	{
		name:    "a list of contacts",
		belongs: "Contacts are not loaded.",
		signs:   [][]string{{"First Name", "Last Name"}, {"Company", "Email"}},
	},
	{
		name:    "a product export of Cin7 Core",
		belongs: "The products come from Cin7 Omni.",
		signs:   [][]string{{"ProductCode", "FixedAssetType"}, {"CostingMethod"}, {"ProductCode", "PriceTier1"}},
	},
	kindReport,
	kindExport,
}

// otherKind finds the kind of a table that is not of the kind right, and the
// columns by which it is known; nil if it is of no kind that is recognised.
func (h *header) otherKind(right *tableKind) (kind *tableKind, columns []string) {
	for _, kind := range tableKinds {
		if kind == right {
			continue
		}
		for _, sign := range kind.signs {
			if h.count(sign) == len(sign) {
				return kind, h.quoted(sign)
			}
		}
	}
	return nil, nil
}

// quoted gives the names of columns as they stand in the header.
func (h *header) quoted(names []string) []string {
	var list []string
	for _, name := range names {
		list = append(list, quote(h.names[h.places[columnKey(name)][0]]))
	}
	return list
}

// otherKindError refuses a table of another kind than the right one, if it is
// known by its columns. wanted says what to send.
func (h *header) otherKindError(right *tableKind, wanted string) error {
	kind, columns := h.otherKind(right)
	if kind == nil {
		return nil
	}
	return fileErrorf("The file looks like %s (by its %s). %s %s", kind.name, columnList(columns), kind.belongs, wanted)
}

func columnList(quoted []string) string {
	if len(quoted) == 1 {
		return "column " + quoted[0]
	}
	return "columns " + strings.Join(quoted, " and ")
}

// hint says of which other kind a refused table looks, as a sentence with a
// space after it, or is empty. The table can have another separator than the
// one that the header was read with.
func (h *header) hint(right *tableKind) string {
	for _, table := range []*header{h, h.splitAgain(","), h.splitAgain(";"), h.splitAgain("\t")} {
		if table == nil {
			continue
		}
		if kind, _ := table.otherKind(right); kind != nil {
			return fmt.Sprintf("It looks like %s. %s ", kind.name, kind.belongs)
		}
	}
	return ""
}

// splitAgain gives the header that a single column holds, split at a separator.
func (h *header) splitAgain(separator string) *header {
	filled := slices.DeleteFunc(slices.Clone(h.names), func(name string) bool { return strings.TrimSpace(name) == "" })
	if len(filled) != 1 || !strings.Contains(filled[0], separator) {
		return nil
	}
	names := strings.Split(filled[0], separator)
	for i := range names {
		names[i] = strings.Trim(names[i], `" `)
	}
	return newHeader(names)
}
