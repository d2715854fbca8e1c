package service

import (
	"strings"

	"omnimap/db"
)

// itemPairing makes the steps that pair given options (of "option"), or sizes
// (of "size"), with the known ones of the same parent, in given_ITEMs and
// known_ITEMs, into paired_ITEMs. Both are ordered by their place within the
// parent; a given one with an empty or absent value has none.
type itemPairing string

// Conditions of a given or known item x.
const (
	hasReference = "coalesce(x.reference, '') <> ''"
	noReference  = "coalesce(x.reference, '') = ''"
	hasCode      = "coalesce(x.code, '') <> ''"
	noCode       = "coalesce(x.code, '') = ''"
	hasBarcode   = "coalesce(x.barcode, '') <> ''"
	hasName      = "coalesce(x.name, '') <> ''"
	untoldGiven  = "g.code IS NULL"
)

// sameWhereBoth is true of a given g and a known k unless both have a value, and
// not the same.
func sameWhereBoth(column string) string {
	return "(coalesce(g." + column + ", '') = '' OR coalesce(k." + column + ", '') = '' OR g." + column + " = k." + column + ")"
}

// pairItems are the steps, in the order of ADR 3: each pairs what the steps
// before it left over. Where the load does not tell Codes, some steps pair by
// what it does tell, but only where as many are alike on both sides, so that it
// is certain which are meant.
func pairItems(item string, untold bool) []db.Step {
	p := itemPairing(item)
	steps := []db.Step{
		p.nth("by reference", "x.reference", hasReference+" AND "+p.unpairedGiven(), hasReference+" AND "+p.unpairedKnown()),
		p.nth("by Code, the given with a reference", "x.code",
			hasReference+" AND "+hasCode+" AND "+p.unpairedGiven(), noReference+" AND "+hasCode+" AND "+p.unpairedKnown()),
		p.nth("by Code, the given without", "x.code",
			noReference+" AND "+hasCode+" AND "+p.unpairedGiven(), hasCode+" AND "+p.unpairedKnown()),
	}
	if untold {
		steps = append(steps,
			p.asMany("by Barcode and name", []string{"x.barcode", "x.name"}, hasBarcode+" AND "+hasName, untoldGiven),
			p.asMany("by Barcode", []string{"x.barcode"}, hasBarcode, untoldGiven),
			p.asMany("by name", []string{"x.name"}, hasName, untoldGiven+" AND (g.alike = 1 AND k.alike = 1 OR "+sameWhereBoth("barcode")+")"))
	}
	steps = append(steps, p.nth("by place", "coalesce(x.code, '')",
		noReference+" AND "+noCode+" AND "+p.unpairedGiven(), noReference+" AND "+noCode+" AND "+p.unpairedKnown()))
	if untold {
		steps = append(steps, p.asMany("by place, as many", nil, "1 = 1", untoldGiven+" AND "+sameWhereBoth("barcode")+" AND "+sameWhereBoth("name")))
	}
	return steps
}

func (p itemPairing) unpairedGiven() string {
	return "NOT EXISTS (SELECT 1 FROM paired_" + string(p) + "s p WHERE p.parent_id = x.parent_id AND p.place = x.place)"
}

func (p itemPairing) unpairedKnown() string {
	return "NOT EXISTS (SELECT 1 FROM paired_" + string(p) + "s p WHERE p.id = x.id)"
}

// nth pairs the nth of a key with the nth.
func (p itemPairing) nth(what, by, given, known string) db.Step {
	item := string(p)
	return db.Step{What: "pair " + item + "s " + what, Query: `INSERT INTO paired_` + item + `s (parent_id, place, id)
SELECT g.parent_id, g.place, k.id FROM (
  SELECT x.parent_id, x.place, ` + by + ` AS by_key, row_number() OVER (PARTITION BY x.parent_id, ` + by + ` ORDER BY x.place) AS n
  FROM given_` + item + `s x WHERE ` + given + `
) g JOIN (
  SELECT x.parent_id, x.id, ` + by + ` AS by_key, row_number() OVER (PARTITION BY x.parent_id, ` + by + ` ORDER BY x.place) AS n
  FROM known_` + item + `s x WHERE ` + known + `
) k ON k.parent_id = g.parent_id AND k.by_key = g.by_key AND k.n = g.n`}
}

// asMany pairs the nth with the nth of those that are left and alike in some
// columns, where as many are left on both sides. No pair has two references,
// nor what the condition excludes. There, alike is how many of the parent are
// alike, also of those that are not left.
func (p itemPairing) asMany(what string, by []string, filled, condition string) db.Step {
	item := string(p)
	partition, match := strings.Join(append([]string{"x.parent_id"}, by...), ", "), ""
	for _, column := range by {
		name := strings.TrimPrefix(column, "x.")
		match += " AND k." + name + " = g." + name
	}
	side := func(table, key, left string) string {
		return `(
  SELECT x.parent_id, x.` + key + `, x.reference, x.code, x.barcode, x.name, x.alike, row_number() OVER (PARTITION BY ` + partition + ` ORDER BY x.place) AS n,
    count(*) OVER (PARTITION BY ` + partition + `) AS many
  FROM (SELECT x.*, count(*) OVER (PARTITION BY ` + partition + `) AS alike FROM ` + table + ` x) x WHERE ` + filled + ` AND ` + left + `
)`
	}
	return db.Step{What: "pair " + item + "s " + what, Query: `INSERT INTO paired_` + item + `s (parent_id, place, id)
SELECT g.parent_id, g.place, k.id FROM ` + side("given_"+item+"s", "place", p.unpairedGiven()) + ` g
JOIN ` + side("known_"+item+"s", "id", p.unpairedKnown()) + ` k ON k.parent_id = g.parent_id AND k.n = g.n AND k.many = g.many` + match + `
WHERE (coalesce(g.reference, '') = '' OR coalesce(k.reference, '') = '') AND ` + condition}
}
