package query

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"gorm.io/gorm"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/status"
)

// ListingFilter narrows a list of listings; zero fields do not narrow it. A
// list that is empty but not nil matches nothing.
type ListingFilter struct {
	Search       *string
	Status       []model.MappingStatus
	Reason       []model.UnmappableReason
	FamilySKU    *string
	CreatedAfter *model.Time
}

// statuses are the statuses that the filter lets pass; all is true if it has no
// condition on statuses.
func (f ListingFilter) statuses() (passing []model.Status, all bool) {
	for _, st := range model.Statuses() {
		if f.Status != nil && !slices.Contains(f.Status, st.MappingStatus()) {
			continue
		}
		if f.Reason != nil && !slices.Contains(f.Reason, st.Reason()) {
			continue
		}
		passing = append(passing, st)
	}
	return passing, f.Status == nil && f.Reason == nil
}

// where is the filter's condition on rows of an integration that have a SKU,
// without that on statuses.
func (f ListingFilter) where(account, integration int64, alias string) *where {
	w := newWhere(alias+".account_id = ? AND "+alias+".integration_id = ?", account, integration)
	if f.FamilySKU != nil {
		w.and(alias+".sku IN (SELECT g.sku FROM listing_statuses g WHERE g.account_id = ? AND g.integration_id = ? AND g.snapshot = 0 AND g.family_sku = ?)",
			account, integration, QueryKey(*f.FamilySKU))
	}
	if search := newSearch(f.Search); search != nil {
		search.ofListing(w, alias)
	}
	if f.CreatedAfter != nil && alias == "l" {
		w.and("l.created_at > ?", *f.CreatedAfter)
	}
	return w
}

// isWide reports whether the filter searches beyond one family.
func (f ListingFilter) isWide() bool {
	return newSearch(f.Search) != nil && f.FamilySKU == nil
}

// walks reports whether no index leads to what the filter lets pass, so that a
// page may walk all listings.
func (f ListingFilter) walks() bool {
	return newSearch(f.Search) != nil || f.CreatedAfter != nil
}

// listingColumns are the columns that a listing l is read from, before its
// status.
const listingColumns = `l.integration_id, l.sku, l.parent_sku, l.family_sku, l.asin, l.title, CAST(l.price AS text), l.quantity,
  l.listing_status, l.fulfillment_channel, l.created_at, `

func listingFields(l *model.AmazonListing) []any {
	return []any{&l.IntegrationID, &l.SKU, &l.ParentSKU, &l.FamilySKU, &l.ASIN, &l.Title, &l.Price, &l.Quantity,
		&l.ListingStatus, &l.FulfillmentChannel, &l.CreatedAt}
}

// listingScanner reads one listing after the other, as mappingScanner does.
func listingScanner() func(db.Row) (*model.AmazonListing, error) {
	var read model.AmazonListing
	fields := append(listingFields(&read), &read.StatusNumber)
	return func(row db.Row) (*model.AmazonListing, error) {
		err := row.Scan(fields...)
		l := read
		return &l, err
	}
}

const (
	// CurrentSnapshot is an integration's current snapshot. Its arguments are
	// the account and the integration: by columns of a row, it would be looked
	// up for every row.
	CurrentSnapshot = "(SELECT i.snapshot FROM integrations i WHERE i.account_id = ? AND i.id = ?)"
	// joinStatus joins the status of a listing l; one that is mapped has no row
	// in most snapshots. Its arguments are those of CurrentSnapshot.
	joinStatus = " LEFT JOIN listing_statuses s ON s.account_id = l.account_id AND s.integration_id = l.integration_id AND s.snapshot = " +
		CurrentSnapshot + " AND s.sku = l.sku"
)

// Listings returns a page of an integration's listings in the order of their
// SKUs.
func (r *Reader) Listings(ctx context.Context, actor model.Actor, integration int64, filter ListingFilter, args PageArgs[string]) (*Page[*model.AmazonListing], error) {
	items, err := r.readListings(ctx, actor.AccountID, integration, filter, args)
	if err != nil {
		return nil, fmt.Errorf("list listings: %w", err)
	}
	return NewPage(args, items), nil
}

// readListings reads the listings of a page, and one more if the list goes on.
func (r *Reader) readListings(ctx context.Context, account, integration int64, filter ListingFilter, args PageArgs[string]) ([]*model.AmazonListing, error) {
	if filter.isWide() {
		return r.searchListings(ctx, account, integration, filter, args)
	}
	if filter.walks() {
		ctx = model.WithEffort(ctx, model.EffortHeavy)
	}
	rows, rowArgs, direction := listingRows(account, integration, filter, &args)
	if rows == "" {
		return nil, nil
	}
	// The page is cut from the table of listings, or from that of statuses, which
	// has only SKUs.
	query := "SELECT " + listingColumns + "coalesce(s.status, " + status.Mapped + ") FROM (" + rows + ") l" + joinStatus + " ORDER BY l.sku" + direction
	if _, all := filter.statuses(); !all {
		query = "SELECT " + listingColumns + "k.status FROM (" + rows + ") k CROSS JOIN listings l" +
			" WHERE l.account_id = ? AND l.integration_id = ? AND l.sku = k.sku ORDER BY k.sku" + direction
	}
	return db.SelectRows(ctx, r.store, query, append(rowArgs, account, integration), listingScanner())
}

