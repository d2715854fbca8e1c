package graph

import (
	"strconv"

	"omnimap/graph/gqlerr"
	"omnimap/model"
)

// The writers below are those of integrations, operations and user errors.
// fastjson_catalogue.go has those of the catalogues.

func appendIntegration(dst []byte, i *model.Integration, field *step) []byte {
	switch field.name {
	case "id":
		return appendID(dst, i, appendIntegrationID)
	case "name":
		return gqlerr.AppendText(dst, i.Name)
	case "sellerId":
		return gqlerr.AppendText(dst, i.SellerID)
	case "marketplaceId":
		return gqlerr.AppendText(dst, i.MarketplaceID)
	case "fulfilment":
		return gqlerr.AppendText(dst, i.Fulfilment)
	case "productsEnabled":
		return strconv.AppendBool(dst, i.ProductsEnabled)
	case "lastImportAt":
		return appendTimeOrNull(dst, i.LastImportAt)
	case "createdAt":
		return appendTime(dst, i.CreatedAt)
	}
	return nil
}

func appendOperation(dst []byte, o *model.Operation, field *step) []byte {
	switch field.name {
	case "id":
		return appendID(dst, o, appendOperationID)
	case "kind":
		return gqlerr.AppendText(dst, o.Kind)
	case "state":
		return gqlerr.AppendText(dst, o.State)
	case "progress":
		return appendObjectOrNull(dst, o.Progress(), field.below, appendProgress)
	case "fileName":
		return appendTextOrNull(dst, o.FileName)
	case "actor":
		return gqlerr.AppendText(dst, o.Actor)
	case "startedAt":
		return appendTime(dst, o.StartedAt)
	case "finishedAt":
		return appendTimeOrNull(dst, o.FinishedAt)
	case "done":
		return appendInt(dst, o.Done)
	case "total":
		return appendIntOrNull(dst, o.Total)
	case "created":
		return appendInt(dst, o.Created)
	case "deleted":
		return appendInt(dst, o.Deleted)
	case "restorable":
		return strconv.AppendBool(dst, o.Restorable)
	case "error":
		return appendTextOrNull(dst, o.Error)
	case "loadSummary":
		return appendObjectOrNull(dst, o.LoadSummary(), field.below, appendLoadSummary)
	case "importSummary":
		return appendObjectOrNull(dst, o.ImportSummary(), field.below, appendImportSummary)
	case "customMappingSummary":
		return appendObjectOrNull(dst, o.CustomMappingSummary(), field.below, appendCustomSummary)
	case "rejected":
		return appendInt(dst, o.Rejected())
	case "ignoreSummary":
		return appendObjectOrNull(dst, o.IgnoreSummary(), field.below, appendIgnoreSummary)
	case "rejectedRows":
		return appendList(dst, pointers(o.RejectedRows), field.below, appendRejectedRow)
	}
	return nil
}

func appendProgress(dst []byte, p *model.OperationProgress, field *step) []byte {
	switch field.name {
	case "phase":
		return gqlerr.AppendText(dst, p.Phase)
	case "done":
		return appendInt(dst, p.Done)
	case "total":
		return appendIntOrNull(dst, p.Total)
	}
	return nil
}

func appendLoadSummary(dst []byte, s *model.LoadSummary, field *step) []byte {
	switch field.name {
	case "read":
		return appendInt(dst, s.Read)
	case "created":
		return appendInt(dst, s.Created)
	case "updated":
		return appendInt(dst, s.Updated)
	case "removed":
		return appendInt(dst, s.Removed)
	case "leftOut":
		return appendInt(dst, s.LeftOut)
	case "removalsSkipped":
		return strconv.AppendBool(dst, s.RemovalsSkipped)
	case "rejected":
		return appendInt(dst, s.Rejected)
	case "mappingsDeleted":
		return appendInt(dst, s.MappingsDeleted)
	}
	return nil
}

func appendImportSummary(dst []byte, s *model.ImportSummary, field *step) []byte {
	switch field.name {
	case "unmappedProducts":
		return appendInt(dst, s.UnmappedProducts)
	case "existingPriceOptionsLinked":
		return appendInt(dst, s.ExistingPriceOptionsLinked)
	case "existingSizeOptionsLinked":
		return appendInt(dst, s.ExistingSizeOptionsLinked)
	case "mappingsCreated":
		return appendInt(dst, s.MappingsCreated)
	case "partiallyMapped":
		return appendInt(dst, s.PartiallyMapped)
	case "unmappable":
		return appendInt(dst, s.Unmappable)
	}
	return nil
}

func appendCustomSummary(dst []byte, s *model.CustomMappingSummary, field *step) []byte {
	switch field.name {
	case "rowsRead":
		return appendInt(dst, s.RowsRead)
	case "productOptionsMapped":
		return appendInt(dst, s.ProductOptionsMapped)
	case "blank":
		return appendInt(dst, s.Blank)
	case "rejected":
		return appendInt(dst, s.Rejected)
	}
	return nil
}

func appendIgnoreSummary(dst []byte, s *model.IgnoreSummary, field *step) []byte {
	switch field.name {
	case "ignored":
		return appendInt(dst, s.Ignored)
	case "takenBack":
		return appendInt(dst, s.TakenBack)
	}
	return nil
}

func appendRejectedRow(dst []byte, r *model.RejectedRow, field *step) []byte {
	switch field.name {
	case "sheet":
		return appendTextOrNull(dst, r.Sheet)
	case "row":
		return appendInt(dst, r.Row)
	case "sku":
		return appendTextOrNull(dst, r.SKU)
	case "cin7Code":
		return appendTextOrNull(dst, r.Cin7Code)
	case "code":
		return gqlerr.AppendText(dst, r.Code)
	case "message":
		return gqlerr.AppendText(dst, r.Message)
	}
	return nil
}

func appendRemapPair(dst []byte, p *model.RemapPair, field *step) []byte {
	switch field.name {
	case "sku":
		return gqlerr.AppendText(dst, p.SKU)
	case "target":
		return appendObject(dst, p.Target, field.below, appendTarget)
	case "formerTarget":
		return appendObjectOrNull(dst, p.FormerTarget, field.below, appendTarget)
	}
	return nil
}

func appendUserError(dst []byte, e *model.UserError, field *step) []byte {
	switch field.name {
	case "code":
		return gqlerr.AppendText(dst, e.Code)
	case "message":
		return gqlerr.AppendText(dst, e.Message)
	case "field":
		return appendTextsOrNull(dst, e.Field)
	}
	return nil
}
