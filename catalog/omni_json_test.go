package catalog

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding/unicode"

	"omnimap/model"
)

func TestOmniProductReaderOptions(t *testing.T) {
	file := `[{"id": 81, "status": 1, "styleCode": "LAMP", "name": "Lamp", "productOptions": [
		{"id": 811, "code": "LAMP-R", "barcode": "4006", "option1": "Red", "option2": "", "option3": "Matt", "size": null,
		 "retailPrice": 19.90, "priceColumns": {"vipAUD": 9, "CostAUD": 7.10, "costNZD": 8, "retailAUD": 20}, "stockAvailable": 4.0},
		{"productOptionCode": "LAMP-B", "productOptionBarcode": "4007", "code": "", "option1": null, "priceColumns": {"RetailNZD": 21}, "unknown": [{}]}
	]}]`
	checkEqual(t, readProducts(t, file), []model.OmniProductInput{{
		Row: 1, Reference: "81", Code: new("LAMP"), Name: new("Lamp"),
		Options: []model.OmniOptionInput{{
			Reference: new("811"), Code: new("LAMP-R"), Barcode: new("4006"), Name: new("Red / Matt"),
			Price: new(model.Decimal("19.9")), Cost: new(model.Decimal("7.1")), Stock: new(model.Decimal("4")),
			Sizes: []model.OmniSizeInput{},
		}, {
			Code: new("LAMP-B"), Barcode: new("4007"), Price: new(model.Decimal("21")),
			Sizes: []model.OmniSizeInput{},
		}},
	}})
}

func TestOmniProductReaderSizes(t *testing.T) {
	file := `[{"id": "p-82", "productOptions": [
		{"id": 1, "productOptionCode": "SHIRT-B", "productOptionBarcode": "40", "productOptionSizeCode": "SHIRT-B-M", "productOptionSizeBarcode": "41",
		 "code": "SHIRT-B-M", "barcode": "41", "option1": "Blue", "size": "M", "retailPrice": 30, "priceColumns": {"cost": 12.5}, "stockAvailable": 2},
		{"id": 2, "code": "GIFT", "option1": "Gift box"},
		{"id": 3, "productOptionCode": "SHIRT-R", "size": "M", "code": "SHIRT-R-M", "barcode": "43"},
		{"id": 4, "productOptionCode": "SHIRT-B ", "productOptionSizeCode": "SHIRT-B-L", "size": "L"}
	]}]`
	checkEqual(t, readProducts(t, file), []model.OmniProductInput{{
		Row: 1, Reference: "p-82",
		Options: []model.OmniOptionInput{{
			Code: new("SHIRT-B"), Barcode: new("40"), Name: new("Blue"),
			Sizes: []model.OmniSizeInput{{
				Reference: new("1"), Code: new("SHIRT-B-M"), Barcode: new("41"), Name: new("M"),
				Price: new(model.Decimal("30")), Cost: new(model.Decimal("12.5")), Stock: new(model.Decimal("2")),
			}, {
				Reference: new("4"), Code: new("SHIRT-B-L"), Name: new("L"),
			}},
		}, {
			Reference: new("2"), Code: new("GIFT"), Name: new("Gift box"), Sizes: []model.OmniSizeInput{},
		}, {
			Code: new("SHIRT-R"),
			Sizes: []model.OmniSizeInput{{
				Reference: new("3"), Code: new("SHIRT-R-M"), Barcode: new("43"), Name: new("M"),
			}},
		}},
	}})
}

func TestOmniProductReaderSizesWithoutOptionCode(t *testing.T) {
	file := `[{"id": 1, "productOptions": [
		{"productOptionCode": "", "option1": "Red", "size": "S", "code": "RS"},
		{"productOptionCode": "", "option1": "Blue", "size": "S", "code": "BS"},
		{"productOptionCode": "", "option1": "Red", "size": "M", "code": "RM"}
	]}]`
	checkEqual(t, readProducts(t, file)[0].Options, []model.OmniOptionInput{
		{Code: new(""), Name: new("Red"), Sizes: []model.OmniSizeInput{{Code: new("RS"), Name: new("S")}, {Code: new("RM"), Name: new("M")}}},
		{Code: new(""), Name: new("Blue"), Sizes: []model.OmniSizeInput{{Code: new("BS"), Name: new("S")}}},
	})
}

