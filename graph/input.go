package graph

import (
	"context"
	"io"
	"strconv"

	"github.com/99designs/gqlgen/graphql"

	"omnimap/model"
	"omnimap/service"
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

func customPairs(in []*CustomMappingInput) []model.CustomPair {
	pairs := make([]model.CustomPair, len(in))
	for i, pair := range in {
		pairs[i] = model.CustomPair{SKU: pair.Sku, Code: pair.Cin7Code, Option: targetID(pair.OptionID, kindOption), Size: targetID(pair.SizeID, kindSize)}
	}
	return pairs
}

// targetID reads the id of an option or a size. One that is none names nothing,
// as an unknown one does.
func targetID(id *string, kind string) *model.TargetID {
	if id == nil {
		return nil
	}
	target := new(model.TargetID)
	if !decode(*id, kind, target) {
		return new(model.TargetID)
	}
	return target
}

func ignoreRequest(in IgnoreListingsInput) service.IgnoreRequest {
	request := service.IgnoreRequest{SKUs: in.Skus, FamilySKUs: in.FamilySkus, TakeBack: !in.Ignore, Note: in.Note}
	if in.Filter != nil {
		filter := listingFilter(in.Filter)
		request.Filter = &filter
	}
	return request
}

func suggestionFilter(in *SuggestionFilter) service.SuggestionFilter {
	if in == nil {
		return service.SuggestionFilter{}
	}
	return service.SuggestionFilter{Search: in.Search, MinScore: in.MinScore, MaxScore: in.MaxScore, Evidence: in.Evidence, Affix: in.Affix, Acceptable: in.Acceptable}
}

func rejectRequest(in RejectSuggestionsInput) service.RejectRequest {
	request := service.RejectRequest{TakeBack: !in.Reject, Pairs: make([]model.CustomPair, len(in.Pairs))}
	for i, pair := range in.Pairs {
		request.Pairs[i] = model.CustomPair{SKU: pair.Sku, Option: targetID(pair.OptionID, kindOption), Size: targetID(pair.SizeID, kindSize)}
	}
	return request
}

func remapRequest(in RemapProductsInput) service.RemapRequest {
	request := service.RemapRequest{FamilySKU: in.FamilySku, FamilySKUs: in.FamilySkus, AllPartiallyMapped: in.AllPartiallyMapped != nil && *in.AllPartiallyMapped,
		OnlySafe: in.OnlySafe, Pairs: customPairs(in.Mappings), DryRun: in.DryRun}
	if in.OmniProductID != nil {
		// An id that is none names nothing, as an unknown one does.
		request.Product = new(int64)
		decode(*in.OmniProductID, kindProduct, request.Product)
	}
	return request
}

// applyCustom applies custom mappings from the one source that is given.
func (r *Resolver) applyCustom(ctx context.Context, in ApplyCustomMappingsInput) (*service.CustomResult, error) {
	integration := integrationIDOf(in.IntegrationID)
	options := service.CustomOptions{Atomic: in.Atomic, AllowMappable: in.AllowMappable, DryRun: in.DryRun}
	switch {
	case (in.File == nil) == (in.Mappings == nil):
		return nil, &model.UserError{Code: model.CodeInvalid, Message: "Give exactly one of file and mappings.", Field: []string{"input"}}
	case in.File != nil:
		options.FileName = in.File.Filename
		return r.Service.ApplyCustomMappingFile(ctx, model.ActorOf(ctx), integration, contentOf(in.File), options)
	}
	return r.Service.ApplyCustomMappings(ctx, model.ActorOf(ctx), integration, customPairs(in.Mappings), options)
}

// contentOf reads a file from its beginning, since several fields of a request
// may name the same one.
func contentOf(upload *graphql.Upload) io.Reader {
	if content, ok := upload.File.(io.ReaderAt); ok {
		return io.NewSectionReader(content, 0, upload.Size)
	}
	return upload.File
}
