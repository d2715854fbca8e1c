package graph_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"omnimap/graph"
	"omnimap/internal/dbtest"
)

// oddities adds texts that must be escaped, nulls, rejected rows and sizes to the
// sample.
var oddities = []string{
	`mutation{upsertAmazonListings(input:{integrationId:$ID, listings:[
		{sku:"odd <&> é", title:"Ünï \u2028 \u001b \"q\" \\ \t\n\r <b>&amp;</b> 日本 😀", price:"12.50", quantity:-3, asin:"", createdAt:"2026-01-31T12:00:00.5+02:00"},
		{sku:"plain", parentSku:"odd <&> é"}, {sku:"B", listingStatus:"Active", fulfillmentChannel:"DEFAULT"}, {sku:""}]}){summary{rejected}}}`,
	`mutation{upsertOmniProducts(input:{products:[{reference:"<ö>", code:"P<&>", barcode:"\u007f", name:"\"\\", options:[
		{code:"B", name:"opt & co", price:"0.1", sizes:[{code:"plain", cost:"-7"}, {barcode:"s", stock:"0"}]}, {}]},
		{reference:"bare"}, {reference:"none", options:[]}]}){summary{rejected}}}`,
	`mutation{upsertAmazonListings(input:{integrationId:$ID, listings:[{sku:"never", createdAt:"2026-01-31T12:00:00Z"}]}){summary{created}}}`,
	`mutation{upsertOmniProducts(input:{products:[{reference:"AX-1150", code:"AX-1150"}, {reference:"AX-2260", code:"AX-2260"}, {reference:"AX-3370", code:"AX-3370"}]}){summary{created}}}`,
	`mutation{upsertAmazonListings(input:{integrationId:$ID, listings:[{sku:"FBA-AX-1150", createdAt:"2026-01-31T12:00:00Z"},
	  {sku:"FBA-AX-2260", createdAt:"2026-01-31T12:00:00Z"}, {sku:"FBA-AX-3370", createdAt:"2026-01-31T12:00:00Z"}]}){summary{created}}}`,
	`mutation{ignoreListings(input:{integrationId:$ID, skus:["never"], note:"<&> \u2028 \"é\""}){changed rejectedRows{message} operation{ignoreSummary{ignored}}}}`,
	`mutation{importProducts(input:{integrationId:$ID}){summary{mappingsCreated}}}`,
	`mutation{applyCustomMappings(input:{integrationId:$ID, mappings:[{sku:"odd <&> é", cin7Code:"P<&>"}, {sku:"no \" such"}, {sku:"<&>", cin7Code:"x"}]}){summary{rejected}}}`,
}

// comparison sends requests to servers with the fast JSON path and without,
// and counts the lists that took it by their types.
type comparison struct {
	t            *testing.T
	integration  string
	fast, gqlgen http.Handler

	mu        sync.Mutex
	fastLists map[string]int
}

func newComparison(t *testing.T) *comparison {
	w := newServer(t, dbtest.SQLite(t))
	for _, mutation := range oddities {
		var any json.RawMessage
		w.ask(t, mutation, &any)
	}
	w.suggest(t)
	b := &comparison{t: t, integration: w.integration, fastLists: make(map[string]int)}
	b.gqlgen = graph.NewPlainHandler(w.resolver, w.options)
	b.fast = graph.NewWatchedHandler(w.resolver, w.options, func(typeName string) {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.fastLists[typeName]++
	})
	return b
}

// compare wants the same bytes of both, and returns them.
func (b *comparison) compare(query string, variables map[string]any) string {
	b.t.Helper()
	body, err := json.Marshal(map[string]any{"query": strings.ReplaceAll(query, "$ID", fmt.Sprintf("%q", b.integration)), "variables": variables})
	if err != nil {
		b.t.Fatal(err)
	}
	var responses [2]string
	for i, handler := range []http.Handler{b.gqlgen, b.fast} {
		request := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(string(body)))
		request.Header.Set("Content-Type", "application/json")
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, request)
		responses[i] = fmt.Sprint(recorder.Code, recorder.Header(), recorder.Body)
	}
	if responses[0] != responses[1] {
		b.t.Errorf("%s %v:\n%.3000s\nwithout the fast path\n%.3000s", query, variables, responses[1], responses[0])
	}
	return responses[1]
}

// valid wants of compare a response without errors.
func (b *comparison) valid(query string, variables map[string]any) {
	b.t.Helper()
	if response := b.compare(query, variables); strings.Contains(response, `"errors":`) {
		b.t.Errorf("%s: %s", query, response)
	}
}

