package service

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"

	"gorm.io/gorm/clause"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/idempotency"
	"omnimap/service/internal/operation"
)

// RejectRequest says which pairs are not to be suggested.
type RejectRequest struct {
	// Pairs name their targets by id.
	Pairs []model.CustomPair
	// TakeBack lets them be suggested again.
	TakeBack bool
}

// RejectResult is the result of rejecting suggestions, or of taking that back.
type RejectResult struct {
	// Changed counts the pairs that were not rejected before, or were.
	Changed int64
}

// rejectedSuggestion is a row of the table rejected_suggestions.
type rejectedSuggestion struct {
	AccountID, IntegrationID    int64
	SKU                         string
	ProductID, OptionID, SizeID int64
	RejectedAt                  model.Time
	Actor                       string
}

// RejectSuggestions has pairs never suggested again, or takes that back: then the
// next computation may suggest them.
func (s *Service) RejectSuggestions(ctx context.Context, actor model.Actor, integration int64, request RejectRequest) (*RejectResult, error) {
	if kept, err := idempotency.Kept[RejectResult](ctx); kept != nil || err != nil {
		return kept, err
	}
	if err := actor.Require(model.RoleToChange); err != nil {
		return nil, err
	}
	rows, err := rejections(actor, integration, request.Pairs)
	if err != nil {
		return nil, err
	}
	result, err := changeAccountOnce(ctx, s, func(tx *db.Tx) (*RejectResult, error) {
		if _, err := s.lockIntegration(tx, actor, integration); err != nil || len(rows) == 0 {
			return new(RejectResult), err
		}
		write := rejectPairs
		if request.TakeBack {
			write = takeBackPairs
		}
		changed, err := write(tx, rows)
		if err != nil || changed == 0 {
			return new(RejectResult), err
		}
		return &RejectResult{changed}, operation.CountChange(tx, actor.AccountID)
	})
	if err != nil {
		return nil, model.Wrap("reject suggestions", err)
	}
	return result, nil
}

// rejections are the rows of pairs.
func rejections(actor model.Actor, integration int64, pairs []model.CustomPair) ([]rejectedSuggestion, error) {
	if len(pairs) > MaxList {
		return nil, tooMany(len(pairs), "pairs")
	}
	rows := make([]rejectedSuggestion, len(pairs))
	for i, pair := range pairs {
		field := []string{"input", "pairs", strconv.Itoa(i)}
		sku, err := cleanKey("SKU", pair.SKU)
		if err != nil {
			return nil, model.Refuse(model.CodeInvalid, err.Error(), append(field, "sku")...)
		}
		if sku == "" {
			return nil, model.Refuse(model.CodeInvalid, "The SKU is empty.", append(field, "sku")...)
		}
		target := pair.Option
		if target == nil {
			target = pair.Size
		}
		if target == nil || pair.Option != nil && pair.Size != nil {
			return nil, model.Refuse(model.CodeInvalid, "Give exactly one of optionId and sizeId.", field...)
		}
		if *target == (model.TargetID{}) {
			return nil, model.Refuse(model.CodeInvalid, "No item has this id. Take it from the suggestion's target.", field...)
		}
		rows[i] = rejectedSuggestion{AccountID: actor.AccountID, IntegrationID: integration, SKU: sku,
			ProductID: target.Product, OptionID: target.Option, SizeID: target.Size, Actor: actor.Name}
	}
	return rows, nil
}

// rejectPairs inserts the rows that are not there, and drops the suggestions of
// those.
func rejectPairs(tx *db.Tx, rows []rejectedSuggestion) (int64, error) {
	now, err := tx.Now()
	if err != nil {
		return 0, err
	}
	for i := range rows {
		rows[i].RejectedAt = now
	}
	inserted := tx.Table("rejected_suggestions").Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(rows, rowsAtOnce)
	if inserted.Error != nil {
		return 0, fmt.Errorf("insert rejected suggestions: %w", inserted.Error)
	}
	account, integration := rows[0].AccountID, rows[0].IntegrationID
	var counts []int64
	err = tx.Select("SELECT t.snapshot FROM suggestion_states t WHERE t.account_id = @account AND t.integration_id = @integration",
		[]sql.NamedArg{sql.Named("account", account), sql.Named("integration", integration)}, &counts)
	if err != nil || len(counts) == 0 {
		return inserted.RowsAffected, err
	}
	return inserted.RowsAffected, dropRejected(tx, account, integration, counts[0], now)
}

// takeBackPairs deletes the rows.
func takeBackPairs(tx *db.Tx, rows []rejectedSuggestion) (int64, error) {
	var deleted int64
	for some := range slices.Chunk(rows, rowsAtOnce) {
		keys := make([][]any, len(some))
		for i, row := range some {
			keys[i] = []any{row.SKU, row.ProductID, row.OptionID, row.SizeID}
		}
		n, err := tx.Run(`DELETE FROM rejected_suggestions WHERE account_id = @account AND integration_id = @integration
AND (sku, product_id, option_id, size_id) IN @keys`,
			sql.Named("account", some[0].AccountID), sql.Named("integration", some[0].IntegrationID), sql.Named("keys", keys))
		if err != nil {
			return 0, fmt.Errorf("delete rejected suggestions: %w", err)
		}
		deleted += n
	}
	return deleted, nil
}

// dropRejected drops the suggestions of a snapshot for pairs that were rejected at
// a time or later; what else is suggested for their listings moves up. The
// integration's lock must be held.
func dropRejected(tx *db.Tx, account, integration, snapshot int64, since model.Time) error {
	args := []sql.NamedArg{sql.Named("account", account), sql.Named("integration", integration), sql.Named("snapshot", snapshot), sql.Named("since", since)}
	const of = ` FROM suggestions WHERE account_id = @account AND integration_id = @integration AND snapshot = @snapshot AND sku IN (
SELECT r.sku FROM rejected_suggestions r WHERE r.account_id = @account AND r.integration_id = @integration AND r.rejected_at >= @since)`
	var rows []suggestionRow
	err := tx.Select("SELECT *"+of+` AND NOT EXISTS (SELECT 1 FROM rejected_suggestions r WHERE r.account_id = @account AND r.integration_id = @integration
AND r.sku = suggestions.sku AND r.product_id = suggestions.product_id AND r.option_id = suggestions.option_id AND r.size_id = suggestions.size_id)
ORDER BY sku, rank`, args, &rows)
	if err != nil {
		return fmt.Errorf("read suggestions beside rejected ones: %w", err)
	}
	for i := range rows {
		rows[i].Rank = 1
		if i > 0 && rows[i].SKU == rows[i-1].SKU {
			rows[i].Rank = rows[i-1].Rank + 1
		}
	}
	if _, err := tx.Run("DELETE"+of, args...); err != nil {
		return fmt.Errorf("delete rejected suggestions: %w", err)
	}
	return insertSuggestions(tx, rows)
}
