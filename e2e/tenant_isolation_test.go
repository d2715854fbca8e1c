package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"omnimap/graph"
	"omnimap/internal/dbtest"
)

// A stranger asks for everything that an account has, by its ids.

// apiSchema is the API, of which nothing is to be left out.
func apiSchema() *ast.Schema { return graph.NewExecutableSchema(graph.Config{}).Schema() }

// wholeSelection selects every field of a type, down to a depth, with an
// integration where a field wants one.
func wholeSelection(schema *ast.Schema, name string, depth int) string {
	definition := schema.Types[name]
	var all []string
	if definition.Kind == ast.Interface {
		for _, possible := range schema.GetPossibleTypes(definition) {
			all = append(all, fmt.Sprintf("... on %s %s", possible.Name, wholeSelection(schema, possible.Name, depth)))
		}
		return "{__typename " + strings.Join(all, " ") + "}"
	}
	for _, field := range definition.Fields {
		below := schema.Types[field.Type.Name()]
		selection := ""
		if below.IsCompositeType() {
			if depth == 0 {
				continue
			}
			selection = wholeSelection(schema, below.Name, depth-1)
		}
		if strings.HasPrefix(field.Name, "__") || selection == "{}" {
			continue
		}
		arguments := ""
		if len(field.Arguments) > 0 {
			arguments = "(integrationId: $integration)"
		}
		// The same name may have different types in the types of a Node.
		all = append(all, definition.Name+"_"+field.Name+": "+field.Name+arguments+selection)
	}
	return "{" + strings.Join(all, " ") + "}"
}

// everything are questions, by their field, for all that the API shows.
func everything(t *testing.T, nodes []string, integration, sku string) map[string]variables {
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
			text += wholeSelection(schema, field.Type.Name(), 3)
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

// texts collects the texts within an answer's data, and whether there is a
// number.
func texts(v any, into map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for _, below := range v {
			texts(below, into)
		}
	case []any:
		for _, below := range v {
			texts(below, into)
		}
	case string:
		into[v] = true
	case float64:
		into["a number"] = true
	}
}

// textsOf are the texts that a question is answered with.
func (c *client) textsOf(t *testing.T, question string, v variables) map[string]bool {
	t.Helper()
	found := make(map[string]bool)
	var data any
	if answer := c.post(t, question, v); answer.Data != nil {
		if err := json.Unmarshal(answer.Data, &data); err != nil {
			t.Fatal(err)
		}
	}
	texts(data, found)
	return found
}

// oneOfEach gives ids of one node of each type, of which the operation deleted
// a mapping just now.
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

// TestWall has the admins of two other accounts, one of them empty, ask for
// every node and field by an account's ids, and send every mutation: they see
// and change nothing of it.
func TestWall(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s := start(t, url, "-sample")
		owner, empty, stranger := s.client, s.client, s.client
		owner.key = makeKey(t, url, "-role", "admin", "-name", "owner")
		empty.key = makeKey(t, url, "-role", "admin", "-name", "empty", "-account", "Empty")
		stranger.key = makeKey(t, url, "-role", "admin", "-name", "stranger", "-account", "Stranger")
		id := owner.sampleID(t)
		// Accounts number their integrations themselves: an id may be one's own.
		stranger.integration(t, "Harbour")
		nodes, sku := owner.oneOfEach(t, id)
		if kinds := len(apiSchema().GetPossibleTypes(apiSchema().Types["Node"])); kinds != len(nodes) {
			t.Errorf("there are %d types of nodes; the test asks for %d", kinds, len(nodes))
		}
		questions := everything(t, nodes, id, sku)
		before := make(map[string]map[string]bool)
		for question, v := range questions {
			before[question] = owner.textsOf(t, question, v)
			if len(before[question]) == 0 {
				t.Errorf("the owner finds nothing by %.99s", question)
			}
			for _, c := range []client{empty, stranger} {
				for text := range c.textsOf(t, question, v) {
					if before[question][text] && text != "Integration" && text != "a number" && !strings.Contains(text, id) {
						t.Errorf("a stranger reads %q by %.99s", text, question)
					}
				}
			}
		}
		if status := empty.get(t, "/custom-mapping-sheet?integrationId="+id); status != http.StatusNotFound {
			t.Errorf("a stranger asks for the sheet and gets %d", status)
		}
		for name, input := range everyMutation(t, id, nodes, sku) {
			empty.attempt(t, name, input)
			stranger.attempt(t, name, input)
		}
		for question, v := range questions {
			if after := owner.textsOf(t, question, v); len(after) != len(before[question]) {
				t.Errorf("what a stranger did changed %.99s", question)
			}
		}
		checkJSON(t, owner.ask(t, "{integrations {productStatus {mapped}} operations {totalCount}}", nil),
			`{"integrations": [{"productStatus": {"mapped": 130}}], "operations": {"totalCount": 4}}`)
		s.stop(t)
		verified(t, url)
	})
}

