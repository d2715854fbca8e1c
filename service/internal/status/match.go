package status

import (
	"fmt"
	"strings"
)

// An MatchKey is one of the six kinds of key that the Omni catalogue has, and
// how to read it: rows r of table, whose column holds the key.
type MatchKey struct {
	Rank          int
	Table, Column string
	Product       string
	Option        string
	Size          string
}

// MatchKeys are the kinds of key in rank order: the lowest rank at which a SKU
// equals any key decides. A size of 0 means that the target is the option.
func MatchKeys() []MatchKey {
	const defaultOption = "(SELECT o.id FROM omni_options o WHERE o.account_id = r.account_id AND o.product_id = r.id AND o.position = 0)"
	size := MatchKey{Table: "omni_sizes", Product: "r.product_id", Option: "r.option_id", Size: "r.id"}
	option := MatchKey{Table: "omni_options", Product: "r.product_id", Option: "r.id", Size: "0"}
	product := MatchKey{Table: "omni_products", Product: "r.id", Option: defaultOption, Size: "0"}
	var keys []MatchKey
	for _, column := range []string{"code", "barcode"} {
		for _, key := range []MatchKey{size, option, product} {
			key.Rank, key.Column = len(keys)+1, column
			keys = append(keys, key)
		}
	}
	return keys
}

// LastCodeRank is the last rank that is a Code; the higher ones are Barcodes.
const LastCodeRank = 3

// KeyHits is a query for the targets that texts name: for each row of wanted,
// a table or common table expression, and each key that equals its column,
// every column of wanted (as w), the key's rank and the target. It is written
// out, kind by kind, driven from wanted, since a view of the six would be read
// whole for every look by SQLite.
func KeyHits(wanted, columns, column string, maxRank int) string {
	var members []string
	for _, key := range MatchKeys() {
		if key.Rank > maxRank {
			break
		}
		members = append(members, fmt.Sprintf(
			`SELECT %s, %d AS rank, %s AS product_id, %s AS option_id, CAST(%s AS bigint) AS size_id
FROM %s w CROSS JOIN %s r WHERE r.account_id = @account AND r.%s = w.%s`,
			columns, key.Rank, key.Product, key.Option, key.Size, wanted, key.Table, key.Column, column))
	}
	return strings.Join(members, "\nUNION ALL\n")
}

// BestHits are the common table expressions, the last of which, best, gives for
// each text in that column of wanted the lowest rank at which any key equals
// it, the number of targets there, and, where there is one, the target. Few
// texts are named at several ranks, so only their hits are grouped again; a
// window over all hits takes longer, most of all on SQLite.
func BestHits(column string, maxRank int) string {
	targets := "count(*) AS targets, min(product_id) AS product_id, min(option_id) AS option_id, min(size_id) AS size_id"
	return `hits AS MATERIALIZED (
` + KeyHits("wanted", "w."+column, column, maxRank) + `
), named AS MATERIALIZED (
SELECT ` + column + `, min(rank) AS rank, max(rank) AS last_rank, ` + targets + ` FROM hits GROUP BY ` + column + `
), best AS MATERIALIZED (
SELECT ` + column + `, rank, targets, product_id, option_id, size_id FROM named WHERE rank = last_rank
UNION ALL
SELECT ` + column + `, rank, ` + targets + ` FROM hits
WHERE (` + column + `, rank) IN (SELECT ` + column + `, rank FROM named WHERE rank < last_rank) GROUP BY ` + column + `, rank
)`
}
