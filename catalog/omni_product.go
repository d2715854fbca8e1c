package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"omnimap/model"
)

// apiProduct is a product as the API returns it.
type apiProduct struct {
	ID          *scalar      `json:"id"`
	StyleCode   *string      `json:"styleCode"`
	Name        *string      `json:"name"`
	Brand       *string      `json:"brand"`
	Category    *string      `json:"category"`
	SubCategory *string      `json:"subCategory"`
	Options     []*apiOption `json:"productOptions"`
}

// apiOption is a row of a product's options: an option without sizes, or one
// size of an option.
type apiOption struct {
	ID            *scalar     `json:"id"`
	Code          *string     `json:"code"`
	Barcode       *string     `json:"barcode"`
	OptionCode    *string     `json:"productOptionCode"`
	OptionBarcode *string     `json:"productOptionBarcode"`
	SizeCode      *string     `json:"productOptionSizeCode"`
	SizeBarcode   *string     `json:"productOptionSizeBarcode"`
	Option1       *string     `json:"option1"`
	Option2       *string     `json:"option2"`
	Option3       *string     `json:"option3"`
	Size          *string     `json:"size"`
	RetailPrice   *scalar     `json:"retailPrice"`
	Stock         *scalar     `json:"stockAvailable"`
	Prices        namedPrices `json:"priceColumns"`
}

// scalar is a JSON number or text, as it is written.
type scalar string

// UnmarshalJSON keeps a number's digits as they are.
func (s *scalar) UnmarshalJSON(data []byte) error {
	if data[0] == '"' {
		return json.Unmarshal(data, (*string)(s))
	}
	if data[0] != '-' && !isDigit(data[0]) {
		return wrongKind(data, s)
	}
	*s = scalar(data)
	return nil
}

// namedPrices are an option's prices by names that each account chooses: of
// these the first, in the order of the file, that begins with "cost", and the
// first that begins with "retail".
type namedPrices struct {
	cost, retail *scalar
}