// lists are fields that resolve to lists, and their types.
var lists = []struct{ field, typeName string }{
	{"mappedProducts(integrationId:$ID, first:250)", "MappingConnection"},
	{"mappedProducts(integrationId:$ID, first:1)", "MappingConnection"},
	{"mappedProducts(integrationId:$ID, first:0)", "MappingConnection"},
	{`mappedProducts(integrationId:$ID, filter:{search:"found nowhere"})`, "MappingConnection"},
	{"amazonListings(integrationId:$ID, first:250)", "AmazonListingConnection"},
	{"unmappableProducts(integrationId:$ID, last:9)", "AmazonListingConnection"},
	{"unmappableProducts(integrationId:$ID, filter:{reason:[IGNORED]})", "AmazonListingConnection"},
	{`ignoreListings(input:{integrationId:$ID, skus:["none", "\u0001"]})`, "IgnoreListingsPayload"},
	{"suggestedMappings(integrationId:$ID, first:250)", "SuggestedMappingConnection"},
	{"omniProducts(first:250)", "OmniProductConnection"},
	{"operations(first:0)", "OperationConnection"},
	{"operations", "OperationConnection"},
	{`omniTargets(search:"b", first:20)`, "OmniTarget"},
	{"integrations", "Integration"},
	{`remap:remapProducts(input:{integrationId:$ID, omniProductId:"none", dryRun:true})`, "RemapProductsPayload"},
	{"remapProducts(input:{integrationId:$ID, familySku:%q, dryRun:true})", "RemapProductsPayload"},
	{`applyCustomMappings(input:{integrationId:$ID, dryRun:true, mappings:[{sku:"\"<&>", cin7Code:"é"}]})`, "ApplyCustomMappingsPayload"},
	{`deleteMappings(input:{integrationId:$ID, ids:["é", "x"]})`, "DeleteMappingsPayload"},
	{`deleteAllMappings(input:{integrationId:$ID, confirm:"no"})`, "DeleteMappingsPayload"},
	{`downloadProducts(input:{integrationId:$ID, familySkus:["none", "\u0001"]})`, "DownloadProductsPayload"},
}

// TestFastJSONLists compares whole responses about every type, with all plain
// fields and with those that a loader reads too. It may take over 15 s: it nests
// every type up to six deep.
func TestFastJSONLists(t *testing.T) {
	b := newComparison(t)
	schema := graph.NewExecutableSchema(graph.Config{}).Schema()
	var family struct {
		MappedProducts struct {
			Nodes []struct{ Listing struct{ FamilySku string } }
		}
	}
	_, response, _ := strings.Cut(b.compare("{mappedProducts(integrationId:$ID, first:1){nodes{listing{familySku}}}}", nil), `{"data":`)
	if err := json.Unmarshal([]byte(strings.TrimSuffix(response, "}")), &family); err != nil {
		t.Fatal(err)
	}
	for _, list := range lists {
		operation := "query"
		if strings.HasSuffix(list.typeName, "Payload") {
			operation = "mutation"
		}
		if strings.Contains(list.field, "%q") {
			list.field = fmt.Sprintf(list.field, family.MappedProducts.Nodes[0].Listing.FamilySku)
		}
		for _, loaded := range []bool{false, true} {
			for depth := 2; depth <= 6; depth++ {
				if loaded && depth > 4 {
					continue // a walk in circles
				}
				field := list.field
				if loaded { // all of the longest page would cost too much
					field = strings.Replace(field, "first:250", "first:150", 1)
				}
				b.valid(operation+"{"+field+everything(schema, list.typeName, depth, loaded)+"}", nil)
			}
		}
	}
	for _, field := range []string{"options{code}", "options{sizes{code}}", "options{sizes{id option{product{name}}} code}"} {
		b.valid("{omniProducts{nodes{"+field+"}}}", nil)
	}
	b.valid("{amazonListings(integrationId:$ID){nodes{matches{level size{code}} mapping{listing{sku}}}}}", nil)
	for _, definition := range schema.Types {
		for _, field := range definition.Fields {
			name := field.Type.Name()
			if !definition.BuiltIn && field.Type.Elem != nil && definition.Kind == ast.Object && schema.Types[name].Kind == ast.Object && b.fastLists[name] == 0 {
				t.Errorf("no list of %s took the fast path", name)
			}
		}
	}
}

