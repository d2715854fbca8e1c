package catalog

import (
	"slices"
	"strings"
)

// omniColumn is a column of Cin7's product export that is used.
type omniColumn int

const (
	colReference omniColumn = iota
	colProductCode
	colProductName
	colBrand
	colCategory
	colCode
	colBarcode
	colOption
	colSize
	colSizeCode
	colSizeBarcode
	colCostPrice
	colRetailPrice
	colStock
	numOmniColumns
)

// omniNames are the columns' names. Where an export has one column under
// several names, the first that is not empty in a row counts there. The three
// names of colOption are no synonyms: they go together.
var omniNames = [numOmniColumns][]string{
	colReference:   {"Product ID"},
	colProductCode: {"Style Code"},
	colProductName: {"Product Name"},
	colBrand:       {"Brand"},
	colCategory:    {"Category", "Sub Category"},
	colCode:        {"Option Code", "Price Code", "Code"},
	colBarcode:     {"Barcode"},
	colOption:      {"Option 1", "Option 2", "Option 3"},
	colSize:        {"Size"},
	colSizeCode:    {"Size Code"},
	colSizeBarcode: {"Size Barcode"},
	colCostPrice:   {"Cost Price"},
	colRetailPrice: {"Retail Price"},
	colStock:       {"Available", "Stock", "SOH"},
}

// isOmniKey has the columns whose values are keys.
var isOmniKey = [numOmniColumns]bool{
	colReference: true, colProductCode: true, colCode: true, colBarcode: true, colSizeCode: true, colSizeBarcode: true,
}

// omniHeader is an export's header.
type omniHeader struct {
	names []string
	// places are each column's places in a record, none where it is absent.
	places [numOmniColumns][]int
	mark   decimalMark
}

// parseOmniHeader reads the header of a file with the given separator. One
// without a column that identifies products is a *FileError.
func parseOmniHeader(names []string, separator rune) (*omniHeader, error) {
	table := newHeader(slices.Clone(names))
	h := &omniHeader{names: table.names, mark: '.'}
	if separator == ';' {
		h.mark = ','
	}
	for c, names := range omniNames {
		places, err := table.find(names...)
		if err != nil {
			return nil, err
		}
		h.places[c] = places
	}
	if !h.identifies() {
		return nil, fileErrorf("The file has no column Product ID, Style Code or Code, by one of which products are told apart. Its columns are %s. %s%s", table.seen(), table.hint(kindExport), wantOmni)
	}
	if err := table.otherKindError(kindExport, wantOmni); err != nil {
		return nil, err
	}
	if !h.describes() {
		return nil, fileErrorf("The file has no column Code, Barcode, Product Name or Option 1, of which an export of products has one. Its columns are %s. %s", table.seen(), wantOmni)
	}
	return h, nil
}

// isOmniHeader says that names are the header of an export.
func isOmniHeader(names []string) bool {
	table, h := newHeader(names), new(omniHeader)
	for c, names := range omniNames {
		for _, name := range names {
			h.places[c] = append(h.places[c], table.places[columnKey(name)]...)
		}
	}
	return h.identifies() && h.describes()
}

// identifies says that the header has a column that identifies products.
func (h *omniHeader) identifies() bool {
	return h.has(colReference) || h.has(colProductCode) || h.has(colCode)
}

// describes says that the header has a column that describes products, as no
// other list with a Product ID has.
func (h *omniHeader) describes() bool {
	for _, c := range [...]omniColumn{colCode, colBarcode, colProductName, colOption, colSize, colSizeCode, colSizeBarcode} {
		if h.has(c) {
			return true
		}
	}
	return false
}

func (h *omniHeader) has(c omniColumn) bool {
	return len(h.places[c]) > 0
}

// lastKey gives the place of the last column that tells a row's product and
// option.
func (h *omniHeader) lastKey() int {
	last := 0
	for _, c := range [...]omniColumn{colReference, colProductCode, colCode} {
		if places := h.places[c]; len(places) > 0 {
			last = max(last, slices.Max(places))
		}
	}
	return last
}

// holdsKeyAt says that a place holds keys or numbers.
func (h *omniHeader) holdsKeyAt(place int) bool {
	for c, places := range h.places {
		number := omniColumn(c) == colCostPrice || omniColumn(c) == colRetailPrice || omniColumn(c) == colStock
		if (isOmniKey[c] || number) && slices.Contains(places, place) {
			return true
		}
	}
	return false
}

// quoted names a column that the export has, under each of its names there.
func (h *omniHeader) quoted(c omniColumn) string {
	var names []string
	for _, place := range h.places[c] {
		names = append(names, quote(h.names[place]))
	}
	return strings.Join(names, " or ")
}

// knownOmniColumns counts the columns of an export that a header has.
func knownOmniColumns(names []string) int {
	table, n := newHeader(names), 0
	for _, names := range omniNames {
		n += table.count(names)
	}
	return n
}
