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
	accepted, present, rejected := in.checkRows(listings, createdAtRequired)
	skipped := false
	for _, row := range listings {
		sku, ok := cleanKey(row.SKU)
		skipped = skipped || removeMissing && !createdAtRequired && (!ok || sku == "")
	}
	removeMissing = removeMissing && !skipped
	var missing []*listing
	for _, l := range in.listings {
		if removeMissing && !present[l.sku] {
			missing = append(missing, l)
		}
	}
	if shrinks(len(missing), len(in.listings)) && !allowShrink {
		return LoadResult{}, &UserError{model.CodeCatalogueShrinks, "the file lacks more than a tenth of the listings"}
	}
	lost, all := 0, len(in.mappings)
	for _, l := range missing {
		if mappingOf(in.mappings, l.sku) != nil {
			lost++
		}
	}
	if lost >= 10 && lost*10 > all && !allowShrink && !createdAtRequired {
		return LoadResult{}, &UserError{model.CodeCatalogueShrinks, "the load deletes more than a tenth of the mappings"}
	}
	sum := LoadSummary{RemovalsSkipped: skipped, Read: len(listings), Removed: len(missing), Rejected: len(rejected)}
	in.listings = slices.DeleteFunc(in.listings, func(l *listing) bool { return slices.Contains(missing, l) })
	for _, row := range accepted {
		created, changed := in.load(row, at)
		switch {
		case created:
			sum.Created++
		case changed:
			sum.Updated++
		}
	}
	deleted := st.deleteDangling()
	sum.MappingsDeleted = len(deleted)
	op := st.record(operation{kind: KindLoadAmazon, integration: in.name, deleted: deleted})
	return LoadResult{Operation: op, Summary: sum, Rejected: rejected}, nil
}

func hasSKU(listings []model.ListingInput) bool {
	return slices.ContainsFunc(listings, func(row model.ListingInput) bool { return strings.TrimSpace(row.SKU) != "" })
}

// checkRows returns the listings to load, the SKUs that the load holds, and the
// rejected rows, as checkProducts does.
func (in *integration) checkRows(rows []model.ListingInput, createdAtRequired bool) (accepted []model.ListingInput, present map[string]bool, rejected []Rejected) {
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
		case createdAtRequired && row.CreatedAt == nil && in.listing(row.SKU) == nil:
			rejected = append(rejected, Rejected{Row: row.Row, SKU: row.SKU, Code: model.CodeInvalid})
		default:
			accepted = append(accepted, row)
		}
	}
	sortByRow(rejected)
	return accepted, present, rejected
}

// load loads one listing, and reports whether it was created or, if it
// existed, changed.
//
// Silent: a listing that went and came back is first seen anew.
func (in *integration) load(row model.ListingInput, now time.Time) (created, changed bool) {
	l := in.listing(row.SKU)
	if l == nil {
		// FORMATS: an empty open-date means the time of the load.
		l = &listing{sku: row.SKU, createdAt: now, firstSeen: now}
		in.listings = append(in.listings, l)
		created = true
	}
	before := *l
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
	return created, !created && *l != before
}
