package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"time"
)

// A pageList is a list of the API with its baseline's query.
type pageList struct {
	field, filterType, nodes string
	// cursorNode selects the SKU of an entry, to find its cursor.
	cursorNode string
	// query returns the baseline's statement for a page.
	query func(d string, of pagePlace) string
	// middle is a query for the entry in the middle of the list: its key, SKU
	// and family.
	middle string
	count  func(statusCounts) int
}

const (
	mappingNodes = `nodes {source matchedOn createdAt listing {sku parentSku title asin price quantity}
target {level product {code name} option {code name} size {code name}}} pageInfo {hasNextPage endCursor}`
	listingNodes = `nodes {sku parentSku title asin price quantity listingStatus createdAt status unmappableReason} pageInfo {hasNextPage endCursor}`
)

// The lists whose pages are measured. The statements have the account, the
// integration and the key for arguments.
var (
	mappedPages = &pageList{field: "mappedProducts", filterType: "MappingFilter", nodes: mappingNodes, cursorNode: "listing {sku}",
		query: mappingQuery, count: func(c statusCounts) int { return c.Mapped },
		middle: `SELECT CAST(m.id AS text), m.sku, l.family_sku FROM mappings m
JOIN listings l ON l.account_id = m.account_id AND l.integration_id = m.integration_id AND l.sku = m.sku
WHERE m.account_id = %d AND m.integration_id = %d ORDER BY m.id DESC LIMIT 1 OFFSET %d`}
	unmappablePages = &pageList{field: "unmappableProducts", filterType: "ListingFilter", nodes: listingNodes, cursorNode: "sku",
		query: unmappableQuery, count: func(c statusCounts) int { return c.Unmappable },
		middle: `SELECT sku, sku, family_sku FROM listing_statuses s WHERE s.account_id = %d AND s.integration_id = %d
AND s.snapshot = (SELECT max(snapshot) FROM listing_statuses g WHERE g.account_id = s.account_id AND g.integration_id = s.integration_id)
AND s.status BETWEEN 3 AND 6 ORDER BY s.sku LIMIT 1 OFFSET %d`}
	allPages = &pageList{field: "amazonListings", filterType: "ListingFilter", nodes: listingNodes, cursorNode: "sku",
		query: allQuery, count: func(c statusCounts) int { return c.Mapped + c.PartiallyMapped + c.Mappable + c.Unmappable },
		middle: "SELECT sku, sku, family_sku FROM listings WHERE account_id = %d AND integration_id = %d ORDER BY sku LIMIT 1 OFFSET %d"}
)

// A pageCase is a page to be measured.
type pageCase struct {
	name string
	list *pageList
	// place is first, middle or last.
	place  string
	filter variables
	// found is how many entries the filter finds; -1 where that is not known.
	found int
}

// pageCases are the pages that are measured once all is imported.
func pageCases(c *catalogue) []pageCase {
	var cases []pageCase
	for _, l := range []struct {
		name string
		list *pageList
		rare int
	}{{"mapped", mappedPages, c.rare.Mapped}, {"unmappable", unmappablePages, c.rare.Unmappable}, {"all", allPages, allPages.count(c.rare)}} {
		for _, place := range []string{"first", "middle", "last"} {
			cases = append(cases, pageCase{l.name + "-" + place, l.list, place, nil, l.list.count(c.after)})
		}
		prefix, found := c.chainProduct, min(10, c.chain)
		if l.list == unmappablePages {
			prefix, found = c.unknownFamily, -1
		}
		cases = append(cases,
			pageCase{l.name + "-prefix", l.list, "first", variables{"search": prefix}, found},
			pageCase{l.name + "-inside", l.list, "first", variables{"search": rareInside}, l.rare})
	}
	return append(cases,
		pageCase{"mapped-filter", mappedPages, "first", variables{"level": "PRODUCT"}, -1},
		pageCase{"unmappable-filter", unmappablePages, "first", variables{"reason": []string{"AMBIGUOUS_MATCH"}}, c.ambiguous},
		pageCase{"all-filter", allPages, "first", variables{"status": []string{"PARTIALLY_MAPPED"}}, c.after.PartiallyMapped},
		pageCase{"all-filter-parents", allPages, "first", variables{"parents": true}, -1},
		pageCase{"all-filter-skus", allPages, "first", variables{"skus": c.someSKUs(pageSize)}, -1},
		pageCase{"all-filter-asin", allPages, "first", variables{"asin": "B000000007"}, 1},
		pageCase{"all-filter-channel", allPages, "first", variables{"fulfillmentChannel": []string{"AMAZON_NA"}}, -1},
		pageCase{"all-filter-absent", allPages, "first", variables{"fulfillmentChannel": []string{"AMAZON_EU"}}, 0})
}

