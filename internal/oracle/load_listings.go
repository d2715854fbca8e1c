package oracle

import (
	"slices"
	"strings"
	"time"

	"omnimap/model"
)

// LoadListings adds listings to an integration, or updates those of the same
// SKU. With removeMissing the list is the whole catalogue. createdAtRequired
// is how a request differs from a file: a new listing must say when it was
// made on Amazon, which in a file means the time of the load.
func (st *State) LoadListings(integration string, listings []model.ListingInput, removeMissing, allowShrink, createdAtRequired bool, now time.Time) (LoadResult, error) {
	in, err := st.find(integration)
	if err != nil {
		return LoadResult{}, err
	}
	if !createdAtRequired && len(listings) > 1 && !hasSKU(listings) {
		return LoadResult{}, &UserError{model.CodeInvalidFile, "none of the rows has a SKU"}
	}
	at := st.tick(now)
	sides := in.sides()
	known := union(sides)
	accepted, present, rejected := checkRows(listings, known, createdAtRequired)
	skipped := false
	for _, row := range listings {
		sku, ok := cleanKey(row.SKU)
		skipped = skipped || removeMissing && !createdAtRequired && (!ok || sku == "")
	}
	sum := LoadSummary{RemovalsSkipped: skipped, Read: len(listings), Rejected: len(rejected)}
	isMissing := func(sku string) bool { return removeMissing && !skipped && !present[sku] }
	for _, side := range sides {
		if side.shrinksBy(isMissing) && !allowShrink {
			return LoadResult{}, &UserError{model.CodeCatalogueShrinks, "the file lacks more than a tenth of the listings"}
		}
	}
	wanted, created, changed := merge(known, accepted, isMissing, at)
	parts := part(sides, wanted, at)
	for i, side := range sides {
		lost := side.mappingsWithout(parts[i])
		if lost >= 10 && lost*10 > len(side.mappings) && !allowShrink && !createdAtRequired {
			return LoadResult{}, &UserError{model.CodeCatalogueShrinks, "the load deletes more than a tenth of the mappings"}
		}
	}
	for i, side := range sides {
		side.listings = parts[i]
	}
	left := union(sides)
	for _, row := range accepted {
		switch {
		case left[row.SKU] == nil:
			sum.LeftOut++
		case created[row.SKU]:
			sum.Created++
		case changed[row.SKU]:
			sum.Updated++
		}
	}
	for sku := range known {
		if left[sku] == nil {
			sum.Removed++
		}
	}
	deleted := st.deleteDangling()
	sum.MappingsDeleted = len(deleted)
	op := st.record(operation{kind: KindLoadAmazon, integration: in, counterpart: in.counterpart, deleted: deleted})
	return LoadResult{Operation: op, Summary: sum, Rejected: rejected}, nil
}

func hasSKU(listings []model.ListingInput) bool {
	return slices.ContainsFunc(listings, func(row model.ListingInput) bool { return strings.TrimSpace(row.SKU) != "" })
}

// merge gives what the seller lists after a load, by SKU: what is known without
// what is missing, and the loaded rows.
func merge(known map[string]*listing, rows []model.ListingInput, isMissing func(sku string) bool, now time.Time) (wanted map[string]*listing, created, changed map[string]bool) {
	wanted, created, changed = map[string]*listing{}, map[string]bool{}, map[string]bool{}
	for sku, l := range known {
		if !isMissing(sku) {
			wanted[sku] = new(*l)
		}
	}
	for _, row := range rows {
		if wanted[row.SKU] == nil {
			// FORMATS: an empty open-date means the time of the load.
			wanted[row.SKU] = &listing{sku: row.SKU, createdAt: now}
			created[row.SKU] = true
		}
		before := *wanted[row.SKU]
		wanted[row.SKU].load(row)
		changed[row.SKU] = *wanted[row.SKU] != before
	}
	return wanted, created, changed
}

// checkRows returns the listings to load, the SKUs that the load holds, and the
// rejected rows, as checkProducts does.
func checkRows(rows []model.ListingInput, known map[string]*listing, createdAtRequired bool) (accepted []model.ListingInput, present map[string]bool, rejected []Rejected) {
	present = map[string]bool{}
	var valid []model.ListingInput
	for _, row := range rows {
		if sku, ok := cleanKey(row.SKU); ok {
			present[sku] = true
		}
		clean, ok := cleanListing(row)
		if !ok {
			rejected = append(rejected, Rejected{Row: row.Row, SKU: clean.SKU, Code: model.CodeInvalid})
			continue
		}
		valid = append(valid, clean)
	}
	for i, row := range valid {
		again := slices.ContainsFunc(valid[i+1:], func(later model.ListingInput) bool { return later.SKU == row.SKU })
		switch {
		case again:
			rejected = append(rejected, Rejected{Row: row.Row, SKU: row.SKU, Code: model.CodeDuplicateSKU})
		case createdAtRequired && row.CreatedAt == nil && known[row.SKU] == nil:
			rejected = append(rejected, Rejected{Row: row.Row, SKU: row.SKU, Code: model.CodeInvalid})
		default:
			accepted = append(accepted, row)
		}
	}
	sortByRow(rejected)
	return accepted, present, rejected
}

// load sets what a row gives of the listing.
func (l *listing) load(row model.ListingInput) {
	set(&l.parent, row.ParentSKU)
	if l.parent == l.sku {
		l.parent = "" // DOMAIN: a parent SKU equal to the listing's own counts as none
	}
	set(&l.asin, row.ASIN)
	set(&l.barcode, row.Barcode)
	set(&l.title, row.Title)
	set(&l.createdAt, row.CreatedAt)
	set(&l.price, row.Price)
	set(&l.quantity, row.Quantity)
	set(&l.listingStatus, row.ListingStatus)
	set(&l.fulfillmentChannel, row.FulfillmentChannel)
}
