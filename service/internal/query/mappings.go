package query

import (
	"context"
	"fmt"
	"slices"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/status"
)

// MappingFilter narrows a list of mappings; zero fields do not narrow it.
type MappingFilter struct {
	Search      *string
	Level       model.OmniLevel
	Source      model.MappingSource
	OmniProduct *int64
	FamilySKU   *string
}

// The columns and joins that a whole mapping m is read from. The joins name the
// account, which does not follow from a page's: it is cut before. Their arguments
// are those of joinArguments.
const (
	mappingColumns = "m.id, m.level, m.matched_on, m.source, m.created_at, " + listingColumns + TargetColumns
	mappingJoins   = ` JOIN listings l ON l.account_id = ? AND l.integration_id = ? AND l.sku = m.sku
JOIN omni_products p ON p.account_id = ? AND p.id = m.product_id
JOIN omni_options o ON o.account_id = ? AND o.product_id = m.product_id AND o.id = m.option_id
LEFT JOIN omni_sizes z ON z.account_id = ? AND z.product_id = m.product_id AND z.option_id = m.option_id AND z.id = m.size_id`
)

func joinArguments(account, integration int64) []any {
	return []any{account, integration, account, account, account}
}

// mappingRow is a mapping with its listing and target.
type mappingRow struct {
	mapping model.Mapping
	listing model.AmazonListing
	level   model.OmniLevel
	target  TargetRow
}

// mappingScanner reads one mapping after the other into the same place, whose
// fields are listed once, and copies it.
func mappingScanner() func(db.Row) (*model.Mapping, error) {
	var read mappingRow
	m := &read.mapping
	fields := slices.Concat([]any{&m.ID, &read.level, &m.MatchedOn, &m.Source, &m.CreatedAt}, listingFields(&read.listing), read.target.Fields())
	return func(row db.Row) (*model.Mapping, error) {
		if err := row.Scan(fields...); err != nil {
			return nil, err
		}
		r := read
		r.listing.StatusNumber = model.StatusMapped
		r.mapping.IntegrationID, r.mapping.Listing, r.mapping.Target = r.listing.IntegrationID, &r.listing, r.target.Target(r.level)
		return &r.mapping, nil
	}
}

// Mappings returns a page of an integration's mappings, newest first.
func (r *Reader) Mappings(ctx context.Context, actor model.Actor, integration int64, filter MappingFilter, args PageArgs[int64]) (*Page[*model.Mapping], error) {
	w := filter.where(actor.AccountID, integration)
	if filter.isWide() {
		ids, err := pageKeys[int64](ctx, r, r.mappingSearch(actor.AccountID, integration, filter, args))
		if err != nil {
			return nil, fmt.Errorf("search mappings: %w", err)
		}
		if len(ids) == 0 {
			return NewPage(args, []*model.Mapping(nil)), nil
		}
		w = newWhere("m.account_id = ? AND m.integration_id = ? AND m.id IN ?", actor.AccountID, integration, ids)
	}
	conditions, pageArgs, direction := Within(args, mappingOrder, keyOfMapping)
	// The page is cut before the joins; otherwise a planner may join all rows.
	query := fmt.Sprintf("SELECT %s FROM (SELECT m.* FROM mappings m WHERE %s%s ORDER BY m.id%s LIMIT %d) m%s ORDER BY m.id%s",
		mappingColumns, w.text.String(), conditions, direction, args.Limit+1, mappingJoins, direction)
	items, err := db.SelectRows(ctx, r.store, query, slices.Concat(w.args, pageArgs, joinArguments(actor.AccountID, integration)), mappingScanner())
	if err != nil {
		return nil, fmt.Errorf("list mappings: %w", err)
	}
	return NewPage(args, items), nil
}

// mappingOrder is the order of lists of mappings m, and keyOfMapping the values
// of a cursor in it.
var mappingOrder = ListOrder{Columns: "m.id", Binding: "?", Descending: true}

func keyOfMapping(id int64) []any { return []any{id} }

