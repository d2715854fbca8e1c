package e2e

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"omnimap/graph"
)

// apiSchema is the whole API.
func apiSchema() *ast.Schema { return graph.NewExecutableSchema(graph.Config{}).Schema() }

// wholeSelection selects every field of a type, down to a depth, with an
// integration where a field wants one.
func wholeSelection(schema *ast.Schema, name string, depth int) string {
	definition := schema.Types[name]
	if definition.Kind != ast.Interface {
		return everyField(schema, definition, depth, "")
	}
	var all []string
	for _, possible := range schema.GetPossibleTypes(definition) {
		// The same name may have different types in the types of a Node.
		all = append(all, fmt.Sprintf("... on %s %s", possible.Name, everyField(schema, possible, depth, possible.Name+"_")))
	}
	return "{__typename " + strings.Join(all, " ") + "}"
}

// everyField selects every field of an object, under an alias if there is a
// prefix for one.
func everyField(schema *ast.Schema, definition *ast.Definition, depth int, prefix string) string {
	var all []string
	for _, field := range definition.Fields {
		below := schema.Types[field.Type.Name()]
		selection := ""
		if below.IsCompositeType() {
			if depth == 0 {
				continue
			}
			depth := depth - 1
			if field.Name == "twins" || field.Name == "counterpart" {
				depth = 0 // they are what holds them, again
			}
			selection = wholeSelection(schema, below.Name, depth)
		}
		if strings.HasPrefix(field.Name, "__") || selection == "{}" {
			continue
		}
		arguments := ""
		if field.Arguments.ForName("integrationId") != nil {
			arguments = "(integrationId: $integration)"
		}
		alias := ""
		if prefix != "" {
			alias = prefix + field.Name + ": "
		}
		all = append(all, alias+field.Name+arguments+selection)
	}
	return "{" + strings.Join(all, " ") + "}"
}

// allQueries are queries for all that the API has, with their variables.
func allQueries(t *testing.T, nodes []string, integration, sku string) map[string]variables {
	t.Helper()
	schema := apiSchema()
	values := map[string]any{"integration": integration, "sku": sku, "search": "fm-", "id": integration}
	questions := make(map[string]variables)
	for _, field := range schema.Query.Fields {
		if strings.HasPrefix(field.Name, "__") {
			continue
		}
		var arguments []string
		for _, argument := range field.Arguments {
			switch argument.Name {
			case "integrationId":
				arguments = append(arguments, "integrationId: $integration")
			case "sku", "search", "id":
				if argument.Type.NonNull {
					arguments = append(arguments, argument.Name+": $"+argument.Name)
				}
			default:
				if argument.Type.NonNull && argument.DefaultValue == nil {
					t.Fatalf("the test does not know what to give for %s(%s:)", field.Name, argument.Name)
				}
			}
		}
		text := field.Name
		if len(arguments) > 0 {
			text += "(" + strings.Join(arguments, ", ") + ")"
		}
		if schema.Types[field.Type.Name()].IsCompositeType() {
			depth := 3
			if field.Name == "node" {
				depth = 2 // A document may have 1,000 aliases, and this has all types.
			}
			text += wholeSelection(schema, field.Type.Name(), depth)
		}
		declared, used := "", make(variables)
		for name, kind := range map[string]string{"integration": "ID!", "sku": "String!", "search": "String!", "id": "ID!"} {
			if strings.Contains(text, "$"+name) {
				declared += fmt.Sprintf("$%s: %s ", name, kind)
				used[name] = values[name]
			}
		}
		if declared != "" {
			declared = "(" + declared + ")"
		}
		if field.Name != "node" {
			questions["query"+declared+"{"+text+"}"] = used
			continue
		}
		for i, id := range nodes {
			used := variables{"integration": integration, "id": id}
			questions[fmt.Sprintf("query node%d%s{%s}", i, declared, text)] = used
		}
	}
	return questions
}

