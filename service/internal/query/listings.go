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

// listingColumns are the columns that a listing l is read from, before its
// status.
const listingColumns = `l.integration_id, l.sku, l.parent_sku, l.family_sku, l.asin, l.barcode, l.title, CAST(l.price AS text), l.quantity,
  l.listing_status, l.fulfillment_channel, l.created_at, `

func listingFields(l *model.AmazonListing) []any {
	return []any{&l.IntegrationID, &l.SKU, &l.ParentSKU, &l.FamilySKU, &l.ASIN, &l.Barcode, &l.Title, &l.Price, &l.Quantity,
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
	// in most snapshots. Its arguments are the account and the integration, twice.
	joinStatus = " LEFT JOIN listing_statuses s ON s.account_id = ? AND s.integration_id = ? AND s.snapshot = " +
		CurrentSnapshot + " AND s.sku = l.sku"
)

// statusArguments are the arguments of joinStatus.
func statusArguments(account, integration int64) []any {
	return []any{account, integration, account, integration}
}

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
	switch {
	case filter.isNarrow():
		return r.narrowListings(ctx, account, integration, filter, args)
	case filter.isWide():
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
	joinArgs := statusArguments(account, integration)
	if _, all := filter.statuses(); !all {
		joinArgs = []any{account, integration}
		query = "SELECT " + listingColumns + "k.status FROM (" + rows + ") k CROSS JOIN listings l" +
			" WHERE l.account_id = ? AND l.integration_id = ? AND l.sku = k.sku ORDER BY k.sku" + direction
	}
	return db.SelectRows(ctx, r.store, query, slices.Concat(rowArgs, joinArgs), listingScanner())
}

// narrowListings reads the listings of a page of a filter that is narrow.
func (r *Reader) narrowListings(ctx context.Context, account, integration int64, filter ListingFilter, args PageArgs[string]) ([]*model.AmazonListing, error) {
	conditions, pageArgs, direction := Within(args, ListOrder{Columns: "l.sku", Binding: "?"}, func(sku string) []any { return []any{sku} })
	w := filter.narrow(account, integration)
	w.cut(conditions, pageArgs, fmt.Sprintf(" ORDER BY l.sku%s LIMIT %d", direction, args.Limit+1))
	query := "SELECT " + listingColumns + "coalesce(s.status, " + status.Mapped + ") " + w.text.String()
	return db.SelectRows(ctx, r.store, query, w.args, listingScanner())
}

// CountListings counts the listings that pass the filter.
func (r *Reader) CountListings(ctx context.Context, actor model.Actor, integration int64, filter ListingFilter) (int64, error) {
	query, args := filter.count(actor.AccountID, integration)
	if query == "" {
		query, args = r.ListingKeys(actor, integration, filter)
		query = "SELECT count(*) FROM (" + query + ") k"
		ctx = model.WithEffort(ctx, model.EffortHeavy)
	}
	n, err := db.SelectOne[int64](ctx, r.store, query, args)
	if err != nil {
		return 0, fmt.Errorf("count listings: %w", err)
	}
	return n, nil
}

// count is a query for the number of listings that pass a filter of statuses and
// parents alone, which is stored; empty for other filters.
func (f ListingFilter) count(account, integration int64) (string, []any) {
	if newSearch(f.Search) != nil || f.FamilySKU != nil || f.CreatedAfter != nil || f.SKUs != nil || f.ASIN != nil || f.FulfillmentChannel != nil {
		return "", nil
	}
	listings := "listings"
	if f.Parents != nil {
		if listings = "listings - parents"; *f.Parents {
			listings = "parents"
		}
	}
	passing, _ := f.statuses()
	return "SELECT coalesce(sum(" + listings + "), 0) FROM listing_status_counts WHERE account_id = ? AND integration_id = ? AND status IN ?",
		[]any{account, integration, append(passing, 0)}
}

// ListingKeys is a query for the SKUs of all listings that pass the filter, with
// arguments as GORM takes them.
func (r *Reader) ListingKeys(actor model.Actor, integration int64, filter ListingFilter) (string, []any) {
	switch {
	case filter.isNarrow():
		w := filter.narrow(actor.AccountID, integration)
		return "SELECT l.sku " + w.text.String(), w.args
	case filter.isWide():
		return r.listingSearch(actor.AccountID, integration, filter, PageArgs[string]{}).all()
	}
	rows, args, _ := listingRows(actor.AccountID, integration, filter, nil)
	if rows == "" {
		return "SELECT sku FROM listings WHERE 1 = 0", nil
	}
	return "SELECT sku FROM (" + rows + ") k", args
}

// listingRows is a query for the rows of a page, or of all listings if page is
// nil: whole listings if any status passes, else SKUs with their statuses. It
// is empty if nothing can pass. ADR 14 says why it merges one page of each
// status, or of each channel.
func listingRows(account, integration int64, filter ListingFilter, page *PageArgs[string]) (query string, args []any, direction string) {
	passing, all := filter.statuses()
	channels := filter.channels()
	var members []string
	add := func(st model.Status, filter ListingFilter) {
		member, memberArgs, dir := listingRowsOf(st, account, integration, filter, page)
		members, args, direction = append(members, "SELECT * FROM ("+member+") x"), append(args, memberArgs...), dir
	}
	switch {
	case channels != nil:
		for _, one := range channels {
			add(0, one)
		}
	case all && filter.Parents != nil && page != nil && !filter.walks():
		return parentRows(account, integration, filter, page)
	case all:
		return listingRowsOf(0, account, integration, filter, page)
	default:
		for _, st := range passing {
			add(st, filter)
		}
	}
	query = strings.Join(members, " UNION ALL ")
	if len(members) > 1 && page != nil {
		query = fmt.Sprintf("SELECT * FROM (%s) u ORDER BY sku%s LIMIT %d", query, direction, page.Limit+1)
	}
	return query, args, direction
}

// listingRowsOf is the same for the listings of one status; 0 is any. Rows g of
// snapshot 0 lead to listings that are parents or not, and to mapped parents: of
// mappings, most are of listings that are none.
func listingRowsOf(st model.Status, account, integration int64, filter ListingFilter, page *PageArgs[string]) (string, []any, string) {
	alias, columns, table := "l", "l.*", "listings l"
	switch st {
	case 0:
	case model.StatusMapped:
		alias, columns, table = "m", "m.sku, "+status.Mapped+" AS status", "mappings m"
	default:
		alias, columns, table = "s", "s.sku, s.status", "listing_statuses s"
	}
	key := alias
	w := filter.where(account, integration, alias)
	switch {
	case alias == "s":
		w.and("s.snapshot = "+CurrentSnapshot+" AND s.status = ?", account, integration, st)
		filter.parents(w, account, integration, alias)
	case filter.Parents != nil && filter.channel == "" && (st == 0 || *filter.Parents):
		key, table = "g", "listing_statuses g CROSS JOIN "+table
		w.and("g.account_id = ? AND g.integration_id = ? AND g.snapshot = 0 AND "+alias+".sku = g.sku", account, integration)
		filter.parents(w, account, integration, "g")
	default:
		filter.parents(w, account, integration, alias)
	}
	if filter.needsListing() && alias != "l" {
		table += " JOIN listings l ON l.account_id = " + alias + ".account_id AND l.integration_id = " + alias + ".integration_id AND l.sku = " + alias + ".sku"
		filter.ofListing(w)
	}
	if page == nil {
		return "SELECT " + columns + " FROM " + table + " WHERE " + w.text.String(), w.args, ""
	}
	return cutRows(columns, table, key, w, page)
}

// cutRows cuts a page of rows, by the SKUs of the table's alias key.
func cutRows(columns, table, key string, w *where, page *PageArgs[string]) (string, []any, string) {
	conditions, args, direction := Within(*page, ListOrder{Columns: key + ".sku", Binding: "?"}, func(sku string) []any { return []any{sku} })
	return fmt.Sprintf("SELECT %s FROM %s WHERE %s%s ORDER BY %s.sku%s LIMIT %d", columns, table, w.text.String(), conditions, key, direction, page.Limit+1),
		append(w.args, args...), direction
}

// parentRows is listingRowsOf for a page of listings of any status that are
// parents, or are none. It is cut before the listings are joined: PostgreSQL
// would merge both in their order, and read all that come before the first
// parent.
func parentRows(account, integration int64, filter ListingFilter, page *PageArgs[string]) (string, []any, string) {
	w := filter.where(account, integration, "g")
	w.and("g.snapshot = 0")
	filter.parents(w, account, integration, "g")
	cut, args, direction := cutRows("g.sku", "listing_statuses g", "g", w, page)
	return "SELECT l.* FROM (" + cut + ") g CROSS JOIN listings l WHERE l.account_id = ? AND l.integration_id = ? AND l.sku = g.sku", append(args, account, integration), direction
}

// Listing reads one of an integration's listings; nil if there is none with
// that SKU.
func (r *Reader) Listing(ctx context.Context, actor model.Actor, integration int64, sku string) (*model.AmazonListing, error) {
	query := "SELECT " + listingColumns + "coalesce(s.status, " + status.Mapped + ") FROM listings l" + joinStatus +
		" WHERE l.account_id = ? AND l.integration_id = ? AND l.sku = ?"
	found, err := db.SelectRows(ctx, r.store, query, append(statusArguments(actor.AccountID, integration), actor.AccountID, integration, QueryKey(sku)), listingScanner())
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
		IntegrationID     int64
		Status            model.Status
		Listings, Parents int64
		Stocked           int64
		StockValue        string
	}
	err := r.store.Read(ctx, func(g *gorm.DB) error {
		return g.Raw("SELECT integration_id, status, listings, parents, stocked, CAST(stock_value AS text) AS stock_value FROM listing_status_counts WHERE account_id = ? AND integration_id IN ?",
			actor.AccountID, integrations).Scan(&rows).Error
	})
	if err != nil {
		return nil, fmt.Errorf("count listings by status: %w", err)
	}
	counts := make(map[int64]*model.ProductStatus, len(integrations))
	for _, id := range integrations {
		counts[id] = model.NewProductStatus()
	}
	for _, row := range rows {
		of := counts[row.IntegrationID]
		of.Add(row.Status, row.Listings, row.Parents)
		if row.Status == model.StatusMapped || row.Status == model.StatusIgnored {
			continue
		}
		if err := of.UnmappedStock.Add(row.Stocked, row.StockValue); err != nil {
			return nil, fmt.Errorf("add what is in stock: %w", err)
		}
	}
	return counts, nil
}