// get asks for a page with the key, and gives the status.
func (c *client) get(t *testing.T, path string) int {
	t.Helper()
	status, _ := c.send(t, http.MethodGet, path, http.Header{"Authorization": {"Bearer " + c.key}}, "")
	return status
}

// everyMutation gives an input for each mutation, which its account's editors
// or admins could send.
func everyMutation(t *testing.T, integration string, nodes []string, sku string) map[string]variables {
	t.Helper()
	pair := []variables{{"sku": sku, "cin7Code": "X"}}
	inputs := map[string]variables{
		"createIntegration":    {"name": "New", "sellerId": "N", "marketplaceId": "N"},
		"updateIntegration":    {"id": integration, "name": "Renamed"},
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
	}
	for _, field := range apiSchema().Mutation.Fields {
		if inputs[field.Name] == nil {
			t.Fatalf("the test does not know what to give to %s", field.Name)
		}
	}
	return inputs
}

// attempt sends a mutation, with an empty file where it wants one.
func (c *client) attempt(t *testing.T, name string, input variables) response {
	t.Helper()
	if _, ok := input["file"]; ok {
		file := map[string]string{"loadOmniProducts": "[]", "loadAmazonListings": "seller-sku\titem-name\n"}[name]
		return c.postUpload(t, mutation(name, "userErrors {message}"), variables{"input": input}, "variables.input.file", file)
	}
	return c.post(t, mutation(name, "userErrors {message}"), variables{"input": input})
}

// TestRoles sends every mutation with a key of each role.
func TestRoles(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, url string) {
		s := start(t, url, "-sample")
		admin, editor, viewer := s.client, s.client, s.client
		admin.key = makeKey(t, url, "-role", "admin", "-name", "a")
		editor.key = makeKey(t, url, "-role", "editor", "-name", "e")
		viewer.key = makeKey(t, url, "-role", "viewer", "-name", "v")
		id := viewer.sampleID(t)
		nodes, sku := editor.oneOfEach(t, id)
		admins := []string{"createIntegration", "updateIntegration", "deleteIntegration"}
		inputs := everyMutation(t, id, nodes, sku)
		for name, input := range inputs {
			if !forbidden(viewer.attempt(t, name, input)) {
				t.Errorf("a viewer may %s", name)
			}
			if slices.Contains(admins, name) && !forbidden(editor.attempt(t, name, input)) {
				t.Errorf("an editor may %s", name)
			}
		}
		checkJSON(t, viewer.ask(t, "{integrations {name productStatus {mapped}} operations {totalCount}}", nil),
			`{"integrations": [{"name": "Amazon UK (sample)", "productStatus": {"mapped": 130}}], "operations": {"totalCount": 4}}`)
		for name, input := range inputs {
			if answer := editor.attempt(t, name, input); !slices.Contains(admins, name) && len(answer.Errors) > 0 {
				t.Errorf("an editor may not %s: %+v", name, answer.Errors)
			}
		}
		for _, name := range admins {
			if answer := admin.attempt(t, name, inputs[name]); len(answer.Errors) > 0 {
				t.Errorf("an admin may not %s: %+v", name, answer.Errors)
			}
		}
		var found struct {
			Operations struct{ Nodes []struct{ Actor string } }
		}
		admin.read(t, "{operations(first: 1) {nodes {actor}}}", nil, &found)
		if actor := found.Operations.Nodes[0].Actor; actor != "e" {
			t.Errorf("an operation of the editor's key remembers %q", actor)
		}
	})
}

// forbidden tells whether an answer is that the role does not allow it.
func forbidden(answer response) bool {
	return len(answer.Errors) == 1 && answer.Errors[0].Extensions.Code == "FORBIDDEN"
}