// UnmarshalJSON reads an object by its keys' order.
func (p *namedPrices) UnmarshalJSON(data []byte) error {
	if data[0] == 'n' {
		return nil
	}
	if data[0] != '{' {
		return wrongKind(data, p)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	if _, err := dec.Token(); err != nil {
		return err
	}
	// A price that is null is the first of its name all the same.
	var cost, retail bool
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string)
		switch {
		case !cost && beginsWith(name, "cost"):
			cost = true
			err = dec.Decode(&p.cost)
		case !retail && beginsWith(name, "retail"):
			retail = true
			err = dec.Decode(&p.retail)
		default:
			err = dec.Decode(new(json.RawMessage))
		}
		if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			wrong.Field = name
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// beginsWith says that a name begins with a word, in any case.
func beginsWith(name, word string) bool {
	return len(name) >= len(word) && strings.EqualFold(name[:len(word)], word)
}

// wrongKind is the error for a JSON value that cannot be read into target.
func wrongKind(data []byte, target any) error {
	kind := map[byte]string{'{': "object", '[': "array", '"': "string", 't': "bool", 'f': "bool"}[data[0]]
	if kind == "" {
		kind = "number"
	}
	return &json.UnmarshalTypeError{Value: kind, Type: reflect.TypeOf(target)}
}

// input gives the product as a load takes it.
func (p *apiProduct) input() (model.OmniProductInput, error) {
	if p.ID == nil || strings.TrimSpace(string(*p.ID)) == "" {
		return model.OmniProductInput{}, errors.New("it has no id, by which it is known; send it as Cin7's API does")
	}
	if hasNUL((*string)(p.ID), p.StyleCode, p.Name, p.Brand, p.Category, p.SubCategory) {
		return model.OmniProductInput{}, fmt.Errorf("its id, styleCode, name, brand or category: %w", errNUL)
	}
	options, err := p.options()
	if err != nil {
		return model.OmniProductInput{}, err
	}
	return model.OmniProductInput{
		Doubts:    p.doubts(),
		Reference: string(*p.ID),
		Code:      p.StyleCode,
		Name:      p.Name,
		Brand:     p.Brand,
		Category:  p.category(),
		Options:   options,
	}, nil
}

// category is the product's category with its sub-category; nil where neither
// is given.
func (p *apiProduct) category() *string {
	var given []string
	for _, part := range []*string{p.Category, p.SubCategory} {
		if part != nil {
			given = append(given, *part)
		}
	}
	if given == nil {
		return nil
	}
	return new(optionName(given))
}

// doubts gives the keys of the product and its rows that look damaged.
func (p *apiProduct) doubts() []model.KeyDoubt {
	doubts := doubtKey(nil, model.KeyReference, `"id"`, string(*p.ID))
	doubts = doubtText(doubts, model.KeyCode, "styleCode", p.StyleCode)
	for _, row := range p.Options {
		doubts = doubtText(doubts, model.KeyCode, "code", row.Code)
		doubts = doubtText(doubts, model.KeyCode, "productOptionCode", row.OptionCode)
		doubts = doubtText(doubts, model.KeyCode, "productOptionSizeCode", row.SizeCode)
		doubts = doubtText(doubts, model.KeyBarcode, "barcode", row.Barcode)
		doubts = doubtText(doubts, model.KeyBarcode, "productOptionBarcode", row.OptionBarcode)
		doubts = doubtText(doubts, model.KeyBarcode, "productOptionSizeBarcode", row.SizeBarcode)
	}
	return doubts
}

func doubtText(doubts []model.KeyDoubt, field model.KeyField, key string, value *string) []model.KeyDoubt {
	if value == nil {
		return doubts
	}
	return doubtKey(doubts, field, quote(key), *value)
}

// options regroups the product's rows: the sizes of one option Code become one
// option, at the place of the first of them. Without a list of rows it is nil.
func (p *apiProduct) options() ([]model.OmniOptionInput, error) {
	if p.Options == nil {
		return nil, nil
	}
	options := make([]model.OmniOptionInput, 0, len(p.Options))
	groups := make(map[string]int)
	for i, row := range p.Options {
		if row == nil {
			return nil, fmt.Errorf("its productOptions[%d] is null; send it as Cin7's API does", i)
		}
		if row.hasNUL() {
			return nil, fmt.Errorf("its productOptions[%d]: %w", i, errNUL)
		}
		sold, err := row.sold()
		if err != nil {
			return nil, fmt.Errorf("its productOptions[%d].%w; send it as Cin7's API does", i, err)
		}
		if !row.sized() {
			options = append(options, row.option(sold))
			continue
		}
		at, known := groups[row.group()]
		if !known {
			at = len(options)
			groups[row.group()] = at
			options = append(options, row.sizedOption())
		}
		options[at].Sizes = append(options[at].Sizes, row.sizeOption(sold))
	}
	return options, nil
}

// sized says that the row is a size of an option.
func (o *apiOption) sized() bool {
	return !blank(o.SizeCode) || !blank(o.Size)
}

// group gives the key of the option to which a size belongs: the option's Code,
// or its option values if it has none.
func (o *apiOption) group() string {
	if !blank(o.OptionCode) {
		return "code\x00" + strings.TrimSpace(*o.OptionCode)
	}
	return "values\x00" + strings.Join(o.values(), "\x00")
}

func (o *apiOption) hasNUL() bool {
	return hasNUL((*string)(o.ID), o.Code, o.Barcode, o.OptionCode, o.OptionBarcode, o.SizeCode, o.SizeBarcode,
		o.Option1, o.Option2, o.Option3, o.Size)
}

func (o *apiOption) values() []string {
	values := make([]string, 3)
	for i, value := range [...]*string{o.Option1, o.Option2, o.Option3} {
		if value != nil {
			values[i] = *value
		}
	}
	return values
}

func (o *apiOption) name() *string {
	if o.Option1 == nil && o.Option2 == nil && o.Option3 == nil {
		return nil
	}
	return new(optionName(o.values()))
}

// soldAt is for how much, and how many, of what a row sells.
type soldAt struct {
	price, cost, stock *model.Decimal
}

func (o *apiOption) sold() (soldAt, error) {
	retail := o.RetailPrice
	if retail == nil {
		retail = o.Prices.retail
	}
	var s soldAt
	var err error
	if s.price, err = retail.decimal(); err != nil {
		return s, fmt.Errorf("retailPrice: %w", err)
	}
	if s.cost, err = o.Prices.cost.decimal(); err != nil {
		return s, fmt.Errorf("priceColumns: %w", err)
	}
	if s.stock, err = o.Stock.decimal(); err != nil {
		return s, fmt.Errorf("stockAvailable: %w", err)
	}
	return s, nil
}

// decimal gives the number of a scalar that is given.
func (s *scalar) decimal() (*model.Decimal, error) {
	if s == nil {
		return nil, nil
	}
	d, err := model.ParseDecimal(string(*s))
	if err != nil {
		return nil, err
	}
	return &d, nil
}

// option gives the row as an option that is known to have no sizes.
func (o *apiOption) option(sold soldAt) model.OmniOptionInput {
	return model.OmniOptionInput{
		Reference: o.reference(),
		Code:      firstFilled(o.Code, o.OptionCode),
		Barcode:   firstFilled(o.Barcode, o.OptionBarcode),
		Name:      o.name(),
		Price:     sold.price,
		Cost:      sold.cost,
		Stock:     sold.stock,
		Sizes:     []model.OmniSizeInput{},
		Unsized:   o.Size != nil || o.SizeCode != nil,
	}
}

// sizedOption gives the option of a row that is a size. The price, cost and
// stock of the row are the size's.
func (o *apiOption) sizedOption() model.OmniOptionInput {
	return model.OmniOptionInput{
		Code:    o.OptionCode,
		Barcode: o.OptionBarcode,
		Name:    o.name(),
	}
}

func (o *apiOption) sizeOption(sold soldAt) model.OmniSizeInput {
	return model.OmniSizeInput{
		Reference: o.reference(),
		Code:      firstFilled(o.SizeCode, o.Code),
		Barcode:   firstFilled(o.SizeBarcode, o.Barcode),
		Name:      o.Size,
		Price:     sold.price,
		Cost:      sold.cost,
		Stock:     sold.stock,
	}
}

func (o *apiOption) reference() *string {
	if o.ID == nil {
		return nil
	}
	return new(string(*o.ID))
}

// firstFilled gives the first text that is not empty, else the first that is
// given, else nil.
func firstFilled(first, second *string) *string {
	if blank(first) && (first == nil || !blank(second)) {
		return second
	}
	return first
}

// blank says that a text is absent or holds nothing but white space.
func blank(text *string) bool {
	return text == nil || strings.TrimSpace(*text) == ""
}

// hasNUL says that one of the texts holds a NUL character.
func hasNUL(texts ...*string) bool {
	for _, text := range texts {
		if text != nil && strings.IndexByte(*text, 0) >= 0 {
			return true
		}
	}
	return false
}
