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

// maxRemapNodes is how many families and Omni products the remaps of a page may
// concern together. Beyond, the outlooks are not known: a remap tells.
const maxRemapNodes = 20_000

// RemapOutlooks tells, of listings with these SKUs, what a remap of each one's
// family would do.
func (r *Reader) RemapOutlooks(ctx context.Context, actor model.Actor, integration int64, skus []string) (map[string]model.RemapOutlook, error) {
	sets, err := r.remapSets(ctx, actor, integration, skus, "CAST(0 AS bigint)")
	if err != nil {
		return nil, err
	}
	return sets.outlooks(func(set *remapSet, _ string) bool { return len(set.created) > 0 }), nil
}

// MatchRemapOutlooks tells, of listings with these SKUs, what a remap of each
// one's family together with the Omni product of its match would do: nothing if
// the listing itself would stay unmapped.
func (r *Reader) MatchRemapOutlooks(ctx context.Context, actor model.Actor, integration int64, skus []string) (map[string]model.RemapOutlook, error) {
	sets, err := r.remapSets(ctx, actor, integration, skus, "coalesce(g.product_id, 0)")
	if err != nil {
		return nil, err
	}
	return sets.outlooks(func(set *remapSet, sku string) bool { return set.created[sku] }), nil
}

// remapSets are the remaps of some listings.
type remapSets struct {
	all []*remapSet
	// of has the set of each listing, by its SKU.
	of map[string]*remapSet
}

// remapSet is a remap: its connected set, the Omni products that its families
// match, and what it does.
type remapSet struct {
	families          []string
	products, matched []int64
	// created are the listings that get a mapping, or another one.
	created map[string]bool
	loses   bool
}

func (s *remapSets) outlooks(creates func(set *remapSet, sku string) bool) map[string]model.RemapOutlook {
	outlooks := make(map[string]model.RemapOutlook, len(s.of))
	for sku, set := range s.of {
		switch {
		case !creates(set, sku):
			outlooks[sku] = model.RemapNothing
		case set.loses:
			outlooks[sku] = model.RemapLoses
		default:
			outlooks[sku] = model.RemapSafe
		}
	}
	return outlooks
}

// remapSets follows the remaps of listings. product is what is named beside the
// family of a row g.
func (r *Reader) remapSets(ctx context.Context, actor model.Actor, integration int64, skus []string, product string) (*remapSets, error) {
	args := []sql.NamedArg{sql.Named("account", actor.AccountID), sql.Named("integration", integration), sql.Named("skus", skus)}
	sets, err := r.readRemapSets(ctx, selectRemapSets(product), args)
	if err == nil && len(sets.all) > 0 {
		err = r.foreseeRemaps(ctx, sets, args)
	}
	if err != nil {
		return nil, fmt.Errorf("foresee remaps: %w", err)
	}
	return sets, nil
}

// What a row of selectRemapSets tells of its start.
const (
	rowListing = iota
	rowFamily
	rowProduct
	rowMatched
)

// selectRemapSets is a query for the connected sets of listings. Those that name
// the same have one start.
func selectRemapSets(product string) string {
	return `WITH RECURSIVE wanted AS MATERIALIZED (
SELECT g.sku, g.family_sku, ` + product + ` AS product_id, min(g.sku) OVER (PARTITION BY g.family_sku, ` + product + `) AS start
FROM listing_statuses g WHERE ` + status.InIntegration("g") + ` AND g.snapshot = 0 AND g.sku IN @skus
), ` + status.Connected(`SELECT start, family_sku, CAST(0 AS bigint) FROM wanted
UNION SELECT start, CASE WHEN 1 = 0 THEN family_sku ELSE '' END, product_id FROM wanted WHERE product_id <> 0`) + fmt.Sprintf(`
SELECT start, %d, sku, CAST(0 AS bigint) FROM wanted
UNION ALL SELECT start, CASE WHEN product_id = 0 THEN %d ELSE %d END, family_sku, product_id FROM reached
UNION ALL SELECT DISTINCT f.start, %d, '', g.product_id FROM reached f CROSS JOIN listing_statuses g
WHERE f.product_id = 0 AND `, rowListing, rowFamily, rowProduct, rowMatched) + status.InIntegration("g") + ` AND g.snapshot = 0 AND g.family_sku = f.family_sku AND g.product_id IS NOT NULL
LIMIT ` + fmt.Sprint(maxRemapNodes+1)
}

func (r *Reader) readRemapSets(ctx context.Context, query string, args []sql.NamedArg) (*remapSets, error) {
	byStart := make(map[string]*remapSet)
	sets := &remapSets{of: make(map[string]*remapSet)}
	rows := 0
	err := r.store.EachFew(model.WithEffort(ctx, model.EffortHeavy), query, db.Used(query, args), func(row db.Row) error {
		var start, text string
		var kind int
		var id int64
		if err := row.Scan(&start, &kind, &text, &id); err != nil {
			return err
		}
		rows++
		set := byStart[start]
		if set == nil {
			set = &remapSet{created: make(map[string]bool)}
			byStart[start] = set
		}
		switch kind {
		case rowListing:
			sets.of[text] = set
		case rowFamily:
			set.families = append(set.families, text)
		case rowProduct:
			set.products = append(set.products, id)
			set.matched = append(set.matched, id)
		case rowMatched:
			set.matched = append(set.matched, id)
		}
		return nil
	})
	if err != nil || rows > maxRemapNodes {
		return new(remapSets), err
	}
	sets.join()
	return sets, nil
}