// IgnoredBySKU says of some of an integration's listings at once who ignored
// them. Those that are not ignored are left out.
func (r *Reader) IgnoredBySKU(ctx context.Context, actor model.Actor, integration int64, skus []string) (map[string]*model.Ignored, error) {
	found := make(map[string]*model.Ignored, len(skus))
	err := r.store.Each(ctx, "SELECT i.sku, i.ignored_at, i.actor, i.note FROM ignored_listings i WHERE i.account_id = ? AND i.integration_id = ? AND i.sku IN ?",
		[]any{actor.AccountID, integration, skus}, func(row db.Row) error {
			var sku string
			var ignored model.Ignored
			err := row.Scan(&sku, &ignored.At, &ignored.Actor, &ignored.Note)
			found[sku] = &ignored
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("read ignored listings: %w", err)
	}
	return found, nil
}

// ParentsBySKU says of some of an integration's listings at once whether they
// are parents.
func (r *Reader) ParentsBySKU(ctx context.Context, actor model.Actor, integration int64, skus []string) (map[string]bool, error) {
	found := make(map[string]bool, len(skus))
	err := r.store.Each(ctx, "SELECT g.sku, g.is_parent FROM listing_statuses g WHERE g.account_id = ? AND g.integration_id = ? AND g.snapshot = 0 AND g.sku IN ?",
		[]any{actor.AccountID, integration, skus}, func(row db.Row) error {
			var sku string
			var is bool
			err := row.Scan(&sku, &is)
			found[sku] = is
			return err
		})
	if err != nil {
		return nil, fmt.Errorf("read parents: %w", err)
	}
	return found, nil
}
