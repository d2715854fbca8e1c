package main

import "strings"

// pagePlace is a page of the baseline: the first, the last, the one after a key,
// the first of what a search finds, or the one with these SKUs.
type pagePlace struct {
	last   bool
	after  string
	search *pageSearch
	keys   []string
}

// condition limits a page; $3 is its key or its SKUs.
func (p pagePlace) condition(d, sku, key, later string) string {
	switch {
	case p.search != nil:
		return " AND " + key + " = f.key"
	case p.keys != nil && d == postgres:
		return " AND " + sku + " = ANY($3)"
	case p.keys != nil:
		return " AND " + sku + " = k.value"
	case p.after != "":
		return " AND " + key + later + "$3"
	}
	return ""
}

// from is the table that a page is cut from, joined with the keys that a search
// found. SQLite looks keys up only where it is driven from them.
func (p pagePlace) from(d, table, found string) string {
	if p.search != nil {
		return "(" + found + ") f CROSS JOIN " + table
	}
	if p.keys != nil && d == sqlite {
		return "json_each($3) k CROSS JOIN " + table
	}
	return table
}

// order orders by a key; the last page is read backwards.
func (p pagePlace) order(key, forward, backward string) string {
	if p.last {
		forward = backward
	}
	return " ORDER BY " + key + forward
}

// A page is read with one row more, which shows whether there is a next page.
const (
	pageLimit   = " LIMIT 51"
	pageListing = "l.sku, l.parent_sku, l.title, l.asin, CAST(l.price AS text), l.quantity"
)

// mappingQuery cuts the page before it joins. The joins are cross joins, which
// SQLite leaves in their order.
func mappingQuery(d string, p pagePlace) string {
	order := p.order("m.id", " DESC", " ASC")
	cut := order
	if p.keys != nil {
		// The plus keeps PostgreSQL from walking the ids in search of the SKUs.
		cut = p.order("+m.id", " DESC", " ASC")
	}
	return `SELECT CAST(m.id AS text), ` + pageListing + `, m.source, m.matched_on, m.created_at, m.level, p.code, p.name, o.code, o.name, z.code, z.name
FROM (SELECT m.* FROM ` + p.from(d, "mappings m", foundMappings(d)) + ` WHERE m.account_id = $1 AND m.integration_id = $2` + p.condition(d, "m.sku", "m.id", " < ") + cut + pageLimit + `) m
CROSS JOIN listings l CROSS JOIN omni_products p CROSS JOIN omni_options o
LEFT JOIN omni_sizes z ON z.account_id = m.account_id AND z.product_id = m.product_id AND z.option_id = m.option_id AND z.id = m.size_id
WHERE l.account_id = m.account_id AND l.integration_id = m.integration_id AND l.sku = m.sku
AND p.account_id = m.account_id AND p.id = m.product_id
AND o.account_id = m.account_id AND o.product_id = m.product_id AND o.id = m.option_id` + order
}

const (
	listingColumns  = `SELECT l.sku, ` + pageListing + `, l.listing_status, l.created_at, `
	currentSnapshot = "(SELECT i.snapshot FROM integrations i WHERE i.account_id = $1 AND i.id = $2)"
)

func allQuery(d string, p pagePlace) string { return listingQuery(d, p, foundListings(d)) }

func listingQuery(d string, p pagePlace, found string) string {
	order := p.order("l.sku", " ASC", " DESC")
	return listingColumns + `coalesce(s.status, 1)
FROM (SELECT l.* FROM ` + p.from(d, "listings l", found) + ` WHERE l.account_id = $1 AND l.integration_id = $2` + p.condition(d, "l.sku", "l.sku", " > ") + order + pageLimit + `) l
LEFT JOIN listing_statuses s ON s.account_id = l.account_id AND s.integration_id = l.integration_id AND s.snapshot = ` + currentSnapshot + ` AND s.sku = l.sku` + order
}

// unmappableQuery merges a page of each reason, since an index has each in
// order. The last order is by the page's SKU and the join a cross join: else
// SQLite walks the listings in order and looks for each in the page.
func unmappableQuery(d string, p pagePlace) string {
	if p.keys != nil || p.search != nil {
		return listingQuery(d, p, foundUnmappable(d))
	}
	var members []string
	for _, status := range []string{"3", "4", "5", "6"} {
		members = append(members, `SELECT * FROM (SELECT s.sku, s.status FROM listing_statuses s WHERE s.account_id = $1 AND s.integration_id = $2
AND s.snapshot = `+currentSnapshot+` AND s.status = `+status+p.condition(d, "s.sku", "s.sku", " > ")+p.order("s.sku", " ASC", " DESC")+pageLimit+`) x`)
	}
	return listingColumns + `u.status FROM (SELECT u.* FROM (` + strings.Join(members, " UNION ALL ") + `) u` + p.order("u.sku", " ASC", " DESC") + pageLimit + `) u
CROSS JOIN listings l WHERE l.account_id = $1 AND l.integration_id = $2 AND l.sku = u.sku` + p.order("u.sku", " ASC", " DESC")
}
