package service

import (
	"context"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"golang.org/x/sync/errgroup"

	"omnimap/catalog"
	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/query"
	"omnimap/service/internal/status"
)

// maxSheetBatch is how many rows of a sheet are read before their candidates
// are looked up together.
const maxSheetBatch = 2000

// WriteCustomMappingSheet writes the spreadsheet for custom mappings to w: a
// row for each unmappable listing that is not ignored, by SKU, with its status
// at one moment. An error before the first byte leaves w untouched.
func (s *Service) WriteCustomMappingSheet(ctx context.Context, actor model.Actor, integration int64, w io.Writer) error {
	if err := catalog.WriteCustomSheet(w, s.sheetRows(ctx, actor, integration)); err != nil {
		return fmt.Errorf("write the custom-mapping sheet: %w", err)
	}
	return nil
}

// sheetRows reads the unmappable listings by one query, as they are at one
// moment, without holding all of them. The next batch is read while one is
// written.
func (s *Service) sheetRows(ctx context.Context, actor model.Actor, integration int64) iter.Seq2[catalog.SheetRow, error] {
	return func(yield func(catalog.SheetRow, error) bool) {
		reading, ctx := errgroup.WithContext(ctx)
		ctx, stop := context.WithCancel(ctx)
		defer func() {
			stop()
			_ = reading.Wait() // The error is yielded below, unless iteration stopped.
		}()
		batches := make(chan []catalog.SheetRow)
		reading.Go(func() error {
			defer close(batches)
			return s.eachUnmappable(ctx, actor, integration, func(batch []*model.AmazonListing) error {
				rows, err := s.sheetBatch(ctx, actor, integration, batch)
				if err != nil {
					return err
				}
				select {
				case batches <- rows:
					return nil
				case <-ctx.Done():
					return ctx.Err()
				}
			})
		})
		for batch := range batches {
			for _, row := range batch {
				if !yield(row, nil) {
					return
				}
			}
		}
		if err := reading.Wait(); err != nil {
			yield(catalog.SheetRow{}, err)
		}
	}
}

// sheetBatch makes the rows of a batch of listings.
func (s *Service) sheetBatch(ctx context.Context, actor model.Actor, integration int64, listings []*model.AmazonListing) ([]catalog.SheetRow, error) {
	candidates, err := s.candidates(ctx, actor, integration, listings)
	if err != nil {
		return nil, err
	}
	skus := make([]string, len(listings))
	for i, listing := range listings {
		skus[i] = listing.SKU
	}
	suggestions, err := s.Suggestions(model.WithEffort(ctx, model.EffortHeavy), actor, integration, skus)
	if err != nil {
		return nil, err
	}
	rows := make([]catalog.SheetRow, len(listings))
	for i, listing := range listings {
		rows[i] = sheetRow(listing, candidates[listing.SKU])
		if found := suggestions[listing.SKU]; len(found) > 0 {
			addSuggestion(&rows[i], found[0])
		}
	}
	return rows, nil
}

// addSuggestion writes a listing's first suggestion beside it.
func addSuggestion(row *catalog.SheetRow, found *model.Suggestion) {
	row.SuggestedCode, row.Score = ownCodeOf(found.Target), strconv.Itoa(found.Score)
	sentences := make([]string, len(found.Evidence))
	for i, evidence := range found.Evidence {
		sentences[i] = evidence.Sentence
	}
	if row.SuggestedCode == "" {
		sentences = append(sentences, "The item has no Code of its own: link it in the work list.")
	}
	row.Because = strings.Join(sentences, " ")
}

// eachUnmappable calls do with batches of the unmappable listings that are not
// ignored, until it fails.
func (s *Service) eachUnmappable(ctx context.Context, actor model.Actor, integration int64, do func([]*model.AmazonListing) error) error {
	// NOT IN makes SQLite walk the primary key, which is in order already,
	// instead of sorting the rows of an index.
	query := `SELECT l.sku, l.parent_sku, l.asin, l.title, s.status FROM listing_statuses s
JOIN listings l ON l.account_id = s.account_id AND l.integration_id = s.integration_id AND l.sku = s.sku
WHERE s.account_id = ? AND s.integration_id = ? AND s.snapshot = ` + query.CurrentSnapshot + `
AND s.status NOT IN (` + status.Mapped + `, ` + status.Ignored + `, ` + status.PartiallyMapped + `, ` + status.Mappable + `) ORDER BY s.sku`
	batch := make([]*model.AmazonListing, 0, maxSheetBatch)
	err := s.store.Stream(ctx, query, []any{actor.AccountID, integration, actor.AccountID, integration}, func(row db.Row) error {
		listing := new(model.AmazonListing)
		if err := row.Scan(&listing.SKU, &listing.ParentSKU, &listing.ASIN, &listing.Title, &listing.StatusNumber); err != nil {
			return err
		}
		if batch = append(batch, listing); len(batch) < maxSheetBatch {
			return nil
		}
		defer func() { batch = batch[:0] }()
		return do(batch)
	})
	if err != nil {
		return fmt.Errorf("read unmappable listings: %w", err)
	}
	return do(batch)
}

// candidates are the Codes of the items that each ambiguous SKU matches.
func (s *Service) candidates(ctx context.Context, actor model.Actor, integration int64, listings []*model.AmazonListing) (map[string][]string, error) {
	var ambiguous []string
	for _, listing := range listings {
		if listing.StatusNumber == model.StatusAmbiguousMatch {
			ambiguous = append(ambiguous, listing.SKU)
		}
	}
	if len(ambiguous) == 0 {
		return nil, nil
	}
	matches, err := s.Matches(model.WithEffort(ctx, model.EffortHeavy), actor, integration, ambiguous)
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

// ownCodeOf is a Code that names just this target; empty if there is none. A
// product's Code names its default option.
func ownCodeOf(target *model.OmniTarget) string {
	code := target.Option.Code
	switch {
	case target.Size != nil:
		code = target.Size.Code
	case code == nil && target.Option.IsDefault():
		code = target.Product.Code
	}
	if code == nil {
		return ""
	}
	return *code
}

// codeOf is the most specific Code of a target; empty if it has none.
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
	row := catalog.SheetRow{SKU: listing.SKU, Title: listing.Title, Kind: "Product", Reason: reasonInWords(listing.StatusNumber), Candidates: candidates}
	if len(candidates) == 1 && candidates[0] == listing.SKU {
		row.Reason = "Several Omni items have this SKU as their Code. Give them Codes of their own in Omni, or choose another item."
	}
	if listing.ASIN != nil {
		row.ASIN = *listing.ASIN
	}
	if listing.ParentSKU != nil {
		row.Kind, row.ParentSKU = "Variation", *listing.ParentSKU
	}
	return row
}

// reasonInWords says for a seller why a listing is unmappable.
func reasonInWords(st model.Status) string {
	switch st {
	case model.StatusAmbiguousMatch:
		return "Several Omni items have this SKU as their Code or Barcode. Choose one of the candidates."
	case model.StatusOmniProductMapped:
		return "The Omni product that it matches has a mapping already. Choose another item, or remap that product."
	case model.StatusMatchTaken:
		return "Another listing goes first for the item that it matches. Choose another item."
	}
	return "No Omni item has this SKU as its Code or Barcode."
}
