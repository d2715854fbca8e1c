package limit

import "github.com/vektah/gqlparser/v2/ast"

// CostOf is what a selection costs.
func CostOf(schema *ast.Schema, vars map[string]any, pages PageSizes, set ast.SelectionSet) int64 {
	return cost{schema: schema, vars: vars, pages: pages}.of(set, list{})
}
