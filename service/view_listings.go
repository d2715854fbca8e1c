package service

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"omnimap/model"
)

// ListingFilter narrows a list of listings; zero fields leave it as it is. A
// list that is not nil but empty lets nothing through.
type ListingFilter struct {
	Search       *string
	Status       []model.MappingStatus
	Reason       []model.UnmappableReason
	FamilySKU    *string
	CreatedAfter *model.Time
}

// standings are the standings that pass the filter; all is true where every
// one does.
func (f ListingFilter) standings() (passing []model.Standing, all bool) {
	for _, standing := range model.Standings() {
		if f.Status != nil && !slices.Contains(f.Status, standing.Status()) {
			continue
		}
		if f.Reason != nil && !slices.Contains(f.Reason, standing.Reason()) {
			continue
		}
		passing = append(passing, standing)
	}
	return passing, f.Status == nil && f.Reason == nil
}

// where is the filter's condition on rows of an integration that have a SKU,
// less the standings.
func (f ListingFilter) where(account, integration int64, alias string) *where {
	w := newWhere(alias+".account_id = ? AND "+alias+".integration_id = ?", account, integration)
	if f.FamilySKU != nil {
		w.and(alias+".sku IN (SELECT g.sku FROM standings g WHERE g.account_id = ? AND g.integration_id = ? AND g.generation = 0 AND g.family_sku = ?)",
			account, integration, askable(*f.FamilySKU))
	}
	if search := newSearch(f.Search); search != nil {
		search.ofListing(w, alias)
	}
	if f.CreatedAfter != nil && alias == "l" {
		w.and("l.created_at > ?", *f.CreatedAfter)
	}
	return w
}

// isWide tells whether the filter has a search to make in more than a family.
func (f ListingFilter) isWide() bool {
	return newSearch(f.Search) != nil && f.FamilySKU == nil
}

// listingColumns are what a listing l with its standing s is read from.
const listingColumns = `l.integration_id, l.sku, l.parent_sku, l.family_sku, l.asin, l.title, l.price, l.quantity,
  l.listing_status, l.fulfillment_channel, l.created_at, `

func listingFields(l *model.AmazonListing) []any {
	return []any{&l.IntegrationID, &l.SKU, &l.ParentSKU, &l.FamilySKU, &l.ASIN, &l.Title, &l.Price, &l.Quantity,
		&l.ListingStatus, &l.FulfillmentChannel, &l.CreatedAt, &l.Standing}
}

func scanListing(rows *sql.Rows) (*model.AmazonListing, error) {
	var l model.AmazonListing
	return &l, rows.Scan(listingFields(&l)...)
}

// theGeneration is the generation of standings that holds for a row's
// integration.
func theGeneration(alias string) string {
	return "(SELECT i.generation FROM integrations i WHERE i.account_id = " + alias + ".account_id AND i.id = " + alias + ".integration_id)"
}

// joinStanding joins how a listing l stands; there is no row for one that is
// mapped.
func joinStanding() string {
	return "LEFT JOIN standings s ON s.account_id = l.account_id AND s.integration_id = l.integration_id AND s.generation = " +
		theGeneration("l") + " AND s.sku = l.sku"
}

// Listings gives a page of an integration's listings, in the order of their
// SKUs.
func (s *Service) Listings(ctx context.Context, actor Actor, integration int64, filter ListingFilter, args PageArgs[string]) (*Page[*model.AmazonListing], error) {
	items, err := s.listingsOf(ctx, actor.AccountID, integration, filter, args)
	if err != nil {
		return nil, fmt.Errorf("list listings: %w", err)
	}
	return newPage(args, items), nil
}

// listingsOf reads the listings of a page, and one more where the list goes on.
func (s *Service) listingsOf(ctx context.Context, account, integration int64, filter ListingFilter, args PageArgs[string]) ([]*model.AmazonListing, error) {
	if filter.isWide() {
		return s.searchListings(ctx, account, integration, filter, args)
	}
	keys, keyArgs, direction := listingKeys(account, integration, filter, &args)
	if keys == "" {
		return nil, nil
	}
	query := "SELECT " + listingColumns + "coalesce(s.status, 1) FROM (" + keys + ") k CROSS JOIN listings l " +
		joinStanding() + " WHERE l.account_id = ? AND l.integration_id = ? AND l.sku = k.sku ORDER BY l.sku" + direction
	return selectRows(ctx, s, query, append(keyArgs, account, integration), scanListing)
}

// CountListings counts the listings that pass the filter.
func (s *Service) CountListings(ctx context.Context, actor Actor, integration int64, filter ListingFilter) (n int64, err error) {
	if filter.isWide() {
		n, err = s.countKeys(ctx, s.listingQuest(actor.AccountID, integration, filter, PageArgs[string]{}))
	} else {
		query, args := countListings(actor.AccountID, integration, filter)
		err = s.store.Reader(ctx).Raw(query, args...).Row().Scan(&n)
	}
	if err != nil {
		return 0, fmt.Errorf("count listings: %w", err)
	}
	return n, nil
}

