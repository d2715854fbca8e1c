package status

import (
	"fmt"
	"strings"
)

// A MatchKey is one of the six kinds of key in the Omni catalogue, and how to
// read it: from the column of rows r of the table.
type MatchKey struct {
	Rank          int
	Table, Column string
	Product       string
	Option        string
	Size          string
}

// MatchKeys are the kinds of key by rank. The lowest rank at which a SKU equals
// a key decides. The size 0 means that the target is the option.
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

// LastCodeRank is the last rank that is a Code; higher ones are Barcodes.
const LastCodeRank = 3

// KeyHits is a query for the targets that texts name: for each row w of wanted
// and each key that equals its column, the given columns, the rank and the
// target. ADR 1 says why it is written out kind by kind.
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

// BestHits are common table expressions. The last one, best, has for each text
// in the column of wanted the lowest rank with an equal key, the number of
// targets there, and the target if it is one. ADR 5 says why hits are grouped
// twice.
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
