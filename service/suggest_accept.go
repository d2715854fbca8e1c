package service

import (
	"context"
	"fmt"
	"io"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/idempotency"
)

// AcceptRequest says which first suggestions to accept.
type AcceptRequest struct {
	// MinScore is the lowest score of those that are accepted, 0 to 100.
	MinScore int
	// Filter narrows them.
	Filter SuggestionFilter
	// DryRun returns the same result and changes nothing.
	DryRun bool
}

// AcceptSuggestions maps the listings to their first suggestions, as custom
// mappings with all of their checks.
func (s *Service) AcceptSuggestions(ctx context.Context, actor model.Actor, integration int64, request AcceptRequest) (*CustomResult, error) {
	if kept, err := idempotency.Kept[CustomResult](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleToChange); err != nil {
		return nil, err
	}
	if request.MinScore < 0 || request.MinScore > 100 {
		return nil, model.Refuse(model.CodeInvalid, fmt.Sprintf("A score is from 0 to 100, not %d.", request.MinScore), "input", "minScore")
	}
	filter := request.Filter
	if filter.MinScore == nil || *filter.MinScore < request.MinScore {
		filter.MinScore = &request.MinScore
	}
	none := func() (model.CustomPair, error) { return model.CustomPair{}, io.EOF }
	stage := func(tx *db.Tx) (int64, error) {
		from, args := s.FirstSuggestions(actor, integration, filter)
		n, err := tx.Run(stageSuggestions+from, args...)
		if err != nil {
			return 0, fmt.Errorf("stage suggestions: %w", err)
		}
		return n, nil
	}
	result, err := s.applyCustom(ctx, actor, integration, pairSource{read: none, stage: stage}, CustomOptions{DryRun: request.DryRun})
	if err != nil {
		return nil, model.Wrap("accept suggestions", err)
	}
	return result, nil
}

// stageSuggestions stages suggestions s as pairs, in their order.
const stageSuggestions = `INSERT INTO staged_pairs (place, row_number, hidden, sku, code, target_product, target_option, target_size)
SELECT row_number() OVER (ORDER BY s.place), row_number() OVER (ORDER BY s.place), FALSE, s.sku, '', s.product_id, s.option_id, CASE WHEN s.size_id > 0 THEN s.size_id END`