// someSKUs are the SKUs of so many listings, of a family each.
func (c *catalogue) someSKUs(n int) []string {
	skus := make([]string, min(n, len(c.several)))
	for i := range skus {
		skus[i] = c.several[i].sku
	}
	return skus
}

func pageNames() []string {
	var names []string
	for _, c := range pageCases(&catalogue{}) {
		names = append(names, c.name)
	}
	return names
}

// title says in words which page it is.
func (c pageCase) title() string {
	name, what, _ := strings.Cut(c.name, "-")
	if name == "few" {
		return fmt.Sprintf("unmappable: first, only %d are", blanksLeft)
	}
	switch what {
	case "prefix":
		what = "searched by prefix"
	case "inside":
		what = "searched by three letters inside"
	case "filter-skus":
		what = "filtered by 50 SKUs"
	case "filter", "filter-parents", "filter-asin", "filter-channel", "filter-absent":
		for field, value := range c.filter {
			what = fmt.Sprintf("filtered by %s %v", field, value)
		}
	}
	return name + ": " + what
}

// fewCases are the pages of an integration with few unmappable listings.
func fewCases() []pageCase {
	return []pageCase{{"few-unmappable", unmappablePages, "first", nil, blanksLeft}}
}

// pageSize is how many entries a page has.
const pageSize = 50

// A pageRun measures pages of an integration beside the bare handler.
type pageRun struct {
	dialect *dialect
	product *process
	bare    *process
	db      *sql.DB
	// id is the integration's id in the API, account and integration its key in
	// the database.
	id                   string
	account, integration int64
	connections          int
	duration             time.Duration
}

// A pageResult is what a page was measured as.
type pageResult struct {
	product, bare rate
	// count is how long totalCount took.
	count time.Duration
}

func (r *pageRun) measure(ctx context.Context, c pageCase) (*pageResult, error) {
	ask, where, err := r.locate(ctx, c)
	if err != nil {
		return nil, err
	}
	productRequest, err := r.productRequest(ctx, c, ask)
	if err != nil {
		return nil, err
	}
	productPage, err := r.productPage(productRequest, c)
	if err != nil {
		return nil, err
	}
	if term, ok := c.filter["search"].(string); ok {
		where = pagePlace{search: newPageSearch(r.dialect.name, term)}
	} else if c.filter != nil {
		where = pagePlace{keys: productPage.keys(c.list)}
	}
	bareRequest, err := r.register(ctx, c, where)
	if err != nil {
		return nil, err
	}
	if err := r.checkSame(productPage, bareRequest); err != nil {
		return nil, err
	}
	result := &pageResult{}
	if result.product, err = generateLoad(ctx, r.product.http, productRequest, r.connections, r.duration); err != nil {
		return nil, err
	}
	if result.bare, err = generateLoad(ctx, r.bare.http, bareRequest, r.connections, r.duration); err != nil {
		return nil, err
	}
	if c.place == "first" {
		result.count, err = r.countAll(ctx, c)
	}
	return result, err
}

