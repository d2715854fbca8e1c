package service

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"omnimap/catalog"
	"omnimap/db"
	"omnimap/model"
)

// UpsertListings loads listings from a request. CreatedAt is required of one
// that is new.
func (s *Service) UpsertListings(ctx context.Context, actor Actor, integration int64, listings []model.ListingInput) (*LoadResult, error) {
	if len(listings) > MaxList {
		return nil, tooMany(len(listings), "listings")
	}
	if len(listings) == 0 {
		return &LoadResult{}, s.checkOpening(ctx, actor, opening{integration: &integration})
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
		return nil, wrap("load listings", err)
	}
	return result, nil
}

// LoadListings loads an All Listings Report.
func (s *Service) LoadListings(ctx context.Context, actor Actor, integration int64, file io.Reader, load FileLoad) (*LoadResult, error) {
	reader, err := catalog.NewListingReader(file)
	if err != nil {
		return nil, wrap("load listings", refuseFile(err))
	}
	result, err := s.loadListings(ctx, actor, integration, reader.Read, listingLoad{FileLoad: load})
	if err != nil {
		return nil, wrap("load listings", err)
	}
	return result, nil
}

func tooMany(n int, field string) error {
	return refuse(model.CodeTooMany, fmt.Sprintf("The list holds %d entries; at most %d are possible. Send the rest in further requests, or all as a file.", n, MaxList), "input", field)
}

// listingLoad says how listings are loaded.
type listingLoad struct {
	FileLoad
	// requireCreatedAt refuses a new listing without the time at which it was
	// made; otherwise the time of the load is taken.
	requireCreatedAt bool
}

func (s *Service) loadListings(ctx context.Context, actor Actor, integration int64, read func() (model.ListingInput, error), load listingLoad) (*LoadResult, error) {
	var result *LoadResult
	err := s.operate(ctx, actor, opening{kind: model.OperationLoadAmazon, integration: &integration}, func(ctx context.Context, w *work) error {
		l := &loading{work: w}
		if err := l.stageListings(ctx, read); err != nil {
			return err
		}
		return w.change(ctx, func(tx *db.Tx) error {
			locked, err := s.lockIntegration(tx, actor, integration)
			if err != nil {
				return err
			}
			at, err := tx.Tick(locked)
			if err != nil {
				return err
			}
			change := &listingChange{standings: newStandings(tx, locked), op: w.op, at: at}
			result, err = change.apply(l, load)
			return err
		})
	})
	return result, err
}

// stageListings reads listings into temporary tables: staged_listings, the
// last of each SKU, and refused_listings, the keys of rows that were refused,
// so that none is taken for missing.
func (l *loading) stageListings(ctx context.Context, read func() (model.ListingInput, error)) error {
	staged, err := l.session.Stage(ctx, "staged_listings",
		"row_number bigint NOT NULL", "sku KEYTEXT NOT NULL", "parent_sku KEYTEXT", "asin text", "title text", "price text",
		"quantity text", "listing_status text", "fulfillment_channel text", "created_at bigint")
	if err != nil {
		return err
	}
	refused, err := l.session.Stage(ctx, "refused_listings", "sku KEYTEXT NOT NULL")
	if err != nil {
		return err
	}
	err = readRows(ctx, l, read, func(in model.ListingInput) error {
		clean, err := cleanListing(in)
		if err == nil {
			return staged.Add(ctx, clean.Row, clean.SKU, clean.ParentSKU, clean.ASIN, clean.Title, decimalText(clean.Price),
				clean.Quantity, clean.ListingStatus, clean.FulfillmentChannel, micros(clean))
		}
		l.reject(in.Row, &in.SKU, err)
		return refused.Add(ctx, clean.SKU)
	}, func(row *catalog.RowError) error {
		if row.SKU == nil {
			return nil
		}
		return refused.Add(ctx, *row.SKU)
	})
	if err != nil {
		return err
	}
	if err := errors.Join(staged.Flush(ctx), refused.Flush(ctx)); err != nil {
		return err
	}
	err = l.supersede("staged_listings", "sku", func(row int, sku string) model.RejectedRow {
		return model.RejectedRow{Row: row, SKU: &sku, Code: model.CodeDuplicateSKU,
			Message: fmt.Sprintf("The SKU %s comes again further down; the last row with it counts. Remove this row.", shown(sku))}
	})
	if err != nil {
		return err
	}
	return l.session.Exec("CREATE UNIQUE INDEX staged_listings_sku ON staged_listings (sku)")
}