// CountMappings counts the mappings that pass the filter.
func (r *Reader) CountMappings(ctx context.Context, actor model.Actor, integration int64, filter MappingFilter) (n int64, err error) {
	if filter.isWide() {
		n, err = r.countKeys(ctx, r.mappingSearch(actor.AccountID, integration, filter, PageArgs[int64]{}))
	} else {
		query, args := countMappings(actor.AccountID, integration, filter)
		if filter != (MappingFilter{}) {
			ctx = model.WithEffort(ctx, model.EffortHeavy)
		}
		n, err = db.SelectOne[int64](ctx, r.store, query, args)
	}
	if err != nil {
		return 0, fmt.Errorf("count mappings: %w", err)
	}
	return n, nil
}

func countMappings(account, integration int64, filter MappingFilter) (string, []any) {
	if filter == (MappingFilter{}) {
		return "SELECT coalesce(sum(listings), 0) FROM listing_status_counts WHERE account_id = ? AND integration_id = ? AND status = " + status.Mapped, []any{account, integration}
	}
	w := filter.where(account, integration)
	return "SELECT count(*) FROM mappings m WHERE " + w.text.String(), w.args
}

// isWide reports whether the filter searches beyond one family or Omni product.
func (f MappingFilter) isWide() bool {
	return newSearch(f.Search) != nil && f.OmniProduct == nil && f.FamilySKU == nil
}

// where is the filter's condition on mappings m.
func (f MappingFilter) where(account, integration int64) *where {
	w := newWhere("m.account_id = ? AND m.integration_id = ?", account, integration)
	f.kind(w)
	if f.OmniProduct != nil {
		w.and("m.product_id = ?", *f.OmniProduct)
	}
	if f.FamilySKU != nil {
		w.and("m.sku IN (SELECT g.sku FROM listing_statuses g WHERE g.account_id = ? AND g.integration_id = ? AND g.snapshot = 0 AND g.family_sku = ?)",
			account, integration, QueryKey(*f.FamilySKU))
	}
	if search := newSearch(f.Search); search != nil {
		search.ofMapping(w)
	}
	return w
}

// kind adds the conditions on level and source.
func (f MappingFilter) kind(w *where) {
	if f.Level != "" {
		w.and("m.level = ?", f.Level)
	}
	if f.Source != "" {
		w.and("m.source = ?", f.Source)
		if f.Source != model.SourceImport {
			// As a literal, so that the partial index of other sources is used.
			w.and("m.source <> " + status.SourceImport)
		}
	}
}

// MappingsBySKU reads the mappings of some of an integration's listings at
// once.
func (r *Reader) MappingsBySKU(ctx context.Context, actor model.Actor, integration int64, skus []string) (map[string]*model.Mapping, error) {
	found, err := r.mappingsWhere(ctx, actor.AccountID, integration, "m.sku IN ?", skus)
	bySKU := make(map[string]*model.Mapping, len(found))
	for _, mapping := range found {
		bySKU[mapping.Listing.SKU] = mapping
	}
	return bySKU, err
}

// MappingsByID reads some of an integration's mappings at once. Unknown ids
// are left out.
func (r *Reader) MappingsByID(ctx context.Context, actor model.Actor, integration int64, ids []int64) (map[int64]*model.Mapping, error) {
	found, err := r.mappingsWhere(ctx, actor.AccountID, integration, "m.id IN ?", ids)
	byID := make(map[int64]*model.Mapping, len(found))
	for _, mapping := range found {
		byID[mapping.ID] = mapping
	}
	return byID, err
}

// MappingsByProduct reads an integration's mappings of some Omni products at
// once, by their targets.
func (r *Reader) MappingsByProduct(ctx context.Context, actor model.Actor, integration int64, products []int64) (map[TargetID]*model.Mapping, error) {
	found, err := r.mappingsWhere(ctx, actor.AccountID, integration, "m.product_id IN ?", products)
	byTarget := make(map[TargetID]*model.Mapping, len(found))
	for _, mapping := range found {
		byTarget[IDOfTarget(mapping.Target)] = mapping
	}
	return byTarget, err
}

// mappingsWhere reads an integration's mappings of which a column is among the
// values.
func (r *Reader) mappingsWhere(ctx context.Context, account, integration int64, condition string, values any) ([]*model.Mapping, error) {
	query := "SELECT " + mappingColumns + " FROM mappings m" + mappingJoins + " WHERE m.account_id = ? AND m.integration_id = ? AND " + condition
	found, err := db.SelectRows(ctx, r.store, query, append(joinArguments(account, integration), account, integration, values), mappingScanner())
	if err != nil {
		return nil, fmt.Errorf("read mappings: %w", err)
	}
	return found, nil
}