func TestOmniProductReaderTellsAbsentFromEmpty(t *testing.T) {
	file := `[{"id": 1}, {"id": 2, "styleCode": null, "productOptions": null}, {"id": 3, "styleCode": "", "name": "", "productOptions": []}]`
	checkEqual(t, readProducts(t, file), []model.OmniProductInput{
		{Row: 1, Reference: "1"},
		{Row: 2, Reference: "2"},
		{Row: 3, Reference: "3", Code: new(""), Name: new(""), Options: []model.OmniOptionInput{}},
	})
}

func TestOmniProductReaderKeysInAnyCase(t *testing.T) {
	file := `[{"Id": 1, "StyleCode": "A", "ProductOptions": [{"Code": "B", "RetailPrice": "2.50", "PriceColumns": {"COST": null, "cost2": 5}}]}]`
	checkEqual(t, readProducts(t, file), []model.OmniProductInput{{
		Row: 1, Reference: "1", Code: new("A"),
		Options: []model.OmniOptionInput{{Code: new("B"), Price: new(model.Decimal("2.5")), Sizes: []model.OmniSizeInput{}}},
	}})
}

func TestOmniProductReaderReadsNumbersExactly(t *testing.T) {
	file := `[{"id": 9007199254740993, "productOptions": [{"id": 12345678901234567890, "retailPrice": 123456789012345678.0123456789, "stockAvailable": 1.5e2}]}]`
	product := readProducts(t, file)[0]
	option := product.Options[0]
	checkEqual(t, []string{product.Reference, *option.Reference, string(*option.Price), string(*option.Stock)},
		[]string{"9007199254740993", "12345678901234567890", "123456789012345678.0123456789", "150"})
}

func TestOmniProductReaderFiles(t *testing.T) {
	const file = " [ {\"id\": 1, \"name\": \"Café ☕\"} ] \n"
	tests := []struct{ name, file string }{
		{"plain", file},
		{"with a mark", "\ufeff" + file},
		{"packed", gzipped(t, file)},
		{"UTF-16", encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), file)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			checkEqual(t, readProducts(t, test.file), []model.OmniProductInput{{Row: 1, Reference: "1", Name: new("Café ☕")}})
		})
	}
	if products := readProducts(t, "[]"); len(products) != 0 {
		t.Errorf("an empty list gives %s", asJSON(products))
	}
}

func TestOmniProductReaderRejectsProducts(t *testing.T) {
	tests := []struct {
		name, product string
		words         []string
	}{
		{"no id", `{"styleCode": "A"}`, []string{"Product 2", "no id"}},
		{"an empty id", `{"id": " "}`, []string{"no id"}},
		{"null", `null`, []string{"no id"}},
		{"an id that is none", `{"styleCode": "A", "id": {}}`, []string{`"id"`, "object"}},
		{"no object", `"A"`, []string{"JSON string", "object"}},
		{"a list", `[{"id": 1}]`, []string{"JSON array", "object"}},
		{"a name that is a number", `{"id": 1, "name": 5}`, []string{`"name"`, "number"}},
		{"options that are text", `{"id": 1, "productOptions": "x"}`, []string{`"productOptions"`, "string"}},
		{"an option that is text", `{"id": 1, "productOptions": ["x"]}`, []string{`"productOptions"`, "string"}},
		{"an option that is null", `{"id": 1, "productOptions": [null]}`, []string{"productOptions[0]", "null"}},
		{"a Code that is a number", `{"id": 1, "productOptions": [{"code": 7}]}`, []string{`"productOptions.code"`, "number"}},
		{"a price that is no number", `{"id": 1, "productOptions": [{}, {"retailPrice": "dear"}]}`, []string{"productOptions[1].retailPrice", "dear"}},
		{"a price that is true", `{"id": 1, "productOptions": [{"retailPrice": true}]}`, []string{`"productOptions.retailPrice"`, "bool"}},
		{"a cost that is a list", `{"id": 1, "productOptions": [{"priceColumns": {"costAUD": [1]}}]}`, []string{"costAUD", "array"}},
		{"a cost that is no number", `{"id": 1, "productOptions": [{"priceColumns": {"costAUD": "x"}}]}`, []string{"productOptions[0].priceColumns", `"x"`}},
		{"prices that are a number", `{"id": 1, "productOptions": [{"priceColumns": 5}]}`, []string{`"productOptions.priceColumns"`, "number"}},
		{"a NUL in its name", `{"id": 1, "name": "a\u0000"}`, []string{"name", "NUL"}},
		{"a NUL in a Code", `{"id": 1, "productOptions": [{"code": "\u0000"}]}`, []string{"productOptions[0]", "NUL"}},
		{"too many digits", `{"id": 1, "productOptions": [{"stockAvailable": 1234567890123456789}]}`, []string{"stockAvailable", "out of range"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			products, rejected, err := tryProducts(`[{"id": "before"}, ` + test.product + `, {"id": "after"}]`)
			if err != nil || len(products) != 2 || products[1].Row != 3 {
				t.Errorf("got %s, error %v; want the ones before and after", asJSON(products), err)
			}
			checkRejected(t, rejected, 2, test.words...)
		})
	}
}

