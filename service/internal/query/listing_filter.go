package query

import (
	"slices"

	"omnimap/model"
	"omnimap/service/internal/status"
)

// ListingFilter narrows a list of listings; zero fields do not narrow it. A
// list that is empty but not nil matches nothing.
type ListingFilter struct {
	Search       *string
	Status       []model.MappingStatus
	Reason       []model.UnmappableReason
	FamilySKU    *string
	CreatedAfter *model.Time
	// Parents lets only parents pass, or none of them.
	Parents            *bool
	SKUs               []string
	ASIN               *string
	FulfillmentChannel []string
	// channel lets one channel pass, of which an index has the listings in order.
	channel string
}

// Unmappable narrows the filter to unmappable listings. Ignored ones pass only
// if their reason is asked for.
func (f ListingFilter) Unmappable() ListingFilter {
	if f.Status == nil || slices.Contains(f.Status, model.MappingStatusUnmappable) {
		f.Status = []model.MappingStatus{model.MappingStatusUnmappable}
	} else {
		f.Status = []model.MappingStatus{}
	}
	if f.Reason != nil {
		return f
	}
	for _, st := range model.Statuses() {
		if reason := st.Reason(); reason != "" && reason != model.ReasonIgnored {
			f.Reason = append(f.Reason, reason)
		}
	}
	return f
}

// statuses are the statuses that the filter lets pass; all is true if it has no
// condition on statuses.
func (f ListingFilter) statuses() (passing []model.Status, all bool) {
	for _, st := range model.Statuses() {
		if f.Status != nil && !slices.Contains(f.Status, st.MappingStatus()) {
			continue
		}
		if f.Reason != nil && !slices.Contains(f.Reason, st.Reason()) {
			continue
		}
		passing = append(passing, st)
	}
	return passing, f.Status == nil && f.Reason == nil
}

// isNarrow reports whether the filter names its listings, so that they are
// looked up and the rest of the filter is applied to them.
func (f ListingFilter) isNarrow() bool { return f.SKUs != nil || f.ASIN != nil }

// isWide reports whether the filter searches beyond one family, and names no
// listings.
func (f ListingFilter) isWide() bool {
	return newSearch(f.Search) != nil && f.FamilySKU == nil && !f.isNarrow()
}

// walks reports whether no index leads to what the filter lets pass, so that a
// page may walk all listings, or all parents.
func (f ListingFilter) walks() bool {
	passing, all := f.statuses()
	mappedParents := !all && f.Parents != nil && *f.Parents && slices.Contains(passing, model.StatusMapped)
	return newSearch(f.Search) != nil || f.CreatedAfter != nil || f.FulfillmentChannel != nil && f.channels() == nil || mappedParents
}

// maxChannels is how many pages of one channel are merged: Amazon has fewer.
const maxChannels = 20

// channels are the filter once for each channel that it lets pass, if the index
// of channels leads to its listings; nil if not. Parents are few, and lead to
// theirs.
func (f ListingFilter) channels() []ListingFilter {
	if _, all := f.statuses(); !all || f.FulfillmentChannel == nil || f.Parents != nil && *f.Parents {
		return nil
	}
	one := f
	one.FulfillmentChannel = nil
	each := []ListingFilter{}
	for _, channel := range slices.Compact(slices.Sorted(slices.Values(storableOf(f.FulfillmentChannel)))) {
		if one.channel = channel; channel != "" {
			each = append(each, one)
		}
	}
	if len(each) > maxChannels {
		return nil
	}
	return each
}

// where is the filter's condition on rows of an integration that have a SKU, if
// it is not narrow, without those on statuses and parents, and without those of
// ofListing if the rows are no listings.
func (f ListingFilter) where(account, integration int64, alias string) *where {
	w := newWhere(alias+".account_id = ? AND "+alias+".integration_id = ?", account, integration)
	if f.FamilySKU != nil {
		w.and(alias+".sku IN (SELECT g.sku FROM listing_statuses g WHERE g.account_id = ? AND g.integration_id = ? AND g.snapshot = 0 AND g.family_sku = ?)",
			account, integration, QueryKey(*f.FamilySKU))
	}
	if search := newSearch(f.Search); search != nil {
		search.ofListing(w, alias)
	}
	if alias == "l" {
		f.ofListing(w)
	}
	return w
}

// parents adds the condition on parents to one on statuses, s or g, or on other
// rows that have a SKU.
func (f ListingFilter) parents(w *where, account, integration int64, alias string) {
	if f.Parents == nil {
		return
	}
	is := "NOT "
	if *f.Parents {
		is = ""
	}
	switch alias {
	case "s", "g":
		w.and(is + alias + ".is_parent")
	default:
		w.and(is+"(SELECT g.is_parent FROM listing_statuses g WHERE g.account_id = ? AND g.integration_id = ? AND g.snapshot = 0 AND g.sku = "+alias+".sku)", account, integration)
	}
}

// needsListing reports whether the filter has conditions of ofListing.
func (f ListingFilter) needsListing() bool {
	return f.CreatedAfter != nil || f.FulfillmentChannel != nil
}

// ofListing adds the conditions that only a listing l can be asked for.
func (f ListingFilter) ofListing(w *where) {
	if f.CreatedAfter != nil {
		w.and("l.created_at > ?", *f.CreatedAfter)
	}
	if f.FulfillmentChannel != nil {
		w.and("l.fulfillment_channel IN ?", storableOf(f.FulfillmentChannel))
	}
	if f.channel != "" {
		w.and("l.fulfillment_channel = ?", f.channel)
	}
}

// narrow is what follows the columns in a query for the listings l, with their
// statuses s, that pass the filter, if it is narrow.
func (f ListingFilter) narrow(account, integration int64) *where {
	w := newWhere("FROM listings l"+joinStatus+" WHERE l.account_id = ? AND l.integration_id = ?", append(statusArguments(account, integration), account, integration)...)
	if f.SKUs != nil {
		keys := make([]string, len(f.SKUs))
		for i, sku := range f.SKUs {
			keys[i] = QueryKey(sku)
		}
		w.and("l.sku IN ?", append(keys, ""))
	}
	if f.ASIN != nil {
		if storable(*f.ASIN) {
			w.and("l.asin = ?", *f.ASIN)
		} else {
			w.and("1 = 0")
		}
	}
	if f.FamilySKU != nil {
		w.and("l.family_sku = ?", QueryKey(*f.FamilySKU))
	}
	if passing, all := f.statuses(); !all {
		w.and("coalesce(s.status, "+status.Mapped+") IN ?", append(passing, 0))
	}
	if search := newSearch(f.Search); search != nil {
		search.ofListing(w, "l")
	}
	f.parents(w, account, integration, "l")
	f.ofListing(w)
	return w
}

// storableOf are those of some texts that a database can hold, for IN, which
// must not be empty: no listing has an empty one.
func storableOf(texts []string) []string {
	kept := []string{""}
	for _, text := range texts {
		if storable(text) {
			kept = append(kept, text)
		}
	}
	return kept
}