// everything selects all fields of a type, down to a depth.
func everything(schema *ast.Schema, typeName string, depth int, loaded bool) string {
	var b strings.Builder
	b.WriteString("{__typename ")
	for _, field := range schema.Types[typeName].Fields {
		of := schema.Types[field.Type.Name()]
		isLoaded := slices.Contains([]string{"integration", "matches", "mapping", "options", "sizes", "productStatus", "unmappedStock", "heldBy", "remapOutlook", "matchRemapOutlook", "counterpart", "twins", "suggestions", "suggestionState"}, field.Name)
		// Far inside they would cost too much.
		isCostly := depth < 3 && field.Name == "suggestionState" || depth < 2 && slices.Contains([]string{"twins", "counterpart"}, field.Name)
		if strings.HasPrefix(field.Name, "__") || isLoaded && !loaded || !of.IsLeafType() && depth == 0 || isCostly {
			continue
		}
		b.WriteString(field.Name)
		if field.Arguments.ForName("integrationId") != nil {
			b.WriteString("(integrationId:$ID)")
		}
		if !of.IsLeafType() {
			// Holders hold no more listings, and what is alike again would cost too much.
			below := loaded && !slices.Contains([]string{"heldBy", "twins", "counterpart", "running", "suggestions"}, field.Name)
			b.WriteString(everything(schema, of.Name, depth-1, below))
		}
		b.WriteByte(' ')
	}
	return b.String() + "}"
}

// fragments are about one type each; later ones are used by earlier ones.
var fragments = []string{"L on AmazonListing{sku title ...N }", "T on OmniTarget{level option{...N ...O product{code}}}",
	"O on OmniOption{name product{name ...N}}", "N on Node{id again:id}"}

// TestFastJSONSelections compares responses to every way of selecting.
func TestFastJSONSelections(t *testing.T) {
	b := newComparison(t)
	for _, selection := range []string{
		"nodes{a:id b:id id c:source}",
		"nodes{listing{...L kind} target{...T}}",
		"edges{...on MappingEdge{cursor node{...on Node{id} ...on Mapping{source ...on Node{__typename}}}}}",
		"nodes{t:__typename ...on Node{...on AmazonListing{sku} ...on Mapping{createdAt}}}",
		"nodes{source @skip(if:$yes) matchedOn @include(if:$no)}",
		"nodes{listing{sku @skip(if:$yes)} target{...T @include(if:$no)} source @include(if:$yes)}",
		"nodes{...@include(if:$no){integration{name}} id @skip(if:$no)}",
		"nodes{...@skip(if:$no){integration{name}} id}",
		"nodes{listing{sku} listing{title sku} ...on Mapping{listing{asin}}}",
		"nodes{source ...@defer{id matchedOn}}",
		"nodes{source ...@defer(if:$no){id matchedOn}}",
		"...@defer{nodes{id source}}",
		"nodes{...@defer{id} id}",
		"nodes{listing{p:isParent isParent ignored{a:at note}} again:listing{isParent ...on AmazonListing{ignored{actor}}}}",
		"edges{node{listing{isParent}} cursor}",
		"nodes{x:listing{y:sku z:matches{level product{code}}} source}",
		"nodes{target{option{sizes{code} mapping(integrationId:$ID){id}}}}",
		"nodes{id} edges{node{id}} again:nodes{source} pageInfo{hasNextPage endCursor} totalCount",
		"...on MappingConnection{nodes{...on Mapping{...on Mapping{source}}}}",
	} {
		query := "query($yes:Boolean!, $no:Boolean!){mappedProducts(integrationId:$ID, first:20){" + selection + " __typename @skip(if:$yes) t:__typename @include(if:$no)}}"
		for _, fragment := range fragments {
			if strings.Contains(query, "..."+fragment[:1]+" ") || strings.Contains(query, "..."+fragment[:1]+"}") {
				query += " fragment " + fragment
			}
		}
		for _, yes := range []bool{true, false} {
			b.valid(query, map[string]any{"yes": yes, "no": !yes})
		}
	}
	for _, invalid := range []string{"nodes{nothing}", "nodes{id(x:1)}", "nodes{listing}", "nodes{id{id}}", "nodes{id id:source}"} {
		b.compare("{mappedProducts(integrationId:$ID){"+invalid+"}}", nil)
	}
	if b.fastLists["Mapping"] == 0 || b.fastLists["MappingEdge"] == 0 || b.fastLists["OmniSize"] == 0 {
		t.Errorf("of few types did a list take the fast path: %v", b.fastLists)
	}
}