func TestOmniProductReaderNamesTheRejectedCode(t *testing.T) {
	_, rejected, err := tryProducts(`[{"styleCode": " LAMP "}]`)
	if err != nil {
		t.Fatal(err)
	}
	checkRejected(t, rejected, 1)
	checkEqual(t, rejected[0].Cin7Code, new("LAMP"))
}

func TestOmniProductReaderRefusesFiles(t *testing.T) {
	tests := []struct {
		name, file string
		read       int // How many products come before the error.
		words      []string
	}{
		{"empty", "", 0, []string{"empty"}},
		{"CSV", "Code\nA\n", 0, []string{"not JSON"}},
		{"an object", `{"id": 1}`, 0, []string{"[ and ]"}},
		{"xlsx", "PK\x03\x04", 0, []string{"xlsx"}},
		{"cut off in a product", `[{"id": 1}, {"id": 2`, 1, []string{"ends in the middle", "product 2"}},
		{"cut off in text", `[{"id": 1}, {"id": "2`, 1, []string{"ends in the middle", "product 2"}},
		{"cut off after a product", `[{"id": 1}`, 1, []string{"ends in the middle", "product 1"}},
		{"cut off after a comma", `[{"id": 1},`, 1, []string{"ends in the middle"}},
		{"cut off at the beginning", `[`, 0, []string{"ends in the middle", "product 1"}},
		{"broken", `[{"id": 1}, {"id" 2}]`, 1, []string{"broken", "product 2", "byte 1"}},
		{"a comma too many", `[{"id": 1},]`, 1, []string{"broken"}},
		{"no comma", `[{"id": 1} {"id": 2}]`, 1, []string{"broken", "comma"}},
		{"the wrong bracket", `[{"id": 1}}`, 1, []string{"broken"}},
		{"more after the end", `[{"id": 1}] x`, 1, []string{"follows the end"}},
		{"two lists", `[{"id": 1}][{"id": 2}]`, 1, []string{"follows the end", "one list"}},
		{"Windows-1252", "[{\"id\": 1}, {\"name\": \"Caf\xe9\"}]", 1, []string{"UTF-8"}},
		{"a huge product", `[{"id": 1}, {"id": 2, "name": "` + strings.Repeat("x", maxElement+2*bufferSize) + `"}]`, 1, []string{"16 MiB"}},
		{"cut off while packed", gzipped(t, `[{"id": 1}]`)[:30], 0, []string{"gzip"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			products, rejected, err := tryProducts(test.file)
			checkFileError(t, err, test.words...)
			if len(products) != test.read || len(rejected) != 0 {
				t.Errorf("got %d products, rejected %v; want %d", len(products), rejected, test.read)
			}
		})
	}
}

func TestOmniProductReaderEndsForGood(t *testing.T) {
	broken := errors.New("the line is dead")
	for _, end := range []struct {
		rest string
		err  error
	}{{"]", io.EOF}, {",", broken}} {
		r, err := NewOmniProductReader(io.MultiReader(strings.NewReader(`[{"id": 1}`+strings.Repeat(`, {"id": 2}`, bufferSize)+end.rest), iotest.ErrReader(end.err)))
		if err != nil {
			t.Fatal(err)
		}
		for err == nil {
			_, err = r.Read()
		}
		if _, again := r.Read(); !errors.Is(err, end.err) || again != err || errors.As(err, new(*FileError)) {
			t.Errorf("got %v, then %v; want %v", err, again, end.err)
		}
	}
}
