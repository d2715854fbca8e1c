package graph

import (
	"testing"

	"omnimap/model"
	"omnimap/service"
)

// TestEncodeID compares ids with those that encode makes.
func TestEncodeID(t *testing.T) {
	for _, sku := range []string{"", "A-1", `"\`, "<&>", "Größe", "\u2028", "\x00\t\x7f", "a\xffb", "a long one, longer than most of the listings' SKUs are, " +
		"so that the text of the id needs more room than ids have at first, and goes on in another place"} {
		listing := &model.AmazonListing{IntegrationID: 1<<63 - 1, SKU: sku}
		sameID(t, appendListingID(nil, listing), encode(kindListing, listingID{listing.IntegrationID, sku}))
		sameID(t, appendOperationID(nil, &model.Operation{ID: sku}), encode(kindOperation, sku))
	}
	for _, n := range []int64{0, 7, -1, 1<<63 - 1} {
		product := &model.OmniProduct{ID: n}
		option := &model.OmniOption{ID: 12, Product: product}
		size := &model.OmniSize{ID: n, Option: option}
		sameID(t, appendIntegrationID(nil, &model.Integration{ID: n}), encode(kindIntegration, n))
		sameID(t, appendProductID(nil, product), encode(kindProduct, n))
		sameID(t, appendOptionID(nil, option), encode(kindOption, service.TargetID{Product: n, Option: 12}))
		sameID(t, appendSizeID(nil, size), encode(kindSize, service.TargetID{Product: n, Option: 12, Size: n}))
		sameID(t, appendMappingID(nil, &model.Mapping{IntegrationID: n, ID: 9}), encode(kindMapping, service.MappingID{Integration: n, ID: 9}))
	}
}

func sameID(t *testing.T, got []byte, want string) {
	t.Helper()
	if string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
