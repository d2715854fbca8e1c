package service

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// A mapping is found by its listing, or by its target's product, option or
// size. None of the four alone knows how many mappings a search finds, and the
// two ways to look are each slow where the other is fast: from what is found to
// its mappings, where that is little; and through the mappings, the newest
// first, until a page is full, where it is much. So what each side finds is
// counted first, up to a limit.

// maxRare is how many rows a side of mappings may find for the search to start
// from them.
const maxRare = 2000

// side is one of the sides by which mappings are found: a table, how its rows
// belong to a mapping of the same account and integration, and what is searched
// for in it.
type side struct {
	table, join           string
	condition             string
	joinArgs, searchedFor []any
}

// args are the arguments where the condition on how rows belong to a mapping
// comes first, or else last.
func (s side) args(joinFirst bool) []any {
	if joinFirst {
		return slices.Concat(s.joinArgs, s.searchedFor)
	}
	return slices.Concat(s.searchedFor, s.joinArgs)
}

// of is the condition that a row belongs to a mapping.
func (s side) of(mapping string) string {
	return strings.ReplaceAll(s.join, "m.", mapping+".")
}

// sidesOfMappings are the four sides.
func (s *search) sidesOfMappings(account, integration int64) []side {
	condition, args := s.listingCondition()
	sides := []side{{
		table:       "listings l",
		join:        "m.account_id = l.account_id AND m.integration_id = l.integration_id AND m.sku = l.sku",
		condition:   "l.account_id = ? AND l.integration_id = ? AND " + condition,
		searchedFor: append([]any{account, integration}, args...),
	}}
	for _, item := range []struct{ table, alias, join string }{
		{"omni_products p", "p", "m.product_id = p.id"},
		{"omni_options o", "o", "m.product_id = o.product_id AND m.option_id = o.id"},
		{"omni_sizes z", "z", "m.product_id = z.product_id AND m.option_id = z.option_id AND m.size_id = z.id"},
	} {
		condition, args := s.omniCondition(item.alias)
		sides = append(sides, side{
			table:       item.table,
			join:        "m.account_id = " + item.alias + ".account_id AND m.integration_id = ? AND " + item.join,
			joinArgs:    []any{integration},
			condition:   item.alias + ".account_id = ? AND " + condition,
			searchedFor: append([]any{account}, args...),
		})
	}
	return sides
}

// isRare tells whether every side finds little.
func (s *Service) isRare(ctx context.Context, sides []side) (bool, error) {
	for _, side := range sides {
		var n int64
		query := fmt.Sprintf("SELECT count(*) FROM (SELECT 1 FROM %s WHERE %s LIMIT %d) found", side.table, side.condition, maxRare)
		if err := s.store.Reader(ctx).Raw(query, side.searchedFor...).Row().Scan(&n); err != nil {
			return false, fmt.Errorf("look how much is found: %w", err)
		}
		if n == maxRare {
			return false, nil
		}
	}
	return true, nil
}