// oneOfEach deletes a mapping and gives the ids of one node of each type. The
// operation among them is that deletion.
func (c *client) oneOfEach(t *testing.T, integration string) (nodes []string, sku string) {
	t.Helper()
	c.mutate(t, "deleteMappings", variables{"integrationId": integration, "ids": c.mappingIDs(t, integration, 1)}, "deleted")
	var found struct {
		MappedProducts struct {
			Nodes []struct {
				ID      string
				Listing struct{ ID, SKU string }
				Target  struct{ Product struct{ ID string } }
			}
		}
		OmniProducts struct {
			Nodes []struct {
				Options []struct {
					ID    string
					Sizes []struct{ ID string }
				}
			}
		}
		Operations struct{ Nodes []struct{ ID string } }
	}
	c.read(t, `query($id: ID!) {
		mappedProducts(integrationId: $id, first: 1) {nodes {id listing {id sku} target {product {id}}}}
		omniProducts(first: 250) {nodes {options {id sizes {id}}}}
		operations(first: 3) {nodes {id}}
	}`, variables{"id": integration}, &found)
	mapping := found.MappedProducts.Nodes[0]
	nodes = []string{integration, mapping.ID, mapping.Listing.ID, mapping.Target.Product.ID, found.Operations.Nodes[0].ID}
	for _, product := range found.OmniProducts.Nodes {
		if option := product.Options[0]; len(option.Sizes) > 0 {
			return append(nodes, option.ID, option.Sizes[0].ID), mapping.Listing.SKU
		}
	}
	t.Fatal("the sample has no sizes")
	return nil, ""
}

// allMutations gives an input for each mutation, which its account's editors
// or admins could send.
func allMutations(t *testing.T, integration string, nodes []string, sku string) map[string]variables {
	t.Helper()
	pair := []variables{{"sku": sku, "cin7Code": "X"}}
	inputs := map[string]variables{
		"createIntegration":    {"name": "New", "sellerId": "N", "marketplaceId": "N"},
		"updateIntegration":    {"id": integration, "name": "Renamed"},
		"splitIntegration":     {"integrationId": integration, "name": "FBA"},
		"deleteIntegration":    {"id": integration, "confirm": "Amazon UK (sample)"},
		"upsertOmniProducts":   {"products": []variables{{"reference": "new", "name": "New"}}},
		"loadOmniProducts":     {"file": nil, "removeMissing": true, "allowShrink": true},
		"upsertAmazonListings": {"integrationId": integration, "listings": []variables{{"sku": sku, "title": "Changed"}}},
		"loadAmazonListings":   {"integrationId": integration, "file": nil, "removeMissing": true, "allowShrink": true},
		"importProducts":       {"integrationId": integration},
		"applyCustomMappings":  {"integrationId": integration, "mappings": pair},
		"deleteMappings":       {"integrationId": integration, "ids": []string{nodes[1]}},
		"deleteAllMappings":    {"integrationId": integration, "confirm": "Amazon UK (sample)"},
		"restoreMappings":      {"operationId": nodes[4]},
		"remapProducts":        {"integrationId": integration, "omniProductId": nodes[3], "mappings": pair},
		"downloadProducts":     {"integrationId": integration, "familySkus": []string{sku}},
		"ignoreListings":       {"integrationId": integration, "skus": []string{sku}},

		"suggestMappings":   {"integrationId": integration},
		"acceptSuggestions": {"integrationId": integration, "minScore": 0},
		"rejectSuggestions": {"integrationId": integration, "pairs": []variables{{"sku": sku, "optionId": nodes[5]}}},

		"deleteDownloadedProducts": {"integrationId": integration, "omniProductIds": []string{nodes[3]}},
	}
	for _, field := range apiSchema().Mutation.Fields {
		if inputs[field.Name] == nil {
			t.Fatalf("the test does not know what to give to %s", field.Name)
		}
	}
	return inputs
}

// tryMutation sends a mutation, with an empty file where it wants one.
func (c *client) tryMutation(t *testing.T, name string, input variables) response {
	t.Helper()
	if _, ok := input["file"]; ok {
		file := map[string]string{"loadOmniProducts": "[]", "loadAmazonListings": "seller-sku\titem-name\n"}[name]
		return c.postUpload(t, mutation(name, "userErrors {message}"), variables{"input": input}, "variables.input.file", file)
	}
	return c.post(t, mutation(name, "userErrors {message}"), variables{"input": input})
}
