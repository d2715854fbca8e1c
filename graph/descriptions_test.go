package graph_test

import (
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"omnimap/graph"
)

// TestDescriptions wants a description of everything that the schema offers.
func TestDescriptions(t *testing.T) {
	schema := graph.NewExecutableSchema(graph.Config{}).Schema()
	want := func(description string, names ...string) {
		if strings.TrimSpace(description) == "" {
			t.Errorf("%s has no description", strings.Join(names, "."))
		}
	}
	wantArguments := func(arguments ast.ArgumentDefinitionList, names ...string) {
		for _, argument := range arguments {
			want(argument.Description, append(names, argument.Name)...)
		}
	}
	for _, directive := range schema.Directives {
		if !builtIn(directive.Position) {
			want(directive.Description, "@"+directive.Name)
			wantArguments(directive.Arguments, "@"+directive.Name)
		}
	}
	for _, definition := range schema.Types {
		if definition.BuiltIn || strings.HasPrefix(definition.Name, "__") {
			continue
		}
		want(definition.Description, definition.Name)
		for _, value := range definition.EnumValues {
			want(value.Description, definition.Name, value.Name)
		}
		for _, field := range definition.Fields {
			if !strings.HasPrefix(field.Name, "__") {
				want(field.Description, definition.Name, field.Name)
				wantArguments(field.Arguments, definition.Name, field.Name)
			}
		}
	}
}

// builtIn tells what comes with GraphQL, and not from this schema.
func builtIn(at *ast.Position) bool {
	return at == nil || at.Src == nil || at.Src.BuiltIn
}
