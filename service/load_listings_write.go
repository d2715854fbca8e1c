package service

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"omnimap/model"
)

// givenParent is the parent SKU that a staged row gives, null for none: the
// listing's own SKU counts as none. givenChannel is its channel.
const (
	givenParent  = "nullif(nullif(s.parent_sku, ''), s.sku)"
	givenChannel = "nullif(s.fulfillment_channel, '')"
)

// A listingValue is a column that a load gives of a listing: how, in SQL, it is
// made of what is staged (s), where empty clears; and what a new listing has
// where it is absent, if not null.
type listingValue struct{ column, given, absent string }

func listingValues() []listingValue {
	return []listingValue{
		{column: "parent_sku", given: givenParent},
		{column: "asin", given: "nullif(s.asin, '')"},
		{column: "barcode", given: "nullif(s.barcode, '')"},
		{column: "title", given: "s.title", absent: "''"},
		{column: "price", given: "to_decimal(s.price)"},
		{column: "quantity", given: "CAST(nullif(s.quantity, '') AS bigint)"},
		{column: "listing_status", given: "nullif(s.listing_status, '')"},
		{column: "fulfillment_channel", given: givenChannel},
		{column: "created_at", given: "s.created_at", absent: "CAST(@now AS bigint)"},
	}
}

// addListings adds those of the new listings that a condition on the staged rows
// selects to a side, in the order of their SKUs, in which lists are read. They
// are sorted: by the index of what is staged, PostgreSQL would read its pages
// over and over.
func (c *listingChange) addListings(side *model.Integration, condition string) (int64, error) {
	var columns, values []string
	for _, v := range listingValues() {
		value := v.given
		if v.absent != "" {
			value = "coalesce(" + v.given + ", " + v.absent + ")"
		}
		columns, values = append(columns, v.column), append(values, value)
	}
	if !c.first {
		condition += " AND " + c.unknown()
	}
	return c.Run("add listings", `INSERT INTO listings (account_id, integration_id, sku, first_seen_at, `+strings.Join(columns, ", ")+`)
SELECT CAST(@account AS bigint), CAST(@side AS bigint), s.sku, CAST(@now AS bigint), `+strings.Join(values, ", ")+`
FROM staged_listings s WHERE `+condition+` ORDER BY s.sku || ''`, sql.Named("side", side.ID))
}

// differsIn is the condition that a listing of an alias differs from what the
// staged row s gives of it: in one of the columns, in any if none is named.
func differsIn(alias string, columns ...string) string {
	var differ []string
	for _, v := range listingValues() {
		if len(columns) == 0 || slices.Contains(columns, v.column) {
			differ = append(differ, fmt.Sprintf("s.%[1]s IS NOT NULL AND %[2]s.%[1]s IS DISTINCT FROM %[3]s", v.column, alias, v.given))
		}
	}
	return "(\n  " + strings.Join(differ, "\n  OR ") + ")"
}

// updateListings updates the known listings that differ from what is given of
// them, of those that a condition on the staged rows selects; what is absent
// leaves.
func (c *listingChange) updateListings(condition string) (int64, error) {
	var sets []string
	for _, v := range listingValues() {
		sets = append(sets, fmt.Sprintf("%s = CASE WHEN s.%[1]s IS NULL THEN listings.%[1]s ELSE %s END", v.column, v.given))
	}
	return c.Run("update listings", "UPDATE listings SET "+strings.Join(sets, ", ")+"\nFROM staged_listings s WHERE "+c.sides.in("listings")+
		" AND listings.sku = s.sku AND "+condition+" AND "+differsIn("listings"))
}
