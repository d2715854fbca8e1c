package graph

import (
	"strconv"

	"omnimap/model"
)

func productInputs(in []*model.OmniProductInput) []model.OmniProductInput {
	products := make([]model.OmniProductInput, len(in))
	for i, product := range in {
		products[i] = *product
	}
	return products
}

func listingInputs(in []*AmazonListingInput) []model.ListingInput {
	listings := make([]model.ListingInput, len(in))
	for i, l := range in {
		listings[i] = model.ListingInput{SKU: l.Sku, ParentSKU: l.ParentSku, ASIN: l.Asin, Title: l.Title, Price: l.Price,
			ListingStatus: l.ListingStatus, FulfillmentChannel: l.FulfillmentChannel}
		if l.CreatedAt != nil {
			listings[i].CreatedAt = &l.CreatedAt.Time
		}
		if l.Quantity != nil {
			quantity := strconv.Itoa(*l.Quantity)
			listings[i].Quantity = &quantity
		}
	}
	return listings
}
