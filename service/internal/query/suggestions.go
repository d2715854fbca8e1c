package query

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"

	"omnimap/db"
	"omnimap/model"
	"omnimap/service/internal/status"
)

// MaxSuggestions is how many suggestions a listing has at most.
const MaxSuggestions = 5

// Changes is the counter of an account's changes of its catalogues and mappings,
// and SuggestRuns the kind of the runs that compute suggestions.
const (
	Changes     = "change"
	SuggestRuns = "suggest"
)

// SuggestionFilter narrows a list of first suggestions; zero fields do not
// narrow it.
type SuggestionFilter struct {
	Search             *string
	MinScore, MaxScore *int
	// Evidence lets those pass for which evidence of any of these kinds speaks.
	Evidence []model.EvidenceKind
	// Affix is a prefix or a suffix.
	Affix *string
	// Acceptable lets those pass that can be accepted, or those that cannot.
	Acceptable *bool
}

// EvidenceBits is a set of kinds of evidence, as it is stored.
func EvidenceBits(kinds ...model.EvidenceKind) (bits int64) {
	for i, kind := range model.EvidenceKinds() {
		for _, k := range kinds {
			if k == kind {
				bits |= 1 << i
			}
		}
	}
	return bits
}

// obstacle is what accepting a suggestion s would answer, of a listing with the
// status g: the checks of custom mappings, of what can keep one from them.
const obstacle = `CASE WHEN g.status = ` + status.PartiallyMapped + ` THEN 'ALREADY_MAPPED' WHEN g.status = ` + status.Mappable + ` THEN 'PRODUCT_IS_MAPPABLE'
WHEN EXISTS (SELECT 1 FROM mappings m WHERE m.account_id = @account AND m.integration_id = @integration AND m.product_id = s.product_id) THEN 'OMNI_PRODUCT_MAPPED' END`

// currentSuggestions are the suggestions s that count, of listings with the
// status g that are neither mapped nor ignored nor parents, of targets that are
// there: the size z, if it is one.
var currentSuggestions = ` FROM suggestions s CROSS JOIN listing_statuses g CROSS JOIN listings l CROSS JOIN omni_products p CROSS JOIN omni_options o
LEFT JOIN omni_sizes z ON z.account_id = @account AND z.product_id = s.product_id AND z.option_id = s.option_id AND z.id = s.size_id
WHERE ` + status.InIntegration("s") + ` AND s.snapshot = (SELECT t.snapshot FROM suggestion_states t WHERE ` + status.InIntegration("t") + `)
AND ` + status.InIntegration("g") + ` AND g.snapshot = ` + namedSnapshot + ` AND g.sku = s.sku AND g.status NOT IN (` + status.Mapped + `, ` + status.Ignored + `) AND NOT g.is_parent
AND ` + status.InIntegration("l") + ` AND l.sku = s.sku
AND p.account_id = @account AND p.id = s.product_id AND o.account_id = @account AND o.product_id = s.product_id AND o.id = s.option_id
AND (s.size_id = 0 OR z.id IS NOT NULL)`

// suggestionColumns are what a suggestion s is read from.
var suggestionColumns = "s.sku, s.score, s.evidence, " + obstacle + " AS obstacle, " + TargetColumns

// suggestionRow reads suggestionColumns.
type suggestionRow struct {
	sku      string
	score    int
	evidence string
	obstacle *model.ErrorCode
	target   TargetRow
}

func (r *suggestionRow) fields() []any {
	return append([]any{&r.sku, &r.score, &r.evidence, &r.obstacle}, r.target.Fields()...)
}

func (r *suggestionRow) suggestion() (*model.Suggestion, error) {
	level := model.LevelProductOption
	found := &model.Suggestion{Score: r.score, Obstacle: r.obstacle}
	if found.Target = r.target.Target(level); found.Target.Size != nil {
		found.Target.Level = model.LevelSizeOption
	}
	if err := json.Unmarshal([]byte(r.evidence), &found.Evidence); err != nil {
		return nil, fmt.Errorf("read the evidence of a suggestion: %w", err)
	}
	return found, nil
}

