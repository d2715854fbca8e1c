package query

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/status"
)

// MaxTargets is how many targets OmniTargets returns at most.
const MaxTargets = 50

// JoinHits joins, in this order, the product p, option o and size z of rows h
// that have a target.
const JoinHits = ` CROSS JOIN omni_products p CROSS JOIN omni_options o
LEFT JOIN omni_sizes z ON z.account_id = @account AND z.product_id = h.product_id AND z.option_id = h.option_id AND z.id = h.size_id
WHERE p.account_id = @account AND p.id = h.product_id AND o.account_id = @account AND o.product_id = h.product_id AND o.id = h.option_id`

// Matches returns, for some of an integration's listings at once, the targets
// at the lowest rank at which the SKU equals a key.
func (r *Reader) Matches(ctx context.Context, actor model.Actor, integration int64, skus []string) (map[string][]*model.OmniTarget, error) {
	query := `WITH wanted AS MATERIALIZED (
SELECT l.sku FROM listings l WHERE l.account_id = @account AND l.integration_id = @integration AND l.sku IN @skus
), hits AS MATERIALIZED (
` + status.KeyHits("wanted", "w.sku", "sku", len(status.MatchKeys())) + `
), s AS (
SELECT h.*, rank() OVER (PARTITION BY h.sku ORDER BY h.rank) AS place FROM hits h
), h AS (
SELECT s.*, ` + status.LevelOfRank + ` AS level FROM s WHERE s.place = 1
)
SELECT h.sku, h.level, ` + TargetColumns + ` FROM h` + JoinHits + ` ORDER BY h.sku, p.id, o.position, z.position`
	type hit struct {
		sku    string
		target *model.OmniTarget
	}
	args := []any{sql.Named("account", actor.AccountID), sql.Named("integration", integration), sql.Named("skus", skus)}
	found, err := db.SelectRows(ctx, r.store, query, args, func(rows db.Row) (hit, error) {
		var h hit
		var level model.OmniLevel
		var row TargetRow
		err := rows.Scan(append([]any{&h.sku, &level}, row.Fields()...)...)
		h.target = row.Target(level)
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

// OmniTargets finds at most limit targets for a type-ahead, best first: by a
// Code or Barcode that is the text, is it in another case, or begins with it;
// then by a name that contains it. Each target comes once. See ADR 14.
func (r *Reader) OmniTargets(ctx context.Context, actor model.Actor, text string, limit int) ([]*model.OmniTarget, error) {
	search := newSearch(&text)
	if search == nil || search.impossible {
		return nil, nil
	}
	args := []sql.NamedArg{sql.Named("account", actor.AccountID), sql.Named("text", strings.TrimSpace(text)),
		sql.Named("inside", search.Inside), sql.Named("inside_indexed", r.store.Indexed(search.Sought))}
	for _, column := range []string{"code", "barcode"} {
		whole, begun := r.store.SeekKey(search.Sought, column)
		args = append(args, sql.Named(column+"_whole", whole.Like), sql.Named(column+"_whole_indexed", whole.Indexed),
			sql.Named(column+"_begun", begun.Like), sql.Named(column+"_begun_indexed", begun.Indexed))
	}
	ctx = model.WithEffort(ctx, model.EffortHeavy)
	var targets []*model.OmniTarget
	seen := make(map[TargetID]bool)
	for _, members := range r.targetMembers(search) {
		if len(targets) >= limit {
			break
		}
		found, err := r.targetsOf(ctx, members, append(args, sql.Named("limit", limit+len(targets))))
		if err != nil {
			return nil, fmt.Errorf("find targets: %w", err)
		}
		for _, target := range found {
			if id := IDOfTarget(target); !seen[id] {
				seen[id] = true
				targets = append(targets, target)
			}
		}
	}
	return targets[:min(limit, len(targets))], nil
}

// targetsOf reads the best targets that the queries in members find, each once.
func (r *Reader) targetsOf(ctx context.Context, members []string, args []sql.NamedArg) ([]*model.OmniTarget, error) {
	query := `SELECT h.level, ` + TargetColumns + ` FROM (
SELECT product_id, option_id, size_id, score, level FROM (
  SELECT x.*, row_number() OVER (PARTITION BY product_id, option_id, size_id ORDER BY score, level DESC) AS place FROM (
` + strings.Join(members, "\nUNION ALL\n") + `
  ) x
) b WHERE place = 1 ORDER BY score, product_id, option_id, size_id LIMIT @limit
) h` + JoinHits + ` ORDER BY h.score, h.product_id, h.option_id, h.size_id`
	return db.SelectRows(ctx, r.store, query, db.Used(query, args), func(rows db.Row) (*model.OmniTarget, error) {
		var level model.OmniLevel
		var row TargetRow
		err := rows.Scan(append([]any{&level}, row.Fields()...)...)
		return row.Target(level), err
	})
}

// targetMembers are, for each way of finding targets, best first, the queries
// for each kind of key. A lower score is better.
func (r *Reader) targetMembers(search *search) [][]string {
	var exact, folded, begun, inside []string
	for _, key := range status.MatchKeys() {
		texts := func(score int, pattern string) string {
			from, indexed := r.store.Texts("omni", "@"+pattern+"_indexed")
			return targetTextQuery(key, score, from, indexed+" AND t.text LIKE fold(@"+pattern+`) ESCAPE '\'`)
		}
		exact = append(exact, targetQuery(key, key.Rank, "r."+key.Column+" = @text"))
		folded = append(folded, texts(10+key.Rank, key.Column+"_whole"))
		begun = append(begun, texts(20+key.Rank, key.Column+"_begun"))
		if key.Rank <= status.LastCodeRank {
			inside = append(inside, texts(30+key.Rank, "inside"))
		}
	}
	if search.Inside == "" {
		inside = nil
	}
	ways := [][]string{exact, folded, begun, inside}
	return slices.DeleteFunc(ways, func(members []string) bool { return len(members) == 0 })
}

// targetQuery is a query for the targets of the rows r with such a key.
func targetQuery(k status.MatchKey, score int, condition string) string {
	return fmt.Sprintf(`SELECT * FROM (SELECT %s AS product_id, %s AS option_id, CAST(%s AS bigint) AS size_id, %d AS score, %d AS level
FROM %s r WHERE r.account_id = @account AND %s ORDER BY %s LIMIT @limit) t`,
		k.Product, k.Option, k.Size, score, levelNumber(k.Rank), k.Table, condition, keyOrder(k))
}

// targetTextQuery is a query for the targets of the texts t of such items, of
// no more than maxGather texts.
func targetTextQuery(k status.MatchKey, score int, from, condition string) string {
	option, items := "r.option_id", "t.size_id > 0"
	switch k.Table {
	case "omni_options":
		items = "t.option_id > 0 AND t.size_id = 0"
	case "omni_products":
		option, items = "(SELECT o.id FROM omni_options o WHERE o.account_id = @account AND o.product_id = r.product_id AND o.position = 0)", "t.option_id = 0"
	}
	return fmt.Sprintf(`SELECT * FROM (SELECT r.product_id, %s AS option_id, r.size_id, %d AS score, %d AS level
FROM (SELECT t.product_id, t.option_id, t.size_id FROM %s WHERE t.account_id = @account AND %s AND %s LIMIT %d) r
ORDER BY r.product_id, r.option_id, r.size_id LIMIT @limit) t`,
		option, score, levelNumber(k.Rank), from, items, condition, maxGather)
}

// keyOrder is the order of the key's rows.
func keyOrder(k status.MatchKey) string {
	if k.Size != "0" {
		return "r.product_id, r.option_id, r.id"
	}
	if k.Product != "r.id" {
		return "r.product_id, r.id"
	}
	return "r.id"
}

// levelNumber is the number of the level of a rank.
func levelNumber(rank int) int { return 3 - (rank-1)%3 }

// Option reads a product option with its product; nil if there is none.
func (r *Reader) Option(ctx context.Context, actor model.Actor, id TargetID) (*model.OmniOption, error) {
	target, err := r.target(ctx, actor, TargetID{Product: id.Product, Option: id.Option})
	if target == nil {
		return nil, err
	}
	return target.Option, err
}

// Size reads a size option with its option and product; nil if there is none.
func (r *Reader) Size(ctx context.Context, actor model.Actor, id TargetID) (*model.OmniSize, error) {
	target, err := r.target(ctx, actor, id)
	if target == nil {
		return nil, err
	}
	return target.Size, err
}

func (r *Reader) target(ctx context.Context, actor model.Actor, id TargetID) (*model.OmniTarget, error) {
	var row TargetRow
	found := false
	err := r.store.Each(ctx, "SELECT "+TargetColumns+` FROM omni_products p
JOIN omni_options o ON o.account_id = p.account_id AND o.product_id = p.id AND o.id = ?
LEFT JOIN omni_sizes z ON z.account_id = o.account_id AND z.product_id = o.product_id AND z.option_id = o.id AND z.id = ?
WHERE p.account_id = ? AND p.id = ?`, []any{id.Option, id.Size, actor.AccountID, id.Product}, func(r db.Row) error {
		found = true
		return r.Scan(row.Fields()...)
	})
	if err != nil {
		return nil, fmt.Errorf("read target: %w", err)
	}
	if !found {
		return nil, nil
	}
	return row.Target(""), nil
}
