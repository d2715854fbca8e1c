package service

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"omnimap/model"
)

// MaxTargets is how many targets a type-ahead may ask for.
const MaxTargets = 50

// joinHits joins the product p, option o and size z of rows h that name a
// target.
const joinHits = ` JOIN omni_products p ON p.account_id = @account AND p.id = h.product_id
JOIN omni_options o ON o.account_id = @account AND o.product_id = h.product_id AND o.id = h.option_id
LEFT JOIN omni_sizes z ON z.account_id = @account AND z.product_id = h.product_id AND z.option_id = h.option_id AND z.id = h.size_id`

// Matches gives, for some of an integration's listings at once, the targets at
// the lowest rank at which the SKU equals a key.
func (s *Service) Matches(ctx context.Context, actor Actor, integration int64, skus []string) (map[string][]*model.OmniTarget, error) {
	query := `WITH wanted AS MATERIALIZED (
SELECT l.sku FROM listings l WHERE l.account_id = @account AND l.integration_id = @integration AND l.sku IN @skus
), hits AS MATERIALIZED (
` + keyHits("wanted", "w.sku", "sku", len(omniKeys())) + `
), s AS (
SELECT h.*, rank() OVER (PARTITION BY h.sku ORDER BY h.rank) AS place FROM hits h
), h AS (
SELECT s.*, ` + levelOfRank + ` AS level FROM s WHERE s.place = 1
)
SELECT h.sku, h.level, ` + targetColumns + ` FROM h` + joinHits + ` ORDER BY h.sku, p.id, o.position, z.position`
	type hit struct {
		sku    string
		target *model.OmniTarget
	}
	args := []any{named("account", actor.AccountID), named("integration", integration), named("skus", skus)}
	found, err := selectRows(ctx, s, query, args, func(rows *sql.Rows) (hit, error) {
		var h hit
		var level model.OmniLevel
		var row targetRow
		err := rows.Scan(append([]any{&h.sku, &level}, row.fields()...)...)
		h.target = row.target(level)
		return h, err
	})
	if err != nil {
		return nil, fmt.Errorf("read matches: %w", err)
	}
	matches := make(map[string][]*model.OmniTarget, len(skus))
	for _, h := range found {
		matches[h.sku] = append(matches[h.sku], h.target)
	}
	return matches, nil
}

// OmniTargets finds targets for a type-ahead, the best first: those whose Code
// or Barcode is the text, then those where one begins with it, then those with
// it inside a name. Each target comes once, at the best of its keys. limit is
// 0 to MaxTargets.
func (s *Service) OmniTargets(ctx context.Context, actor Actor, text string, limit int) ([]*model.OmniTarget, error) {
	search := newSearch(&text)
	if search == nil || search.vain {
		return nil, nil
	}
	query := `SELECT h.level, ` + targetColumns + ` FROM (
SELECT product_id, option_id, size_id, score, level FROM (
  SELECT x.*, row_number() OVER (PARTITION BY product_id, option_id, size_id ORDER BY score, level DESC) AS place FROM (
` + strings.Join(targetMembers(search), "\nUNION ALL\n") + `
  ) x
) b WHERE place = 1 ORDER BY score, product_id, option_id, size_id LIMIT @limit
) h` + joinHits + ` ORDER BY h.score, h.product_id, o.position, z.position`
	args := []any{named("account", actor.AccountID), named("text", strings.TrimSpace(text)), named("beginning", search.beginning), named("limit", limit)}
	if search.inside != "" {
		args = append(args, named("inside", search.inside))
	}
	found, err := selectRows(ctx, s, query, args, func(rows *sql.Rows) (*model.OmniTarget, error) {
		var level model.OmniLevel
		var row targetRow
		err := rows.Scan(append([]any{&level}, row.fields()...)...)
		return row.target(level), err
	})
	if err != nil {
		return nil, fmt.Errorf("find targets: %w", err)
	}
	return found, nil
}

// targetMembers are the queries for each kind of key, and for each kind of
// name, that a target is found by. A lower score is better.
func targetMembers(search *search) []string {
	var members []string
	member := func(key omniKey, score, condition string) {
		members = append(members, fmt.Sprintf("SELECT %s AS product_id, %s AS option_id, CAST(%s AS bigint) AS size_id, %s AS score, %d AS level FROM %s r WHERE r.account_id = @account AND %s",
			key.product, key.option, key.size, score, levelNumber(key.rank), key.table, condition))
	}
	for _, key := range omniKeys() {
		column := "r." + key.column
		score := fmt.Sprintf("CASE WHEN %s = @text THEN %d WHEN fold(%s) = fold(@text) THEN %d ELSE %d END", column, key.rank, column, 10+key.rank, 20+key.rank)
		member(key, score, "fold("+column+") LIKE fold(@beginning) ESCAPE '\\'")
		if key.rank <= lastCodeRank && search.inside != "" {
			member(key, fmt.Sprint(30+key.rank), "fold(r.name) LIKE fold(@inside) ESCAPE '\\'")
		}
	}
	return members
}

// levelNumber is the number of the level that a rank stands for.
func levelNumber(rank int) int { return 3 - (rank-1)%3 }

// Option reads a product option with its product; nil where there is none.
func (s *Service) Option(ctx context.Context, actor Actor, id TargetID) (*model.OmniOption, error) {
	target, err := s.target(ctx, actor, TargetID{Product: id.Product, Option: id.Option})
	if target == nil {
		return nil, err
	}
	return target.Option, err
}

// Size reads a size option with its option and product; nil where there is
// none.
func (s *Service) Size(ctx context.Context, actor Actor, id TargetID) (*model.OmniSize, error) {
	target, err := s.target(ctx, actor, id)
	if target == nil {
		return nil, err
	}
	return target.Size, err
}

func (s *Service) target(ctx context.Context, actor Actor, id TargetID) (*model.OmniTarget, error) {
	var row targetRow
	err := s.store.Reader(ctx).Raw("SELECT "+targetColumns+` FROM omni_products p
JOIN omni_options o ON o.account_id = p.account_id AND o.product_id = p.id AND o.id = ?
LEFT JOIN omni_sizes z ON z.account_id = o.account_id AND z.product_id = o.product_id AND z.option_id = o.id AND z.id = ?
WHERE p.account_id = ? AND p.id = ?`, id.Option, id.Size, actor.AccountID, id.Product).Row().Scan(row.fields()...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read target: %w", err)
	}
	return row.target(""), nil
}
