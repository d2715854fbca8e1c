package query

import (
	"context"
	"fmt"
	"slices"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/status"
)

// ofListing adds the condition that the search finds the listing with the SKU
// of a row.
func (s *search) ofListing(w *where, alias string) {
	condition, args := s.hasListing(alias)
	w.and(condition, args...)
}

// hasListing is true if the search finds the listing with the SKU of a row.
// There is at most one text, and in this form it is looked up; with EXISTS a
// planner may gather all texts first.
func (s *search) hasListing(alias string) (string, []any) {
	fits, args := s.fits()
	return fmt.Sprintf("(SELECT %s FROM listing_texts t WHERE t.account_id = %[2]s.account_id AND t.integration_id = %[2]s.integration_id AND t.sku = %[2]s.sku)", fits, alias), args
}

// ofMapping adds the condition that the search finds a mapping m: by its
// listing, or by its target's product, option or size.
func (s *search) ofMapping(w *where) {
	condition, args := s.hasListing("m")
	fits, fitArgs := s.fits()
	for _, item := range []string{"t.option_id = 0 AND t.size_id = 0", "t.option_id = m.option_id AND t.size_id = 0", "m.size_id > 0 AND t.option_id = m.option_id AND t.size_id = m.size_id"} {
		condition += "\nOR (SELECT " + fits + " FROM omni_texts t WHERE t.account_id = m.account_id AND t.product_id = m.product_id AND " + item + ")"
		args = append(args, fitArgs...)
	}
	w.and("("+condition+")", args...)
}

// searchListings reads the listings of a page that a search finds.
func (r *Reader) searchListings(ctx context.Context, account, integration int64, filter ListingFilter, args PageArgs[string]) ([]*model.AmazonListing, error) {
	skus, err := pageKeys[string](ctx, r, r.listingSearch(account, integration, filter, args))
	if err != nil || len(skus) == 0 {
		return nil, err
	}
	_, _, direction := Within(args, ListOrder{}, func(string) []any { return nil })
	query := "SELECT " + listingColumns + "coalesce(s.status, " + status.Mapped + ") FROM listings l" + joinStatus +
		" WHERE l.account_id = ? AND l.integration_id = ? AND l.sku IN ? ORDER BY l.sku" + direction
	return db.SelectRows(ctx, r.store, query, append(statusArguments(account, integration), account, integration, skus), listingScanner())
}

// listingSearch is the search for listings by SKU.
func (r *Reader) listingSearch(account, integration int64, filter ListingFilter, args PageArgs[string]) keySearch {
	search := newSearch(filter.Search)
	hits := r.texts("listing", "t.sku", search, newWhere("t.account_id = ? AND t.integration_id = ?", account, integration))
	keys := func() *where { return filter.among(account, integration) }
	conditions, pageArgs, direction := Within(args, ListOrder{Columns: "h.sku", Binding: "?"}, func(sku string) []any { return []any{sku} })
	page := keys()
	page.cut(conditions, pageArgs, fmt.Sprintf(" ORDER BY h.sku%s LIMIT %d", direction, args.Limit+1))
	list := func(rows int) *where {
		whole, longer := filter, args
		whole.Search, longer.Limit = nil, rows-1
		query, queryArgs, _ := listingRows(account, integration, whole, &longer)
		if query == "" {
			query = "SELECT sku FROM listings WHERE 1 = 0"
		}
		return newWhere(query, queryArgs...)
	}
	fits, fitArgs := search.fits()
	walk := func(rows int) *where {
		w := list(rows)
		query := newWhere("SELECT b.sku FROM ("+w.text.String()+") b CROSS JOIN listing_texts t WHERE t.account_id = ? AND t.integration_id = ? AND t.sku = b.sku", append(w.args, account, integration)...)
		query.and(fits, fitArgs...)
		query.cut("", nil, fmt.Sprintf(" ORDER BY b.sku%s LIMIT %d", direction, args.Limit+1))
		return query
	}
	return keySearch{hits: hits, keys: keys(), page: page, list: list, walk: walk, limit: args.Limit + 1}
}

// among is a query for the SKUs, among hits h, of the listings that pass the
// filter without its search.
func (f ListingFilter) among(account, integration int64) *where {
	passing, all := f.statuses()
	from, w := "hits h", newWhere("1 = 1")
	var joined []any
	if !all {
		from += ` LEFT JOIN listing_statuses s ON s.account_id = ? AND s.integration_id = ?
AND s.snapshot = ` + CurrentSnapshot + ` AND s.sku = h.sku`
		joined = []any{account, integration, account, integration}
		w.and("coalesce(s.status, "+status.Mapped+") IN ?", append(passing, 0))
	}
	f.parents(w, account, integration, "h")
	if f.needsListing() {
		from += " JOIN listings l ON l.account_id = ? AND l.integration_id = ? AND l.sku = h.sku"
		joined = append(joined, account, integration)
		f.ofListing(w)
	}
	return newWhere("SELECT h.sku FROM "+from+" WHERE "+w.text.String(), slices.Concat(joined, w.args)...)
}