func countListings(account, integration int64, filter ListingFilter) (string, []any) {
	passing, _ := filter.standings()
	if newSearch(filter.Search) == nil && filter.FamilySKU == nil && filter.CreatedAfter == nil {
		return "SELECT coalesce(sum(listings), 0) FROM standing_counts WHERE account_id = ? AND integration_id = ? AND status IN ?",
			[]any{account, integration, append(passing, 0)}
	}
	keys, args, _ := listingKeys(account, integration, filter, nil)
	if keys == "" {
		return "SELECT 0", nil
	}
	return "SELECT count(*) FROM (" + keys + ") k", args
}

// listingKeys is a query for the SKUs of a page, or, where page is nil, of all
// listings that pass. It is empty where none can. Listings of one standing are
// in the order of their SKUs already, so a page is merged from one page of
// each.
func listingKeys(account, integration int64, filter ListingFilter, page *PageArgs[string]) (query string, args []any, direction string) {
	passing, all := filter.standings()
	if all {
		passing = []model.Standing{0}
	}
	var members []string
	for _, standing := range passing {
		member, memberArgs, dir := listingKeysOf(standing, account, integration, filter, page)
		members, args, direction = append(members, "SELECT * FROM ("+member+") x"), append(args, memberArgs...), dir
	}
	if len(members) == 0 {
		return "", nil, " ASC"
	}
	query = strings.Join(members, " UNION ALL ")
	if len(members) > 1 && page != nil {
		query = fmt.Sprintf("SELECT sku FROM (%s) u ORDER BY sku%s LIMIT %d", query, direction, page.Limit+1)
	}
	return query, args, direction
}

// listingKeysOf does so for the listings that stand so; 0 stands for any.
func listingKeysOf(standing model.Standing, account, integration int64, filter ListingFilter, page *PageArgs[string]) (string, []any, string) {
	table, alias := "listings l", "l"
	switch standing {
	case 0:
	case model.StandingMapped:
		table, alias = "mappings m", "m"
	default:
		table, alias = "standings s", "s"
	}
	w := filter.where(account, integration, alias)
	if alias == "s" {
		w.and("s.generation = (SELECT i.generation FROM integrations i WHERE i.account_id = ? AND i.id = ?) AND s.status = ?", account, integration, standing)
	}
	if filter.CreatedAfter != nil && alias != "l" {
		table += " JOIN listings l ON l.account_id = " + alias + ".account_id AND l.integration_id = " + alias + ".integration_id AND l.sku = " + alias + ".sku"
		w.and("l.created_at > ?", *filter.CreatedAfter)
	}
	if page == nil {
		return "SELECT " + alias + ".sku FROM " + table + " WHERE " + w.text.String(), w.args, ""
	}
	conditions, args, direction := within(*page, listOrder{columns: alias + ".sku", binding: "?"}, func(sku string) []any { return []any{sku} })
	return fmt.Sprintf("SELECT %s.sku FROM %s WHERE %s%s ORDER BY %s.sku%s LIMIT %d", alias, table, w.text.String(), conditions, alias, direction, page.Limit+1),
		append(w.args, args...), direction
}

// Listing reads one of an integration's listings; nil where there is none of
// that SKU.
func (s *Service) Listing(ctx context.Context, actor Actor, integration int64, sku string) (*model.AmazonListing, error) {
	query := "SELECT " + listingColumns + "coalesce(s.status, 1) FROM listings l " + joinStanding() +
		" WHERE l.account_id = ? AND l.integration_id = ? AND l.sku = ?"
	found, err := selectRows(ctx, s, query, []any{actor.AccountID, integration, askable(sku)}, scanListing)
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
func (s *Service) ProductStatus(ctx context.Context, actor Actor, integrations []int64) (map[int64]*model.ProductStatus, error) {
	var rows []struct {
		IntegrationID int64
		Status        model.Standing
		Listings      int64
	}
	err := s.store.Reader(ctx).Raw("SELECT integration_id, status, listings FROM standing_counts WHERE account_id = ? AND integration_id IN ?",
		actor.AccountID, integrations).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("count listings by status: %w", err)
	}
	counts := make(map[int64]*model.ProductStatus, len(integrations))
	for _, id := range integrations {
		counts[id] = &model.ProductStatus{}
	}
	for _, row := range rows {
		count := counts[row.IntegrationID]
		switch row.Status.Status() {
		case model.StatusMapped:
			count.Mapped += row.Listings
		case model.StatusPartiallyMapped:
			count.PartiallyMapped += row.Listings
		case model.StatusMappable:
			count.Mappable += row.Listings
		case model.StatusUnmappable:
			count.Unmappable += row.Listings
		}
	}
	return counts, nil
}
