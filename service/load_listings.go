package service

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"omnimap/catalog"
	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/idempotency"
	"omnimap/service/internal/operation"
)

// UpsertListings loads listings from a request. CreatedAt is required of one
// that is new.
func (s *Service) UpsertListings(ctx context.Context, actor model.Actor, integration int64, listings []model.ListingInput) (*LoadResult, error) {
	if kept, err := idempotency.Kept[LoadResult](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleToChange); err != nil {
		return nil, err
	}
	if len(listings) > MaxList {
		return nil, tooMany(len(listings), "listings")
	}
	if len(listings) == 0 {
		return &LoadResult{}, s.checkSpec(ctx, actor, operation.Spec{Integration: &integration})
	}
	next := 0
	read := func() (model.ListingInput, error) {
		if next == len(listings) {
			return model.ListingInput{}, io.EOF
		}
		next++
		listing := listings[next-1]
		listing.Row = next
		return listing, nil
	}
	result, err := s.loadListings(ctx, actor, integration, read, listingLoad{requireCreatedAt: true})
	if err != nil {
		return nil, model.Wrap("load listings", err)
	}
	return result, nil
}

// LoadListings loads an All Listings Report.
func (s *Service) LoadListings(ctx context.Context, actor model.Actor, integration int64, file io.Reader, load FileLoad) (*LoadResult, error) {
	if kept, err := idempotency.Kept[LoadResult](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleToChange); err != nil {
		return nil, err
	}
	reader, err := catalog.NewListingReader(file)
	if err != nil {
		return nil, model.Wrap("load listings", refuseFile(err))
	}
	found, err := s.IntegrationsByID(ctx, actor, []int64{integration})
	if err != nil {
		return nil, model.Wrap("load listings", err)
	}
	if known := found[integration]; known != nil {
		reader.SetLocation(catalog.MarketplaceLocation(known.MarketplaceID))
	}
	read := func() (model.ListingInput, error) {
		in, err := reader.Read()
		if err == io.EOF {
			err = cmp.Or(reader.CheckSKUs(), err)
		}
		return in, err
	}
	result, err := s.loadListings(ctx, actor, integration, read, listingLoad{FileLoad: load})
	if err != nil {
		return nil, model.Wrap("load listings", err)
	}
	return result, nil
}

func tooMany(n int, field ...string) error {
	return model.Refuse(model.CodeTooMany, fmt.Sprintf("The list holds %d entries; at most %d are possible. Send the rest in further requests, or all as a file.", n, MaxList), append([]string{"input"}, field...)...)
}

// listingLoad says how listings are loaded.
type listingLoad struct {
	FileLoad
	// requireCreatedAt refuses a new listing without the time at which it was
	// made; otherwise the time of the load is taken.
	requireCreatedAt bool
}

func (s *Service) loadListings(ctx context.Context, actor model.Actor, integration int64, read func() (model.ListingInput, error), load listingLoad) (*LoadResult, error) {
	var result *LoadResult
	counterpart, err := s.counterpartOf(ctx, actor, &integration)
	if err != nil {
		return nil, err
	}
	spec := operation.Spec{Kind: model.OperationLoadAmazon, Integration: &integration, Counterpart: counterpart, FileName: load.Name}
	err = s.Do(ctx, actor, spec, func(ctx context.Context, w *operation.Run) error {
		w.Enter(model.PhaseReading)
		l := &loading{run: w, file: !load.requireCreatedAt}
		if err := l.stageListings(ctx, read); err != nil {
			return err
		}
		result, err = changeOnce(ctx, w, func(tx *db.Tx) (*LoadResult, error) {
			locked, err := s.lockSides(tx, actor, integration, "input", "integrationId")
			if err != nil {
				return nil, err
			}
			w.Op.CounterpartID = locked.of(integration).CounterpartID
			change, err := newListingChange(tx, locked, w.Op, load)
			if err != nil {
				return nil, err
			}
			return change.apply(l)
		})
		return err
	})
	return result, err
}