// mappingSearch is the search for mappings by id.
func (r *Reader) mappingSearch(account, integration int64, filter MappingFilter, args PageArgs[int64]) keySearch {
	search := newSearch(filter.Search)
	filter.Search = nil
	const none = "CAST(0 AS bigint)"
	listings := r.texts("listing", "t.sku, "+none+" AS product_id, "+none+" AS option_id, "+none+" AS size_id", search,
		newWhere("t.account_id = ? AND t.integration_id = ?", account, integration))
	items := r.texts("omni", "'', t.product_id, t.option_id, t.size_id", search, newWhere("t.account_id = ?", account))
	hits := newWhere(listings.text.String()+"\nUNION ALL "+items.text.String(), slices.Concat(listings.args, items.args)...)
	keys := func() *where {
		byListing, byTarget := filter.where(account, integration), filter.where(account, integration)
		byListing.and("h.product_id = 0 AND m.sku = h.sku")
		byTarget.and("h.product_id > 0 AND m.product_id = h.product_id AND (h.option_id = 0 OR m.option_id = h.option_id) AND (h.size_id = 0 OR m.size_id = h.size_id)")
		return newWhere("SELECT m.id FROM (SELECT m.id FROM hits h CROSS JOIN mappings m WHERE "+byListing.text.String()+
			"\nUNION SELECT m.id FROM hits h CROSS JOIN mappings m WHERE "+byTarget.text.String()+") m WHERE 1 = 1", slices.Concat(byListing.args, byTarget.args)...)
	}
	conditions, pageArgs, direction := Within(args, mappingOrder, keyOfMapping)
	page := keys()
	page.cut(conditions, pageArgs, fmt.Sprintf(" ORDER BY m.id%s LIMIT %d", direction, args.Limit+1))
	list := func(rows int) *where {
		w := filter.where(account, integration)
		query := newWhere("SELECT m.* FROM mappings m WHERE "+w.text.String(), w.args...)
		query.cut(conditions, pageArgs, fmt.Sprintf(" ORDER BY m.id%s LIMIT %d", direction, rows))
		return query
	}
	walk := func(rows int) *where {
		w := list(rows)
		query := newWhere("SELECT m.id FROM ("+w.text.String()+") m WHERE 1 = 1", w.args...)
		search.ofMapping(query)
		query.cut("", nil, fmt.Sprintf(" ORDER BY m.id%s LIMIT %d", direction, args.Limit+1))
		return query
	}
	return keySearch{hits: hits, keys: keys(), page: page, list: list, walk: walk, limit: args.Limit + 1}
}

// productSearch is the search for Omni products by id: by their own texts and
// those of their options and sizes.
func (r *Reader) productSearch(account int64, search *search, args PageArgs[ProductKey]) keySearch {
	hits := r.texts("omni", "t.product_id", search, newWhere("t.account_id = ?", account))
	keys := func() *where {
		return newWhere("SELECT p.id FROM (SELECT DISTINCT product_id FROM hits) h CROSS JOIN omni_products p WHERE p.account_id = ? AND p.id = h.product_id", account)
	}
	conditions, pageArgs, direction := Within(args, productOrder, ProductKey.values)
	ordered := func(limit int) string {
		return fmt.Sprintf(" ORDER BY coalesce(p.code, '')%s, p.id%s LIMIT %d", direction, direction, limit)
	}
	page := keys()
	page.cut(conditions, pageArgs, ordered(args.Limit+1))
	list := func(rows int) *where {
		query := newWhere("SELECT p.id, p.code FROM omni_products p WHERE p.account_id = ?", account)
		query.cut(conditions, pageArgs, ordered(rows))
		return query
	}
	fits, fitArgs := search.fits()
	walk := func(rows int) *where {
		w := list(rows)
		query := newWhere("SELECT p.id FROM ("+w.text.String()+") p WHERE EXISTS (SELECT 1 FROM omni_texts t WHERE t.account_id = ? AND t.product_id = p.id AND "+fits+")",
			slices.Concat(w.args, []any{account}, fitArgs)...)
		query.cut("", nil, ordered(args.Limit+1))
		return query
	}
	return keySearch{hits: hits, keys: keys(), page: page, list: list, walk: walk, limit: args.Limit + 1}
}