// locate returns the API's arguments for a page, and its place for the baseline.
func (r *pageRun) locate(ctx context.Context, c pageCase) (variables, pagePlace, error) {
	switch c.place {
	case "last":
		return variables{"last": pageSize}, pagePlace{last: true}, nil
	case "first":
		return variables{"first": pageSize}, pagePlace{}, nil
	}
	var where pagePlace
	var sku, family string
	query := fmt.Sprintf(c.list.middle, r.account, r.integration, c.found/2)
	if err := r.db.QueryRowContext(ctx, query).Scan(&where.after, &sku, &family); err != nil {
		return nil, where, fmt.Errorf("find the middle: %w", err)
	}
	var found struct {
		List struct {
			Edges []struct {
				Cursor string
				Node   struct {
					SKU     string
					Listing struct{ SKU string }
				}
			}
		}
	}
	err := r.product.ask(ctx, fmt.Sprintf("query($integration: ID!, $filter: %s) {list: %s(integrationId: $integration, filter: $filter) {edges {cursor node {%s}}}}",
		c.list.filterType, c.list.field, c.list.cursorNode), variables{"integration": r.id, "filter": variables{"familySku": family}}, &found)
	if err != nil {
		return nil, where, err
	}
	for _, edge := range found.List.Edges {
		if edge.Node.SKU == sku || edge.Node.Listing.SKU == sku {
			return variables{"first": pageSize, "after": edge.Cursor}, where, nil
		}
	}
	return nil, where, fmt.Errorf("the API does not find the listing %s by its family %s", sku, family)
}

func (r *pageRun) productRequest(ctx context.Context, c pageCase, ask variables) (*http.Request, error) {
	v := variables{"integration": r.id, "filter": c.filter}
	for name, value := range ask {
		v[name] = value
	}
	query := fmt.Sprintf("query($integration: ID!, $filter: %s, $first: Int, $after: String, $last: Int) {list: %s(integrationId: $integration, filter: $filter, first: $first, after: $after, last: $last) {%s}}",
		c.list.filterType, c.list.field, c.list.nodes)
	return jsonRequest(ctx, r.product.url+"/graphql", query, v)
}

// productPage asks for the page once and checks how many entries it has.
func (r *pageRun) productPage(request *http.Request, c pageCase) (*decodedPage, error) {
	var response struct {
		Data   struct{ List decodedPage }
		Errors []struct{ Message string }
	}
	if err := fetchJSON(r.product.http, request, &response); err != nil {
		return nil, err
	}
	if len(response.Errors) > 0 {
		return nil, fmt.Errorf("the server answered with the error %q", response.Errors[0].Message)
	}
	page := &response.Data.List
	want := min(pageSize, c.found)
	if c.place == "middle" {
		want = min(pageSize, c.found-c.found/2-1)
	}
	if c.found >= 0 && len(page.Nodes) != want || c.found < 0 && len(page.Nodes) == 0 {
		return nil, fmt.Errorf("the page has %d entries, and should have %d", len(page.Nodes), want)
	}
	return page, nil
}

// checkSame compares the API's page with the baseline's.
func (r *pageRun) checkSame(product *decodedPage, bareRequest *http.Request) error {
	var bare decodedPage
	if err := fetchJSON(r.bare.http, bareRequest, &bare); err != nil {
		return err
	}
	if len(bare.Nodes) != len(product.Nodes) {
		return fmt.Errorf("the API's page has %d entries, the bare handler's %d", len(product.Nodes), len(bare.Nodes))
	}
	for i := range product.Nodes {
		if !reflect.DeepEqual(product.Nodes[i], bare.Nodes[i]) {
			return fmt.Errorf("entry %d of the API's page is\n%v\nand of the bare handler's\n%v", i, product.Nodes[i], bare.Nodes[i])
		}
	}
	return nil
}

// countAll measures totalCount and checks it.
func (r *pageRun) countAll(ctx context.Context, c pageCase) (time.Duration, error) {
	var found struct{ List struct{ TotalCount int } }
	began := time.Now()
	err := r.product.ask(ctx, fmt.Sprintf("query($integration: ID!, $filter: %s) {list: %s(integrationId: $integration, filter: $filter) {totalCount}}",
		c.list.filterType, c.list.field), variables{"integration": r.id, "filter": c.filter}, &found)
	took := time.Since(began)
	if err == nil && c.found >= 0 && found.List.TotalCount != c.found {
		err = fmt.Errorf("totalCount is %d, and should be %d", found.List.TotalCount, c.found)
	}
	return took, err
}

// decodedPage is a page from either server.
type decodedPage struct{ Nodes []map[string]any }

// keys are the SKUs of a page, by which the baseline reads the same rows.
func (p *decodedPage) keys(list *pageList) []string {
	keys := make([]string, len(p.Nodes))
	for i, node := range p.Nodes {
		if list == mappedPages {
			node = node["listing"].(map[string]any)
		}
		keys[i] = node["sku"].(string)
	}
	return keys
}
