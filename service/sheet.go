package service

import (
	"context"
	"fmt"
	"io"
	"iter"

	"omnimap/catalog"
	"omnimap/model"
)

// sheetPage is how many listings are read at a time for a sheet.
const sheetPage = 2000

// WriteCustomMappingSheet writes the spreadsheet for custom mappings to w: a
// row for every unmappable listing, in the order of their SKUs. Each row is as
// the listing stood when it was read. What fails before anything is written
// leaves w as it was. An unknown integration is refused.
func (s *Service) WriteCustomMappingSheet(ctx context.Context, actor Actor, integration int64, w io.Writer) error {
	if err := catalog.WriteCustomSheet(w, s.sheetRows(ctx, actor, integration)); err != nil {
		return fmt.Errorf("write the custom-mapping sheet: %w", err)
	}
	return nil
}

func (s *Service) sheetRows(ctx context.Context, actor Actor, integration int64) iter.Seq2[catalog.SheetRow, error] {
	return func(yield func(catalog.SheetRow, error) bool) {
		filter := ListingFilter{Status: []model.MappingStatus{model.StatusUnmappable}}
		args := PageArgs[string]{Limit: sheetPage}
		for {
			page, err := s.Listings(ctx, actor, integration, filter, args)
			if err != nil {
				yield(catalog.SheetRow{}, err)
				return
			}
			candidates, err := s.candidates(ctx, actor, integration, page.Items)
			if err != nil {
				yield(catalog.SheetRow{}, err)
				return
			}
			for _, listing := range page.Items {
				if !yield(sheetRow(listing, candidates[listing.SKU]), nil) {
					return
				}
			}
			if !page.HasNext {
				return
			}
			args.After = &page.Items[len(page.Items)-1].SKU
		}
	}
}

// candidates are the Codes of the items that each ambiguous SKU names.
func (s *Service) candidates(ctx context.Context, actor Actor, integration int64, listings []*model.AmazonListing) (map[string][]string, error) {
	var ambiguous []string
	for _, listing := range listings {
		if listing.Standing == model.StandingAmbiguousMatch {
			ambiguous = append(ambiguous, listing.SKU)
		}
	}
	if len(ambiguous) == 0 {
		return nil, nil
	}
	matches, err := s.Matches(ctx, actor, integration, ambiguous)
	if err != nil {
		return nil, err
	}
	codes := make(map[string][]string, len(matches))
	for sku, targets := range matches {
		seen := make(map[string]bool)
		for _, target := range targets {
			if code := codeOf(target); code != "" && !seen[code] {
				seen[code] = true
				codes[sku] = append(codes[sku], code)
			}
		}
	}
	return codes, nil
}

// codeOf is the Code that names a target most closely; empty where it has
// none.
func codeOf(target *model.OmniTarget) string {
	codes := []*string{target.Option.Code, target.Product.Code}
	if target.Size != nil {
		codes = append([]*string{target.Size.Code}, codes...)
	}
	for _, code := range codes {
		if code != nil {
			return *code
		}
	}
	return ""
}

func sheetRow(listing *model.AmazonListing, candidates []string) catalog.SheetRow {
	row := catalog.SheetRow{SKU: listing.SKU, Title: listing.Title, Kind: "Product", Reason: reasonInWords(listing.Standing), Candidates: candidates}
	if listing.ASIN != nil {
		row.ASIN = *listing.ASIN
	}
	if listing.ParentSKU != nil {
		row.Kind, row.ParentSKU = "Variation", *listing.ParentSKU
	}
	return row
}

// reasonInWords says to a seller why a listing is unmappable.
func reasonInWords(standing model.Standing) string {
	switch standing {
	case model.StandingAmbiguousMatch:
		return "Several Omni items have this SKU as their Code or Barcode. Choose one of the candidates."
	case model.StandingOmniProductMapped:
		return "The Omni product that it matches has a mapping already. Choose another item, or remap that product."
	case model.StandingMatchTaken:
		return "Another listing goes first for the item that it matches. Choose another item."
	}
	return "No Omni item has this SKU as its Code or Barcode."
}
