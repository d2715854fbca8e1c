package graph

import (
	"strconv"

	"omnimap/graph/gqlerr"
	"omnimap/model"
)

// fastJSONTypes are the types of the fast JSON path, with what a fragment about
// them may name.
var fastJSONTypes = map[string][]string{
	"AmazonListing":        amazonListingImplementors,
	"AmazonListingEdge":    amazonListingEdgeImplementors,
	"CustomMappingSummary": customMappingSummaryImplementors,
	"Ignored":              ignoredImplementors,
	"IgnoreSummary":        ignoreSummaryImplementors,
	"ImportSummary":        importSummaryImplementors,
	"Integration":          integrationImplementors,
	"LoadSummary":          loadSummaryImplementors,
	"Mapping":              mappingImplementors,
	"MappingEdge":          mappingEdgeImplementors,
	"OmniOption":           omniOptionImplementors,
	"OmniProduct":          omniProductImplementors,
	"OmniProductEdge":      omniProductEdgeImplementors,
	"OmniSize":             omniSizeImplementors,
	"OmniTarget":           omniTargetImplementors,
	"Operation":            operationImplementors,
	"OperationEdge":        operationEdgeImplementors,
	"OperationProgress":    operationProgressImplementors,
	"RejectedRow":          rejectedRowImplementors,
	"RemapPair":            remapPairImplementors,
	"UserError":            userErrorImplementors,
	"Suggestion":           suggestionImplementors,
	"Evidence":             evidenceImplementors,
	"Affix":                affixImplementors,
	"SuggestedMapping":     suggestedMappingImplementors,
	"SuggestedMappingEdge": suggestedMappingEdgeImplementors,
}

// The writers below append the plain fields of a type, and give nil for others.

func appendListing(dst []byte, l *model.AmazonListing, field *step) []byte {
	switch field.name {
	case "id":
		return appendID(dst, l, appendListingID)
	case "sku":
		return gqlerr.AppendText(dst, l.SKU)
	case "parentSku":
		return appendTextOrNull(dst, l.ParentSKU)
	case "familySku":
		return gqlerr.AppendText(dst, l.FamilySKU)
	case "kind":
		return gqlerr.AppendText(dst, l.Kind())
	case "isParent":
		return appendIsParent(dst, l, field)
	case "asin":
		return appendTextOrNull(dst, l.ASIN)
	case "barcode":
		return appendTextOrNull(dst, l.Barcode)
	case "title":
		return gqlerr.AppendText(dst, l.Title)
	case "createdAt":
		return appendTime(dst, l.CreatedAt)
	case "price":
		return appendTextOrNull(dst, l.Price)
	case "quantity":
		return appendIntOrNull(dst, l.Quantity)
	case "listingStatus":
		return appendTextOrNull(dst, l.ListingStatus)
	case "fulfillmentChannel":
		return appendTextOrNull(dst, l.FulfillmentChannel)
	case "status":
		return gqlerr.AppendText(dst, l.Status())
	case "unmappableReason":
		return appendTextOrNull(dst, l.UnmappableReason())
	case "ignored":
		return appendIgnoredOf(dst, l, field)
	}
	return nil
}

func appendMapping(dst []byte, m *model.Mapping, field *step) []byte {
	switch field.name {
	case "id":
		return appendID(dst, m, appendMappingID)
	case "listing":
		return appendObject(dst, m.Listing, field.below, appendListing)
	case "target":
		return appendObject(dst, m.Target, field.below, appendTarget)
	case "source":
		return gqlerr.AppendText(dst, m.Source)
	case "matchedOn":
		return appendMatchedOn(dst, m.MatchedOn)
	case "createdAt":
		return appendTime(dst, m.CreatedAt)
	}
	return nil
}

// appendMatchedOn appends null for the field of a custom mapping.
func appendMatchedOn(dst []byte, field model.MatchField) []byte {
	if field == "" {
		return append(dst, "null"...)
	}
	return gqlerr.AppendText(dst, field)
}

