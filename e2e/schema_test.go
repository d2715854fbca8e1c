package e2e

import (
	"net/http"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"omnimap/internal/dbtest"
)

// TestSchemaFile reads the schema as a partner's tools do.
func TestSchemaFile(t *testing.T) {
	t.Parallel()
	s := start(t, dbtest.SQLite(t))
	status, text := s.fetch(t, "/schema.graphql", http.Header{})
	if status != http.StatusOK {
		t.Fatalf("%d: %s", status, text)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: text})
	if err != nil {
		t.Fatal(err)
	}
	for name, definition := range apiSchema().Types {
		if !definition.BuiltIn && schema.Types[name] == nil || schema.Types[name] != nil && schema.Types[name].Description != definition.Description {
			t.Errorf("the file lacks %s, or its description", name)
		}
	}
}