// Suggestions reads the suggestions of some of an integration's listings, the
// first one first.
func (r *Reader) Suggestions(ctx context.Context, actor model.Actor, integration int64, skus []string) (map[string][]*model.Suggestion, error) {
	args := []sql.NamedArg{sql.Named("account", actor.AccountID), sql.Named("integration", integration), sql.Named("skus", skus)}
	query := "SELECT " + suggestionColumns + currentSuggestions + " AND s.sku IN @skus ORDER BY s.sku, s.rank"
	found := make(map[string][]*model.Suggestion)
	err := r.store.Each(ctx, query, db.Used(query, args), func(rows db.Row) error {
		var row suggestionRow
		if err := rows.Scan(row.fields()...); err != nil {
			return err
		}
		suggestion, err := row.suggestion()
		found[row.sku] = append(found[row.sku], suggestion)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read suggestions: %w", err)
	}
	return found, nil
}

// SuggestedMappings returns a page of an integration's listings with their first
// suggestions: the highest score first, then by SKU.
func (r *Reader) SuggestedMappings(ctx context.Context, actor model.Actor, integration int64, filter SuggestionFilter, args PageArgs[string]) (*Page[*model.SuggestedMapping], error) {
	from, named := r.FirstSuggestions(actor, integration, filter)
	conditions, pageArgs, direction := Within(args, ListOrder{Columns: "s.place", Binding: "?"}, func(place string) []any { return []any{place} })
	conditions, cursors := nameArguments("cursor", conditions, pageArgs)
	named = append(named, cursors...)
	query := "SELECT s.place, " + listingColumns + "g.status, " + suggestionColumns + from + conditions + fmt.Sprintf(" ORDER BY s.place%s LIMIT %d", direction, args.Limit+1)
	items, err := db.SelectRows(ctx, r.store, query, db.Used(query, named), func(rows db.Row) (*model.SuggestedMapping, error) {
		found := &model.SuggestedMapping{Listing: new(model.AmazonListing)}
		var row suggestionRow
		fields := append(append([]any{&found.Place}, listingFields(found.Listing)...), &found.Listing.StatusNumber)
		if err := rows.Scan(append(fields, row.fields()...)...); err != nil {
			return nil, err
		}
		var err error
		found.Suggestion, err = row.suggestion()
		return found, err
	})
	if err != nil {
		return nil, fmt.Errorf("list suggested mappings: %w", err)
	}
	return NewPage(args, items), nil
}

// CountSuggestedMappings counts what SuggestedMappings lists.
func (r *Reader) CountSuggestedMappings(ctx context.Context, actor model.Actor, integration int64, filter SuggestionFilter) (int64, error) {
	from, args := r.FirstSuggestions(actor, integration, filter)
	query := "SELECT count(*)" + from
	n, err := db.SelectOne[int64](model.WithEffort(ctx, model.EffortHeavy), r.store, query, db.Used(query, args))
	if err != nil {
		return 0, fmt.Errorf("count suggested mappings: %w", err)
	}
	return n, nil
}

// FirstSuggestions is what follows the columns of a query for the first
// suggestions s that pass the filter, of listings l, with its arguments.
func (r *Reader) FirstSuggestions(actor model.Actor, integration int64, filter SuggestionFilter) (string, []sql.NamedArg) {
	var conditions strings.Builder
	args := []sql.NamedArg{sql.Named("account", actor.AccountID), sql.Named("integration", integration)}
	add := func(condition, name string, value any) {
		conditions.WriteString(" AND " + condition)
		args = append(args, sql.Named(name, value))
	}
	// A place begins with 100 - score in three digits.
	if filter.MinScore != nil {
		add("s.place < @lowest", "lowest", fmt.Sprintf("%03d", max(101-*filter.MinScore, 0)))
	}
	if filter.MaxScore != nil {
		add("s.place >= @highest", "highest", fmt.Sprintf("%03d", max(100-*filter.MaxScore, 0)))
	}
	if filter.Evidence != nil {
		add("s.kinds & @kinds <> 0", "kinds", EvidenceBits(filter.Evidence...))
	}
	if filter.Affix != nil {
		add("(s.prefix = @affix OR s.suffix = @affix)", "affix", *filter.Affix)
	}
	if filter.Acceptable != nil {
		is := "IS NOT NULL"
		if *filter.Acceptable {
			is = "IS NULL"
		}
		conditions.WriteString(" AND (" + obstacle + ") " + is)
	}
	if newSearch(filter.Search) != nil {
		keys, keyArgs := r.ListingKeys(actor, integration, ListingFilter{Search: filter.Search})
		keys, named := nameArguments("key", keys, keyArgs)
		conditions.WriteString(" AND s.sku IN (" + keys + ")")
		args = append(args, named...)
	}
	return currentSuggestions + " AND s.rank = 1" + conditions.String(), args
}

// nameArguments gives the arguments of a query, each a ? in it, names that begin
// with a prefix.
func nameArguments(prefix, query string, args []any) (string, []sql.NamedArg) {
	var text strings.Builder
	named := make([]sql.NamedArg, len(args))
	for i, part := range strings.Split(query, "?") {
		text.WriteString(part)
		if i < len(args) {
			named[i] = sql.Named(fmt.Sprint(prefix, i), args[i])
			text.WriteString("@" + named[i].Name)
		}
	}
	return text.String(), named
}

// SuggestionStates reads what the suggestions of some of the account's
// integrations are computed from. One without any has none.
func (r *Reader) SuggestionStates(ctx context.Context, actor model.Actor, integrations []int64) (map[int64]*model.SuggestionState, error) {
	args := []sql.NamedArg{sql.Named("account", actor.AccountID), sql.Named("integrations", integrations)}
	states := make(map[int64]*model.SuggestionState)
	err := r.store.Each(ctx, selectStates, db.Used(selectStates, args), func(rows db.Row) error {
		found := new(model.SuggestionState)
		var affixes string
		err := rows.Scan(&found.IntegrationID, &found.ComputedAt, &found.Stale, &found.Running, &found.Listings, &found.WithSuggestion, &affixes)
		if err != nil {
			return err
		}
		states[found.IntegrationID] = found
		return json.Unmarshal([]byte(affixes), &found.Affixes)
	})
	if err != nil {
		return nil, fmt.Errorf("read the states of suggestions: %w", err)
	}
	return states, nil
}

const selectStates = `SELECT i.id, s.computed_at, coalesce(s.changes, 0) <> coalesce((SELECT c.last FROM counters c WHERE c.account_id = @account AND c.name = '` + Changes + `'), 0) AS stale,
  coalesce((SELECT CAST(r.operation_id AS text) FROM runs r WHERE r.account_id = @account AND r.kind = '` + SuggestRuns + `' AND r.integration_id = i.id AND r.ended_at IS NULL), ''),
  coalesce(s.listings, 0), coalesce(s.with_suggestion, 0), coalesce(s.affixes, '[]')
FROM integrations i LEFT JOIN suggestion_states s ON s.account_id = @account AND s.integration_id = i.id
WHERE i.account_id = @account AND i.id IN @integrations`
