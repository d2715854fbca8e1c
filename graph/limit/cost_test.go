package limit_test

import (
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"omnimap/graph"
	"omnimap/graph/limit"
	"omnimap/service"
)

func TestCost(t *testing.T) {
	schema := graph.NewExecutableSchema(graph.Config{}).Schema()
	pages := limit.PageSizes{Default: service.DefaultPage, Max: service.MaxPage}
	tests := []struct {
		query string
		want  int64
	}{
		{"{__typename}", 0},
		{"{__schema {types {name}}}", 6},
		{`{node(id: "x") {id}}`, 1},
		{"{integrations {id}}", 5},
		{"{omniProducts {totalCount}}", 6},
		{"{omniProducts {nodes {id}}}", 51},
		{"{omniProducts {edges {cursor node {id}}}}", 101},
		{"{omniProducts(first: 250) {nodes {options {sizes {id}}}}}", 1 + 250*(1+5*(1+5))},
		{"query($n: Int = 10) {omniProducts(last: $n) {nodes {id}}}", 11},
		{"{omniProducts(first: 0) {nodes {id}}}", 2},
		{"{omniProducts(first: 2000000000) {nodes {id}}}", 251},
		{`{omniTargets(search: "x") {level}}`, 210},
		{`{omniTargets(search: " ", first: 20) {level}}`, 20},
		{`{omniProducts(search: "hin", first: 0) {totalCount}}`, 406},
		{`{omniProducts(search: "hin") {nodes {id}}}`, 251},
		{`{omniProducts(search: "") {totalCount nodes {id}}}`, 56},
		{`query($f: ListingFilter = {search: "x"}) {amazonListings(integrationId: "x", filter: $f) {edges {node {id}} pageInfo {endCursor} totalCount}}`, 507},
		{`{unmappableProducts(integrationId: "x", filter: {familySku: "x", createdAfter: "2026-01-31T12:00:00Z"}) {totalCount nodes {id}}}`, 56},
		{`{mappedProducts(integrationId: "x", last: 5, before: "x", filter: {search: "x"}) {nodes {id} ...t}} fragment t on MappingConnection {totalCount}`, 411},
		{"{...a ...a} fragment a on Query {integrations {... on Integration {productStatus {mapped}}}}", 20},
		{`mutation {a: importProducts(input: {integrationId: "x"}) {summary {unmappable}} b: deleteMappings(input: {integrationId: "x", ids: ["1"]}) {deleted}}`, 21},
	}
	for _, test := range tests {
		doc, errs := gqlparser.LoadQueryWithRules(schema, test.query, rules.NewDefaultRules())
		if errs != nil {
			t.Fatalf("%s: %v", test.query, errs)
		}
		vars, err := validator.VariableValues(schema, doc.Operations[0], nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := limit.CostOf(schema, vars, pages, doc.Operations[0].SelectionSet); got != test.want {
			t.Errorf("%s costs %d, want %d", test.query, got, test.want)
		}
	}
}
