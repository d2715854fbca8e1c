package oracle

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"omnimap/model"
)

// maxKey is the longest key. DOMAIN "Matching": over 255 characters, or with a
// NUL, a row is INVALID.
//
// Silent: the length is that of what is left after trimming.
const maxKey = 255

// maxText is the longest text that is no key: a longer one makes its row INVALID.
const maxText = 2000

// cleanKey trims a SKU, parent SKU, Code, Barcode or reference. DOMAIN
// "Matching": they lose white space (Unicode's) at both ends wherever they
// come in.
func cleanKey(s string) (string, bool) {
	s = strings.TrimSpace(s)
	return s, validText(s) && utf8.RuneCountInString(s) <= maxKey
}

// validText says whether a text can be kept at all.
//
// Silent: any text with a NUL or that is not UTF-8 makes its row INVALID, not
// only a key.
func validText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsRune(s, 0)
}

// cleaner makes clean copies of a row's values, and remembers whether one of
// them was bad.
type cleaner struct{ bad bool }

func (c *cleaner) key(s *string) *string {
	if s == nil {
		return nil
	}
	clean, ok := cleanKey(*s)
	c.bad = c.bad || !ok
	return &clean
}

// text checks a text that is no key.
//
// Silent: names, titles, brands, categories, ASINs, listing statuses and
// fulfilment channels are kept as they came, untrimmed. What is too long is so
// before any trimming.
func (c *cleaner) text(s *string) *string {
	c.bad = c.bad || s != nil && (!validText(*s) || utf8.RuneCountInString(*s) > maxText)
	return s
}

func (c *cleaner) decimal(d *model.Decimal) *model.Decimal {
	if d == nil {
		return nil
	}
	clean, err := model.ParseDecimal(string(*d))
	c.bad = c.bad || err != nil
	return &clean
}

// quantity checks a whole number of 32 bits, or the empty text.
//
// Silent: another text makes its row INVALID.
func (c *cleaner) quantity(s *string) *string {
	if s == nil {
		return nil
	}
	clean := strings.TrimSpace(*s)
	if clean == "" {
		return &clean
	}
	n, err := strconv.ParseInt(clean, 10, 32)
	c.bad = c.bad || err != nil
	clean = strconv.FormatInt(n, 10)
	return &clean
}

func (c *cleaner) item(in model.OmniSizeInput) model.OmniSizeInput {
	return model.OmniSizeInput{
		Reference: c.key(in.Reference),
		Code:      c.key(in.Code),
		Barcode:   c.key(in.Barcode),
		Name:      c.text(in.Name),
		Price:     c.decimal(in.Price),
		Cost:      c.decimal(in.Cost),
		Stock:     c.decimal(in.Stock),
	}
}

func (c *cleaner) option(in model.OmniOptionInput) model.OmniOptionInput {
	own := c.item(itemOf(in))
	out := model.OmniOptionInput{
		Reference: own.Reference, Code: own.Code, Barcode: own.Barcode, Name: own.Name,
		Price: own.Price, Cost: own.Cost, Stock: own.Stock, Unsized: in.Unsized,
	}
	if in.Sizes != nil {
		out.Sizes = make([]model.OmniSizeInput, 0, len(in.Sizes))
	}
	for _, s := range in.Sizes {
		out.Sizes = append(out.Sizes, c.item(s))
	}
	return out
}

// cleanProduct gives a product's clean copy, and whether it is valid. One bad
// value in it, in an option or in a size refuses the whole product.
func cleanProduct(in model.OmniProductInput) (model.OmniProductInput, bool) {
	var c cleaner
	out := model.OmniProductInput{
		Row:       in.Row,
		Reference: *c.key(&in.Reference),
		Code:      c.key(in.Code),
		Barcode:   c.key(in.Barcode),
		Name:      c.text(in.Name),
		Brand:     c.text(in.Brand),
		Category:  c.text(in.Category),
	}
	if in.Options != nil {
		out.Options = make([]model.OmniOptionInput, 0, len(in.Options))
	}
	for _, o := range in.Options {
		out.Options = append(out.Options, c.option(o))
	}
	return out, !c.bad && out.Reference != ""
}

// cleanRow gives a flat export's row's clean copy, and whether it is valid.
func cleanRow(in model.OmniRow) (model.OmniRow, bool) {
	var c cleaner
	out := model.OmniRow{
		Row:         in.Row,
		Reference:   *c.key(&in.Reference),
		ProductCode: c.key(in.ProductCode),
		ProductName: c.text(in.ProductName),
		Brand:       c.text(in.Brand),
		Category:    c.text(in.Category),
		Code:        c.key(in.Code),
		Barcode:     c.key(in.Barcode),
		Name:        c.text(in.Name),
		Sized:       in.Sized,
		SizeCode:    c.key(in.SizeCode),
		SizeBarcode: c.key(in.SizeBarcode),
		SizeName:    c.text(in.SizeName),
		Price:       c.decimal(in.Price),
		Cost:        c.decimal(in.Cost),
		Stock:       c.decimal(in.Stock),
	}
	return out, !c.bad && out.Reference != ""
}

// cleanListing gives a listing's clean copy, and whether it is valid.
func cleanListing(in model.ListingInput) (model.ListingInput, bool) {
	var c cleaner
	out := model.ListingInput{
		Row:                in.Row,
		SKU:                *c.key(&in.SKU),
		ParentSKU:          c.key(in.ParentSKU),
		ASIN:               c.text(in.ASIN),
		Barcode:            c.key(in.Barcode),
		Title:              c.text(in.Title),
		Price:              c.decimal(in.Price),
		Quantity:           c.quantity(in.Quantity),
		ListingStatus:      c.text(in.ListingStatus),
		FulfillmentChannel: c.text(in.FulfillmentChannel),
	}
	if in.CreatedAt != nil {
		at := plainTime(*in.CreatedAt)
		out.CreatedAt = &at
	}
	return out, !c.bad && out.SKU != ""
}

// set does what an incoming field does. DOMAIN "Loading the catalogues": one that
// is absent or null leaves the value as it was; an empty one clears it.
func set[T any](field *T, incoming *T) {
	if incoming != nil {
		*field = *incoming
	}
}

// shrinks says whether a load that removes so many of the existing ones needs a
// confirmation. DOMAIN "Loading the catalogues": if that is more than a tenth
// of them.
func shrinks(missing, existing int) bool { return missing*10 > existing }

// sortByRow sorts rejected rows into the order of the file.
func sortByRow(rows []Rejected) {
	slices.SortStableFunc(rows, func(a, b Rejected) int { return cmp.Compare(a.Row, b.Row) })
}
