package catalog

import "slices"

// language is that of a report's column names.
type language int

const (
	langEnglish language = iota
	langGerman
	langFrench
	langItalian
	langSpanish
	langJapanese
	langChinese
	numLanguages
)

// decimalMark gives the mark with which a report in the language writes its
// prices.
func (l language) decimalMark() decimalMark {
	switch l {
	case langGerman, langFrench, langItalian, langSpanish:
		return ','
	}
	return '.'
}

// listingColumn is a column of the All Listings Report that is used.
type listingColumn int

const (
	colSKU listingColumn = iota
	colParentSKU
	colASIN
	colProductID
	colProductIDType
	colTitle
	colPrice
	colQuantity
	colOpenDate
	colStatus
	colChannel
	numListingColumns
)

// listingNames are the columns' names in each language. Where a report has a
// column under several of a language's names, the first counts.
var listingNames = [numLanguages][numListingColumns][]string{
	langEnglish: {
		colSKU:           {"seller-sku", "SKU"},
		colParentSKU:     {"parent-sku"},
		colASIN:          {"asin1", "ASIN"},
		colProductID:     {"product-id"},
		colProductIDType: {"product-id-type"},
		colTitle:         {"item-name"},
		colPrice:         {"price"},
		colQuantity:      {"quantity"},
		colOpenDate:      {"open-date"},
		colStatus:        {"status"},
		colChannel:       {"fulfillment-channel", "fulfilment-channel"},
	},
	langGerman: {
		colSKU:           {"Händler-SKU"},
		colProductID:     {"Produkt-ID"},
		colProductIDType: {"Produkt-ID-Typ"},
		colTitle:         {"Artikelbezeichnung"},
		colPrice:         {"Preis"},
		colQuantity:      {"Menge"},
		colOpenDate:      {"Erstellungsdatum"},
		colStatus:        {"Status"},
		colChannel:       {"Versender"},
	},
	langFrench: {
		colSKU:           {"sku-vendeur"},
		colProductID:     {"id-produit"},
		colProductIDType: {"type-id-produit"},
		colTitle:         {"nom-produit"},
		colPrice:         {"prix"},
		colQuantity:      {"quantité"},
		colOpenDate:      {"date-ouverture"},
		colStatus:        {"état"},
		colChannel:       {"canal-traitement"},
	},
	langItalian: {
		colSKU:           {"SKU venditore"},
		colProductID:     {"Identificativo del prodotto"},
		colProductIDType: {"Tipo di identificativo del prodotto"},
		colTitle:         {"Nome dell'articolo"},
		colPrice:         {"Prezzo"},
		colQuantity:      {"Quantità"},
		colOpenDate:      {"Data di creazione"},
		colStatus:        {"Stato"},
		colChannel:       {"Canale di gestione"},
	},
	langSpanish: {
		colSKU:           {"SKU del vendedor"},
		colProductID:     {"Identificador del producto"},
		colProductIDType: {"Tipo de identificador de producto"},
		colTitle:         {"Título del producto"},
		colPrice:         {"Precio"},
		colQuantity:      {"Cantidad"},
		colOpenDate:      {"Fecha de creación"},
		colStatus:        {"Estado"},
		colChannel:       {"Canal de gestión logística"},
	},
	langJapanese: {
		colSKU:           {"出品者SKU"},
		colProductID:     {"商品ID"},
		colProductIDType: {"商品IDタイプ"},
		colTitle:         {"商品名"},
		colPrice:         {"価格"},
		colQuantity:      {"数量"},
		colOpenDate:      {"出品日"},
		colStatus:        {"ステータス"},
		colChannel:       {"フルフィルメント・チャンネル"},
	},
	langChinese: {
		colSKU:           {"卖家 SKU"},
		colProductID:     {"商品编码"},
		colProductIDType: {"商品编码类型"},
		colTitle:         {"商品名称"},
		colPrice:         {"价格"},
		colQuantity:      {"数量"},
		colOpenDate:      {"开售日期"},
		colStatus:        {"状态"},
		colChannel:       {"配送渠道"},
	},
}

// listingHeader is a report's header line.
type listingHeader struct {
	names []string
	// places has each column's place in a line, or -1 where it is absent.
	places   [numListingColumns]int
	language language
}

// parseListingHeader reads a header. A column in English is preferred to the
// same one in another language. A header without SKUs is a *FileError.
func parseListingHeader(names []string) (*listingHeader, error) {
	table := newHeader(names)
	h := &listingHeader{names: names, language: table.language()}
	for c := range h.places {
		h.places[c] = -1
		found, err := table.find(namesOf(listingColumn(c))...)
		if err != nil {
			return nil, err
		}
		if len(found) > 0 {
			h.places[c] = found[0]
		}
	}
	if h.places[colSKU] < 0 {
		return nil, fileErrorf("The file has no column seller-sku (in any of the report's languages). Its columns are %s. %s%s", table.seen(), table.hint(kindReport), wantListings)
	}
	if err := table.otherKindError(kindReport, wantListings); err != nil {
		return nil, err
	}
	if h.bare() && !describesListings(table) {
		return nil, fileErrorf("The file has a column %s, but none of item-name, price, listing-id and open-date, of which a report has one. Its columns are %s. %s", quote(h.names[h.places[colSKU]]), table.seen(), wantListings)
	}
	return h, nil
}

// bare says that the column of SKUs has a name that other lists have too.
func (h *listingHeader) bare() bool {
	return columnKey(h.names[h.places[colSKU]]) == "sku"
}

// isListingHeader says that names are the header of a report.
func isListingHeader(names []string) bool {
	table := newHeader(names)
	own := table.count(namesOf(colSKU)) - table.count([]string{"SKU"})
	return own > 0 || table.count([]string{"SKU"}) > 0 && describesListings(table)
}

// describesListings says that a header has a column that describes listings.
func describesListings(table *header) bool {
	for _, c := range [...]listingColumn{colTitle, colPrice, colOpenDate} {
		if table.count(namesOf(c)) > 0 {
			return true
		}
	}
	return table.count([]string{"listing-id", "出品ID"}) > 0
}

// placedColumn is a column that a report has, and its place in a line.
type placedColumn struct {
	column listingColumn
	place  int
}

// columns gives the columns that the report has, from left to right.
func (h *listingHeader) columns() []placedColumn {
	var columns []placedColumn
	for c, place := range h.places {
		if place >= 0 {
			columns = append(columns, placedColumn{listingColumn(c), place})
		}
	}
	slices.SortFunc(columns, func(a, b placedColumn) int { return a.place - b.place })
	return columns
}

// namesOf gives a column's names in all languages, each once.
func namesOf(c listingColumn) []string {
	var names []string
	seen := make(map[string]bool)
	for _, columns := range listingNames {
		for _, name := range columns[c] {
			if key := columnKey(name); !seen[key] {
				seen[key] = true
				names = append(names, name)
			}
		}
	}
	return names
}

// language gives the language of most of the header's column names.
func (h *header) language() language {
	var count [numLanguages]int
	for l, columns := range listingNames {
		for _, names := range columns {
			count[l] += h.count(names)
		}
	}
	return language(slices.Index(count[:], slices.Max(count[:])))
}

// count counts the names that the header has.
func (h *header) count(names []string) int {
	n := 0
	for _, name := range names {
		if len(h.places[columnKey(name)]) > 0 {
			n++
		}
	}
	return n
}

// knownListingColumns counts the columns of any language that a header has.
func knownListingColumns(names []string) int {
	table, n := newHeader(names), 0
	for c := range numListingColumns {
		n += table.count(namesOf(c))
	}
	return n
}
