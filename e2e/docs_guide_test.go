package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// An example of the guide is a query, the file that it uploads, and the
// response, if one follows.
var example = regexp.MustCompile("(?s)```graphql\n(?:# file: ([^\n]+)\n)?(.*?)```\n(?:```json\n(.*?)```)?")

// TestGuide runs the examples of docs/guide.md in their order.
func TestGuide(t *testing.T) {
	text, err := os.ReadFile("../docs/guide.md")
	if err != nil {
		t.Fatal(err)
	}
	examples := example.FindAllStringSubmatch(string(text), -1)
	mutations := regexp.MustCompile(`(?m)^  (\w+)\(input`).FindAllStringSubmatch(string(text), -1)
	if len(mutations) < 15 {
		t.Errorf("the guide shows %d mutations, want all of them", len(mutations))
	}
	servers(t, nil, func(t *testing.T, s *server) {
		known := variables{}
		for _, e := range examples {
			file, query, want := e[1], e[2], e[3]
			var r response
			if strings.HasPrefix(query, "subscription") {
				checkJSON(t, s.guideSubscription(t, query, used(known, query)), want)
				continue
			}
			if file == "" {
				r = s.post(t, query, used(known, query))
			} else {
				r = s.postFile(t, query, used(known, query), filepath.Join("..", file))
			}
			got := r.data(t)
			if want != "" {
				checkJSON(t, got, want)
			}
			if strings.Contains(query, "userErrors") && !strings.Contains(got, `"userErrors":[]`) {
				t.Errorf("%s: %s", query, got)
			}
			s.learn(t, known)
		}
	})
}

// used are the variables that a query declares.
func used(known variables, query string) variables {
	v := variables{}
	for name, value := range known {
		if strings.Contains(query, "$"+name+":") {
			v[name] = value
		}
	}
	return v
}

// learn finds the ids that the guide's next example may name.
func (s *server) learn(t *testing.T, known variables) {
	t.Helper()
	var found struct {
		Integrations []struct{ ID string }
		Operations   struct{ Nodes []struct{ ID, Kind string } }
	}
	s.read(t, "{integrations {id} operations(first: 1) {nodes {id kind}}}", nil, &found)
	if len(found.Integrations) == 0 {
		return
	}
	known["integration"] = found.Integrations[0].ID
	for _, operation := range found.Operations.Nodes {
		known["operation"] = operation.ID
	}
	var mapped struct {
		MappedProducts struct{ Nodes []struct{ ID string } }
	}
	s.read(t, "query($integration: ID!) {mappedProducts(integrationId: $integration, first: 1) {nodes {id}}}",
		variables{"integration": known["integration"]}, &mapped)
	for _, mapping := range mapped.MappedProducts.Nodes {
		known["mapping"] = mapping.ID
	}
}
