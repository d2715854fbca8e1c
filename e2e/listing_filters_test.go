package e2e

import (
	"fmt"
	"testing"
)

// TestListingFilters narrows lists by what is new in the filter.
func TestListingFilters(t *testing.T) {
	servers(t, nil, func(t *testing.T, s *server) {
		w := openShop(t, s)
		w.importAll(t, 3)
		for want, filter := range map[string]variables{
			"F PARTIALLY_MAPPED":                                    {"parents": true},
			"v3 PARTIALLY_MAPPED, v4 PARTIALLY_MAPPED":              {"parents": false, "status": []string{"PARTIALLY_MAPPED"}},
			"a MAPPED, v2 MAPPED":                                   {"skus": []string{" a", "v2", "a", "none"}, "status": []string{"MAPPED"}},
			"F PARTIALLY_MAPPED, v1 MAPPED":                         {"asin": "B1"},
			"B OMNI_PRODUCT_MAPPED, v1 MAPPED, v3 PARTIALLY_MAPPED": {"fulfillmentChannel": []string{"AMAZON_NA"}, "skus": []string{"B", "v1", "v2", "v3"}},
			"B OMNI_PRODUCT_MAPPED, twice AMBIGUOUS_MATCH":          {"fulfillmentChannel": []string{"AMAZON_NA"}, "status": []string{"UNMAPPABLE"}},
			"": {"skus": []string{}},
		} {
			check(t, fmt.Sprint(filter), w.statuses(t, filter), want)
		}
		for _, filter := range []variables{{"skus": repeat(10_001, "x")}, {"fulfillmentChannel": repeat(10_001, "x")}} {
			refused := w.post(t, "query($id: ID!, $filter: ListingFilter) {amazonListings(integrationId: $id, filter: $filter) {totalCount}}", variables{"id": w.id, "filter": filter})
			if len(refused.Errors) != 1 || refused.Errors[0].Extensions.Code != "BAD_USER_INPUT" {
				t.Errorf("a filter of too many entries: %+v", refused)
			}
		}
		if most := w.statuses(t, variables{"skus": append(repeat(9_999, "none"), "a")}); most != "a MAPPED" {
			t.Errorf("of 10,000 SKUs: %s", most)
		}
	})
}