func appendTarget(dst []byte, t *model.OmniTarget, field *step) []byte {
	switch field.name {
	case "level":
		return gqlerr.AppendText(dst, t.Level)
	case "product":
		return appendObject(dst, t.Product, field.below, appendProduct)
	case "option":
		return appendObject(dst, t.Option, field.below, appendOption)
	case "size":
		return appendObjectOrNull(dst, t.Size, field.below, appendSize)
	}
	return nil
}

func appendProduct(dst []byte, p *model.OmniProduct, field *step) []byte {
	switch field.name {
	case "id":
		return appendID(dst, p, appendProductID)
	case "reference":
		return gqlerr.AppendText(dst, p.Reference)
	case "code":
		return appendTextOrNull(dst, p.Code)
	case "barcode":
		return appendTextOrNull(dst, p.Barcode)
	case "name":
		return gqlerr.AppendText(dst, p.Name)
	case "brand":
		return appendTextOrNull(dst, p.Brand)
	case "category":
		return appendTextOrNull(dst, p.Category)
	case "downloaded":
		return strconv.AppendBool(dst, p.Downloaded)
	}
	return nil
}

func appendOption(dst []byte, o *model.OmniOption, field *step) []byte {
	switch field.name {
	case "id":
		return appendID(dst, o, appendOptionID)
	case "product":
		return appendObject(dst, o.Product, field.below, appendProduct)
	case "reference":
		return appendTextOrNull(dst, o.Reference)
	case "code":
		return appendTextOrNull(dst, o.Code)
	case "barcode":
		return appendTextOrNull(dst, o.Barcode)
	case "name":
		return gqlerr.AppendText(dst, o.Name)
	case "isDefault":
		return strconv.AppendBool(dst, o.IsDefault())
	case "price":
		return appendTextOrNull(dst, o.Price)
	case "cost":
		return appendTextOrNull(dst, o.Cost)
	case "stock":
		return appendTextOrNull(dst, o.Stock)
	}
	return nil
}

func appendSize(dst []byte, s *model.OmniSize, field *step) []byte {
	switch field.name {
	case "id":
		return appendID(dst, s, appendSizeID)
	case "option":
		return appendObject(dst, s.Option, field.below, appendOption)
	case "reference":
		return appendTextOrNull(dst, s.Reference)
	case "code":
		return appendTextOrNull(dst, s.Code)
	case "barcode":
		return appendTextOrNull(dst, s.Barcode)
	case "name":
		return gqlerr.AppendText(dst, s.Name)
	case "price":
		return appendTextOrNull(dst, s.Price)
	case "cost":
		return appendTextOrNull(dst, s.Cost)
	case "stock":
		return appendTextOrNull(dst, s.Stock)
	}
	return nil
}

func appendListingEdge(dst []byte, e *AmazonListingEdge, field *step) []byte {
	switch field.name {
	case "cursor":
		return gqlerr.AppendText(dst, e.Cursor)
	case "node":
		return appendObject(dst, e.Node, field.below, appendListing)
	}
	return nil
}

func appendMappingEdge(dst []byte, e *MappingEdge, field *step) []byte {
	switch field.name {
	case "cursor":
		return gqlerr.AppendText(dst, e.Cursor)
	case "node":
		return appendObject(dst, e.Node, field.below, appendMapping)
	}
	return nil
}

func appendProductEdge(dst []byte, e *OmniProductEdge, field *step) []byte {
	switch field.name {
	case "cursor":
		return gqlerr.AppendText(dst, e.Cursor)
	case "node":
		return appendObject(dst, e.Node, field.below, appendProduct)
	}
	return nil
}

func appendOperationEdge(dst []byte, e *OperationEdge, field *step) []byte {
	switch field.name {
	case "cursor":
		return gqlerr.AppendText(dst, e.Cursor)
	case "node":
		return appendObject(dst, e.Node, field.below, appendOperation)
	}
	return nil
}
