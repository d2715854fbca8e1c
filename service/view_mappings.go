package service

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"omnimap/db"
	"omnimap/model"
)

// MappingFilter narrows a list of mappings; zero fields leave it as it is.
type MappingFilter struct {
	Search      *string
	Level       model.OmniLevel
	Source      model.MappingSource
	OmniProduct *int64
	FamilySKU   *string
}

// mappingColumns and mappingJoins are what a mapping m is read from, whole.
const (
	mappingColumns = "m.id, m.level, m.matched_on, m.source, m.created_at, " + listingColumns + targetColumns
	mappingListing = " JOIN listings l ON l.account_id = m.account_id AND l.integration_id = m.integration_id AND l.sku = m.sku"
	mappingTarget  = ` JOIN omni_products p ON p.account_id = m.account_id AND p.id = m.product_id
JOIN omni_options o ON o.account_id = m.account_id AND o.product_id = m.product_id AND o.id = m.option_id
LEFT JOIN omni_sizes z ON z.account_id = m.account_id AND z.product_id = m.product_id AND z.option_id = m.option_id AND z.id = m.size_id`
)

// mappingRow is all of a mapping in one piece.
type mappingRow struct {
	mapping model.Mapping
	listing model.AmazonListing
	level   model.OmniLevel
	target  targetRow
}

// mappingScanner reads one mapping after the other. They are all read to the
// same place, which is named once, and copied.
func mappingScanner() func(db.Row) (*model.Mapping, error) {
	var read mappingRow
	m := &read.mapping
	fields := slices.Concat([]any{&m.ID, &read.level, &m.MatchedOn, &m.Source, &m.CreatedAt}, listingFields(&read.listing), read.target.fields())
	return func(row db.Row) (*model.Mapping, error) {
		if err := row.Scan(fields...); err != nil {
			return nil, err
		}
		r := read
		r.listing.Standing = model.StandingMapped
		r.mapping.IntegrationID, r.mapping.Listing, r.mapping.Target = r.listing.IntegrationID, &r.listing, r.target.target(r.level)
		return &r.mapping, nil
	}
}

// Mappings gives a page of an integration's mappings, the newest first.
func (s *Service) Mappings(ctx context.Context, actor Actor, integration int64, filter MappingFilter, args PageArgs[int64]) (*Page[*model.Mapping], error) {
	w, err := s.mappingsFound(ctx, actor, integration, filter)
	if err != nil {
		return nil, fmt.Errorf("list mappings: %w", err)
	}
	conditions, pageArgs, direction := within(args, listOrder{columns: "m.id", binding: "?", descending: true}, func(id int64) []any { return []any{id} })
	// The page is cut before it is joined: otherwise a planner may join all.
	query := fmt.Sprintf("SELECT %s FROM (SELECT m.* FROM mappings m WHERE %s%s ORDER BY m.id%s LIMIT %d) m%s%s ORDER BY m.id%s",
		mappingColumns, w.text.String(), conditions, direction, args.Limit+1, mappingListing, mappingTarget, direction)
	items, err := selectRows(ctx, s, query, append(w.args, pageArgs...), mappingScanner())
	if err != nil {
		return nil, fmt.Errorf("list mappings: %w", err)
	}
	return newPage(args, items), nil
}

// CountMappings counts the mappings that pass the filter.
func (s *Service) CountMappings(ctx context.Context, actor Actor, integration int64, filter MappingFilter) (int64, error) {
	query, args := "SELECT coalesce(sum(listings), 0) FROM standing_counts WHERE account_id = ? AND integration_id = ? AND status = 1", []any{actor.AccountID, integration}
	if filter != (MappingFilter{}) {
		w, err := s.mappingsFound(ctx, actor, integration, filter)
		if err != nil {
			return 0, fmt.Errorf("count mappings: %w", err)
		}
		query, args = "SELECT count(*) FROM mappings m WHERE "+w.text.String(), w.args
	}
	var n int64
	if err := s.store.Reader(ctx).Raw(query, args...).Row().Scan(&n); err != nil {
		return 0, fmt.Errorf("count mappings: %w", err)
	}
	return n, nil
}

