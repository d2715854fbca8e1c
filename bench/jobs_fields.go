package main

import (
	"context"
	"encoding/json"
	"fmt"
)

// A fieldCase is a page with a field beside the same page without it.
type fieldCase struct {
	name, field string
	list        *pageList
	filter      variables
}

// fieldCases are the fields that are measured once all is imported, each on
// listings that have something to say in it.
var fieldCases = []fieldCase{
	{"field-barcode", "barcode", allPages, nil},
	{"field-parent", "isParent", allPages, nil},
	{"field-twins", "twins {sku}", allPages, nil},
	{"field-held", "heldBy {sku}", unmappablePages, variables{"reason": []string{"OMNI_PRODUCT_MAPPED"}}},
	{"field-outlook", "remapOutlook", allPages, variables{"status": []string{"PARTIALLY_MAPPED"}}},
	{"field-match-outlook", "matchRemapOutlook", unmappablePages, variables{"reason": []string{"OMNI_PRODUCT_MAPPED"}}},
}

func fieldRowNames() []string {
	names := []string{"field-stock"}
	for _, c := range fieldCases {
		names = append(names, c.name)
	}
	return names
}

// fields measures each field of a page, and the stock that is not mapped, beside
// the same request without.
func (r *iteration) fields(ctx context.Context) error {
	const stock = "query($integration: ID!) {integration(id: $integration) {productStatus {mapped partiallyMapped mappable unmappable} %s}}"
	if err := r.besideLess(ctx, "field-stock", fmt.Sprintf(stock, "unmappedStock {listings value}"), fmt.Sprintf(stock, ""), variables{"integration": r.id}); err != nil {
		return err
	}
	for _, c := range fieldCases {
		query := func(field string) string {
			return fmt.Sprintf("query($integration: ID!, $filter: %s) {list: %s(integrationId: $integration, filter: $filter, first: %d) {nodes {%s sku parentSku title asin price quantity listingStatus createdAt status unmappableReason} pageInfo {hasNextPage endCursor}}}",
				c.list.filterType, c.list.field, pageSize, field)
		}
		if err := r.besideLess(ctx, c.name, query(c.field), query(""), variables{"integration": r.id, "filter": c.filter}); err != nil {
			return err
		}
	}
	return nil
}

// besideLess measures a request beside one that asks for less, in turns.
func (r *iteration) besideLess(ctx context.Context, name, more, less string, v variables) error {
	if !r.wants(name, "fields") {
		return nil
	}
	var with, without []float64
	for range quick {
		for _, one := range []struct {
			query string
			took  *[]float64
		}{{more, &with}, {less, &without}} {
			took, err := timed(func() error { return r.product.ask(ctx, one.query, v, new(json.RawMessage)) })
			if err != nil {
				return err
			}
			*one.took = append(*one.took, took)
		}
	}
	r.run.add(jobRow(name), sample{Product: median(with), Baseline: median(without)})
	return nil
}
