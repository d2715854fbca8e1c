package service_test

import (
	"encoding/json"
	"strings"

	"pgregory.net/rapid"

	"omnimap/model"
)

// drawAPIProducts draws products as Cin7's API can give them, and the JSON in
// which it does.
func drawAPIProducts(t *rapid.T, references []string) ([]model.OmniProductInput, string) {
	var ids []string
	for _, reference := range references {
		if strings.TrimSpace(reference) != "" {
			ids = append(ids, reference)
		}
	}
	products := drawProducts(t, ids)
	objects := make([]map[string]any, len(products))
	for i := range products {
		fitToAPI(t, &products[i])
		objects[i] = apiProduct(products[i])
	}
	text, err := json.Marshal(objects)
	if err != nil {
		t.Fatal(err)
	}
	return products, string(text)
}

// fitToAPI takes from a product what the API cannot give: its Barcode, what an
// option with sizes has of its own beside Code, Barcode and name, and sizes by
// whose rows their option cannot be told, unless nothing is told of it.
func fitToAPI(t *rapid.T, p *model.OmniProductInput) {
	p.Barcode = nil
	told := make(map[string]bool)
	for i := range p.Options {
		o := &p.Options[i]
		code := ""
		if o.Code != nil {
			code = strings.TrimSpace(*o.Code)
		}
		untold := o.Code == nil && o.Barcode == nil && o.Name == nil
		if len(o.Sizes) == 0 || code == "" && !untold || told[code] {
			o.Sizes = []model.OmniSizeInput{}
			o.Unsized = rarely(t, 3, "says that it has no size")
			if rarely(t, 3, "is known as a size") {
				o.Reference = drawReference(t, "z", i)
			}
			if rarely(t, 20, "price is bad") {
				o.Price = new(model.Decimal("x"))
			}
			continue
		}
		told[code] = true
		o.Reference, o.Price, o.Stock = nil, nil, nil
		for j := range o.Sizes {
			o.Sizes[j].Name = new("S")
		}
	}
}

func apiProduct(p model.OmniProductInput) map[string]any {
	object := map[string]any{"id": p.Reference, "styleCode": p.Code, "name": p.Name, "brand": p.Brand, "subCategory": p.Category}
	if p.Options != nil {
		rows := []map[string]any{}
		for _, o := range p.Options {
			rows = append(rows, apiRows(o)...)
		}
		object["productOptions"] = rows
	}
	return object
}

// apiRows are the rows of an option: one, or one for each size.
func apiRows(o model.OmniOptionInput) []map[string]any {
	if len(o.Sizes) == 0 {
		row := map[string]any{
			"id": o.Reference, "code": o.Code, "barcode": o.Barcode, "option1": o.Name, "retailPrice": o.Price, "stockAvailable": o.Stock,
		}
		if o.Unsized {
			row["size"] = ""
		}
		return []map[string]any{row}
	}
	var rows []map[string]any
	for _, z := range o.Sizes {
		rows = append(rows, map[string]any{
			"id": z.Reference, "productOptionCode": o.Code, "productOptionBarcode": o.Barcode, "option1": o.Name,
			"productOptionSizeCode": z.Code, "productOptionSizeBarcode": z.Barcode, "size": z.Name, "retailPrice": z.Price,
		})
	}
	return rows
}