// CountListings counts the listings that pass the filter.
func (r *Reader) CountListings(ctx context.Context, actor model.Actor, integration int64, filter ListingFilter) (n int64, err error) {
	if filter.isWide() {
		n, err = r.countKeys(ctx, r.listingSearch(actor.AccountID, integration, filter, PageArgs[string]{}))
	} else {
		query, args := countListings(actor.AccountID, integration, filter)
		if filter.walks() || filter.FamilySKU != nil {
			ctx = model.WithEffort(ctx, model.EffortHeavy)
		}
		n, err = db.SelectOne[int64](ctx, r.store, query, args)
	}
	if err != nil {
		return 0, fmt.Errorf("count listings: %w", err)
	}
	return n, nil
}

func countListings(account, integration int64, filter ListingFilter) (string, []any) {
	passing, _ := filter.statuses()
	if newSearch(filter.Search) == nil && filter.FamilySKU == nil && filter.CreatedAfter == nil {
		return "SELECT coalesce(sum(listings), 0) FROM listing_status_counts WHERE account_id = ? AND integration_id = ? AND status IN ?",
			[]any{account, integration, append(passing, 0)}
	}
	rows, args, _ := listingRows(account, integration, filter, nil)
	if rows == "" {
		return "SELECT 0", nil
	}
	return "SELECT count(*) FROM (" + rows + ") k", args
}

// listingRows is a query for the rows of a page, or of all listings if page is
// nil: whole listings if any status passes, else SKUs with their statuses. It
// is empty if nothing can pass. ADR 14 says why it merges one page of each
// status.
func listingRows(account, integration int64, filter ListingFilter, page *PageArgs[string]) (query string, args []any, direction string) {
	passing, all := filter.statuses()
	if all {
		return listingRowsOf(0, account, integration, filter, page)
	}
	var members []string
	for _, st := range passing {
		member, memberArgs, dir := listingRowsOf(st, account, integration, filter, page)
		members, args, direction = append(members, "SELECT * FROM ("+member+") x"), append(args, memberArgs...), dir
	}
	query = strings.Join(members, " UNION ALL ")
	if len(members) > 1 && page != nil {
		query = fmt.Sprintf("SELECT * FROM (%s) u ORDER BY sku%s LIMIT %d", query, direction, page.Limit+1)
	}
	return query, args, direction
}

// listingRowsOf is the same for the listings of one status; 0 is any.
func listingRowsOf(st model.Status, account, integration int64, filter ListingFilter, page *PageArgs[string]) (string, []any, string) {
	alias, columns, table := "l", "l.*", "listings l"
	switch st {
	case 0:
	case model.StatusMapped:
		alias, columns, table = "m", "m.sku, "+status.Mapped+" AS status", "mappings m"
	default:
		alias, columns, table = "s", "s.sku, s.status", "listing_statuses s"
	}
	w := filter.where(account, integration, alias)
	if alias == "s" {
		w.and("s.snapshot = "+CurrentSnapshot+" AND s.status = ?", account, integration, st)
	}
	if filter.CreatedAfter != nil && alias != "l" {
		table += " JOIN listings l ON l.account_id = " + alias + ".account_id AND l.integration_id = " + alias + ".integration_id AND l.sku = " + alias + ".sku"
		w.and("l.created_at > ?", *filter.CreatedAfter)
	}
	if page == nil {
		return "SELECT " + columns + " FROM " + table + " WHERE " + w.text.String(), w.args, ""
	}
	conditions, args, direction := Within(*page, ListOrder{Columns: alias + ".sku", Binding: "?"}, func(sku string) []any { return []any{sku} })
	return fmt.Sprintf("SELECT %s FROM %s WHERE %s%s ORDER BY %s.sku%s LIMIT %d", columns, table, w.text.String(), conditions, alias, direction, page.Limit+1),
		append(w.args, args...), direction
}

// Listing reads one of an integration's listings; nil if there is none with
// that SKU.
func (r *Reader) Listing(ctx context.Context, actor model.Actor, integration int64, sku string) (*model.AmazonListing, error) {
	query := "SELECT " + listingColumns + "coalesce(s.status, " + status.Mapped + ") FROM listings l" + joinStatus +
		" WHERE l.account_id = ? AND l.integration_id = ? AND l.sku = ?"
	found, err := db.SelectRows(ctx, r.store, query, []any{actor.AccountID, integration, actor.AccountID, integration, QueryKey(sku)}, listingScanner())
	if err != nil {
		return nil, fmt.Errorf("read listing: %w", err)
	}
	if len(found) == 0 {
		return nil, nil
	}
	return found[0], nil
}

// ProductStatus counts the listings of some of the account's integrations by
// status.
func (r *Reader) ProductStatus(ctx context.Context, actor model.Actor, integrations []int64) (map[int64]*model.ProductStatus, error) {
	var rows []struct {
		IntegrationID int64
		Status        model.Status
		Listings      int64
	}
	err := r.store.Read(ctx, func(g *gorm.DB) error {
		return g.Raw("SELECT integration_id, status, listings FROM listing_status_counts WHERE account_id = ? AND integration_id IN ?",
			actor.AccountID, integrations).Scan(&rows).Error
	})
	if err != nil {
		return nil, fmt.Errorf("count listings by status: %w", err)
	}
	counts := make(map[int64]*model.ProductStatus, len(integrations))
	for _, id := range integrations {
		counts[id] = &model.ProductStatus{}
	}
	for _, row := range rows {
		count := counts[row.IntegrationID]
		switch row.Status.MappingStatus() {
		case model.MappingStatusMapped:
			count.Mapped += row.Listings
		case model.MappingStatusPartiallyMapped:
			count.PartiallyMapped += row.Listings
		case model.MappingStatusMappable:
			count.Mappable += row.Listings
		case model.MappingStatusUnmappable:
			count.Unmappable += row.Listings
		}
	}
	return counts, nil
}
