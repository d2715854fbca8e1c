package service

import "omnimap/db"

// pairItems are the steps that pair given options (of "option"), or sizes (of
// "size"), with the known ones of the same parent, in given_ITEMs and
// known_ITEMs, into paired_ITEMs. Both are ordered by their place within the
// parent; a given one with an empty or absent value has none. In turn:
// by reference, where both have one; by Code, the nth of a Code with the nth,
// where not both have a reference; and where neither has either, by place.
func pairItems(item string) []db.Step {
	unpairedGiven := "NOT EXISTS (SELECT 1 FROM paired_" + item + "s p WHERE p.parent_id = x.parent_id AND p.place = x.place)"
	unpairedKnown := "NOT EXISTS (SELECT 1 FROM paired_" + item + "s p WHERE p.id = x.id)"
	pair := func(what, by, given, known string) db.Step {
		return db.Step{What: "pair " + item + "s " + what, Query: `INSERT INTO paired_` + item + `s (parent_id, place, id)
SELECT g.parent_id, g.place, k.id FROM (
  SELECT x.parent_id, x.place, ` + by + ` AS by_key, row_number() OVER (PARTITION BY x.parent_id, ` + by + ` ORDER BY x.place) AS n
  FROM given_` + item + `s x WHERE ` + given + `
) g JOIN (
  SELECT x.parent_id, x.id, ` + by + ` AS by_key, row_number() OVER (PARTITION BY x.parent_id, ` + by + ` ORDER BY x.place) AS n
  FROM known_` + item + `s x WHERE ` + known + `
) k ON k.parent_id = g.parent_id AND k.by_key = g.by_key AND k.n = g.n`}
	}
	const (
		hasReference = "coalesce(x.reference, '') <> ''"
		noReference  = "coalesce(x.reference, '') = ''"
		hasCode      = "coalesce(x.code, '') <> ''"
		noCode       = "coalesce(x.code, '') = ''"
	)
	return []db.Step{
		pair("by reference", "x.reference", hasReference, hasReference),
		pair("by Code, the given with a reference", "x.code",
			hasReference+" AND "+hasCode+" AND "+unpairedGiven, noReference+" AND "+hasCode+" AND "+unpairedKnown),
		pair("by Code, the given without", "x.code",
			noReference+" AND "+hasCode+" AND "+unpairedGiven, hasCode+" AND "+unpairedKnown),
		pair("by place", "coalesce(x.code, '')",
			noReference+" AND "+noCode+" AND "+unpairedGiven, noReference+" AND "+noCode+" AND "+unpairedKnown),
	}
}
