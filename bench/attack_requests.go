package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// mostSearches is how many searches with a count cost as much as an operation
// may.
const mostSearches = 120

// attacks are the requests that an account can hold a server up with. No two of
// them are equal, so that nothing is read once for several.
func (a *attacked) attacks() []attack {
	texts := pieces()
	text := func(n int) string { return texts[n%len(texts)] }
	products := func(n, of int) string {
		return aliased(of, func(i int) string {
			return fmt.Sprintf(`omniProducts(search: %q, first: %d) {totalCount}`, text(n*of+i), i%200)
		})
	}
	listings := func(n, of int) string {
		return aliased(of, func(i int) string {
			return fmt.Sprintf(`amazonListings(integrationId: %q, first: 0, filter: {search: %q, createdAfter: "2001-01-01T00:00:%02dZ"}) {totalCount}`, a.id, text(n*of+i), i%60)
		})
	}
	nested := func(n int) string {
		return fmt.Sprintf(`{amazonListings(integrationId: %q, first: %d) {nodes {sku title matches {product {name options {name sizes {name}}}} mapping {target {product {name}}}}}}`, a.id, 250-n%10)
	}
	skus := func(n int) string {
		return aliased(900, func(i int) string {
			return fmt.Sprintf(`amazonListing(integrationId: %q, sku: "%d-%d") {sku}`, a.id, n, i)
		})
	}
	counts := func(n int) string {
		return aliased(200, func(i int) string {
			return fmt.Sprintf(`amazonListings(integrationId: %q, first: 0, filter: {createdAfter: "20%02d-01-01T00:%02d:%02dZ"}) {totalCount}`, a.id, 10+i%10, n%60, i%60)
		})
	}
	array := func(n int) string {
		operations := make([]string, 100)
		for i := range operations {
			operations[i] = body(products(100*n+i, 100))
		}
		return "[" + strings.Join(operations, ",") + "]"
	}
	document := func(n int) string {
		return aliased(700, func(int) string {
			return "omniProducts(first: 0) {pageInfo {hasNextPage hasPreviousPage startCursor endCursor}}"
		}) + fmt.Sprint("#", n)
	}
	single := func(query func(n int) string) func(int) string {
		return func(n int) string { return body(query(n)) }
	}
	all := []func(int) string{single(func(n int) string { return products(n, mostSearches) }), single(nested), array, single(skus), single(counts), single(document)}
	return []attack{
		{name: "none"},
		a.posting("1,000 aliases of a search with `totalCount`", 3, single(func(n int) string { return products(n, 1000) })),
		a.posting(fmt.Sprintf("%d aliases of it", mostSearches), 3, single(func(n int) string { return products(n, mostSearches) })),
		a.posting(fmt.Sprintf("%d aliases of a search of listings", mostSearches), 3, single(func(n int) string { return listings(n, mostSearches) })),
		a.posting("an array of 100 with 100 aliases each", 3, array),
		a.posting("200 counts by a filter that no index knows", 3, single(counts)),
		a.posting("pages of 250 with matches, options and sizes", 3, single(nested)),
		a.posting("900 listings by their SKUs", 3, single(skus)),
		a.posting("documents of 70 KB", 3, single(document)),
		a.posting("all of these", 12, func(n int) string { return all[n%len(all)](n) }),
		a.posting("type-aheads", 30, single(func(n int) string {
			return fmt.Sprintf("{omniTargets(search: %q, first: 50) {product {name}}}", text(n))
		})),
		a.posting("dry runs of 1,000 pairs", 30, a.dryRun),
		{"sheets that are read slowly", 10, a.slowSheet},
	}
}

// posting is an attack of bodies.
func (a *attacked) posting(name string, atOnce int, body func(n int) string) attack {
	return attack{name, atOnce, func(ctx context.Context, n int) (bool, error) { return a.attacker.postRaw(ctx, body(n)) }}
}

// dryRun is a list of pairs that is checked, under the integration's lock, and
// not mapped.
func (a *attacked) dryRun(n int) string {
	pairs := make([]variables, 1000)
	for i := range pairs {
		pairs[i] = variables{"sku": fmt.Sprint("sku", n, i), "cin7Code": fmt.Sprint("code", i)}
	}
	text, err := json.Marshal(map[string]any{"query": mutation("applyCustomMappings", "summary {rejected}"),
		"variables": variables{"input": variables{"integrationId": a.id, "mappings": pairs, "dryRun": true}}})
	if err != nil {
		panic(err) // Texts are JSON.
	}
	return string(text)
}

// slowSheet downloads the spreadsheet, and does not read it.
func (a *attacked) slowSheet(ctx context.Context, _ int) (data bool, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, a.attacker.url+"/custom-mapping-sheet?integrationId="+url.QueryEscape(a.id), nil)
	if err != nil {
		return false, err
	}
	response, err := a.attacker.http.Do(request)
	if err != nil {
		return false, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return false, nil
	}
	<-ctx.Done()
	return true, nil
}

// aliased is a query with so many fields.
func aliased(n int, field func(i int) string) string {
	var b strings.Builder
	b.WriteByte('{')
	for i := range n {
		fmt.Fprintf(&b, "a%d: %s ", i, field(i))
	}
	b.WriteByte('}')
	return b.String()
}

// body is the JSON of a query.
func body(query string) string {
	text, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		panic(err) // A text is JSON.
	}
	return string(text)
}

// attackMarkdown is what was measured as tables.
func attackMarkdown(about *results, runs []*attackRun) string {
	var b strings.Builder
	b.WriteString(about.heading())
	for _, r := range runs {
		fmt.Fprintf(&b, "\n%s, N = %s, %s each; load average %s before.\n\n", title(r.Database), grouped(r.N), r.Duration, r.LoadBefore)
		fmt.Fprintf(&b, "| requests of one account | at once | answered | refused | another's `{integrations {name}}`: p50 | p99 (≤ %s) | longest | | `/readyz`: p99 | longest |\n|---|---:|---:|---:|---:|---:|---:|---|---:|---:|\n", duration(attackP99.Seconds()))
		for _, row := range r.Rows {
			fmt.Fprintf(&b, "| %s | %d | %d | %d | %s | %s | %s | %s | %s | %s |\n", row.Attack, row.AtOnce, row.Answered, row.Refused,
				row.Light.at(50), row.Light.at(99), row.Light.at(100), row.verdict(), row.Ready.at(99), row.Ready.at(100))
		}
	}
	return b.String()
}

// at is a percentile of a tally's times.
func (t *tally) at(percent int) string { return duration(percentile(t.Took, percent).Seconds()) }

// verdict tells whether another account got its answers, and in time.
func (r *attackRow) verdict() string {
	switch failed := len(r.Light.Errors) + len(r.Ready.Errors); {
	case failed > 0:
		return fmt.Sprintf("**%d errors**", failed)
	case percentile(r.Light.Took, 99) > attackP99:
		return "**miss**"
	}
	return "pass"
}