// stageListings reads listings into temporary tables: staged_listings, the
// last of each SKU, and refused_listings, the keys of rows that were refused,
// so that none is taken for missing.
func (l *loading) stageListings(ctx context.Context, read func() (model.ListingInput, error)) error {
	listings, err := l.run.Session.CreateStagingTable(ctx, "staged_listings",
		"row_number bigint NOT NULL", "sku KEYTEXT NOT NULL", "parent_sku KEYTEXT", "asin text", "barcode text", "title text", "price text",
		"quantity text", "listing_status text", "fulfillment_channel text", "created_at bigint")
	if err != nil {
		return err
	}
	refused, err := l.run.Session.CreateStagingTable(ctx, "refused_listings", "sku KEYTEXT NOT NULL")
	if err != nil {
		return err
	}
	err = readRows(ctx, l, read, func(in model.ListingInput) error {
		clean, err := cleanListing(in)
		if err == nil {
			if err := l.addDoubts(ctx, in.Row, in.Doubts); err != nil {
				return err
			}
			return listings.Add(ctx, clean.Row, clean.SKU, staged(clean.ParentSKU), staged(clean.ASIN), staged(clean.Barcode), staged(clean.Title), staged(clean.Price),
				staged(clean.Quantity), staged(clean.ListingStatus), staged(clean.FulfillmentChannel), micros(clean))
		}
		sku := firstCharacters(in.SKU, maxKey)
		l.reject(in.Row, &sku, err)
		l.unreadable = l.unreadable || clean.SKU == ""
		return refused.Add(ctx, clean.SKU)
	}, func(row *catalog.RowError) error {
		if row.SKU == nil {
			l.unreadable = true
			return nil
		}
		return refused.Add(ctx, *row.SKU)
	})
	if err != nil {
		return err
	}
	l.run.Enter(model.PhaseChecking)
	if err := errors.Join(listings.Flush(ctx), refused.Flush(ctx)); err != nil {
		return err
	}
	if err := l.run.Session.Exec("CREATE INDEX staged_listings_sku ON staged_listings (sku)"); err != nil {
		return fmt.Errorf("index staged rows: %w", err)
	}
	if err := l.rejectDoubts(ctx, "staged_listings", "sku", model.KeySKU, "refused_listings", func(row int, sku, message string) model.RejectedRow {
		return model.RejectedRow{Row: row, SKU: &sku, Code: model.CodeInvalid, Message: message}
	}); err != nil {
		return err
	}
	return l.rejectDuplicates("staged_listings", "sku", func(row int, sku string) model.RejectedRow {
		return model.RejectedRow{Row: row, SKU: &sku, Code: model.CodeDuplicateSKU,
			Message: fmt.Sprintf("The SKU %s comes again further down; the last row with it counts. Remove this row.", model.Quote(sku))}
	})
}

// cleanListing trims the keys and checks the values. Where it fails, the
// listing that it gives has a SKU only if that is readable.
func cleanListing(in model.ListingInput) (model.ListingInput, error) {
	var c cleaner
	in.SKU = c.required("SKU", in.SKU)
	in.ParentSKU = c.key("parent SKU", in.ParentSKU)
	in.ASIN = c.text("ASIN", in.ASIN)
	in.Barcode = c.key("barcode", in.Barcode)
	in.Title = c.text("title", in.Title)
	in.ListingStatus = c.text("status", in.ListingStatus)
	in.FulfillmentChannel = c.text("fulfillment channel", in.FulfillmentChannel)
	in.Quantity = c.wholeNumber("quantity", in.Quantity)
	return in, c.err
}

// wholeNumber checks a number that may be absent, or empty to clear.
func (c *cleaner) wholeNumber(what string, value *string) *string {
	if value == nil {
		return nil
	}
	number := strings.TrimSpace(*value)
	if number == "" {
		return &number
	}
	n, err := strconv.ParseInt(number, 10, 32)
	if err != nil {
		c.keep(invalid("The %s %s is not a whole number of at most 32 bits. Correct it and load the row again.", what, model.Quote(number)))
		return &number
	}
	number = strconv.FormatInt(n, 10)
	return &number
}

// micros is when the listing was made, as the database holds times.
func micros(in model.ListingInput) *int64 {
	if in.CreatedAt == nil {
		return nil
	}
	at := in.CreatedAt.UnixMicro()
	return &at
}