// cleanListing trims the keys and checks the values. Where it fails, the
// listing that it gives has a SKU only if that is readable.
func cleanListing(in model.ListingInput) (model.ListingInput, error) {
	var c cleaner
	in.SKU = c.required("SKU", in.SKU)
	in.ParentSKU = c.key("parent SKU", in.ParentSKU)
	in.ASIN = c.text("ASIN", in.ASIN)
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
		c.keep(invalid("The %s %s is not a whole number of at most 32 bits. Correct it and load the row again.", what, shown(number)))
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

// listingChange is a load of listings within its transaction.
type listingChange struct {
	*standings
	op *model.Operation
	at model.Time
}

func (c *listingChange) apply(l *loading, load listingLoad) (*LoadResult, error) {
	var summary model.LoadSummary
	if err := c.prepareRefresh(); err != nil {
		return nil, err
	}
	if err := c.prepareTables(); err != nil {
		return nil, err
	}
	if load.requireCreatedAt {
		if err := c.refuseUndated(l); err != nil {
			return nil, err
		}
	}
	if load.RemoveMissing {
		if err := c.noteMissing(load.FileLoad); err != nil {
			return nil, err
		}
	}
	if err := c.noteChanged(); err != nil {
		return nil, err
	}
	if err := c.write(&summary); err != nil {
		return nil, err
	}
	if err := c.remove(&summary); err != nil {
		return nil, err
	}
	if err := c.noteParents(); err != nil {
		return nil, err
	}
	if err := c.refresh(); err != nil {
		return nil, err
	}
	return l.complete(c.tx, summary)
}

func (c *listingChange) prepareTables() error {
	if err := makeScratch(c.tx,
		scratch{"missing_listings", "sku KEYTEXT NOT NULL PRIMARY KEY"},
		scratch{"touched_parents", "sku KEYTEXT NOT NULL PRIMARY KEY"},
	); err != nil {
		return err
	}
	return c.tx.Analyze("staged_listings")
}

// refuseUndated takes out the new listings that lack the time at which they
// were made.
func (c *listingChange) refuseUndated(l *loading) error {
	const undated = `s.created_at IS NULL AND NOT EXISTS (SELECT 1 FROM listings l
WHERE l.account_id = @account AND l.integration_id = @integration AND l.sku = s.sku)`
	var found []struct {
		RowNumber int
		SKU       string
	}
	if err := c.tx.Select("SELECT s.row_number, s.sku FROM staged_listings s WHERE "+undated+" ORDER BY s.row_number", c.args, &found); err != nil {
		return fmt.Errorf("find listings without createdAt: %w", err)
	}
	rejected := make([]model.RejectedRow, len(found))
	for i, row := range found {
		rejected[i] = model.RejectedRow{Row: row.RowNumber, SKU: &row.SKU, Code: model.CodeInvalid,
			Message: "The listing is new and has no createdAt. Give the time at which it was made on Amazon."}
	}
	l.merge(int64(len(rejected)), rejected)
	_, err := c.run("take out listings without createdAt", `DELETE FROM staged_listings WHERE sku IN (
SELECT s.sku FROM staged_listings s WHERE `+undated+`)`)
	return err
}

// noteMissing notes the listings that a whole catalogue lacks.
func (c *listingChange) noteMissing(load FileLoad) error {
	missing, err := c.run("find missing listings", `INSERT INTO missing_listings (sku)
SELECT l.sku FROM listings l WHERE `+ofScope("l")+`
AND NOT EXISTS (SELECT 1 FROM staged_listings s WHERE s.sku = l.sku)
AND l.sku NOT IN (SELECT sku FROM refused_listings)`)
	if err != nil {
		return err
	}
	var known int64
	if err := c.tx.Read("SELECT count(*) FROM listings l WHERE "+ofScope("l"), c.args, &known); err != nil {
		return fmt.Errorf("count listings: %w", err)
	}
	return checkShrinks(load, "listings", missing, known)
}

// givenParent is the parent SKU that a staged row gives, null for none: the
// listing's own SKU counts as none.
const givenParent = "nullif(nullif(s.parent_sku, ''), s.sku)"

// noteChanged notes the listings that are new, of another family, or missing,
// and the parents that they had.
func (c *listingChange) noteChanged() error {
	return c.runAll(
		step{"note changed listings", `INSERT INTO changed_skus (sku)
SELECT s.sku FROM staged_listings s LEFT JOIN listings l ON ` + ofScope("l") + ` AND l.sku = s.sku
WHERE l.sku IS NULL OR (s.parent_sku IS NOT NULL AND l.parent_sku IS DISTINCT FROM ` + givenParent + `)`},
		step{"note missing listings", "INSERT INTO changed_skus (sku) SELECT sku FROM missing_listings WHERE 1 = 1 ON CONFLICT DO NOTHING"},
		step{"note former parents", noteParentsOfChanged},
	)
}

const noteParentsOfChanged = `INSERT INTO touched_parents (sku)
SELECT DISTINCT l.parent_sku FROM changed_skus c CROSS JOIN listings l
WHERE l.account_id = @account AND l.integration_id = @integration AND l.sku = c.sku AND l.parent_sku IS NOT NULL
ON CONFLICT DO NOTHING`

// write adds the new listings and updates the known ones that differ.
func (c *listingChange) write(summary *model.LoadSummary) error {
	if err := c.tx.Read(`SELECT count(*) FROM changed_skus c WHERE c.sku NOT IN (SELECT sku FROM missing_listings)
AND NOT EXISTS (SELECT 1 FROM listings l WHERE `+ofScope("l")+` AND l.sku = c.sku)`, c.args, &summary.Created); err != nil {
		return fmt.Errorf("count new listings: %w", err)
	}
	written, err := c.run("write listings", `INSERT INTO listings (account_id, integration_id, sku, parent_sku, asin, title, price, quantity,
  listing_status, fulfillment_channel, created_at, first_seen_at)
SELECT CAST(@account AS bigint), CAST(@integration AS bigint), s.sku,
  CASE WHEN s.parent_sku IS NULL THEN l.parent_sku ELSE `+givenParent+` END,
  CASE WHEN s.asin IS NULL THEN l.asin ELSE nullif(s.asin, '') END,
  coalesce(s.title, l.title, ''),
  CASE WHEN s.price IS NULL THEN l.price ELSE to_decimal(s.price) END,
  CASE WHEN s.quantity IS NULL THEN l.quantity ELSE CAST(nullif(s.quantity, '') AS bigint) END,
  CASE WHEN s.listing_status IS NULL THEN l.listing_status ELSE nullif(s.listing_status, '') END,
  CASE WHEN s.fulfillment_channel IS NULL THEN l.fulfillment_channel ELSE nullif(s.fulfillment_channel, '') END,
  coalesce(s.created_at, l.created_at, CAST(@now AS bigint)),
  coalesce(l.first_seen_at, CAST(@now AS bigint))
FROM staged_listings s LEFT JOIN listings l ON `+ofScope("l")+` AND l.sku = s.sku
ORDER BY s.sku
ON CONFLICT (account_id, integration_id, sku) DO UPDATE SET
  parent_sku = excluded.parent_sku, asin = excluded.asin, title = excluded.title, price = excluded.price, quantity = excluded.quantity,
  listing_status = excluded.listing_status, fulfillment_channel = excluded.fulfillment_channel, created_at = excluded.created_at
WHERE listings.parent_sku IS DISTINCT FROM excluded.parent_sku OR listings.asin IS DISTINCT FROM excluded.asin
  OR listings.title <> excluded.title OR listings.price IS DISTINCT FROM excluded.price OR listings.quantity IS DISTINCT FROM excluded.quantity
  OR listings.listing_status IS DISTINCT FROM excluded.listing_status
  OR listings.fulfillment_channel IS DISTINCT FROM excluded.fulfillment_channel OR listings.created_at <> excluded.created_at`,
		named("now", c.at))
	summary.Updated = written - summary.Created
	return err
}

// remove takes the missing listings away, and their mappings with them.
func (c *listingChange) remove(summary *model.LoadSummary) error {
	const from, condition = "missing_listings x CROSS JOIN mappings m", "m.sku = x.sku"
	var err error
	if err = c.touchMappings(from, condition); err != nil {
		return err
	}
	if summary.MappingsDeleted, err = c.deleteMappings(c.op, from, condition); err != nil {
		return err
	}
	summary.Removed, err = c.run("remove listings", `DELETE FROM listings
WHERE `+ofScope("listings")+` AND sku IN (SELECT sku FROM missing_listings)`)
	return err
}

// noteParents notes the listings that became parents, or are none any more.
func (c *listingChange) noteParents() error {
	return c.runAll(
		step{"note new parents", noteParentsOfChanged},
		step{"note changed parents", `INSERT INTO changed_skus (sku)
SELECT p.sku FROM touched_parents p CROSS JOIN standings g
WHERE ` + ofScope("g") + ` AND g.generation = 0 AND g.sku = p.sku
AND g.is_parent <> EXISTS (SELECT 1 FROM listings l WHERE ` + ofScope("l") + ` AND l.parent_sku = p.sku)
ON CONFLICT DO NOTHING`},
	)
}
