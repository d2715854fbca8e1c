package service_test

import (
	"context"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"omnimap/internal/oracle"
	"omnimap/model"
	"omnimap/service"
	"omnimap/service/internal/query"
)

// ignoreListings ignores listings that are named in one of the three ways, or
// takes that back.
func (w *world) ignoreListings(t *rapid.T, ctx context.Context) outcome {
	m := w.market(t)
	request := service.IgnoreRequest{TakeBack: rarely(t, 3, "take back")}
	var passes func(oracle.ListingDump, oracle.StatusRow) bool
	switch evenly("skus", "skus", "families", "filter").Draw(t, "named by") {
	case "skus":
		request.SKUs = w.drawSKUs(t, m)
	case "families":
		request.FamilySKUs = w.drawSKUs(t, m)
	case "filter":
		request.Filter = new(query.ListingFilter)
		*request.Filter, passes = w.drawListingFilter(t, m)
	}
	if rapid.Bool().Draw(t, "with a note") {
		request.Note = new(evenly("display only", " shelf ", "", "\x00", strings.Repeat("é", 2000)+" ", strings.Repeat("é", 2001)).Draw(t, "note"))
	}
	got, err := w.s.IgnoreListings(ctx, w.actor, m.id, request)
	if err != nil {
		got = &service.IgnoreResult{}
	}
	want, oracleErr := w.oracle.Ignore(m.name, oracle.IgnoreRequest{SKUs: request.SKUs, FamilySKUs: request.FamilySKUs, Passes: passes,
		TakeBack: request.TakeBack, Note: request.Note}, time.Time{})
	for i := range want.Rejected {
		// What cannot be a SKU is shown as far as it can be.
		sku := strings.ReplaceAll(want.Rejected[i].SKU, "\x00", "")
		want.Rejected[i].SKU = sku[:min(len(sku), 255)]
	}
	return outcome{
		answer(err, got.Changed, got.Operation != nil, rejectedText(got.Rejected)),
		answer(oracleErr, want.Changed, want.Operation != 0, oracleRejectedText(want.Rejected)),
	}
}

// drawSKUs draws SKUs of listings and families, and now and then others.
func (w *world) drawSKUs(t *rapid.T, m market) []string {
	skus := []string{}
	for range rapid.IntRange(0, 4).Draw(t, "entries") {
		sku := w.drawSKU(t, m, "SKU")
		if rarely(t, 20, "SKU is bad") {
			sku = badKeys.Draw(t, "bad SKU")
		}
		skus = append(skus, sku)
	}
	return skus
}

// drawListingFilter draws a filter of listings, and says what it lets pass.
func (w *world) drawListingFilter(t *rapid.T, m market) (query.ListingFilter, func(oracle.ListingDump, oracle.StatusRow) bool) {
	filter := query.ListingFilter{Search: drawSearch(t), FamilySKU: w.drawFamily(t, m)}
	if rapid.Bool().Draw(t, "by status") {
		filter.Status = subset(t, model.MappingStatusMapped, model.MappingStatusPartiallyMapped, model.MappingStatusMappable, model.MappingStatusUnmappable)
	}
	if rarely(t, 3, "by reason") {
		filter.Reason = subset(t, model.ReasonIgnored, model.ReasonNoMatch, model.ReasonAmbiguousMatch, model.ReasonOmniProductMapped, model.ReasonMatchTaken)
	}
	if rarely(t, 3, "by parents") {
		filter.Parents = new(rapid.Bool().Draw(t, "parents"))
	}
	if rarely(t, 6, "by SKUs") {
		filter.SKUs = w.drawSKUs(t, m)
	}
	if rarely(t, 6, "by ASIN") {
		filter.ASIN = new(asins.Draw(t, "ASIN"))
	}
	if rarely(t, 6, "by channel") {
		filter.FulfillmentChannel = subset(t, "DEFAULT", "AMAZON_NA", "")
	}
	if rarely(t, 6, "by time") {
		filter.CreatedAfter = &model.Time{Time: time.Date(2089, 1, 1, 0, 0, 0, 0, time.UTC)}
	}
	return filter, func(l oracle.ListingDump, s oracle.StatusRow) bool {
		return found(filter.Search, []string{l.SKU, l.ASIN}, []string{l.SKU, l.Title}) &&
			(filter.FamilySKU == nil || *filter.FamilySKU == l.FamilySKU) &&
			(filter.Status == nil || slices.Contains(filter.Status, model.MappingStatus(s.Status))) &&
			(filter.Reason == nil || slices.Contains(filter.Reason, model.UnmappableReason(s.Reason))) &&
			(filter.Parents == nil || *filter.Parents == l.IsParent) &&
			(filter.SKUs == nil || slices.ContainsFunc(filter.SKUs, func(sku string) bool { return strings.TrimSpace(sku) == l.SKU })) &&
			(filter.ASIN == nil || *filter.ASIN != "" && *filter.ASIN == l.ASIN) &&
			(filter.FulfillmentChannel == nil || l.FulfillmentChannel != "" && slices.Contains(filter.FulfillmentChannel, l.FulfillmentChannel)) &&
			(filter.CreatedAfter == nil || l.CreatedAt.After(filter.CreatedAfter.Time))
	}
}

// subset draws some of the values, and now and then none.
func subset[V comparable](t *rapid.T, values ...V) []V {
	drawn := rapid.SliceOfDistinct(rapid.SampledFrom(values), rapid.ID).Draw(t, "some")
	if drawn == nil {
		return []V{}
	}
	return drawn
}