// join makes one of the sets that are the same.
func (s *remapSets) join() {
	known := make(map[string]*remapSet)
	for sku, set := range s.of {
		slices.Sort(set.families)
		slices.Sort(set.products)
		slices.Sort(set.matched)
		set.matched = slices.Compact(set.matched)
		key := fmt.Sprintf("%q %v", set.families, set.products)
		if known[key] == nil {
			known[key] = set
			s.all = append(s.all, set)
		}
		s.of[sku] = known[key]
	}
}

// foreseeRemaps takes the steps of docs/rules.md for the sets, none of which
// sees anything of the others.
func (r *Reader) foreseeRemaps(ctx context.Context, sets *remapSets, args []sql.NamedArg) error {
	query, named := foreseeQuery(sets.all, args)
	return r.store.Each(ctx, query, named, func(row db.Row) error {
		var start int
		var sku *string
		if err := row.Scan(&start, &sku); err != nil {
			return err
		}
		if sku == nil {
			sets.all[start].loses = true
		} else {
			sets.all[start].created[*sku] = true
		}
		return nil
	})
}

// foreseeQuery is a query for the listings that get a mapping by the remaps of
// sets, and for the sets that lose one, with null. The sets are written out,
// since a planner knows the length of a list.
func foreseeQuery(sets []*remapSet, args []sql.NamedArg) (string, []any) {
	var families, products, matched strings.Builder
	named := []any{args[0], args[1]}
	for start, set := range sets {
		for _, family := range set.families {
			name := fmt.Sprintf("family%d", len(named))
			fmt.Fprintf(&families, ", (%d, @%s)", start, name)
			named = append(named, sql.Named(name, family))
		}
		for _, product := range set.products {
			fmt.Fprintf(&products, ", (%d, %d)", start, product)
		}
		for _, product := range set.matched {
			fmt.Fprintf(&matched, ", (%d, %d)", start, product)
		}
	}
	// The first row, of no set, is there where there are no others.
	return `WITH families (start, family_sku) AS MATERIALIZED (VALUES (-1, '')` + families.String() + `
), products (start, product_id) AS MATERIALIZED (VALUES (-1, CAST(0 AS bigint))` + products.String() + `
), matched (start, product_id) AS MATERIALIZED (VALUES (-1, CAST(0 AS bigint))` + matched.String() + `
), mapped AS MATERIALIZED (
SELECT s.start, s.sku, s.product_id, s.option_id, s.size_id FROM (` + status.Decide(rivals, afterDeletion()) + `) s
LEFT JOIN families f ON f.start = s.start AND f.family_sku = s.family_sku
LEFT JOIN products p ON p.start = s.start AND p.product_id = s.product_id
WHERE s.decided_status = ` + status.Mappable + ` AND (f.start IS NOT NULL OR p.start IS NOT NULL)
)
SELECT x.start, x.sku FROM mapped x LEFT JOIN mappings d ON ` + status.InIntegration("d") + ` AND d.sku = x.sku
AND d.product_id = x.product_id AND d.option_id = x.option_id AND d.size_id = x.size_id WHERE d.sku IS NULL
UNION ALL
SELECT DISTINCT x.start, CAST(NULL AS text) FROM mapped x CROSS JOIN mappings d LEFT JOIN mapped y ON y.start = x.start AND y.sku = d.sku
WHERE ` + status.InIntegration("d") + ` AND d.product_id = x.product_id AND d.option_id = x.option_id AND d.size_id = x.size_id AND d.sku <> x.sku AND y.sku IS NULL`, named
}

// rivals is a query for the rows of all listings that match an Omni product of
// a remap, with their current status.
const rivals = `SELECT p.start, g.*, coalesce(c.status, ` + status.Mapped + `) AS current_status
FROM matched p CROSS JOIN listing_statuses g
LEFT JOIN listing_statuses c ON c.account_id = @account AND c.integration_id = @integration AND c.sku = g.sku
AND c.snapshot = ` + namedSnapshot + `
WHERE g.account_id = @account AND g.integration_id = @integration AND g.snapshot = 0 AND g.product_id = p.product_id`

// afterDeletion are the conditions once a remap has deleted its set's mappings
// and put back the custom ones. A mapping is of the set if its Omni product is.
// A family out of the set has a mapping if its listing that has none is
// partially mapped now.
func afterDeletion() status.Conditions {
	return status.Conditions{
		Joins: `
LEFT JOIN mappings ml ON ml.account_id = @account AND ml.integration_id = @integration AND ml.sku = r.sku
LEFT JOIN products pl ON pl.start = r.start AND pl.product_id = ml.product_id
LEFT JOIN families fs ON fs.start = r.start AND fs.family_sku = r.family_sku
LEFT JOIN products ps ON ps.start = r.start AND ps.product_id = r.product_id
LEFT JOIN mappings mt ON mt.account_id = @account AND mt.integration_id = @integration
  AND mt.product_id = r.product_id AND mt.option_id = r.option_id AND mt.size_id = r.size_id AND mt.source = ` + status.SourceCustom,
		Listing: "ml.sku IS NOT NULL AND (pl.start IS NULL OR ml.source = " + status.SourceCustom + ")",
		Family:  "fs.start IS NULL AND r.current_status = " + status.PartiallyMapped,
		Product: `ps.start IS NULL AND EXISTS (SELECT 1 FROM mappings mp WHERE mp.account_id = @account AND mp.integration_id = @integration AND mp.product_id = r.product_id)`,
		Target:  "mt.sku IS NOT NULL",
		Apart:   "f.start, ",
	}
}