// mappingsFound gives the condition of the mappings m that pass.
func (s *Service) mappingsFound(ctx context.Context, actor Actor, integration int64, f MappingFilter) (*where, error) {
	w := f.where(actor.AccountID, integration)
	search := newSearch(f.Search)
	if search == nil {
		return w, nil
	}
	sides := search.sidesOfMappings(actor.AccountID, integration)
	rare, err := s.isRare(ctx, sides)
	if err != nil {
		return nil, err
	}
	var members []string
	var args []any
	for _, side := range sides {
		args = append(args, side.args(rare)...)
		if rare {
			members = append(members, "SELECT f.id FROM "+side.table+" JOIN mappings f ON "+side.of("f")+" WHERE "+side.condition)
		} else {
			// One row at most belongs to a mapping. In this form it is looked
			// up; a planner may gather all that EXISTS would find.
			members = append(members, "(SELECT "+side.condition+" FROM "+side.table+" WHERE "+side.of("m")+")")
		}
	}
	if rare {
		w.and("m.id IN ("+strings.Join(members, "\nUNION ALL ")+")", args...)
	} else {
		w.and("("+strings.Join(members, "\nOR ")+")", args...)
	}
	return w, nil
}

// where is the condition of the filter, less the search.
func (f MappingFilter) where(account, integration int64) *where {
	w := newWhere("m.account_id = ? AND m.integration_id = ?", account, integration)
	if f.Level != "" {
		w.and("m.level = ?", f.Level)
	}
	if f.Source != "" {
		w.and("m.source = ?", f.Source)
	}
	if f.OmniProduct != nil {
		w.and("m.product_id = ?", *f.OmniProduct)
	}
	if f.FamilySKU != nil {
		w.and("m.sku IN (SELECT g.sku FROM standings g WHERE g.account_id = ? AND g.integration_id = ? AND g.generation = 0 AND g.family_sku = ?)",
			account, integration, askable(*f.FamilySKU))
	}
	return w
}

// MappingsBySKU reads the mappings of some of an integration's listings at
// once.
func (s *Service) MappingsBySKU(ctx context.Context, actor Actor, integration int64, skus []string) (map[string]*model.Mapping, error) {
	found, err := s.mappingsWhere(ctx, newWhere("m.account_id = ? AND m.integration_id = ? AND m.sku IN ?", actor.AccountID, integration, skus))
	bySKU := make(map[string]*model.Mapping, len(found))
	for _, mapping := range found {
		bySKU[mapping.Listing.SKU] = mapping
	}
	return bySKU, err
}

// MappingsByID reads some of an integration's mappings at once. Unknown ids
// are left out.
func (s *Service) MappingsByID(ctx context.Context, actor Actor, integration int64, ids []int64) (map[int64]*model.Mapping, error) {
	found, err := s.mappingsWhere(ctx, newWhere("m.account_id = ? AND m.integration_id = ? AND m.id IN ?", actor.AccountID, integration, ids))
	byID := make(map[int64]*model.Mapping, len(found))
	for _, mapping := range found {
		byID[mapping.ID] = mapping
	}
	return byID, err
}

// MappingsByProduct reads an integration's mappings of some Omni products at
// once, by their targets.
func (s *Service) MappingsByProduct(ctx context.Context, actor Actor, integration int64, products []int64) (map[TargetID]*model.Mapping, error) {
	found, err := s.mappingsWhere(ctx, newWhere("m.account_id = ? AND m.integration_id = ? AND m.product_id IN ?", actor.AccountID, integration, products))
	byTarget := make(map[TargetID]*model.Mapping, len(found))
	for _, mapping := range found {
		byTarget[IDOfTarget(mapping.Target)] = mapping
	}
	return byTarget, err
}

func (s *Service) mappingsWhere(ctx context.Context, w *where) ([]*model.Mapping, error) {
	query := "SELECT " + mappingColumns + " FROM mappings m" + mappingListing + mappingTarget + " WHERE " + w.text.String()
	found, err := selectRows(ctx, s, query, w.args, mappingScanner())
	if err != nil {
		return nil, fmt.Errorf("read mappings: %w", err)
	}
	return found, nil
}
