package oracle

import (
	"strings"
	"time"

	"omnimap/model"
)

// LoadOmniRows loads a flat product export: its rows are grouped into products,
// which are loaded as LoadOmniProducts does. A bad row is rejected by itself.
func (st *State) LoadOmniRows(rows []model.OmniRow, removeMissing, allowShrink bool, now time.Time) (LoadResult, error) {
	load := omniLoad{file: true, read: len(rows), present: map[string]bool{}, incomplete: map[string]bool{}}
	var valid []model.OmniRow
	for _, r := range rows {
		clean, ok := cleanRow(r)
		if !ok {
			load.reject(r.Row, r.Reference)
			continue
		}
		valid = append(valid, clean)
	}
	load.accepted, load.rows = GroupRows(valid), append([]model.OmniRow{}, valid...)
	sizesTold := false
	load.optionsUntold = true
	for _, r := range valid {
		sizesTold = sizesTold || r.SizeCode != nil || r.SizeBarcode != nil || r.SizeName != nil
		if sizesTold || r.Code != nil || r.Barcode != nil || r.Name != nil || r.Price != nil || r.Cost != nil || r.Stock != nil {
			load.optionsUntold = false
		}
	}
	load.untold = func(o model.OmniOptionInput) bool { return o.Sizes != nil && !sizesTold }
	return st.loadOmni(load, removeMissing, allowShrink, now)
}

// GroupRows makes products of the rows of a flat export. FORMATS: rows of one
// reference are one product, wherever they are; its own fields are those of its
// first row. Files have no Barcode of a product. Options and sizes are whole lists.
func GroupRows(rows []model.OmniRow) []model.OmniProductInput {
	var products []model.OmniProductInput
	done := map[string]bool{}
	for i, first := range rows {
		reference := strings.TrimSpace(first.Reference)
		if done[reference] {
			continue
		}
		own := []model.OmniRow{first}
		if reference != "" {
			done[reference] = true
			own = rowsOf(rows[i:], reference)
		}
		products = append(products, model.OmniProductInput{
			Row:       first.Row,
			Reference: first.Reference,
			Code:      first.ProductCode,
			Name:      first.ProductName,
			Brand:     first.Brand,
			Category:  first.Category,
			Options:   groupOptions(own),
		})
	}
	return products
}

func rowsOf(rows []model.OmniRow, reference string) []model.OmniRow {
	var own []model.OmniRow
	for _, r := range rows {
		if strings.TrimSpace(r.Reference) == reference {
			own = append(own, r)
		}
	}
	return own
}

// groupOptions makes options of one product's rows. FORMATS: a row with a size is
// a size option of the option with its Code; two rows of one product with the
// same Code and no size are two options.
func groupOptions(rows []model.OmniRow) []model.OmniOptionInput {
	options := []model.OmniOptionInput{}
	done := map[int]bool{}
	for i, row := range rows {
		owner := ownerOfSizes(rows, codeOf(row))
		if row.Sized {
			i = owner
		}
		if done[i] {
			continue
		}
		done[i] = true
		r := rows[i]
		o := model.OmniOptionInput{
			Code: r.Code, Barcode: r.Barcode, Name: r.Name,
			Price: r.Price, Cost: r.Cost, Stock: r.Stock,
			Sizes: []model.OmniSizeInput{},
		}
		if r.Sized {
			o.Price, o.Cost, o.Stock = nil, nil, nil
		}
		if i == owner {
			o.Sizes = sizesOf(rows, codeOf(r))
		}
		options = append(options, o)
	}
	return options
}

// ownerOfSizes is the place of the row that makes the option to which the
// sized rows of a Code belong: the first unsized row of it, else the first.
func ownerOfSizes(rows []model.OmniRow, code string) int {
	for i, r := range rows {
		if !r.Sized && codeOf(r) == code {
			return i
		}
	}
	for i, r := range rows {
		if codeOf(r) == code {
			return i
		}
	}
	return -1
}

func sizesOf(rows []model.OmniRow, code string) []model.OmniSizeInput {
	sizes := []model.OmniSizeInput{}
	for _, r := range rows {
		if r.Sized && codeOf(r) == code {
			sizes = append(sizes, model.OmniSizeInput{
				Code: r.SizeCode, Barcode: r.SizeBarcode, Name: r.SizeName,
				Price: r.Price, Cost: r.Cost, Stock: r.Stock,
			})
		}
	}
	return sizes
}

func codeOf(r model.OmniRow) string {
	if r.Code == nil {
		return ""
	}
	return strings.TrimSpace(*r.Code)
}
